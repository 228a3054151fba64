//! What the rows of presence are together: rows that outweigh all others or are their sum, years beside which one is
//! thin, and names that hold others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use plaza_engine::statistics::median;

use crate::files::csv_table::Row;
use crate::files::spelling::words;

/// In fewer rows one may well have most.
const FEW: usize = 10;

/// The row of a year with most records.
#[derive(Debug, Default)]
pub(super) struct Heaviest {
    rows: usize,
    records: u64,
    most: u64,
    told: String,
}

impl Heaviest {
    /// Adds a row.
    pub(super) fn add(&mut self, row: &Row, code: &str, label: &str, records: u64) {
        self.rows += 1;
        self.records += records;
        if records > self.most {
            self.most = records;
            self.told = format!("line {} (`{label}` in {code})", row.line);
        }
    }

    /// That it has more than half of all records of the year.
    pub(super) fn note(&self, file: &Path, year: i32) -> Option<String> {
        let Self {
            rows,
            records,
            most,
            told,
        } = self;
        (*rows >= FEW && 2 * most > *records).then(|| {
            format!(
                "{} {told} has {most} of all {records} records in the {rows} rows of {year}: is it a slip of the pen, or a \
                 total?",
                file.display()
            )
        })
    }
}

/// Organizations with as many records as all others together, in the country or at each place where others are.
pub(super) fn totals(organizations: &[(&str, BTreeMap<u32, u64>)], file: &Path) -> Vec<String> {
    /// Of fewer organizations or records one may be as many as the rest by chance.
    const OTHERS: usize = 3;
    const RECORDS: u64 = 20;
    let mut all: BTreeMap<u32, u64> = BTreeMap::new();
    for (place, records) in organizations.iter().flat_map(|(_, places)| places) {
        *all.entry(*place).or_default() += records;
    }
    let sum: u64 = all.values().sum();
    let total = organizations.iter().filter_map(|(name, places)| {
        let own: u64 = places.values().sum();
        let others = sum - own;
        let everywhere = all.iter().all(|(place, all)| {
            let own = places.get(place).copied().unwrap_or(0);
            2 * own == *all
        });
        let told = organizations.len() > OTHERS && own >= RECORDS && own == others;
        let at_each = if everywhere { ", at each place too" } else { "" };
        told.then(|| {
            format!(
                "`{name}` has {own} records in {}, as many as the other {} organizations together{at_each}: is it their \
                 total? Then leave its rows out",
                file.display(),
                organizations.len() - 1
            )
        })
    });
    total.collect()
}

/// What a table has of one year.
#[derive(Debug, Default)]
pub(super) struct OfYear<'a> {
    /// Rows of organizations.
    pub(super) rows: usize,
    /// Which.
    pub(super) organizations: BTreeSet<&'a str>,
    /// Where.
    pub(super) places: BTreeSet<u32>,
}

/// What is counted of a year, from how many on it is compared, and how it is counted.
type Count<'a> = (&'static str, usize, &'a dyn Fn(&OfYear) -> usize);

/// That a year has fewer than half of what the years beside it have, or far fewer rows than most.
pub(super) fn thin(
    years: &BTreeMap<i32, OfYear>,
    year: i32,
    state_of: impl Fn(u32) -> u16,
    file: &Path,
) -> Option<String> {
    /// A year with a smaller part of the rows of others is thin.
    const LEAST: f64 = 0.25;
    /// Of fewer organizations or states half may be missing by chance.
    const MANY: usize = 4;
    let here = years.get(&year)?;
    let states = |of: &OfYear| {
        let states = of.places.iter().map(|place| state_of(*place));
        states.collect::<BTreeSet<u16>>().len()
    };
    let beside = [year - 1, year + 1];
    let beside = beside
        .iter()
        .filter_map(|other| Some((*other, years.get(other)?)));
    let beside: Vec<(i32, &OfYear)> = beside.collect();
    let counts: [Count<'_>; 3] = [
        ("rows of organizations", FEW, &|of: &OfYear| of.rows),
        ("organizations", MANY, &|of: &OfYear| of.organizations.len()),
        ("states with a row", MANY, &states),
    ];
    let fewer = counts.iter().filter_map(|(what, least, count)| {
        let own = count(here);
        let half = |(_, of): &(i32, &OfYear)| count(of) >= *least && 2 * own < count(of);
        (!beside.is_empty() && beside.iter().all(half)).then(|| {
            let others = beside.iter();
            let others = others.map(|(year, of)| format!("{} in {year}", count(of)));
            format!("{own} {what} ({})", Vec::from_iter(others).join(", "))
        })
    });
    let fewer: Vec<String> = fewer.collect();
    let file = file.display();
    if !fewer.is_empty() && here.rows > 0 {
        return Some(format!(
            "{file} has of {year} fewer than half of what the years beside it have: {}; are rows missing?",
            fewer.join(", ")
        ));
    }
    let others = years.iter().filter(|(other, _)| **other != year);
    let others: Vec<f64> = others.map(|(_, of)| of.rows as f64).collect();
    let usual = median(&others)?;
    let rows = here.rows;
    (rows > 0 && (rows as f64) < LEAST * usual).then(|| {
        format!(
            "{file} has {rows} rows of {year}, and {usual} in most other years: so thin a year says little of who is where"
        )
    })
}

/// What is said of two labels of which one stands within the other: of one organization in two spellings, or of two in
/// one row.
pub(super) fn held(labels: &BTreeSet<&str>) -> Vec<String> {
    /// Words that name nothing by themselves.
    const SMALL: [&str; 12] = [
        "the", "los", "las", "el", "la", "de", "del", "do", "da", "dos", "os", "as",
    ];
    /// Signs and words between two organizations.
    const BETWEEN: [&str; 11] = [
        ";", "/", "|", " + ", " & ", " y ", " e ", " and ", ",", " - ", " con ",
    ];
    let telling = |label: &str| {
        let words = words(label).into_iter();
        let words = words.filter(|word| !SMALL.contains(&word.as_str()));
        words.collect::<Vec<String>>()
    };
    let known: BTreeMap<Vec<String>, &str> = labels
        .iter()
        .map(|label| (telling(label), *label))
        .collect();
    let mut told = Vec::new();
    for label in labels {
        let parts = BETWEEN.iter().find_map(|sign| {
            let parts: Vec<&str> = label.split(sign).map(str::trim).collect();
            let names = parts.iter().map(|part| known.get(&telling(part)).copied());
            let names: Vec<&str> = names.collect::<Option<_>>()?;
            (parts.len() > 1).then_some(names)
        });
        if let Some(parts) = parts.filter(|parts| !parts.contains(label)) {
            let parts: Vec<String> = parts.iter().map(|part| format!("`{part}`")).collect();
            told.push(format!(
                "`{label}` seems to be {} in one row, and is an organization of its own: expected a row of each",
                parts.join(" and ")
            ));
            continue;
        }
        let own = telling(label);
        let alike = labels
            .iter()
            .filter(|other| *other < label && telling(other) == own);
        told.extend(alike.map(|other| same(other, label)));
        // `X (remanente)`.
        if let Some((before, rest)) = label.split_once('(')
            && let Some(of) = known.get(&telling(before))
            && !before.trim().is_empty()
            && of != label
            && rest.ends_with(')')
        {
            told.push(same(of, label));
        }
    }
    told
}

fn same(one: &str, other: &str) -> String {
    format!(
        "`{one}` and `{other}` are two organizations; if they are one, an alias says so (--aliases)"
    )
}
