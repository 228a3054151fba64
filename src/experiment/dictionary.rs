//! The data dictionary: the tables plaza writes, column by column.
//!
//! It is the contract with readers in Python, R and DuckDB. A table has exactly the columns that
//! stand here, in this order; `tests/it/dictionary.rs` holds written files to it.

use serde::Serialize;

/// The columns of a table: the policy and the replicate, and then those listed as
/// `name: type, kind, unit, formula;`, with `(null)` behind the type where a value may be missing.
macro_rules! columns {
    ($($name:ident: $type:ident $(($null:ident))?, $kind:ident, $unit:literal, $formula:literal;)*) => {
        &[
            $crate::experiment::dictionary::POLICY,
            $crate::experiment::dictionary::REPLICATE,
            $($crate::experiment::dictionary::Column {
                name: stringify!($name),
                r#type: $crate::experiment::dictionary::Type::$type,
                nullable: {
                    const MARKS: &[&str] = &[$(stringify!($null))?];
                    !MARKS.is_empty()
                },
                unit: $unit,
                kind: $crate::experiment::dictionary::Kind::$kind,
                formula: $formula,
            },)*
        ]
    };
}

mod budget;
mod events;
mod lives;
mod municipalities;
mod national;
mod organizations;
mod outcomes;
mod panel;
mod place_maps;
mod twins;

pub use budget::BUDGET;
pub use events::EVENTS;
pub use lives::LIVES;
pub use municipalities::{MUNICIPALITIES, MUNICIPALITY_MEANS, MUNICIPALITY_SUMS};
pub use national::NATIONAL;
pub use organizations::ORGANIZATIONS;
pub use outcomes::OUTCOMES;
pub use panel::PANEL;
pub use place_maps::{DIFFERENCE_MAP, TWIN_MAP};
pub use twins::{TWIN_EVENTS, TWIN_PLACES, TWIN_WEEKS};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A whole number.
    Integer,
    /// A real number.
    Real,
    /// Text.
    Text,
    /// A list of texts, perhaps empty.
    Texts,
}

/// When a column's value holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Says which row it is.
    Key,
    /// As it stands at the end of the week (or of the year).
    Stock,
    /// Counted over the week (or the year).
    Count,
    /// Mean over the weeks of the year.
    Mean,
    /// Says more of what happened.
    Attribute,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Column {
    /// Its name, a contract.
    pub name: &'static str,
    /// What it holds.
    #[serde(rename = "type")]
    pub r#type: Type,
    /// Whether it may be null.
    pub nullable: bool,
    /// Its unit.
    pub unit: &'static str,
    /// When its value holds.
    pub kind: Kind,
    /// How it is computed.
    pub formula: &'static str,
}

/// A table.
#[derive(Debug, Serialize)]
pub struct Table {
    /// Its name, which is its folder's.
    pub name: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// Whether a part without rows is left out: the table is recorded only where it is asked for.
    pub on_request: bool,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// The tables of one replicate.
pub static TABLES: [&Table; 7] = [
    &NATIONAL,
    &ORGANIZATIONS,
    &EVENTS,
    &MUNICIPALITIES,
    &BUDGET,
    &PANEL,
    &LIVES,
];

/// The tables of one pair of futures.
pub static TWIN_TABLES: [&Table; 3] = [&TWIN_EVENTS, &TWIN_WEEKS, &TWIN_PLACES];

/// All tables of a result folder.
pub static ALL: [&Table; TABLES.len() + 7] = [
    &NATIONAL,
    &ORGANIZATIONS,
    &EVENTS,
    &MUNICIPALITIES,
    &BUDGET,
    &PANEL,
    &LIVES,
    &MUNICIPALITY_SUMS,
    &OUTCOMES,
    &DIFFERENCE_MAP,
    &TWIN_MAP,
    &TWIN_EVENTS,
    &TWIN_WEEKS,
    &TWIN_PLACES,
];

const POLICY: Column = Column {
    name: "policy",
    r#type: Type::Text,
    nullable: false,
    unit: "-",
    kind: Kind::Key,
    formula: "name of the policy",
};

/// The draw of a replicate.
pub const DRAW: Column = Column {
    name: "draw",
    r#type: Type::Integer,
    nullable: true,
    unit: "-",
    kind: Kind::Attribute,
    formula: "number of the draw of the numbers of the rules, from 0, as in the table draws; null where all replicates have \
              the same numbers",
};

const REPLICATE: Column = Column {
    name: "replicate",
    r#type: Type::Integer,
    nullable: false,
    unit: "-",
    kind: Kind::Key,
    formula: "number of the replicate, from 0",
};
