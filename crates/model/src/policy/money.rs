//! Money: the planned spending of a policy, and the same policy for another sum.

use std::ops::Range;

use crate::policy::Policy;
use crate::policy::course::{Course, Terms};
use crate::policy::levers::{Catalogue, Kind, Level};
use crate::policy::places::Where;
use crate::policy::policy::Schedule;
use crate::policy::regimes::LEVERS;
use crate::state::government::{AREAS, Dollars};

/// The lever that says how much aid is offered: it goes with the levers that aid pays for.
const AID: &str = "aid_budget";

/// How often the factor is halved in search of a sum.
const STEPS: u32 = 60;

/// Sums that differ by less, as a part, are the same.
const EXACT: f64 = 1e-9;

/// A policy whose levers cost a given sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaled {
    /// The policy.
    pub policy: Policy,
    /// By what its levels were multiplied, where they do not reach the end of their range.
    pub factor: f64,
}

/// What a policy in force in these weeks plans to spend [dollars of 2010], by the policy and the map
/// alone: its triggers do not hold, and places chosen by what happens are as many by lot.
pub fn planned(policy: &Policy, terms: &Terms, weeks: Range<i32>) -> f64 {
    let course = Course::new(terms, weeks.start, policy);
    weeks
        .map(|week| {
            let planned = course.budget(week, &[1.0; AREAS]).planned;
            planned.iter().flatten().sum::<f64>()
        })
        .sum()
}

/// The same by lever, in the order of [`LEVERS`]: dollars by payer and area.
pub fn planned_by_lever(policy: &Policy, terms: &Terms, weeks: Range<i32>) -> Vec<Dollars> {
    let course = Course::new(terms, weeks.start, policy);
    let mut planned = vec![Dollars::default(); LEVERS.len()];
    for week in weeks {
        for (lever, area, costs) in course.costs(week) {
            for (planned, dollars) in planned[lever].iter_mut().zip(costs) {
                planned[area as usize] += dollars;
            }
        }
    }
    planned
}

/// The policy with all levers that cost something, and the aid offered, multiplied by one factor, no
/// level beyond its range, so that it plans to spend `dollars`. `Err` is the sum that it can reach at
/// most.
pub fn scaled_to(
    policy: &Policy,
    dollars: f64,
    catalogue: &Catalogue,
    terms: &Terms,
    weeks: Range<i32>,
) -> Result<Scaled, f64> {
    if (planned(policy, terms, weeks.clone()) / dollars - 1.0).abs() < EXACT {
        return Ok(Scaled {
            policy: policy.clone(),
            factor: 1.0,
        });
    }
    let by = |factor: f64| scaled(policy, factor, catalogue);
    let cost = |factor: f64| planned(&by(factor), terms, weeks.clone());
    let mut high = 1.0;
    while cost(high) < dollars {
        let (before, next) = (cost(high), cost(2.0 * high));
        if next <= before && high > 1e9 {
            return Err(before);
        }
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..STEPS {
        let middle = 0.5 * (low + high);
        if cost(middle) < dollars {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(Scaled {
        policy: by(high),
        factor: high,
    })
}

/// The levers whose spending the plan does not fix: they cost something and have a trigger, or places that are
/// chosen by what happens.
pub fn unplanned<'a>(policy: &'a Policy, catalogue: &Catalogue) -> Vec<&'a str> {
    let open = |schedule: &Schedule| {
        let mut layers = schedule.layers();
        layers.any(|layer| {
            let places = layer.places.as_ref();
            layer.when.is_some() || places.is_some_and(Where::follows_events)
        })
    };
    let costs = |name: &str| catalogue.find(name).is_some_and(|l| l.cost.dollars > 0.0);
    let levers = policy
        .schedules()
        .filter(|(name, schedule)| costs(name) && open(schedule));
    levers.map(|(name, _)| name).collect()
}

fn scaled(policy: &Policy, factor: f64, catalogue: &Catalogue) -> Policy {
    let ranges: Vec<Option<[f64; 2]>> = LEVERS
        .iter()
        .map(|regime| {
            let lever = catalogue.find(regime.name)?;
            let Kind::Number { range, .. } = lever.kind else {
                return None;
            };
            (lever.cost.dollars > 0.0 || lever.name == AID).then_some(range)
        })
        .collect();
    policy.with_levels(|lever, level| match (level, ranges[lever]) {
        (Level::Number(level), Some([low, high])) => {
            Level::Number((level * factor).clamp(low, high))
        }
        (level, _) => level.clone(),
    })
}
