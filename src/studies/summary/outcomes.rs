//! The tables `outcomes` and `draws`: the results of each replicate, and its parameters.

use std::collections::BTreeSet;

use plaza_batch::problem::Problem;
use plaza_batch::rows::{Rows, Value};

use crate::files::csv_text;
use crate::runs::design::Sharing;
use crate::runs::dictionary::{Column, DRAW, Kind, OUTCOMES, Table, Type};
use crate::runs::made::Made;
use crate::setup::Loaded;
use crate::setup::results::Results;
use crate::studies::summary::samples::Samples;

/// The rows of `outcomes`: of each policy and replicate every metric, as counted by `samples`.
pub fn rows(samples: &Samples, sharing: Option<Sharing>) -> Rows {
    let mut rows = Rows::new(&OUTCOMES);
    for (policy, sample) in samples.iter() {
        for (index, replicate) in sample.replicates.iter().enumerate() {
            let draw = sharing.map(|sharing| sharing.draw_of(*replicate));
            let keys = [
                Value::Text(policy.clone()),
                Value::Integer(i64::from(*replicate)),
                draw.map_or(Value::Null, |draw| Value::Integer(i64::from(draw))),
            ];
            let metric = |of: &Vec<f64>| match of[index] {
                value if value.is_finite() => Value::Real(value),
                _ => Value::Null,
            };
            rows.push(keys.into_iter().chain(sample.values.iter().map(metric)));
        }
    }
    rows
}

/// The rows of `draws`: of each draw that these replicates have, every number that is drawn; `None` where none is.
pub fn draws(loaded: &Loaded, replicates: &BTreeSet<u32>) -> Option<Rows> {
    let draws = loaded.design.draws.as_ref()?;
    let number = |name: &String| Column {
        name: name.clone().leak(),
        r#type: Type::Real,
        nullable: false,
        unit: "as in the parameter file",
        kind: Kind::Attribute,
        formula: "the number of this name in the parameter file, in this draw",
    };
    let keys = [
        Column {
            nullable: false,
            kind: Kind::Key,
            ..DRAW
        },
        Column {
            name: "weight",
            formula: "weight of the draw: all are alike",
            unit: "1",
            ..number(&"weight".to_owned())
        },
    ];
    let columns: Vec<Column> = keys
        .into_iter()
        .chain(draws.names.iter().map(number))
        .collect();
    // Its columns are known only now, and once: they stay as long as the program does.
    let table: &'static Table = Box::leak(Box::new(Table {
        name: "draws",
        row: "a draw of the numbers of the rules, which replicates of all policies share",
        on_request: true,
        folded: false,
        averaged: None,
        columns: columns.leak(),
    }));
    let mut rows = Rows::new(table);
    let used = replicates
        .iter()
        .map(|replicate| draws.sharing.draw_of(*replicate));
    for draw in used.collect::<BTreeSet<u32>>() {
        let keys = [Value::Integer(i64::from(draw)), Value::Real(1.0)];
        let numbers = draws.numbers(draw).into_iter().map(Value::Real);
        rows.push(keys.into_iter().chain(numbers));
    }
    Some(rows)
}

/// Writes both tables of a folder; as CSV too, if `csv` says so.
pub fn write(
    results: &Results,
    samples: &Samples,
    sharing: Sharing,
    csv: bool,
    made: &mut Made,
) -> Result<(), Problem> {
    let is_drawn = results.experiment()?.drawn().is_some();
    let drawn = is_drawn.then(|| {
        let replicates = samples.iter().flat_map(|(_, sample)| &sample.replicates);
        // A folder of another version is not read again: its draws are not made anew.
        let loaded = results.loaded().ok();
        loaded.and_then(|loaded| draws(loaded, &replicates.copied().collect()))
    });
    let sharing = is_drawn.then_some(sharing);
    for rows in [Some(rows(samples, sharing)), drawn.flatten()]
        .into_iter()
        .flatten()
    {
        made.table(&rows)?;
        if csv {
            made.put(
                &format!("{}.csv", rows.table.name),
                as_csv(&rows).as_bytes(),
            )?;
        }
    }
    Ok(())
}

/// Rows as CSV; nothing where a value is null.
pub fn as_csv(rows: &Rows) -> String {
    let names = rows.table.columns.iter().map(|column| column.name);
    let cells = (0..rows.len()).map(|row| {
        let cells = rows.columns.iter().map(|values| match values.value(row) {
            Value::Integer(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
            Value::Text(text) => text.to_string(),
            Value::Texts(texts) => texts.join(" "),
            Value::Null => String::new(),
        });
        cells.collect::<Vec<_>>()
    });
    csv_text::table(names, cells)
}
