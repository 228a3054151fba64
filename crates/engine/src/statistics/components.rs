//! A variance split into its shares within groups and between them.

use super::mean;

/// The two parts of a variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Components {
    /// Within groups.
    pub within: f64,
    /// Between groups; 0 where the estimate is below.
    pub between: f64,
}

/// One-way random effects by the analysis of variance (Searle, Casella and McCulloch 1992, Variance
/// Components, 3.6); groups may differ in size. `None` unless there are two groups or more and one of
/// them has two values or more.
pub fn components(groups: &[&[f64]]) -> Option<Components> {
    let sizes = || groups.iter().map(|group| group.len() as f64);
    let (n, k) = (sizes().sum::<f64>(), groups.len() as f64);
    if k < 2.0 || n <= k {
        return None;
    }
    let all = groups.iter().flat_map(|group| group.iter()).sum::<f64>() / n;
    let (mut within, mut between) = (0.0, 0.0);
    for group in groups {
        let mean = mean(group)?;
        within += group.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
        between += group.len() as f64 * (mean - all) * (mean - all);
    }
    let within = within / (n - k);
    let size = (n - sizes().map(|size| size * size).sum::<f64>() / n) / (k - 1.0);
    Some(Components {
        within,
        between: ((between / (k - 1.0) - within) / size).max(0.0),
    })
}
