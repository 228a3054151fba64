//! How far the prices of levers may be from those of the catalogue, and what that does to costs.
//!
//! A price is one number, the same for every policy and in every future, and nobody knows it: more futures do
//! not make it better known. So each draw of prices goes with one of the bootstrap's draws of means over futures,
//! not with a future. Prices move no rule, and the aid that levers need is planned at the catalogue's.
//!
//! What a replicate spent is recorded by payer and area. Within each of these purses it is shared out between levers as
//! the policy plans it, over the whole time: exact but for triggers, places chosen by what happens, and when
//! in that time aid was delivered. What no plan explains has the least certain price of all.

use plaza_engine::luck::{Key, NOWHERE};
use plaza_engine::quantiles::{of_normal, of_sorted};
use plaza_engine::sampling::normal;
use plaza_model::policy::money::planned_by_lever;
use plaza_model::policy::regimes::LEVERS;
use plaza_model::state::government::{AREAS, Dollars, Payer};

use crate::runs::design::Design;

/// Draws of prices, and of weights of the bootstrap.
pub const DRAWS: usize = 2000;

/// The confidence with which a price is within its factor.
const SAID: f64 = 0.95;

/// A number no replicate has: its luck is that of prices.
const PRICES: u64 = u64::MAX - 1;

/// What is known of prices, and what policies plan to buy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prices {
    /// With 95 % confidence the true price of a lever is within this factor of the catalogue's; the last is that
    /// of what no plan explains. Empty where prices are certain.
    pub factors: Vec<f64>,
    /// What each policy plans to spend, by policy and lever.
    pub planned: Vec<Vec<Dollars>>,
}

impl Prices {
    /// Those of a design, for policies of these names.
    pub fn of(design: &Design, policies: &[String]) -> Self {
        let terms = &design.terms();
        let weeks = design.policies_from..design.weeks;
        let known = LEVERS.iter().map(|lever| {
            let lever = design.catalogue.find(lever.name);
            lever.map_or(1.0, |lever| lever.cost.within())
        });
        let mut factors: Vec<f64> = known.collect();
        factors.push(factors.iter().copied().fold(1.0, f64::max));
        let planned = policies.iter().map(|name| {
            let policy = design.policies.iter().find(|policy| policy.name == *name);
            policy.map_or_else(Vec::new, |policy| {
                planned_by_lever(policy, terms, weeks.clone())
            })
        });
        Self {
            planned: planned.collect(),
            factors,
        }
    }

    /// What of a replicate's spending, `total` of these payers, is of each lever, and last of none.
    pub fn parts(&self, policy: usize, spent: &Dollars, payers: &[Payer], total: f64) -> Vec<f64> {
        let mut parts = vec![0.0; self.factors.len()];
        let Some(unplanned) = parts.len().checked_sub(1) else {
            return parts;
        };
        let levers = &self.planned[policy];
        let purses = payers.iter().map(|payer| *payer as usize);
        for (payer, area) in purses.flat_map(|payer| (0..AREAS).map(move |area| (payer, area))) {
            let planned: f64 = levers.iter().map(|lever| lever[payer][area]).sum();
            let spent = spent[payer][area];
            if planned <= 0.0 {
                parts[unplanned] += spent;
                continue;
            }
            for (part, lever) in parts.iter_mut().zip(levers) {
                *part += spent * lever[payer][area] / planned;
            }
        }
        // Purses are known by whole years, the total by weeks.
        let sum: f64 = parts.iter().sum();
        if sum > 0.0 {
            parts.iter_mut().for_each(|part| *part *= total / sum);
        } else {
            parts[unplanned] = total;
        }
        parts
    }

    /// Draws of the price of each lever, as parts of the catalogue's.
    pub fn draws(&self, seed: u64) -> Vec<Vec<f64>> {
        let luck = Key::new(seed, PRICES).luck(0, 0);
        let bound = of_normal(f64::midpoint(1.0, SAID));
        let of = |(lever, factor): (u64, &f64)| {
            let mut stream = luck.of(NOWHERE, lever);
            let draw = |_| libm::pow(*factor, normal(&mut stream) / bound);
            (0..DRAWS).map(draw).collect()
        };
        (0..).zip(&self.factors).map(of).collect()
    }
}

/// How far a sum whose parts are so many dollars of each lever may lie below and above what it is at the catalogue's
/// prices.
pub fn off(parts: &[f64], draws: &[Vec<f64>], confidence: f64) -> [f64; 2] {
    let mut sums = vec![0.0; DRAWS];
    for (part, draws) in parts.iter().zip(draws) {
        for (sum, price) in sums.iter_mut().zip(draws) {
            *sum += part * (price - 1.0);
        }
    }
    sums.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - confidence) / 2.0;
    [-of_sorted(&sums, tail), of_sorted(&sums, 1.0 - tail)].map(|end| end.max(0.0))
}

/// An interval of luck about a mean, widened by how far below and above prices let it lie: errors add as squares.
pub fn widened(mean: f64, [low, high]: [f64; 2], [below, above]: [f64; 2]) -> [f64; 2] {
    let wider = |luck: f64, off: f64| match off {
        0.0 => luck,
        off => libm::hypot(luck, off),
    };
    [
        mean - wider(mean - low, below),
        mean + wider(high - mean, above),
    ]
}
