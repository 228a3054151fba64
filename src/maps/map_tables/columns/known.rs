//! Facts about a column, and a table, before one is read.

use serde::Deserialize;

use plaza_batch::problem::Problem;

use crate::files::csv_table::{Column, CsvTable};

/// A column that tables may have.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Its name; `pop_YYYY` stands for one of each year.
    pub name: String,
    /// The tables that have it.
    pub tables: Vec<String>,
    /// Names it had before, which are still read.
    #[serde(default)]
    pub older: Vec<String>,
    /// Names that people give it and that are not read, for they might mean something else.
    #[serde(default)]
    pub almost: Vec<String>,
    /// Words that tell of it, each set of them together: a name that has them all is meant as this one.
    #[serde(default)]
    pub telling: Vec<Vec<String>>,
    /// Its unit.
    pub unit: String,
    /// What it is, and in which direction it counts.
    pub about: String,
    /// What the map does where there is no such column; empty of one that a table must have.
    #[serde(default)]
    pub without: String,
    /// A value.
    pub example: String,
}

/// A table that a map is built from.
#[derive(Debug)]
pub struct TableOf {
    /// Its file in the template.
    pub file: String,
    /// The option that names it.
    pub option: String,
    /// A row is this.
    pub row: &'static str,
    /// Its columns.
    pub columns: Vec<Known>,
}

impl Known {
    /// Whether a table must have it.
    pub fn required(&self) -> bool {
        self.without.is_empty()
    }

    /// All names that are read.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let older = self.older.iter().map(String::as_str);
        std::iter::once(self.name.as_str()).chain(older)
    }

    /// The column in a table; two under different names are a problem.
    pub fn find(&self, table: &CsvTable) -> Result<Option<(&str, Column)>, Problem> {
        let found = self
            .names()
            .filter_map(|name| Some((name, table.find(name)?)));
        let found: Vec<(&str, Column)> = found.collect();
        match found[..] {
            [] => Ok(None),
            // A state's name and its code go together.
            [one] => Ok(Some(one)),
            [one, ..] if self.name == "state_name" => Ok(Some(one)),
            [(one, _), (other, _), ..] => Err(Problem::at(
                table.file(),
                1,
                format!("columns `{one}` and `{other}` are the same, expected one of them"),
            )),
        }
    }
}
