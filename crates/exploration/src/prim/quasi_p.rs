//! Quasi-p-values: whether a restriction of a box does more than chance would.
//!
//! The chance that as many points of the box would be cases as are, were the share of cases that of the box without
//! this restriction (Bryant and Lempert 2010, Technological Forecasting and Social Change 77). They are no p-values:
//! the box was searched for in the same points.

/// The chance of `hits` or more among `tries`, each with chance `p`.
pub fn binomial_at_least(hits: usize, tries: usize, p: f64) -> f64 {
    if hits == 0 || p >= 1.0 {
        return 1.0;
    }
    if p <= 0.0 {
        return 0.0;
    }
    let log = |n: usize| libm::lgamma(n as f64 + 1.0);
    let chance = |k: usize| {
        let ways = log(tries) - log(k) - log(tries - k);
        libm::exp(ways + k as f64 * libm::log(p) + (tries - k) as f64 * libm::log1p(-p))
    };
    // The smallest terms first.
    let sum: f64 = (hits..=tries).rev().map(chance).sum();
    sum.min(1.0)
}
