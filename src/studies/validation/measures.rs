//! Which part of which target is computed how, from one replicate.
//!
//! A part without years is of the whole period that the targets are about.

use std::ops::Deref;
use std::sync::LazyLock;

use toml::Table;

use plaza_engine::statistics::{largest_share, mean};
use plaza_model::state::map::Map;

use crate::studies::validation::formulas::{
    around_removals, bursts, clustering, clustering_of_logs, fell, growth_of_worst, largest,
    leaders_fallen, memory, named, of_112_million, of_broken, part, per_100_000, per_1000_members,
    punished, quiet, states_herfindahl, strength, top_place_of_dyads, unequal, violent_again,
    visible_again, worst,
};
use crate::studies::validation::future::{Found, Future, Missing, Years};

/// Organized-crime deaths in a year from which on a municipality is violent.
pub const VIOLENT: f64 = 12.0;
/// Deaths between two organizations in a year from which on it is asked where they fall.
const WAR: f64 = 100.0;

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

/// In what a target is counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The unit, as targets files spell it.
    pub unit: &'static str,
    /// The least and the most that it can be.
    pub range: [f64; 2],
    /// The unit in words.
    pub words: &'static str,
}

/// What is not negative, and no more than so much.
const fn amount(unit: &'static str, most: f64, words: &'static str) -> Scale {
    let range = [0.0, most];
    Scale { unit, range, words }
}

const SHARE: Scale = Scale {
    unit: "1",
    range: [0.0, 1.0],
    words: "a share from 0 to 1",
};
const CORRELATION: Scale = Scale {
    unit: "1",
    range: [-1.0, 1.0],
    words: "a correlation from -1 to 1",
};
const LOG_RATIO: Scale = Scale {
    unit: "1",
    range: [f64::NEG_INFINITY, f64::INFINITY],
    words: "the logarithm of a ratio",
};
const NUMBER: Scale = amount("1", f64::INFINITY, "a number, 0 or more");
const RATIO: Scale = amount("1", f64::INFINITY, "a ratio, 0 or more");
const PER_100_000: Scale = amount("1/100000", 1e5, "a number per 100,000 people, 0 to 100,000");
const PER_100_000_A_YEAR: Scale = amount(
    "1/(100000 year)",
    1e5,
    "a number per 100,000 people and year, 0 to 100,000",
);
const PER_1000_WEEKS: Scale = amount(
    "1/(1000 week)",
    1e3,
    "a number per 1,000 members and week, 0 to 1,000",
);
// A leader a week is more than any organization has.
const A_YEAR: Scale = amount(
    "1/year",
    52.0,
    "a number per organization and year, 0 to 52",
);
const ORGANIZATIONS: Scale = amount(
    "organization",
    1e6,
    "a number of organizations, 0 to 1,000,000",
);
// Of a country of 112.3 million people.
const FIRMS: Scale = amount("firm", 112.3e6, "a number of firms, 0 to 112,300,000");

/// A replicate with the map of its municipalities.
#[derive(Clone, Copy, Debug)]
struct Country<'a> {
    future: &'a Future,
    map: &'a Map,
}

impl Deref for Country<'_> {
    type Target = Future;

    fn deref(&self) -> &Future {
        self.future
    }
}

type Compute = fn(&Country<'_>, &Years) -> Found;

/// Id, part, in what it is counted, and how it is computed.
const MEASURES: &[(&str, &str, Scale, Compute)] = &[
    ("C1", "all", PER_100_000_A_YEAR, |f, y| {
        per_100_000(f, y, "oc_deaths")
    }),
    ("C2", "all", PER_100_000_A_YEAR, |f, y| {
        per_100_000(f, y, "other_homicides")
    }),
    ("C3", "all", SHARE, |f, y| fell(f, y, VIOLENT)),
    ("C4", "all", SHARE, |f, y| fell(f, y, 1.0)),
    ("C5", "all", SHARE, |f, y| quiet(f, y)),
    ("C6", "worst_10", SHARE, |f, y| worst(f, y, 10.0)),
    ("C6", "worst_50", SHARE, |f, y| worst(f, y, 50.0)),
    ("C7", "all", SHARE, |f, y| unequal(f, y)),
    ("C8", "all", SHARE, |f, y| violent_again(f, y, VIOLENT)),
    ("C9", "lag_1", CORRELATION, |f, y| memory(f, y, 1)),
    ("C9", "lag_6", CORRELATION, |f, y| memory(f, y, 6)),
    ("C10", "all", RATIO, |f, y| bursts(f, y)),
    ("C11", "organizations", ORGANIZATIONS, |f, y| {
        f.mean("organizations", y)
    }),
    ("C11", "groups", ORGANIZATIONS, |f, y| f.mean("groups", y)),
    ("C12", "all", A_YEAR, |f, y| leaders_fallen(f, y)),
    ("C13", "between", SHARE, |f, y| {
        part(f, y, "oc_deaths_between", "oc_deaths")
    }),
    ("C13", "state", SHARE, |f, y| {
        part(f, y, "oc_deaths_state", "oc_deaths")
    }),
    ("C13", "other", SHARE, |f, y| {
        part(f, y, "oc_deaths_other", "oc_deaths")
    }),
    ("C14", "one_or_more", SHARE, |f, y| named(f, y, 1.0)),
    ("C14", "two_or_more", SHARE, |f, y| named(f, y, 2.0)),
    ("C15", "homicides_punished", SHARE, |f, y| punished(f, y)),
    ("C15", "extortion_reported", SHARE, |f, y| {
        part(f, y, "extortions_reported", "extortions")
    }),
    // All crimes but extortions, homicides among them: the tables do not tell those apart.
    ("C15", "others_reported", SHARE, |f, y| {
        let reported = f.sum("crimes_reported", y)? - f.sum("extortions_reported", y)?;
        Ok(reported / (f.sum("crimes", y)? - f.sum("extortions", y)?))
    }),
    ("C15", "files_opened", SHARE, |f, y| {
        part(f, y, "files_opened", "crimes_reported")
    }),
    ("C15", "convicted", SHARE, |f, y| {
        part(f, y, "convictions", "crimes")
    }),
    ("C16", "municipal_police", PER_100_000, |f, y| {
        strength(f, y, "municipal_police")
    }),
    ("C16", "state_police", PER_100_000, |f, y| {
        strength(f, y, "state_police")
    }),
    ("C16", "federal_police", PER_100_000, |f, y| {
        strength(f, y, "federal_police")
    }),
    ("C16", "soldiers", PER_100_000, |f, y| {
        strength(f, y, "soldiers")
    }),
    ("C17", "recruited", PER_1000_WEEKS, |f, y| {
        per_1000_members(f, y, "recruited")
    }),
    ("C17", "killed", PER_1000_WEEKS, |f, y| {
        per_1000_members(f, y, "member_deaths")
    }),
    ("C17", "jailed", PER_1000_WEEKS, |f, y| {
        per_1000_members(f, y, "jailed")
    }),
    ("C17", "left", PER_1000_WEEKS, |f, y| {
        per_1000_members(f, y, "left")
    }),
    ("C18", "extortion_in_person", FIRMS, |f, y| {
        of_112_million(f, y, "extortions")
    }),
    ("C19", "rise", LOG_RATIO, |f, y| {
        around_removals(f, y, |of| of.rise)
    }),
    ("C19", "placebo_12_7", LOG_RATIO, |f, y| {
        around_removals(f, y, |of| of.before[0])
    }),
    ("C19", "placebo_6_1", LOG_RATIO, |f, y| {
        around_removals(f, y, |of| of.before[1])
    }),
    ("C20", "all", SHARE, |f, y| largest(f, y)),
    ("C21", "all", SHARE, |f, y| states_herfindahl(f, f.map, y)),
    ("C22", "worst_10", RATIO, |f, y| growth_of_worst(f, y, 10.0)),
    ("C23", "all", SHARE, |f, y| visible_again(f, y, 2.0)),
    ("C24", "rate", CORRELATION, |f, y| clustering(f, f.map, y)),
    ("C24", "log_rate", CORRELATION, |f, y| {
        clustering_of_logs(f, f.map, y)
    }),
    ("C25", "all", SHARE, |f, y| top_place_of_dyads(f, y, WAR)),
    ("C26", "pieces", NUMBER, |f, y| {
        of_broken(f, y, |of| Some(of.members.len() as f64))
    }),
    ("C26", "largest", NUMBER, |f, y| {
        of_broken(f, y, |of| largest_share(&of.members, 1))
    }),
    ("C26", "one_municipality", NUMBER, |f, y| {
        of_broken(f, y, |of| {
            let one = of.municipalities.iter().map(|n| f64::from(*n <= 1.0));
            mean(&Vec::from_iter(one))
        })
    }),
];

/// What the target with this id is on any map, as `meanings.toml` has it.
pub fn meaning(id: &str) -> Option<&'static str> {
    static MEANINGS: LazyLock<Table> =
        LazyLock::new(|| include_str!("meanings.toml").parse().expect("texts by id"));
    MEANINGS.get(id)?.as_str()
}

/// The parts of the target with this id; none of an unknown one.
pub fn parts(id: &str) -> impl Iterator<Item = &'static str> {
    let of = MEASURES.iter().filter(move |(known, ..)| *known == id);
    of.map(|(_, part, ..)| *part)
}

/// In what the target with this id is counted, in all its parts.
pub fn scale(id: &str) -> Option<Scale> {
    let found = MEASURES.iter().find(|(known, ..)| *known == id);
    found.map(|(_, _, scale, _)| *scale)
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
/// [`Targets::objections`]: crate::studies::validation::targets::Targets::objections
pub fn measure(future: &Future, map: &Map, id: &str, part: &str, years: &Years) -> Found {
    let found = MEASURES.iter().find(|(i, p, ..)| (*i, *p) == (id, part));
    let (.., compute) = found.expect("targets are checked when they are read");
    let value = compute(&Country { future, map }, years)?;
    value.is_finite().then_some(value).ok_or(Missing::Value)
}
