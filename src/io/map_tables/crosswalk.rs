//! Municipalities that are counted as parts of others: new ones, split ones, wards of a city.

use std::collections::BTreeMap;

use super::columns;
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

    /// Codes that others go into, with their lines.
    pub(super) fn wholes(&self) -> impl Iterator<Item = (&str, usize)> {
        let parts = self.into.values();
        let ends = parts.filter(|(into, _)| !self.into.contains_key(into));
        ends.map(|(into, line)| (into.as_str(), *line))
    }

    /// How many codes it names.
    pub(super) fn len(&self) -> usize {
        self.into.len()
    }
}
