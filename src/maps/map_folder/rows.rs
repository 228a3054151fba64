//! Rows of the tables of a built map, and the municipalities that they name.

use std::collections::BTreeMap;

use plaza_batch::problem::Problem;

use crate::files::csv_table::{Column, CsvTable, Row};
use crate::maps::codes;

/// The table of municipalities.
pub(super) const MUNICIPALITIES: &str = "municipalities.csv";

/// Every row that can be read; the others are problems.
pub(super) fn rows<T, const N: usize>(
    table: &CsvTable,
    columns: [&str; N],
    problems: &mut Vec<Problem>,
    mut read: impl FnMut(&Row, [Column; N]) -> Result<T, Problem>,
) -> Vec<T> {
    let columns = match table.require(columns) {
        Ok(columns) => columns,
        Err(problem) => {
            problems.push(problem);
            return Vec::new();
        }
    };
    table
        .rows()
        .filter_map(|row| {
            read(&row, columns)
                .map_err(|problem| problems.push(problem))
                .ok()
        })
        .collect()
}

/// The municipality of a code.
pub(super) fn place(
    row: &Row,
    column: Column,
    codes: &BTreeMap<&str, u32>,
) -> Result<u32, Problem> {
    let code = row.text(column);
    codes.get(code).copied().ok_or_else(|| {
        row.problem(format!(
            "unknown municipality `{code}`{}, expected a code of {MUNICIPALITIES}",
            codes::hint(code, codes.keys().copied())
        ))
    })
}
