//! Replicates until means are known well enough: when to stop, and how many it may take.
//!
//! After each block half the width of the 95 % interval (Hall's t) of each policy's mean is looked at,
//! over all replicates so far; where replicates share a draw of the parameters, over the means
//! of draws. It is enough when all are below their bound at two looks running: one could be luck. When
//! that is depends on the results alone, not on how often the batch was stopped and gone on with.

use plaza_engine::statistics::MeanEstimate;

use crate::runs::design::{BLOCK, Sharing};
use crate::runs::metrics::Metric;
use crate::studies::comparison::units::Units;

/// How well a metric is to be known.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// The metric.
    pub metric: &'static Metric,
    /// The bound of the half-width.
    pub bound: f64,
    /// Whether the bound is a part of the mean, not in the metric's unit.
    pub relative: bool,
}

/// A sample: of one policy and metric, the replicates with their values, ascending.
pub type Sample = Vec<(u32, f64)>;

/// How well one mean is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Width {
    /// The half-width, as the goal counts it; infinite of fewer than two values, or as a part of 0.
    pub half: f64,
    /// Whether it is below the bound.
    pub reached: bool,
    /// How many replicates it may take in all, if their spread stays as it is.
    pub forecast: f64,
}

impl Goal {
    /// How well the mean of the first `replicates` of a sample is known.
    pub fn width(&self, sample: &Sample, replicates: u32, sharing: Sharing) -> Width {
        let so_far = &sample[..sample.partition_point(|(number, _)| *number < replicates)];
        let (numbers, values): (Vec<u32>, Vec<f64>) = so_far.iter().copied().unzip();
        let units = Units::of(&numbers, sharing);
        let half = MeanEstimate::of(&units.means(&values)).map_or(f64::INFINITY, |estimate| {
            let half = estimate.half_width(0.95);
            match self.relative {
                false => half,
                true if half == 0.0 => 0.0,
                true => half / estimate.mean.abs(),
            }
        });
        let times = half / self.bound;
        Width {
            half,
            reached: half < self.bound,
            forecast: f64::from(replicates) * times * times,
        }
    }
}

/// The samples of a batch: by goal and policy.
pub type Samples = Vec<Vec<Sample>>;

/// How well everything is known after some replicates.
pub fn look(goals: &[Goal], samples: &Samples, replicates: u32, sharing: Sharing) -> Vec<Width> {
    let widths = goals.iter().zip(samples).flat_map(|(goal, policies)| {
        let of = |sample| goal.width(sample, replicates, sharing);
        policies.iter().map(of)
    });
    widths.collect()
}

/// The number of looks at which everything had been known well enough at two running, if it was after
/// these replicates; a look follows each block.
pub fn enough(goals: &[Goal], samples: &Samples, replicates: u32, sharing: Sharing) -> Option<u32> {
    let reached = |block: &u32| {
        let widths = look(goals, samples, block * BLOCK, sharing);
        widths.iter().all(|width| width.reached)
    };
    let looks = replicates / BLOCK;
    (2..=looks).find(|block| reached(&(block - 1)) && reached(block))
}
