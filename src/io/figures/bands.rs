//! What many replicates have in common: the median of a curve and the bands around it.

use std::sync::Arc;

use crate::engine::quantiles::of_sorted;
use crate::experiment::tables::Rows;
use crate::experiment::trajectories::Trajectories;

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
    /// Quantiles of the curve that `curve` makes of each replicate's rows, one number per row.
    pub fn new(national: &Rows, of: &Trajectories, curve: impl Fn(&[usize]) -> Vec<f64>) -> Self {
        let weeks = national.numbers("week");
        let mut points: Vec<(f64, f64)> = of
            .replicates
            .iter()
            .flat_map(|rows| {
                let values = curve(rows);
                rows.iter().map(|row| weeks[*row]).zip(values)
            })
            .filter(|(_, value)| value.is_finite())
            .collect();
        points.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let weeks = points
            .chunk_by(|a, b| a.0 == b.0)
            .map(|points| {
                let values: Vec<f64> = points.iter().map(|point| point.1).collect();
                let at = |p| of_sorted(&values, p);
                Week {
                    week: points[0].0,
                    median: at(0.5),
                    inner: [at(0.25), at(0.75)],
                    outer: [at(0.05), at(0.95)],
                }
            })
            .collect();
        Self {
            policy: Arc::clone(&of.policy),
            replicates: of.replicates.len(),
            weeks,
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
