//! Written tables: equal rows give equal bytes, and what is read is what was written.

use std::fs;
use std::path::{Path, PathBuf};

use plaza_batch::parquet::{decode, encode, metadata as entries, read, read_known};
use plaza_batch::rows::{Rows, Value, Values};

use plaza::runs::dictionary::{
    Column, EVENTS, Kind, MUNICIPALITIES, NATIONAL, PANEL, TABLES, Table, Type,
};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

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
fn a_column_takes_what_is_wide_and_what_is_null() {
    let bounds = [1 << 7, 1 << 15, 1 << 31, i64::MAX];
    let numbers = bounds
        .iter()
        .flat_map(|bound| [bound - 1, *bound, -bound, (-bound).saturating_sub(1)]);
    let numbers: Vec<Value> = (numbers.map(Value::Integer))
        .flat_map(|number| [Value::Null, number])
        .collect();
    let texts = (0..600).map(|row| format!("t{}", row % 300).as_str().into());
    for (r#type, values) in [
        (Type::Integer, numbers),
        (Type::Text, [Value::Null].into_iter().chain(texts).collect()),
        (
            Type::Texts,
            vec![
                Value::Texts(vec!["b".into(), "a".into()]),
                Value::Texts(Vec::new()),
                Value::Texts(vec!["a".into()]),
            ],
        ),
    ] {
        let column = |values: &[Value]| {
            let mut column = Values::new(r#type);
            values.iter().for_each(|value| column.push(value.clone()));
            column
        };
        let whole = column(&values);
        let read: Vec<Value> = (0..whole.len()).map(|row| whole.value(row)).collect();
        assert_eq!(read, values);
        for cut in 0..=values.len() {
            let (first, rest) = values.split_at(cut);
            let mut joined = column(first);
            joined.append(column(rest));
            assert_eq!(joined, whole, "cut at {cut}");
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

/// Whether a file begins and ends as Parquet does.
fn is_signed(bytes: &[u8]) -> bool {
    bytes.len() > 12 && bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1")
}

#[test]
fn a_damaged_file_with_a_whole_signature_is_a_problem_or_read() {
    let luck = &mut ChaCha8Rng::seed_from_u64(17);
    for table in [&EVENTS, &PANEL] {
        let whole = encode(&rows(table, 300), &metadata());
        let footer = whole.len() - 8 - footer_of(&whole);
        for case in 0..1_500 {
            let mut bytes = whole.clone();
            // Two in three in the footer, which says how much memory is needed.
            let from = if case % 3 > 0 { footer } else { 4 };
            for _ in 0..luck.random_range(1..4) {
                let at = luck.random_range(from..bytes.len() - 4);
                bytes[at] = luck.random();
            }
            if case % 5 == 0 {
                let at = luck.random_range(from..bytes.len() - 8);
                let length = luck.random_range(1..9).min(bytes.len() - 8 - at);
                bytes.drain(at..at + length);
            }
            assert!(is_signed(&bytes));
            let path = Path::new("part-00000.parquet");
            let said = entries(path, bytes.clone()).err();
            let read = decode(path, bytes, table, |_| true, |_| true).err();
            for problem in [said, read].into_iter().flatten() {
                assert_eq!(problem.file, path, "{problem}");
            }
        }
    }
}

/// The length of a file's footer, which stands before its last four bytes.
fn footer_of(bytes: &[u8]) -> usize {
    let at = bytes.len() - 8;
    let length = bytes[at..at + 4].try_into().expect("four bytes");
    u32::from_le_bytes(length) as usize
}

#[test]
fn a_group_that_says_more_rows_than_its_columns_have_is_a_problem() {
    let whole = encode(&rows(&EVENTS, 300), &metadata());
    // 300 as the footer writes it, and 8,190, which is as long.
    let (is, says) = ([0xd8, 0x04], [0xfc, 0x7f]);
    let footer = whole.len() - 8 - footer_of(&whole);
    let mut refused = 0;
    for at in footer..whole.len() - 9 {
        if whole[at..at + 2] == is {
            let mut bytes = whole.clone();
            bytes[at..at + 2].copy_from_slice(&says);
            let path = Path::new("part-00000.parquet");
            let read = decode(path, bytes, &EVENTS, |_| true, |_| true);
            refused += usize::from(read.is_err());
        }
    }
    assert!(refused > EVENTS.columns.len(), "{refused} refused");
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
            averaged: None,
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
    static COLUMNS: [plaza::runs::dictionary::Column; 1] = [plaza::runs::dictionary::Column {
        name: "week",
        r#type: Type::Real,
        nullable: false,
        unit: "week",
        kind: plaza::runs::dictionary::Kind::Key,
        formula: "-",
    }];
    static OTHER: Table = Table {
        name: "other",
        row: "-",
        on_request: false,
        folded: false,
        averaged: None,
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
