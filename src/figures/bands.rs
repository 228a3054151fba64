//! Many replicates in one curve: its median and the bands around it.

use std::sync::Arc;

use plaza_engine::quantiles::of_sorted;

/// The curves of one policy, week by week.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    /// The policy.
    pub policy: Arc<str>,
    /// How many replicates.
    pub replicates: usize,
    /// One per week.
    pub weeks: Vec<Week>,
}

/// Quantiles over replicates in one week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Week {
    /// Which week.
    pub week: f64,
    /// Half of the replicates lie below.
    pub median: f64,
    /// The middle 50 %.
    pub inner: [f64; 2],
    /// The middle 90 %.
    pub outer: [f64; 2],
}

impl Bands {
    /// Quantiles of the `points` of all replicates: week and value.
    pub fn new(policy: Arc<str>, replicates: usize, mut points: Vec<(f64, f64)>) -> Self {
        points.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let weeks = points
            .chunk_by(|a, b| a.0 == b.0)
            .map(|points| {
                let values: Vec<f64> = points.iter().map(|point| point.1).collect();
                Week::new(points[0].0, &values)
            })
            .collect();
        Self {
            policy,
            replicates,
            weeks,
        }
    }
}

impl Week {
    /// Quantiles of values in ascending order.
    pub fn new(week: f64, sorted: &[f64]) -> Self {
        let at = |p| of_sorted(sorted, p);
        Self {
            week,
            median: at(0.5),
            inner: [at(0.25), at(0.75)],
            outer: [at(0.05), at(0.95)],
        }
    }
}

/// Sums over the `width` weeks around each week; at both ends over those there are.
pub fn around(values: &[f64], width: usize) -> Vec<f64> {
    let mut sums = vec![0.0];
    for value in values {
        sums.push(sums[sums.len() - 1] + value);
    }
    (0..values.len())
        .map(|index| {
            let first = index.saturating_sub(width / 2);
            let last = (index + width / 2 + 1).min(values.len());
            sums[last] - sums[first]
        })
        .collect()
}
