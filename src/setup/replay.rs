//! Tables of real events as the script of every replicate: leaders who fell, units that were sent.
//!
//! Columns are found by name, so that a user's own tables need only these. A model year has 52 weeks:
//! the last day or two of a year belong to its last week.

mod day;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use plaza_batch::problem::{Problem, nearest, shortened};
use plaza_model::state::forces::Force;
use plaza_model::state::map::Map;
use plaza_model::state::organizations::Outcome;
use plaza_model::state::script::{Posting, Removal, Reported, Who};
use plaza_model::units::WEEKS_PER_YEAR;

use crate::files::csv_table::{Column, CsvTable, Row};
use crate::maps::aliases::Aliases;
use crate::maps::codes;
use crate::setup::replay::day::Day;

/// Leaders and plaza bosses who fell in the weeks `run`. Whoever escaped or did not really die is left
/// out, and so are rows of other weeks; that none is left is a problem.
pub fn leaders(
    file: &Path,
    bytes: &[u8],
    map: &Map,
    aliases: &Aliases,
    run: Range<i32>,
) -> Result<Vec<Removal>, Vec<Problem>> {
    read(file, bytes, |table, problems| {
        let columns = table.require(["date", "organization", "outcome", "code", "rank"]);
        let [date, label, outcome, code, rank] = columns?;
        let mut removals = Vec::new();
        for row in table.rows() {
            let day = day(&row, date);
            if day
                .as_ref()
                .is_ok_and(|day| !run.contains(&day.week(map.first_year)))
            {
                continue;
            }
            let place = one_place(&row, code, map);
            let organization = organization(&row, label, day.as_ref().ok().copied(), map, aliases);
            let outcome = fell(&row, outcome);
            let leader = leads(&row, rank);
            match (day, place, organization, outcome, leader) {
                (Ok(day), Ok(place), Ok(organization), Ok(outcome), Ok(leader)) => {
                    let Some((Some(outcome), [name, within])) = organization.map(|o| (outcome, o))
                    else {
                        continue;
                    };
                    removals.push(Removal {
                        week: day.week(map.first_year),
                        who: Who::Reported(Reported {
                            name: name.into(),
                            within: within.into(),
                            leader,
                            place,
                        }),
                        outcome: Some(outcome),
                    });
                }
                (day, place, organization, outcome, leader) => {
                    let wrong = [day.err(), place.err(), organization.err(), outcome.err()];
                    problems.extend(wrong.into_iter().flatten().chain(leader.err()));
                }
            }
        }
        removals.sort_by_key(|removal| removal.week);
        if removals.is_empty() && problems.is_empty() {
            problems.push(nothing(file, map, &run));
        }
        Ok(removals)
    })
}

/// Joint operations of the weeks `run`: forces sent to municipalities, or to whole states, where no
/// municipality is named. One without an end lasts until another begins at the same places with one of
/// its forces.
pub fn deployments(
    file: &Path,
    bytes: &[u8],
    map: &Map,
    run: Range<i32>,
) -> Result<Vec<Posting>, Vec<Problem>> {
    read(file, bytes, |table, problems| {
        let columns = table.require(["start", "end", "forces", "states", "focus_municipalities"]);
        let [start, end, forces, states, focus] = columns?;
        let personnel = table.find("personnel_approx");
        let mut postings = Vec::new();
        for row in table.rows() {
            let start = day(&row, start);
            let end = end_of(&row, end, start.as_ref().ok());
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
                        weeks: start.week(map.first_year)
                            ..end.map_or(EVER, |end: Day| end.week(map.first_year) + 1),
                    });
                }
                (start, end, forces, places, strength) => {
                    let wrong = [start.err(), end.err(), forces.err(), places.err()];
                    problems.extend(wrong.into_iter().flatten().chain(strength.err()));
                }
            }
        }
        let mut postings = relieved(postings);
        postings.retain(|posting| posting.weeks.start < run.end && posting.weeks.end > run.start);
        if postings.is_empty() && problems.is_empty() {
            problems.push(nothing(file, map, &run));
        }
        Ok(postings)
    })
}

/// The end of an operation that lasts.
const EVER: i32 = i32::MAX;

/// Operations without an end, ended by the next at the same places with one of their forces.
fn relieved(mut postings: Vec<Posting>) -> Vec<Posting> {
    postings.sort_by_key(|posting| posting.weeks.start);
    for index in 0..postings.len() {
        let (earlier, later) = postings.split_at_mut(index + 1);
        let posting = &mut earlier[index];
        let relief = later.iter().find(|other| {
            other.places == posting.places
                && other.forces.iter().any(|f| posting.forces.contains(f))
        });
        if let Some(relief) = relief
            && posting.weeks.end == EVER
        {
            posting.weeks.end = relief.weeks.start;
        }
    }
    postings
}

/// That no row of a table falls into the run.
fn nothing(file: &Path, map: &Map, run: &Range<i32>) -> Problem {
    let message = format!(
        "has no event within the run, expected some from {} to {}",
        map.year_of(run.start),
        map.year_of(run.end - 1)
    );
    Problem::whole(file, message)
}

fn end_of(row: &Row<'_>, column: Column, start: Option<&Day>) -> Result<Option<Day>, Problem> {
    if row.text(column).is_empty() {
        return Ok(None);
    }
    let end = day(row, column)?;
    match start.filter(|start| (end.year, end.day_of_year) < (start.year, start.day_of_year)) {
        Some(_) => Err(row.problem(format!(
            "ends on {} before it starts, expected a later day",
            row.text(column)
        ))),
        None => Ok(Some(end)),
    }
}

/// Whether somebody led an organization.
fn leads(row: &Row<'_>, column: Column) -> Result<bool, Problem> {
    match row.text(column) {
        "leader" => Ok(true),
        "boss" | "lieutenant" | "operator" => Ok(false),
        other => Err(row.problem(format!(
            "rank is `{other}`, expected leader, lieutenant, operator or boss"
        ))),
    }
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
        let near = codes::hint(code, map.codes());
        row.problem(format!(
            "there is no municipality `{code}` on the map{near}"
        ))
    })
}

/// What the label stood for on that day: its name, and the organization it belonged to; `None` where
/// it was no organization then. An organization of the map is known without an alias; one that is not
/// on the map must be younger than the map, so that it may yet arise.
fn organization(
    row: &Row<'_>,
    column: Column,
    day: Option<Day>,
    map: &Map,
    aliases: &Aliases,
) -> Result<Option<[String; 2]>, Problem> {
    let label = row.text(column);
    let own = map.organizations.iter().any(|known| known.name == label);
    match aliases.resolve(label, day.map_or(map.first_year, |day| day.year)) {
        Ok(Some(spell)) if spell.began().is_none() && !on(map, label) && !on(map, &spell.is) => {
            let near = nearest(label, map.organizations.iter().map(|o| o.name.as_str()));
            Err(row.problem(format!(
                "there is no organization `{label}` on the map{near}"
            )))
        }
        Ok(spell) => Ok(spell.map(|spell| [label.to_owned(), spell.is.clone()])),
        Err(_) if own => Ok(Some([label.to_owned(), label.to_owned()])),
        Err(message) => {
            let near = match message.contains("did you mean") {
                true => String::new(),
                false => nearest(label, map.organizations.iter().map(|o| o.name.as_str())),
            };
            let message = format!("there is no organization `{label}` on the map{near}; {message}");
            Err(row.problem(message))
        }
    }
}

/// Whether an organization or a faction of this name is on the map.
fn on(map: &Map, name: &str) -> bool {
    map.organizations.iter().any(|organization| {
        organization.name == name || organization.factions().any(|faction| faction == name)
    })
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
    let forces: Vec<Force> = row
        .text(column)
        .split('+')
        .map(force)
        .collect::<Result<_, _>>()?;
    match (1..forces.len()).find(|index| forces[..*index].contains(&forces[*index])) {
        Some(_) => Err(row.problem("names a force twice, expected each once".to_owned())),
        None => Ok(forces),
    }
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
    let named: BTreeSet<u32> = listed(focus)
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
pub fn weeks_covered(removals: &[Removal]) -> Range<i32> {
    let year = |week: i32| week.div_euclid(WEEKS_PER_YEAR);
    let weeks = || removals.iter().map(|removal| removal.week);
    match (weeks().min(), weeks().max()) {
        (Some(first), Some(last)) => {
            year(first) * WEEKS_PER_YEAR..(year(last) + 1) * WEEKS_PER_YEAR
        }
        _ => 0..0,
    }
}
