//! Rows as CSV text.

use std::path::Path;

use serde::Serialize;
use serde_json::{Value as Json, json};

use plaza_batch::foreign;
use plaza_batch::problem::Problem;

const MEMORY: &str = "writing to memory does not fail";

/// Rows as CSV, under the names of their fields; empty where there is no row.
pub fn csv<T: Serialize>(rows: impl IntoIterator<Item = T>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).expect(MEMORY);
    }
    text(writer)
}

/// Cells as CSV, below the names of their columns.
pub fn table<Row: IntoIterator<Item: AsRef<[u8]>>>(
    names: impl IntoIterator<Item: AsRef<[u8]>>,
    rows: impl IntoIterator<Item = Row>,
) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(names).expect(MEMORY);
    for row in rows {
        writer.write_record(row).expect(MEMORY);
    }
    text(writer)
}

/// A table that another program wrote in Parquet, as CSV.
pub fn of_parquet(file: &Path) -> Result<String, Problem> {
    let (names, rows) = foreign::cells(file)?;
    Ok(table(names, rows))
}

fn text(writer: csv::Writer<Vec<u8>>) -> String {
    String::from_utf8(writer.into_inner().expect(MEMORY)).expect("text was written")
}

/// The rows of a CSV table in a document: numbers as numbers, empty cells as null.
pub fn documented(table: &str) -> Json {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let head: Vec<String> = (reader.headers().into_iter().flatten())
        .map(str::to_owned)
        .collect();
    let cell = |cell: &str| match cell.parse::<f64>() {
        Ok(number) if number.is_finite() => json!(number),
        _ if cell.is_empty() => Json::Null,
        _ => json!(cell),
    };
    let rows = reader.records().flatten().map(|row| {
        let cells = head.iter().zip(&row);
        cells
            .map(|(name, of)| (name.clone(), cell(of)))
            .collect::<serde_json::Map<_, _>>()
    });
    json!(rows.collect::<Vec<_>>())
}
