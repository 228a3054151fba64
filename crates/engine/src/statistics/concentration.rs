//! Concentration: how much of a total a few hold.
//!
//! Values are amounts, none negative.

use super::sorted;

/// The Gini coefficient, `sum (2 i - n - 1) x_i / (n sum x_i)` over ascending `x_i`, `i` from 1: 0
/// where all have the same, `1 - 1/n` where one has everything (Sen 1973, On Economic Inequality).
/// Everyone counts, also those who have nothing. `None` where the sum is 0.
pub fn gini(amounts: &[f64]) -> Option<f64> {
    let (n, total) = (amounts.len() as f64, amounts.iter().sum::<f64>());
    let ranked = sorted(amounts);
    let weighted = ranked.iter().enumerate();
    let above: f64 = weighted
        .map(|(below, x)| (2.0 * below as f64 + 1.0 - n) * x)
        .sum();
    (total > 0.0).then(|| above / (n * total))
}

/// The share of the sum that the `k` largest hold together; everything where there are fewer.
/// `None` where the sum is 0.
pub fn largest_share(amounts: &[f64], k: usize) -> Option<f64> {
    let ranked = sorted(amounts);
    let total: f64 = ranked.iter().sum();
    let largest: f64 = ranked.iter().rev().take(k).sum();
    (total > 0.0).then(|| largest / total)
}

/// The effective number, the inverse of Herfindahl's index: `(sum x)^2 / sum x^2`, `n` where `n`
/// have the same and near 1 where one has nearly everything (Laakso and Taagepera 1979,
/// Comparative Political Studies 12). `None` where the sum is 0.
pub fn effective_number(amounts: &[f64]) -> Option<f64> {
    let total: f64 = amounts.iter().sum();
    let squares: f64 = amounts.iter().map(|x| x * x).sum();
    (total > 0.0).then(|| total * total / squares)
}
