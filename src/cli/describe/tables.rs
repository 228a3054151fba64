//! The tables of a run, and those that are made of them.

use serde_json::{Value as Json, json};

use crate::cli::describe::page::{heading, paragraph, table, text};
use crate::studies::described::described;
use crate::studies::dictionary::ALL;

/// The tables of a run, and those that are made of them: all but the former are CSV.
pub fn facts() -> Json {
    let mut all: Vec<Json> = ALL.iter().map(|known| json!(known)).collect();
    all.extend(described().iter().map(|known| {
        let columns: Vec<Json> = (known.columns.iter())
            .map(|column| {
                json!({
                    "name": column.name,
                    "type": column.r#type,
                    "nullable": column.nullable,
                    "formula": column.about,
                })
            })
            .collect();
        json!({ "name": known.name, "row": known.row, "on_request": true, "columns": columns })
    }));
    json!(all)
}

pub fn page() -> String {
    let mut page = String::new();
    for known in ALL {
        page += &heading(known.name);
        page += &paragraph(0, &format!("One row is {}.", known.row));
        let rows: Vec<Vec<String>> = known
            .columns
            .iter()
            .map(|column| {
                let null = if column.nullable { " or null" } else { "" };
                vec![
                    column.name.to_owned(),
                    format!("{}{null}", text(&json!(column.r#type))),
                    column.unit.to_owned(),
                    text(&json!(column.kind)),
                    column.formula.to_owned(),
                ]
            })
            .collect();
        page += &table(&["column", "type", "unit", "kind", "formula"], &rows);
    }
    for known in described() {
        page += &heading(&format!("{}.csv", known.name));
        page += &paragraph(0, &format!("One row is {}.", known.row));
        let rows: Vec<Vec<String>> = (known.columns.into_iter())
            .map(|column| {
                let null = if column.nullable { " or empty" } else { "" };
                vec![
                    column.name,
                    format!("{}{null}", column.r#type),
                    column.about,
                ]
            })
            .collect();
        page += &table(&["column", "type", "what it is"], &rows);
    }
    page
}
