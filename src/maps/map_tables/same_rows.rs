//! Whether codes and what stands beside them are of the same rows: a column that was sorted, or pasted a row too low,
//! by itself gives each municipality what is another's.

use std::collections::{BTreeMap, BTreeSet};

use plaza_batch::problem::{Problem, one_line};

use plaza_engine::numbers::counted;

use crate::files::csv_table::{Column, CsvTable};
use crate::files::spelling::bare;
use crate::maps::map_tables::columns::TableOf;
use crate::maps::map_tables::reading::Reading;
use crate::maps::map_tables::seats::Seat;

/// Fewer rows are no evidence.
const FEW: usize = 4;

/// Holds the names of municipalities in another table, in whichever column they stand, against those of their table.
/// Where most are the names of other municipalities, codes and names are not of the same rows. Gives the columns that
/// were held against them.
pub(super) fn names<'a>(
    kind: &TableOf,
    table: &'a CsvTable,
    seats: &BTreeMap<String, Seat>,
    reading: &mut Reading,
) -> Vec<&'a str> {
    let mut held = Vec::new();
    let Some(code) = table.find("code") else {
        return held;
    };
    let known: BTreeSet<String> = seats.values().map(|seat| bare(&seat.place.name)).collect();
    for name in kind.strangers(table) {
        let Some(column) = table.find(name) else {
            continue;
        };
        let found = compared(table, code, column, seats, &known);
        if !found.are_names() {
            continue;
        }
        held.push(name);
        let Some((line, message)) = found.first else {
            continue;
        };
        let message = format!("{message}; so are {} of {} rows", found.others, found.rows);
        if found.others > found.own {
            let message =
                format!("column `{name}`: {message}, expected codes and names of the same rows");
            reading
                .problems
                .push(Problem::at(table.file(), line, message));
        } else {
            let file = table.file().display();
            let note = format!("column `{name}` of {file}, line {line}: {message}");
            reading.doubts.push(one_line(&note).into_owned());
        }
    }
    held
}

/// What a column says of municipalities, each counted once.
#[derive(Default)]
struct Compared {
    rows: usize,
    /// Those with their own name there.
    own: usize,
    /// Those with the name of another.
    others: usize,
    /// Different names.
    names: BTreeSet<String>,
    /// The first of another: its line, and what it is.
    first: Option<(usize, String)>,
}

impl Compared {
    /// Whether the column has names of municipalities, not of what they lie in.
    fn are_names(&self) -> bool {
        let known = self.own + self.others;
        self.rows >= FEW && 2 * known > self.rows && 2 * self.names.len() > known
    }
}

fn compared(
    table: &CsvTable,
    code: Column,
    column: Column,
    seats: &BTreeMap<String, Seat>,
    known: &BTreeSet<String>,
) -> Compared {
    let mut found = Compared::default();
    let mut seen = BTreeSet::new();
    for row in table.rows() {
        let (of, text) = (row.text(code), row.text(column));
        let Some(seat) = seats
            .get(of)
            .filter(|_| !text.is_empty() && seen.insert(of))
        else {
            continue;
        };
        found.rows += 1;
        let (name, own) = (bare(text), bare(&seat.place.name));
        if name == own {
            found.own += 1;
        } else if known.contains(&name) {
            found.others += 1;
            found.first.get_or_insert_with(|| {
                let own = &seat.place.name;
                (
                    row.line,
                    format!("`{of}` is `{text}`, and `{own}` among the municipalities"),
                )
            });
        } else {
            continue;
        }
        found.names.insert(name);
    }
    found
}

/// That codes begin with that of the state, and those of some municipalities with that of another.
pub(super) fn states(seats: &BTreeMap<String, Seat>) -> Option<String> {
    /// More of them, as a part, and codes begin with something else.
    const MOST: f64 = 0.1;
    /// A state of few municipalities may have lost them all; so many beginnings, as a part, have one of their own.
    const OWN: f64 = 0.8;
    let all: BTreeSet<&str> = seats.values().map(|seat| seat.state.as_str()).collect();
    let shortest = seats.keys().map(String::len).min()?;
    let strangers = (1..shortest).find_map(|length| {
        let mut states: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for (code, seat) in seats {
            let of = states.entry(code.get(..length)?).or_default();
            *of.entry(&seat.state).or_default() += 1;
        }
        let most = states.iter().map(|(begins, of)| {
            let most = of.iter().max_by_key(|(_, count)| **count);
            (*begins, *most.expect("a code begins so").0)
        });
        let most: BTreeMap<&str, &str> = most.collect();
        let own: BTreeSet<&str> = most.values().copied().collect();
        let own = own.len() as f64;
        let one_each = own >= OWN * most.len() as f64 && own >= OWN * all.len() as f64;
        let strangers = seats
            .iter()
            .filter(|(code, seat)| most[&code[..length]] != seat.state);
        let strangers: Vec<(&String, &Seat)> = strangers.collect();
        (one_each && strangers.len() as f64 <= MOST * seats.len() as f64).then_some(strangers)
    })?;
    let (code, Seat { state, line, .. }) = strangers.first()?;
    Some(format!(
        "codes begin with that of the state, but for {}, `{code}` of {state} in line {line} first: are codes \
         and states of the same rows?",
        counted(strangers.len(), "municipality", "municipalities")
    ))
}
