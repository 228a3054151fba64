//! Tests of fit: whether draws follow a law, judged at fixed seeds. A true law is refused with
//! chance 1e-4 (chi-square, Kolmogorov-Smirnov) or 6e-5 (four standard errors).

use statrs::distribution::{ChiSquared, ContinuousCDF};

/// A law is refused when the draws are less likely than this under it.
const REFUSED: f64 = 1e-4;

/// Standard errors beyond which a mean is refused.
pub const STANDARD_ERRORS: f64 = 4.0;

/// Pearson's chi-square test: whether `counts` fall on cells with these chances. Neighbouring
/// cells are joined until each expects ten; an impossible cell must be empty.
#[track_caller]
pub fn assert_counts(what: &str, counts: &[u64], chances: &[f64]) {
    assert_eq!(counts.len(), chances.len(), "{what}: one chance per cell");
    let draws = counts.iter().sum::<u64>() as f64;
    let mut cells: Vec<(f64, f64)> = Vec::new();
    let (mut observed, mut expected) = (0.0, 0.0);
    for (&count, &chance) in counts.iter().zip(chances) {
        assert!(
            chance > 0.0 || count == 0,
            "{what}: the impossible happened"
        );
        observed += count as f64;
        expected += chance * draws;
        if expected >= 10.0 {
            cells.push((observed, expected));
            (observed, expected) = (0.0, 0.0);
        }
    }
    let last = cells.last_mut().expect("some cell expects ten draws");
    last.0 += observed;
    last.1 += expected;
    assert!(cells.len() > 1, "{what}: one cell tells nothing");
    let statistic: f64 = cells.iter().map(|(o, e)| (o - e) * (o - e) / e).sum();
    let freedom = (cells.len() - 1) as f64;
    let law = ChiSquared::new(freedom).expect("there is a degree of freedom");
    let p = law.sf(statistic);
    assert!(
        p > REFUSED,
        "{what}: chi-square {statistic:.1} at {freedom} degrees of freedom, p = {p:.2e}"
    );
}

/// [`assert_counts`] with all cells as likely.
#[track_caller]
pub fn assert_even(what: &str, counts: &[u64]) {
    assert_counts(what, counts, &vec![1.0 / counts.len() as f64; counts.len()]);
}

/// The test of Kolmogorov and Smirnov: whether `sample` follows the law with this distribution
/// function.
#[track_caller]
pub fn assert_continuous(what: &str, mut sample: Vec<f64>, below: impl Fn(f64) -> f64) {
    sample.sort_by(f64::total_cmp);
    let n = sample.len() as f64;
    let distance = sample
        .iter()
        .enumerate()
        .map(|(rank, &x)| {
            let f = below(x);
            (f - rank as f64 / n).max((rank + 1) as f64 / n - f)
        })
        .fold(0.0, f64::max);
    let p = 2.0 * (-2.0 * n * distance * distance).exp();
    assert!(p > REFUSED, "{what}: distance {distance:.5}, p = {p:.2e}");
}

/// Whether a sum of independent draws with this mean and variance lies within four standard
/// errors.
#[track_caller]
pub fn assert_sum(what: &str, sum: f64, mean: f64, variance: f64) {
    let z = (sum - mean) / variance.sqrt();
    assert!(z.abs() <= STANDARD_ERRORS, "{what}: z = {z:.2}");
}
