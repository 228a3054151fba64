//! Which rows of a column are null.

/// Which rows are null; where none is, nothing is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nulls {
    /// Whether each row is, up to the last that is.
    rows: Vec<bool>,
}

impl Nulls {
    /// Whether a row is null.
    pub fn has(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|null| *null)
    }

    /// How many rows are null.
    pub fn count(&self) -> usize {
        self.rows.iter().filter(|null| **null).count()
    }

    /// Notes that a row is null, which is behind those noted.
    pub fn note(&mut self, row: usize) {
        self.rows.resize(row, false);
        self.rows.push(true);
    }

    /// Notes the nulls of a column that is put behind one of so many rows.
    pub(super) fn append(&mut self, rows: usize, others: &Self) {
        if !others.rows.is_empty() {
            self.rows.resize(rows, false);
            self.rows.extend(&others.rows);
        }
    }

    /// Values from row `first` on: `instead` stands where one is null, which is noted.
    pub(super) fn of<T: Copy>(
        &mut self,
        first: usize,
        values: impl Iterator<Item = Option<T>>,
        instead: T,
    ) -> impl Iterator<Item = T> {
        (first..).zip(values).map(move |(row, value)| match value {
            Some(value) => value,
            None => {
                self.note(row);
                instead
            }
        })
    }
}
