//! Policies compared with a baseline, replicate by replicate on equal luck.
//!
//! A family of tests is all metrics with a direction under all policies but the baseline. A difference
//! that is surely smaller than the margin is called equivalent even where it is clear of zero: with
//! enough replicates everything is. Of fewer than eight units nothing is said.

pub mod best;
pub mod breakdown;
pub mod cost_effect;
pub mod difference;
pub mod divisions;
mod gap;
mod judged;
pub mod marginal;
pub mod outcomes;
pub mod places;
mod plane;
pub mod prices;
pub mod row;
pub mod screen;

pub mod breakdown_figure;
pub mod breakdown_screen;
pub mod cost_effect_figure;
pub mod difference_map;
pub mod difference_map_figure;
pub mod files;
pub mod forest_figure;
mod forest_panel;
pub mod marginal_figure;
pub mod policy_metrics_figure;
mod tiles;
pub mod units;

use std::collections::BTreeMap;

use plaza_engine::luck::{Key, NOWHERE};
use plaza_engine::statistics::Bootstrap;

use crate::runs::metrics::compared;
use crate::studies::comparison::best::standings;
use crate::studies::comparison::cost_effect::{CostEffect, cost_effects};
use crate::studies::comparison::difference::Difference;
use crate::studies::comparison::judged::{Judged, adjust};
use crate::studies::comparison::marginal::{Marginal, marginals};
use crate::studies::comparison::outcomes::Outcomes;
use crate::studies::comparison::prices::DRAWS;
use crate::studies::comparison::row::Row;
use crate::studies::comparison::units::Units;

/// A number no replicate has: its luck is the bootstrap's.
const BOOTSTRAP: u64 = u64::MAX;

/// The share of the baseline below which a difference does not matter, unless another is asked for.
pub const MARGIN: f64 = 0.02;

/// All policies of an experiment against one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The policy that the others are compared with.
    pub baseline: String,
    /// The share of the baseline below which a difference does not matter.
    pub margin: f64,
    /// How many replicates are compared, and in how many independent units.
    pub replicates: usize,
    /// The units: replicates, or draws of the parameters that replicates share.
    pub units: usize,
    /// Whether units are draws of the parameters.
    pub by_draw: bool,
    /// Whether the experiment only tests the program.
    pub test: bool,
    /// A row for each policy and metric, policies in the order of the outcomes.
    pub rows: Vec<Row>,
    /// Deaths against cost, a row for each policy.
    pub cost_effects: Vec<CostEffect>,
    /// Policies that are others without one lever.
    pub without: Vec<String>,
    /// What single levers do, a row for each policy and lever that the policy was also run without.
    pub marginals: Vec<Marginal>,
    /// Policies that end the same in every replicate, but for their cost: groups of two or more.
    pub alike: Vec<Vec<String>>,
}

/// Metrics of money planned and spent.
const OF_MONEY: [&str; 2] = ["planned_budget", "budget_spent"];

/// Groups of policies whose outcomes are equal in every replicate, but for money.
fn alike(outcomes: &Outcomes) -> Vec<Vec<String>> {
    let metrics = compared().filter(|(metric, _)| !OF_MONEY.contains(&metric.name));
    let values: Vec<_> = metrics
        .filter_map(|(metric, _)| outcomes.of(metric.name))
        .collect();
    let ends = |policy: usize| -> Vec<u64> {
        let all = values.iter().flat_map(|of| of[policy].iter());
        all.map(|value| value.to_bits()).collect()
    };
    let mut groups: BTreeMap<Vec<u64>, Vec<String>> = BTreeMap::new();
    for (policy, name) in outcomes.policies.iter().enumerate() {
        groups.entry(ends(policy)).or_default().push(name.clone());
    }
    let mut groups: Vec<Vec<String>> = groups.into_values().filter(|of| of.len() > 1).collect();
    groups.sort();
    groups
}

impl Comparison {
    /// Compares all policies with the one of index `baseline`.
    ///
    /// # Panics
    /// When no replicate is common to all policies.
    pub fn new(outcomes: &Outcomes, baseline: usize, margin: f64) -> Self {
        let units = Units::new(outcomes);
        let luck = Key::new(outcomes.setting.seed, BOOTSTRAP).luck(0, 0);
        let bootstrap = Bootstrap::new(&mut luck.of(NOWHERE, 0), units.count(), DRAWS);
        let mut judged = Vec::new();
        for (metric, direction) in compared() {
            let Some(values) = outcomes.of(metric.name) else {
                continue;
            };
            let standings = standings(&bootstrap, &units.of_each(values), direction);
            for policy in 0..outcomes.policies.len() {
                judged.push(Judged {
                    policy,
                    metric,
                    direction,
                    standing: standings.as_ref().map(|of| of[policy]),
                    difference: (policy != baseline).then(|| {
                        Difference::new(outcomes, &units, values, metric, [policy, baseline])
                    }),
                    mean: units.mean(&values[policy]),
                    adjusted: None,
                });
            }
        }
        adjust(&mut judged);
        judged.sort_by_key(|judged| judged.policy);
        let row = |judged: &Judged| {
            let policy = outcomes.policies[judged.policy].clone();
            judged.row(policy, outcomes.replicates.len(), margin)
        };
        Self {
            baseline: outcomes.policies[baseline].clone(),
            margin,
            replicates: outcomes.replicates.len(),
            units: units.count(),
            test: outcomes.setting.test,
            by_draw: units.count() < outcomes.replicates.len(),
            rows: judged.iter().map(row).collect(),
            cost_effects: cost_effects(outcomes, &units, &bootstrap, baseline),
            without: (outcomes.taken.iter())
                .map(|taken| outcomes.policies[taken.without].clone())
                .collect(),
            marginals: marginals(outcomes, &units),
            alike: alike(outcomes),
        }
    }

    /// The row of a metric under a policy.
    pub fn row(&self, policy: &str, metric: &str) -> Option<&Row> {
        let mut rows = self.rows.iter();
        rows.find(|row| row.policy == policy && row.metric == metric)
    }
}
