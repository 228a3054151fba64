//! Every column of the tables a map is built from, as `columns.toml` has them. The template, `--help`, the notes of a
//! build and the hunt for near names all read this list.

mod known;

use std::sync::LazyLock;

use serde::Deserialize;

use crate::files::csv_table::CsvTable;
pub use crate::maps::map_tables::columns::known::{Known, TableOf};

/// The name that stands for a column of residents of each year.
pub(super) const PEOPLE: &str = "pop_YYYY";

/// The column of poverty, and the older one that counts the other way.
pub const POVERTY: &str = "poverty";
/// The older one: 1 is least poor.
pub const NOT_POOR: &str = "marginalization_norm_2010";
/// The older column that is added to the first of drug crops.
pub const SECOND_CROP: &str = "marijuana_eradication";
/// The older column that is added to the first of records.
pub const SECOND_RECORDS: &str = "ucdp_events";

/// The file of the list.
#[derive(Deserialize)]
struct List {
    column: Vec<Known>,
}

/// All tables, in the order of the template.
pub static TABLES: LazyLock<[TableOf; 9]> = LazyLock::new(|| {
    let list: List = toml::from_str(include_str!("columns.toml")).expect("a list of columns");
    [
        ("municipalities", "a municipality"),
        ("adjacency", "a pair of municipalities that share a border"),
        ("population", "a municipality"),
        (
            "presence",
            "an organization seen in a municipality in a year",
        ),
        (
            "crosswalk",
            "a municipality that is counted as a part of another",
        ),
        (
            "homes",
            "a seat, stronghold or plaza of an organization at the start",
        ),
        (
            "conflicts",
            "two organizations that fought or stood together at the start, somewhere",
        ),
        (
            "homicides",
            "homicides in a municipality in a year, or a part of it",
        ),
        (
            "corrections",
            "a municipality whose records of presence are not all believed",
        ),
    ]
    .map(|(name, row)| {
        let of_table = |known: &&Known| known.tables.iter().any(|table| table == name);
        TableOf {
            file: format!("{name}.csv"),
            option: format!("--{name}"),
            row,
            columns: list.column.iter().filter(of_table).cloned().collect(),
        }
    })
});

/// The table of municipalities.
pub static MUNICIPALITIES: LazyLock<&TableOf> = LazyLock::new(|| &TABLES[0]);
/// The table of neighbours.
pub static ADJACENCY: LazyLock<&TableOf> = LazyLock::new(|| &TABLES[1]);
/// The table of residents.
pub static POPULATION: LazyLock<&TableOf> = LazyLock::new(|| &TABLES[2]);
/// The table of presence.
pub static PRESENCE: LazyLock<&TableOf> = LazyLock::new(|| &TABLES[3]);
/// The table of municipalities that are counted as parts of others.
pub static CROSSWALK: LazyLock<&TableOf> = LazyLock::new(|| &TABLES[4]);
/// The table of homes.
pub static HOMES: LazyLock<&TableOf> = LazyLock::new(|| &TABLES[5]);
/// The table of conflicts.
pub static CONFLICTS: LazyLock<&TableOf> = LazyLock::new(|| &TABLES[6]);
/// The table of homicides before the start.
pub static HOMICIDES: LazyLock<&TableOf> = LazyLock::new(|| &TABLES[7]);
/// The table of records that are not all believed.
pub static CORRECTIONS: LazyLock<&TableOf> = LazyLock::new(|| &TABLES[8]);

impl TableOf {
    /// The column of this name.
    ///
    /// # Panics
    /// When there is none: names are written in this crate.
    pub fn column(&self, name: &str) -> &Known {
        let found = self.columns.iter().find(|known| known.name == name);
        found.expect("a column of the list")
    }

    /// Whether a name is that of a column.
    pub fn knows(&self, name: &str) -> bool {
        let second = [SECOND_CROP, SECOND_RECORDS].contains(&name);
        let known = |of: &Known| match of.name.as_str() {
            PEOPLE => is_people(name),
            _ => of.names().any(|of| of == name),
        };
        second || self.columns.iter().any(known)
    }

    /// The columns of a table that nobody reads; an older second part is not read beside the newer name.
    pub fn strangers<'a>(&self, table: &'a CsvTable) -> Vec<&'a str> {
        let header = table.header().iter().map(String::as_str);
        let second = |name: &str| match name {
            SECOND_CROP => table.find("drug_crops").is_some(),
            SECOND_RECORDS => table.find("records").is_some(),
            _ => false,
        };
        header
            .filter(|name| !name.is_empty() && (!self.knows(name) || second(name)))
            .collect()
    }
}

/// Whether a name is `pop_YYYY`.
pub(super) fn is_people(name: &str) -> bool {
    name.strip_prefix("pop_").is_some_and(is_year)
}

/// Whether text is a year.
pub fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}
