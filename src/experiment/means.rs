//! Means over replicates of the table `municipalities`.
//!
//! A block's rows are added up to sums, the sums of blocks to those of all replicates, and these are
//! divided once. Added in order of replicates and blocks, they are the same to the last bit however
//! the work was divided; counts are added exactly.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::experiment::dictionary::{
    Kind, MUNICIPALITIES, MUNICIPALITY_MEANS, MUNICIPALITY_SUMS, Table,
};
use crate::experiment::tables::{Rows, Value, Values};

/// Sums over replicates under one policy, by year and municipality.
#[derive(Clone, Debug)]
pub struct Sums {
    policy: Arc<str>,
    places: BTreeMap<(i64, Arc<str>), Sum>,
}

/// The sum of a municipality in one year.
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

impl Sums {
    /// Nothing added up yet.
    pub fn new(policy: &str) -> Self {
        Self {
            policy: policy.into(),
            places: BTreeMap::new(),
        }
    }

    /// Adds rows of replicates ([`MUNICIPALITIES`]) or of blocks ([`MUNICIPALITY_SUMS`]) of the
    /// policy.
    ///
    /// # Panics
    /// When the rows are of another table, or a value is null.
    pub fn add(&mut self, rows: &Rows) {
        let numbered = MUNICIPALITIES.columns.iter().zip(&rows.columns);
        let numbered: Vec<&Values> = numbered
            .filter(|(column, _)| column.kind != Kind::Key)
            .map(|(_, values)| values)
            .collect();
        let codes = rows.texts("municipality");
        let years = integers(rows, "year").expect("every row has a year");
        let replicates = integers(rows, "replicates");
        for row in 0..rows.len() {
            let code = codes[row].clone().expect("a municipality has a code");
            let year = years[row].expect("every row has a year");
            let sum = self.places.entry((year, code)).or_default();
            // A row of a table without the column is of one replicate.
            sum.replicates += replicates.and_then(|of| of[row]).unwrap_or(1);
            let numbers = numbered.iter().map(|column| number(column, row));
            if sum.numbers.is_empty() {
                sum.numbers = numbers.collect();
                continue;
            }
            for (sum, number) in sum.numbers.iter_mut().zip(numbers) {
                sum.add(number);
            }
        }
    }

    /// The sums, year by year.
    pub fn sums(&self) -> Rows {
        self.rows(&MUNICIPALITY_SUMS, |sum| {
            let replicates = Value::Integer(sum.replicates);
            let numbers = sum.numbers.iter().map(|number| match number {
                Number::Integer(number) => Value::Integer(*number),
                Number::Real(number) => Value::Real(*number),
            });
            numbers.chain([replicates]).collect()
        })
    }

    /// The means, year by year.
    pub fn means(&self) -> Rows {
        self.rows(&MUNICIPALITY_MEANS, |sum| {
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
        for ((year, code), sum) in &self.places {
            let keys = [
                Value::Text(self.policy.clone()),
                Value::Null,
                Value::Text(code.clone()),
                Value::Integer(*year),
            ];
            rows.push(keys.into_iter().chain(numbers(sum)));
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

fn number(column: &Values, row: usize) -> Number {
    let found = match column {
        Values::Integer(values) => values[row].map(Number::Integer),
        Values::Real(values) => values[row].map(Number::Real),
        Values::Text(_) | Values::Texts(_) => None,
    };
    found.expect("a number of a municipality is never null")
}

fn integers<'a>(rows: &'a Rows, name: &str) -> Option<&'a [Option<i64>]> {
    match &rows.columns[rows.index(name)?] {
        Values::Integer(values) => Some(values),
        _ => None,
    }
}
