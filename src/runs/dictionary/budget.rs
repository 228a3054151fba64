//! The columns of the table `budget`.

use plaza_batch::columns;

use crate::runs::dictionary::Table;

/// One row per replicate, year, payer and area.
pub static BUDGET: Table = Table {
    name: "budget",
    row: "what one payer paid in one area in one year (52 weeks) of one replicate",
    on_request: false,
    columns: columns! {
        year: Integer, Key, "year", "year of week 0 + week / 52";
        payer: Text, Key, "-", "mexico, united_states (as aid), united_states_at_home";
        area: Text, Key, "-", "justice, criminal_groups, border, prevention [S18]";
        spent: Real, Count, "dollar of 2010", "what was paid";
    },
    averaged: None,
};
