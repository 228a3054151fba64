//! The parameter file, and those that extend it.
//!
//! A file that begins with `extends = "baseline"` holds only the numbers that differ, each whole.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use plaza_batch::problem::Problem;
use plaza_model::submodels::Parameters;
use plaza_model::units::Quantity;

use crate::files::document::Document;
use crate::files::{embedded, reading};
use crate::setup::extending::{Kind, extended};

/// The key of a file that holds only what differs from another.
pub const EXTENDS: &str = "extends";

/// A number of the parameter file that the user typed: its path, the number, and the words.
pub type TypedParameter = (Vec<String>, Value, String);

/// Reads a parameter file and all it extends, and gives the text of one that holds all numbers itself;
/// `set` are changes that the user typed: path, number, and the words.
pub fn read(path: &Path, set: &[TypedParameter]) -> Result<(Parameters, String), Vec<Problem>> {
    let read = read_beyond(path, set, false)?;
    Ok((read.parameters, read.text))
}

/// Parameters with their text, and the ranges that numbers set by the user have left.
#[derive(Debug)]
pub struct ReadParameters {
    /// The numbers.
    pub parameters: Parameters,
    /// A file that holds all of them itself.
    pub text: String,
    /// The ranges left, by name of the number.
    pub beyond: BTreeMap<String, [f64; 2]>,
}

/// The same, where numbers may be set beyond their ranges if `beyond` says so.
pub fn read_beyond(
    path: &Path,
    set: &[TypedParameter],
    beyond: bool,
) -> Result<ReadParameters, Vec<Problem>> {
    let mut document = whole(path, &mut Vec::new())?;
    let mut problems = Vec::new();
    let mut left = BTreeMap::new();
    for (keys, value, typed) in set {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        match document.put_quantity(&keys, value.clone(), typed, beyond) {
            Ok(None) => {}
            Ok(Some(range)) => drop(left.insert(keys.join("."), range)),
            Err(problem) => problems.push(problem),
        }
    }
    match checked(&document) {
        Ok(parameters) if problems.is_empty() => Ok(ReadParameters {
            parameters,
            text: document.text,
            beyond: left,
        }),
        Ok(_) => Err(problems),
        Err(found) => {
            problems.extend(found);
            Err(problems)
        }
    }
}

/// A parameter file as one that extends nothing; `above` are the files that extend it.
fn whole(path: &Path, above: &mut Vec<PathBuf>) -> Result<Document, Vec<Problem>> {
    let mut document = Document::open(path)?;
    let Some(extends) = document.values.remove(EXTENDS) else {
        return Ok(document);
    };
    above.push(path.to_owned());
    let base = match &extends {
        Value::String(name) => {
            let name = name.strip_suffix(".toml").unwrap_or(name);
            extended(path, Kind::Parameters, name, above)
        }
        other => Err(format!(
            "expected the name of a parameter file, found {other}"
        )),
    };
    let mut problems = Vec::new();
    let base = match base {
        Ok(base) => {
            if let Some(problem) = embedded::twice_named(&base, "parameters") {
                return Err(vec![problem]);
            }
            let base = whole(&base, above)?;
            checked(&base)?;
            base.values
        }
        Err(message) => {
            problems.push(document.problem(&[EXTENDS], message));
            baseline()
        }
    };
    above.pop();
    let own = std::mem::replace(&mut document.values, base);
    put_over(&mut document.values, own);
    problems.extend(checked(&document).err().into_iter().flatten());
    if problems.is_empty() {
        Document::parse(path, document.values.to_string())
    } else {
        Err(problems)
    }
}

/// Puts the numbers of a file in the place of those it extends, or what else stands there.
fn put_over(values: &mut Table, own: Table) {
    for (section, numbers) in own {
        match (values.get_mut(&section), numbers) {
            (Some(Value::Table(there)), Value::Table(numbers)) => there.extend(numbers),
            (_, numbers) => drop(values.insert(section, numbers)),
        }
    }
}

/// The numbers of a document that holds them all, or all that is wrong with them.
fn checked(document: &Document) -> Result<Parameters, Vec<Problem>> {
    let reading = reading::read::<Parameters>(document, &baseline());
    let mut problems = reading.problems;
    if let Some(people) = reading.value.as_ref().map(|p| &p.citizens)
        && people.children.get() + people.young.get() + people.adults.get() > 1.0
    {
        let message = "children, young and adults are together more than 1, expected parts of all";
        problems.push(document.problem(&["citizens"], message));
    }
    match reading.value {
        Some(parameters) if problems.is_empty() => Ok(parameters),
        _ => Err(problems),
    }
}

/// The numbers of the embedded parameter file.
pub fn baseline() -> Table {
    let text = embedded::text(&embedded::path("parameters/baseline.toml"));
    let text = text.expect("the baseline is embedded");
    text.parse().expect("the baseline is TOML")
}
