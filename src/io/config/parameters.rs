//! The parameter file.

use std::path::Path;

use toml::Table;

use crate::io::config::document::Document;
use crate::io::config::{TypedParameter, embedded, reading};
use crate::io::problem::Problem;
use crate::submodels::Parameters;
use crate::units::Quantity;

/// Reads a parameter file; `set` are changes that the user typed: path, number, and the words.
pub fn read(path: &Path, set: &[TypedParameter]) -> Result<(Parameters, String), Vec<Problem>> {
    let mut document = Document::open(path)?;
    let mut problems = Vec::new();
    for (keys, value, typed) in set {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        if let Err(problem) = document.put_quantity(&keys, value.clone(), typed) {
            problems.push(problem);
        }
    }
    let reading = reading::read::<Parameters>(&document, &baseline());
    problems.extend(reading.problems);
    let mut value = reading.value;
    if let Some(people) = value.as_ref().map(|p| &p.citizens)
        && people.children.get() + people.young.get() + people.adults.get() > 1.0
    {
        let message = "children, young and adults are together more than 1, expected parts of all";
        problems.push(document.problem(&["citizens"], message));
        value = None;
    }
    match value {
        Some(parameters) if problems.is_empty() => Ok((parameters, document.text)),
        _ => Err(problems),
    }
}

/// The embedded parameter file.
pub fn baseline() -> Table {
    let text = embedded::text(&embedded::path("parameters/baseline.toml"));
    let text = text.expect("the baseline is embedded");
    text.parse().expect("the baseline is TOML")
}
