//! The table of presence: which organization was seen where in a year.

use std::collections::{BTreeMap, BTreeSet};

use super::place;
use crate::io::aliases::Aliases;
use crate::io::csv_table::{Column, CsvTable, Row};
use crate::io::problem::Problem;
use crate::state::map::{InitialCell, InitialOrganization};

/// Records of each faction (none: the organization itself) at each place.
type Records = BTreeMap<u32, BTreeMap<Option<String>, u64>>;

pub(super) const COLUMNS: [&str; 5] = [
    "code",
    "year",
    "organization",
    "ocved_records",
    "ucdp_events",
];

/// The organizations of a year, most records first. An organization and its factions in one
/// municipality are one cell, of the faction with most records; its weight is records + 1, since
/// news see the fewer events the smaller a place.
pub(super) fn organizations(
    table: &CsvTable,
    aliases: &Aliases,
    year: i32,
    codes: &BTreeMap<&str, u32>,
    problems: &mut Vec<Problem>,
) -> Vec<InitialOrganization> {
    let [code, when, label, ocved, ucdp] = match table.require(COLUMNS) {
        Ok(columns) => columns,
        Err(problem) => {
            problems.push(problem);
            return Vec::new();
        }
    };
    let found_before = problems.len();
    let mut records: BTreeMap<&str, Records> = BTreeMap::new();
    let mut unknown = BTreeSet::new();
    let mut years = BTreeSet::new();
    let mut lines: BTreeMap<(&str, i32, &str), usize> = BTreeMap::new();
    for row in table.rows() {
        let seen = match seen(&row, when, [ocved, ucdp]) {
            Ok(seen) => seen,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        years.insert(seen.year);
        let place = place(row.text(code), codes)
            .map_err(|message| problems.push(row.problem(message)))
            .ok();
        let label = row.text(label);
        let told = (row.text(code), seen.year, label);
        if let Some(line) = lines.insert(told, row.line) {
            problems.push(row.problem(format!(
                "`{label}` in {} in {} stood in line {line}, expected it once",
                told.0, told.1
            )));
        }
        match (aliases.resolve(label, year), place) {
            (Err(message), _) => {
                if unknown.insert(label) {
                    problems.push(row.problem(message));
                }
            }
            (Ok(Some(spell)), Some(place)) if seen.year == year => {
                let cell = records
                    .entry(&spell.is)
                    .or_default()
                    .entry(place)
                    .or_default();
                *cell.entry(spell.faction.clone()).or_default() += seen.records;
            }
            (Ok(_), _) => {}
        }
    }
    if records.is_empty() && problems.len() == found_before {
        let message = match (years.first(), years.last()) {
            (Some(first), Some(last)) if !years.contains(&year) => {
                format!("no line of year {year}, expected a year from {first} to {last}")
            }
            _ => format!("no organization in {year}, expected one or more"),
        };
        problems.push(Problem::whole(table.file(), message));
    }
    ranked(records)
}

struct Seen {
    year: i32,
    records: u64,
}

fn seen(row: &Row, year: Column, counts: [Column; 2]) -> Result<Seen, Vec<Problem>> {
    let year = row.whole(year, 1800..=2200);
    let [ocved, ucdp] = counts.map(|column| row.whole(column, 0..=i64::from(u32::MAX)));
    match (year, ocved, ucdp) {
        (Ok(year), Ok(ocved), Ok(ucdp)) => Ok(Seen {
            year: year as i32,
            records: (ocved + ucdp) as u64,
        }),
        (year, ocved, ucdp) => Err([year.err(), ocved.err(), ucdp.err()]
            .into_iter()
            .flatten()
            .collect()),
    }
}

fn ranked(records: BTreeMap<&str, Records>) -> Vec<InitialOrganization> {
    let mut ranked: Vec<(u64, InitialOrganization)> = records
        .into_iter()
        .map(|(name, places)| {
            let total = places.values().flat_map(BTreeMap::values).sum();
            let cells = places
                .into_iter()
                .map(|(place, factions)| InitialCell {
                    place,
                    weight: (factions.values().sum::<u64>() + 1) as f64,
                    faction: strongest(factions),
                })
                .collect();
            let name = name.to_owned();
            (total, InitialOrganization { name, cells })
        })
        .collect();
    // The names were in order, and the sort keeps that order among equals.
    ranked.sort_by_key(|(total, _)| std::cmp::Reverse(*total));
    ranked.into_iter().map(|(_, one)| one).collect()
}

/// The faction with most records; among equals the organization itself, then the first by name.
fn strongest(factions: BTreeMap<Option<String>, u64>) -> Option<String> {
    let most = factions.values().copied().max();
    factions
        .into_iter()
        .find(|(_, records)| Some(*records) == most)
        .and_then(|(faction, _)| faction)
}
