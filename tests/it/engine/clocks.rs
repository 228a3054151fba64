//! A sleeping clock has the law of a number drawn each week: when something happens, how often, and at what numbers.

use plaza_engine::clocks::Clock;
use plaza_engine::luck::Key;
use plaza_engine::sampling::uniform;

use crate::engine::fit::{assert_continuous, assert_counts, assert_sum};

const RUNS: u32 = 3_000;
const WEEKS: i32 = 200;
/// Clocks are asked for numbers below this.
const OFTEN: f64 = 0.04;
const PROCESS: u16 = 2;

/// The chance of a week: mostly rare, now and then above `OFTEN`, never in one week in ten.
fn chance(week: i32) -> f64 {
    match week % 10 {
        0 => 0.0,
        5 => 0.15,
        rest => 0.004 * f64::from(rest),
    }
}

/// What `RUNS` runs of `WEEKS` weeks show.
#[derive(Default)]
struct Shown {
    /// How often it happened in each run.
    times: Vec<f64>,
    /// How often in each week.
    by_week: Vec<u64>,
    /// Weeks until the first time, of the runs in which it happened.
    first: Vec<u64>,
    /// Pairs of weeks, one after the other, in which it happened.
    pairs: f64,
    /// Where the numbers lay below their chances.
    below: Vec<f64>,
}

/// Runs `number`, which tells the number of a run's week where it is below the chance.
fn show(mut number: impl FnMut(u32, i32) -> Option<f64>) -> Shown {
    let mut shown = Shown {
        by_week: vec![0; WEEKS as usize],
        first: vec![0; WEEKS as usize],
        ..Shown::default()
    };
    for run in 0..RUNS {
        let mut weeks = Vec::new();
        for week in 0..WEEKS {
            if let Some(number) = number(run, week) {
                shown.below.push(number / chance(week));
                weeks.push(week);
            }
        }
        weeks
            .iter()
            .for_each(|week| shown.by_week[*week as usize] += 1);
        if let Some(week) = weeks.first() {
            shown.first[*week as usize] += 1;
        }
        shown.pairs += weeks
            .windows(2)
            .filter(|pair| pair[0] + 1 == pair[1])
            .count() as f64;
        shown.times.push(weeks.len() as f64);
    }
    shown
}

fn assert_law(what: &str, shown: Shown) {
    let runs = f64::from(RUNS);
    let q: Vec<f64> = (0..WEEKS).map(chance).collect();
    let mean: f64 = q.iter().sum();
    let variance: f64 = q.iter().map(|q| q * (1.0 - q)).sum();
    let times: f64 = shown.times.iter().sum();
    assert_sum(
        &format!("{what}: mean"),
        times,
        runs * mean,
        runs * variance,
    );
    let squares = shown
        .times
        .iter()
        .map(|times| (times - mean) * (times - mean));
    let fourth: f64 = q
        .iter()
        .map(|q| q * (1.0 - q) * (1.0 - 6.0 * q * (1.0 - q)))
        .sum();
    let of_square = fourth + 2.0 * variance * variance;
    assert_sum(
        &format!("{what}: variance"),
        squares.sum(),
        runs * variance,
        runs * of_square,
    );
    let chances: Vec<f64> = q.iter().map(|q| q / mean).collect();
    assert_counts(&format!("{what}: when"), &shown.by_week, &chances);
    // The first week: it happens, and did not before.
    let mut before = 1.0;
    let first = q.iter().map(|q| {
        let here = before * q;
        before *= 1.0 - q;
        here
    });
    let first: Vec<f64> = first.collect();
    let ever: f64 = first.iter().sum();
    let first: Vec<f64> = first.iter().map(|chance| chance / ever).collect();
    assert_counts(&format!("{what}: the first time"), &shown.first, &first);
    let pairs = |of: fn(f64) -> f64| q.windows(2).map(|q| of(q[0] * q[1])).sum::<f64>();
    // Pairs that share a week go together: at most three times the variance of separate ones.
    let (mean, spread) = (
        runs * pairs(|both| both),
        3.0 * runs * pairs(|both| both * (1.0 - both)),
    );
    assert_sum(
        &format!("{what}: one after the other"),
        shown.pairs,
        mean,
        spread,
    );
    assert_continuous(&format!("{what}: numbers"), shown.below, |x| x);
}

#[test]
fn a_clock_has_the_law_of_a_number_each_week() {
    let key = Key::new(20_261_130, 0);
    let plain = show(|run, week| {
        let number = uniform(&mut key.luck(PROCESS, week).of(run, 1));
        Some(number).filter(|number| *number < chance(week))
    });
    assert_law("loop", plain);
    let mut clocks = vec![Clock::default(); RUNS as usize];
    let clock = show(|run, week| {
        let luck = key.luck(PROCESS, week);
        clocks[run as usize].number(OFTEN, chance(week), &luck, run, 1)
    });
    assert_law("clock", clock);
}

#[test]
fn two_futures_share_the_numbers_of_a_decision() {
    let key = Key::new(20_261_130, 1);
    let (mut calm, mut wild, mut seldom) = (Clock::default(), Clock::default(), Clock::default());
    let mut times = [0; 3];
    for week in -100..20_000 {
        let luck = key.luck(PROCESS, week);
        let (low, high) = (0.5 * chance(week), 2.0 * chance(week));
        let of_calm = calm.number(OFTEN, low, &luck, 7, 3);
        let of_wild = wild.number(OFTEN, high, &luck, 7, 3);
        // Whoever looked in other weeks is told the same.
        if week % 7 == 0 {
            assert_eq!(seldom.number(OFTEN, high, &luck, 7, 3), of_wild, "{week}");
            times[2] += u32::from(of_wild.is_some());
        }
        // What happens at the lower chance happens at the higher one, with the same number.
        if let Some(number) = of_calm {
            assert_eq!(of_wild, Some(number), "{week}");
        }
        assert!(of_wild.is_none_or(|number| number < high));
        times[0] += u32::from(of_calm.is_some());
        times[1] += u32::from(of_wild.is_some());
    }
    let [calm, wild, seldom] = times;
    assert!(seldom > 0 && calm > 0 && wild > 3 * calm, "{times:?}");
}

#[test]
fn a_decision_sleeps_most_weeks() {
    let key = Key::new(20_261_130, 2);
    let mut clock = Clock::default();
    let mut looks = 0;
    for week in 0..64_000 {
        let asleep = week < clock.wakes();
        let number = clock.number(OFTEN, 0.01, &key.luck(PROCESS, week), 7, 3);
        assert!(number.is_none() || !asleep, "it happened asleep");
        looks += u32::from(!asleep);
    }
    // Twice for each of the 64,000 x .04 numbers found, and once every 64 weeks.
    assert!((5_000..=7_000).contains(&looks), "{looks}");
}
