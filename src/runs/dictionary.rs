//! The data dictionary: the tables plaza writes, column by column.
//!
//! It is the contract with readers in Python, R and DuckDB. A table has exactly the columns that
//! stand here, in this order; `tests/it/dictionary.rs` holds written files to it.

pub mod budget;
pub mod events;
pub mod lives;
pub mod municipalities;
pub mod national;
pub mod organizations;
mod outcomes;
pub mod panel;
mod place_maps;
pub mod twins;
pub mod words;

pub use plaza_batch::table::{Averaged, Column, Kind, POLICY, REPLICATE, Table, Tables, Type};

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

/// The tables of a block: of pairs of futures, or of replicates.
pub fn of_block(twin: bool) -> Tables {
    match twin {
        true => &TWIN_TABLES,
        false => &TABLES,
    }
}

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
