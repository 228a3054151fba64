//! Whether residents can be those of places: rows that are the total of others.

use std::collections::BTreeMap;
use std::path::Path;

use plaza_batch::problem::Problem;

use crate::maps::map_tables::moves::FEW;
use crate::maps::map_tables::residents::Residents;
use crate::maps::map_tables::seats::Seat;
/// A total and its parts differ by no larger part, where some are rounded or missing.
const NEAR: f64 = 0.01;
/// And by no larger part where none are.
const EXACT: f64 = 0.001;
/// Of fewer places none is held against the others.
const LEAST_PLACES: usize = 3;

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
