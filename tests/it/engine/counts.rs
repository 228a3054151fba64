//! Forecasts of counts and their scores: the numbers of scoringrules and properscoring (`scores_oracle.py`), and what
//! follows from the definitions.

use plaza_engine::statistics::{Counts, FLOOR, likeliest_dispersion};

use crate::oracles::Oracle;

const ORACLE: Oracle = Oracle("scores");

/// `SAMPLE` of `scores_oracle.py`.
const SAMPLE: [u32; 8] = [0, 0, 1, 3, 12, 7, 2, 40];

fn same(deaths: f64) -> f64 {
    deaths
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-9 * expected.abs().max(1.0),
        "{found}, expected {expected}"
    );
}

/// `crps_ensemble(estimator="fair")`, of deaths and of their logarithms.
#[test]
fn the_score_of_a_sample_is_the_fair_one() {
    let counts = Counts::of_sample(SAMPLE.to_vec());
    for observed in [0, 5, 100] {
        let label = format!("fair score of the sample at {observed}, of logarithms");
        let [plain, log] = ORACLE.said(&label);
        near(counts.crps(observed, same), plain);
        near(counts.crps(observed, libm::log1p), log);
    }
}

/// The mean over all samples of two of four values is that of the four: the number of draws does not matter.
#[test]
fn the_fair_score_does_not_depend_on_how_many_draws_there_are() {
    let values = [0, 2, 9, 30];
    for observed in [0, 5, 50] {
        let mut pairs = Vec::new();
        for one in 0..4 {
            for other in one + 1..4 {
                let pair = Counts::of_sample(vec![values[one], values[other]]);
                pairs.push(pair.crps(observed, same));
            }
        }
        let mean = pairs.iter().sum::<f64>() / pairs.len() as f64;
        near(
            mean,
            Counts::of_sample(values.to_vec()).crps(observed, same),
        );
    }
}

/// `crps_negbinom` and `crps_poisson`.
#[test]
fn the_score_of_a_distribution_is_that_of_scoringrules() {
    for (observed, mean, dispersion) in [(5, 4.2, 0.3), (0, 10.0, 2.5), (300, 120.0, 0.7)] {
        let label =
            format!("negative binomial at {observed}, mean {mean:.1}, dispersion {dispersion}");
        let [expected] = ORACLE.said(&label);
        let counts = Counts::negative_binomial(mean, dispersion);
        let found = counts.crps(observed, same);
        assert!(
            (found - expected).abs() < 1e-6 * expected,
            "{found}, expected {expected}"
        );
    }
    let [expected] = ORACLE.said("Poisson at 5, mean 4.2");
    near(
        Counts::negative_binomial(4.2, f64::INFINITY).crps(5, same),
        expected,
    );
    // Each value with equal chance, and a sample of each: the empirical form is that without the correction.
    let [expected] = ORACLE.said("empirical score of 0 to 100 at 30");
    let values: Vec<u32> = (0..=100).collect();
    near(Counts::sum_of(1, &values).crps(30, same), expected);
}

#[test]
fn a_distribution_without_spread_scores_its_distance() {
    let counts = Counts::of_sample(vec![7; 5]);
    near(counts.crps(7, same), 0.0);
    near(counts.crps(10, same), 3.0);
    near(counts.crps(2, same), 5.0);
    let nothing = Counts::negative_binomial(0.0, 0.3);
    near(nothing.crps(0, same), 0.0);
    near(nothing.crps(4, same), 4.0);
    near(nothing.at_most(0), 1.0);
}

#[test]
fn the_interval_score_is_width_and_what_lies_outside() {
    let counts = Counts::of_sample((0..=100).collect());
    assert_eq!(counts.interval(0.9), [5, 95]);
    for observed in [2, 50, 100] {
        let [expected] = ORACLE.said(&format!("interval score of 5 to 95 at {observed}"));
        near(counts.interval_score(observed, 0.9, same), expected);
    }
    assert!(counts.holds(95, 0.9) && !counts.holds(96, 0.9));
    let log = counts.interval_score(50, 0.9, libm::log1p);
    near(log, libm::log1p(95.0) - libm::log1p(5.0));
}

/// The chance of its class, with a hundredth spread over eleven classes.
#[test]
fn the_log_score_is_of_classes_with_a_floor() {
    let counts = Counts::of_sample(vec![0, 0, 0, 1]);
    let score = |chance: f64| -libm::log((1.0 - FLOOR) * chance + FLOOR / 11.0);
    near(counts.log_score(0), score(0.75));
    near(counts.log_score(2), score(0.25));
    near(counts.log_score(3), score(0.0));
    near(counts.log_score(5_000), score(0.0));
}

/// Twelve draws from these months: mean and variance are twelve times those of one.
#[test]
fn the_bootstrap_without_draws_has_the_moments_of_the_bootstrap() {
    let months = [0, 0, 3, 1, 7, 0, 0, 2, 0, 0, 1, 4];
    let counts = Counts::sum_of(12, &months);
    let (mut mean, mut square) = (0.0, 0.0);
    for value in 0..=84 {
        let chance = counts.at_most(value) - counts.below(value);
        mean += chance * f64::from(value);
        square += chance * f64::from(value * value);
    }
    near(mean, 18.0);
    // Of the months: mean of squares 80 / 12, square of the mean 2.25.
    near(square - mean * mean, 12.0 * (80.0 / 12.0 - 2.25));
}

#[test]
fn the_transform_is_flat_where_what_is_observed_has_the_forecast_distribution() {
    let counts = Counts::negative_binomial(3.0, 0.8);
    let mut histogram = vec![0.0; 10];
    for value in 0..200 {
        let mut of_value = vec![0.0; 10];
        counts.enter_transform(value, &mut of_value);
        near(of_value.iter().sum(), 1.0);
        let chance = counts.at_most(value) - counts.below(value);
        for (sum, part) in histogram.iter_mut().zip(of_value) {
            *sum += chance * part;
        }
    }
    for bin in histogram {
        near(bin, 0.1);
    }
    // Beyond all that it can be.
    let mut far = vec![0.0; 10];
    Counts::of_sample(vec![1, 2]).enter_transform(9, &mut far);
    near(far[9], 1.0);
}

#[test]
fn the_likeliest_dispersion_is_found_again() {
    // As many of each count as the distribution expects of 100,000.
    for dispersion in [0.3, 2.0] {
        let law = Counts::negative_binomial(4.0, dispersion);
        let of = |value: u32| ((law.at_most(value) - law.below(value)) * 1e5).round() as usize;
        let counts: Vec<u32> = (0..500)
            .flat_map(|value| std::iter::repeat_n(value, of(value)))
            .collect();
        let found = likeliest_dispersion(&counts, &vec![4.0; counts.len()]);
        assert!((found / dispersion - 1.0).abs() < 0.01, "{found}");
    }
    // Counts without spread are Poisson's or narrower.
    assert!(likeliest_dispersion(&[4; 50], &[4.0; 50]) > 9_000.0);
}
