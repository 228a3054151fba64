//! Empty tables with every column that a map can be built from, and the meaning of each.

use crate::files::csv_text;
use crate::maps::map_tables::columns::{Known, TABLES};

/// The files of a template: name and text.
pub fn files() -> Vec<(&'static str, String)> {
    let tables = TABLES.iter().map(|table| {
        let names = table
            .columns
            .iter()
            .flat_map(|column| match column.name.as_str() {
                "pop_YYYY" => vec!["pop_2010", "pop_2020"],
                name => vec![name],
            });
        let mut text = Vec::from_iter(names).join(",");
        text.push('\n');
        (table.file.as_str(), text)
    });
    tables.chain([("columns.csv", columns())]).collect()
}

/// Every column: where it stands, its unit, its direction, what happens without it, an example.
fn columns() -> String {
    let header = [
        "table",
        "option",
        "column",
        "older_name",
        "required",
        "unit",
        "about",
        "without",
        "example",
    ];
    let rows = TABLES.iter().flat_map(|table| {
        table.columns.iter().map(move |column| {
            let required = if column.required() { "yes" } else { "no" };
            [
                &table.file,
                &table.option,
                &column.name,
                &column.older.join(" "),
                required,
                &column.unit,
                &column.about,
                &column.without,
                &column.example,
            ]
            .map(str::to_owned)
        })
    });
    csv_text::table(header, rows)
}

/// The columns of all tables, for `--help`.
pub fn help() -> String {
    let mut text = String::from("Columns (a row of each table is):\n");
    for table in TABLES.iter() {
        text += &format!("\n  {}: {}\n", table.option, table.row);
        for column in &table.columns {
            let Known {
                name,
                older,
                unit,
                about,
                ..
            } = column;
            let need = if column.required() {
                "required"
            } else {
                "optional"
            };
            let or = match &older[..] {
                [] => String::new(),
                older => format!(" (or {})", older.join(", ")),
            };
            text += &format!("    {name}{or}: {about} [{unit}; {need}]\n");
        }
    }
    text
}
