//! Whether residents can be those of places: sums and places that leap from one year of a table to the next, and rows
//! that are the total of others.

use std::collections::BTreeMap;
use std::path::Path;

use plaza_batch::problem::Problem;

use plaza_engine::numbers::counted;

use crate::maps::map_tables::municipalities::Seat;
use crate::maps::map_tables::residents::{FEW, Residents};

/// A country does not grow or shrink by a larger part from one year to the next.
const SUM: f64 = 0.1;
/// Nor does it grow by a larger part in each of several.
const SUM_YEARLY: f64 = 0.04;
/// A place hardly grows or shrinks by a larger part.
const PLACE: f64 = 0.5;
/// Nor does it grow by a larger part in each of several years.
const PLACE_YEARLY: f64 = 0.1;
/// A total and its parts differ by no larger part, where some are rounded or missing.
const NEAR: f64 = 0.01;
/// And by no larger part where none are.
const EXACT: f64 = 0.001;
/// Of fewer places none is held against the others.
const LEAST_PLACES: usize = 3;

/// How residents move from one year of a table to the next.
#[derive(Debug, Default)]
pub(super) struct Moves {
    sums: BTreeMap<i32, f64>,
    /// How many municipalities leap.
    leaps: usize,
    /// By how many people the largest does, and what is said of it.
    largest: Option<(f64, String)>,
}

impl Moves {
    /// Adds a municipality; one that leaps and comes back is told elsewhere.
    pub(super) fn add(&mut self, code: &str, counted: &BTreeMap<i32, f64>, comes_back: bool) {
        for (year, people) in counted {
            *self.sums.entry(*year).or_default() += people;
        }
        let steps = counted.iter().zip(counted.iter().skip(1));
        let leaps = steps.filter(|((from, before), (to, after))| {
            let [before, after] = [before, after].map(|people| people.max(FEW));
            leaps(before, after, *to - *from, PLACE, PLACE_YEARLY)
        });
        let people = |((_, before), (_, after)): &((&i32, &f64), (&i32, &f64))| {
            let moved: f64 = **after - **before;
            moved.abs()
        };
        let most = leaps.max_by(|one, other| people(one).total_cmp(&people(other)));
        let Some(step) = most.filter(|_| !comes_back) else {
            return;
        };
        self.leaps += 1;
        let moved = people(&step);
        if self.largest.as_ref().is_none_or(|(most, _)| moved > *most) {
            let ((from, before), (to, after)) = step;
            let told = format!("`{code}` from {before} in {from} to {after} in {to}");
            self.largest = Some((moved, told));
        }
    }

    /// Sums that leap.
    pub(super) fn of_sums(&self, file: &Path) -> Vec<String> {
        let file = file.display();
        let steps = self.sums.iter().zip(self.sums.iter().skip(1));
        steps
            .filter(|((from, before), (to, after))| {
                leaps(**before, **after, *to - *from, SUM, SUM_YEARLY)
            })
            .map(|((from, before), (to, after))| {
                format!(
                    "residents of {file} are {before} in all in {from} and {after} in {to}: are both years counted in \
                     the same way?"
                )
            })
            .collect()
    }

    /// Places that leap.
    pub(super) fn of_places(&self, file: &Path) -> Option<String> {
        let (_, largest) = self.largest.as_ref()?;
        Some(format!(
            "residents move by more than half from one year of {} to the next in {}, most in {largest}",
            file.display(),
            counted(self.leaps, "municipality", "municipalities")
        ))
    }
}

/// Whether a number grows or shrinks by more than a part, and grows by more than a part in each of some years.
fn leaps(before: f64, after: f64, years: i32, part: f64, yearly: f64) -> bool {
    let growth = libm::pow(1.0 + yearly, f64::from(years)).max(1.0 + part);
    before > 0.0 && (after > growth * before || after < (1.0 - part) * before)
}

/// Rows that have as many residents as all others of the country, or of their state, together: a total, which is no
/// municipality. Where they might be as many by chance it is told.
pub(super) fn totals(
    seats: &BTreeMap<String, Seat>,
    counted: &BTreeMap<&str, Residents>,
    file: &Path,
    problems: &mut Vec<Problem>,
    doubts: &mut Vec<String>,
) {
    let mut states: BTreeMap<&str, Vec<(&Seat, &Residents)>> = BTreeMap::new();
    for (code, seat) in seats {
        if let Some(residents) = counted.get(code.as_str()) {
            let of = states.entry(&seat.state).or_default();
            of.push((seat, residents));
        }
    }
    let country: Vec<(&Seat, &Residents)> = states.values().flatten().copied().collect();
    let several = states.len() > 1;
    let states = states.into_iter().filter(|_| several);
    for (name, places) in std::iter::once(("the country", country)).chain(states) {
        let Some((total, sure)) = total(&places) else {
            continue;
        };
        let (Seat { place, .. }, Residents { line, start, .. }) = total;
        let message = format!(
            "`{}` ({}) has {start} residents, as many as the other {} municipalities of {name} together",
            place.code,
            place.name,
            places.len() - 1
        );
        if sure {
            let message = format!("{message}: expected no row that is their total");
            problems.push(Problem::at(file, *line, message));
        } else {
            let file = file.display();
            doubts.push(format!(
                "{message} or nearly so ({file}, line {line}): if the row is their total, leave it out"
            ));
        }
    }
}

/// The place that has as many residents as all others in each year, and whether that is no chance.
fn total<'a>(places: &[(&'a Seat, &'a Residents)]) -> Option<((&'a Seat, &'a Residents), bool)> {
    if places.len() < LEAST_PLACES {
        return None;
    }
    let largest = *places.iter().max_by_key(|(_, of)| of.start)?;
    let years = largest.1.yearly.len();
    let people = |of: &Residents, year: usize| match year {
        0 => f64::from(of.start),
        later => of.yearly.get(later - 1).map_or(0.0, |all| f64::from(*all)),
    };
    let pairs: Vec<(f64, f64)> = (0..=years)
        .map(|year| {
            let own = people(largest.1, year);
            let all: f64 = places.iter().map(|(_, of)| people(of, year)).sum();
            (own, all - own)
        })
        .collect();
    let within = |part: f64, persons: f64| {
        pairs.iter().all(|(own, others)| {
            let apart = (own - others).abs();
            *own >= FEW && apart <= part * others && apart <= persons
        })
    };
    if !within(NEAR, f64::INFINITY) {
        return None;
    }
    // Each number may be rounded to persons; in numbers that are rounded more coarsely chance has its part.
    let exact = within(EXACT, places.len() as f64);
    let fine = pairs.iter().any(|(own, _)| own % 100.0 != 0.0);
    let several = pairs.iter().any(|pair| pair.0 != pairs[0].0);
    Some((largest, exact && (fine || several)))
}
