//! A battery for the keyed streams: the first draws of neighbouring decisions look like one good
//! generator, whichever part of the name moves. (PCG-64-MCG itself passes the usual batteries;
//! what is ours, and tested here, is how a name becomes a seed.)

use plaza_engine::luck::{Key, NOWHERE, Stream, mix};
use rand::Rng;

use crate::engine::fit::{assert_counts, assert_even, assert_sum};

/// Names along an axis.
const NAMES: u64 = 1 << 16;

/// What the names of an axis are called, and the stream of each.
type Axis = (&'static str, fn(u64) -> Stream);

/// What moves while the rest of the name stays.
const AXES: [Axis; 9] = [
    ("subject", |i| Key::new(1, 0).luck(3, 40).of(77, i)),
    ("high subject", |i| {
        Key::new(1, 0).luck(3, 40).of(77, i << 48)
    }),
    // As rules ask: two decisions about one organization differ in the last bit of its key.
    ("twin subject", |i| {
        Key::new(1, 0).luck(3, 40).of(77, mix(i / 2) ^ (i % 2))
    }),
    ("place", |i| Key::new(1, 0).luck(3, 40).of(i as u32, 5)),
    ("place and subject", |i| {
        Key::new(1, 0).luck(3, 40).of(i as u32 / 256, i % 256)
    }),
    ("week", |i| {
        Key::new(1, 0).luck(3, i as i32 - 52).of(NOWHERE, 0)
    }),
    ("process", |i| Key::new(1, 0).luck(i as u16, 40).of(77, 0)),
    ("replicate", |i| Key::new(1, i).luck(3, 40).of(77, 0)),
    ("seed", |i| Key::new(i, 0).luck(3, 40).of(77, 0)),
];

/// The first draws along every axis.
fn first_draws() -> impl Iterator<Item = (&'static str, Vec<u64>)> {
    AXES.into_iter()
        .map(|(axis, stream)| (axis, (0..NAMES).map(|i| stream(i).next_u64()).collect()))
}

#[test]
fn first_draws_are_uniform() {
    for (axis, draws) in first_draws() {
        for (part, shift) in [("highest", 56), ("middle", 28), ("lowest", 0)] {
            let mut counts = [0; 256];
            for draw in &draws {
                counts[(draw >> shift) as usize & 255] += 1;
            }
            assert_even(&format!("{axis}: {part} byte"), &counts);
        }
        for bit in 0..64 {
            let ones = draws.iter().filter(|draw| **draw >> bit & 1 == 1).count();
            let n = draws.len() as f64;
            assert_sum(&format!("{axis}: bit {bit}"), ones as f64, n / 2.0, n / 4.0);
        }
    }
}

#[test]
fn neighbours_know_nothing_of_each_other() {
    for (axis, draws) in first_draws() {
        let centred: Vec<f64> = draws
            .iter()
            .map(|draw| *draw as f64 / 2_f64.powi(64) - 0.5)
            .collect();
        for lag in 1..=8 {
            let products = centred.windows(lag + 1).map(|near| near[0] * near[lag]);
            let n = (centred.len() - lag) as f64;
            let what = format!("{axis}: correlation at lag {lag}");
            assert_sum(&what, products.sum(), 0.0, n / 144.0);
        }
        let mut grid = [0; 32 * 32];
        for pair in draws.chunks_exact(2) {
            grid[((pair[0] >> 59) * 32 + (pair[1] >> 59)) as usize] += 1;
        }
        assert_even(&format!("{axis}: pairs"), &grid);
        for bit in 0..64 {
            let unlike = draws
                .windows(2)
                .filter(|pair| (pair[0] ^ pair[1]) >> bit & 1 == 1)
                .count();
            let n = (draws.len() - 1) as f64;
            let what = format!("{axis}: bit {bit} of neighbours");
            assert_sum(&what, unlike as f64, n / 2.0, n / 4.0);
        }
    }
}

/// A change of one bit of the name changes each bit of the draw with chance one half.
#[test]
fn one_bit_of_a_name_changes_half_of_the_draw() {
    let names = 4096;
    let flips: Vec<(String, [u64; 4])> = [
        ("process", 16),
        ("week", 32),
        ("place", 32),
        ("subject", 64),
    ]
    .into_iter()
    .enumerate()
    .flat_map(|(part, (label, bits))| {
        (0..bits).map(move |bit| {
            let mut flip = [0; 4];
            flip[part] = 1 << bit;
            (format!("{label}, bit {bit}"), flip)
        })
    })
    .collect();
    let first = |name: [u64; 4]| {
        Key::new(1, 0)
            .luck(name[0] as u16, name[1] as i32)
            .of(name[2] as u32, name[3])
            .next_u64()
    };
    let mut all = [0; 65];
    for (what, flip) in flips {
        let mut changed = 0;
        for i in 0..names {
            // Small numbers, as real names are, but for the subject.
            let name = [i % 12, i / 12 % 312, i * 7 % 2500, mix(i)];
            let flipped = std::array::from_fn(|part| name[part] ^ flip[part]);
            let distance = (first(name) ^ first(flipped)).count_ones();
            all[distance as usize] += 1;
            changed += distance;
        }
        let n = names as f64;
        assert_sum(&what, f64::from(changed), 32.0 * n, 16.0 * n);
    }
    let mut binomial = [1.0 / 2_f64.powi(64); 65];
    for k in 1..65 {
        binomial[k] = binomial[k - 1] * (65 - k) as f64 / k as f64;
    }
    assert_counts("bits changed", &all, &binomial);
}

/// The sum over the places of a week, as a nation's count is, has the variance of independent
/// draws from week to week.
#[test]
fn sums_over_places_spread_as_independent_draws_do() {
    let (weeks, places) = (2_000, 500);
    let key = Key::new(1, 0);
    let mut signs = [0; 2];
    let mut squares = 0.0;
    for week in 0..weeks {
        let luck = key.luck(3, week);
        let sum: f64 = (0..places)
            .map(|place| luck.of(place, 0).next_u64() as f64 / 2_f64.powi(64) - 0.5)
            .sum();
        let z = sum / (f64::from(places) / 12.0).sqrt();
        squares += z * z;
        signs[usize::from(z > 0.0)] += 1;
    }
    let n = f64::from(weeks);
    assert_sum("variance of sums", squares, n, 2.0 * n);
    assert_even("signs of sums", &signs);
}

/// Streams neither meet nor overlap: among the first eight draws of 131,072 streams of all kinds
/// of names no value comes twice (for independent draws: chance 3e-8 that one does).
#[test]
fn streams_do_not_meet() {
    let mut draws = Vec::new();
    for replicate in 0..2 {
        for process in 1..5 {
            for week in -8..8 {
                let luck = Key::new(1, replicate).luck(process, week);
                for place in 0..32 {
                    for subject in 0..32 {
                        let mut stream = luck.of(place, subject);
                        draws.extend((0..8).map(|_| stream.next_u64()));
                    }
                }
            }
        }
    }
    let n = draws.len();
    assert_eq!(n, 1 << 20);
    draws.sort_unstable();
    draws.dedup();
    assert_eq!(draws.len(), n, "some draw came twice");
}

#[test]
fn a_stream_is_the_same_whatever_was_asked_before() {
    let name = |i: u64| (i as u16 % 7, i as i32 % 11 - 5, i as u32 % 13, i / 3);
    let ask = |i: u64| {
        let (process, week, place, subject) = name(i);
        let mut stream = Key::new(9, 2).luck(process, week).of(place, subject);
        [stream.next_u64(), stream.next_u64()]
    };
    let forwards: Vec<[u64; 2]> = (0..500).map(ask).collect();
    let mut backwards: Vec<[u64; 2]> = (0..500).rev().map(ask).collect();
    backwards.reverse();
    assert_eq!(forwards, backwards);
    // Two streams drawn in turn are those drawn one after the other.
    let luck = Key::new(9, 2).luck(1, 1);
    let (mut one, mut other) = (luck.of(1, 1), luck.of(1, 2));
    let in_turn: Vec<[u64; 2]> = (0..9).map(|_| [one.next_u64(), other.next_u64()]).collect();
    for (which, subject) in [(0, 1), (1, 2)] {
        let mut alone = luck.of(1, subject);
        assert!(in_turn.iter().all(|pair| pair[which] == alone.next_u64()));
    }
}
