//! What a built map has of organizations, as tables: where they were seen, their homes, and their conflicts.

use std::collections::BTreeMap;

use plaza_batch::problem::{Problem, nearest};
use plaza_model::state::map::{Conflict, ConflictKind, Home, InitialOrganization, Map, Sighting};

use crate::files::csv_table::{Column, CsvTable, Row};
use crate::files::csv_text;
use crate::maps::map_folder::rows::{MUNICIPALITIES, place, rows};

/// Maps built before there were several years have `weight` in the place of the three after the municipality.
const ORGANIZATION_COLUMNS: [&str; 7] = [
    "organization",
    "rank",
    "municipality",
    "year",
    "records",
    "believed",
    "faction",
];
const HOME_COLUMNS: [&str; 6] = [
    "organization",
    "rank",
    "municipality",
    "state",
    "weight",
    "faction",
];
const CONFLICT_COLUMNS: [&str; 6] = [
    "organization",
    "other",
    "kind",
    "municipality",
    "state",
    "since",
];

/// No number of records or weight is above.
const MOST: f64 = 1e12;

/// The table of who was seen where.
pub(super) fn organizations(map: &Map) -> Vec<u8> {
    let ranked = map.organizations.iter().zip(1..);
    let rows = ranked.flat_map(|(organization, rank)| {
        organization.records.iter().map(move |seen| {
            [
                organization.name.clone(),
                rank.to_string(),
                code(map, Some(seen.place)),
                seen.year.to_string(),
                seen.records.to_string(),
                seen.believed.to_string(),
                seen.faction.clone().unwrap_or_default(),
            ]
        })
    });
    csv_text::table(ORGANIZATION_COLUMNS, rows).into_bytes()
}

/// The table of homes.
pub(super) fn homes(map: &Map) -> Vec<u8> {
    let ranked = map.organizations.iter().zip(1..);
    let rows = ranked.flat_map(|(organization, rank)| {
        organization.homes.iter().map(move |home| {
            [
                organization.name.clone(),
                rank.to_string(),
                code(map, home.place),
                state(map, Some(home.state)),
                home.weight.to_string(),
                home.faction.clone().unwrap_or_default(),
            ]
        })
    });
    csv_text::table(HOME_COLUMNS, rows).into_bytes()
}

/// The table of conflicts.
pub(super) fn conflicts(map: &Map) -> Vec<u8> {
    let rows = map.conflicts.iter().map(|of| {
        [
            of.organization.clone(),
            of.other.clone(),
            of.kind.name().to_owned(),
            code(map, of.place),
            state(map, of.state),
            of.since.map_or_else(String::new, |year| year.to_string()),
        ]
    });
    csv_text::table(CONFLICT_COLUMNS, rows).into_bytes()
}

/// The code of a place, if it is one.
fn code(map: &Map, place: Option<u32>) -> String {
    place.map_or_else(String::new, |place| map.places[place as usize].code.clone())
}

/// The name of a state, if it is one.
fn state(map: &Map, state: Option<u16>) -> String {
    state.map_or_else(String::new, |state| map.states[usize::from(state)].clone())
}

/// What is known of the map so far.
pub(super) struct Known<'a> {
    /// The year of the start, of records that do not say theirs.
    pub(super) year: i32,
    /// Municipalities by their codes.
    pub(super) codes: &'a BTreeMap<&'a str, u32>,
    /// Names of the states.
    pub(super) states: &'a [String],
}

/// Organizations by rank.
type Ranked = BTreeMap<i64, InitialOrganization>;

impl Known<'_> {
    /// Reads the tables of organizations, homes and conflicts, each of which may be absent.
    pub(super) fn read(
        &self,
        [organizations, homes, conflicts]: [Option<CsvTable>; 3],
        problems: &mut Vec<Problem>,
    ) -> (Vec<InitialOrganization>, Vec<Conflict>) {
        let mut ranked = Ranked::new();
        if let Some(table) = &organizations {
            self.records(table, &mut ranked, problems);
        }
        if let Some(table) = &homes {
            self.homes(table, &mut ranked, problems);
        }
        let conflicts = conflicts.map(|table| self.conflicts(&table, &ranked, problems));
        (
            ranked.into_values().collect(),
            conflicts.unwrap_or_default(),
        )
    }

    fn records(&self, table: &CsvTable, ranked: &mut Ranked, problems: &mut Vec<Problem>) {
        let [name, rank, municipality, years, records, believed, faction] = ORGANIZATION_COLUMNS;
        let year = table.find(years);
        let believed = table.find(believed);
        // Maps of one year have weights.
        let records = if year.is_some() { records } else { "weight" };
        let columns = [name, rank, municipality, records, faction];
        rows(table, columns, problems, |row, columns| {
            let [name, rank, municipality, records, faction] = columns;
            let one = organization(row, name, rank, ranked)?;
            let year = year.map_or(Ok(i64::from(self.year)), |column| {
                row.whole(column, 0..=i64::from(self.year))
            })?;
            let seen = Sighting {
                year: year as i32,
                place: place(row, municipality, self.codes)?,
                records: row.number(records, 0.0..=MOST)?,
                believed: believed.map_or(Ok(1.0), |column| row.number(column, 0.0..=1.0))?,
                faction: filled(row, faction),
            };
            let last = one.records.last();
            if last.is_some_and(|last| (last.year, last.place) >= (seen.year, seen.place)) {
                return Err(row.problem(format!(
                    "rows of `{}` twice or out of order, expected ascending years, and codes within each",
                    one.name
                )));
            }
            one.records.push(seen);
            Ok(())
        });
    }

    fn homes(&self, table: &CsvTable, ranked: &mut Ranked, problems: &mut Vec<Problem>) {
        rows(table, HOME_COLUMNS, problems, |row, columns| {
            let [name, rank, municipality, state, weight, faction] = columns;
            let home = Home {
                place: self.place(row, municipality)?,
                state: self.state(row, row.named(state)?)?,
                weight: row.number(weight, 0.0..=MOST)?,
                faction: filled(row, faction),
            };
            organization(row, name, rank, ranked)?.homes.push(home);
            Ok(())
        });
    }

    fn conflicts(
        &self,
        table: &CsvTable,
        ranked: &Ranked,
        problems: &mut Vec<Problem>,
    ) -> Vec<Conflict> {
        let names = || ranked.values().map(|one| one.name.as_str());
        rows(table, CONFLICT_COLUMNS, problems, |row, columns| {
            let [one, other, kind, municipality, state, since] = columns;
            for name in [row.named(one)?, row.named(other)?] {
                if !names().any(|known| known == name) {
                    let near = nearest(name, names());
                    let message = format!("`{name}` is no organization of the map{near}");
                    return Err(row.problem(message));
                }
            }
            let kind =
                ConflictKind::named(row.text(kind)).map_err(|message| row.problem(message))?;
            let since = filled(row, since).map(|_| row.whole(since, 0..=9999));
            Ok(Conflict {
                organization: row.text(one).to_owned(),
                other: row.text(other).to_owned(),
                kind,
                place: self.place(row, municipality)?,
                state: match filled(row, state) {
                    Some(name) => Some(self.state(row, &name)?),
                    None if !row.text(municipality).is_empty() => {
                        return Err(row.problem("a municipality without its state".to_owned()));
                    }
                    None => None,
                },
                since: since.transpose()?.map(|year| year as i32),
            })
        })
    }

    /// The municipality, if there is one.
    fn place(&self, row: &Row, column: Column) -> Result<Option<u32>, Problem> {
        let filled = filled(row, column);
        filled.map(|_| place(row, column, self.codes)).transpose()
    }

    fn state(&self, row: &Row, name: &str) -> Result<u16, Problem> {
        let found = self.states.iter().position(|state| state == name);
        found.map(|index| index as u16).ok_or_else(|| {
            let near = nearest(name, self.states.iter().map(String::as_str));
            row.problem(format!(
                "unknown state `{name}`{near}, expected one of {MUNICIPALITIES}"
            ))
        })
    }
}

/// The organization of a row, new if none has its rank.
fn organization<'a>(
    row: &Row,
    name: Column,
    rank: Column,
    ranked: &'a mut Ranked,
) -> Result<&'a mut InitialOrganization, Problem> {
    let name = row.named(name)?;
    let rank = row.whole(rank, 1..=1_000_000)?;
    let elsewhere = ranked
        .iter()
        .find(|(other, of)| **other != rank && of.name == name);
    if let Some((other, _)) = elsewhere {
        let message =
            format!("`{name}` has rank {rank} here and rank {other} elsewhere, expected one");
        return Err(row.problem(message));
    }
    let one = ranked.entry(rank).or_insert_with(|| InitialOrganization {
        name: name.to_owned(),
        records: Vec::new(),
        homes: Vec::new(),
    });
    if one.name != name {
        let message = format!("rank {rank} is `{}`, expected one organization", one.name);
        return Err(row.problem(message));
    }
    Ok(one)
}

/// The text in a column, if there is any.
fn filled(row: &Row, column: Column) -> Option<String> {
    Some(row.text(column).to_owned()).filter(|text| !text.is_empty())
}
