//! Whole things shared out in proportion.

/// How many of `units` go to each of these weights: whole, in proportion, exact in sum
/// (largest remainders, the first of equals). Nothing where no weight is positive.
pub fn apportion(units: u32, weights: &[f64]) -> Vec<u32> {
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<f64> = weights
        .iter()
        .map(|w| f64::from(units) * w / total)
        .collect();
    let mut counts: Vec<u32> = exact.iter().map(|x| x.floor() as u32).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| {
        (exact[*b] - exact[*b].floor())
            .total_cmp(&(exact[*a] - exact[*a].floor()))
            .then(a.cmp(b))
    });
    let placed: u32 = counts.iter().sum();
    for index in order
        .into_iter()
        .take(units.saturating_sub(placed) as usize)
    {
        counts[index] += 1;
    }
    counts
}
