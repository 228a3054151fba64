//! The data dictionary: the tables plaza writes, column by column.
//!
//! It is the contract with readers in Python, R and DuckDB. A table has exactly the columns that
//! stand here, in this order; `tests/it/runs/dictionary.rs` holds written files to it.

pub mod budget;
pub mod control;
pub mod events;
pub mod lives;
pub mod months;
pub mod municipalities;
pub mod national;
pub mod organizations;
mod outcomes;
pub mod pairs;
pub mod panel;
pub mod place_maps;
pub mod words;

pub use plaza_batch::table::{Averaged, Column, Kind, POLICY, REPLICATE, Table, Tables, Type};

pub use budget::BUDGET;
pub use control::CONTROL;
pub use events::EVENTS;
pub use lives::LIVES;
pub use months::MONTHS;
pub use municipalities::{MUNICIPALITIES, MUNICIPALITY_MEANS, MUNICIPALITY_SUMS};
pub use national::NATIONAL;
pub use organizations::ORGANIZATIONS;
pub use outcomes::{OUTCOMES, OUTCOMES_OF_POINTS, POINT, TABLES_OF_POINTS};
pub use pairs::PAIRS;
pub use panel::PANEL;
pub use place_maps::{DIFFERENCE_MAP, TWIN_MAP};

/// The tables of one replicate.
pub static TABLES: [&Table; 10] = [
    &NATIONAL,
    &ORGANIZATIONS,
    &EVENTS,
    &MUNICIPALITIES,
    &BUDGET,
    &PANEL,
    &LIVES,
    &PAIRS,
    &CONTROL,
    &MONTHS,
];

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
