//! The tables `experiments` and `outcomes` of a design, in Parquet and CSV.

use plaza_batch::problem::Problem;
use plaza_batch::rows::{Rows, Value};
use plaza_exploration::space::{Input, Over};

use crate::runs::dictionary::{Column, Kind, OUTCOMES_OF_POINTS, POINT, Table, Type};
use crate::runs::made::Made;
use crate::setup::results::Results;
use crate::studies::points::Points;
use crate::studies::summary::outcomes::as_csv;

/// Writes both tables of a finished design; gives the outcomes.
pub fn make(results: &Results, points: &Points, made: &mut Made) -> Result<Rows, Problem> {
    let outcomes = outcomes(results)?;
    for rows in [&experiments(points), &outcomes] {
        made.table(rows)?;
        made.put(&format!("{}.csv", rows.table.name), as_csv(rows).as_bytes())?;
    }
    Ok(outcomes)
}

/// The points: a row for each with every input, choices by their names.
fn experiments(points: &Points) -> Rows {
    let column = |input: &Input| Column {
        name: input.name.clone().leak(),
        r#type: match input.over {
            Over::Range { .. } => Type::Real,
            Over::Choices(_) => Type::Text,
        },
        nullable: false,
        unit: "as in the experiment",
        kind: Kind::Attribute,
        formula: "the input of this name at the point",
    };
    let columns: Vec<Column> = [POINT]
        .into_iter()
        .chain(points.inputs.iter().map(column))
        .collect();
    // Its columns are known only now, and once: they stay as long as the program does.
    let table: &'static Table = Box::leak(Box::new(Table {
        name: "experiments",
        row: "a point of a design, with all that is varied",
        on_request: true,
        averaged: None,
        columns: columns.leak(),
    }));
    let mut rows = Rows::new(table);
    for (number, point) in points.points.iter().enumerate() {
        let values = points.inputs.iter().zip(point);
        let values = values.map(|(input, number)| match &input.over {
            Over::Range { .. } => Value::Real(*number),
            Over::Choices(choices) => Value::Text(choices[*number as usize].as_str().into()),
        });
        rows.push([Value::Integer(number as i64)].into_iter().chain(values));
    }
    rows
}

/// All outcomes: by point, then by policy in the order of the manifest, then by replicate.
fn outcomes(results: &Results) -> Result<Rows, Problem> {
    let mut of_policies = Vec::new();
    for policy in results.manifest.policies.keys() {
        let mut rows = Rows::new(&OUTCOMES_OF_POINTS);
        for block in results.blocks_of(policy) {
            rows.append(block.read(&OUTCOMES_OF_POINTS)?);
        }
        let points = rows.numbers(POINT.name);
        of_policies.push((rows, points, 0));
    }
    let mut all = Rows::new(&OUTCOMES_OF_POINTS);
    let next = |of: &[(Rows, Vec<f64>, usize)]| {
        let points = of.iter().filter_map(|(_, points, at)| points.get(*at));
        points.copied().min_by(f64::total_cmp)
    };
    while let Some(point) = next(&of_policies) {
        for (rows, points, at) in &mut of_policies {
            while points.get(*at).is_some_and(|of| *of <= point) {
                all.push(rows.columns.iter().map(|column| column.value(*at)));
                *at += 1;
            }
        }
    }
    Ok(all)
}
