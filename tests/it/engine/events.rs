//! Event sampling has the joint law of asking everyone: how many are hit, who, and at what numbers.

use plaza_engine::events::{candidates, hit};
use plaza_engine::luck::{Key, Stream, trait_of};
use plaza_engine::parallel::each_block;
use plaza_engine::roster::Roster;
use plaza_engine::sampling::uniform;
use plaza_engine::ziggurat::exponential;
use rand::Rng;
use rayon::prelude::*;

use crate::engine::fit::{assert_continuous, assert_counts, assert_even, assert_sum};

const RUNS: u32 = 3_000;
const PERSONS: usize = 400;

fn stream(case: u64) -> Stream {
    Key::new(20_070_101, 0).luck(2, 0).of(0, case)
}

/// The chance of a person: a trait in quarters, so that a class of chances has 100 persons, and
/// one in five persons whom nothing can hit.
fn chance(person: usize, q_max: f64) -> f64 {
    let class = f64::from(person as u32 / 100 + 1) / 4.0;
    if person % 5 == 4 { 0.0 } else { q_max * class }
}

/// What `RUNS` runs in which every person is hit with [`chance`] show, by whatever method.
#[derive(Default)]
struct Shown {
    /// How many were hit in each run.
    hits: Vec<f64>,
    /// How often each person was.
    by_person: Vec<u64>,
    /// Pairs of neighbours in class and order that were hit in the same run.
    pairs: f64,
    /// Where the numbers of those hit lay below their chances.
    below: Vec<f64>,
}

/// Runs `method`, which names those hit with their numbers, ascending.
fn show(q_max: f64, mut method: impl FnMut() -> Vec<(usize, f64)>) -> Shown {
    let mut shown = Shown {
        by_person: vec![0; PERSONS],
        ..Shown::default()
    };
    for _ in 0..RUNS {
        let hit = method();
        shown.hits.push(hit.len() as f64);
        shown.pairs += hit
            .windows(2)
            .filter(|pair| pair[0].0 + 1 == pair[1].0)
            .count() as f64;
        for (person, number) in hit {
            shown.by_person[person] += 1;
            shown.below.push(number / chance(person, q_max));
        }
    }
    shown
}

/// Holds what was shown to the law of independent persons.
fn assert_law(what: &str, q_max: f64, shown: Shown) {
    let q: Vec<f64> = (0..PERSONS).map(|person| chance(person, q_max)).collect();
    let runs = f64::from(RUNS);
    let mean: f64 = q.iter().sum();
    let variance: f64 = q.iter().map(|q| q * (1.0 - q)).sum();
    let hits: f64 = shown.hits.iter().sum();
    assert_sum(&format!("{what}: mean"), hits, runs * mean, runs * variance);
    // The fourth cumulant of a count of independent events is that of its persons, added.
    let fourth: f64 = q
        .iter()
        .map(|q| q * (1.0 - q) * (1.0 - 6.0 * q * (1.0 - q)))
        .sum();
    let squares: f64 = shown
        .hits
        .iter()
        .map(|hits| (hits - mean) * (hits - mean))
        .sum();
    let of_square = fourth + 2.0 * variance * variance;
    assert_sum(
        &format!("{what}: variance"),
        squares,
        runs * variance,
        runs * of_square,
    );
    let chances: Vec<f64> = q.iter().map(|q| q / mean).collect();
    assert_counts(&format!("{what}: who"), &shown.by_person, &chances);
    let pairs = |of: fn(f64) -> f64| q.windows(2).map(|q| of(q[0] * q[1])).sum::<f64>();
    // Pairs that share a person go together: at most three times the variance of separate ones.
    let (mean, spread) = (
        runs * pairs(|both| both),
        3.0 * runs * pairs(|both| both * (1.0 - both)),
    );
    assert_sum(&format!("{what}: neighbours"), shown.pairs, mean, spread);
    assert_continuous(&format!("{what}: numbers"), shown.below, |x| x);
}

#[test]
fn events_have_the_law_of_asking_everyone() {
    for (case, q_max) in [(1, 0.002), (2, 0.03), (3, 0.4), (4, 1.0)] {
        let mut rng = stream(case);
        let loop_over_all = show(q_max, || {
            let drawn = (0..PERSONS).map(|person| (person, uniform(&mut rng)));
            drawn
                .filter(|(person, number)| *number < chance(*person, q_max))
                .collect()
        });
        assert_law(&format!("loop, {q_max}"), q_max, loop_over_all);
        let events = show(q_max, || {
            let found = candidates(&mut rng, PERSONS, q_max);
            found
                .filter(|(person, number)| *number < chance(*person, q_max))
                .collect()
        });
        assert_law(&format!("events, {q_max}"), q_max, events);
        let mut leavers = Vec::new();
        let roster = show(q_max, || {
            let mut roster = Roster::default();
            (0..PERSONS).for_each(|person| roster.add(person));
            leavers.clear();
            roster.thin(&mut rng, q_max, |person, number| {
                let leaves = number < chance(person, q_max);
                if leaves {
                    leavers.push((person, number));
                }
                leaves
            });
            let mut everyone: Vec<usize> = leavers.iter().map(|(person, _)| *person).collect();
            everyone.extend(roster.iter());
            everyone.sort_unstable();
            assert!(
                everyone.into_iter().eq(0..PERSONS),
                "someone was lost or came twice"
            );
            leavers.sort_by_key(|(person, _)| *person);
            leavers.clone()
        });
        assert_law(&format!("roster, {q_max}"), q_max, roster);
    }
}

#[test]
fn whoever_is_hit_is_a_candidate_whose_number_is_below_their_chance() {
    for (case, n, q_max) in [
        (30, 5_000, 0.3),
        (31, 1_000, 1.0),
        (32, 0, 0.5),
        (33, 500, 0.0),
    ] {
        let chance = |person: usize| q_max * (person % 3) as f64 / 2.0;
        let found = hit(&mut stream(case), n, q_max, chance);
        let mut rng = stream(case);
        let asked = candidates(&mut rng, n, q_max);
        let below = asked.filter(|(person, number)| *number < chance(*person));
        assert_eq!(
            found,
            below.map(|(person, _)| person).collect::<Vec<_>>(),
            "{n}"
        );
        assert_eq!(found.is_empty(), n == 0 || q_max == 0.0);
    }
}

#[test]
fn candidates_of_a_country_are_found_everywhere_alike() {
    let (n, q_max) = (1_000_000, 1e-4);
    let mut rng = stream(10);
    let (mut tenths, mut gaps) = ([0; 10], Vec::new());
    for _ in 0..500 {
        let mut before = None;
        for (person, _) in candidates(&mut rng, n, q_max) {
            tenths[person * 10 / n] += 1;
            // From the first half, where each sees the next: the last sees none.
            if let Some(before) = before.filter(|before| *before < n / 2) {
                gaps.push((person - before) as f64);
            }
            before = Some(person);
        }
    }
    assert_even("tenths", &tenths);
    let found = tenths.iter().sum::<u64>() as f64;
    let mean = 500.0 * n as f64 * q_max;
    assert_sum("candidates", found, mean, mean);
    assert_continuous("gaps", gaps, |gap| 1.0 - (1.0 - q_max).powf(gap - 0.5));
}

#[test]
fn the_impossible_the_certain_and_the_all_but_impossible() {
    let mut rng = stream(20);
    for never in [
        0.0,
        -0.0,
        -1.0,
        f64::NAN,
        1e-300,
        f64::MIN_POSITIVE,
        5e-324,
        1e-30,
    ] {
        assert_eq!(
            candidates(&mut rng, usize::MAX, never).next(),
            None,
            "{never}"
        );
    }
    for nobody in [0.0, 1e-17, 0.5, 1.0] {
        assert_eq!(candidates(&mut rng, 0, nobody).next(), None);
    }
    for always in [1.0, 1.5, f64::INFINITY] {
        let everyone: Vec<(usize, f64)> = candidates(&mut rng, 1_000, always).collect();
        assert!(everyone.iter().map(|(person, _)| *person).eq(0..1_000));
        assert!(
            everyone
                .iter()
                .all(|(_, number)| (0.0..1.0).contains(number))
        );
        let numbers = everyone.into_iter().map(|(_, number)| number).collect();
        assert_continuous("numbers of everyone", numbers, |x| x);
    }
    // Below 1e-16 `1 - q` is 1, and yet of 1e18 persons 50 are found.
    let found: usize = (0..100)
        .map(|_| candidates(&mut rng, 10_usize.pow(18), 5e-17).count())
        .sum();
    assert_sum("q of 5e-17", found as f64, 5_000.0, 5_000.0);
    // And who has come to the end stays there.
    let mut ended = candidates(&mut rng, 3, 0.1);
    assert!(ended.by_ref().count() <= 3);
    assert!((0..1_000).all(|_| ended.next().is_none()));
}

#[test]
fn blocks_draw_from_streams_of_their_own() {
    let luck = Key::new(20_070_101, 0).luck(2, 1);
    let mut drawn = vec![0; 1_000];
    each_block(drawn.par_chunks_mut(3), luck, |block, rng| {
        block.fill_with(|| rng.next_u64());
    });
    for (number, block) in drawn.chunks(3).enumerate() {
        let mut rng = luck.of(number as u32, 0);
        assert!(
            block.iter().all(|drawn| *drawn == rng.next_u64()),
            "block {number}"
        );
    }
}

#[test]
fn the_ziggurat_is_exponential() {
    let mut rng = stream(30);
    let draws = 400_000;
    let sample: Vec<f64> = (0..draws).map(|_| exponential(&mut rng)).collect();
    let n = f64::from(draws);
    assert_sum("mean", sample.iter().sum(), n, n);
    let squares = sample.iter().map(|x| x * x).sum();
    assert_sum("second moment", squares, 2.0 * n, 20.0 * n);
    // Beyond where its tail begins, and where its layers are narrowest.
    let tail: Vec<f64> = (0..40 * draws)
        .map(|_| exponential(&mut rng))
        .filter(|x| *x > 7.6)
        .collect();
    let beyond = 40.0 * n * (-7.6_f64).exp();
    assert_sum("tail", tail.len() as f64, beyond, beyond);
    assert_continuous("tail", tail, |x| 1.0 - (7.6 - x).exp());
    let peak: Vec<f64> = (0..10 * draws)
        .map(|_| exponential(&mut rng))
        .filter(|x| *x < 0.1)
        .collect();
    assert_continuous("peak", peak, |x| (-x).exp_m1() / (-0.1_f64).exp_m1());
    assert_continuous("all", sample, |x| -(-x).exp_m1());
}

#[test]
fn traits_spread_evenly() {
    let people: Vec<f64> = (0..200_000)
        .map(|person| trait_of(0xfeed + person))
        .collect();
    assert_continuous("traits", people, |x| x);
}
