//! All tables of a result folder: of its blocks, and those that studies make of them.

use crate::runs::dictionary::{
    BUDGET, CONTROL, DIFFERENCE_MAP, EVENTS, LIVES, MONTHS, MUNICIPALITIES, MUNICIPALITY_SUMS,
    NATIONAL, ORGANIZATIONS, OUTCOMES, PAIRS, PANEL, TABLES, TWIN_MAP, Table, Tables,
};
use crate::studies::twin::tables::{TWIN_EVENTS, TWIN_PLACES, TWIN_TABLES, TWIN_WEEKS};

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
    &PAIRS,
    &CONTROL,
    &MONTHS,
    &MUNICIPALITY_SUMS,
    &OUTCOMES,
    &DIFFERENCE_MAP,
    &TWIN_MAP,
    &TWIN_EVENTS,
    &TWIN_WEEKS,
    &TWIN_PLACES,
];
