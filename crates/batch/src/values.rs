//! The values of one column, in little memory: each distinct text once, numbers in as few bytes as they need, and what
//! is null apart from what is not.
//!
//! ```
//! use plaza_batch::table::Type;
//! use plaza_batch::value::Value;
//! use plaza_batch::values::Values;
//!
//! let mut towns = Values::new(Type::Text);
//! for town in ["Ameca", "Tala", "Ameca"] {
//!     towns.push(town.into());
//! }
//! assert_eq!(towns.value(2), Value::from("Ameca"));
//! ```

pub(crate) mod integers;
mod nulls;
mod texts;

use std::sync::Arc;

use crate::table::Type;
use crate::value::Value;
pub use crate::values::integers::Integers;
pub use crate::values::nulls::Nulls;
pub use crate::values::texts::{Lists, Texts};

/// The values of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    kept: Kept,
    nulls: Nulls,
}

/// What a column keeps; any value stands where one is null.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// Of a [`Type::Integer`] column.
    Integer(Integers),
    /// Of a [`Type::Real`] column.
    Real(Vec<f64>),
    /// Of a [`Type::Text`] column.
    Text(Texts),
    /// Of a [`Type::Texts`] column.
    Texts(Lists),
}

/// Calls a method that all kinds of columns have.
macro_rules! of_any {
    ($kept:expr, $values:ident => $call:expr) => {
        match $kept {
            Kept::Integer($values) => $call,
            Kept::Real($values) => $call,
            Kept::Text($values) => $call,
            Kept::Texts($values) => $call,
        }
    };
}

const ONE_TYPE: &str = "what is written to a column is of its type";

impl Values {
    /// No values yet of a column of this type.
    pub fn new(r#type: Type) -> Self {
        let kept = match r#type {
            Type::Integer => Kept::Integer(Integers::default()),
            Type::Real => Kept::Real(Vec::new()),
            Type::Text => Kept::Text(Texts::default()),
            Type::Texts => Kept::Texts(Lists::default()),
        };
        let nulls = Nulls::default();
        Self { kept, nulls }
    }

    /// What is kept.
    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Which rows are null.
    pub fn nulls(&self) -> &Nulls {
        &self.nulls
    }

    /// How many values, null or not.
    pub fn len(&self) -> usize {
        of_any!(&self.kept, values => values.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Makes room for so many more.
    pub fn reserve(&mut self, more: usize) {
        of_any!(&mut self.kept, values => values.reserve_exact(more));
    }

    /// The value of a row.
    pub fn value(&self, row: usize) -> Value {
        match &self.kept {
            _ if self.nulls.has(row) => Value::Null,
            Kept::Integer(values) => Value::Integer(values.get(row)),
            Kept::Real(values) => Value::Real(values[row]),
            Kept::Text(values) => Value::Text(values.get(row).clone()),
            Kept::Texts(values) => Value::Texts(values.get(row).cloned().collect()),
        }
    }

    /// Adds a value.
    ///
    /// # Panics
    /// When it is of another type.
    pub fn push(&mut self, value: Value) {
        self.repeat(value, 1);
    }

    /// Adds a value so many times.
    ///
    /// # Panics
    /// When it is of another type.
    pub fn repeat(&mut self, value: Value, times: usize) {
        match (&mut self.kept, value) {
            (Kept::Integer(values), Value::Integer(value)) => values.repeat(value, times),
            (Kept::Real(values), Value::Real(value)) => values.resize(values.len() + times, value),
            (Kept::Text(values), Value::Text(value)) => values.repeat(value, times),
            (Kept::Texts(values), Value::Texts(value)) => {
                (0..times).for_each(|_| values.push(value.iter().cloned()));
            }
            (_, Value::Null) => self.pad(times),
            (kept, value) => panic!("{ONE_TYPE}: {value:?}, {kept:?}"),
        }
    }

    /// Adds so many nulls; lists without entries.
    pub fn pad(&mut self, nulls: usize) {
        let rows = self.len()..self.len() + nulls;
        match &mut self.kept {
            Kept::Integer(values) => values.repeat(0, nulls),
            Kept::Real(values) => values.resize(rows.end, 0.0),
            Kept::Text(values) => values.pad(nulls),
            Kept::Texts(values) => return (0..nulls).for_each(|_| values.push([])),
        }
        rows.for_each(|row| self.nulls.note(row));
    }

    /// Adds whole numbers.
    ///
    /// # Panics
    /// When the column is of another type.
    pub fn integers(&mut self, numbers: impl Iterator<Item = Option<i64>>) {
        let Kept::Integer(values) = &mut self.kept else {
            panic!("{ONE_TYPE}: integers");
        };
        values.extend(self.nulls.of(values.len(), numbers, 0));
    }

    /// Adds real numbers.
    ///
    /// # Panics
    /// When the column is of another type.
    pub fn reals(&mut self, numbers: impl Iterator<Item = Option<f64>>) {
        let Kept::Real(values) = &mut self.kept else {
            panic!("{ONE_TYPE}: reals");
        };
        values.extend(self.nulls.of(values.len(), numbers, 0.0));
    }

    /// Adds texts: those with these numbers in a list of texts, each of which is looked up once.
    ///
    /// # Panics
    /// When the column is of another type, or there is no such text.
    pub fn texts(&mut self, list: &[Arc<str>], numbers: impl Iterator<Item = Option<usize>>) {
        let Kept::Text(values) = &mut self.kept else {
            panic!("{ONE_TYPE}: texts");
        };
        let first = values.len();
        let mut row = first..;
        let nulls = &mut self.nulls;
        values.extend(
            list,
            numbers.inspect(|number| {
                if let (Some(row), None) = (row.next(), number) {
                    nulls.note(row);
                }
            }),
        );
    }

    /// Adds lists of texts: of so many each, and those with these numbers in a list of texts.
    ///
    /// # Panics
    /// When the column is of another type, or there is no such text.
    pub fn lists(&mut self, list: &[Arc<str>], lengths: &[usize], numbers: &[usize]) {
        let Kept::Texts(values) = &mut self.kept else {
            panic!("{ONE_TYPE}: lists of texts");
        };
        values.extend(list, lengths, numbers);
    }

    /// Adds what another column of the same type has.
    ///
    /// # Panics
    /// When it is of another type.
    pub fn append(&mut self, others: Self) {
        if self.is_empty() {
            *self = others;
            return;
        }
        self.nulls.append(self.len(), &others.nulls);
        match (&mut self.kept, others.kept) {
            (Kept::Integer(mine), Kept::Integer(theirs)) => mine.append(&theirs),
            (Kept::Real(mine), Kept::Real(theirs)) => mine.extend(theirs),
            (Kept::Text(mine), Kept::Text(theirs)) => mine.append(&theirs),
            (Kept::Texts(mine), Kept::Texts(theirs)) => mine.append(&theirs),
            _ => panic!("{ONE_TYPE}: a column"),
        }
    }
}
