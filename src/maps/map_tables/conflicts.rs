//! The table of conflicts: who fought or stood with whom at the start, and where.

use std::collections::{BTreeMap, BTreeSet};

use plaza_batch::problem::{Problem, nearest};
use plaza_model::state::map::{Conflict, ConflictKind};

use crate::files::csv_table::{Column, CsvTable, Row};
use crate::maps::map_tables::columns::CONFLICTS;
use crate::maps::map_tables::lookup::{Area, Lookup, optional};
use crate::maps::map_tables::reading::Reading;

/// The columns that there must be.
pub(super) const COLUMNS: [&str; 3] = ["organization", "other", "kind"];

/// What one or several rows say of a pair at a place.
struct Said {
    kind: ConflictKind,
    since: Option<i32>,
    line: usize,
}

/// The conflicts between organizations of the map: each pair at each place once. Of rows that contradict one another
/// war holds against rivalry, and rivalry against alliance.
pub(super) fn conflicts(
    table: &CsvTable,
    lookup: &Lookup,
    organizations: &BTreeSet<&str>,
    reading: &mut Reading,
) -> Vec<Conflict> {
    reading.problems.extend(CONFLICTS.near_names(table));
    let Some([one, other, kind]) = reading.take(table.require(COLUMNS)) else {
        return Vec::new();
    };
    let [code, state, since] = optional(&CONFLICTS, table, ["code", "state", "since"], reading);
    let mut said: BTreeMap<([&str; 2], Area), Said> = BTreeMap::new();
    let mut within: Vec<String> = Vec::new();
    let mut none: BTreeSet<&str> = BTreeSet::new();
    for row in table.rows() {
        let found = (
            reading.take(on_the_map(&row, one, lookup, organizations)),
            reading.take(on_the_map(&row, other, lookup, organizations)),
            reading.take(kind_of(&row, kind)),
            reading.take(lookup.area(&row, code, state)),
            reading.take(began(&row, since)),
        );
        let (Some(first), Some(second), Some(kind), Some(Some(area)), Some(since)) = found else {
            continue;
        };
        let (Some(first), Some(second)) = (first, second) else {
            let missing = [(first, one), (second, other)].into_iter();
            let missing = missing.filter(|(name, _)| name.is_none());
            none.extend(missing.map(|(_, column)| row.text(column)));
            continue;
        };
        if first == second {
            within.push(format!("{}-{}", row.text(one), row.text(other)));
            continue;
        }
        let pair = [first.min(second), first.max(second)];
        let line = row.line;
        match said.get_mut(&(pair, area)) {
            Some(before) if before.kind != kind => {
                let (kept, lost) = (before.kind.max(kind), before.kind.min(kind));
                reading.notes.push(format!(
                    "{}: `{first}` and `{second}` stand in line {} as {} and in line {line} as {} at the same \
                     place: {} is read, not {}",
                    table.file().display(),
                    before.line,
                    before.kind.name(),
                    kind.name(),
                    kept.name(),
                    lost.name()
                ));
                if kind == kept {
                    *before = Said { kind, since, line };
                }
            }
            Some(before) => before.since = before.since.into_iter().chain(since).min(),
            None => {
                said.insert((pair, area), Said { kind, since, line });
            }
        }
    }
    if !within.is_empty() {
        let note = format!(
            "conflicts between parts of one organization are left out: {}",
            within.join(", ")
        );
        reading.notes.push(note);
    }
    if !none.is_empty() {
        let none = Vec::from_iter(none).join(", ");
        let year = lookup.year;
        reading.notes.push(format!(
            "conflicts of what was no organization in {year} by the aliases are left out: {none}"
        ));
    }
    let conflict = |(([one, other], area), said): (([&str; 2], Area), Said)| Conflict {
        organization: one.to_owned(),
        other: other.to_owned(),
        kind: said.kind,
        place: area.place,
        state: area.state,
        since: said.since,
    };
    said.into_iter().map(conflict).collect()
}

/// The organization of a label; none of a label that is no organization.
fn on_the_map<'a>(
    row: &Row<'a>,
    column: Column,
    lookup: &'a Lookup,
    organizations: &BTreeSet<&'a str>,
) -> Result<Option<&'a str>, Problem> {
    let name = lookup.label(row, column)?.name;
    if let Some(name) = name.filter(|name| !organizations.contains(name)) {
        let near = nearest(name, organizations.iter().copied());
        return Err(row.problem(format!(
            "`{name}` is no organization of the map{near}, expected one that was seen in {} or has a home",
            lookup.year
        )));
    }
    Ok(name)
}

fn kind_of(row: &Row, column: Column) -> Result<ConflictKind, Problem> {
    ConflictKind::named(row.text(column)).map_err(|message| row.problem(message))
}

fn began(row: &Row, column: Option<Column>) -> Result<Option<i32>, Problem> {
    let column = column.filter(|column| !row.text(*column).is_empty());
    let year = column.map(|column| row.whole(column, 1800..=2200));
    year.map(|year| year.map(|year| year as i32)).transpose()
}
