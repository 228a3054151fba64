//! TOML text as values, or as a problem with line and column.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::io::problem::Problem;
use crate::io::text;

/// The value that the text of `file` describes.
pub fn parse<T: DeserializeOwned>(file: &Path, bytes: &[u8]) -> Result<T, Problem> {
    let text = text::utf8(file, bytes)?;
    toml::from_str(text).map_err(|error| {
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
    })
}
