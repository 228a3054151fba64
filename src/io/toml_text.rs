//! TOML text as values, or as a problem with line and column.

use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Value;

use crate::io::config::messages::explain;
use crate::io::problem::Problem;
use crate::io::text;
use crate::io::toml_values::Strict;

/// The value that the text of `file` describes.
pub fn parse<T: DeserializeOwned>(file: &Path, bytes: &[u8]) -> Result<T, Problem> {
    let text = text::utf8(file, bytes)?;
    let value = toml::from_str(text).map_err(|error| {
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
    })?;
    // Once more, without lists in the place of tables.
    let values = toml::from_str(text).expect("the text was read before");
    let strict: Result<T, _> = serde_path_to_error::deserialize(Strict(Value::Table(values)));
    match strict {
        Ok(_) => Ok(value),
        Err(error) => {
            let message = format!("`{}`: {}", error.path(), explain(error.inner().message()).1);
            Err(Problem::whole(file, message))
        }
    }
}
