//! Neighbours by the table that hardly are any, for their seats lie far apart or their outlines do not touch; and
//! outlines that touch and are no neighbours by the table.

use std::collections::BTreeMap;
use std::path::Path;

use plaza_engine::numbers::counted;
use plaza_engine::statistics::median;

use crate::maps::map_tables::projection::Projection;
use crate::maps::map_tables::seats::Seat;
use crate::maps::outlines::Ring;

/// Neighbours so many times as far apart as the median pair are told.
const TIMES: f64 = 5.0;
/// Fewer pairs have no usual distance.
const FEW: usize = 10;

/// Pairs whose seats lie far apart beside those of others.
pub(super) fn far(
    seats: &BTreeMap<String, Seat>,
    pairs: &[(u32, u32)],
    projection: &Projection,
    file: &Path,
) -> Option<String> {
    let seats: Vec<&Seat> = seats.values().collect();
    let at = |place: u32| {
        let (lat, lon) = seats[place as usize].position;
        projection.plane(lat, lon)
    };
    let apart = pairs.iter().map(|(a, b)| {
        let ((x, y), (u, v)) = (at(*a), at(*b));
        ((x - u) * (x - u) + (y - v) * (y - v)).sqrt()
    });
    let apart: Vec<f64> = apart.collect();
    let usual = median(&apart).filter(|_| pairs.len() >= FEW)?;
    let many = apart.iter().filter(|km| **km > TIMES * usual).count();
    let (km, (a, b)) = apart
        .iter()
        .zip(pairs)
        .max_by(|one, other| one.0.total_cmp(other.0))?;
    (many > 0).then(|| {
        let [one, other] = [a, b].map(|place| &seats[*place as usize].place);
        format!(
            "seats of {many} of {} pairs in {} lie more than {TIMES} times as far apart as those of neighbours mostly do \
             ({usual:.0} km), farthest those of `{}` ({}) and `{}` ({}), {km:.0} km",
            pairs.len(),
            file.display(),
            one.code,
            one.name,
            other.code,
            other.name
        )
    })
}

/// Pairs whose outlines have no edge in common, of those that both have one; `plane` are the outlines of each place in
/// kilometres, `touching` the pairs of those that touch.
pub(super) fn apart(
    seats: &BTreeMap<String, Seat>,
    pairs: &[(u32, u32)],
    plane: &[Vec<Ring>],
    touching: &[(u32, u32)],
    file: &Path,
) -> Option<String> {
    let drawn = |place: u32| !plane[place as usize].is_empty();
    let both = pairs.iter().filter(|(a, b)| drawn(*a) && drawn(*b));
    let both: Vec<(u32, u32)> = both.copied().collect();
    let apart = both
        .iter()
        .filter(|pair| touching.binary_search(pair).is_err());
    let apart: Vec<&(u32, u32)> = apart.collect();
    let (a, b) = apart.first()?;
    let codes: Vec<&String> = seats.keys().collect();
    Some(format!(
        "outlines of {} of {} pairs in {} do not touch, or in a corner only: `{}` and `{}` first",
        apart.len(),
        both.len(),
        file.display(),
        codes[*a as usize],
        codes[*b as usize]
    ))
}

/// Borders by the outlines that the table lacks, where they are many, or all but one of a state's with others.
pub(super) fn lacking(
    seats: &BTreeMap<String, Seat>,
    pairs: &[(u32, u32)],
    touching: &[(u32, u32)],
    file: &Path,
) -> Vec<String> {
    /// A smaller part of the borders a table may well lack.
    const MANY: f64 = 0.02;
    /// A state that has fewer with others by the outlines may hang by one.
    const LEAST: usize = 4;
    let seats: Vec<&Seat> = seats.values().collect();
    let file = file.display();
    let lacks = touching
        .iter()
        .filter(|pair| pairs.binary_search(pair).is_err());
    let lacks: Vec<&(u32, u32)> = lacks.collect();
    let mut told = Vec::new();
    if let Some((a, b)) = lacks.first()
        && lacks.len() as f64 > MANY * touching.len() as f64
    {
        let [a, b] = [a, b].map(|place| &seats[*place as usize].place);
        told.push(format!(
            "{file} lacks {} of {} borders that the outlines have: `{}` ({}) and `{}` ({}) first; are pairs missing?",
            lacks.len(),
            touching.len(),
            a.code,
            a.name,
            b.code,
            b.name
        ));
    }
    let between = |pairs: &[(u32, u32)]| {
        let mut states: BTreeMap<&str, usize> = BTreeMap::new();
        for (a, b) in pairs {
            let [a, b] = [a, b].map(|place| seats[*place as usize].state.as_str());
            if a != b {
                *states.entry(a).or_default() += 1;
                *states.entry(b).or_default() += 1;
            }
        }
        states
    };
    let by_table = between(pairs);
    let hang = between(touching).into_iter().filter_map(|(state, drawn)| {
        let by_table = by_table.get(state).copied().unwrap_or(0);
        (drawn >= LEAST && by_table <= 1).then(|| {
            format!(
                "{state} hangs by {} with other states in {file}, and has {drawn} by the outlines",
                counted(by_table, "pair", "pairs")
            )
        })
    });
    told.extend(hang);
    told
}
