//! The units of inference: replicates, or means over those that share a draw of the parameters.
//!
//! Replicates with the same parameters are not independent of one another where parameters are drawn:
//! intervals that took them for independent would be too narrow.

use std::ops::Range;

use crate::engine::statistics::{Components, MeanEstimate, components, mean};
use crate::experiment::comparison::outcomes::Outcomes;

/// Which replicates make up a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Units(Vec<Range<usize>>);

impl Units {
    /// The units of these outcomes.
    pub fn new(outcomes: &Outcomes) -> Self {
        Self::of(&outcomes.replicates, outcomes.setting.luck_per_draw)
    }

    /// The units of these replicates, ascending, of which so many in a row share a draw.
    pub fn of(replicates: &[u32], luck_per_draw: u32) -> Self {
        let same = |a: &u32, b: &u32| a / luck_per_draw == b / luck_per_draw;
        let mut start = 0;
        let groups = replicates.chunk_by(same).map(|group| {
            start += group.len();
            start - group.len()..start
        });
        Self(groups.collect())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The mean of a sample, one value for each replicate, in each unit.
    pub fn means(&self, sample: &[f64]) -> Vec<f64> {
        let of = |unit: &Range<usize>| mean(&sample[unit.clone()]).expect("a unit has a replicate");
        self.0.iter().map(of).collect()
    }

    /// The mean of these means: each unit counts the same.
    pub fn mean(&self, sample: &[f64]) -> f64 {
        let means = self.means(sample);
        MeanEstimate::of(&means).map_or(means[0], |of| of.mean)
    }

    /// The means in each unit of several samples.
    pub fn of_each(&self, samples: &[Vec<f64>]) -> Vec<Vec<f64>> {
        samples.iter().map(|sample| self.means(sample)).collect()
    }

    /// The variance of a sample within units, which is luck, and between them, which is parameters.
    /// `None` where no two replicates share a unit.
    pub fn split(&self, sample: &[f64]) -> Option<Components> {
        let groups: Vec<&[f64]> = self.0.iter().map(|unit| &sample[unit.clone()]).collect();
        components(&groups)
    }
}
