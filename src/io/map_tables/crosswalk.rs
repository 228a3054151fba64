//! Municipalities that are counted as parts of others: new ones, split ones, wards of a city.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Reading, columns};
use crate::io::csv_table::CsvTable;
use crate::io::problem::Problem;

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

    /// What is wrong or idle in it: `codes` are those of all tables, `is_place` says which are municipalities.
    pub(super) fn check(
        &self,
        path: &Path,
        codes: &BTreeSet<&str>,
        is_place: &dyn Fn(&str) -> bool,
        reading: &mut Reading,
    ) {
        for (code, line) in self.wholes().filter(|(code, _)| !is_place(code)) {
            let message = format!("`{code}` is no municipality, expected one that others go into");
            reading.problems.push(Problem::at(path, line, message));
        }
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

    /// Codes that others go into, with their lines.
    fn wholes(&self) -> impl Iterator<Item = (&str, usize)> {
        let parts = self.into.values();
        let ends = parts.filter(|(into, _)| !self.into.contains_key(into));
        ends.map(|(into, line)| (into.as_str(), *line))
    }
}
