//! The units of inference: replicates, or means over those that share a draw of the parameters.
//!
//! Replicates with the same parameters are not independent of one another where parameters are drawn:
//! intervals that took them for independent would be too narrow.

use std::collections::BTreeMap;

use plaza_engine::statistics::{Components, MeanEstimate, components, mean};

use crate::runs::design::Sharing;
use crate::studies::comparison::outcomes::Outcomes;

/// Which replicates make up a unit, by their places among all.
#[derive(Clone, Debug, PartialEq)]
pub struct Units(Vec<Vec<usize>>);

impl Units {
    /// The units of these outcomes.
    pub fn new(outcomes: &Outcomes) -> Self {
        Self::of(&outcomes.replicates, outcomes.setting.sharing)
    }

    /// The units of these replicates, which share draws so.
    pub fn of(replicates: &[u32], sharing: Sharing) -> Self {
        let mut units: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (index, replicate) in replicates.iter().enumerate() {
            units
                .entry(sharing.draw_of(*replicate))
                .or_default()
                .push(index);
        }
        Self(units.into_values().collect())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The mean of a sample, one value for each replicate, in each unit.
    pub fn means(&self, sample: &[f64]) -> Vec<f64> {
        let of = |unit: Vec<f64>| mean(&unit).expect("a unit has a replicate");
        self.groups(sample).into_iter().map(of).collect()
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
        let groups = self.groups(sample);
        components(&Vec::from_iter(groups.iter().map(Vec::as_slice)))
    }

    /// A sample by units.
    fn groups(&self, sample: &[f64]) -> Vec<Vec<f64>> {
        let of = |unit: &Vec<usize>| unit.iter().map(|index| sample[*index]).collect();
        self.0.iter().map(of).collect()
    }
}
