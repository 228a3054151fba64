//! What each replicate came to: its metrics, gathered from the table `national` part by part.

use std::sync::Arc;

use crate::experiment::metrics::METRICS;
use crate::experiment::per_policy::PerPolicy;

use crate::experiment::tables::Rows;
use crate::experiment::trajectories::by_policy;

/// Per policy and metric of [`METRICS`], one value for each replicate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Samples(PerPolicy<Vec<Vec<f64>>>);

impl Samples {
    /// The columns of the table `national` they are made from.
    pub fn columns() -> Vec<&'static str> {
        let of_metrics = METRICS.iter().map(|metric| metric.column);
        ["replicate", "week", "population"]
            .into_iter()
            .chain(of_metrics)
            .collect()
    }

    /// Adds replicates: all rows of each.
    pub fn add(&mut self, national: &Rows) {
        let policies = by_policy(national);
        let population = national.numbers("population");
        for (index, metric) in METRICS.iter().enumerate() {
            let values = national.numbers(metric.column);
            for of in &policies {
                let samples = self.0.of(&of.policy, || vec![Vec::new(); METRICS.len()]);
                let replicates = of.replicates.iter();
                samples[index].extend(
                    replicates.map(|rows: &Vec<usize>| metric.reduce(rows, &values, &population)),
                );
            }
        }
    }

    /// Policy by policy, the samples of all metrics.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Vec<Vec<f64>>)> {
        self.0.iter()
    }
}
