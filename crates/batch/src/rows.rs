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

use crate::record::Record;
use crate::table::{Column, Table, Type};
pub use crate::value::Value;
pub use crate::values::{Kept, Values};

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
        let columns = table.columns.iter();
        let columns = columns.map(|column| Values::new(column.r#type)).collect();
        Self { table, columns }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.columns[0].len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Makes room for so many more rows.
    pub fn reserve(&mut self, more: usize) {
        for column in &mut self.columns {
            column.reserve(more);
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
            if !fits(&value, column) {
                let table = self.table.name;
                panic!("column {table}.{} cannot hold {value:?}", column.name);
            }
            self.columns[written].push(value);
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
        (policy, replicate): (&str, u32),
        records: &[impl Record<Words>],
        words: &mut Words,
    ) {
        let [of_policy, of_replicate, columns @ ..] = self.columns.as_mut_slice() else {
            panic!("rows of {} are of no replicate", self.table.name);
        };
        of_policy.repeat(policy.into(), records.len());
        of_replicate.repeat(replicate.into(), records.len());
        Record::write(records, words, columns);
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
            mine.append(theirs);
        }
    }

    /// The rows of several parts, which are of this table: one column at a time is there twice.
    fn joined(table: &'static Table, parts: Vec<Self>) -> Self {
        let rows: usize = parts.iter().map(Self::len).sum();
        let mut parts: Vec<_> = parts
            .into_iter()
            .map(|part| part.columns.into_iter())
            .collect();
        let column = |column: &Column| {
            let mut parts = parts.iter_mut().filter_map(Iterator::next);
            let first = parts.next();
            let mut all = first.unwrap_or_else(|| Values::new(column.r#type));
            all.reserve(rows - all.len());
            parts.for_each(|part| all.append(part));
            all
        };
        let columns = table.columns.iter().map(column).collect();
        Self { table, columns }
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
            .map(|index| &self.columns[index])
            .is_some_and(|values| values.len() > values.nulls().count())
    }

    fn column(&self, name: &str) -> &Values {
        &self.columns[self.index(name).expect("a column of the data dictionary")]
    }

    /// The numbers of a column, integers as reals, null as NaN.
    ///
    /// # Panics
    /// When the table has no such column of numbers.
    pub fn numbers(&self, name: &str) -> Vec<f64> {
        let values = self.column(name);
        let number = |row: usize, number: f64| match values.nulls().has(row) {
            true => f64::NAN,
            false => number,
        };
        match values.kept() {
            Kept::Integer(of) => (0..of.len())
                .map(|row| number(row, of.get(row) as f64))
                .collect(),
            Kept::Real(of) => (0..).zip(of).map(|(row, of)| number(row, *of)).collect(),
            Kept::Text(_) | Kept::Texts(_) => panic!("column {name} holds text"),
        }
    }

    /// The texts of a column.
    ///
    /// # Panics
    /// When the table has no such column of text.
    pub fn texts(&self, name: &str) -> Vec<Option<&str>> {
        let values = self.column(name);
        let Kept::Text(texts) = values.kept() else {
            panic!("column {name} holds no text");
        };
        let text = |row| (!values.nulls().has(row)).then(|| texts.get(row).as_ref());
        (0..texts.len()).map(text).collect()
    }
}

/// Whether a column may hold a value.
fn fits(value: &Value, column: &Column) -> bool {
    match value {
        Value::Integer(_) => column.r#type == Type::Integer,
        Value::Real(_) => column.r#type == Type::Real,
        Value::Text(_) => column.r#type == Type::Text,
        Value::Texts(_) => column.r#type == Type::Texts,
        Value::Null => column.nullable && column.r#type != Type::Texts,
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

    /// The rows of several parts of the same tables, one behind the other.
    pub fn joined(tables: &[&'static Table], parts: Vec<Self>) -> Self {
        let mut parts: Vec<_> = parts
            .into_iter()
            .map(|part| part.tables.into_iter())
            .collect();
        let rows = |table: &&'static Table| {
            let parts = parts.iter_mut().filter_map(Iterator::next);
            Rows::joined(table, parts.collect())
        };
        Self {
            tables: tables.iter().map(rows).collect(),
        }
    }

    /// Adds the rows of `others` behind these.
    pub fn append(&mut self, others: Self) {
        for (mine, theirs) in self.tables.iter_mut().zip(others.tables) {
            mine.append(theirs);
        }
    }
}
