//! Where the rows of the tables of organizations are looked up: municipalities, states, and what labels stand for.

use std::collections::{BTreeMap, BTreeSet};

use plaza_batch::problem::{Problem, nearest};

use crate::files::csv_table::{Column, CsvTable, Row};
use crate::maps::aliases::{Aliases, Stands};
use crate::maps::map_tables::crosswalk::Crosswalk;
use crate::maps::map_tables::neighbours;
use crate::maps::map_tables::reading::Reading;

/// What the map has so far, and the names of its organizations.
pub(super) struct Lookup<'a> {
    /// The year of the start.
    pub(super) year: i32,
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
    /// States by their names, and by their codes where the table of municipalities has these too.
    pub(super) named: BTreeMap<&'a str, u16>,
}

/// Where a row of homes or conflicts is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Area {
    /// The municipality; none of a whole state.
    pub(super) place: Option<u32>,
    /// The state; none of the whole country.
    pub(super) state: Option<u16>,
}

impl Lookup<'_> {
    /// The municipality of a code, or of what it is counted as.
    pub(super) fn place(&self, code: &str) -> Result<u32, String> {
        neighbours::place(code, self.codes, self.walk)
    }

    /// Whether a municipality is left out of the map.
    pub(super) fn left_out(&self, code: &str) -> bool {
        self.dropped.contains(self.walk.whole(code))
    }

    /// What a label stands for in the year of the start.
    pub(super) fn label<'a>(
        &'a self,
        row: &Row<'a>,
        column: Column,
    ) -> Result<Stands<'a>, Problem> {
        let label = row.named(column)?;
        let stands = self.aliases.stands_for(label, self.year, self.strict);
        stands.map_err(|message| row.problem(message))
    }

    /// Where a row is, by a code and a state that may be empty; nowhere if its municipality is left out.
    pub(super) fn area(
        &self,
        row: &Row,
        code: Option<Column>,
        state: Option<Column>,
    ) -> Result<Option<Area>, Problem> {
        let text = |column: Option<Column>| column.map_or("", |column| row.text(column));
        let (code, state) = (text(code), text(state));
        let named = match state {
            "" => None,
            state => Some(self.state(state).map_err(|message| row.problem(message))?),
        };
        if code.is_empty() {
            let (place, state) = (None, named);
            return Ok(Some(Area { place, state }));
        }
        if self.left_out(code) {
            return Ok(None);
        }
        let place = self.place(code).map_err(|message| row.problem(message))?;
        let own = self.states[place as usize];
        if named.is_some_and(|named| named != own) {
            let message = format!("`{code}` does not lie in the state `{state}`, expected its own");
            return Err(row.problem(message));
        }
        Ok(Some(Area {
            place: Some(place),
            state: Some(own),
        }))
    }

    fn state(&self, text: &str) -> Result<u16, String> {
        self.named.get(text).copied().ok_or_else(|| {
            let near = nearest(text, self.named.keys().copied());
            format!("unknown state `{text}`{near}, expected one of the municipalities table")
        })
    }
}

/// States by name, and by the code that stands in a column `state` beside the names, where each code is of one state.
pub(super) fn states<'a>(
    names: &'a [String],
    table: Option<&'a CsvTable>,
    codes: &BTreeMap<&str, u32>,
    of: &[u16],
) -> BTreeMap<&'a str, u16> {
    let mut named: BTreeMap<&str, u16> = BTreeMap::new();
    let table = table.filter(|table| table.find("state_name").is_some());
    let columns = table.and_then(|table| Some((table, table.find("code")?, table.find("state")?)));
    if let Some((table, code, state)) = columns {
        let mut several = BTreeSet::new();
        for row in table.rows() {
            if let Some(place) = codes.get(row.text(code)) {
                let own = of[*place as usize];
                if *named.entry(row.text(state)).or_insert(own) != own {
                    several.insert(row.text(state));
                }
            }
        }
        named.retain(|code, _| !several.contains(code));
    }
    named.extend(names.iter().map(String::as_str).zip(0..));
    named
}

/// The columns of a table that need not be there, and a note of each that is not.
pub(super) fn optional<const N: usize>(
    kind: &crate::maps::map_tables::columns::TableOf,
    table: &CsvTable,
    names: [&str; N],
    reading: &mut Reading,
) -> [Option<Column>; N] {
    names.map(|name| {
        let known = kind.column(name);
        let found = table.find(name);
        if found.is_none() {
            let file = table.file().display();
            let note = format!("no column `{name}` in {file}: {}", known.without);
            reading.notes.push(note);
        }
        found
    })
}
