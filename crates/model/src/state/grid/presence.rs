//! The organizations of a grid at the start.
//!
//! Each has a core and a way from there to the nearest crossing. Presence is a race: organization
//! o reaches municipality i after an exponential time with rate
//! `1/rank(o) * w(o, i) / sum of w(o, .)`, where `w = residents^city_exponent *
//! value(i) * exp(-distance from core and way / reach)`, a part `far_share` of it without the
//! distance; the value of a municipality is log-normal and the same for all. The race ends when
//! the share of municipalities with an organization is reached. So larger organizations have more
//! cells, and several meet in what is worth most. What makes one municipality worth more than another of its
//! size lies in regions, so that places with an organization lie beside one another. There was such a race in each year
//! before, for fewer places.

use std::collections::BTreeSet;

use crate::engine::luck::Luck;
use crate::engine::sampling::{exponential, normal};
use crate::state::grid::noise::{Draw, MapLuck, smooth_noise};
use crate::state::grid::past;
use crate::state::grid::recipe::{Recipe, Seat, SeatKind};
use crate::state::map::{InitialOrganization, Map, Place, Sighting};
use crate::units::Quantity;

/// The core of each organization.
pub(super) fn cores(recipe: &Recipe, map: &Map) -> Vec<usize> {
    let seats = recipe.seats.iter();
    seats.map(|seat| core(recipe, map, seat)).collect()
}

pub(super) fn organizations(
    recipe: &Recipe,
    luck: MapLuck,
    map: &Map,
    cores: &[usize],
) -> Vec<InitialOrganization> {
    let values = values(recipe, luck, map);
    let pulls = cores.iter().map(|core| pulls(recipe, map, &values, *core));
    let pulls: Vec<Vec<f64>> = pulls.collect();
    let growth = recipe.past.as_ref().map(|past| past.growth.get());
    let years = if growth.is_some() { past::YEARS } else { 1 };
    let mut seen: Vec<Vec<(i32, usize)>> = vec![Vec::new(); cores.len()];
    for before in (0..years).rev() {
        let part = libm::pow(growth.unwrap_or(1.0), f64::from(-before));
        let wanted = part * recipe.presence.share.get() * map.places.len() as f64;
        let reached = race(
            luck.of(Draw::Presence),
            cores,
            &pulls,
            wanted.round() as usize,
            before,
        );
        for (seen, places) in seen.iter_mut().zip(reached) {
            let year = map.start_year() - before;
            seen.extend(places.into_iter().map(|place| (year, place)));
        }
    }
    let of_seats = recipe.seats.iter().enumerate().zip(seen);
    let organization = |((index, seat), seen): ((usize, &Seat), Vec<(i32, usize)>)| {
        let core = cores[index];
        let homes = recipe
            .past
            .as_ref()
            .map(|past| past::homes(past, luck, map, index, core, &pulls[index]));
        let sighting = |(year, place): (i32, usize)| {
            let distance = map.distance(core as u32, place as u32);
            let records = 1.0 / (1.0 + distance / recipe.presence.reach_km.get());
            Sighting {
                year,
                place: place as u32,
                records: (records * 1e4).round() / 1e4,
                believed: 1.0,
                faction: None,
            }
        };
        InitialOrganization {
            name: seat.name.clone(),
            records: seen.into_iter().map(sighting).collect(),
            homes: homes.unwrap_or_default(),
        }
    };
    of_seats.map(organization).collect()
}

/// The places that each organization has reached in a year, so many years before the start, when as many places have an
/// organization as are wanted. What draws it stays; in earlier years luck of their own comes to that of the start.
fn race(
    luck: Luck,
    cores: &[usize],
    pulls: &[Vec<f64>],
    wanted: usize,
    before: i32,
) -> Vec<BTreeSet<usize>> {
    let mut arrivals = Vec::new();
    for (organization, &core) in cores.iter().enumerate() {
        let rank = (organization + 1) as f64;
        for (place, pull) in pulls[organization].iter().enumerate() {
            let lot = |years: i32| {
                let subject = organization as u64 | u64::from(years.unsigned_abs()) << 32;
                exponential(&mut luck.of(place as u32, subject))
            };
            let own = if before > 0 { lot(before) } else { 1.0 };
            let time = if place == core && before == 0 {
                0.0
            } else {
                own * lot(0) * rank / pull
            };
            arrivals.push((time, organization, place));
        }
    }
    arrivals.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut reached = BTreeSet::new();
    let mut places: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); cores.len()];
    for (time, organization, place) in arrivals {
        if time > 0.0 && reached.len() >= wanted {
            break;
        }
        reached.insert(place);
        places[organization].insert(place);
    }
    places
}

/// The place of the seat's kind nearest to where it should be, in steps on the grid.
fn core(recipe: &Recipe, map: &Map, seat: &Seat) -> usize {
    let fits = |place: &Place| match seat.core {
        SeatKind::Crossing => place.crossing,
        SeatKind::Port => place.port,
        SeatKind::Crops => place.crop > 0.0,
    };
    nearest(map, fits, |cell| {
        let (east, south) = recipe.position(cell);
        let (columns, rows) = (east - seat.east, south - seat.south);
        columns * columns + rows * rows
    })
}

/// The nearest of the places that fit; every grid has crossings, ports and crops.
fn nearest(map: &Map, fits: impl Fn(&Place) -> bool, distance: impl Fn(usize) -> f64) -> usize {
    (0..map.places.len())
        .filter(|&cell| fits(&map.places[cell]))
        .min_by(|&a, &b| distance(a).total_cmp(&distance(b)))
        .expect("a grid has one crossing, one port and one municipality with crops at least")
}

/// What each municipality is worth to any organization.
fn values(recipe: &Recipe, luck: MapLuck, map: &Map) -> Vec<f64> {
    let presence = &recipe.presence;
    let radius = recipe.people.region_radius.get();
    let regions = smooth_noise(recipe, luck.of(Draw::Market), radius);
    let luck = luck.of(Draw::Plaza);
    let shared = presence.plaza_region.get();
    let (of_region, of_own) = (shared.sqrt(), (1.0 - shared).sqrt());
    (0..)
        .zip(&map.places)
        .zip(regions)
        .map(|((cell, place), region)| {
            let worth = of_region * region + of_own * normal(&mut luck.of(cell, 0));
            let spread = presence.plaza_spread.get() * worth;
            let residents = f64::from(place.population);
            libm::pow(residents, presence.city_exponent.get()) * libm::exp(spread)
        })
        .collect()
}

/// The pull of each municipality on an organization; they sum to 1.
fn pulls(recipe: &Recipe, map: &Map, values: &[f64], core: usize) -> Vec<f64> {
    let presence = &recipe.presence;
    let to_core = |cell: usize| map.distance(core as u32, cell as u32);
    let from = (map.places[core].x, map.places[core].y);
    let crossing = &map.places[nearest(map, |place| place.crossing, to_core)];
    let near: Vec<f64> = map
        .places
        .iter()
        .zip(values)
        .map(|(place, value)| {
            let away = from_way((place.x, place.y), from, (crossing.x, crossing.y));
            value * libm::exp(-away / presence.reach_km.get())
        })
        .collect();
    let (all, all_near) = (values.iter().sum::<f64>(), near.iter().sum::<f64>());
    let far = presence.far_share.get();
    near.iter()
        .zip(values)
        .map(|(near, value)| (1.0 - far) * near / all_near + far * value / all)
        .collect()
}

/// Distance of a point from the straight way between two others.
fn from_way(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (along_x, along_y) = (to.0 - from.0, to.1 - from.1);
    let square = along_x * along_x + along_y * along_y;
    let part = if square > 0.0 {
        (((point.0 - from.0) * along_x + (point.1 - from.1) * along_y) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let (dx, dy) = (
        point.0 - from.0 - part * along_x,
        point.1 - from.1 - part * along_y,
    );
    (dx * dx + dy * dy).sqrt()
}
