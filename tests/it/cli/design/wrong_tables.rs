//! Wrong tables of points: one message each, with the line.

use std::fs;
use std::sync::Arc;

use parquet::data_type::{BoolType, DoubleType};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use tempfile::TempDir;

use crate::cli::design::of_table;
use crate::cli::design::wrong::{holds, single};
use crate::program::plaza;

/// What is said of a table of points: one problem, with its line.
#[track_caller]
fn of_rows(rows: &str, line: u32) -> String {
    let said = one_error(&of_table(rows));
    assert!(
        said.contains(&format!("points.csv:{line}")),
        "with its line: {said}"
    );
    said
}

/// What is said of an experiment with a table: one error.
#[track_caller]
fn one_error(there: &TempDir) -> String {
    let said = plaza(["check", "small.toml"])
        .inside(there.path())
        .refused();
    single(said)
}

#[test]
fn tables_that_are_wrong() {
    holds(
        &of_rows("recruitment.rate\n0.002\n0.003\n0.002\n", 4),
        "is the point of line 2 once more",
    );
    holds(
        &of_rows("recruitment.rate\n0.002\nmuch\n", 3),
        "column `recruitment.rate` is `much`, expected a number",
    );
    holds(&of_rows("recruitment.rate\n0.002\nNaN\n", 3), "`NaN`");
    holds(
        &of_rows("recruitment.rate,fighting.rate\n0.002,0.001\n0.002,\n", 3),
        "column `fighting.rate` is empty",
    );
    holds(
        &of_rows("recruitment.rate\n5\n", 2),
        "5 is outside the range of `recruitment.rate`",
    );
    holds(
        &of_rows("recruitment.rat\n0.002\n", 1),
        "(did you mean `recruitment.rate`?)",
    );
    holds(&of_rows("point\n0\n", 1), "has no column of an input");
    holds(
        &of_rows("weeks\n20\n20.5\n", 3),
        "expected a whole number of weeks",
    );
    holds(
        &of_rows("point,recruitment.rate\n0,0.002\n2,0.003\n5,0.004\n", 3),
        "column `point` is `2`, expected 1",
    );
    holds(
        &of_rows("point,recruitment.rate\n1,0.002\n2,0.003\n", 2),
        "column `point` is `1`, expected 0",
    );
    holds(
        &of_rows("point,recruitment.rate\nfirst,0.002\n", 2),
        "column `point` is `first`, expected 0",
    );
    holds(
        &of_rows("recruitment.rate,scenario\n0.002,0\n", 1),
        "column `scenario` of EMA Workbench is no input; drop it",
    );
    holds(
        &of_rows(
            "recruitment.rate,scenario,policy,model\n0.002,0,none,plaza\n",
            1,
        ),
        "columns `scenario`, `policy`, `model` of EMA Workbench are no inputs; drop them",
    );
    holds(
        &one_error(&of_table("recruitment.rate\n")),
        "has no row after its header",
    );
}

/// Where a column is wrong as a whole it is told once, and no row is taken for another.
#[test]
fn a_column_that_is_wrong_in_all_rows() {
    let rows = |head: &str, cell: &str| {
        let rows = (0..30).map(|row| format!("0.00{},{cell}\n", 2 + row % 2));
        format!("recruitment.rate,{head}\n{}", rows.collect::<String>())
    };
    holds(
        &of_rows(&rows("fighting.rat", "0.001"), 1),
        "column `fighting.rat`: there is no parameter `fighting.rat`",
    );
    holds(
        &of_rows(&rows("fighting.rate", ""), 2),
        "column `fighting.rate` is empty, expected a number; none of the 30 rows has one that fits",
    );
    holds(
        &of_rows(&rows("fighting.rate", "true"), 2),
        "column `fighting.rate` is `true`, expected a number; none of the 30 rows has one that fits",
    );
    let most = rows("fighting.rate", "much") + &"0.002,0.001\n0.003,0.001\n".repeat(5);
    holds(
        &of_rows(&most, 2),
        "is `much`, expected a number; 10 of the 40 rows have one that fits",
    );
    // Two rows of many are told one by one.
    let some = rows("fighting.rate", "0.001") + "0.002,much\n0.003,more\n";
    let said = plaza(["check", "small.toml"])
        .inside(of_table(&some).path())
        .refused();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    holds(lines[0], "points.csv:32: column `fighting.rate` is `much`");
    holds(lines[1], "points.csv:33: column `fighting.rate` is `more`");
}

#[test]
fn settings_of_rows_that_cannot_be() {
    holds(
        &of_rows("weeks,start\n20,0\n20,20\n30,20\n", 3),
        "start is 20 and weeks 20, expected 0 to 19",
    );
    holds(
        &of_rows("start\n0\n60\n", 3),
        "start is 60, expected 0 to 59",
    );
    holds(
        &of_rows(
            "map,recruitment.rate\nmap.toml,0.002\nnowhere.toml,0.002\nnowhere.toml,0.003\n",
            3,
        ),
        "map is `nowhere.toml`: no such map",
    );
    holds(
        &of_rows("map\nmap.toml\nother/map.toml\n", 3),
        "map `other/map.toml` has the name of `map.toml`, expected the same path or another name",
    );
}

/// The experiment with a table in Parquet, if there is one.
fn of_parquet(table: Option<&[u8]>) -> TempDir {
    let there = of_table("recruitment.rate\n0.002\n");
    let file = there.path().join("small.toml");
    let text = fs::read_to_string(&file).expect("written");
    fs::write(&file, text.replace("points.csv", "points.parquet")).expect("written");
    if let Some(bytes) = table {
        fs::write(there.path().join("points.parquet"), bytes).expect("written");
    }
    there
}

/// A table of a rate, and of another that is as `second` says and stands in 24 rows or in none.
fn two_rates(second: &str, there: bool) -> Vec<u8> {
    const ROWS: usize = 24;
    let schema = format!(
        "message table {{ required double recruitment.rate; optional {second} fighting.rate; }}"
    );
    let schema = parse_message_type(&schema).expect("a schema");
    let mut bytes = Vec::new();
    let mut file = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::default())
        .expect("memory can be written");
    let mut group = file.next_row_group().expect("a group");
    let rates: Vec<f64> = (0..ROWS).map(|row| 0.002 + 1e-5 * row as f64).collect();
    let levels = [i16::from(there); ROWS];
    let mut column = group.next_column().expect("it goes on").expect("a column");
    let rate = column.typed::<DoubleType>();
    rate.write_batch(&rates, None, None).expect("written");
    column.close().expect("closed");
    let mut column = group.next_column().expect("it goes on").expect("a column");
    match there {
        true => column
            .typed::<BoolType>()
            .write_batch(&[true; ROWS], Some(&levels), None),
        false => column
            .typed::<DoubleType>()
            .write_batch(&[], Some(&levels), None),
    }
    .expect("written");
    column.close().expect("closed");
    group.close().expect("closed");
    file.close().expect("closed");
    bytes
}

#[test]
fn tables_in_parquet_that_are_wrong() {
    for (table, part) in [
        (
            two_rates("boolean", true),
            "column `fighting.rate` is `true`, expected a number; none of the 24 rows has one that fits",
        ),
        (
            two_rates("double", false),
            "column `fighting.rate` is empty, expected a number; none of the 24 rows has one that fits",
        ),
        (b"PAR1 and nothing else".to_vec(), "is no table in Parquet"),
    ] {
        holds(&one_error(&of_parquet(Some(&table))), part);
    }
}

#[test]
fn a_table_that_is_not_there() {
    let csv = of_table("");
    fs::remove_file(csv.path().join("points.csv")).expect("it is there");
    for there in [csv, of_parquet(None)] {
        let said = one_error(&there);
        holds(&said, "there is no such file");
        assert!(!said.contains("os error"), "{said}");
    }
}
