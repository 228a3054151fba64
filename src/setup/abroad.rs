//! What goes on beyond the country's borders, whatever its policy: a table by year, as part of the script of every
//! replicate.

use std::collections::BTreeMap;
use std::path::Path;

use plaza_batch::messages::one_of;
use plaza_batch::problem::{Problem, nearest, shortened};
use plaza_model::state::map::Map;
use plaza_model::state::script::Trend;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::files::csv_table::CsvTable;

/// What is told of abroad.
#[derive(Debug)]
pub struct Abroad {
    /// Drugs that are sent.
    pub supply: Trend,
    /// Arms that can be had in the north.
    pub arms: Trend,
    /// The last year told of each, by its name.
    pub until: Vec<(&'static str, i32)>,
}

/// What a table may tell.
const QUANTITIES: [&str; 2] = ["cocaine_supply", "arms"];

/// Reads a table with columns `year`, `quantity` and `value`; others are notes. Each quantity is taken relative to its
/// first year, and holds until the next year that is told.
pub fn read(file: &Path, bytes: &[u8], map: &Map) -> Result<Abroad, Vec<Problem>> {
    let mut problems = Vec::new();
    let Some(table) = CsvTable::parse(file, bytes, &mut problems) else {
        return Err(problems);
    };
    let [year, quantity, value] = table.require(["year", "quantity", "value"])?;
    let mut told = QUANTITIES.map(|_| BTreeMap::new());
    for row in table.rows() {
        let name = row.text(quantity);
        let index = QUANTITIES.iter().position(|known| *known == name);
        let index = index.ok_or_else(|| {
            let near = nearest(name, QUANTITIES);
            let known = one_of(&QUANTITIES.map(str::to_owned));
            row.problem(format!(
                "there is no quantity `{name}`{near}, expected {known}"
            ))
        });
        let year = row.whole(year, 1900..=2200);
        let value = row.number(value, 1e-6..=1e12);
        match (index, year, value) {
            (Ok(index), Ok(year), Ok(value)) => {
                if told[index].insert(year as i32, value).is_some() {
                    let message = format!("{name} of {year} stands twice, expected each year once");
                    problems.push(row.problem(message));
                }
            }
            (index, year, value) => {
                let wrong = [index.err(), year.err(), value.err()];
                problems.extend(wrong.into_iter().flatten());
            }
        }
    }
    if told.iter().all(BTreeMap::is_empty) && problems.is_empty() {
        let message = "has no row after its header, expected one for each year and quantity";
        problems.push(Problem::whole(file, message));
    }
    if !problems.is_empty() {
        return Err(shortened(problems));
    }
    let until = QUANTITIES.iter().zip(&told);
    let until = until.filter_map(|(name, told)| Some((*name, *told.last_key_value()?.0)));
    let until = until.collect();
    let [supply, arms] = told.map(|told| trend(&told, map));
    Ok(Abroad {
        supply,
        arms,
        until,
    })
}

/// Levels by year as levels by week, relative to the first.
fn trend(told: &BTreeMap<i32, f64>, map: &Map) -> Trend {
    let first = told.values().next().copied().unwrap_or(1.0);
    let weeks = told.iter().map(|(year, value)| {
        let week = (year - map.first_year) * WEEKS_PER_YEAR;
        (week, value / first)
    });
    Trend::new(weeks.collect())
}
