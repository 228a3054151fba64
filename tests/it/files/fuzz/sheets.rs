//! Tables, and the slips of those who write them.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::values::{cell, pick};

/// A table, before it is a file.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// One thing wrong, or unusual, with a table.
#[derive(Clone, Debug)]
pub enum Slip {
    Cell(Index, Index, String),
    /// All cells of a column.
    Column(Index, Change),
    DropColumn(Index),
    RenameColumn(Index, Name),
    TwiceColumn(Index),
    MoveColumn(Index, Index),
    AddColumn(String, String),
    DropRow(Index),
    TwiceRow(Index),
    MoveRow(Index, Index),
    LongRow(Index, String),
    ShortRow(Index),
    Empty,
    Separator(char),
    Lines(&'static str),
    Quoted,
    /// A quote before this one of the fields.
    OpenQuote(Index),
    Mark,
    Latin,
    Cut(Index),
    Byte(Index, u8),
    Insert(Index, String),
}

/// What may happen to each cell of a column.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    Zeros,
    Decimal,
    Comma,
    Quotes,
    Spaces,
    Capitals,
    Negative,
    Thousandfold,
    Empty,
}

/// What may happen to the name of a column.
#[derive(Clone, Debug)]
pub enum Name {
    Capital,
    Shorter,
    Longer,
    Spaced,
    Is(&'static str),
    Any(String),
}

/// Names that columns have, had, or might have.
const NAMES: &[&str] = &[
    "",
    "code",
    "name",
    "state_name",
    "state",
    "lat",
    "lon",
    "latitude",
    "lng",
    "pop_2006",
    "pop_0000",
    "pop_9999",
    "pop_2018",
    "pop_20",
    "population",
    "poverty",
    "marginalization_norm_2010",
    "poverty_rate",
    "northern_crossing",
    "us_crossing",
    "northern_crossing_km",
    "dist_us_crossing_km",
    "crossing",
    "port",
    "coast",
    "southern_border",
    "drug_crops",
    "poppy_eradication",
    "marijuana_eradication",
    "crops",
    "area_km2",
    "code_a",
    "code_b",
    "year",
    "organization",
    "records",
    "ocved_records",
    "ucdp_events",
    "group",
    "into",
    "month",
    "deaths",
    "date",
    "rank",
    "outcome",
    "start",
    "end",
    "forces",
    "states",
    "personnel_approx",
    "weight",
    "faction",
    "population",
    "crop",
    "model",
    "draw",
    "distance",
    "relations.onset",
];

impl Sheet {
    /// A table from its text, fields separated by commas.
    pub fn new(text: &str) -> Self {
        let mut lines = text
            .lines()
            .map(|line| line.split(',').map(str::to_owned).collect());
        Self {
            header: lines.next().unwrap_or_default(),
            rows: lines.collect(),
        }
    }

    /// The file that it becomes under these slips.
    pub fn file(mut self, slips: &[Slip]) -> Vec<u8> {
        for slip in slips {
            self.slip(slip);
        }
        let separator = last(slips, |slip| match slip {
            Slip::Separator(separator) => Some(*separator),
            _ => None,
        });
        let lines = last(slips, |slip| match slip {
            Slip::Lines(end) => Some(*end),
            _ => None,
        });
        let quoted = slips.iter().any(|slip| matches!(slip, Slip::Quoted));
        let text = self.text(separator.unwrap_or(','), lines.unwrap_or("\n"), quoted);
        spoilt(text, slips)
    }

    fn slip(&mut self, slip: &Slip) {
        let (rows, columns) = (self.rows.len(), self.header.len());
        match slip {
            Slip::Cell(row, column, text) => {
                if let (Some(row), Some(column)) = (pick(*row, rows), pick(*column, columns))
                    && let Some(cell) = self.rows[row].get_mut(column)
                {
                    cell.clone_from(text);
                }
            }
            Slip::Column(column, change) => {
                let Some(column) = pick(*column, columns) else {
                    return;
                };
                for cell in self.rows.iter_mut().filter_map(|row| row.get_mut(column)) {
                    *cell = change.of(cell);
                }
            }
            Slip::DropColumn(column) => {
                self.columns(*column, |line, column| drop(line.remove(column)))
            }
            Slip::RenameColumn(column, name) => {
                if let Some(column) = pick(*column, columns) {
                    self.header[column] = name.of(&self.header[column]);
                }
            }
            Slip::TwiceColumn(column) => {
                self.columns(*column, |line, column| line.push(line[column].clone()))
            }
            Slip::MoveColumn(from, to) => {
                let to = pick(*to, columns).unwrap_or(0);
                self.columns(*from, |line, from| {
                    let moved = line.remove(from);
                    line.insert(to.min(line.len()), moved);
                });
            }
            Slip::AddColumn(name, text) => {
                self.header.push(name.clone());
                self.rows.iter_mut().for_each(|row| row.push(text.clone()));
            }
            Slip::DropRow(row) => drop(pick(*row, rows).map(|row| self.rows.remove(row))),
            Slip::TwiceRow(row) => self
                .rows
                .extend(pick(*row, rows).map(|row| self.rows[row].clone())),
            Slip::MoveRow(from, to) => {
                if let (Some(from), Some(to)) = (pick(*from, rows), pick(*to, rows)) {
                    self.rows.swap(from, to);
                }
            }
            Slip::LongRow(row, text) => {
                if let Some(row) = pick(*row, rows) {
                    self.rows[row].push(text.clone());
                }
            }
            Slip::ShortRow(row) => drop(pick(*row, rows).map(|row| self.rows[row].pop())),
            Slip::Empty => self.rows.clear(),
            _ => {}
        }
    }

    /// The same of the header and of each row that has that column.
    fn columns(&mut self, column: Index, mut change: impl FnMut(&mut Vec<String>, usize)) {
        let Some(column) = pick(column, self.header.len()) else {
            return;
        };
        for line in std::iter::once(&mut self.header).chain(&mut self.rows) {
            if column < line.len() {
                change(line, column);
            }
        }
    }

    fn text(&self, separator: char, end: &str, quoted: bool) -> String {
        let mut text = String::new();
        for line in std::iter::once(&self.header).chain(&self.rows) {
            for (index, field) in line.iter().enumerate() {
                if index > 0 {
                    text.push(separator);
                }
                if quoted || field.contains([separator, '"', '\n', '\r']) {
                    text += &format!("\"{}\"", field.replace('"', "\"\""));
                } else {
                    text += field;
                }
            }
            text += end;
        }
        text
    }
}

/// What the last such slip says.
fn last<T>(slips: &[Slip], of: impl Fn(&Slip) -> Option<T>) -> Option<T> {
    slips.iter().rev().find_map(of)
}

/// The bytes of a text under these slips, whatever it is a text of.
pub fn spoilt(text: String, slips: &[Slip]) -> Vec<u8> {
    let mut bytes = text.into_bytes();
    for slip in slips {
        match slip {
            Slip::OpenQuote(field) => {
                let starts = bytes.iter().enumerate();
                let starts = starts.filter(|(_, byte)| b",;\t|\n\r".contains(byte));
                let starts: Vec<usize> = starts.map(|(at, _)| at + 1).collect();
                if let Some(start) = pick(*field, starts.len()) {
                    bytes.insert(starts[start], b'"');
                }
            }
            Slip::Mark => drop(bytes.splice(0..0, *b"\xEF\xBB\xBF")),
            Slip::Latin => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                bytes = text
                    .chars()
                    .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
                    .collect();
            }
            Slip::Cut(at) => bytes.truncate(pick(*at, bytes.len()).unwrap_or(0)),
            Slip::Byte(at, byte) => {
                if let Some(at) = pick(*at, bytes.len()) {
                    bytes[at] = *byte;
                }
            }
            Slip::Insert(at, text) => {
                let at = pick(*at, bytes.len()).unwrap_or(0);
                bytes.splice(at..at, text.bytes());
            }
            _ => {}
        }
    }
    bytes
}

impl Change {
    fn of(self, cell: &str) -> String {
        match self {
            Self::Zeros => cell.trim_start_matches('0').to_owned(),
            Self::Decimal => format!("{cell}.0"),
            Self::Comma => cell.replace('.', ","),
            Self::Quotes => format!("'{cell}'"),
            Self::Spaces => format!(" {cell} "),
            Self::Capitals => cell.to_uppercase(),
            Self::Negative => format!("-{cell}"),
            Self::Thousandfold => format!("{cell}000"),
            Self::Empty => String::new(),
        }
    }
}

impl Name {
    fn of(&self, name: &str) -> String {
        match self {
            Self::Capital => name.to_uppercase(),
            Self::Shorter => name.chars().skip(1).collect(),
            Self::Longer => format!("{name}s"),
            Self::Spaced => format!(" {} ", name.replace('_', " ")),
            Self::Is(name) => (*name).to_owned(),
            Self::Any(name) => name.clone(),
        }
    }
}

/// A slip.
pub fn slip() -> BoxedStrategy<Slip> {
    let index = any::<Index>;
    let change = select(
        &[
            Change::Zeros,
            Change::Decimal,
            Change::Comma,
            Change::Quotes,
            Change::Spaces,
            Change::Capitals,
            Change::Negative,
            Change::Thousandfold,
            Change::Empty,
        ][..],
    );
    let name = prop_oneof![
        3 => select(&[Name::Capital, Name::Shorter, Name::Longer, Name::Spaced][..]),
        3 => select(NAMES).prop_map(Name::Is),
        1 => cell().prop_map(Name::Any),
    ];
    prop_oneof![
        16 => (index(), index(), cell()).prop_map(|(row, column, text)| Slip::Cell(row, column, text)),
        4 => (index(), change).prop_map(|(column, change)| Slip::Column(column, change)),
        1 => index().prop_map(Slip::DropColumn),
        3 => (index(), name).prop_map(|(column, name)| Slip::RenameColumn(column, name)),
        1 => index().prop_map(Slip::TwiceColumn),
        1 => (index(), index()).prop_map(|(from, to)| Slip::MoveColumn(from, to)),
        2 => (select(NAMES), cell()).prop_map(|(name, text)| Slip::AddColumn(name.to_owned(), text)),
        1 => index().prop_map(Slip::DropRow),
        1 => index().prop_map(Slip::TwiceRow),
        1 => (index(), index()).prop_map(|(from, to)| Slip::MoveRow(from, to)),
        1 => (index(), cell()).prop_map(|(row, text)| Slip::LongRow(row, text)),
        1 => index().prop_map(Slip::ShortRow),
        1 => Just(Slip::Empty),
        2 => select(&[';', '\t', '|', ' ', ':'][..]).prop_map(Slip::Separator),
        2 => select(&["\r\n", "\r", "\n\n", " \n"][..]).prop_map(Slip::Lines),
        1 => Just(Slip::Quoted),
        2 => index().prop_map(Slip::OpenQuote),
        3 => byte_slip(),
    ]
    .boxed()
}

/// A slip in the bytes of any file.
pub fn byte_slip() -> BoxedStrategy<Slip> {
    let index = any::<Index>;
    prop_oneof![
        1 => Just(Slip::Mark),
        1 => Just(Slip::Latin),
        1 => index().prop_map(Slip::Cut),
        2 => (index(), any::<u8>()).prop_map(|(at, byte)| Slip::Byte(at, byte)),
        2 => (index(), cell()).prop_map(|(at, text)| Slip::Insert(at, text)),
    ]
    .boxed()
}

/// Some slips in one table.
pub fn slips(most: usize) -> BoxedStrategy<Vec<Slip>> {
    prop::collection::vec(slip(), 0..=most).boxed()
}
