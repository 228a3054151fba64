//! Tables of real events as the script of every replicate: leaders who fell, units that were sent.
//!
//! Columns are found by name, so that a user's own tables need only these. A model year has 52 weeks:
//! the last day or two of a year belong to its last week.

use std::collections::BTreeMap;
use std::path::Path;

use crate::io::aliases::Aliases;
use crate::io::csv_table::{Column, CsvTable, Row, shortened};
use crate::io::problem::{Problem, nearest};
use crate::state::forces::Force;
use crate::state::map::Map;
use crate::state::organizations::Outcome;
use crate::state::script::{Posting, Removal, Reported, Who};
use crate::units::WEEKS_PER_YEAR;

/// The year of week 0.
const FIRST_YEAR: i32 = 2007;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day {
    year: i32,
    /// From 0.
    day_of_year: i32,
}

impl Day {
    /// A day written as `2009-12-16`.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year: i32 = parts.next()?.parse().ok()?;
        let month: usize = parts.next()?.parse().ok()?;
        let day: i32 = parts.next()?.parse().ok()?;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = [
            31,
            if leap { 29 } else { 28 },
            31,
            30,
            31,
            30,
            31,
            31,
            30,
            31,
            30,
            31,
        ];
        let length = *days.get(month.checked_sub(1)?)?;
        if parts.next().is_some() || !(1..=length).contains(&day) {
            return None;
        }
        let before: i32 = days[..month - 1].iter().sum();
        Some(Self {
            year,
            day_of_year: before + day - 1,
        })
    }

    /// The week of the model that it lies in.
    fn week(self) -> i32 {
        let week = (self.day_of_year / 7).min(WEEKS_PER_YEAR - 1);
        (self.year - FIRST_YEAR) * WEEKS_PER_YEAR + week
    }
}

/// Leaders and plaza bosses who fell. `rank` is `leader`, or anything else for a boss; whoever escaped
/// or did not really die is left out.
pub fn leaders(
    file: &Path,
    bytes: &[u8],
    map: &Map,
    aliases: &Aliases,
) -> Result<Vec<Removal>, Vec<Problem>> {
    read(file, bytes, |table, problems| {
        let columns = table.require(["date", "organization", "outcome", "code", "rank"]);
        let [date, label, outcome, code, rank] = columns.map_err(|problem| vec![problem])?;
        let mut removals = Vec::new();
        for row in table.rows() {
            let day = day(&row, date);
            let place = one_place(&row, code, map);
            let organization = organization(&row, label, day.as_ref().ok().copied(), map, aliases);
            let outcome = fell(&row, outcome);
            match (day, place, organization, outcome) {
                (Ok(day), Ok(place), Ok(organization), Ok(outcome)) => {
                    let Some((Some(outcome), [name, within])) = organization.map(|o| (outcome, o))
                    else {
                        continue;
                    };
                    removals.push(Removal {
                        week: day.week(),
                        who: Who::Reported(Reported {
                            name: name.into(),
                            within: within.into(),
                            leader: row.text(rank) == "leader",
                            place,
                        }),
                        outcome: Some(outcome),
                    });
                }
                (day, place, organization, outcome) => {
                    problems.extend(day.err());
                    problems.extend(place.err());
                    problems.extend(organization.err());
                    problems.extend(outcome.err());
                }
            }
        }
        removals.sort_by_key(|removal| removal.week);
        Ok(removals)
    })
}

/// Joint operations: forces sent to municipalities, or to whole states, where no municipality is named.
/// One without an end lasts.
pub fn deployments(file: &Path, bytes: &[u8], map: &Map) -> Result<Vec<Posting>, Vec<Problem>> {
    read(file, bytes, |table, problems| {
        let columns = table.require(["start", "end", "forces", "states", "focus_municipalities"]);
        let [start, end, forces, states, focus] = columns.map_err(|problem| vec![problem])?;
        let personnel = table.find("personnel_approx");
        let mut postings = Vec::new();
        for row in table.rows() {
            let start = day(&row, start);
            let end = match row.text(end) {
                "" => Ok(None),
                _ => day(&row, end).map(Some),
            };
            let forces = mobile(&row, forces);
            let places = places(&row, states, focus, map);
            let strength = match personnel.filter(|column| !row.text(*column).is_empty()) {
                None => Ok(None),
                Some(column) => row.number(column, 0.0..=1e6).map(Some),
            };
            match (start, end, forces, places, strength) {
                (Ok(start), Ok(end), Ok(forces), Ok(places), Ok(strength)) => {
                    postings.push(Posting {
                        forces,
                        strength,
                        places,
                        weeks: start.week()..end.map_or(i32::MAX, |end: Day| end.week() + 1),
                    });
                }
                (start, end, forces, places, strength) => {
                    problems.extend(start.err());
                    problems.extend(end.err());
                    problems.extend(forces.err());
                    problems.extend(places.err());
                    problems.extend(strength.err());
                }
            }
        }
        Ok(postings)
    })
}

fn read<T>(
    file: &Path,
    bytes: &[u8],
    rows: impl FnOnce(&CsvTable, &mut Vec<Problem>) -> Result<T, Vec<Problem>>,
) -> Result<T, Vec<Problem>> {
    let mut problems = Vec::new();
    let table = CsvTable::parse(file, bytes, &mut problems);
    let read = match &table {
        Some(table) => rows(table, &mut problems),
        None => Err(Vec::new()),
    };
    match read {
        Ok(read) if problems.is_empty() => Ok(read),
        Ok(_) => Err(shortened(problems)),
        Err(more) => {
            problems.extend(more);
            Err(shortened(problems))
        }
    }
}

fn day(row: &Row<'_>, column: Column) -> Result<Day, Problem> {
    let text = row.text(column);
    Day::parse(text).ok_or_else(|| {
        row.problem(format!(
            "`{text}` is no day, expected one as in `2009-12-16`"
        ))
    })
}

fn one_place(row: &Row<'_>, column: Column, map: &Map) -> Result<Option<u32>, Problem> {
    match row.text(column) {
        "" => Ok(None),
        code => known_place(row, code, map).map(Some),
    }
}

fn known_place(row: &Row<'_>, code: &str, map: &Map) -> Result<u32, Problem> {
    map.find(code).ok_or_else(|| {
        let near = nearest(code, map.places.iter().map(|place| place.code.as_str()));
        row.problem(format!(
            "there is no municipality `{code}` on the map{near}"
        ))
    })
}

/// What the label stood for on that day: its name, and the organization it belonged to; `None` where
/// it was no organization then. An organization of the map is known without an alias.
fn organization(
    row: &Row<'_>,
    column: Column,
    day: Option<Day>,
    map: &Map,
    aliases: &Aliases,
) -> Result<Option<[String; 2]>, Problem> {
    let label = row.text(column);
    let own = map.organizations.iter().any(|known| known.name == label);
    match aliases.resolve(label, day.map_or(FIRST_YEAR, |day| day.year)) {
        Ok(spell) => Ok(spell.map(|spell| [label.to_owned(), spell.is.clone()])),
        Err(_) if own => Ok(Some([label.to_owned(), label.to_owned()])),
        Err(message) => {
            let message = format!("there is no organization `{label}` on the map; {message}");
            Err(row.problem(message))
        }
    }
}

/// How somebody fell; `None` of one who escaped or did not die.
fn fell(row: &Row<'_>, column: Column) -> Result<Option<Outcome>, Problem> {
    match row.text(column) {
        "captured" | "arrested" => Ok(Some(Outcome::Arrested)),
        "killed" => Ok(Some(Outcome::Killed)),
        "killed_by_rivals" => Ok(Some(Outcome::KilledByRivals)),
        "extradited" => Ok(Some(Outcome::Extradited)),
        "escaped" | "reported_killed" => Ok(None),
        other => Err(row.problem(format!(
            "outcome is `{other}`, expected captured, arrested, killed, killed_by_rivals, extradited, \
             escaped or reported_killed"
        ))),
    }
}

fn mobile(row: &Row<'_>, column: Column) -> Result<Vec<Force>, Problem> {
    let force = |name: &str| match name {
        "army" => Ok(Force::Army),
        "navy" => Ok(Force::Navy),
        "federal_police" => Ok(Force::Federal),
        other => Err(row.problem(format!(
            "force is `{other}`, expected army, navy or federal_police, joined by `+`"
        ))),
    };
    row.text(column).split('+').map(force).collect()
}

/// The municipalities named, else those of the states, by residents.
fn places(
    row: &Row<'_>,
    states: Column,
    focus: Column,
    map: &Map,
) -> Result<Vec<(u32, f64)>, Problem> {
    let weight = |place: u32| {
        let residents = map.places[place as usize].population;
        (place, f64::from(residents))
    };
    let listed = |column| {
        row.text(column)
            .split(';')
            .filter(|entry: &&str| !entry.is_empty())
    };
    let named: Vec<u32> = listed(focus)
        .map(|code| known_place(row, code, map))
        .collect::<Result<_, _>>()?;
    if !named.is_empty() {
        return Ok(named.into_iter().map(weight).collect());
    }
    let prefixes = prefixes(map);
    let mut places = Vec::new();
    for state in listed(states) {
        let by_name = map.states.iter().position(|name| name == state);
        let index = by_name.or_else(|| prefixes.get(state).map(|index| usize::from(*index)));
        let Some(index) = index else {
            let near = nearest(state, map.states.iter().map(String::as_str));
            return Err(row.problem(format!(
                "there is no state `{state}` on the map{near}, expected its name, or the first two \
                 digits of its municipalities"
            )));
        };
        let of_state = (0..map.places.len() as u32)
            .filter(|place| usize::from(map.places[*place as usize].state) == index);
        places.extend(of_state.map(weight));
    }
    if places.is_empty() {
        return Err(row.problem("names no place, expected states or focus_municipalities"));
    }
    Ok(places)
}

/// States by the first two letters of their municipalities' codes, where these tell them apart.
fn prefixes(map: &Map) -> BTreeMap<&str, u16> {
    let mut prefixes: BTreeMap<&str, Option<u16>> = BTreeMap::new();
    for place in &map.places {
        if let Some(prefix) = place.code.get(..2) {
            let known = prefixes.entry(prefix).or_insert(Some(place.state));
            if *known != Some(place.state) {
                *known = None;
            }
        }
    }
    let unique = prefixes.into_iter();
    unique
        .filter_map(|(prefix, state)| Some((prefix, state?)))
        .collect()
}

/// The weeks in which leaders fall by the table alone: those of the years it covers.
pub fn weeks_covered(removals: &[Removal]) -> std::ops::Range<i32> {
    let year = |week: i32| week.div_euclid(WEEKS_PER_YEAR);
    let weeks = || removals.iter().map(|removal| removal.week);
    match (weeks().min(), weeks().max()) {
        (Some(first), Some(last)) => {
            year(first) * WEEKS_PER_YEAR..(year(last) + 1) * WEEKS_PER_YEAR
        }
        _ => 0..0,
    }
}
