//! Parameters drawn from a table of the values that a calibration left possible: `parameters =
//! "posterior"`.
//!
//! The table is `plaza calibrate`'s: a row is a draw, numbers that go together. Numbers that are not in it
//! are those of the parameter file, and so is one whose range there is a single value, as of one that the
//! user set. Draw k is row k, and after the last row comes the first again.

use std::path::Path;
use std::sync::Arc;

use toml::Table;

use plaza_batch::problem::{Problem, nearest, shortened};
use plaza_model::submodels::MODEL;

use crate::files::csv_table::{Column, CsvTable};
use crate::files::embedded;
use crate::runs::design::{Draws, Sharing};
use crate::setup::draws::{drawn_with, numbers};
use crate::studies::calibration::cube::Number;

/// What stands in an experiment for draws from a table.
pub const POSTERIOR: &str = "posterior";

/// The columns that are no parameters: the version of the model that they were fitted to, the
/// draw, and its distance from the observations.
const ABOUT: [&str; 3] = ["model", "draw", "distance"];

/// Reads a table of draws of the numbers of `text`, a parameter file that has been read before, and gives
/// the bytes of the table too.
pub fn read(path: &Path, text: &str, luck_per_draw: u32) -> Result<(Draws, Vec<u8>), Vec<Problem>> {
    let bytes = embedded::text(path)?.into_bytes();
    let parameters: Table = text.parse().expect("the parameters were read before");
    let mut problems = Vec::new();
    let Some(table) = CsvTable::parse(path, &bytes, &mut problems) else {
        return Err(problems);
    };
    let [model, draw, distance] = table.require(ABOUT)?;
    problems.extend(wrong_version(&table, model));
    let drawn = drawn(&table, &parameters, &mut problems);
    if drawn.is_empty() && problems.is_empty() {
        let message =
            "has no column of a number of the rules, expected one for each number that is drawn";
        problems.push(Problem::at(path, 1, message));
    }
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for row in table.rows() {
        problems.extend(row.whole(draw, 0..=i64::MAX).err());
        problems.extend(row.number(distance, 0.0..=f64::MAX).err());
        let mut values = Vec::with_capacity(drawn.len());
        for (number, column) in &drawn {
            match row.number(*column, number.range.low..=number.range.high) {
                Ok(value) => values.push(value),
                Err(problem) => problems.push(problem),
            }
        }
        rows.push(values);
    }
    if rows.is_empty() && problems.is_empty() {
        let message = "has no row after its header, expected one for each draw";
        problems.push(Problem::whole(path, message));
    }
    if !problems.is_empty() {
        return Err(shortened(problems));
    }
    let sharing = Sharing {
        rows: Some(rows.len() as u32),
        ..Sharing::in_a_row(luck_per_draw)
    };
    let names: Vec<String> = drawn.iter().map(|(of, _)| of.name.clone()).collect();
    let draw = move |draw: u32| {
        let row = &rows[draw as usize];
        drawn_with(
            &parameters,
            drawn
                .iter()
                .map(|(number, _)| number)
                .zip(row.iter().copied()),
        )
    };
    Ok((Draws::new(sharing, names, Arc::new(draw)), bytes))
}

/// How many draws are in a table that has been read before.
pub fn rows(path: &Path) -> Result<u32, Problem> {
    let text = embedded::text(path)?;
    let table = CsvTable::parse(path, text.as_bytes(), &mut Vec::new());
    Ok(table.map_or(0, |table| table.rows().count() as u32))
}

/// That a table is another model's: numbers fitted to other rules say nothing of these.
fn wrong_version(table: &CsvTable, model: Column) -> Option<Problem> {
    let row = table.rows().find(|row| row.text(model) != MODEL)?;
    Some(row.problem(format!(
        "column `model` is `{}`, expected `{MODEL}`, the version of the rules and numbers of this program; `plaza calibrate` \
         makes a new table",
        row.text(model)
    )))
}

/// The numbers that are drawn, with their columns.
fn drawn(
    table: &CsvTable,
    parameters: &Table,
    problems: &mut Vec<Problem>,
) -> Vec<(Number, Column)> {
    let known = parameters.iter().flat_map(|(section, numbers)| {
        let names = numbers.as_table().into_iter().flat_map(Table::keys);
        names.map(move |name| format!("{section}.{name}"))
    });
    let known: Vec<String> = known.collect();
    for name in table.header() {
        if !ABOUT.contains(&name.as_str()) && !known.contains(name) {
            let near = nearest(name, known.iter().map(String::as_str));
            let message =
                format!("column `{name}` is no number of the rules{near}, expected section.name");
            problems.push(Problem::at(table.file(), 1, message));
        }
    }
    let column = |number: Number| {
        let column = table.find(&number.name)?;
        Some((number, column))
    };
    numbers(parameters).into_iter().filter_map(column).collect()
}
