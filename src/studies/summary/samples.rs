//! The results of each replicate: its metrics, gathered from the table `national` part by part.

use std::sync::Arc;

use plaza_batch::rows::Rows;

use crate::runs::metrics::METRICS;
use crate::runs::per_policy::PerPolicy;
use crate::runs::trajectories::by_policy;

/// What the replicates of one policy came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// Their numbers.
    pub replicates: Vec<u32>,
    /// One value for each, by metric of [`METRICS`].
    pub values: Vec<Vec<f64>>,
}

/// The sample of each policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Samples {
    policies: PerPolicy<Sample>,
    /// The week from which it is counted.
    from: i32,
}

impl Samples {
    /// Nothing yet; what is added is counted from this week on.
    pub fn since(from: i32) -> Self {
        Self {
            from,
            ..Self::default()
        }
    }

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
        let week = national.numbers("week");
        let mut policies = by_policy(national);
        for rows in policies.iter_mut().flat_map(|of| &mut of.replicates) {
            rows.retain(|row| week[*row] >= f64::from(self.from));
        }
        for of in &mut policies {
            of.replicates.retain(|rows| !rows.is_empty());
        }
        let numbers = national.numbers("replicate");
        for of in &policies {
            let sample = self.policies.of(&of.policy, || Sample {
                replicates: Vec::new(),
                values: vec![Vec::new(); METRICS.len()],
            });
            let replicates = of.replicates.iter();
            sample
                .replicates
                .extend(replicates.map(|rows| numbers[rows[0]] as u32));
        }
        let population = national.numbers("population");
        for (index, metric) in METRICS.iter().enumerate() {
            let values = national.numbers(metric.column);
            for of in &policies {
                let sample = self.policies.of(&of.policy, Sample::default);
                let replicates = of.replicates.iter();
                sample.values[index].extend(
                    replicates.map(|rows: &Vec<usize>| metric.reduce(rows, &values, &population)),
                );
            }
        }
    }

    /// Policy by policy, the samples of all metrics.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Sample)> {
        self.policies.iter()
    }
}
