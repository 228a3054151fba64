//! `plaza describe` without a topic: the topics.

use serde_json::{Value as Json, json};

use plaza_model::submodels::schedule::SCHEDULE;

use crate::cli::describe::page::{heading, table, text};
use crate::cli::describe::parameters;
use crate::cli::describe::policies::{catalogue, policies_known};
use crate::studies::dictionary::ALL;
use plaza_batch::failure::Failure;

/// The names of what is known, by topic.
pub fn facts() -> Result<Json, Failure> {
    let policies: Vec<String> = policies_known()?
        .into_iter()
        .map(|policy| policy.name)
        .collect();
    let catalogue = catalogue()?;
    Ok(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "parameters": parameters::facts().as_array().map_or(0, Vec::len),
        "policies": policies,
        "levers": catalogue.names().collect::<Vec<_>>(),
        "schedule": SCHEDULE.iter().map(|process| process.name).collect::<Vec<_>>(),
        "tables": ALL.iter().map(|table| table.name).collect::<Vec<_>>(),
    }))
}

/// The facts as a page.
pub fn page(facts: &Json) -> String {
    let mut page = heading(&format!("plaza {}", text(&facts["version"])));
    let rows = ["parameters", "policies", "levers", "schedule", "tables"].map(|topic| {
        let known = match &facts[topic] {
            Json::Array(names) => names.iter().map(text).collect::<Vec<_>>().join(", "),
            count => format!("{count} numbers with unit, range and source"),
        };
        vec![topic.to_owned(), known]
    });
    page += &table(&["topic", "what is known"], &rows);
    page + "\nplaza describe TOPIC says more; odd is all of it, by the ODD protocol.\n"
}
