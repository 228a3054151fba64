//! How a measure of the map is coded: sums over replicates and how far replicates lie apart, each number by the months
//! before it, by the baseline's, and deviations by their sums.

use crate::explore::code::{Bits, Bytes, CLASSES, Chance, Numbers, Reader, Writer, class};

/// What is told of a measure under one policy: row by row, the country and then place by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// Sums over replicates.
    pub sums: Vec<i64>,
    /// Deviations of the replicates, as [`deviation`](super::pack::deviation) has them.
    pub spread: Vec<u8>,
    /// Deviations of the paired differences to the baseline; empty of the baseline.
    pub differences: Vec<u8>,
    /// Sums of paired differences, where they are not those of the sums: of policies with other replicates.
    pub apart: Vec<i64>,
}

/// Steps of sums and of deviations: months of each, and how many there are in a row.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    months: [usize; 2],
    steps: [usize; 2],
}

impl Shape {
    /// Of rows of so many months.
    pub fn new(months: usize, of_step: [usize; 2]) -> Self {
        Self {
            months: of_step,
            steps: of_step.map(|of| months.div_ceil(of)),
        }
    }

    /// The row and the step of a deviation, and the sum that begins with it.
    fn deviation(&self, at: usize) -> (usize, usize) {
        let (row, step) = (at / self.steps[1], at % self.steps[1]);
        let sum = row * self.steps[0] + step * self.months[1] / self.months[0];
        (step, sum)
    }
}

/// Deviations of the months of a row, told of longer steps, so that no interval is too narrow: of the mean of a step of
/// sums the mean of its months' deviations, than which its own is never larger; of a longer step the largest of those
/// of the sums that it meets.
pub fn deviations(months: &[f64], [of_sums, told]: [usize; 2]) -> Vec<f64> {
    let mean = |months: &[f64]| months.iter().sum::<f64>() / months.len() as f64;
    let of_means: Vec<f64> = months.chunks(of_sums).map(mean).collect();
    let largest = |from: usize| {
        let until = (from + told).min(months.len());
        let met = &of_means[from / of_sums..until.div_ceil(of_sums)];
        met.iter().copied().fold(0.0, f64::max)
    };
    (0..months.len()).step_by(told).map(largest).collect()
}

/// The shorter of both ways to write sums: as they are, and as what they are more than the baseline's.
pub fn written(shape: &Shape, baseline: Option<&Lists>, lists: &mut Lists) -> Vec<u8> {
    let mut write = |more| {
        let mut bits = Writer::default();
        code(&mut bits, shape, baseline, more, lists);
        bits.finish()
    };
    let as_they_are = write(false);
    match baseline {
        Some(_) => {
            let as_more = write(true);
            if as_more.len() < as_they_are.len() {
                as_more
            } else {
                as_they_are
            }
        }
        None => as_they_are,
    }
}

/// Reads what was written of lists as long as these.
pub fn read(shape: &Shape, baseline: Option<&Lists>, bytes: &[u8], lists: &mut Lists) {
    code(&mut Reader::new(bytes), shape, baseline, false, lists);
}

/// Writes lists, or reads into them.
fn code(
    bits: &mut impl Bits,
    shape: &Shape,
    baseline: Option<&Lists>,
    more: bool,
    lists: &mut Lists,
) {
    let more = bits.bit(&mut Chance::NEW.clone(), more);
    let zeros = Lists {
        sums: vec![0; lists.sums.len()],
        spread: vec![0; lists.spread.len()],
        ..Lists::default()
    };
    let theirs = baseline.unwrap_or(&zeros);
    sums(bits, shape, theirs, more, &mut lists.sums);
    spread(bits, shape, baseline, lists);
    if !lists.differences.is_empty() {
        differences(bits, shape, theirs, lists);
    }
    if !lists.apart.is_empty() {
        apart(bits, shape, theirs, lists);
    }
}

fn sums(bits: &mut impl Bits, shape: &Shape, theirs: &Lists, more: bool, sums: &mut [i64]) {
    let mut numbers = Numbers::new(CLASSES * CLASSES * CLASSES);
    let (mut before, mut earlier) = (0, 0);
    for (at, sum) in sums.iter_mut().enumerate() {
        if at % shape.steps[0] == 0 {
            (before, earlier) = (0, 0);
        }
        let usual = theirs.sums[at];
        let from = if more { usual } else { 0 };
        let context = (class(before) * CLASSES + class(earlier)) * CLASSES + class(usual);
        let number = numbers.code(bits, context, before, *sum - from);
        *sum = from + number;
        (before, earlier) = (number, before);
    }
}

/// Deviations: foreseen as the baseline's where sums are equal, or else as the month before.
fn spread(bits: &mut impl Bits, shape: &Shape, baseline: Option<&Lists>, lists: &mut Lists) {
    let mut bytes = Bytes::new(3 * 4 * CLASSES, 16 * CLASSES);
    let (mut before, mut hit) = (0, true);
    for at in 0..lists.spread.len() {
        let (step, here) = shape.deviation(at);
        if step == 0 {
            (before, hit) = (0, true);
        }
        let sum = lists.sums[here];
        let same = baseline.filter(|of| of.sums[here] == sum);
        let expected = same.map_or(before, |of| of.spread[at]);
        let kind = match same {
            Some(_) => 0,
            None if step > 0 && lists.sums[here - 1] == sum => 1,
            None => 2,
        };
        let foreseen = (kind * 2 + usize::from(expected == 0)) * 2 + usize::from(hit);
        let contexts = [
            foreseen * CLASSES + class(sum),
            class(sum) * 16 + usize::from(before >> 4),
        ];
        let byte = bytes.code(bits, contexts, expected, lists.spread[at]);
        lists.spread[at] = byte;
        (before, hit) = (byte, byte == expected);
    }
}

/// Deviations of differences: foreseen as none where a policy is as the baseline, or else as the month before.
fn differences(bits: &mut impl Bits, shape: &Shape, theirs: &Lists, lists: &mut Lists) {
    let mut bytes = Bytes::new(8 * CLASSES, 32 * CLASSES);
    let (mut before, mut hit) = (0, true);
    for at in 0..lists.differences.len() {
        let (step, here) = shape.deviation(at);
        if step == 0 {
            (before, hit) = (0, true);
        }
        let difference = lists.sums[here] - theirs.sums[here];
        let quiet = difference == 0 && lists.spread[at] == theirs.spread[at];
        let expected = if quiet { 0 } else { before };
        let foreseen = (usize::from(quiet) * 2 + usize::from(expected == 0)) * 2 + usize::from(hit);
        let contexts = [
            foreseen * CLASSES + class(difference),
            usize::from(lists.spread[at] >> 3) * CLASSES + class(difference),
        ];
        let byte = bytes.code(bits, contexts, expected, lists.differences[at]);
        lists.differences[at] = byte;
        (before, hit) = (byte, byte == expected);
    }
}

fn apart(bits: &mut impl Bits, shape: &Shape, theirs: &Lists, lists: &mut Lists) {
    let mut numbers = Numbers::new(CLASSES * CLASSES * CLASSES);
    let mut before = 0;
    for at in 0..lists.apart.len() {
        if at % shape.steps[0] == 0 {
            before = 0;
        }
        let sum = lists.sums[at];
        let usual = theirs.sums[at];
        let context = (class(before) * CLASSES + class(sum)) * CLASSES + class(usual);
        before = numbers.code(bits, context, before, lists.apart[at]);
        lists.apart[at] = before;
    }
}

/// Sums of one future, month by month.
pub fn single(months: usize, of: &[u64]) -> Vec<u8> {
    let mut sums_of: Vec<i64> = of.iter().map(|sum| sum.cast_signed()).collect();
    let zeros = Lists {
        sums: vec![0; of.len()],
        ..Lists::default()
    };
    let mut bits = Writer::default();
    sums(
        &mut bits,
        &Shape::new(months, [1, 1]),
        &zeros,
        false,
        &mut sums_of,
    );
    bits.finish()
}
