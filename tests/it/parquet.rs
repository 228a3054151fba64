//! Written tables: equal rows give equal bytes, and what is read is what was written.

use std::fs;
use std::path::PathBuf;

use plaza::experiment::dictionary::{
    Column, EVENTS, Kind, MUNICIPALITIES, NATIONAL, TABLES, Table, Type,
};
use plaza::experiment::tables::{Rows, Value};
use plaza::io::parquet::{encode, read, read_known};

/// `n` rows with something else in every column, nulls where they may be.
fn rows(table: &'static Table, n: usize) -> Rows {
    let mut rows = Rows::new(table);
    for row in 0..n {
        rows.push(table.columns.iter().enumerate().map(|(c, column)| {
            if column.nullable && (row + c) % 3 == 0 {
                return Value::Null;
            }
            match column.r#type {
                Type::Integer => Value::Integer((row * 31 + c) as i64 - 5),
                Type::Real => Value::Real(row as f64 / (c + 1) as f64),
                Type::Text => Value::Text(format!("é{}", row % (c + 2)).into()),
                Type::Texts => Value::Texts(
                    (0..row % 4)
                        .map(|n| format!("é{}", row % (n + 2)).into())
                        .collect(),
                ),
            }
        }));
    }
    rows
}

fn metadata() -> Vec<(&'static str, String)> {
    vec![("plaza", "0".to_owned()), ("experiment", "ab".to_owned())]
}

fn written(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("part-00000.parquet");
    fs::write(&path, bytes).expect("a temporary folder can be written");
    (folder, path)
}

#[test]
fn what_is_read_is_what_was_written() {
    for table in TABLES {
        for n in [0, 1, 5000] {
            let rows = rows(table, n);
            let (_folder, path) = written(&encode(&rows, &metadata()));
            assert_eq!(read(&path, table), Ok(rows), "{} with {n} rows", table.name);
        }
    }
}

#[test]
fn equal_rows_give_equal_bytes_and_other_rows_other_bytes() {
    let encoded = encode(&rows(&EVENTS, 5000), &metadata());
    assert_eq!(encoded, encode(&rows(&EVENTS, 5000), &metadata()));
    assert_ne!(encoded, encode(&rows(&EVENTS, 4999), &metadata()));
}

#[test]
fn the_footer_carries_the_data_dictionary() {
    let encoded = encode(&rows(&NATIONAL, 3), &metadata());
    let text = String::from_utf8_lossy(&encoded);
    for column in NATIONAL.columns {
        assert!(text.contains(column.formula), "{}", column.name);
    }
}

#[test]
fn a_truncated_file_is_a_problem() {
    let encoded = encode(&rows(&EVENTS, 5000), &metadata());
    for keep in [0, 3, 100, encoded.len() / 2, encoded.len() - 1] {
        let (_folder, path) = written(&encoded[..keep]);
        let problem = read(&path, &EVENTS).expect_err("a truncated file");
        assert_eq!(problem.file, path);
        assert!(
            problem.message.starts_with("cannot be read as a Parquet"),
            "{problem}"
        );
    }
}

#[test]
fn a_column_that_an_older_version_did_not_write_reads_as_null() {
    let without = |name: &str| -> &'static Table {
        let columns = NATIONAL.columns.iter().copied();
        let columns: Vec<Column> = columns.filter(|column| column.name != name).collect();
        Box::leak(Box::new(Table {
            columns: Box::leak(columns.into_boxed_slice()),
            name: NATIONAL.name,
            row: NATIONAL.row,
            on_request: NATIONAL.on_request,
        }))
    };
    let optional = |column: &Column| column.kind != Kind::Key;
    let (_folder, path) = written(&encode(&rows(without("fear"), 3), &metadata()));
    let found = read_known(&path, &NATIONAL, optional).expect("an older file");
    assert_eq!(found.len(), 3);
    assert!(!found.knows("fear") && found.knows("members") && !found.knows("colour"));
    assert!(found.numbers("fear").iter().all(|value| value.is_nan()));
    assert!(
        read(&path, &NATIONAL).is_err(),
        "unless nothing may be missing"
    );
    let (_folder, path) = written(&encode(&rows(without("week"), 3), &metadata()));
    let problem = read_known(&path, &NATIONAL, optional).expect_err("a key is missing");
    assert!(problem.message.starts_with("column `week` is missing"));
}

#[test]
fn a_file_of_another_table_is_a_problem() {
    let (_folder, path) = written(&encode(&rows(&EVENTS, 3), &metadata()));
    let problem = read(&path, &MUNICIPALITIES).expect_err("another table");
    assert_eq!(problem.message, "column `year` is missing");
}

#[test]
fn a_column_of_another_type_is_a_problem() {
    static COLUMNS: [plaza::experiment::dictionary::Column; 1] =
        [plaza::experiment::dictionary::Column {
            name: "week",
            r#type: Type::Real,
            nullable: false,
            unit: "week",
            kind: plaza::experiment::dictionary::Kind::Key,
            formula: "-",
        }];
    static OTHER: Table = Table {
        name: "other",
        row: "-",
        on_request: false,
        columns: &COLUMNS,
    };
    let (_folder, path) = written(&encode(&rows(&NATIONAL, 3), &metadata()));
    let problem = read(&path, &OTHER).expect_err("another type");
    assert_eq!(
        problem.message,
        "column `week` holds INT64, expected DOUBLE"
    );
}

#[test]
fn a_missing_file_is_a_problem() {
    let problem = read("no/such.parquet".as_ref(), &EVENTS).expect_err("no such file");
    assert!(problem.message.starts_with("cannot read"), "{problem}");
}
