//! Columns of municipalities that cannot be what they are called: told, not refused, for a country may be so.

use std::collections::BTreeMap;
use std::path::Path;

use plaza_engine::statistics::median;

use plaza_engine::numbers::counted;

use crate::maps::map_tables::seats::Seat;
use crate::maps::outlines::Ring;

/// Of fewer places nothing is said as of a country.
const FEW: usize = 3;
/// Places named in a notice; the others are counted.
const NAMED: usize = 5;

/// That so few people live in municipalities that they are likely counted in hundreds or thousands.
pub(super) fn not_persons(seats: &BTreeMap<String, Seat>) -> Option<String> {
    /// Half of a country's municipalities do not have fewer people.
    const LEAST: f64 = 300.0;
    let people = seats.values().map(|seat| seat.place.population);
    let people: Vec<f64> = people.filter(|people| *people > 0).map(f64::from).collect();
    let half = median(&people)?;
    (half < LEAST).then(|| {
        let all = people.iter().sum::<f64>();
        format!(
            "{all} people live in the country, and {half} or fewer in half of its municipalities: are they counted in \
             hundreds or thousands? expected persons"
        )
    })
}

/// That all municipalities are almost equally rich, or poor, as where a share was divided by a hundred twice.
pub(super) fn poverty(seats: &BTreeMap<String, Seat>) -> Option<String> {
    /// A share that all have, or all but, tells places hardly apart.
    const LITTLE: f64 = 0.05;
    let poor = seats.values().map(|seat| seat.place.poverty);
    let least = poor.clone().fold(f64::INFINITY, f64::min);
    let most = poor.fold(0.0, f64::max);
    let few = most < LITTLE && most > 0.0;
    let alike = least >= most;
    let told = (few || least > 1.0 - LITTLE) && !alike && seats.len() >= FEW;
    told.then(|| {
        format!(
            "poverty is {least} to {most} in all municipalities, and is read as the share who are poor, 0 to 1 (1 is \
             poorest): is it in another unit?"
        )
    })
}

/// States whose municipalities are so small beside those of the country that their residents are likely in another unit.
pub(super) fn smaller_states(seats: &BTreeMap<String, Seat>) -> Option<String> {
    /// Half of a state's municipalities are no smaller a part of what half of the country's are.
    const PART: f64 = 0.02;
    /// Of fewer municipalities any may be so.
    const LEAST: usize = 5;
    let mut states: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for seat in seats.values().filter(|seat| seat.place.population > 0) {
        let of = states.entry(&seat.state).or_default();
        of.push(f64::from(seat.place.population));
    }
    let all: Vec<f64> = states.values().flatten().copied().collect();
    let usual = median(&all)?;
    let small = states.iter().filter_map(|(name, people)| {
        let half = median(people).filter(|_| people.len() >= LEAST)?;
        (half < PART * usual).then(|| format!("{name} ({half})"))
    });
    let small: Vec<String> = small.collect();
    (!small.is_empty()).then(|| {
        format!(
            "half of the municipalities have {usual} people or fewer in the country, and far fewer in {}: are all states \
             counted in persons?",
            shown(&small)
        )
    })
}

/// Ports of places that are not on the coast, and have no neighbour there: on a river, or a mark in the wrong row. The
/// table is to have a column of coasts.
pub(super) fn ports_inland(seats: &BTreeMap<String, Seat>, pairs: &[(u32, u32)]) -> Option<String> {
    let coast: Vec<bool> = seats.values().map(|seat| seat.place.coast).collect();
    far_ports(seats, pairs, &coast, "`coast` 0")
}

/// The same by the outlines, where the table has no such column: `outer` are the places that have an edge where no other
/// place lies.
pub(super) fn ports_inside(
    seats: &BTreeMap<String, Seat>,
    pairs: &[(u32, u32)],
    outer: &[bool],
) -> Option<String> {
    far_ports(seats, pairs, outer, "an outline that is inside the map")
}

fn far_ports(
    seats: &BTreeMap<String, Seat>,
    pairs: &[(u32, u32)],
    coast: &[bool],
    what: &str,
) -> Option<String> {
    let seats: Vec<&Seat> = seats.values().collect();
    let mut near = coast.to_owned();
    for (a, b) in pairs {
        near[*a as usize] |= coast[*b as usize];
        near[*b as usize] |= coast[*a as usize];
    }
    let ports = seats.iter().filter(|seat| seat.place.port).count();
    let inland = seats.iter().zip(near);
    let inland = inland.filter(|(seat, near)| seat.place.port && !near);
    let inland: Vec<String> = inland
        .map(|(seat, _)| format!("`{}` ({})", seat.place.code, seat.place.name))
        .collect();
    (!inland.is_empty()).then(|| {
        format!(
            "{} with `port` 1 (of {ports} in all) and {what}, as in all their neighbours: {}",
            counted(inland.len(), "municipality", "municipalities"),
            shown(&inland)
        )
    })
}

/// Areas by the table that are not those of the outlines; `plane` are the outlines of each place in kilometres.
pub(super) fn areas(
    seats: &BTreeMap<String, Seat>,
    plane: &[Vec<Ring>],
    file: &Path,
) -> Option<String> {
    /// Coasts and coarse outlines make no larger difference.
    const TIMES: f64 = 3.0;
    /// Nor do they in so large a part of the places.
    const MANY: f64 = 0.1;
    let both = seats.values().zip(plane).filter_map(|(seat, rings)| {
        let drawn = area(rings);
        let said = seat.area.filter(|_| drawn > 0.0)?;
        Some((seat, said, drawn))
    });
    let both: Vec<(&Seat, f64, f64)> = both.collect();
    let off = both
        .iter()
        .filter(|(_, said, drawn)| *said > TIMES * drawn || TIMES * said < *drawn);
    let off: Vec<String> = off
        .map(|(seat, said, drawn)| format!("`{}` {said} and {drawn:.1}", seat.place.code))
        .collect();
    (both.len() >= FEW && off.len() as f64 > MANY * both.len() as f64).then(|| {
        format!(
            "`area_km2` of {} is more than {TIMES} times the area of the outline, or less than a third of it, in {} of \
             {} municipalities: {}",
            file.display(),
            off.len(),
            both.len(),
            shown(&off)
        )
    })
}

/// The area of some rings (km2); holes, which are small, are counted in, for not all files turn them the other way.
pub(super) fn area(rings: &[Ring]) -> f64 {
    let turned = |ring: &Ring| -> f64 {
        let sides = ring.windows(2).map(|ends| {
            let [(x1, y1), (x2, y2)] = [ends[0], ends[1]];
            x1 * y2 - x2 * y1
        });
        sides.sum::<f64>() / 2.0
    };
    rings.iter().map(|ring| turned(ring).abs()).sum()
}

/// The first, and how many more there are.
pub(super) fn shown(all: &[String]) -> String {
    let first = &all[..all.len().min(NAMED)];
    match all.len() - first.len() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}
