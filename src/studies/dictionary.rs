//! All tables of a result folder: of its blocks, and those that studies make of them.

use plaza_batch::manifest::Manifest;

use crate::runs::dictionary::{
    BUDGET, CONTROL, DIFFERENCE_MAP, EVENTS, LIVES, MONTHS, MUNICIPALITIES, MUNICIPALITY_SUMS,
    NATIONAL, ORGANIZATIONS, OUTCOMES, OUTCOMES_OF_POINTS, PAIRS, PANEL, TABLES, TABLES_OF_POINTS,
    TWIN_MAP, Table, Tables,
};
use crate::studies::twin::tables::{TWIN_EVENTS, TWIN_PLACES, TWIN_TABLES, TWIN_WEEKS};

/// The tables of a block: of pairs of futures, of replicates at points of a design, or of replicates.
pub fn of_block(manifest: &Manifest) -> Tables {
    match (manifest.twin, &manifest.design) {
        (true, _) => &TWIN_TABLES,
        (false, Some(_)) => &TABLES_OF_POINTS,
        (false, None) => &TABLES,
    }
}

/// All tables of a result folder.
pub static ALL: [&Table; TABLES.len() + 8] = [
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
    &OUTCOMES_OF_POINTS,
    &DIFFERENCE_MAP,
    &TWIN_MAP,
    &TWIN_EVENTS,
    &TWIN_WEEKS,
    &TWIN_PLACES,
];
