//! Numbers of a page are read as they were written.

use std::env;
use std::fs;
use std::path::Path;

use plaza::explore::code::{Bits, Chance, Numbers, Reader, Writer, class};
use plaza::explore::measure::{Lists, Shape, deviations, read, written};
use plaza::explore::pack::letters;

use crate::studies::explore::coded;

/// The bytes of a text in which two letters hold thirteen bits.
pub fn unlettered(text: &str) -> Vec<u8> {
    let alphabet: Vec<u8> = (b'!'..=b'~')
        .filter(|letter| !b"&<\\".contains(letter))
        .collect();
    let number = |letter: &u8| {
        alphabet
            .iter()
            .position(|of| of == letter)
            .expect("a letter")
    };
    let mut bits = Vec::new();
    for letters in text.as_bytes().chunks(2) {
        let (of, count) = match letters {
            [low, high] => (number(low) + 91 * number(high), 13),
            [low] => (number(low), 6),
            _ => unreachable!("one or two"),
        };
        bits.extend((0..count).map(|bit| of >> bit & 1));
    }
    let bytes = bits.chunks_exact(8);
    let byte = |bits: &[usize]| bits.iter().rev().fold(0, |byte, bit| byte << 1 | bit) as u8;
    bytes.map(byte).collect()
}

/// Lists of so many numbers, to be read into.
pub fn empty(cells: [usize; 2], paired: bool, apart: bool) -> Lists {
    Lists {
        sums: vec![0; cells[0]],
        spread: vec![0; cells[1]],
        differences: vec![0; if paired { cells[1] } else { 0 }],
        apart: vec![0; if apart { cells[0] } else { 0 }],
    }
}

#[test]
fn coded_numbers_are_read_as_they_were_written() {
    let mut luck = 20_261_130_u64;
    let mut next = |most: u64| {
        luck = luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (luck >> 33) % most
    };
    let numbers: Vec<i64> = (0..4000)
        .map(|at| match at % 5 {
            0 => 0,
            1 => next(4).cast_signed(),
            2 => -next(300).cast_signed(),
            3 => (next(1 << 31) << 20).cast_signed(),
            _ => i64::from(i32::MIN) + at,
        })
        .collect();
    let code = |bits: &mut dyn FnMut(&mut Numbers, usize, i64, i64) -> i64| {
        let mut of = Numbers::new(15);
        let mut before = 0;
        let mut told = Vec::new();
        for number in &numbers {
            before = bits(&mut of, class(before), before, *number);
            told.push(before);
        }
        told
    };
    let mut writer = Writer::default();
    code(&mut |of, context, before, number| of.code(&mut writer, context, before, number));
    let bytes = writer.finish();
    let mut reader = Reader::new(&bytes);
    let back = code(&mut |of, context, before, _| of.code(&mut reader, context, before, 0));
    assert!(back == numbers);
    for length in 0..40 {
        assert_eq!(unlettered(&letters(&bytes[..length])), bytes[..length]);
    }
    // A bit that is always the same needs next to nothing.
    let (mut writer, mut chance) = (Writer::default(), Chance::NEW);
    (0..8000).for_each(|_| {
        writer.bit(&mut chance, true);
    });
    assert!(writer.finish().len() < 20);
}

#[test]
fn a_measure_is_read_as_it_was_written_whatever_its_steps() {
    for (steps, cells) in [([1, 1], [28, 28]), ([1, 3], [28, 10]), ([3, 13], [10, 4])] {
        let shape = Shape::new(14, steps);
        let number = |at: usize, by: usize| (at * at * by % 23).saturating_sub(9);
        let of = |by: usize, paired: bool| Lists {
            sums: (0..cells[0]).map(|at| number(at, by) as i64).collect(),
            spread: (0..cells[1]).map(|at| number(at, by) as u8).collect(),
            differences: (0..if paired { cells[1] } else { 0 })
                .map(|at| number(at, by + 1) as u8)
                .collect(),
            apart: (0..if paired { cells[0] } else { 0 })
                .map(|at| number(at, by + 2) as i64 - 3)
                .collect(),
        };
        let (mut baseline, mut mine) = (of(7, false), of(11, true));
        let of_baseline = written(&shape, None, &mut baseline);
        let of_mine = written(&shape, Some(&baseline), &mut mine);
        let mut back = empty(cells, false, false);
        read(&shape, None, &of_baseline, &mut back);
        assert_eq!(back, baseline);
        let mut back = empty(cells, true, true);
        read(&shape, Some(&baseline), &of_mine, &mut back);
        assert_eq!(back, mine);
    }
}

#[test]
fn the_script_is_tested_with_what_this_program_writes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/coded.json");
    let text = coded::text();
    if env::var_os("PLAZA_BLESS").is_some() {
        fs::write(&path, &text).expect("it is written");
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == text,
        "{} is out of date: run the tests once with PLAZA_BLESS=1",
        path.display()
    );
}

/// The standard deviation of the mean of some months over futures, each a list of months.
fn deviation_of_mean(futures: &[[f64; 29]], months: std::ops::Range<usize>) -> f64 {
    let count = months.len() as f64;
    let means = futures
        .iter()
        .map(|of| of[months.clone()].iter().sum::<f64>() / count);
    let means: Vec<f64> = means.collect();
    let mean = means.iter().sum::<f64>() / means.len() as f64;
    let squares = means.iter().map(|of| (of - mean) * (of - mean));
    (squares.sum::<f64>() / (means.len() - 1) as f64).sqrt()
}

#[test]
fn no_deviation_of_a_longer_step_is_smaller_than_that_of_a_sum_in_it() {
    assert_eq!(deviations(&[0.0, 0.0, 3.0, 1.0], [1, 3]), [3.0, 1.0]);
    assert_eq!(deviations(&[0.0, 0.0, 3.0, 1.0], [3, 3]), [1.0, 1.0]);
    // A step of sums that two steps of deviations meet counts in both.
    assert_eq!(deviations(&[1.0, 1.0, 1.0, 9.0, 9.0], [3, 4]), [9.0, 9.0]);
    let future = |of: usize| {
        std::array::from_fn(|month| ((of * of * 7 + month * of * 5) % 13 * (month % 4)) as f64)
    };
    let futures: Vec<[f64; 29]> = (0..6).map(future).collect();
    let months: Vec<f64> = (0..29)
        .map(|at| deviation_of_mean(&futures, at..at + 1))
        .collect();
    for steps in [[1, 1], [1, 3], [3, 3], [3, 13], [13, 13]] {
        let told = deviations(&months, steps);
        assert_eq!(told.len(), 29_usize.div_ceil(steps[1]));
        for month in 0..29 {
            let from = month / steps[0] * steps[0];
            let true_one = deviation_of_mean(&futures, from..(from + steps[0]).min(29));
            let here = told[month / steps[1]];
            assert!(
                here >= true_one * (1.0 - 1e-12),
                "{steps:?}, month {month}: {here} is told of {true_one}"
            );
        }
    }
}
