//! Rows of replicates added up as replicates end: a part of a folded table has one row for each key, however many
//! replicates the block has.
//!
//! Rows come in ascending order of their keys, and all that is no key is a whole number: sums are the same to the last
//! bit in whatever order replicates end. A row that a replicate does not have is zero in it, so that `replicates`, where
//! the table has this column, counts every replicate with any row.
//!
//! ```
//! use plaza_batch::columns;
//! use plaza_batch::folded::Folded;
//! use plaza_batch::rows::Recorded;
//! use plaza_batch::table::Table;
//!
//! static DAYS: Table = Table::new("days", "a day, rain of all replicates", Day::COLUMNS).folded();
//!
//! columns! {
//!     struct Day of (today: i32, fell: u32) {
//!         day: i32, Key, "day", "from 0", today;
//!         rain: u32, Count, "mm", "rain", fell;
//!     }
//! }
//!
//! let of = |replicate, days: &[Day]| Recorded::rows(&[&DAYS], ("status_quo", replicate), days).tables.remove(0);
//! let mut folded = Folded::new(&DAYS);
//! folded.add(&of(0, &[Day::of(0, 3), Day::of(2, 1)]));
//! folded.add(&of(0, &[Day::of(1, 5), Day::of(2, 4)]));
//! assert_eq!(folded.rows().numbers("rain"), [3.0, 5.0, 5.0]);
//! ```

use std::cmp::Ordering;
use std::sync::Arc;

use crate::rows::{Kept, Rows, Values};
use crate::table::{Column, Kind, POLICY, Table};

/// The column that counts replicates.
pub const REPLICATES: &str = "replicates";

/// Rows added up so far, of one policy.
#[derive(Clone, Debug)]
pub struct Folded {
    rows: Rows,
    replicates: i64,
}

/// Where a key stands in the rows of one side and of the other, if it does.
pub type Match = (Option<usize>, Option<usize>);

impl Folded {
    /// Nothing added up yet.
    pub fn new(table: &'static Table) -> Self {
        Self {
            rows: Rows::new(table),
            replicates: 0,
        }
    }

    /// Adds the rows of a replicate, in order of their keys.
    ///
    /// # Panics
    /// When a column that is no key holds anything but whole numbers.
    pub fn add(&mut self, others: &Rows) {
        if others.is_empty() {
            return;
        }
        self.replicates += 1;
        if self.rows.is_empty() {
            self.rows = others.clone();
            return;
        }
        let matches = matched(&self.rows, others);
        let columns = self.rows.table.columns.iter();
        let both = self.rows.columns.iter().zip(&others.columns);
        let columns = columns.zip(both).map(|(column, (mine, theirs))| {
            let of_either = column.kind == Kind::Key;
            match of_either {
                true => either(column, mine, theirs, &matches),
                false => added(column, mine, theirs, &matches),
            }
        });
        self.rows.columns = columns.collect();
    }

    /// The sums, in order of their keys.
    pub fn rows(mut self) -> Rows {
        if let Some(index) = self.rows.index(REPLICATES) {
            let all = self.rows.len();
            let column = &mut self.rows.columns[index];
            *column = Values::new(self.rows.table.columns[index].r#type);
            column.repeat(self.replicates.into(), all);
        }
        self.rows
    }
}

/// The keys of two tables that are in order of their keys, all of them, in order.
pub fn matched(one: &Rows, other: &Rows) -> Vec<Match> {
    let keys = one.table.columns.iter().zip(&one.columns);
    let keys = keys.zip(&other.columns);
    let keys: Vec<(&Values, &Values)> = keys
        .filter(|((column, _), _)| column.kind == Kind::Key && column.name != POLICY.name)
        .map(|((_, mine), theirs)| (mine, theirs))
        .collect();
    let (mut here, mut there) = (0, 0);
    let mut matches = Vec::with_capacity(one.len().max(other.len()));
    while here < one.len() && there < other.len() {
        let order = keys
            .iter()
            .map(|(mine, theirs)| compared(mine, here, theirs, there));
        let order = order.fold(Ordering::Equal, Ordering::then);
        matches.push((
            order.is_le().then_some(here),
            order.is_ge().then_some(there),
        ));
        here += usize::from(order.is_le());
        there += usize::from(order.is_ge());
    }
    matches.extend((here..one.len()).map(|row| (Some(row), None)));
    matches.extend((there..other.len()).map(|row| (None, Some(row))));
    matches
}

/// The order of two values of a key; null is the first.
fn compared(mine: &Values, here: usize, theirs: &Values, there: usize) -> Ordering {
    match (mine.nulls().has(here), theirs.nulls().has(there)) {
        (false, false) => {}
        (mine, theirs) => return theirs.cmp(&mine),
    }
    match (mine.kept(), theirs.kept()) {
        (Kept::Integer(mine), Kept::Integer(theirs)) => mine.get(here).cmp(&theirs.get(there)),
        (Kept::Text(mine), Kept::Text(theirs)) => {
            let (mine, theirs) = (mine.get(here), theirs.get(there));
            match Arc::ptr_eq(mine, theirs) {
                true => Ordering::Equal,
                false => mine.cmp(theirs),
            }
        }
        _ => panic!("a key is a whole number or text"),
    }
}

/// The keys of both.
pub fn either(column: &Column, mine: &Values, theirs: &Values, matches: &[Match]) -> Values {
    let mut all = Values::new(column.r#type);
    match (mine.kept(), theirs.kept()) {
        (Kept::Text(of_mine), Kept::Text(of_theirs)) => {
            let list = [of_mine.distinct(), of_theirs.distinct()].concat();
            let before = of_mine.distinct().len();
            all.texts(
                &list,
                matches.iter().map(|of| match *of {
                    (Some(row), _) if mine.nulls().has(row) => None,
                    (Some(row), _) => Some(of_mine.codes().get(row) as usize),
                    (None, Some(row)) if theirs.nulls().has(row) => None,
                    (None, Some(row)) => Some(before + of_theirs.codes().get(row) as usize),
                    (None, None) => None,
                }),
            );
        }
        (Kept::Integer(mine), Kept::Integer(theirs)) => {
            let number = |of: &Match| match *of {
                (Some(row), _) => Some(mine.get(row)),
                (None, Some(row)) => Some(theirs.get(row)),
                (None, None) => None,
            };
            all.integers(matches.iter().map(number));
        }
        _ => panic!("key `{}` is a whole number or text", column.name),
    }
    all
}

fn added(column: &Column, mine: &Values, theirs: &Values, matches: &[Match]) -> Values {
    let (Kept::Integer(mine), Kept::Integer(theirs)) = (mine.kept(), theirs.kept()) else {
        panic!("column `{}` is folded, expected whole numbers", column.name);
    };
    let mut all = Values::new(column.r#type);
    all.integers(matches.iter().map(|(here, there)| {
        let mine = here.map_or(0, |row| mine.get(row));
        let theirs = there.map_or(0, |row| theirs.get(row));
        Some(mine + theirs)
    }));
    all
}
