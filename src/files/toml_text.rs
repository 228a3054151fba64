//! TOML text as values, or as a problem with line and column.

use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Value;

use plaza_batch::messages::{Fault, explain};
use plaza_batch::problem::Problem;

use crate::files::document::Document;
use crate::files::reading::keys;
use crate::files::text;
use crate::files::toml_values::Strict;

/// The value that the text of `file` describes, or the first that is wrong with it.
pub fn parse<T: DeserializeOwned>(file: &Path, bytes: &[u8]) -> Result<T, Problem> {
    let text = text::utf8(file, bytes)?;
    let document = Document::parse(file, text.to_owned()).map_err(|problems| {
        let first = problems.into_iter().next();
        first.unwrap_or_else(|| Problem::whole(file, "is not TOML"))
    })?;
    let values = Value::Table(document.values.clone());
    let read: Result<T, _> = serde_path_to_error::deserialize(Strict(values));
    read.map_err(|error| {
        let path = keys(error.path());
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let (fault, message) = explain(error.inner().message());
        match fault {
            Fault::UnknownKey => document.problem_of_key(&path, message),
            Fault::Missing(_) | Fault::Value => document.problem(&path, message),
        }
    })
}
