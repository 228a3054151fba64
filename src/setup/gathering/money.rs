//! Policies for the same money, and policies that name places of the map.

use std::sync::Arc;

use plaza_batch::messages::one_of;
use plaza_batch::problem::{Problem, nearest};
use plaza_model::policy::course::Terms;
use plaza_model::policy::levers::Catalogue;
use plaza_model::policy::money::{planned, scaled_to, unplanned};
use plaza_model::policy::places::Where;
use plaza_model::state::map::Map;
use plaza_model::units::plain;

use plaza_engine::numbers::grouped;

use crate::setup::crossing;
use crate::setup::experiment::{Experiment, Sum};
use crate::setup::gathering::named::Gathering;
use crate::setup::policies::ReadPolicy;

impl Gathering<'_> {
    /// Where the experiment has all policies plan to spend the same, scales their levers, and tells by
    /// what; the sum stands in the experiment from then on, whatever policy it was named by.
    pub fn same_money(
        &mut self,
        experiment: &mut Experiment,
        compared: &mut [ReadPolicy],
        catalogue: &Catalogue,
        map: &Map,
    ) -> Vec<(String, f64)> {
        let Some(sum) = experiment.equal_budget.clone() else {
            return Vec::new();
        };
        if !self.reading.sound(&["equal_budget"]) {
            return Vec::new();
        }
        if !experiment.all_variants().is_empty() {
            let other = match experiment.variant.is_empty() {
                true => "attribution",
                false => "variant",
            };
            let message = format!(
                "variants are the same policies with something changed, which the same money would change again; \
                 expected `equal_budget` or `{other}`, not both"
            );
            self.refuse(&["equal_budget"], message);
            return Vec::new();
        }
        if !experiment.set.is_empty() {
            let message = "a lever that is set would be multiplied; expected `equal_budget` or levers that are set, \
                           not both";
            self.refuse(&["equal_budget"], message);
            return Vec::new();
        }
        let terms = Terms::all(catalogue, &Arc::new(map.clone()));
        let weeks = experiment.policies_from..experiment.weeks;
        let place = ["equal_budget"];
        let dollars = match sum {
            Sum::Dollars(dollars) => dollars,
            Sum::Plan(name) => {
                let called = crossing::names(&name);
                let named = compared
                    .iter()
                    .find(|read| called.contains(&read.policy.name));
                let Some(read) = named else {
                    let names: Vec<&String> = compared.iter().map(|r| &r.policy.name).collect();
                    let near = nearest(&name, names.iter().map(|name| name.as_str()));
                    let message = format!(
                        "policy `{name}` is not among those compared{near}, expected dollars or {}",
                        one_of(&names)
                    );
                    self.refuse(&place, message);
                    return Vec::new();
                };
                planned(&read.policy, &terms, weeks.clone())
            }
        };
        let plans = compared
            .iter()
            .map(|read| planned(&read.policy, &terms, weeks.clone()));
        if let Some(message) = no_budget(dollars, plans.collect(), weeks.len()) {
            self.refuse(&place, message);
            return Vec::new();
        }
        experiment.equal_budget = Some(Sum::Dollars(dollars));
        let mut factors = Vec::new();
        for read in compared {
            let open = unplanned(&read.policy, catalogue);
            if !open.is_empty() {
                let message = format!(
                    "policy `{}` has levers with a trigger or with places chosen by what happens ({}), so that \
                     nobody knows beforehand what it spends; expected policies without",
                    read.policy.name,
                    open.join(", ")
                );
                self.refuse(&place, message);
                continue;
            }
            match scaled_to(&read.policy, dollars, catalogue, &terms, weeks.clone()) {
                Ok(scaled) => {
                    factors.push((scaled.policy.name.clone(), scaled.factor));
                    read.policy = scaled.policy;
                }
                Err(most) => {
                    let message = format!(
                        "policy `{}` cannot spend {dollars:.0} dollars from week {} to {}: with every \
                         lever it has at the end of its range it spends {most:.0}; expected that or less",
                        read.policy.name,
                        weeks.start,
                        weeks.end - 1
                    );
                    self.refuse(&place, message);
                }
            }
        }
        factors
    }

    /// Every state that a policy names must be on the map.
    pub fn on_the_map<'p>(
        &mut self,
        policies: impl IntoIterator<Item = (Vec<String>, &'p ReadPolicy)>,
        map: &Map,
    ) {
        for (place, read) in policies {
            let place: Vec<&str> = place.iter().map(String::as_str).collect();
            for (lever, schedule) in read.policy.schedules() {
                let named = schedule.layers().filter_map(|layer| match &layer.places {
                    Some(Where::States(states)) => Some(states),
                    _ => None,
                });
                for state in named.flatten().filter(|state| !map.states.contains(state)) {
                    let near = nearest(state, map.states.iter().map(String::as_str));
                    let message = format!(
                        "policy `{}`, lever `{lever}`: map `{}` has no state `{state}`{near}, expected {}",
                        read.policy.name,
                        map.name,
                        one_of(&map.states)
                    );
                    let mut named = read.states.iter();
                    let named = named.find(|named| named.lever == lever && named.state == *state);
                    self.problems.push(match named {
                        Some(named) => Problem {
                            message,
                            ..named.place.clone()
                        },
                        None => self.document.problem(&place, message),
                    });
                }
            }
        }
    }
}

/// Why a sum is no budget of policies that plan to spend these sums in so many weeks: one of dollars a year, in
/// millions, or a number of something else would be divided among all levers in silence.
fn no_budget(dollars: f64, plans: Vec<f64>, weeks: usize) -> Option<String> {
    /// Sums that differ by more than this factor are not of the same thing.
    const APART: f64 = 1_000.0;
    let expected = format!(
        "expected all dollars of 2010 that a policy is to spend in the {weeks} weeks, or the name of the policy whose \
         plan it is"
    );
    if !(dollars > 0.0 && dollars.is_finite()) {
        return Some(format!("equal_budget is {}, {expected}", plain(dollars)));
    }
    let spent = plans.into_iter().filter(|plan| *plan > 0.0);
    let [least, most] = spent.fold([f64::INFINITY, 0.0], |[least, most]: [f64; 2], plan| {
        [least.min(plan), most.max(plan)]
    });
    let near = least / APART..=most * APART;
    let sums = match least < most {
        true => format!("{} to {}", grouped(least, 0), grouped(most, 0)),
        false => grouped(most, 0),
    };
    (most > 0.0 && !near.contains(&dollars)).then(|| {
        format!(
            "equal_budget is {} dollars in all, and policies plan to spend {sums}; {expected}",
            plain(dollars)
        )
    })
}
