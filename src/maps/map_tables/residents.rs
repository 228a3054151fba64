//! Residents by municipality and year.

use std::collections::BTreeMap;

use plaza_batch::problem::Problem;
use plaza_model::state::map::MOST_RESIDENTS;

use plaza_engine::numbers::counted as in_words;

use crate::files::csv_table::{Column, CsvTable, Row};
use crate::maps::map_tables::columns;
use crate::maps::map_tables::columns::is_year;
use crate::maps::map_tables::moves::{FEW, Moves};
use crate::maps::map_tables::reading::Reading;

/// So many times the residents of a year or two before, or fewer by as much, are a slip of the pen.
const MOST_GROWTH: f64 = 10.0;
/// And so many times those of a census before.
const MOST_LATER: f64 = 20.0;
/// What a table says about the residents of one municipality.
#[derive(Clone, Debug, Default)]
pub(super) struct Residents {
    pub(super) line: usize,
    /// Residents at the start.
    pub(super) start: u32,
    /// Residents in the year of week 0 and those that follow; empty without a table of years.
    pub(super) yearly: Vec<u32>,
}

impl Residents {
    /// Adds those of a part.
    pub(super) fn add(&mut self, part: &Self) {
        self.start = self.start.saturating_add(part.start);
        self.yearly
            .resize(self.yearly.len().max(part.yearly.len()), 0);
        for (all, more) in self.yearly.iter_mut().zip(&part.yearly) {
            *all = all.saturating_add(*more);
        }
    }
}

/// Residents by code: of the start year, and in a table of years of all years simulated that it
/// reaches. A year is the column `pop_<year>`, else a straight line between the nearest columns
/// before and after it. Growth between two censuses is close to even, and a year of it is one or
/// two in a hundred. A municipality is not there before its first count.
pub(super) fn residents<'a>(
    table: &'a CsvTable,
    year: i32,
    reading: &mut Reading,
    own_table: bool,
) -> Option<BTreeMap<&'a str, Residents>> {
    let Reading {
        problems,
        notes,
        doubts,
        ..
    } = reading;
    problems.extend(
        columns::POPULATION
            .near_names(table)
            .into_iter()
            .filter(|_| !own_table),
    );
    let mut censuses: BTreeMap<i32, Column> = table
        .header()
        .iter()
        .filter_map(|name| {
            let year = name.strip_prefix("pop_").filter(|year| is_year(year))?;
            Some((year.parse().ok()?, table.find(name)?))
        })
        .collect();
    let before = censuses.range(..=year).next_back();
    let after = censuses.range(year..).next();
    let (Some((&first, _)), Some((&last, _))) = (before, after) else {
        let bare = table
            .header()
            .iter()
            .any(|name| name.chars().any(|c| c.is_ascii_digit()));
        let missing = format!("`pop_{year}`");
        let mut needed = "it or a column `pop_YYYY` before that year and one after it".to_owned();
        if bare {
            needed += " (other names: `--column pop_YYYY=POB_YYYY`, or `pop_YYYY=YYYY`)";
        }
        problems.push(table.lacks(&missing, &needed));
        return None;
    };
    let code = match table.require(["code"]) {
        Ok([code]) => code,
        Err(problem) => {
            // In the table of municipalities itself it is told with their other columns.
            problems.extend((!own_table).then_some(problem));
            return None;
        }
    };
    if last > first {
        notes.push(format!(
            "residents of {year} lie between `pop_{first}` and `pop_{last}`"
        ));
    }
    let mut beside: BTreeMap<i32, Column> = BTreeMap::new();
    let years = if own_table {
        beside.extend(censuses.range(..first).next_back());
        beside.extend(censuses.range(last + 1..).next());
        censuses.retain(|year, _| (first..=last).contains(year));
        0..0
    } else {
        let last = censuses.keys().next_back().copied().unwrap_or(year);
        year + 1..last + 1
    };
    if years.is_empty() {
        let file = table.file().display();
        notes.push(format!(
            "{file} has no residents after {year} that are followed: they stay as many"
        ));
    }
    let mut residents = BTreeMap::new();
    let mut young = 0_usize;
    let mut swings = Vec::new();
    let mut moves = Moves::default();
    for row in table.rows() {
        let counted = match counts(&row, &censuses) {
            Ok(counted) => counted,
            Err(found) => {
                problems.extend(found);
                BTreeMap::new()
            }
        };
        problems.extend(leaps_beside(&row, &counted, &beside));
        let back = swing(&counted);
        moves.add(row.text(code), &counted, back.is_some());
        swings.extend(back.map(|years| format!("`{}` {years}", row.text(code))));
        young += usize::from(counted.len() < censuses.len());
        let born = counted.keys().next().copied();
        let born = born.filter(|_| counted.len() < censuses.len());
        let people = |year: i32| match born {
            Some(born) if year < born => 0,
            _ => interpolated(&counted, year),
        };
        let found = Residents {
            line: row.line,
            start: people(year),
            yearly: years.clone().map(people).collect(),
        };
        let code = row.text(code);
        let earlier = residents.insert(code, found);
        // In the table of municipalities itself a double code is told with the municipality.
        if let Some(Residents { line, .. }) = earlier.filter(|_| !own_table) {
            let message = format!("code `{code}` stood in line {line}, expected each once");
            problems.push(row.problem(message));
        }
    }
    if let [first, more @ ..] = &swings[..] {
        let more = match more.len() {
            0 => String::new(),
            more => format!(
                ", and {} more",
                in_words(more, "municipality", "municipalities")
            ),
        };
        let file = table.file().display();
        doubts.push(format!(
            "residents of {file} jump and come back, as by a slip of the pen: {first}{more}"
        ));
    }
    if problems.is_empty() {
        doubts.extend(moves.of_sums(table.file()));
        notes.extend(moves.of_places(table.file()));
    }
    if young > 0 && problems.is_empty() {
        notes.push(in_words(
            young,
            "municipality has no residents before its first count: it is not there yet",
            "municipalities have no residents before their first count: they are not there yet",
        ));
    }
    Some(residents)
}

/// The counts of a row by year; cells before the first may be empty.
fn counts(row: &Row, censuses: &BTreeMap<i32, Column>) -> Result<BTreeMap<i32, f64>, Vec<Problem>> {
    let mut counted: BTreeMap<i32, f64> = BTreeMap::new();
    let mut problems = Vec::new();
    for (year, column) in censuses {
        if counted.is_empty() && row.text(*column).is_empty() {
            continue;
        }
        match row.whole(*column, 0..=i64::from(MOST_RESIDENTS)) {
            Err(problem) if row.text(*column).is_empty() => problems.push(Problem {
                message: format!(
                    "{} after its first count (one that was dissolved is counted with another by --crosswalk)",
                    problem.message
                ),
                ..problem
            }),
            Ok(people) => drop(counted.insert(*year, people as f64)),
            Err(problem) => problems.push(problem),
        }
    }
    if counted.is_empty() && problems.is_empty() {
        let message = "has no count of residents, expected one or more (empty cells before the first count mean \
                       that the municipality was not there yet)";
        problems.push(row.problem(message));
    }
    let first = counted.iter().next();
    if let (Some((year, 0.0)), Some((later, people))) =
        (first, counted.iter().find(|(_, people)| **people > 0.0))
    {
        problems.push(row.problem(format!(
            "`pop_{year}` is 0 before the first residents, `pop_{later}` {people}: expected an empty cell where the \
             municipality was not there yet, and residents where it was"
        )));
        return Err(problems);
    }
    let pairs = counted.iter().zip(counted.iter().skip(1));
    for ((from, before), (to, after)) in pairs {
        problems.extend(leap(row, (*from, *before), (*to, *after)));
    }
    match problems.is_empty() {
        true => Ok(counted),
        false => Err(problems),
    }
}

/// That residents of two years are not of the same place.
fn leap(row: &Row, (from, before): (i32, f64), (to, after): (i32, f64)) -> Option<Problem> {
    let ratio = after.max(FEW) / before.max(FEW);
    let growth = ratio.max(1.0 / ratio);
    let most = if to - from > 2 {
        MOST_LATER
    } else {
        MOST_GROWTH
    };
    (growth >= most).then(|| {
        row.problem(format!(
            "`pop_{from}` is {before} and `pop_{to}` {after}: {most} times or more, expected residents of the \
             same place (a cell before a municipality was there is empty, not 0)"
        ))
    })
}

/// The same of the columns before and after those that are read, as far as they are counts: what they say of the years
/// read is as much as what those say of one another.
fn leaps_beside<'a>(
    row: &'a Row,
    counted: &'a BTreeMap<i32, f64>,
    beside: &'a BTreeMap<i32, Column>,
) -> impl Iterator<Item = Problem> + 'a {
    let counts = beside.iter().filter_map(|(year, column)| {
        let people = row.whole(*column, 1..=i64::from(MOST_RESIDENTS)).ok()?;
        Some((*year, people as f64))
    });
    let read = |(year, people): (&i32, &f64)| (*year, *people);
    counts.filter_map(move |other| {
        let (first, last) = (counted.iter().next()?, counted.iter().next_back()?);
        match other.0 < *first.0 {
            true => leap(row, other, read(first)),
            false => leap(row, read(last), other),
        }
    })
}

/// The years in which residents become many times as many, or as few, and come back later.
fn swing(counted: &BTreeMap<i32, f64>) -> Option<String> {
    /// So many times as many, there and back, are no growth.
    const SWING: f64 = 3.0;
    let steps = counted.iter().zip(counted.iter().skip(1));
    let jumps = steps.filter_map(|((_, before), (year, after))| {
        let ratio = after.max(FEW) / before.max(FEW);
        let up = ratio >= SWING;
        (up || ratio <= 1.0 / SWING).then_some((year, before, after, up))
    });
    let jumps: Vec<(&i32, &f64, &f64, bool)> = jumps.collect();
    let [(there, before, high, _), (back, _, after, _)] =
        *jumps.windows(2).find(|pair| pair[0].3 != pair[1].3)?
    else {
        return None;
    };
    Some(format!("{before}, {high} in {there}, {after} in {back}"))
}

/// Residents in a year, on a straight line between the counts around it; before the first and
/// after the last as in those.
fn interpolated(counted: &BTreeMap<i32, f64>, year: i32) -> u32 {
    let before = counted.range(..=year).next_back();
    let after = counted.range(year..).next();
    let people = match (before, after) {
        (Some((first, start)), Some((last, end))) if last > first => {
            let part = f64::from(year - first) / f64::from(last - first);
            start + part * (end - start)
        }
        (Some((_, people)), _) | (None, Some((_, people))) => *people,
        (None, None) => 0.0,
    };
    people.round() as u32
}
