//! The table of presence: which organization was seen where in a year.

use std::collections::{BTreeMap, BTreeSet};

use plaza_batch::problem::Problem;
use plaza_model::state::map::{InitialCell, InitialOrganization};

use crate::files::csv_table::{Column, CsvTable, Row};
use crate::files::spelling::{initials, slipped, within};
use crate::maps::aliases::{Aliases, Stands};
use crate::maps::map_tables::columns::{PRESENCE, SECOND_RECORDS};
use crate::maps::map_tables::crosswalk::Crosswalk;
use crate::maps::map_tables::reading::Reading;
use crate::maps::map_tables::seen::{Heaviest, OfYear};
use crate::maps::map_tables::{labels, neighbours, seen};

/// Records of each faction (none: the organization itself) at each place.
type Records = BTreeMap<u32, BTreeMap<Option<String>, u64>>;

/// The columns that there must be.
pub(super) const COLUMNS: [&str; 3] = ["code", "year", "organization"];

/// Where rows are looked up.
pub(super) struct Lookup<'a> {
    /// The municipalities of the map.
    pub(super) codes: &'a BTreeMap<&'a str, u32>,
    /// Those that are left out of it.
    pub(super) dropped: &'a BTreeSet<String>,
    /// Those that are parts of others.
    pub(super) walk: &'a Crosswalk,
    /// The organizations that labels stand for.
    pub(super) aliases: &'a Aliases,
    /// Whether these are a file of the user's own.
    pub(super) own_aliases: bool,
    /// Whether a label that is almost one of theirs is an error.
    pub(super) strict: bool,
    /// The state of each municipality.
    pub(super) states: &'a [u16],
}

/// The organizations of a year, most records first. An organization and its factions in one
/// municipality are one cell, of the faction with most records; its weight is records + 1, since
/// news see the fewer events the smaller a place.
pub(super) fn organizations(
    table: &CsvTable,
    year: i32,
    lookup: &Lookup,
    reading: &mut Reading,
) -> Vec<InitialOrganization> {
    let Lookup {
        codes,
        dropped,
        walk,
        aliases,
        own_aliases,
        strict,
        states,
    } = lookup;
    reading.problems.extend(PRESENCE.near_names(table));
    let Some([code, when, label]) = reading.take(table.require(COLUMNS)) else {
        return Vec::new();
    };
    let known = PRESENCE.column("records");
    let first = reading.take(known.find(table)).flatten();
    let first = first.map(|(_, column)| column);
    let second = table
        .find(SECOND_RECORDS)
        .filter(|_| table.find("records").is_none());
    let counts: Vec<Column> = first.into_iter().chain(second).collect();
    if counts.is_empty() {
        let file = table.file().display();
        let note = format!("no column `records` in {file}: {}", known.without);
        reading.notes.push(note);
    }
    let problems = &mut reading.problems;
    let found_before = problems.len();
    let mut records: BTreeMap<&str, Records> = BTreeMap::new();
    let mut unknown = BTreeSet::new();
    let mut renamed = BTreeSet::new();
    let mut none = BTreeSet::new();
    let mut unseen = 0_usize;
    let mut of_years: BTreeMap<i32, OfYear> = BTreeMap::new();
    let mut present = BTreeSet::new();
    let mut heaviest = Heaviest::default();
    let mut rows: BTreeMap<i32, usize> = BTreeMap::new();
    let mut lines: BTreeMap<(&str, i32, &str), usize> = BTreeMap::new();
    for row in table.rows() {
        let seen = match counted(&row, when, &counts) {
            Ok(seen) => seen,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        *rows.entry(seen.year).or_default() += usize::from(seen.records > 0);
        let text = row.text(code);
        if dropped.contains(walk.whole(text)) {
            continue;
        }
        let place = neighbours::place(text, codes, walk)
            .map_err(|message| problems.push(row.problem(message)))
            .ok();
        let Ok(label) = row.named(label).map_err(|problem| problems.push(problem)) else {
            continue;
        };
        if seen.records == 0 {
            unseen += usize::from(seen.year == year);
            continue;
        }
        let told = (text, seen.year, label);
        if let Some(line) = lines.insert(told, row.line) {
            problems.push(row.problem(format!(
                "`{label}` in {} in {} stood in line {line}, expected it once, with its records added up",
                told.0, told.1
            )));
        }
        if seen.year == year {
            if aliases.resolve(label, year).is_err()
                && let Some(why) = labels::of_none(label)
            {
                if unknown.insert(label) {
                    problems.push(row.problem(labels::nobody(label, why)));
                }
                continue;
            }
            if !counts.is_empty() {
                heaviest.add(&row, text, label, seen.records);
            }
        }
        let stood = aliases.stands_for(label, seen.year, *strict).ok();
        if let (Some(name), Some(place)) = (stood.and_then(|of| of.name), place) {
            let of_year = of_years.entry(seen.year).or_default();
            of_year.rows += 1;
            of_year.organizations.insert(name);
            of_year.places.insert(place);
        }
        match (aliases.stands_for(label, year, *strict), place) {
            (Err(message), _) => {
                if unknown.insert(label) {
                    problems.push(row.problem(message));
                }
            }
            (Ok(Stands { name, faction }), Some(place)) if seen.year == year => {
                let Some(name) = name else {
                    none.insert(label);
                    continue;
                };
                if name == label {
                    present.insert(label);
                } else {
                    renamed.insert((label, name, faction.is_some()));
                }
                let cell = records.entry(name).or_default().entry(place).or_default();
                *cell.entry(faction.map(str::to_owned)).or_default() += seen.records;
            }
            (Ok(_), _) => {}
        }
    }
    let labels: BTreeSet<&str> = table.rows().map(|row| row.text(label)).collect();
    let idle = aliases
        .labels()
        .filter(|label| *own_aliases && !labels.contains(label));
    let idle: Vec<&str> = idle.collect();
    if !idle.is_empty() {
        let idle = idle.join(", ");
        let note = format!("aliases of labels that the table of presence does not have: {idle}");
        reading.notes.push(note);
    }
    let names: Vec<&str> = records.keys().copied().collect();
    for (index, name) in names.iter().enumerate() {
        for other in &names[..index] {
            let own = [name, other].map(|name| labels.contains(name));
            // The shipped aliases mean what they say.
            let one = match own {
                [true, true] => slipped(other, name) || initials(other, name),
                _ if !own_aliases => false,
                [false, false] => slipped(other, name),
                _ => slipped(other, name) || within(other, name) || initials(other, name),
            };
            let made = [name, other].into_iter().zip(own).find(|(_, own)| !own);
            let made = made.map_or_else(String::new, |(name, _)| {
                format!(", for an alias makes `{name}` and no row has that label")
            });
            if one {
                reading.doubts.push(format!(
                    "`{other}` and `{name}` are two organizations{made}; if they are one, an alias says so (--aliases)"
                ));
            }
        }
    }
    let thin = seen::thin(
        &of_years,
        year,
        |place| states[place as usize],
        table.file(),
    );
    let heaviest = heaviest.note(table.file(), year);
    let sums = records.iter().map(|(name, places)| {
        let sums = places.iter();
        let sums = sums.map(|(place, of)| (*place, of.values().sum::<u64>()));
        (*name, sums.collect::<BTreeMap<u32, u64>>())
    });
    let sums: Vec<(&str, BTreeMap<u32, u64>)> = sums.collect();
    let totals = match counts.is_empty() {
        true => Vec::new(),
        false => seen::totals(&sums, table.file()),
    };
    let held = seen::held(&present);
    let held = held
        .into_iter()
        .filter(|told| !reading.doubts.contains(told));
    let held: Vec<String> = held.collect();
    reading.doubts.extend(thin.into_iter().chain(heaviest));
    reading.doubts.extend(totals.into_iter().chain(held));
    if unseen > 0 {
        let file = table.file().display();
        let note =
            format!("rows of {file} with 0 records in {year}, which are no presence: {unseen}");
        reading.notes.push(note);
    }
    if !none.is_empty() {
        let labels = none.into_iter().collect::<Vec<_>>().join(", ");
        let by = if *own_aliases {
            ""
        } else {
            " that plaza has itself"
        };
        let note = format!("no organizations in {year} by the aliases{by}, and left out: {labels}");
        reading.notes.push(note);
    }
    for (label, name, faction) in renamed {
        let what = if faction { "a faction of" } else { "called" };
        let note = format!("`{label}` was {what} `{name}` in {year}, by the aliases");
        reading.notes.push(note);
    }
    if records.is_empty() && problems.len() == found_before {
        let message = match (rows.keys().next(), rows.keys().next_back()) {
            (Some(first), Some(last)) if !rows.contains_key(&year) => {
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

fn counted(row: &Row, year: Column, counts: &[Column]) -> Result<Seen, Vec<Problem>> {
    let year = row.whole(year, 1800..=2200);
    let counts = counts.iter();
    let counts = counts.map(|column| row.whole(*column, 0..=i64::from(u32::MAX)));
    let (counts, wrong): (Vec<_>, Vec<_>) = counts.partition(Result::is_ok);
    let wrong = wrong.into_iter().filter_map(Result::err);
    let counted: Vec<i64> = counts.into_iter().flatten().collect();
    match (year, Vec::from_iter(wrong)) {
        (Ok(year), wrong) if wrong.is_empty() => Ok(Seen {
            year: year as i32,
            records: match counted[..] {
                [] => 1,
                _ => counted.iter().sum::<i64>() as u64,
            },
        }),
        (year, wrong) => Err(year.err().into_iter().chain(wrong).collect()),
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
