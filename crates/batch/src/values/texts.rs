//! Texts of a column: each distinct text once, and a small number for each that there is.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::values::Integers;
use crate::values::integers::of_any_width;

/// Texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    /// Distinct texts, in order of the first rows that have them.
    distinct: Vec<Arc<str>>,
    /// Where each stands among them.
    known: BTreeMap<Arc<str>, i64>,
    /// For each row, where its text stands among them.
    codes: Integers,
}

/// Lists of texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    /// The entries of all lists, one behind the other.
    texts: Texts,
    /// Where the entries of each list end.
    ends: Integers,
}

impl Texts {
    /// How many.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The text of a row that is not null.
    pub fn get(&self, row: usize) -> &Arc<str> {
        &self.distinct[self.codes.get(row) as usize]
    }

    /// Distinct texts, in order of the first rows that have them.
    pub fn distinct(&self) -> &[Arc<str>] {
        &self.distinct
    }

    /// For each row, where its text stands among the distinct ones; 0 where it is null.
    pub fn codes(&self) -> &Integers {
        &self.codes
    }

    pub(super) fn reserve_exact(&mut self, more: usize) {
        self.codes.reserve_exact(more);
    }

    pub(super) fn repeat(&mut self, text: Arc<str>, times: usize) {
        if times > 0 {
            let code = self.code(&text);
            self.codes.repeat(code, times);
        }
    }

    pub(super) fn pad(&mut self, nulls: usize) {
        self.codes.repeat(0, nulls);
    }

    /// Adds texts by their numbers in a list.
    pub(super) fn extend(
        &mut self,
        list: &[Arc<str>],
        numbers: impl Iterator<Item = Option<usize>>,
    ) {
        let mut codes = vec![None; list.len()];
        let (distinct, known) = (&mut self.distinct, &mut self.known);
        let mut code = |number: usize| {
            *codes[number].get_or_insert_with(|| enter(distinct, known, &list[number]))
        };
        self.codes
            .extend(numbers.map(|number| number.map_or(0, &mut code)));
    }

    pub(super) fn append(&mut self, others: &Self) {
        let codes: Vec<i64> = others.distinct.iter().map(|text| self.code(text)).collect();
        if codes.iter().copied().eq(0..codes.len() as i64) {
            self.codes.append(&others.codes);
            return;
        }
        of_any_width!(&others.codes, theirs => {
            self.codes.extend(theirs.iter().map(|code| codes[*code as usize]));
        });
    }

    /// Where a text stands among the distinct ones, entered if it is new.
    fn code(&mut self, text: &Arc<str>) -> i64 {
        enter(&mut self.distinct, &mut self.known, text)
    }
}

fn enter(
    distinct: &mut Vec<Arc<str>>,
    known: &mut BTreeMap<Arc<str>, i64>,
    text: &Arc<str>,
) -> i64 {
    if let Some(code) = known.get(text) {
        return *code;
    }
    let code = distinct.len() as i64;
    known.insert(text.clone(), code);
    distinct.push(text.clone());
    code
}

impl Lists {
    /// How many.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The entries of a list.
    pub fn get(&self, row: usize) -> impl Iterator<Item = &Arc<str>> {
        let start = row.checked_sub(1).map_or(0, |before| self.ends.get(before));
        (start..self.ends.get(row)).map(|entry| self.texts.get(entry as usize))
    }

    /// The entries of all lists, one behind the other.
    pub fn entries(&self) -> &Texts {
        &self.texts
    }

    /// How many entries each list has.
    pub fn lengths(&self) -> impl Iterator<Item = usize> {
        let mut start = 0;
        (0..self.ends.len()).map(move |row| {
            let end = self.ends.get(row);
            (end - std::mem::replace(&mut start, end)) as usize
        })
    }

    pub(super) fn reserve_exact(&mut self, more: usize) {
        self.ends.reserve_exact(more);
    }

    /// Adds a list.
    pub fn push(&mut self, entries: impl IntoIterator<Item = Arc<str>>) {
        for entry in entries {
            self.texts.repeat(entry, 1);
        }
        self.ends.push(self.texts.len() as i64);
    }

    /// Adds lists of so many entries each, by their numbers in a list.
    pub(super) fn extend(&mut self, list: &[Arc<str>], lengths: &[usize], numbers: &[usize]) {
        let mut end = self.texts.len();
        self.texts.extend(list, numbers.iter().copied().map(Some));
        self.ends.extend(lengths.iter().map(|length| {
            end += length;
            end as i64
        }));
    }

    pub(super) fn append(&mut self, others: &Self) {
        let before = self.texts.len();
        self.texts.append(&others.texts);
        let ends = (0..others.ends.len()).map(|row| before as i64 + others.ends.get(row));
        self.ends.extend(ends);
    }
}
