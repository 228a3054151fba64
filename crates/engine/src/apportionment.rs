//! Whole things shared out in proportion.
//!
//! ```
//! use plaza_engine::apportionment::apportion;
//!
//! assert_eq!(apportion(10, &[1.0, 2.0, 3.0]), [2, 3, 5]);
//! ```

/// How many of `units` go to each of these weights: whole, in proportion, exact in sum
/// (largest remainders, the first of equals). Nothing where no weight is positive.
pub fn apportion(units: u32, weights: &[f64]) -> Vec<u32> {
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: f64| f64::from(units) * weight / total;
    let mut counts: Vec<u32> = weights.iter().map(|w| exact(*w) as u32).collect();
    let left = units.saturating_sub(counts.iter().sum()) as usize;
    let mut remainders: Vec<(f64, usize)> = (0..weights.len())
        .map(|index| (exact(weights[index]) - f64::from(counts[index]), index))
        .collect();
    if (1..remainders.len()).contains(&left) {
        remainders.select_nth_unstable_by(left - 1, |(a, i), (b, j)| b.total_cmp(a).then(i.cmp(j)));
    }
    for (_, index) in remainders.into_iter().take(left) {
        counts[index] += 1;
    }
    counts
}
