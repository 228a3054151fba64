//! What single levers do where a policy stands: the policy less the same without one of them, on equal luck.

use schemars::JsonSchema;
use serde::Serialize;

use crate::setup::experiment::Experiment;
use crate::studies::comparison::gap::{Gap, ends};
use crate::studies::comparison::outcomes::{Outcomes, Taken};
use crate::studies::comparison::plane::Plane;
use crate::studies::comparison::units::Units;

/// The policies of an experiment that were also run without one of their levers: its variants that lack one and
/// differ in nothing else.
pub fn taken(experiment: &Experiment, outcomes: &Outcomes) -> Vec<Taken> {
    let variants = experiment.variant.iter();
    let found = variants.filter_map(|variant| match &variant.without[..] {
        [lever] if variant.set.is_empty() => Some(Taken {
            policy: outcomes.policy(&variant.policy)?,
            without: outcomes.policy(&variant.of_policy())?,
            lever: lever.clone(),
        }),
        _ => None,
    });
    found.collect()
}

/// A row of `marginal.csv`: what a lever does where the other levers of a policy are. Differences are the policy
/// less the same without the lever, which is then as in the policy that it extends.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Marginal {
    /// The policy.
    pub policy: String,
    /// The lever.
    pub lever: String,
    /// Difference in OC deaths.
    pub deaths_difference: f64,
    /// Lower end of its 95 % interval.
    pub deaths_low: Option<f64>,
    /// Upper end.
    pub deaths_high: Option<f64>,
    /// Difference in cost, all payers, dollars of 2010.
    pub cost_difference: f64,
    /// Lower end of its 95 % interval, of luck and prices.
    pub cost_low: Option<f64>,
    /// Upper end.
    pub cost_high: Option<f64>,
    /// Deaths that the lever averts for each billion dollars it costs: only where the interval of the cost lies
    /// above 0, of eight units or more.
    pub averted_per_billion: Option<f64>,
    /// Lower end of its 95 % interval (Fieller, with the error of prices).
    pub averted_low: Option<f64>,
    /// Upper end.
    pub averted_high: Option<f64>,
    /// How many replicates.
    pub replicates: usize,
}

/// Every lever that a policy was also run without; none where deaths or costs are not known.
pub fn marginals(outcomes: &Outcomes, units: &Units) -> Vec<Marginal> {
    if outcomes.taken.is_empty() {
        return Vec::new();
    }
    let Some(plane) = Plane::of_all(outcomes, units) else {
        return Vec::new();
    };
    let row = |taken: &Taken| {
        let gap = Gap::new(&plane, taken.policy, taken.without);
        let ([deaths_low, deaths_high], [cost_low, cost_high]) = (ends(gap.deaths), ends(gap.cost));
        let [averted_per_billion, averted_low, averted_high] = gap.averted_per_billion();
        Marginal {
            policy: outcomes.policies[taken.policy].clone(),
            lever: taken.lever.clone(),
            deaths_difference: gap.deaths.0,
            deaths_low,
            deaths_high,
            cost_difference: gap.cost.0,
            cost_low,
            cost_high,
            averted_per_billion,
            averted_low,
            averted_high,
            replicates: outcomes.replicates.len(),
        }
    };
    outcomes.taken.iter().map(row).collect()
}
