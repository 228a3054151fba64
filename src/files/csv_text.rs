//! Rows as CSV text.

use serde::Serialize;

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

fn text(writer: csv::Writer<Vec<u8>>) -> String {
    String::from_utf8(writer.into_inner().expect(MEMORY)).expect("text was written")
}
