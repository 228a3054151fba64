//! The table of homes: where organizations sit at the start, as sources say.

use std::collections::BTreeMap;

use plaza_model::state::map::Home;

use crate::files::csv_table::CsvTable;
use crate::maps::map_tables::columns::HOMES;
use crate::maps::map_tables::labels;
use crate::maps::map_tables::lookup::{Area, Lookup, optional};
use crate::maps::map_tables::reading::Reading;

/// The columns that there must be.
pub(super) const COLUMNS: [&str; 2] = ["organization", "code"];

/// A home weighs no more.
const MOST: f64 = 1e6;

/// The homes of each organization, in the order of the table.
pub(super) fn homes(
    table: &CsvTable,
    lookup: &Lookup,
    reading: &mut Reading,
) -> BTreeMap<String, Vec<Home>> {
    reading.problems.extend(HOMES.near_names(table));
    let Some([label, code]) = reading.take(table.require(COLUMNS)) else {
        return BTreeMap::new();
    };
    let [state, weight] = optional(&HOMES, table, ["state", "weight"], reading);
    let mut homes: BTreeMap<String, Vec<Home>> = BTreeMap::new();
    let mut lines: BTreeMap<(&str, Area), usize> = BTreeMap::new();
    let mut none: Vec<&str> = Vec::new();
    for row in table.rows() {
        let text = row.text(label);
        if lookup.aliases.resolve(text, lookup.year).is_err()
            && let Some(why) = labels::of_none(text)
        {
            reading
                .problems
                .push(row.problem(labels::nobody(text, why)));
            continue;
        }
        let weight = weight.map_or(Ok(1.0), |weight| row.number(weight, 0.0..=MOST));
        let found = (
            reading.take(lookup.label(&row, label)),
            reading.take(lookup.area(&row, Some(code), state)),
            reading.take(weight),
        );
        let (Some(stands), Some(Some(area)), Some(weight)) = found else {
            continue;
        };
        let Some(home) = area.state else {
            reading.problems.push(row.problem(
                "neither a code nor a state, expected the municipality or the state where the organization sits",
            ));
            continue;
        };
        if let Some(line) = lines.insert((text, area), row.line) {
            reading.problems.push(row.problem(format!(
                "the home of `{text}` stood in line {line}, expected each once"
            )));
        }
        match stands.name {
            None if none.contains(&text) => {}
            None => none.push(text),
            Some(name) if weight > 0.0 => homes.entry(name.to_owned()).or_default().push(Home {
                place: area.place,
                state: home,
                weight,
                faction: stands.faction.map(str::to_owned),
            }),
            Some(_) => {}
        }
    }
    if !none.is_empty() {
        reading.notes.push(format!(
            "homes of what was no organization in {} by the aliases are left out: {}",
            lookup.year,
            none.join(", ")
        ));
    }
    homes
}
