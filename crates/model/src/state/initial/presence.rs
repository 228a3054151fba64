//! Where organizations are in the first week: where the press saw them, and around there.
//!
//! The tables name the places where an organization was seen; most places with deaths of organized
//! crime have none that the press names \[C14\]. For each cell that was seen there are `unseen` more
//! nearby: each is found by a walk from a seen one, chosen by weight, over borders, to neighbours by the
//! root of their residents, of `unseen_steps` borders on average.

use std::collections::BTreeSet;

use crate::engine::luck::{Luck, NOWHERE, Stream};
use crate::engine::sampling::{chance, poisson, uniform, weighted};
use crate::state::map::{InitialCell, InitialOrganization, Map};
use crate::state::organizations::OrganizationKey;

/// Walks for each cell that is wanted, before it is given up: small maps have no room for all.
const WALKS: u64 = 8;

/// The cells that the press did not see.
#[derive(Clone, Copy, Debug)]
pub struct Unseen {
    /// How many for each that it saw.
    pub number: f64,
    /// Borders from one of those, on average.
    pub steps: f64,
    /// The part of an organization's members who are in them.
    pub members: f64,
}

/// The organization with its unseen cells, ascending by place; weights add up to 1.
pub fn with_unseen(
    map: &Map,
    seen: &InitialOrganization,
    around: Unseen,
    luck: &Luck,
) -> InitialOrganization {
    let mut rng = luck.of(NOWHERE, OrganizationKey::founder(&seen.name).0);
    let all: f64 = seen.cells.iter().map(|cell| cell.weight).sum();
    let wanted = poisson(&mut rng, around.number * seen.cells.len() as f64);
    let upto = |sum: &mut f64, cell: &InitialCell| {
        *sum += cell.weight;
        Some(*sum)
    };
    let upto: Vec<f64> = seen.cells.iter().scan(0.0, upto).collect();
    let mut taken: BTreeSet<u32> = seen.cells.iter().map(|cell| cell.place).collect();
    let mut unseen: Vec<InitialCell> = Vec::new();
    for _ in 0..WALKS * u64::from(wanted) {
        if unseen.len() as u64 == u64::from(wanted) {
            break;
        }
        let part = uniform(&mut rng) * all;
        let from = upto.partition_point(|upto| *upto <= part);
        let Some(from) = seen.cells.get(from) else {
            break;
        };
        let place = walk(map, from.place, around.steps, &mut rng);
        if taken.insert(place) {
            unseen.push(InitialCell {
                place,
                weight: residents(map, place),
                faction: from.faction.clone(),
            });
        }
    }
    let hidden: f64 = unseen.iter().map(|cell| cell.weight).sum();
    let part = if unseen.is_empty() {
        0.0
    } else {
        around.members
    };
    let scaled = |cell: &InitialCell, part: f64, of: f64| InitialCell {
        weight: part * cell.weight / of,
        ..cell.clone()
    };
    let mut cells: Vec<InitialCell> = seen
        .cells
        .iter()
        .map(|cell| scaled(cell, 1.0 - part, all))
        .chain(unseen.iter().map(|cell| scaled(cell, part, hidden)))
        .collect();
    cells.sort_by_key(|cell| cell.place);
    InitialOrganization {
        name: seen.name.clone(),
        cells,
    }
}

/// Where a walk over borders ends, one at least.
fn walk(map: &Map, from: u32, steps: f64, rng: &mut Stream) -> u32 {
    let mut place = from;
    loop {
        let neighbours = map.graph.neighbours(place);
        let weights: Vec<f64> = neighbours.iter().map(|to| residents(map, *to)).collect();
        if let Some(next) = weighted(rng, &weights) {
            place = neighbours[next];
        }
        if !chance(rng, 1.0 - 1.0 / steps) {
            return place;
        }
    }
}

/// How much a place draws: the root of its residents.
fn residents(map: &Map, place: u32) -> f64 {
    f64::from(map.places[place as usize].population).sqrt()
}

/// Members of an organization by cell: by weight, none above the room that is left in its place;
/// what is above goes to the others, as far as there is room.
pub fn spread(room: &mut [f64], initial: &InitialOrganization, members: f64) -> Vec<(u32, u32)> {
    let mut placed = vec![0.0; initial.cells.len()];
    let mut left = members;
    loop {
        let free = |i: usize| room[initial.cells[i].place as usize] - placed[i];
        let open: Vec<usize> = (0..placed.len()).filter(|i| free(*i) > 0.0).collect();
        let weights: f64 = open.iter().map(|i| initial.cells[*i].weight).sum();
        if open.is_empty() || weights <= 0.0 || left < 0.5 {
            break;
        }
        let mut rest = 0.0;
        for i in open {
            let part = left * initial.cells[i].weight / weights;
            let taken = part.min(room[initial.cells[i].place as usize] - placed[i]);
            placed[i] += taken;
            rest += part - taken;
        }
        left = rest;
    }
    let whole = |x: f64| (x + 0.5).floor() as u32;
    initial
        .cells
        .iter()
        .zip(placed)
        .map(|(cell, n)| {
            room[cell.place as usize] -= n;
            (cell.place, whole(n).max(1))
        })
        .collect()
}
