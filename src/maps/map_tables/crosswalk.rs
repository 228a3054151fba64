//! Municipalities that are counted as parts of others: new ones, split ones, wards of a city.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use plaza_batch::problem::Problem;

use crate::files::csv_table::CsvTable;
use crate::maps::codes;
use crate::maps::map_tables::columns;
use crate::maps::map_tables::reading::Reading;

/// Which code is counted as which other.
#[derive(Clone, Debug, Default)]
pub(super) struct Crosswalk {
    into: BTreeMap<String, (String, usize)>,
}

impl Crosswalk {
    /// Reads a table of codes and what each goes into.
    pub(super) fn read(table: &CsvTable, problems: &mut Vec<Problem>) -> Self {
        let names = ["code", "into"];
        let [code, into] = match table.require(names) {
            Ok(columns) => columns,
            Err(problem) => {
                problems.push(problem);
                return Self::default();
            }
        };
        problems.extend(columns::CROSSWALK.near_names(table));
        let mut walk = Self::default();
        for row in table.rows() {
            let (part, whole) = match (row.named(code), row.named(into)) {
                (Ok(part), Ok(whole)) => (part, whole),
                (part, whole) => {
                    problems.extend([part.err(), whole.err()].into_iter().flatten());
                    continue;
                }
            };
            let target = (whole.to_owned(), row.line);
            match walk.into.insert(part.to_owned(), target) {
                Some((other, line)) if other != whole => problems.push(row.problem(format!(
                    "`{part}` went into `{other}` in line {line}, expected one municipality"
                ))),
                _ => {}
            }
        }
        for (part, (_, line)) in &walk.into {
            if walk.end(part).is_none() {
                let message = format!("`{part}` goes into itself, expected another municipality");
                problems.push(Problem::at(table.file(), *line, message));
            }
        }
        walk
    }

    /// Tells of codes that no table has but written otherwise, and of municipalities that are none, and leaves those
    /// rows out: what they make of the other tables is not told too. `places` are the codes in the table of
    /// municipalities, `codes` those in all tables.
    pub(super) fn refuse_slips(
        &mut self,
        path: &Path,
        places: &BTreeSet<&str>,
        codes: &BTreeSet<&str>,
        problems: &mut Vec<Problem>,
    ) {
        let right = |code: &str| match codes.contains(code) {
            true => None,
            false => Some(codes::hint(code, codes.iter().copied())).filter(|hint| !hint.is_empty()),
        };
        let mut wrong: Vec<(usize, String, String)> = Vec::new();
        for (part, (whole, line)) in &self.into {
            let mut object = |message| wrong.push((*line, part.clone(), message));
            if codes::is_decimal(part) {
                object(decimal(part));
            } else if let Some(hint) = right(part) {
                object(format!("unknown municipality `{part}`{hint}"));
            }
            if codes::is_decimal(whole) {
                object(decimal(whole));
            } else if !places.contains(whole.as_str()) && !self.into.contains_key(whole) {
                let hint = codes::hint(whole, places.iter().copied());
                object(format!(
                    "`{whole}` is no municipality{hint}, expected one that others go into"
                ));
            }
        }
        wrong.sort();
        for (line, part, message) in wrong {
            self.into.remove(&part);
            problems.push(Problem::at(path, line, message));
        }
    }

    /// The code that this one is counted as: itself, where the table does not name it.
    pub(super) fn whole<'a>(&'a self, code: &'a str) -> &'a str {
        self.end(code).unwrap_or(code)
    }

    /// Where a code ends up; nowhere in a ring.
    fn end<'a>(&'a self, code: &'a str) -> Option<&'a str> {
        let mut code = code;
        for _ in 0..=self.into.len() {
            match self.into.get(code) {
                Some((into, _)) => code = into,
                None => return Some(code),
            }
        }
        None
    }

    /// What is idle in it: `codes` are those of all tables.
    pub(super) fn check(&self, codes: &BTreeSet<&str>, reading: &mut Reading) {
        let parts = self.into.len();
        reading.notes.push(format!(
            "codes counted as parts of others, by the crosswalk: {parts}"
        ));
        let idle = self.into.keys().map(String::as_str);
        let idle: Vec<&str> = idle.filter(|code| !codes.contains(code)).collect();
        if !idle.is_empty() {
            let idle = idle.join(", ");
            let note = format!("codes of the crosswalk that no table has: {idle}");
            reading.notes.push(note);
        }
    }
}

/// What is said of a code that a spreadsheet has written as a number.
pub(super) fn decimal(code: &str) -> String {
    format!(
        "the code `{code}` is a number as a spreadsheet writes it, expected the code as text, without decimals and \
         with its leading zeros"
    )
}
