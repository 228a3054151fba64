//! The event-study curves of a twin experiment: mean differences by week, with intervals, over all pairs
//! and over some of them.

use schemars::JsonSchema;
use serde::Serialize;

use plaza_engine::statistics::{MeanEstimate, PairedMeans, mean};

use crate::studies::comparison::units::Units;
use crate::studies::twin::Pairs;
use crate::studies::twin::pair::{COUNTED, Difference, FRAGMENTATION, counted, fragmentation};
use crate::studies::twin::surroundings::{COUNTRY, PARTS, Part};

/// Weeks of the wider windows, over which single weeks are too rare to be read.
pub const QUARTER: usize = 13;

/// One point of a curve, as a row of `twin_curve.csv`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Point {
    /// What is counted: one of [`COUNTED`] or [`FRAGMENTATION`] in a week, or, with `_13w`, in 13 weeks.
    pub outcome: String,
    /// Part of the country.
    pub group: &'static str,
    /// Ring of neighbours.
    pub ring: Option<u8>,
    /// Which pairs.
    pub split: String,
    /// The week, or the first of 13; the event's is 0.
    pub week: i32,
    /// Mean over pairs of the count with the event less without it; pairs that share a draw of the numbers
    /// of the rules count as one here and below.
    pub mean: f64,
    /// Lower end of its 95 % interval (Hall's t of pairs); none of a single one.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// How many pairs.
    pub pairs: usize,
    /// Mean of the count without the event.
    pub without: f64,
}

/// Some pairs, each with those of its differences that belong to the event.
#[derive(Clone, Debug)]
pub struct Split<'a> {
    /// What they have in common, as in `outcome:killed`.
    pub name: String,
    /// By pair.
    pub pairs: Vec<Vec<&'a Difference>>,
    /// Which of them share a draw of the parameters.
    units: Units,
}

impl<'a> Split<'a> {
    /// All pairs, each with those of its differences that are of this name.
    pub fn new(pairs: &'a Pairs, name: &str, of: impl Fn(&Difference) -> bool) -> Self {
        let chosen = pairs.pairs.iter().map(|pair| {
            let chosen: Vec<&Difference> = pair.differences.iter().filter(|d| of(d)).collect();
            (pair.number, chosen)
        });
        let (numbers, chosen): (Vec<u32>, Vec<_>) =
            chosen.filter(|(_, chosen)| !chosen.is_empty()).unzip();
        Self {
            name: name.to_owned(),
            pairs: chosen,
            units: Units::of(&numbers, pairs.sharing),
        }
    }

    /// The mean of an amount with the event less without it, over pairs, those that share a draw counted as
    /// one; the mean without it; and the interval of the ratio of the two less 1, where there is one.
    pub fn effect(
        &self,
        difference: impl Fn(&Difference) -> f64,
        without: impl Fn(&Difference) -> f64,
    ) -> (Estimate, f64, Option<[f64; 2]>) {
        let [differences, without] = [self.by_unit(difference), self.by_unit(without)];
        let means = PairedMeans::of(&differences, &without);
        let effect = Estimate::new(&differences, means.as_ref().map(|of| of.interval(0.95)));
        let relative = means.and_then(|of| Some(of.relative(0.95)?.1));
        (
            effect,
            mean(&without).expect("a split has a pair"),
            relative,
        )
    }

    /// The means over pairs that share a draw, which are independent of one another.
    pub fn by_unit(&self, number: impl Fn(&Difference) -> f64) -> Vec<f64> {
        self.units.means(&self.means(number))
    }

    /// In each pair the mean over its differences of a number.
    fn means(&self, number: impl Fn(&Difference) -> f64) -> Vec<f64> {
        let mean = |of: &Vec<&Difference>| {
            of.iter().map(|difference| number(difference)).sum::<f64>() / of.len() as f64
        };
        self.pairs.iter().map(mean).collect()
    }
}

/// A mean over pairs, or over draws where several pairs share one, and the ends of its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Lower end; none of a single pair.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Estimate {
    /// Of differences that are independent of one another, of which the two sides are not known.
    pub fn of(sample: &[f64]) -> Self {
        let estimate = MeanEstimate::of_differences(sample);
        Self::new(sample, estimate.map(|of| of.interval(0.95)))
    }

    fn new(sample: &[f64], interval: Option<[f64; 2]>) -> Self {
        Self {
            mean: mean(sample).expect("a split has a pair"),
            low: interval.map(|[low, _]| low),
            high: interval.map(|[_, high]| high),
        }
    }
}

/// All pairs together, and those with the same event, way to fall, rank, number of eligible heirs, size
/// of the organization; where all pairs are alike in one of these, they are not told apart by it.
pub fn splits(pairs: &Pairs) -> Vec<Split<'_>> {
    let all = |_: &Difference| Some("all".to_owned());
    let event = |d: &Difference| Some(format!("event:{}", pairs.events[d.event]));
    let outcome = |d: &Difference| {
        let outcome = d.subject.outcome;
        outcome.map(|outcome| format!("outcome:{}", outcome.label()))
    };
    let rank = |d: &Difference| d.subject.rank.map(|rank| format!("rank:{rank}"));
    let successors = |d: &Difference| {
        d.subject.successors.map(|heirs| match heirs {
            0 => "successors:none".to_owned(),
            1 => "successors:one".to_owned(),
            _ => "successors:several".to_owned(),
        })
    };
    let size = |d: &Difference| {
        Some(match d.subject.size_rank {
            1 => "organization:largest".to_owned(),
            2..=3 => "organization:second_and_third".to_owned(),
            _ => "organization:smaller".to_owned(),
        })
    };
    type Naming<'n> = &'n dyn Fn(&Difference) -> Option<String>;
    let ways: [Naming<'_>; 6] = [&all, &event, &outcome, &rank, &successors, &size];
    let mut splits = Vec::new();
    for (index, way) in ways.into_iter().enumerate() {
        let mut names: Vec<String> = Vec::new();
        let all = || pairs.pairs.iter().flat_map(|pair| &pair.differences);
        for name in all().filter_map(way) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.sort();
        if index > 0 && names.len() < 2 {
            continue;
        }
        let split = |name: String| Split::new(pairs, &name, |d| way(d).as_ref() == Some(&name));
        splits.extend(names.into_iter().map(split));
    }
    splits
}

/// All points of all curves, in the order of `twin_curve.csv`.
pub fn points(pairs: &Pairs) -> Vec<Point> {
    let mut points = Vec::new();
    for split in splits(pairs) {
        for (outcome, name) in COUNTED.iter().enumerate() {
            for (part, of) in PARTS.iter().enumerate() {
                let curve = Curve {
                    pairs,
                    split: &split,
                    series: counted(outcome, part),
                    part: *of,
                };
                curve.weekly(name, &mut points);
                curve.quarterly(name, &mut points);
            }
        }
        for (outcome, name) in FRAGMENTATION.iter().enumerate() {
            let curve = Curve {
                pairs,
                split: &split,
                series: fragmentation(outcome),
                part: PARTS[COUNTRY],
            };
            curve.weekly(name, &mut points);
        }
    }
    points
}

struct Curve<'a> {
    pairs: &'a Pairs,
    split: &'a Split<'a>,
    series: usize,
    part: Part,
}

impl Curve<'_> {
    fn weekly(&self, outcome: &str, points: &mut Vec<Point>) {
        for week in 0..self.pairs.weeks() {
            points.push(self.point(outcome.to_owned(), week, 1));
        }
    }

    /// Windows of 13 weeks, of which one begins with the event.
    fn quarterly(&self, outcome: &str, points: &mut Vec<Point>) {
        let before = self.pairs.first.unsigned_abs() as usize;
        for week in (before % QUARTER..self.pairs.weeks()).step_by(QUARTER) {
            if week + QUARTER <= self.pairs.weeks() {
                points.push(self.point(format!("{outcome}_13w"), week, QUARTER));
            }
        }
    }

    fn point(&self, outcome: String, week: usize, weeks: usize) -> Point {
        let from = self.series * self.pairs.weeks() + week;
        let sum = |of: &[f64]| of[from..from + weeks].iter().sum::<f64>();
        let of = (self.split).effect(|d| sum(&d.difference), |d| sum(&d.without));
        let (Estimate { mean, low, high }, without, _) = of;
        Point {
            outcome,
            group: self.part.label(),
            ring: self.part.ring(),
            split: self.split.name.clone(),
            week: self.pairs.first + week as i32,
            mean,
            low,
            high,
            pairs: self.split.pairs.len(),
            without,
        }
    }
}
