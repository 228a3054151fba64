//! What is wrong with a file, said so that it can be mended.

use std::fmt;
use std::path::{Path, PathBuf};

/// One thing wrong with one file: where, what, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// The file, as the user named it.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Column, from 1.
    pub column: Option<usize>,
    /// What is wrong and what was expected, lower-case, without a full stop.
    pub message: String,
}

impl Problem {
    /// Something wrong with the file as a whole.
    pub fn whole(file: impl AsRef<Path>, message: impl Into<String>) -> Self {
        Self {
            file: file.as_ref().to_owned(),
            line: None,
            column: None,
            message: message.into(),
        }
    }

    /// Something wrong in one line.
    pub fn at(file: impl AsRef<Path>, line: usize, message: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            ..Self::whole(file, message)
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        write!(f, ": {}", self.message)
    }
}

/// How like two names are, whatever their capitals.
fn likeness(name: &str, other: &str) -> f64 {
    let as_written = strsim::jaro_winkler(name, other);
    let small = strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase());
    as_written.max(small)
}

/// ` (did you mean ...?)` when one of `known` is near to `name`, else the empty string.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    known
        .into_iter()
        .filter(|candidate| *candidate != name)
        .map(|candidate| (likeness(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or_else(String::new, |(_, candidate)| {
            format!(" (did you mean `{candidate}`?)")
        })
}
