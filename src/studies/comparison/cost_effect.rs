//! The cost-effect plane: organized-crime deaths against payments, by everybody and by each payer.

use schemars::JsonSchema;
use serde::Serialize;

use plaza_engine::few::LEAST;
use plaza_engine::statistics::{Bootstrap, mean};
use plaza_model::state::government::Payer;

use crate::studies::comparison::gap::{Gap, ends};
use crate::studies::comparison::outcomes::Outcomes;
use crate::studies::comparison::plane::Plane;
use crate::studies::comparison::units::Units;

/// All payers together, in the column `payer`.
pub const ALL: &str = "all";

/// A row of `cost_effect.csv`: where a policy lies by what one payer pays, and how far from the
/// baseline (policy less baseline). Costs are at the prices that the catalogue of levers assumes; intervals and
/// probabilities know that these may be wrong. Of the baseline itself there are no intervals and no quadrants.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CostEffect {
    /// The policy.
    pub policy: String,
    /// Whose cost: `all`, or one payer's, which is known only where policies part at a year's start and
    /// the run ends at one.
    pub payer: &'static str,
    /// Mean OC deaths, persons.
    pub deaths: f64,
    /// Difference in OC deaths.
    pub deaths_difference: f64,
    /// Lower end of its 95 % interval.
    pub deaths_low: Option<f64>,
    /// Upper end.
    pub deaths_high: Option<f64>,
    /// Mean cost, dollars of 2010.
    pub cost: f64,
    /// Difference in cost.
    pub cost_difference: f64,
    /// Lower end of its 95 % interval, of luck and prices.
    pub cost_low: Option<f64>,
    /// Upper end.
    pub cost_high: Option<f64>,
    /// Probability of fewer deaths at less cost, of eight units or more; means that tie count half on each side.
    pub fewer_cheaper: Option<f64>,
    /// Of fewer deaths at more cost.
    pub fewer_dearer: Option<f64>,
    /// Of more deaths at less cost.
    pub more_cheaper: Option<f64>,
    /// Of more deaths at more cost.
    pub more_dearer: Option<f64>,
    /// Dollars paid for each death avoided, or saved for each death more. Only where both 95 %
    /// intervals are clear of 0, of eight units or more, and it is a trade: where a policy saves both or costs
    /// both, a death has no price.
    pub dollars_per_death: Option<f64>,
    /// Lower end of its 95 % interval (Fieller).
    pub ratio_low: Option<f64>,
    /// Upper end.
    pub ratio_high: Option<f64>,
    /// Whether no policy has as few deaths at as little cost, and less of one, in the mean.
    pub frontier: bool,
    /// The probability of that.
    pub frontier_probability: Option<f64>,
    /// How many replicates.
    pub replicates: usize,
    /// Deaths averted for each billion dollars that a policy costs more than the baseline: only where the interval
    /// of the cost lies above 0, of eight units or more.
    pub averted_per_billion: Option<f64>,
    /// Lower end of its 95 % interval (Fieller, with the error of prices).
    pub averted_low: Option<f64>,
    /// Upper end.
    pub averted_high: Option<f64>,
}

/// Every policy on the plane of every payer; none where deaths or costs are not known.
pub fn cost_effects(
    outcomes: &Outcomes,
    units: &Units,
    bootstrap: &Bootstrap,
    baseline: usize,
) -> Vec<CostEffect> {
    let Some(all) = Plane::of_all(outcomes, units) else {
        return Vec::new();
    };
    let mut effects = rows(outcomes, &all, ALL, bootstrap, baseline);
    // What each payer spent is known by whole years only.
    if outcomes.setting.whole_years() && !outcomes.spent.is_empty() {
        for payer in Payer::ALL {
            let costs = outcomes.spent(payer);
            let plane = Plane::new(outcomes, units, &[payer], &costs);
            let plane = plane.expect("deaths are known");
            let of = rows(outcomes, &plane, payer.label(), bootstrap, baseline);
            effects.extend(of);
        }
    }
    effects
}

/// Which of these points no other beats: as low on both, and lower on one.
pub fn frontier(deaths: &[f64], costs: &[f64]) -> Vec<bool> {
    let beats = |a: usize, b: usize| {
        let as_low = deaths[a] <= deaths[b] && costs[a] <= costs[b];
        as_low && (deaths[a] < deaths[b] || costs[a] < costs[b])
    };
    let all = || 0..deaths.len();
    all().map(|b| !all().any(|a| beats(a, b))).collect()
}

/// Where the mean of a policy may lie.
#[derive(Clone, Copy, Default)]
struct Likely {
    /// Fewer deaths and cheaper, fewer and dearer, more and cheaper, more and dearer.
    quadrants: [f64; 4],
    frontier: f64,
}

fn likely(plane: &Plane, bootstrap: &Bootstrap, baseline: usize) -> Vec<Likely> {
    let mut likely = vec![Likely::default(); plane.deaths.len()];
    let draws = bootstrap.means(&plane.deaths);
    for (deaths, costs) in draws.zip(plane.drawn_costs(bootstrap)) {
        let frontier = frontier(&deaths, &costs);
        for (policy, likely) in likely.iter_mut().enumerate() {
            let fewer = below(deaths[policy], deaths[baseline]);
            let cheaper = below(costs[policy], costs[baseline]);
            for (index, sum) in likely.quadrants.iter_mut().enumerate() {
                let deaths = if index < 2 { fewer } else { 1.0 - fewer };
                let cost = if index % 2 == 0 {
                    cheaper
                } else {
                    1.0 - cheaper
                };
                *sum += deaths * cost;
            }
            likely.frontier += f64::from(u8::from(frontier[policy]));
        }
    }
    let count = bootstrap.draws() as f64;
    for likely in &mut likely {
        likely.quadrants = likely.quadrants.map(|sum| sum / count);
        likely.frontier /= count;
    }
    likely
}

/// The rows of one payer, or of all.
fn rows(
    outcomes: &Outcomes,
    plane: &Plane,
    payer: &'static str,
    bootstrap: &Bootstrap,
    baseline: usize,
) -> Vec<CostEffect> {
    let means = |of: &[Vec<f64>]| -> Vec<f64> {
        let means = of.iter().map(|of| mean(of).expect("a unit or more"));
        means.collect()
    };
    let (deaths, costs) = (means(&plane.deaths), means(&plane.costs));
    let frontier = frontier(&deaths, &costs);
    let row = |(policy, likely): (usize, Likely)| {
        let gap = Gap::new(plane, policy, baseline);
        let ([deaths_low, deaths_high], [cost_low, cost_high]) = (ends(gap.deaths), ends(gap.cost));
        let known = plane.costs[policy].len() >= LEAST;
        let quadrant =
            |index: usize| (policy != baseline && known).then_some(likely.quadrants[index]);
        let price = gap.price();
        let [averted_per_billion, averted_low, averted_high] = gap.averted_per_billion();
        CostEffect {
            policy: outcomes.policies[policy].clone(),
            payer,
            deaths: deaths[policy],
            deaths_difference: gap.deaths.0,
            deaths_low,
            deaths_high,
            cost: costs[policy],
            cost_difference: gap.cost.0,
            cost_low,
            cost_high,
            fewer_cheaper: quadrant(0),
            fewer_dearer: quadrant(1),
            more_cheaper: quadrant(2),
            more_dearer: quadrant(3),
            dollars_per_death: price.map(|(price, _)| price),
            ratio_low: price.map(|(_, [low, _])| low),
            ratio_high: price.map(|(_, [_, high])| high),
            frontier: frontier[policy],
            frontier_probability: known.then_some(likely.frontier),
            replicates: outcomes.replicates.len(),
            averted_per_billion,
            averted_low,
            averted_high,
        }
    };
    let likely = likely(plane, bootstrap, baseline);
    likely.into_iter().enumerate().map(row).collect()
}

/// 1 of a value below the other, half of one that ties.
fn below(value: f64, other: f64) -> f64 {
    match value {
        v if v < other => 1.0,
        v if v == other => 0.5,
        _ => 0.0,
    }
}
