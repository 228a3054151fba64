//! Warnings to a reader of the results, before the first week: whose numbers these are, what the map
//! switches off, which levers have nowhere to act, and which years no table covers.

mod calendar;
mod of_policies;

use std::collections::BTreeSet;
use std::ops::Range;

use plaza_model::policy::Policy;
use plaza_model::policy::levers::Catalogue;
use plaza_model::state::map::{Map, Place};
use plaza_model::units::plain;

use plaza_engine::numbers::grouped;

use crate::maps::map_folder::Kind;
use crate::maps::reference::reference;
use crate::runs::design::{RecordReplicates, TEST, Twin, Weekly};
use crate::setup::experiment::{Experiment, Purpose, Sum};
use crate::setup::gathering::named::Gathering;
use crate::setup::gathering::notices::calendar::calendars;
use crate::setup::gathering::notices::of_policies::{
    another_size, few_units, many_forces, millions, more_than_there_are, never_reached, not_scaled,
    nowhere,
};
use crate::setup::gathering::variants::ReadVariant;
use crate::setup::loaded::Notices;
use crate::setup::policies::ReadPolicy;
use crate::setup::policies::set::SetLevel;

/// What notices are about.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The experiment.
    pub experiment: &'a Experiment,
    /// Its levers, as their file has them.
    pub catalogue: &'a Catalogue,
    /// Its map.
    pub map: &'a Map,
    /// Whether it is a real country or a grid.
    pub kind: Kind,
    /// The policy in force before week 0.
    pub before: &'a Policy,
    /// The one in force until policies part.
    pub shared: &'a Policy,
    /// Its policies.
    pub compared: &'a [ReadPolicy],
    /// Their variants.
    pub variants: &'a [ReadVariant],
    /// The event by which twins differ.
    pub twin: Option<&'a Twin>,
    /// Officers or soldiers of a unit.
    pub unit: f64,
}

impl Gathering<'_> {
    /// What is to be said of the run and of each policy.
    pub fn notices(&self, of: Told<'_>) -> Notices {
        let Told {
            experiment,
            catalogue,
            map,
            kind,
            before,
            shared,
            compared,
            variants,
            twin,
            unit,
        } = of;
        let test = experiment.purpose.map(|Purpose::Test| TEST.to_owned());
        let mut common: Vec<String> = test.into_iter().chain(foreign(map)).collect();
        common.extend(lacking(map));
        common.extend(residents(map, kind, experiment.weeks));
        common.extend(self.told.iter().cloned());
        let not_there = |table: &Weekly| not_there(experiment, *table);
        common.extend(Weekly::ALL.iter().filter_map(not_there));
        if experiment.scale_levers.is_some() {
            common.push(format!(
                "levels in persons and dollars, and costs for the whole country, are brought to {} million people, as \
                 far as policies and levers say of how many they are (scale_levers = \"population\")",
                millions(map)
            ));
        }
        if let Some(Sum::Dollars(dollars)) = experiment.equal_budget {
            common.push(format!(
                "levers of each policy are multiplied so that all plan to spend {} dollars of 2010 in the {} weeks \
                 compared (equal_budget)",
                grouped(dollars, 0),
                experiment.weeks - experiment.policies_from
            ));
        }
        for (name, [low, high]) in &experiment.beyond_ranges {
            common.push(format!(
                "{name} was set beyond its range, {} to {} (--beyond-ranges)",
                plain(*low),
                plain(*high)
            ));
        }
        let names = compared.iter().map(|read| vec![&*read.policy.name]);
        let varied = variants.iter();
        let names = names.chain(varied.map(|variant| vec![&*variant.policy.name, &*variant.of]));
        let names: Vec<Vec<&str>> = names.collect();
        for (lever, level) in &experiment.set.levers {
            let other = |names: &&Vec<&str>| {
                let set = experiment.set.of(names);
                set.iter()
                    .any(|set| set.lever == lever && !set.everywhere())
            };
            let others: Vec<&str> = names.iter().filter(other).map(|names| names[0]).collect();
            let but = match others.len() {
                0 => String::new(),
                all if all == names.len() => continue,
                _ => format!(" but {}", others.join(", ")),
            };
            common.push(format!(
                "{lever} is set to {} in all policies{but}",
                written(level)
            ));
        }
        let from = experiment.policies_from;
        let past = [
            (
                before,
                "before week 0",
                -experiment.burn_in,
                experiment.burn_in > 0,
            ),
            (shared, "until policies part", 0, from > 0),
        ];
        for (policy, when, start, in_force) in past {
            let sized = another_size(policy, catalogue, map, start);
            let sized = sized.filter(|_| in_force && experiment.scale_levers.is_none());
            common.extend(
                sized.map(|text| format!("policy {}, in force {when}: {text}", policy.name)),
            );
        }
        let own = |policy: &Policy, names: &[&str]| {
            let mut notices = Vec::new();
            for set in experiment.set.of(names) {
                if !set.everywhere() {
                    notices.push(format!("{} is set to {}", set.lever, written(set.level)));
                }
            }
            notices.extend(match experiment.scale_levers {
                None => another_size(policy, catalogue, map, from),
                Some(_) => not_scaled(policy, catalogue, from),
            });
            notices.extend(many_forces(policy, map, from..experiment.weeks));
            notices.extend(few_units(policy, unit, from..experiment.weeks));
            notices.extend(never_reached(
                policy,
                catalogue,
                map,
                from,
                experiment.weeks,
            ));
            notices.extend(nowhere(policy, catalogue, map, from));
            notices.extend(calendars(policy, map, from, experiment.weeks));
            notices
        };
        if let (Some(twin), Some(read)) = (twin, compared.first()) {
            common.extend(more_than_there_are(
                twin,
                &read.policy,
                experiment.policies_from,
            ));
        }
        let policies = compared.iter().map(|read| &read.policy);
        let policies = policies.chain(variants.iter().map(|variant| &variant.policy));
        Notices {
            common,
            of_policies: policies
                .zip(&names)
                .map(|(policy, names)| own(policy, names))
                .collect(),
        }
    }
}

/// That forces, prices and numbers are another country's.
fn foreign(map: &Map) -> Option<String> {
    let home = reference();
    (map.country != home.country).then(|| {
        format!(
            "forces, costs and prices, and the fitted numbers, are those of {} in {}; this is the map of `{}` in {}: \
             nothing here was made for it, and differences between policies are no more than a sketch",
            home.country,
            home.year,
            map.country,
            map.first_year - 1
        )
    })
}

/// What the map switches off.
fn lacking(map: &Map) -> Vec<String> {
    let none = |of: fn(&Place) -> bool| !map.places.iter().any(of);
    let poverty = map.places[0].poverty;
    let alike = map.places.iter().all(|place| place.poverty == poverty);
    [
        (
            map.has_source() && map.has_crossing() && !map.has_flow(),
            "drugs come in only where they leave again: none pass through the country",
        ),
        (
            !map.has_crossing(),
            "the map has no crossing to the north: no drugs pass by land, nobody earns from corridors",
        ),
        (
            !map.has_source(),
            "the map has no port, no southern border and no drug crops: no drugs come from anywhere, nobody earns from \
             trafficking",
        ),
        (
            map.has_source() && none(|place| place.port),
            "the map has no port: no drugs land by sea, the navy stays at garrisons",
        ),
        (
            map.has_source() && none(|place| place.south_border),
            "the map has no southern border: no drugs come in across one",
        ),
        (
            map.has_source() && none(|place| place.crop > 0.0),
            "the map has no drug crops: none are grown in the country",
        ),
        (
            alike && map.places.len() > 1,
            "poverty is the same everywhere on the map: nothing that follows need tells places apart",
        ),
    ]
    .into_iter()
    .filter(|(lacks, _)| *lacks)
    .map(|(_, text)| text.to_owned())
    .collect()
}

/// That residents stay as they are in years that no table covers; those of a grid are of no year.
fn residents(map: &Map, kind: Kind, weeks: i32) -> Option<String> {
    let counted = map
        .places
        .iter()
        .map(|place| place.populations.len())
        .max()?;
    let last = map.year_of(weeks - 1);
    if counted == 0 {
        return (kind == Kind::Tables).then(|| {
            format!(
                "there is no table of residents by year: from {} to {last} they stay those of {}",
                map.first_year,
                map.first_year - 1
            )
        });
    }
    let known = map.first_year + counted as i32 - 1;
    (known < last).then(|| {
        format!("the table of residents ends in {known}: from then to {last} they stay as many")
    })
}

/// Replicates of which a table is asked for and that there are not; a later call may run them.
fn not_there(experiment: &Experiment, table: Weekly) -> Option<String> {
    let record = &experiment.record;
    let asked = record.of.values().filter_map(|of| of.weekly(table));
    let asked = asked.chain([record.weekly(table)]);
    let listed = asked.filter_map(|which| match which {
        RecordReplicates::Replicates(these) => Some(these),
        RecordReplicates::Every(_) => None,
    });
    let beyond = listed
        .flatten()
        .filter(|one| **one >= experiment.replicates);
    let beyond: BTreeSet<u32> = beyond.copied().collect();
    let names: Vec<String> = beyond.iter().map(u32::to_string).collect();
    (!names.is_empty()).then(|| {
        format!(
            "the table `{}` is to be recorded of replicates that are not run, the last of {} being {}: {}",
            table.name(),
            experiment.replicates,
            experiment.replicates.saturating_sub(1),
            names.join(", ")
        )
    })
}

/// Years of a run that a table does not cover, and years of a table that the run does not reach.
pub fn uncovered(what: &str, table: &BTreeSet<i32>, run: Range<i32>) -> Option<String> {
    let list = |years: Vec<i32>| {
        let years: Vec<String> = years.iter().map(i32::to_string).collect();
        years.join(", ")
    };
    let lacking: Vec<i32> = run.clone().filter(|year| !table.contains(year)).collect();
    let beyond: Vec<i32> = table
        .iter()
        .copied()
        .filter(|year| !run.contains(year))
        .collect();
    let lacks = format!("{what}: none of {}", list(lacking.clone()));
    let outside = format!("those of {} are not in the run", list(beyond.clone()));
    match (lacking.is_empty(), beyond.is_empty()) {
        (true, true) => None,
        (false, true) => Some(lacks),
        (true, false) => Some(format!("{what}: {outside}")),
        (false, false) => Some(format!("{lacks}; {outside}")),
    }
}

/// The years of weeks, the last one perhaps in part.
pub fn years_of(map: &Map, weeks: i32) -> Range<i32> {
    map.first_year..map.year_of(weeks - 1) + 1
}

/// A level as it was typed.
fn written(level: &SetLevel) -> String {
    match level {
        SetLevel::Level(level) => level.to_string(),
        SetLevel::Levels(levels) => {
            let text = toml::Value::try_from(levels).map(|levels| levels.to_string());
            text.unwrap_or_default()
        }
    }
}
