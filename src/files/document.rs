//! A TOML file: its text, its values, and where each of them stands.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::Deserialize as _;
use toml::de::{DeTable, DeValue, Deserializer};
use toml::{Spanned, Table, Value};

use plaza_batch::problem::{Problem, nearest};
use plaza_model::units::plain;

use crate::files::embedded;

/// A TOML file, parsed.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file, as problems name it.
    pub file: PathBuf,
    /// Its text.
    pub text: String,
    /// Its values.
    pub values: Table,
    /// Where its values stand, once somebody asks: most files have nothing wrong.
    places: OnceLock<BTreeMap<Vec<String>, Place>>,
    /// Values that the user typed, not the file's: their paths, and what was typed.
    typed: Vec<(Vec<String>, String)>,
}

/// Where a value stands in the text, in bytes.
#[derive(Clone, Debug)]
struct Place {
    key: usize,
    value: Range<usize>,
}

/// An index into a list, if a key is one: digits as they are counted with, not `00` and not `+0`.
pub fn index(key: &str) -> Option<usize> {
    let index: usize = key.parse().ok()?;
    (index.to_string() == key).then_some(index)
}

/// A path of keys; an index into a list is its decimal digits.
pub fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|key| (*key).to_owned()).collect()
}

impl Document {
    /// Reads a file, embedded or on disk.
    pub fn open(file: &Path) -> Result<Self, Vec<Problem>> {
        let text = embedded::text(file)?;
        Self::parse(file, text)
    }

    /// Parses `text`; all syntax errors are told.
    pub fn parse(file: &Path, text: String) -> Result<Self, Vec<Problem>> {
        let (root, errors) = DeTable::parse_recoverable(&text);
        if !errors.is_empty() {
            let problem = |error: &toml::de::Error| {
                let start = error.span().map_or(text.len(), |span| span.start);
                let message = match error.message().trim() {
                    deep if deep.contains("recursion limit") => {
                        "lists or tables lie too deep in one another"
                    }
                    other => other,
                };
                at_offset(file, &text, start, message.to_owned())
            };
            return Err(errors.iter().map(problem).collect());
        }
        let values = Table::deserialize(Deserializer::from(root))
            .map_err(|error| vec![Problem::whole(file, error.message())])?;
        Ok(Self {
            file: file.to_owned(),
            text,
            values,
            places: OnceLock::new(),
            typed: Vec::new(),
        })
    }

    fn places(&self) -> &BTreeMap<Vec<String>, Place> {
        self.places.get_or_init(|| {
            let mut places = BTreeMap::new();
            let (root, _) = DeTable::parse_recoverable(&self.text);
            note_table(root.get_ref(), &mut Vec::new(), &mut places);
            places
        })
    }

    /// Puts a value that the user typed at `path`; problems there will name `typed` in place of
    /// the file.
    pub fn put(&mut self, path: &[&str], value: Value, typed: &str) {
        insert(&mut self.values, path, value);
        self.typed.push((owned(path), typed.to_owned()));
    }

    /// Whether a value can be put at `path`: no list on the way there is shorter than the path says.
    pub fn reaches(&self, path: &[&str]) -> bool {
        let Some((first, rest)) = path.split_first() else {
            return false;
        };
        let mut here = self.values.get(*first);
        for key in rest {
            here = match here {
                Some(Value::Array(list)) => {
                    let entry = index(key).and_then(|index| list.get(index));
                    let Some(entry) = entry else { return false };
                    Some(entry)
                }
                Some(Value::Table(table)) => table.get(*key),
                _ => None,
            };
        }
        true
    }

    /// Puts a number that the user typed into the quantity `{ value = ..., unit = ... }` at
    /// `path`, in the text too, so that the text says what is run. A number outside its range is refused, or,
    /// where it may go `beyond` it, widens the range; then the range it left is given.
    pub fn put_quantity(
        &mut self,
        path: &[&str],
        value: Value,
        typed: &str,
        beyond: bool,
    ) -> Result<Option<[f64; 2]>, Problem> {
        let mut group = &self.values;
        for (depth, key) in path.iter().enumerate() {
            let above = path[..depth].join(".");
            if group.contains_key("unit") {
                let message = format!("`{above}` is a number, expected parameters.{above}=NUMBER");
                return Err(Problem::whole(typed, message));
            }
            let Some(inner) = group.get(*key).and_then(Value::as_table) else {
                let near = nearest(key, group.keys().map(String::as_str));
                let name = path[..=depth].join(".");
                let message = format!("there is no parameter `{name}`{near}");
                return Err(Problem::whole(typed, message));
            };
            group = inner;
        }
        let full = [path, &["value"]].concat();
        let Some(place) = self.places().get(&owned(&full)).cloned() else {
            let message = format!(
                "`{}` holds several parameters, expected one",
                path.join(".")
            );
            return Err(Problem::whole(typed, message));
        };
        let range = group.get("range").and_then(bounds);
        let number = real(&value);
        let left = range
            .zip(number)
            .filter(|([low, high], number)| number < low || number > high);
        if let Some(([low, high], number)) = left
            && !beyond
        {
            let message = format!(
                "{} is outside the range of `{}`, {} to {}; `--beyond-ranges` allows it, and the results say so",
                plain(number),
                path.join("."),
                plain(low),
                plain(high)
            );
            return Err(Problem::whole(typed, message));
        }
        let mut edits = vec![(place.value, value.to_string())];
        if let Some(([low, high], number)) = left {
            let full = [path, &["range"]].concat();
            let place = self.places().get(&owned(&full));
            let wider = Value::Array(vec![low.min(number).into(), high.max(number).into()]);
            edits.extend(place.map(|place| (place.value.clone(), wider.to_string())));
        }
        // From the end, so that what stands before stays where it is.
        edits.sort_by_key(|(at, _)| std::cmp::Reverse(at.start));
        let mut text = self.text.clone();
        for (at, new) in edits {
            text.replace_range(at, &new);
        }
        let given = std::mem::take(&mut self.typed);
        *self = Self::parse(&self.file, text)
            .map_err(|_| Problem::whole(typed, format!("expected a number, found `{value}`")))?;
        self.typed = given;
        self.put(&full, value, typed);
        Ok(left.map(|(range, _)| range))
    }

    /// The values of the file, without those that the user typed.
    pub fn as_written(&self) -> Table {
        self.text.parse().expect("the text was parsed before")
    }

    /// Whether the user typed the value at `path`, or what holds it.
    pub fn is_typed(&self, path: &[&str]) -> bool {
        self.typed.iter().any(|(at, _)| overlap(at, path))
    }

    /// Something wrong with the value at `path`; where there is none, with what should hold it.
    pub fn problem(&self, path: &[&str], message: impl Into<String>) -> Problem {
        if let Some((_, typed)) = self.typed.iter().rev().find(|(at, _)| overlap(at, path)) {
            return Problem::whole(typed, message);
        }
        let place = (0..=path.len())
            .rev()
            .find_map(|length| self.places().get(&owned(&path[..length])));
        match place {
            Some(place) => at_offset(&self.file, &self.text, place.value.start, message.into()),
            None => Problem::whole(&self.file, message),
        }
    }

    /// Something wrong with the key at the end of `path`.
    pub fn problem_of_key(&self, path: &[&str], message: impl Into<String>) -> Problem {
        match self.places().get(&owned(path)) {
            Some(place) => at_offset(&self.file, &self.text, place.key, message.into()),
            None => self.problem(path, message),
        }
    }
}

/// A number, whole or not.
fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(whole) => Some(*whole as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

/// Two numbers.
fn bounds(value: &Value) -> Option<[f64; 2]> {
    let bounds: Vec<f64> = value.as_array()?.iter().filter_map(real).collect();
    bounds.try_into().ok()
}

/// Whether one path leads to the other.
pub fn overlap(a: &[String], b: &[&str]) -> bool {
    a.iter().zip(b).all(|(a, b)| a == b)
}

/// Puts `value` at `path`, making tables on the way.
pub fn insert(table: &mut Table, path: &[&str], value: Value) {
    let Some((last, parents)) = path.split_last() else {
        return;
    };
    let [first, rest @ ..] = parents else {
        table.insert((*last).to_owned(), value);
        return;
    };
    let mut here = table
        .entry(*first)
        .or_insert_with(|| Value::Table(Table::new()));
    for key in rest.iter().chain([last]) {
        here = match here {
            Value::Array(list) => match index(key).and_then(|index| list.get_mut(index)) {
                Some(element) => element,
                None => return,
            },
            other => {
                if !other.is_table() {
                    *other = Value::Table(Table::new());
                }
                let table = other.as_table_mut().expect("just made a table");
                table
                    .entry(*key)
                    .or_insert_with(|| Value::Table(Table::new()))
            }
        };
    }
    *here = value;
}

fn note_table(
    table: &DeTable<'_>,
    path: &mut Vec<String>,
    places: &mut BTreeMap<Vec<String>, Place>,
) {
    for (key, value) in table {
        path.push(key.get_ref().to_string());
        note(key.span().start, value, path, places);
        path.pop();
    }
}

fn note(
    key: usize,
    value: &Spanned<DeValue<'_>>,
    path: &mut Vec<String>,
    places: &mut BTreeMap<Vec<String>, Place>,
) {
    let place = Place {
        key,
        value: value.span(),
    };
    places.insert(path.clone(), place);
    match value.get_ref() {
        DeValue::Table(table) => note_table(table, path, places),
        DeValue::Array(list) => {
            for (index, element) in list.iter().enumerate() {
                path.push(index.to_string());
                note(element.span().start, element, path, places);
                path.pop();
            }
        }
        _ => {}
    }
}

fn at_offset(file: &Path, text: &str, offset: usize, message: String) -> Problem {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line_start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let column = String::from_utf8_lossy(&before[line_start..])
        .chars()
        .count()
        + 1;
    Problem {
        column: Some(column),
        ..Problem::at(
            file,
            1 + before.iter().filter(|byte| **byte == b'\n').count(),
            message,
        )
    }
}
