//! TOML files, and the edits that spoil them: in their values, and in their text.

use proptest::prelude::*;
use proptest::sample::Index;
use toml::{Table, Value};

use super::sheets::{Slip, byte_slip, spoilt};
use super::values::{number, pick, value, word};

/// One edit.
#[derive(Clone, Debug)]
pub enum Edit {
    /// A value anywhere becomes another.
    Put(Index, Value),
    /// A number anywhere becomes another.
    Number(Index, Value),
    /// A number anywhere becomes so many times itself.
    Scale(Index, f64),
    /// A key is put into a table anywhere.
    Add(Index, String, Value),
    Rename(Index, String),
    Remove(Index),
    /// An entry of a list stands twice.
    Twice(Index),
    Swap(Index, Index),
    /// A value goes into a table of its own.
    Nest(Index, String),
    DropLine(Index),
    TwiceLine(Index),
    MoveLine(Index, Index),
    AddLine(Index, String),
    Bytes(Slip),
}

/// The way to a value.
type Way = Vec<Step>;

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Entry(usize),
}

/// The file that a text becomes under these edits: first those of values, which rewrite it.
pub fn edited(text: &str, edits: &[Edit]) -> Vec<u8> {
    let mut text = text.to_owned();
    let values = edits.iter().filter(|edit| edit.of_values());
    if let Ok(Value::Table(table)) = text.parse::<Table>().map(Value::Table)
        && values.clone().next().is_some()
    {
        let mut root = Value::Table(table);
        for edit in values {
            edit.value(&mut root);
        }
        text = toml::to_string(&root).unwrap_or(text);
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for edit in edits {
        edit.line(&mut lines);
    }
    let slips: Vec<Slip> = edits.iter().filter_map(Edit::slip).collect();
    spoilt(lines.join("\n") + "\n", &slips)
}

impl Edit {
    fn of_values(&self) -> bool {
        !matches!(
            self,
            Self::DropLine(_)
                | Self::TwiceLine(_)
                | Self::MoveLine(..)
                | Self::AddLine(..)
                | Self::Bytes(_)
        )
    }

    fn slip(&self) -> Option<Slip> {
        match self {
            Self::Bytes(slip) => Some(slip.clone()),
            _ => None,
        }
    }

    fn value(&self, root: &mut Value) {
        match self {
            Self::Put(at, value) => {
                if let Some(there) = find(root, *at, |_| true) {
                    *there = value.clone();
                }
            }
            Self::Number(at, number) => {
                if let Some(there) = find(root, *at, |value| value.is_integer() || value.is_float())
                {
                    *there = number.clone();
                }
            }
            Self::Scale(at, by) => {
                match find(root, *at, |value| value.is_integer() || value.is_float()) {
                    Some(Value::Integer(whole)) => *whole = (*whole as f64 * by) as i64,
                    Some(Value::Float(number)) => *number *= by,
                    _ => {}
                }
            }
            Self::Add(at, key, value) => {
                if let Some(Value::Table(table)) = find(root, *at, Value::is_table) {
                    table.insert(key.clone(), value.clone());
                } else if let Value::Table(table) = root {
                    table.insert(key.clone(), value.clone());
                }
            }
            Self::Rename(at, name) => {
                if let Some((table, key)) = holder(root, *at)
                    && let Some(value) = table.remove(&key)
                {
                    table.insert(name.clone(), value);
                }
            }
            Self::Remove(at) => {
                if let Some((table, key)) = holder(root, *at) {
                    table.remove(&key);
                }
            }
            Self::Twice(at) => {
                if let Some(Value::Array(list)) = find(root, *at, Value::is_array) {
                    list.extend(list.first().cloned());
                }
            }
            Self::Swap(a, b) => {
                let Some(first) = find(root, *a, |_| true).cloned() else {
                    return;
                };
                if let Some(there) = find(root, *b, |_| true) {
                    *there = first;
                }
            }
            Self::Nest(at, key) => {
                if let Some(there) = find(root, *at, |_| true) {
                    let inner = there.clone();
                    *there = Value::Table([(key.clone(), inner)].into_iter().collect());
                }
            }
            _ => {}
        }
    }

    fn line(&self, lines: &mut Vec<String>) {
        let count = lines.len();
        match self {
            Self::DropLine(at) => drop(pick(*at, count).map(|at| lines.remove(at))),
            Self::TwiceLine(at) => {
                if let Some(at) = pick(*at, count) {
                    lines.insert(at, lines[at].clone());
                }
            }
            Self::MoveLine(from, to) => {
                if let (Some(from), Some(to)) = (pick(*from, count), pick(*to, count)) {
                    lines.swap(from, to);
                }
            }
            Self::AddLine(at, text) => lines.insert(pick(*at, count).unwrap_or(0), text.clone()),
            _ => {}
        }
    }
}

/// The ways to all values below the root.
fn ways(root: &Value) -> Vec<Way> {
    let mut all = Vec::new();
    let mut open = vec![(Way::new(), root)];
    while let Some((way, value)) = open.pop() {
        let longer = |step| way.iter().cloned().chain([step]).collect();
        match value {
            Value::Table(table) => {
                open.extend(
                    table
                        .iter()
                        .map(|(key, value)| (longer(Step::Key(key.clone())), value)),
                );
            }
            Value::Array(list) => {
                open.extend(
                    list.iter()
                        .enumerate()
                        .map(|(index, value)| (longer(Step::Entry(index)), value)),
                );
            }
            _ => {}
        }
        if !way.is_empty() {
            all.push(way);
        }
    }
    all
}

fn at<'a>(root: &'a mut Value, way: &[Step]) -> Option<&'a mut Value> {
    let mut here = root;
    for step in way {
        here = match step {
            Step::Key(key) => here.get_mut(key)?,
            Step::Entry(index) => here.get_mut(*index)?,
        };
    }
    Some(here)
}

/// One of the values that fit.
fn find(root: &mut Value, index: Index, fits: impl Fn(&Value) -> bool) -> Option<&mut Value> {
    let mut ways = ways(root);
    ways.retain(|way| at(root, way).is_some_and(|value| fits(value)));
    let way = ways.swap_remove(pick(index, ways.len())?);
    at(root, &way)
}

/// A table with one of its keys.
fn holder(root: &mut Value, index: Index) -> Option<(&mut Table, String)> {
    let mut ways = ways(root);
    ways.retain(|way| matches!(way.last(), Some(Step::Key(_))));
    let mut way = ways.swap_remove(pick(index, ways.len())?);
    let Some(Step::Key(key)) = way.pop() else {
        return None;
    };
    Some((at(root, &way)?.as_table_mut()?, key))
}

/// An edit.
pub fn edit() -> BoxedStrategy<Edit> {
    let index = any::<Index>;
    let factor = prop_oneof![
        Just(-1.0),
        Just(0.0),
        Just(1e3),
        Just(1e-3),
        Just(1e9),
        Just(2.0),
        Just(1e300)
    ];
    prop_oneof![
        10 => (index(), value()).prop_map(|(at, value)| Edit::Put(at, value)),
        8 => (index(), number()).prop_map(|(at, number)| Edit::Number(at, number)),
        4 => (index(), factor).prop_map(|(at, by)| Edit::Scale(at, by)),
        2 => (index(), word(), value()).prop_map(|(at, key, value)| Edit::Add(at, key, value)),
        2 => (index(), word()).prop_map(|(at, key)| Edit::Rename(at, key)),
        2 => index().prop_map(Edit::Remove),
        2 => index().prop_map(Edit::Twice),
        2 => (index(), index()).prop_map(|(a, b)| Edit::Swap(a, b)),
        1 => (index(), word()).prop_map(|(at, key)| Edit::Nest(at, key)),
        1 => index().prop_map(Edit::DropLine),
        1 => index().prop_map(Edit::TwiceLine),
        1 => (index(), index()).prop_map(|(a, b)| Edit::MoveLine(a, b)),
        1 => (index(), word()).prop_map(|(at, text)| Edit::AddLine(at, text)),
        2 => byte_slip().prop_map(Edit::Bytes),
    ]
    .boxed()
}

/// Some edits of one file.
pub fn edits(most: usize) -> BoxedStrategy<Vec<Edit>> {
    prop::collection::vec(edit(), 0..=most).boxed()
}

/// Numbers of one file become others: what is accepted more often than after any edit.
pub fn other_numbers(most: usize) -> BoxedStrategy<Vec<Edit>> {
    let edit = (any::<Index>(), number()).prop_map(|(at, number)| Edit::Number(at, number));
    prop::collection::vec(edit, 0..=most).boxed()
}
