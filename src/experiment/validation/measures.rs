//! Which part of which target is computed how, from one replicate.
//!
//! A part without years is of the whole period that the targets are about.

use crate::experiment::validation::formulas::{
    bursts, fell, leaders_fallen, memory, named, of_112_million, part, per_100_000,
    per_1000_members, punished, quiet, strength, unequal, violent_again, worst,
};
use crate::experiment::validation::future::{Found, Future, Missing, Years};

/// Organized-crime deaths in a year from which on a municipality is violent.
pub const VIOLENT: f64 = 12.0;

/// The columns of the table `national` that are read.
pub const COLUMNS: [&str; 24] = [
    "population",
    "organizations",
    "groups",
    "members",
    "recruited",
    "left",
    "jailed",
    "oc_deaths",
    "oc_deaths_between",
    "oc_deaths_state",
    "oc_deaths_other",
    "member_deaths",
    "other_homicides",
    "extortions",
    "crimes",
    "crimes_reported",
    "extortions_reported",
    "files_opened",
    "convictions",
    "impunity",
    "municipal_police",
    "state_police",
    "federal_police",
    "soldiers",
];

type Compute = fn(&Future, &Years) -> Found;

/// Id, part, and how it is computed.
const MEASURES: &[(&str, &str, Compute)] = &[
    ("C1", "all", |f, y| per_100_000(f, y, "oc_deaths")),
    ("C2", "all", |f, y| per_100_000(f, y, "other_homicides")),
    ("C3", "all", |f, y| fell(f, y, VIOLENT)),
    ("C4", "all", |f, y| fell(f, y, 1.0)),
    ("C5", "all", quiet),
    ("C6", "worst_10", |f, y| worst(f, y, 10.0)),
    ("C6", "worst_50", |f, y| worst(f, y, 50.0)),
    ("C7", "all", unequal),
    ("C8", "all", |f, y| violent_again(f, y, VIOLENT)),
    ("C9", "lag_1", |f, y| memory(f, y, 1)),
    ("C9", "lag_6", |f, y| memory(f, y, 6)),
    ("C10", "all", bursts),
    ("C11", "organizations", |f, y| f.mean("organizations", y)),
    ("C11", "groups", |f, y| f.mean("groups", y)),
    ("C12", "all", leaders_fallen),
    ("C13", "between", |f, y| {
        part(f, y, "oc_deaths_between", "oc_deaths")
    }),
    ("C13", "state", |f, y| {
        part(f, y, "oc_deaths_state", "oc_deaths")
    }),
    ("C13", "other", |f, y| {
        part(f, y, "oc_deaths_other", "oc_deaths")
    }),
    ("C14", "one_or_more", |f, y| named(f, y, 1.0)),
    ("C14", "two_or_more", |f, y| named(f, y, 2.0)),
    ("C15", "homicides_punished", punished),
    ("C15", "extortion_reported", |f, y| {
        part(f, y, "extortions_reported", "extortions")
    }),
    // All crimes but extortions, homicides among them: the tables do not tell those apart.
    ("C15", "others_reported", |f, y| {
        let reported = f.sum("crimes_reported", y)? - f.sum("extortions_reported", y)?;
        Ok(reported / (f.sum("crimes", y)? - f.sum("extortions", y)?))
    }),
    ("C15", "files_opened", |f, y| {
        part(f, y, "files_opened", "crimes_reported")
    }),
    ("C15", "convicted", |f, y| {
        part(f, y, "convictions", "crimes")
    }),
    ("C16", "municipal_police", |f, y| {
        strength(f, y, "municipal_police")
    }),
    ("C16", "state_police", |f, y| strength(f, y, "state_police")),
    ("C16", "federal_police", |f, y| {
        strength(f, y, "federal_police")
    }),
    ("C16", "soldiers", |f, y| strength(f, y, "soldiers")),
    ("C17", "recruited", |f, y| {
        per_1000_members(f, y, "recruited")
    }),
    ("C17", "killed", |f, y| {
        per_1000_members(f, y, "member_deaths")
    }),
    ("C17", "jailed", |f, y| per_1000_members(f, y, "jailed")),
    ("C17", "left", |f, y| per_1000_members(f, y, "left")),
    ("C18", "extortion_in_person", |f, y| {
        of_112_million(f, y, "extortions")
    }),
];

/// The parts of the target with this id; none of an unknown one.
pub fn parts(id: &str) -> impl Iterator<Item = &'static str> {
    let of = MEASURES.iter().filter(move |(known, ..)| *known == id);
    of.map(|(_, part, _)| *part)
}

/// The ids of all targets, in order.
pub fn ids() -> Vec<&'static str> {
    let mut ids: Vec<&str> = MEASURES.iter().map(|(id, ..)| *id).collect();
    ids.dedup();
    ids
}

/// The part of a target in these years.
///
/// # Panics
/// When there is no such part: [`Targets::objections`] tells.
///
/// [`Targets::objections`]: crate::experiment::validation::targets::Targets::objections
pub fn measure(future: &Future, id: &str, part: &str, years: &Years) -> Found {
    let found = MEASURES.iter().find(|(i, p, _)| (*i, *p) == (id, part));
    let (.., compute) = found.expect("targets are checked when they are read");
    let value = compute(future, years)?;
    value.is_finite().then_some(value).ok_or(Missing::Value)
}
