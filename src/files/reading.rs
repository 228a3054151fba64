//! A document read as a type, so that every problem is told, not the first.

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use toml::{Table, Value};

use plaza_batch::messages::{Fault, explain};
use plaza_batch::problem::Problem;

use crate::files::document::{Document, index, insert, overlap};
use crate::files::toml_values::Strict;

/// A document read as a `T`.
#[derive(Debug)]
pub struct Reading<T> {
    /// What it says. Where the file is wrong stands something valid, so that the rest can be
    /// checked; `None` when nothing valid was at hand.
    pub value: Option<T>,
    /// All that is wrong.
    pub problems: Vec<Problem>,
    mended: Vec<Vec<String>>,
}

impl<T> Reading<T> {
    /// Whether the file's own value stands at `path`: nothing there was mended.
    pub fn sound(&self, path: &[&str]) -> bool {
        !self.mended.iter().any(|mended| overlap(mended, path))
    }
}

/// Reads `document` as a `T`. Each fault found is mended with what stands at the same path of
/// `valid`, a document without faults, and reading goes on: so all faults are found.
pub fn read<T: DeserializeOwned>(document: &Document, valid: &Table) -> Reading<T> {
    let mut values = document.values.clone();
    let mut problems = Vec::new();
    let mut mended: Vec<Vec<String>> = Vec::new();
    let value = loop {
        let error = match serde_path_to_error::deserialize(Strict(Value::Table(values.clone()))) {
            Ok(value) => break Some(value),
            Err(error) => error,
        };
        let mut path = keys(error.path());
        let (fault, message) = explain(error.inner().message());
        let at: Vec<&str> = path.iter().map(String::as_str).collect();
        let problem = match &fault {
            Fault::UnknownKey => document.problem_of_key(&at, message),
            Fault::Missing(_) | Fault::Value => document.problem(&at, message),
        };
        if let Fault::Missing(key) = &fault {
            path.push(key.clone());
        }
        if mended.contains(&path) {
            break None;
        }
        // What holds something that was mended may be wrong for want of it.
        let follows = mended
            .iter()
            .any(|below| below.len() > path.len() && below.starts_with(&path));
        if !follows {
            problems.push(problem);
        }
        let at: Vec<&str> = path.iter().map(String::as_str).collect();
        match stand_in(valid, &at) {
            Some(good) if fault != Fault::UnknownKey => insert(&mut values, &at, good),
            _ => remove(&mut values, &at),
        }
        mended.push(path);
    };
    Reading {
        value,
        problems,
        mended,
    }
}

/// The keys on the way to where a value is wrong.
pub fn keys(path: &serde_path_to_error::Path) -> Vec<String> {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.clone()),
            Segment::Enum { variant } => Some(variant.clone()),
            Segment::Unknown => None,
        })
        .collect()
}

/// What stands at `path` in a valid document; each element of a list is as good as its first.
fn stand_in(valid: &Table, path: &[&str]) -> Option<Value> {
    let (first, rest) = path.split_first()?;
    let mut here = valid.get(*first)?;
    for key in rest {
        here = match here {
            Value::Table(table) => table.get(*key)?,
            Value::Array(list) => list.first()?,
            _ => return None,
        };
    }
    Some(here.clone())
}

fn remove(values: &mut Table, path: &[&str]) {
    let Some((last, parents)) = path.split_last() else {
        return;
    };
    let Some((first, rest)) = parents.split_first() else {
        values.remove(*last);
        return;
    };
    let mut here = values.get_mut(*first);
    for key in rest {
        here = match here {
            Some(Value::Table(table)) => table.get_mut(*key),
            Some(Value::Array(list)) => index(key).and_then(|i| list.get_mut(i)),
            _ => None,
        };
    }
    if let Some(Value::Table(table)) = here {
        table.remove(*last);
    }
}
