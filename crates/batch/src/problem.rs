//! Problems of a file, worded so that they can be mended.
//!
//! ```
//! use plaza_batch::problem::{Problem, nearest};
//!
//! let near = nearest("temperatur", ["temperature", "rain"]);
//! let problem = Problem::at("mine.toml", 3, format!("unknown key `temperatur`{near}"));
//! assert_eq!(problem.to_string(), "mine.toml:3: unknown key `temperatur` (did you mean `temperature`?)");
//! ```

use std::borrow::Cow;
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// How many problems of one set of files are told; the rest is counted.
const TOLD: usize = 20;

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
    /// Whether the disk failed, not who named the file.
    pub of_disk: bool,
}

impl Problem {
    /// Something wrong with the file as a whole.
    pub fn whole(file: impl AsRef<Path>, message: impl Into<String>) -> Self {
        Self {
            file: file.as_ref().to_owned(),
            line: None,
            column: None,
            message: without_long_zeros(message.into()),
            of_disk: false,
        }
    }

    /// A file that could not be read.
    pub fn unread(file: impl AsRef<Path>, error: &io::Error) -> Self {
        Self::whole(file, format!("cannot read: {error}"))
    }

    /// A file or folder that could not be written.
    pub fn unwritten(file: impl AsRef<Path>, error: &io::Error) -> Self {
        Self {
            of_disk: !matches!(
                error.kind(),
                ErrorKind::NotFound
                    | ErrorKind::PermissionDenied
                    | ErrorKind::AlreadyExists
                    | ErrorKind::NotADirectory
                    | ErrorKind::IsADirectory
                    | ErrorKind::ReadOnlyFilesystem
                    | ErrorKind::InvalidFilename
                    | ErrorKind::InvalidInput
            ),
            ..Self::whole(file, format!("cannot be written: {error}"))
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

impl From<Problem> for Vec<Problem> {
    fn from(problem: Problem) -> Self {
        vec![problem]
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.file.to_string_lossy() {
            file if file.is_empty() => write!(f, "\"\"")?,
            file => write!(f, "{}", one_line(&file))?,
        }
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        write!(f, ": {}", one_line(&self.message))
    }
}

/// A number may have hundreds of zeros, of which nobody reads more than some.
fn without_long_zeros(message: String) -> String {
    const LONG: usize = 40;
    if !message.contains(&"0".repeat(LONG)) {
        return message;
    }
    let mut short = String::new();
    let mut zeros = 0;
    for letter in message.chars() {
        zeros = if letter == '0' { zeros + 1 } else { 0 };
        match zeros {
            0..LONG => short.push(letter),
            LONG => short.push_str("..."),
            _ => {}
        }
    }
    short
}

/// What a user wrote may hold line ends, tabs and worse; in a message they are shown, not done.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return text.into();
    }
    let shown = |letter: char| match letter.is_control() {
        true => letter.escape_default().to_string(),
        false => letter.to_string(),
    };
    text.chars().map(shown).collect::<String>().into()
}

/// How like two names are, whatever their capitals. Of short words one slip leaves little that is like: it counts
/// as one slip in a word of eight letters.
fn likeness(name: &str, other: &str) -> f64 {
    let (name_small, other_small) = (name.to_lowercase(), other.to_lowercase());
    let as_written = strsim::jaro_winkler(name, other);
    let small = strsim::jaro_winkler(&name_small, &other_small);
    let one_slip = name.len() > 2 && strsim::osa_distance(&name_small, &other_small) == 1;
    as_written
        .max(small)
        .max(if one_slip { 0.875 } else { 0.0 })
}

/// The one of `known` that is most like `name`, if it is near.
pub fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .filter(|candidate| *candidate != name)
        .map(|candidate| (likeness(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// ` (did you mean ...?)` when one of `known` is near to `name`, else the empty string.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    near(name, known).map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"))
}

/// How the last of [`shortened`] problems begins.
const REST: &str = "and ";

/// Whether a problem only says how many more there are, behind those of its file.
pub fn is_rest(problem: &Problem) -> bool {
    problem.line.is_none() && problem.message.starts_with(REST)
}

/// The first problems, and how many more there are.
pub fn shortened(mut problems: Vec<Problem>) -> Vec<Problem> {
    let more = problems.len().saturating_sub(TOLD);
    if more > 0 {
        problems.truncate(TOLD);
        let file = problems[TOLD - 1].file.clone();
        let problems_more = if more == 1 { "problem" } else { "problems" };
        let message = format!("{REST}{more} more {problems_more} in these files");
        problems.push(Problem::whole(file, message));
    }
    problems
}
