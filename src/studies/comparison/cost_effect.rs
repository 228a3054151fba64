//! The cost-effect plane: organized-crime deaths against payments, by everybody and by each payer.

use schemars::JsonSchema;
use serde::Serialize;

use plaza_engine::few::LEAST;
use plaza_engine::statistics::{Bootstrap, MeanEstimate, PairedMeans, ratio_of_means};
use plaza_model::state::government::Payer;

use crate::studies::comparison::difference::CONFIDENCE;
use crate::studies::comparison::outcomes::Outcomes;
use crate::studies::comparison::units::Units;

/// All payers together, in the column `payer`.
pub const ALL: &str = "all";

/// A row of `cost_effect.csv`: where a policy lies by what one payer pays, and how far from the
/// baseline (policy less baseline). Costs are those that the catalogue of levers assumes. Of the
/// baseline itself there are no intervals and no quadrants.
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
    /// Lower end of its 95 % interval.
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
}

/// Every policy on the plane of every payer; none where deaths or costs are not known.
pub fn cost_effects(
    outcomes: &Outcomes,
    units: &Units,
    bootstrap: &Bootstrap,
    baseline: usize,
) -> Vec<CostEffect> {
    let (Some(deaths), Some(costs)) = (outcomes.of("oc_deaths"), outcomes.of("budget_spent"))
    else {
        return Vec::new();
    };
    // What each payer spent is known by whole years only.
    let payers = Payer::ALL.map(|payer| (payer.label(), outcomes.spent(payer)));
    let payers = payers
        .into_iter()
        .filter(|(_, spent)| outcomes.setting.whole_years() && !spent.is_empty());
    let mut rows = Vec::new();
    for (payer, costs) in [(ALL, costs)].into_iter().chain(payers) {
        let plane = Plane {
            policies: &outcomes.policies,
            payer,
            deaths: units.of_each(deaths),
            costs: units.of_each(costs),
            baseline,
            replicates: outcomes.replicates.len(),
        };
        let likely = plane.likely(bootstrap);
        let each = likely.iter().enumerate();
        rows.extend(each.map(|(policy, likely)| plane.row(policy, likely)));
    }
    rows
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

/// Deaths and costs of one payer, by policy and unit.
struct Plane<'a> {
    policies: &'a [String],
    payer: &'static str,
    deaths: Vec<Vec<f64>>,
    costs: Vec<Vec<f64>>,
    baseline: usize,
    replicates: usize,
}

/// Where the mean of a policy may lie.
#[derive(Clone, Copy, Default)]
struct Likely {
    /// Fewer deaths and cheaper, fewer and dearer, more and cheaper, more and dearer.
    quadrants: [f64; 4],
    frontier: f64,
}

impl Plane<'_> {
    fn likely(&self, bootstrap: &Bootstrap) -> Vec<Likely> {
        let mut likely = vec![Likely::default(); self.deaths.len()];
        let draws = bootstrap.means(&self.deaths);
        for (deaths, costs) in draws.zip(bootstrap.means(&self.costs)) {
            let frontier = frontier(&deaths, &costs);
            for (policy, likely) in likely.iter_mut().enumerate() {
                let fewer = below(deaths[policy], deaths[self.baseline]);
                let cheaper = below(costs[policy], costs[self.baseline]);
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

    fn row(&self, policy: usize, likely: &Likely) -> CostEffect {
        let means = |of: &[Vec<f64>]| -> Vec<f64> { of.iter().map(|of| mean(of)).collect() };
        let (deaths, costs) = (means(&self.deaths), means(&self.costs));
        let differences = |of: &[Vec<f64>]| -> Vec<f64> {
            let pairs = of[policy].iter().zip(&of[self.baseline]);
            pairs.map(|(mine, theirs)| mine - theirs).collect()
        };
        let (more, paid) = (differences(&self.deaths), differences(&self.costs));
        let other = policy != self.baseline;
        let interval = |differences: &[f64], of: &[Vec<f64>]| {
            let pairs = PairedMeans::of(differences, &of[self.baseline]).filter(|_| other);
            pairs.map(|of| of.interval(CONFIDENCE))
        };
        let of_deaths = interval(&more, &self.deaths);
        let of_cost = interval(&paid, &self.costs);
        let known = self.costs[policy].len() >= LEAST;
        let quadrant = |index: usize| (other && known).then_some(likely.quadrants[index]);
        let ratio = price(&more, &paid, of_deaths, of_cost).filter(|_| known);
        CostEffect {
            policy: self.policies[policy].clone(),
            payer: self.payer,
            deaths: deaths[policy],
            deaths_difference: mean(&more),
            deaths_low: of_deaths.map(|[low, _]| low),
            deaths_high: of_deaths.map(|[_, high]| high),
            cost: costs[policy],
            cost_difference: mean(&paid),
            cost_low: of_cost.map(|[low, _]| low),
            cost_high: of_cost.map(|[_, high]| high),
            fewer_cheaper: quadrant(0),
            fewer_dearer: quadrant(1),
            more_cheaper: quadrant(2),
            more_dearer: quadrant(3),
            dollars_per_death: ratio.map(|(ratio, _)| ratio),
            ratio_low: ratio.map(|(_, [low, _])| low),
            ratio_high: ratio.map(|(_, [_, high])| high),
            frontier: frontier(&deaths, &costs)[policy],
            frontier_probability: known.then_some(likely.frontier),
            replicates: self.replicates,
        }
    }
}

/// Dollars for each death less, where deaths and dollars go opposite ways and both are clear of 0.
fn price(
    more: &[f64],
    paid: &[f64],
    deaths: Option<[f64; 2]>,
    cost: Option<[f64; 2]>,
) -> Option<(f64, [f64; 2])> {
    let side = |[low, high]: [f64; 2]| match () {
        () if low > 0.0 => 1,
        () if high < 0.0 => -1,
        () => 0,
    };
    let trade = side(deaths?) * side(cost?) < 0;
    let fewer: Vec<f64> = more.iter().map(|more| -more).collect();
    trade
        .then(|| ratio_of_means(paid, &fewer, CONFIDENCE))
        .flatten()
}

fn mean(sample: &[f64]) -> f64 {
    MeanEstimate::of(sample).map_or(sample[0], |of| of.mean)
}

/// 1 of a value below the other, half of one that ties.
fn below(value: f64, other: f64) -> f64 {
    match value {
        v if v < other => 1.0,
        v if v == other => 0.5,
        _ => 0.0,
    }
}
