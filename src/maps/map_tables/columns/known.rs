//! Facts about a column, and a table, before one is read.

use plaza_batch::problem::Problem;

use crate::files::csv_table::{Column, CsvTable};

/// A column that tables may have.
#[derive(Debug)]
pub struct Known {
    /// Its name; `pop_YYYY` stands for one of each year.
    pub name: &'static str,
    /// Names it had before, which are still read.
    pub older: &'static [&'static str],
    /// Names that people give it and that are not read, for they might mean something else.
    pub almost: &'static [&'static str],
    /// Words that tell of it, each set of them together: a name that has them all is meant as this one.
    pub telling: &'static [&'static [&'static str]],
    /// Whether a table must have it.
    pub required: bool,
    /// Its unit.
    pub unit: &'static str,
    /// What it is, and in which direction it counts.
    pub about: &'static str,
    /// What the map does where there is no such column; empty of one that a table must have.
    pub without: &'static str,
    /// A value.
    pub example: &'static str,
}

/// A table that a map is built from.
#[derive(Debug)]
pub struct TableOf {
    /// Its file in the template.
    pub file: &'static str,
    /// The option that names it.
    pub option: &'static str,
    /// A row is this.
    pub row: &'static str,
    /// Its columns.
    pub columns: &'static [Known],
}

pub const fn required(name: &'static str, unit: &'static str, about: &'static str) -> Known {
    Known {
        name,
        older: &[],
        almost: &[],
        telling: &[],
        required: true,
        unit,
        about,
        without: "",
        example: "",
    }
}

pub const fn optional(
    name: &'static str,
    unit: &'static str,
    about: &'static str,
    without: &'static str,
) -> Known {
    Known {
        required: false,
        without,
        ..required(name, unit, about)
    }
}

impl Known {
    /// All names that are read.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.older.iter().copied())
    }

    /// The column in a table; two under different names are a problem.
    pub fn find(&self, table: &CsvTable) -> Result<Option<(&'static str, Column)>, Problem> {
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
