//! The table of homicides: how many a year there were in each municipality before the start.

use std::collections::{BTreeMap, BTreeSet};

use plaza_batch::problem::Problem;

use crate::files::csv_table::CsvTable;
use crate::maps::map_tables::columns::HOMICIDES;
use crate::maps::map_tables::lookup::Lookup;
use crate::maps::map_tables::reading::Reading;

/// The columns that there must be.
pub(super) const COLUMNS: [&str; 3] = ["code", "year", "homicides"];

/// The last so many years up to that of the start are read.
const YEARS: i32 = 7;

/// More homicides are not in one row.
const MOST: i64 = 1_000_000;

/// Homicides a year of each municipality, on average over the years that the table has.
pub(super) fn yearly(table: &CsvTable, lookup: &Lookup, reading: &mut Reading) -> Vec<f64> {
    let mut sums = vec![0_u64; lookup.states.len()];
    reading.problems.extend(HOMICIDES.near_names(table));
    let Some([code, year, homicides]) = reading.take(table.require(COLUMNS)) else {
        return vec![0.0; sums.len()];
    };
    let month = table.find("month");
    let mut years = BTreeSet::new();
    let mut lines: BTreeMap<(&str, i64, i64), usize> = BTreeMap::new();
    let last = lookup.year;
    let first = last - YEARS + 1;
    for row in table.rows() {
        let month = month.map_or(Ok(0), |month| row.whole(month, 1..=12));
        let found = (
            reading.take(row.whole(year, 1800..=2200)),
            reading.take(row.whole(homicides, 0..=MOST)),
            reading.take(month),
        );
        let (Some(year), Some(number), Some(month)) = found else {
            continue;
        };
        let text = row.text(code);
        if !(i64::from(first)..=i64::from(last)).contains(&year) || lookup.left_out(text) {
            continue;
        }
        match lookup.place(text) {
            Ok(place) => sums[place as usize] += number as u64,
            Err(message) => {
                reading.problems.push(row.problem(message));
                continue;
            }
        }
        years.insert(year);
        if let Some(line) = lines.insert((text, year, month), row.line) {
            let when = match month {
                0 => format!("{year}"),
                _ => format!("month {month} of {year}"),
            };
            reading.problems.push(row.problem(format!(
                "`{text}` in {when} stood in line {line}, expected it once"
            )));
        }
    }
    if years.is_empty() {
        let message = format!("no line of {first} to {last}, expected homicides before the start");
        reading.problems.push(Problem::whole(table.file(), message));
    }
    let many = years.len().max(1) as f64;
    sums.into_iter().map(|sum| sum as f64 / many).collect()
}
