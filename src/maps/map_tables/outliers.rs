//! Numbers of municipalities that are right one by one, and hardly together: told, not refused, for a country may be so.

use std::collections::BTreeMap;
use std::path::Path;

use plaza_engine::numbers::counted;

use crate::maps::map_tables::contradictions::shown;
use crate::maps::map_tables::seats::Seat;

/// Of fewer municipalities nothing is said as of a country.
const FEW: usize = 10;
/// Nor of fewer states.
const FEW_STATES: usize = 4;
/// What is to be told; `areas` are those of the outlines (km2), where there are any.
pub(super) fn all(
    seats: &BTreeMap<String, Seat>,
    areas: Option<&[f64]>,
    file: &Path,
) -> Vec<String> {
    let told = [
        no_poverty(seats),
        crops(seats, file),
        largest(seats),
        state(seats),
        dense(seats, areas),
    ];
    told.into_iter().flatten().chain(marks(seats)).collect()
}

/// Poverty of exactly 0 in a whole state, or in many municipalities, as where missing values were filled with it.
fn no_poverty(seats: &BTreeMap<String, Seat>) -> Option<String> {
    /// No larger part of municipalities has nobody who is poor.
    const MANY: f64 = 0.05;
    let none = |seat: &Seat| seat.place.poverty == 0.0;
    let zeros = seats.values().filter(|seat| none(seat)).count();
    if zeros == 0 || zeros == seats.len() {
        return None;
    }
    let mut states: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for seat in seats.values() {
        let (all, zeros) = states.entry(&seat.state).or_default();
        *all += 1;
        *zeros += usize::from(none(seat));
    }
    let whole = states
        .iter()
        .filter(|(_, (all, zeros))| *all > 1 && zeros == all);
    let whole: Vec<String> = whole.map(|(name, _)| (*name).to_owned()).collect();
    let many = seats.len() >= FEW && zeros as f64 > MANY * seats.len() as f64;
    let of = match whole.is_empty() {
        true => String::new(),
        false => format!(", in all of {}", shown(&whole)),
    };
    (many || !whole.is_empty()).then(|| {
        format!(
            "poverty is exactly 0 in {} of {} municipalities{of}: were missing values filled with 0?",
            zeros,
            seats.len()
        )
    })
}

/// One area of crops that outweighs all others.
fn crops(seats: &BTreeMap<String, Seat>, file: &Path) -> Option<String> {
    /// So many times as large as the next.
    const TIMES: f64 = 20.0;
    let mut grown: Vec<&Seat> = seats.values().filter(|seat| seat.crop > 0.0).collect();
    grown.sort_by(|one, other| other.crop.total_cmp(&one.crop));
    let [first, second, ..] = grown[..] else {
        return None;
    };
    let all: f64 = grown.iter().map(|seat| seat.crop).sum();
    (first.crop > TIMES * second.crop && 2.0 * first.crop > all).then(|| {
        format!(
            "{} line {} (`{}`, {}) has {} of all {all} of drug crops, and the next, `{}`, {}: is it a slip of the pen, or a \
             total?",
            file.display(),
            first.line,
            first.place.code,
            first.place.name,
            first.crop,
            second.place.code,
            second.crop
        )
    })
}

/// One municipality that is far larger than all others.
fn largest(seats: &BTreeMap<String, Seat>) -> Option<String> {
    /// So many times as many people as in the next.
    const TIMES: f64 = 10.0;
    let mut sorted: Vec<&Seat> = seats.values().collect();
    sorted.sort_by_key(|seat| std::cmp::Reverse(seat.place.population));
    let [first, second, ..] = sorted[..] else {
        return None;
    };
    let [most, next] = [first, second].map(|seat| seat.place.population);
    (seats.len() >= FEW && next > 0 && f64::from(most) > TIMES * f64::from(next)).then(|| {
        format!(
            "`{}` ({}) has {most} residents, more than {TIMES} times as many as the next, `{}` ({}) with {next}: is it a \
             slip of the pen?",
            first.place.code, first.place.name, second.place.code, second.place.name
        )
    })
}

/// A state in which most people of the country live.
fn state(seats: &BTreeMap<String, Seat>) -> Option<String> {
    /// No larger part of a country's people lives in one of its states.
    const PART: f64 = 0.6;
    let mut states: BTreeMap<&str, f64> = BTreeMap::new();
    for seat in seats.values() {
        *states.entry(&seat.state).or_default() += f64::from(seat.place.population);
    }
    let all: f64 = states.values().sum();
    let most = states.iter().max_by(|one, other| one.1.total_cmp(other.1));
    let (name, people) = most.filter(|_| states.len() >= FEW_STATES)?;
    (*people > PART * all).then(|| {
        format!(
            "{people} of all {all} people live in {name}, one of {} states: are all states counted in the same way?",
            states.len()
        )
    })
}

/// Municipalities where more people live on a square kilometre than anywhere, and a country that is next to empty.
fn dense(seats: &BTreeMap<String, Seat>, areas: Option<&[f64]>) -> Option<String> {
    /// Nowhere live more people on a square kilometre.
    const MOST: f64 = 100_000.0;
    /// In no country fewer.
    const LEAST: f64 = 0.1;
    let areas = seats.values().enumerate().filter_map(|(index, seat)| {
        let drawn = areas.map(|areas| areas[index]).filter(|area| *area > 0.0);
        Some((seat, drawn.or(seat.area)?))
    });
    let areas: Vec<(&Seat, f64)> = areas.collect();
    let full = areas
        .iter()
        .filter(|(seat, area)| f64::from(seat.place.population) > MOST * area);
    let full: Vec<String> = full
        .map(|(seat, area)| {
            let place = &seat.place;
            format!(
                "`{}` ({}), {} on {area:.1} km2",
                place.code, place.name, place.population
            )
        })
        .collect();
    if !full.is_empty() {
        return Some(format!(
            "more than {MOST} people live on a square kilometre in {}: {}",
            counted(full.len(), "municipality", "municipalities"),
            shown(&full)
        ));
    }
    let people: f64 = areas
        .iter()
        .map(|(seat, _)| f64::from(seat.place.population))
        .sum();
    let area: f64 = areas.iter().map(|(_, area)| area).sum();
    (areas.len() >= FEW && people < LEAST * area).then(|| {
        format!(
            "{people} people live on {area:.0} km2, fewer than {LEAST} on a square kilometre: are they counted in persons?"
        )
    })
}

/// A mark of a municipality, and how it is read.
type Mark = (&'static str, fn(&Seat) -> bool);

/// Marks that most municipalities have.
fn marks(seats: &BTreeMap<String, Seat>) -> Vec<String> {
    let marks: [Mark; 3] = [
        ("northern_crossing", |seat| seat.place.crossing),
        ("southern_border", |seat| seat.place.south_border),
        ("port", |seat| seat.place.port),
    ];
    let many = marks.iter().filter_map(|(name, of)| {
        let marked = seats.values().filter(|seat| of(seat)).count();
        (seats.len() >= FEW && 2 * marked > seats.len()).then(|| {
            format!(
                "`{name}` is 1 in {marked} of {} municipalities, more than half: is it turned round?",
                seats.len()
            )
        })
    });
    many.collect()
}
