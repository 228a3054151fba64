//! TOML text as values, or as a problem with line and column.

use std::path::Path;

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use crate::io::config::messages::explain;
use crate::io::problem::Problem;
use crate::io::text;
use crate::io::toml_values::Strict;

/// The value that the text of `file` describes.
pub fn parse<T: DeserializeOwned>(file: &Path, bytes: &[u8]) -> Result<T, Problem> {
    let text = text::utf8(file, bytes)?;
    let placed = |error: &toml::de::Error| {
        let message = error.message().trim_end().replace('\n', ", ");
        match error.span() {
            Some(span) => {
                let before = &text[..span.start];
                let line_start = before.rfind('\n').map_or(0, |end| end + 1);
                Problem {
                    column: Some(before[line_start..].chars().count() + 1),
                    ..Problem::at(file, before.matches('\n').count() + 1, message)
                }
            }
            None => Problem::whole(file, message),
        }
    };
    let values: Table = text.parse().map_err(|error| placed(&error))?;
    let read = serde_path_to_error::deserialize(Strict(Value::Table(values)));
    read.map_err(|strict| match toml::from_str::<T>(text) {
        // Read from the text, a fault has a place in it; what only tables in the place of lists would mend has none.
        Err(error) => placed(&error),
        Ok(_) => {
            let message = explain(strict.inner().message()).1;
            Problem::whole(file, format!("`{}`: {message}", strict.path()))
        }
    })
}
