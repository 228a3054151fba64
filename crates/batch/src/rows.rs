//! Rows of the tables in memory, column by column.
//!
//! ```
//! use plaza_batch::columns;
//! use plaza_batch::rows::Recorded;
//! use plaza_batch::table::Table;
//!
//! static DAYS: Table = Table::new("days", "a day of one replicate", Day::COLUMNS);
//!
//! columns! {
//!     struct Day of (today: i32, celsius: f64) {
//!         day: i32, Key, "day", "from 0", today;
//!         heat: f64, Mean, "K", "temperature", celsius + 273.15;
//!     }
//! }
//!
//! let days = [Day::of(0, 8.0), Day::of(1, 7.0)];
//! let rows = &Recorded::rows(&[&DAYS], ("status_quo", 4), &days).tables[0];
//! assert_eq!(rows.numbers("heat"), [281.15, 280.15]);
//! assert_eq!(rows.numbers("replicate"), [4.0, 4.0]);
//! ```

use std::sync::Arc;

use crate::record::Record;
use crate::table::{Table, Type};
pub use crate::value::Value;

/// The values of one column; `None` is null.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Of a [`Type::Integer`] column.
    Integer(Vec<Option<i64>>),
    /// Of a [`Type::Real`] column.
    Real(Vec<Option<f64>>),
    /// Of a [`Type::Text`] column.
    Text(Vec<Option<Arc<str>>>),
    /// Of a [`Type::Texts`] column.
    Texts(Vec<Vec<Arc<str>>>),
}

impl Values {
    /// Adds so many nulls; lists without entries.
    pub fn pad(&mut self, nulls: usize) {
        match self {
            Self::Integer(values) => values.resize(values.len() + nulls, None),
            Self::Real(values) => values.resize(values.len() + nulls, None),
            Self::Text(values) => values.resize(values.len() + nulls, None),
            Self::Texts(values) => values.resize(values.len() + nulls, Vec::new()),
        }
    }
}

/// Rows of one table, column by column.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The table they belong to.
    pub table: &'static Table,
    /// One entry per column of the table.
    pub columns: Vec<Values>,
}

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        self.table.name == other.table.name && self.columns == other.columns
    }
}

impl Rows {
    /// No rows yet.
    pub fn new(table: &'static Table) -> Self {
        let columns = table
            .columns
            .iter()
            .map(|column| match column.r#type {
                Type::Integer => Values::Integer(Vec::new()),
                Type::Real => Values::Real(Vec::new()),
                Type::Text => Values::Text(Vec::new()),
                Type::Texts => Values::Texts(Vec::new()),
            })
            .collect();
        Self { table, columns }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        match &self.columns[0] {
            Values::Integer(values) => values.len(),
            Values::Real(values) => values.len(),
            Values::Text(values) => values.len(),
            Values::Texts(values) => values.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Makes room for so many more rows.
    pub fn reserve(&mut self, more: usize) {
        for column in &mut self.columns {
            match column {
                Values::Integer(values) => values.reserve_exact(more),
                Values::Real(values) => values.reserve_exact(more),
                Values::Text(values) => values.reserve_exact(more),
                Values::Texts(values) => values.reserve_exact(more),
            }
        }
    }

    /// Adds a row.
    ///
    /// # Panics
    /// When the values are not those of the table's columns: the data dictionary and the observer
    /// disagree.
    pub fn push(&mut self, row: impl IntoIterator<Item = Value>) {
        let mut written = 0;
        for value in row {
            let column = &self.table.columns[written];
            match (&mut self.columns[written], value) {
                (Values::Integer(values), Value::Integer(value)) => values.push(Some(value)),
                (Values::Real(values), Value::Real(value)) => values.push(Some(value)),
                (Values::Text(values), Value::Text(value)) => values.push(Some(value)),
                (Values::Texts(values), Value::Texts(value)) => values.push(value),
                (Values::Integer(values), Value::Null) if column.nullable => values.push(None),
                (Values::Real(values), Value::Null) if column.nullable => values.push(None),
                (Values::Text(values), Value::Null) if column.nullable => values.push(None),
                (_, value) => {
                    panic!(
                        "column {}.{} cannot hold {value:?}",
                        self.table.name, column.name
                    )
                }
            }
            written += 1;
        }
        assert_eq!(
            written,
            self.table.columns.len(),
            "a row of {} is short",
            self.table.name
        );
    }

    /// Adds rows of a replicate under a policy, in these words.
    pub fn write<Words>(
        &mut self,
        (policy, replicate): (impl Into<Value>, u32),
        records: impl IntoIterator<Item = impl Record<Words>>,
        words: &mut Words,
    ) {
        let keys = [policy.into(), replicate.into()];
        let records = records.into_iter();
        self.reserve(records.size_hint().0);
        for record in records {
            self.push(keys.iter().cloned().chain(record.values(words)));
        }
    }

    /// Adds the rows of `others`, which are of the same table.
    ///
    /// # Panics
    /// When they are of another table.
    pub fn append(&mut self, others: Self) {
        assert_eq!(
            self.table.name, others.table.name,
            "rows of two tables do not join"
        );
        if self.is_empty() {
            *self = others;
            return;
        }
        for (mine, theirs) in self.columns.iter_mut().zip(others.columns) {
            match (mine, theirs) {
                (Values::Integer(mine), Values::Integer(theirs)) => mine.extend(theirs),
                (Values::Real(mine), Values::Real(theirs)) => mine.extend(theirs),
                (Values::Text(mine), Values::Text(theirs)) => mine.extend(theirs),
                (Values::Texts(mine), Values::Texts(theirs)) => mine.extend(theirs),
                _ => unreachable!("columns of one table have one type"),
            }
        }
    }

    /// The index of a column.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.table
            .columns
            .iter()
            .position(|column| column.name == name)
    }

    /// Whether there is a value in a column of this name; a column that an older version did not
    /// write is read as null.
    pub fn knows(&self, name: &str) -> bool {
        self.index(name)
            .is_some_and(|index| match &self.columns[index] {
                Values::Integer(values) => values.iter().any(Option::is_some),
                Values::Real(values) => values.iter().any(Option::is_some),
                Values::Text(values) => values.iter().any(Option::is_some),
                Values::Texts(values) => !values.is_empty(),
            })
    }

    /// The numbers of a column, integers as reals, null as NaN.
    ///
    /// # Panics
    /// When the table has no such column of numbers.
    pub fn numbers(&self, name: &str) -> Vec<f64> {
        match &self.columns[self.index(name).expect("a column of the data dictionary")] {
            Values::Integer(v) => v.iter().map(|x| x.map_or(f64::NAN, |x| x as f64)).collect(),
            Values::Real(v) => v.iter().map(|x| x.unwrap_or(f64::NAN)).collect(),
            Values::Text(_) | Values::Texts(_) => panic!("column {name} holds text"),
        }
    }

    /// The texts of a column.
    ///
    /// # Panics
    /// When the table has no such column of text.
    pub fn texts(&self, name: &str) -> &[Option<Arc<str>>] {
        match &self.columns[self.index(name).expect("a column of the data dictionary")] {
            Values::Text(values) => values,
            _ => panic!("column {name} holds no text"),
        }
    }
}

/// The rows one replicate under one policy (or a block of them) adds to each of some tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// One [`Rows`] per table.
    pub tables: Vec<Rows>,
}

impl Recorded {
    /// No rows yet of these tables.
    pub fn of(tables: &[&'static Table]) -> Self {
        Self {
            tables: tables.iter().map(|table| Rows::new(table)).collect(),
        }
    }

    /// Rows of the first table, of a replicate under a policy; the others have none.
    pub fn rows(tables: &[&'static Table], of: (&str, u32), rows: &[impl Record<()>]) -> Self {
        let mut recorded = Self::of(tables);
        recorded.tables[0].write(of, rows, &mut ());
        recorded
    }

    /// The tables of which a part is written: all but those on request without rows.
    pub fn parts(&self) -> impl Iterator<Item = &Rows> {
        self.tables
            .iter()
            .filter(|rows| !rows.table.on_request || !rows.is_empty())
    }

    /// Adds the rows of `others` behind these.
    pub fn append(&mut self, others: Self) {
        for (mine, theirs) in self.tables.iter_mut().zip(others.tables) {
            mine.append(theirs);
        }
    }
}
