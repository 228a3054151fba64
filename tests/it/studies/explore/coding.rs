//! Numbers of a page are read as they were written.

use plaza::explore::code::{Bits, Chance, Numbers, Reader, Writer, class};
use plaza::explore::measure::{Lists, Shape, read, written};
use plaza::explore::pack::letters;

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
