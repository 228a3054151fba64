//! States that the table of presence lacks in the one year that is read, between years in which they have many rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::csv_table::CsvTable;
use crate::maps::map_tables::crosswalk::Crosswalk;
use crate::maps::map_tables::neighbours;

/// A state with fewer rows in the years around may have none by chance.
const MANY: usize = 10;

/// States without a row in `year`, and with many in the years of the table before and after it; `state_of` is the name
/// of a place's state.
pub(super) fn states_without<'a>(
    table: &CsvTable,
    year: i32,
    codes: &BTreeMap<&str, u32>,
    walk: &Crosswalk,
    state_of: impl Fn(u32) -> &'a str,
) -> Option<String> {
    let [code, when] = table.require(["code", "year"]).ok()?;
    let mut years = BTreeSet::new();
    let mut rows: BTreeMap<(&str, i32), usize> = BTreeMap::new();
    for row in table.rows() {
        let place = neighbours::place(row.text(code), codes, walk);
        if let (Ok(when), Ok(place)) = (row.whole(when, 1800..=2200), place) {
            years.insert(when as i32);
            *rows.entry((state_of(place), when as i32)).or_default() += 1;
        }
    }
    let before = *years.range(..year).next_back()?;
    let after = *years.range(year + 1..).next()?;
    let of = |state: &str, year: i32| rows.get(&(state, year)).copied().unwrap_or(0);
    let states: BTreeSet<&str> = rows.keys().map(|(state, _)| *state).collect();
    let lacking = states.into_iter().filter(|state| {
        of(state, year) == 0 && of(state, before) >= MANY && of(state, after) >= MANY
    });
    let lacking: Vec<String> = lacking
        .map(|state| {
            format!(
                "{state} ({} of {before}, {} of {after})",
                of(state, before),
                of(state, after)
            )
        })
        .collect();
    (!lacking.is_empty()).then(|| {
        format!(
            "{} has no row of {year} in states that have many in the years around: {}; nobody is there at the start",
            table.file().display(),
            lacking.join(", ")
        )
    })
}
