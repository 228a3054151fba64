//! The processes of a week.

use serde_json::{Value as Json, json};

use plaza_model::submodels::schedule::{Process, SCHEDULE, Scope};

use crate::cli::describe::page::{table, text};

pub fn facts() -> Json {
    let process = |process: &Process| {
        let scope = match process.scope {
            Scope::Local(_) => "each municipality",
            Scope::Exchange(_) => "the country",
        };
        let writes: Vec<String> = process.writes.iter().map(|part| part.label()).collect();
        json!({
            "id": process.id,
            "name": process.name,
            "every": process.every,
            "scope": scope,
            "writes": writes,
        })
    };
    json!(SCHEDULE.iter().map(process).collect::<Vec<_>>())
}

pub fn page(facts: &Json) -> String {
    let rows: Vec<Vec<String>> = facts
        .as_array()
        .into_iter()
        .flatten()
        .map(|process| {
            let mut row = ["id", "name", "every", "scope"]
                .map(|key| text(&process[key]))
                .to_vec();
            let writes: Vec<String> = (process["writes"].as_array().into_iter().flatten())
                .map(text)
                .collect();
            row.push(writes.join(", "));
            row
        })
        .collect();
    let titles = ["id", "process", "every [week]", "acts on", "writes"];
    table(&titles, &rows)
}
