//! Tables as data: their columns with type, unit, kind and formula. It is the contract with readers in Python, R and
//! DuckDB: a table has exactly the columns that stand in it, in this order.

use serde::Serialize;

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

/// The column of this name.
///
/// # Panics
/// When there is none: of a constant, while it is compiled.
pub const fn find(columns: &'static [Column], name: &str) -> &'static Column {
    let mut index = 0;
    while index < columns.len() {
        if same(columns[index].name.as_bytes(), name.as_bytes()) {
            return &columns[index];
        }
        index += 1;
    }
    panic!("the table has no such column")
}

/// Whether two names are the same.
const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut index = 0;
    while index < one.len() && index < other.len() && one[index] == other[index] {
        index += 1;
    }
    index == one.len() && index == other.len()
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
    /// Whether rows of replicates with the same keys are added up, so that a part has one row for them: see
    /// [`crate::folded`].
    pub folded: bool,
    /// Its columns, in order.
    pub columns: &'static [Column],
    /// What stands in its place in a folder that holds means over replicates.
    #[serde(skip)]
    pub averaged: Option<&'static Averaged>,
}

impl Table {
    /// A table of every replicate.
    pub const fn new(name: &'static str, row: &'static str, columns: &'static [Column]) -> Self {
        Self {
            name,
            row,
            on_request: false,
            folded: false,
            columns,
            averaged: None,
        }
    }

    /// The same, rows of replicates with the same keys added up.
    pub const fn folded(self) -> Self {
        Self {
            folded: true,
            ..self
        }
    }

    /// The same, recorded only where it is asked for.
    pub const fn on_request(self) -> Self {
        Self {
            on_request: true,
            ..self
        }
    }
}

/// The tables in place of one in a folder that holds means over replicates.
#[derive(Debug)]
pub struct Averaged {
    /// Of a block: the columns of the table added up over its replicates, behind them their number.
    pub sums: &'static Table,
    /// Of a policy: the columns of the table, means over all replicates.
    pub means: &'static Table,
}

/// The tables of a block of a batch.
pub type Tables = &'static [&'static Table];

/// The policy that a row is of.
pub const POLICY: Column = Column {
    name: "policy",
    r#type: Type::Text,
    nullable: false,
    unit: "-",
    kind: Kind::Key,
    formula: "name of the policy",
};

/// The replicate that a row is of.
pub const REPLICATE: Column = Column {
    name: "replicate",
    r#type: Type::Integer,
    nullable: false,
    unit: "-",
    kind: Kind::Key,
    formula: "number of the replicate, from 0",
};
