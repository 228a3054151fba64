//! Levers that count persons or money of a whole country, brought to a country of another size.
//!
//! A level of 50,000 soldiers is one of a country of 110 million people. A policy file says of how many people
//! its levels are (`people`), the catalogue of how many its costs are; what does not say so stays as it is.

use crate::policy::Policy;
use crate::policy::levers::{Catalogue, Kind, Level, Lever, Per};
use crate::policy::policy::Schedule;
use crate::policy::regimes::LEVERS;

/// The policy with its levels in persons and money by so many residents.
pub fn scaled(policy: &Policy, catalogue: &Catalogue, residents: f64) -> Policy {
    policy.with_layers(|lever, layer| {
        let lever = catalogue.find(LEVERS[lever].name);
        match (lever, layer.people) {
            (Some(lever), Some(people)) if lever.counts() => times(layer, residents / people),
            _ => layer.clone(),
        }
    })
}

fn times(layer: &Schedule, factor: f64) -> Schedule {
    let mut layer = layer.clone();
    for step in &mut layer.steps {
        if let Level::Number(level) = &mut step.level {
            *level *= factor;
        }
    }
    layer
}

/// The catalogue with costs of the whole country, and ranges in persons and money, by so many residents.
pub fn scaled_catalogue(catalogue: &Catalogue, residents: f64) -> Catalogue {
    let mut catalogue = catalogue.clone();
    let Some(people) = catalogue.people else {
        return catalogue;
    };
    let factor = residents / people;
    for lever in &mut catalogue.levers {
        match (&mut lever.kind, lever.cost.per) {
            (Kind::Number { unit, range }, _) if counts(unit) => {
                *range = range.map(|end| end * factor);
            }
            (_, Per::Country) => lever.cost.dollars *= factor,
            _ => {}
        }
    }
    catalogue
}

/// The levels of a policy from this week on that are of a country of another size: lever, the largest, and
/// people.
pub fn of_another_size<'a>(
    policy: &'a Policy,
    catalogue: &Catalogue,
    residents: f64,
    start: i32,
) -> Vec<(&'a str, f64, f64)> {
    /// Countries that differ by less are of one size.
    const ALIKE: f64 = 0.1;
    let counts = |name: &str| catalogue.find(name).is_some_and(Lever::counts);
    let levers = policy.schedules().filter(|(name, _)| counts(name));
    let found = levers.filter_map(|(name, schedule)| {
        let layers = schedule.holding(start).filter_map(|layer| {
            let people = layer.people?;
            let differs = (residents / people - 1.0).abs() > ALIKE;
            differs.then(|| (name, largest(layer), people))
        });
        layers
            .filter(|(_, most, _)| *most > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1))
    });
    found.collect()
}

/// The levels of a policy in persons and money from this week on that do not say of how many people they are: lever,
/// and the largest.
pub fn of_no_size<'a>(
    policy: &'a Policy,
    catalogue: &Catalogue,
    start: i32,
) -> Vec<(&'a str, f64)> {
    let counts = |name: &str| catalogue.find(name).is_some_and(Lever::counts);
    let levers = policy.schedules().filter(|(name, _)| counts(name));
    let largest = levers.map(|(name, schedule)| {
        let layers = schedule
            .holding(start)
            .filter(|layer| layer.people.is_none());
        (name, layers.map(largest).fold(0.0, f64::max))
    });
    largest.filter(|(_, most)| *most > 0.0).collect()
}

/// The largest level of each force of a policy from this week on.
pub fn most_of<'a>(policy: &'a Policy, catalogue: &Catalogue, start: i32) -> Vec<(&'a str, f64)> {
    let force = |name: &str| {
        let lever = catalogue.find(name).map(|lever| &lever.kind);
        matches!(lever, Some(Kind::Number { unit, .. }) if counts(unit) && !unit.starts_with("dollar"))
    };
    let levers = policy.schedules().filter(|(name, _)| force(name));
    levers
        .map(|(name, schedule)| {
            let layers = schedule.holding(start);
            (name, layers.map(largest).fold(0.0, f64::max))
        })
        .collect()
}

/// The largest level of a layer.
fn largest(layer: &Schedule) -> f64 {
    let levels = layer.steps.iter().filter_map(|step| match step.level {
        Level::Number(level) => Some(level),
        _ => None,
    });
    levels.fold(0.0, f64::max)
}

impl Lever {
    /// Whether its level counts persons or money of the whole country.
    pub fn counts(&self) -> bool {
        matches!(&self.kind, Kind::Number { unit, .. } if counts(unit))
    }
}

/// Whether a unit is persons or money.
fn counts(unit: &str) -> bool {
    ["soldier", "marine", "officer", "dollar/year"].contains(&unit)
}
