//! How often trees cut by chance, and other points and other futures confirm what luck made.

use plaza_exploration::halves::{Kept, Tried, of_futures, of_points, tried};
use plaza_exploration::prim::limits::{around, is_in, restricted};
use plaza_exploration::resampling::Resampling;

use plaza::studies::discover::boxes::densest_leaf;
use plaza::studies::discover::trust::{Trial, Trust};

use crate::exploration::points::{noise, sample, scattered};

const RESAMPLED: Resampling = Resampling { seed: 3, count: 60 };
const POINTS: usize = 128;
const INPUTS: usize = 19;
const FUTURES: usize = 8;

/// Of so many trials, in each of which a point has a number in each future and is a case where their mean is above 0:
/// how many trees cut, and how many of their densest leaves other points and other futures confirm.
fn of_trials(trials: usize, number: impl Fn(usize, usize, usize, &[f64]) -> f64) -> [usize; 3] {
    let mut told = [0; 3];
    for trial in 0..trials {
        let points = scattered(trial, POINTS, INPUTS);
        let sample = sample(&points, INPUTS, 1);
        let cases_in = |futures: &[usize]| -> Vec<Option<bool>> {
            let sum = |(at, point): (usize, &Vec<f64>)| -> f64 {
                let numbers = futures
                    .iter()
                    .map(|future| number(trial, *future, at, point));
                numbers.sum()
            };
            points
                .iter()
                .enumerate()
                .map(|of| Some(sum(of) > 0.0))
                .collect()
        };
        let all: Vec<usize> = (0..FUTURES).collect();
        let cases: Vec<bool> = cases_in(&all).into_iter().flatten().collect();
        let Some(bounds) = densest_leaf(&sample, &cases) else {
            continue;
        };
        let share = |of: &mut dyn Iterator<Item = usize>| {
            let inside: Vec<bool> = of.map(|at| cases[at]).collect();
            inside.iter().filter(|case| **case).count() as f64 / inside.len() as f64
        };
        let density = share(&mut (0..POINTS).filter(|at| is_in(&sample, &bounds, *at)));
        let narrowed = restricted(&bounds, &around(&sample));
        let trial = Trial {
            points: tried(
                &sample,
                &of_points(&sample, &cases, &RESAMPLED),
                &narrowed,
                densest_leaf,
            ),
            futures: tried(
                &sample,
                &of_futures(FUTURES, cases_in, &RESAMPLED),
                &narrowed,
                densest_leaf,
            ),
            promised: density - share(&mut (0..POINTS)),
        };
        let confirmed = |trust: Option<Trust>| usize::from(trust == Some(Trust::Confirmed));
        told[0] += 1;
        told[1] += confirmed(trial.of_points());
        told[2] += confirmed(trial.of_futures());
    }
    told
}

/// A number between -1 and 1 of this name.
fn even(name: usize) -> f64 {
    2.0 * noise(name as u64) - 1.0
}

#[test]
fn trees_seldom_cut_where_no_input_tells() {
    let [cut, ..] = of_trials(300, |trial, _, at, _| even(trial * POINTS + at));
    assert!(cut <= 6, "{cut} of 300 cut");
}

#[test]
fn other_futures_seldom_confirm_what_luck_tells() {
    let [cut, _, confirmed] = of_trials(100, |trial, future, _, point| {
        let weight = |input: usize| even(((1 << 24) + trial * FUTURES + future) * INPUTS + input);
        let terms = point.iter().enumerate();
        terms.map(|(input, x)| weight(input) * (x - 0.5)).sum()
    });
    assert!(cut >= 50, "{cut} of 100 cut");
    assert!(confirmed * 10 <= cut, "{confirmed} of {cut} confirmed");
}

#[test]
fn a_strong_input_is_confirmed_by_both() {
    // Nine of ten points are cases where the input is great, one of ten elsewhere, whatever the future.
    let [cut, by_points, by_futures] = of_trials(40, |trial, _, at, point| {
        let as_told = noise(((1 << 28) + trial * POINTS + at) as u64) < 0.9;
        if as_told == (point[0] > 0.6) {
            1.0
        } else {
            -1.0
        }
    });
    assert_eq!(cut, 40);
    assert!(
        by_points >= 36 && by_futures == 40,
        "{by_points} and {by_futures} of 40"
    );
}

#[test]
fn a_share_is_held_against_that_everywhere_in_the_same_half() {
    let told = |found: u32, density: f64, everywhere: f64| {
        let tried = Tried {
            halves: 20,
            found,
            kept: (found > 0).then_some(Kept {
                coverage: 0.5,
                density,
                everywhere,
            }),
            found_again: Vec::new(),
        };
        let trial = Trial {
            points: Some(tried),
            futures: None,
            promised: 0.04,
        };
        (trial.trust(), trial.told().expect("points are halved"))
    };
    let by = |end: &str| format!("by other points 97 % where 92 % are everywhere, found in {end}");
    let expected = by("16 of 20 halves: confirmed");
    assert_eq!(told(16, 0.97, 0.92), (Some(Trust::Confirmed), expected));
    assert_eq!(told(16, 0.94, 0.93).0, Some(Trust::Refuted));
    let expected = by("4 of 20 halves: too seldom to say");
    assert_eq!(told(4, 0.97, 0.92), (Some(Trust::Untried), expected));
    let expected = "by other points found in 0 of 20 halves: too seldom to say".to_owned();
    assert_eq!(told(0, 0.0, 0.0), (Some(Trust::Untried), expected));
}
