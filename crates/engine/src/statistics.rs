//! Descriptive statistics: numbers in, one number out.
//!
//! Values are finite. Where a statistic is not defined (too few values, no spread, a sum of zero)
//! it is `None`. Sums run in the order of the values: equal input gives equal bits.
//!
//! ```
//! use plaza_engine::statistics::{MeanEstimate, PairedMeans};
//!
//! let estimate = MeanEstimate::of(&[4.0, 6.0, 5.0, 9.0]).expect("two values or more");
//! let [low, high] = estimate.interval(0.95);
//! assert!(low < estimate.mean && estimate.mean < high);
//! // Every replicate lost half: the ratio is certain, whatever the level.
//! let pairs = PairedMeans::of(&[-2.0, -3.0, -2.5, -4.5], &[4.0, 6.0, 5.0, 9.0]).expect("two pairs");
//! assert_eq!(pairs.mean(), -3.0);
//! ```

mod association;
mod bootstrap;
mod components;
mod concentration;
mod counts;
mod discoveries;
mod mean_estimate;
mod moran;
mod paired_means;
mod series;
mod step_down;
mod straightened;

pub use association::{correlation, kolmogorov_smirnov, spearman};
pub use bootstrap::Bootstrap;
pub use components::{Components, components};
pub use concentration::{effective_number, gini, largest_share};
pub use counts::{Counts, FLOOR, likeliest_dispersion};
pub use discoveries::discoveries;
pub use mean_estimate::{MeanEstimate, ratio_of_means, ratio_of_uncertain_means, welch_half_width};
pub use moran::{Moran, Weighting, moran};
pub use paired_means::PairedMeans;
pub use series::{autocorrelation, dispersion, pooled_autocorrelation};
pub use step_down::{Adjusted, step_down};

use crate::quantiles::of_sorted;

/// Mean and standard deviation (divided by n - 1; 0 of one value); `None` of no value.
pub fn moments(sample: &[f64]) -> Option<(f64, f64)> {
    let n = sample.len() as f64;
    let mean = mean(sample)?;
    let squares: f64 = sample.iter().map(|x| (x - mean) * (x - mean)).sum();
    Some((mean, (squares / (n - 1.0).max(1.0)).sqrt()))
}

/// The mean; `None` of no value.
pub fn mean(sample: &[f64]) -> Option<f64> {
    (!sample.is_empty()).then(|| sample.iter().sum::<f64>() / sample.len() as f64)
}

/// The median, half-way between the two in the middle of an even number; `None` of no value.
pub fn median(sample: &[f64]) -> Option<f64> {
    (!sample.is_empty()).then(|| of_sorted(&sorted(sample), 0.5))
}

/// The values less their mean; exactly 0 where all are equal, whatever rounding makes of the mean.
fn deviations(sample: &[f64]) -> Option<Vec<f64>> {
    let mean = mean(sample)?;
    let varies = sample.iter().any(|x| *x != sample[0]);
    let deviation = |x: &f64| if varies { x - mean } else { 0.0 };
    Some(sample.iter().map(deviation).collect())
}

/// The values in ascending order.
fn sorted(sample: &[f64]) -> Vec<f64> {
    let mut sorted = sample.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}
