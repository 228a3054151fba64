//! The table `budget`: its columns, and how each is read from the spending of a year.

use plaza_batch::table::Table;

use plaza_model::state::government::{Area, Dollars, Payer};

use crate::runs::dictionary::words::{Label, Words};

/// One row per replicate, year, payer and area.
pub static BUDGET: Table = Table::new(
    "budget",
    "what one payer paid in one area in one year (52 weeks) of one replicate",
    BudgetRow::COLUMNS,
);

columns! {
    /// What one payer paid in one area in a year.
    pub struct BudgetRow of (year: i32, payer: Payer, area: Area, spent: &Dollars) in Words {
        year: i32, Key, "year", "year of week 0 + week / 52", year;
        payer: Label, Key, "-", "mexico, united_states (as aid), united_states_at_home", Label(payer.label());
        area: Label, Key, "-", "justice, criminal_groups, border, prevention [S18]", Label(area.label());
        spent: f64, Count, "dollar of 2010", "what was paid", spent[payer as usize][area as usize];
    }
}
