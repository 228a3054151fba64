//! A course: policies one after another, as a country lives through them; what is in force in a
//! week, and what it costs.
//!
//! A level is paid from the week it is ordered and acts `lag_weeks` later, also across the week in
//! which one policy follows another. What aid pays for is felt as far as aid is delivered.

use crate::policy::Policy;
use crate::policy::levers::{Catalogue, Level};
use crate::policy::regimes::LEVERS;
use crate::state::government::{AREAS, Area, Budget, Orders, PAYERS, Payer};
use crate::state::map::Map;
use crate::units::WEEKS_PER_YEAR;

/// How late a lever acts and what it costs on one map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Weeks from an order to its effect.
    lag: i32,
    /// What the money is spent on.
    area: Area,
    /// Dollars a week for one unit of the level, by payer.
    dollars: [f64; PAYERS],
    /// Part of the cost that aid pays.
    aided: f64,
}

impl Terms {
    /// The terms of each of [`LEVERS`].
    ///
    /// # Panics
    /// When the catalogue lacks a lever, which [`crate::policy::regimes::objections`] tells.
    pub fn all(catalogue: &Catalogue, map: &Map) -> Vec<Self> {
        let terms = |name: &str| {
            let lever = catalogue.find(name).expect("the catalogue was checked");
            let cost = &lever.cost;
            let week = cost.dollars * cost.per.size(map) / f64::from(WEEKS_PER_YEAR);
            Self {
                lag: lever.lag_weeks.into(),
                area: cost.area,
                dollars: Payer::ALL.map(|payer| week * cost.payers.part(payer)),
                aided: cost.payers.part(Payer::UnitedStates),
            }
        };
        LEVERS.iter().map(|lever| terms(lever.name)).collect()
    }
}

/// Policies one after another.
#[derive(Clone, Debug)]
pub struct Course<'a> {
    terms: &'a [Terms],
    /// Each policy with the week from which it is in force and from which its weeks count; the
    /// first is in force before, too.
    policies: Vec<(i32, &'a Policy)>,
}

impl<'a> Course<'a> {
    /// This policy from `week` on, and before.
    pub fn new(terms: &'a [Terms], week: i32, policy: &'a Policy) -> Self {
        Self {
            terms,
            policies: vec![(week, policy)],
        }
    }

    /// Then this policy from `week` on; weeks ascend.
    #[must_use]
    pub fn then(mut self, week: i32, policy: &'a Policy) -> Self {
        self.policies.push((week, policy));
        self
    }

    /// What is in force in a week, if these parts of the aid are delivered.
    pub fn orders(&self, week: i32, aid: &[f64; AREAS]) -> Orders {
        let mut orders = Orders::NONE;
        for (index, (lever, terms)) in LEVERS.iter().zip(self.terms).enumerate() {
            let level = match self.ordered(index, week.saturating_sub(terms.lag)) {
                Level::Number(level) => {
                    let delivered = aid[terms.area as usize];
                    Level::Number(level * (1.0 - terms.aided + terms.aided * delivered))
                }
                level => level,
            };
            lever.apply(&mut orders, &level);
        }
        orders
    }

    /// What the levers ordered in a week cost, if these parts of the aid are delivered.
    pub fn budget(&self, week: i32, aid: &[f64; AREAS]) -> Budget {
        let mut budget = Budget::default();
        for (index, terms) in self.terms.iter().enumerate() {
            let Level::Number(level) = self.ordered(index, week) else {
                continue;
            };
            for (planned, dollars) in budget.planned.iter_mut().zip(&terms.dollars) {
                planned[terms.area as usize] += level * dollars;
            }
        }
        budget.spent = budget.planned;
        let spent = &mut budget.spent[Payer::UnitedStates as usize];
        for (spent, delivered) in spent.iter_mut().zip(aid) {
            *spent *= delivered;
        }
        budget
    }

    /// The level of a lever that is ordered, and paid, in a week.
    fn ordered(&self, lever: usize, week: i32) -> Level {
        let begun = self.policies.partition_point(|(from, _)| *from <= week);
        let (start, policy) = self.policies[begun.saturating_sub(1)];
        policy.level(lever, week, start)
    }
}
