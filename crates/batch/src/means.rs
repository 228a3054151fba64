//! Means over replicates of a table.
//!
//! A block's rows are added up to sums, the sums of blocks to those of all replicates, and these are
//! divided once. Added in order of replicates and blocks, they are the same to the last bit however
//! the work was divided; counts are added exactly.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::rows::{Rows, Value, Values};
use crate::table::{Averaged, Kind, Table};

/// Sums over replicates under one policy, by the keys of the table, the last key first.
#[derive(Clone, Debug)]
pub struct Sums {
    policy: Arc<str>,
    tables: &'static Averaged,
    sums: BTreeMap<Vec<Key>, Sum>,
}

/// A value of a key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Integer(i64),
    Text(Arc<str>),
}

/// The sum of the rows with one key.
#[derive(Clone, Debug, Default)]
struct Sum {
    replicates: i64,
    /// One for each column that is no key.
    numbers: Vec<Number>,
}

#[derive(Clone, Copy, Debug)]
enum Number {
    Integer(i64),
    Real(f64),
}

/// The columns of every table that say of which policy and replicate a row is.
const OF_A_RUN: usize = 2;

/// The column of sums that says of how many replicates they are.
const REPLICATES: &str = "replicates";

impl Sums {
    /// Nothing added up yet.
    pub fn new(policy: &str, tables: &'static Averaged) -> Self {
        Self {
            policy: policy.into(),
            tables,
            sums: BTreeMap::new(),
        }
    }

    /// Adds rows of replicates, or of blocks ([`Averaged::sums`]), of the policy.
    ///
    /// # Panics
    /// When the rows are of another table, or a value is null.
    pub fn add(&mut self, rows: &Rows) {
        let columns = self.tables.means.columns.iter().zip(&rows.columns);
        let (keys, numbered): (Vec<_>, Vec<_>) = columns
            .skip(OF_A_RUN)
            .partition(|(column, _)| column.kind == Kind::Key);
        let replicates = rows.index(REPLICATES).map(|index| &rows.columns[index]);
        for row in 0..rows.len() {
            let keys = keys.iter().rev().map(|(_, values)| key(values, row));
            let sum = self.sums.entry(keys.collect()).or_default();
            // A row of a table without the column is of one replicate.
            sum.replicates += match replicates.map(|of| of.value(row)) {
                Some(Value::Integer(of)) => of,
                _ => 1,
            };
            let numbers = numbered.iter().map(|(_, values)| number(values, row));
            if sum.numbers.is_empty() {
                sum.numbers = numbers.collect();
                continue;
            }
            for (sum, number) in sum.numbers.iter_mut().zip(numbers) {
                sum.add(number);
            }
        }
    }

    /// The sums, in order of their keys.
    pub fn sums(&self) -> Rows {
        self.rows(self.tables.sums, |sum| {
            let replicates = Value::Integer(sum.replicates);
            let numbers = sum.numbers.iter().map(|number| match number {
                Number::Integer(number) => Value::Integer(*number),
                Number::Real(number) => Value::Real(*number),
            });
            numbers.chain([replicates]).collect()
        })
    }

    /// The means, in order of their keys.
    pub fn means(&self) -> Rows {
        self.rows(self.tables.means, |sum| {
            let mean = |sum: f64, replicates: i64| Value::Real(sum / replicates as f64);
            let numbers = sum.numbers.iter().map(|number| match number {
                Number::Integer(number) => mean(*number as f64, sum.replicates),
                Number::Real(number) => mean(*number, sum.replicates),
            });
            numbers.collect()
        })
    }

    fn rows(&self, table: &'static Table, numbers: impl Fn(&Sum) -> Vec<Value>) -> Rows {
        let mut rows = Rows::new(table);
        for (keys, sum) in &self.sums {
            let keys = keys.iter().rev().map(|key| match key {
                Key::Integer(number) => Value::Integer(*number),
                Key::Text(text) => Value::Text(text.clone()),
            });
            let of_run = [Value::Text(self.policy.clone()), Value::Null];
            rows.push(of_run.into_iter().chain(keys).chain(numbers(sum)));
        }
        rows
    }
}

impl Number {
    fn add(&mut self, other: Self) {
        match (self, other) {
            (Self::Integer(sum), Self::Integer(other)) => *sum += other,
            (Self::Real(sum), Self::Real(other)) => *sum += other,
            _ => unreachable!("a column has one type"),
        }
    }
}

fn key(column: &Values, row: usize) -> Key {
    match column.value(row) {
        Value::Integer(number) => Key::Integer(number),
        Value::Text(text) => Key::Text(text),
        other => panic!("a key is a whole number or text, not {other:?}"),
    }
}

fn number(column: &Values, row: usize) -> Number {
    match column.value(row) {
        Value::Integer(number) => Number::Integer(number),
        Value::Real(number) => Number::Real(number),
        other => panic!("what is averaged is a number, not {other:?}"),
    }
}
