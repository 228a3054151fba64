//! Deaths and costs by policy and unit, with what prices do to costs.

use plaza_engine::statistics::Bootstrap;
use plaza_model::state::government::Payer;

use crate::studies::comparison::outcomes::Outcomes;
use crate::studies::comparison::units::Units;

/// Deaths and costs of one payer or of all.
pub struct Plane {
    /// Deaths by policy and unit.
    pub deaths: Vec<Vec<f64>>,
    /// Dollars at the catalogue's prices, likewise.
    pub costs: Vec<Vec<f64>>,
    /// What of the costs is of each lever: by lever, policy and unit.
    pub parts: Vec<Vec<Vec<f64>>>,
    /// Draws of each lever's price, as parts of the catalogue's.
    pub prices: Vec<Vec<f64>>,
}

impl Plane {
    /// What all of them pay; nothing where deaths or costs are not known.
    pub fn of_all(outcomes: &Outcomes, units: &Units) -> Option<Self> {
        let costs = outcomes.of("budget_spent")?;
        Self::new(outcomes, units, &Payer::ALL, costs)
    }

    /// What these payers pay, in all so much by policy and replicate.
    pub fn new(
        outcomes: &Outcomes,
        units: &Units,
        payers: &[Payer],
        costs: &[Vec<f64>],
    ) -> Option<Self> {
        let prices = &outcomes.prices;
        let mut parts = vec![vec![Vec::new(); costs.len()]; prices.factors.len()];
        for (policy, spent) in outcomes.spent.iter().enumerate() {
            for (spent, total) in spent.iter().zip(&costs[policy]) {
                let of = prices.parts(policy, spent, payers, *total);
                for (parts, part) in parts.iter_mut().zip(of) {
                    parts[policy].push(part);
                }
            }
        }
        // Of a lever that nobody pays for nothing is to be said; without the purses, of none.
        let some = |of: &Vec<Vec<f64>>| of.iter().flatten().any(|part| *part != 0.0);
        let draws = prices.draws(outcomes.setting.seed);
        let paid = parts.into_iter().zip(draws).filter(|(of, _)| some(of));
        let (parts, prices) = paid.map(|(of, draws)| (units.of_each(&of), draws)).unzip();
        Some(Self {
            deaths: units.of_each(outcomes.of("oc_deaths")?),
            costs: units.of_each(costs),
            parts,
            prices,
        })
    }

    /// Mean costs of every policy in each draw of weights and prices.
    pub fn drawn_costs(&self, bootstrap: &Bootstrap) -> Vec<Vec<f64>> {
        let mut costs: Vec<Vec<f64>> = bootstrap.means(&self.costs).collect();
        for (parts, prices) in self.parts.iter().zip(&self.prices) {
            let draws = costs.iter_mut().zip(bootstrap.means(parts)).zip(prices);
            for ((costs, parts), price) in draws {
                for (cost, part) in costs.iter_mut().zip(parts) {
                    *cost += part * (price - 1.0);
                }
            }
        }
        costs
    }
}
