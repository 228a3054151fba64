//! How wide a table on the screen may be.

use std::env;

use terminal_size::{Width, terminal_size};

use crate::experiment::layout::{NARROWEST, WIDEST};

/// Columns for tables: those of `COLUMNS`, else those of the terminal, else as many as are ever printed.
pub fn width() -> usize {
    let asked = env::var("COLUMNS").ok();
    let asked = asked.and_then(|columns| columns.parse().ok());
    let of_terminal = || terminal_size().map(|(Width(columns), _)| usize::from(columns));
    let columns = asked.or_else(of_terminal).unwrap_or(WIDEST);
    columns.clamp(NARROWEST, WIDEST)
}
