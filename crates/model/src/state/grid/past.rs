//! What was before the start on a grid: homicides, homes of organizations, and where they meet.
//!
//! Homicides are Poisson around residents times a rate whose logarithm is normal, in part alike in whole regions, and
//! higher where drugs are grown. An organization has its seat at its core, the state around it and the next one as
//! territory, and enclaves where it is drawn to. The crossing nearest to a core is fought over with whoever sits
//! nearest to it; two organizations that share a state as territory are rivals there.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::sampling::{exponential, normal, poisson};
use crate::state::grid::noise::{Draw, MapLuck, smooth_noise};
use crate::state::grid::recipe::{Past, Recipe};
use crate::state::map::{Conflict, ConflictKind, Home, Map};
use crate::units::Quantity;

/// Years of homicides and records up to the start.
pub(super) const YEARS: i32 = 7;

/// Conflicts of the start are as old as those on the map of Mexico: half of them began two or three years before.
const SINCE: i32 = 2;

/// Homicides a year of each municipality.
pub(super) fn homicides(recipe: &Recipe, past: &Past, luck: MapLuck, map: &Map) -> Vec<f64> {
    let radius = recipe.people.region_radius.get();
    let regions = smooth_noise(recipe, luck.of(Draw::Violence), radius);
    let (own, deaths) = (luck.of(Draw::Quarrels), luck.of(Draw::Homicides));
    let shared = past.region.get();
    let (of_region, of_own) = (shared.sqrt(), (1.0 - shared).sqrt());
    let weights = (0..).zip(&map.places).zip(regions);
    let weights = weights.map(|((cell, place), region)| {
        let score = of_region * region + of_own * normal(&mut own.of(cell, 0));
        let grown = past.crops.get() * f64::from(u8::from(place.crop > 0.0));
        f64::from(place.population) * libm::exp(past.spread.get() * score + grown)
    });
    let weights: Vec<f64> = weights.collect();
    let all: f64 = weights.iter().sum();
    let years = f64::from(YEARS);
    let total = years * past.homicides.get() / 1e5 * map.population() as f64;
    let counts = (0..).zip(weights).map(|(cell, weight)| {
        let count = poisson(&mut deaths.of(cell, 0), total * weight / all);
        f64::from(count) / years
    });
    counts.collect()
}

/// The homes of the organization with this core; `pulls` is what draws it to each municipality.
pub(super) fn homes(
    past: &Past,
    luck: MapLuck,
    map: &Map,
    organization: usize,
    core: usize,
    pulls: &[f64],
) -> Vec<Home> {
    let luck = luck.of(Draw::Enclaves);
    let state = |place: usize| map.places[place].state;
    let home = |place: Option<usize>, state: u16, weight: f64| Home {
        place: place.map(|place| place as u32),
        state,
        weight,
        faction: None,
    };
    let mut homes = vec![
        home(Some(core), state(core), 1.0),
        home(None, state(core), 1.0),
    ];
    let others = (0..map.places.len()).filter(|place| state(*place) != state(core));
    let away = |place: &usize| map.squared_distance(core as u32, *place as u32);
    let next = others.min_by(|a, b| away(a).total_cmp(&away(b)));
    homes.extend(next.map(|next| home(None, state(next), past.next_state.get())));
    let mut arrivals: Vec<(f64, usize)> = (0..map.places.len())
        .filter(|place| *place != core)
        .map(|place| {
            let lot = &mut luck.of(place as u32, organization as u64);
            (exponential(lot) / pulls[place], place)
        })
        .collect();
    arrivals.sort_by(|a, b| a.0.total_cmp(&b.0));
    let enclaves = arrivals.into_iter().take(past.enclaves.get() as usize);
    homes.extend(enclaves.map(|(_, place)| home(Some(place), state(place), past.enclave.get())));
    homes
}

/// Who fights whom where organizations of the map meet.
pub(super) fn conflicts(map: &Map, cores: &[usize]) -> Vec<Conflict> {
    let mut met: BTreeMap<([usize; 2], Option<u32>, u16), ConflictKind> = BTreeMap::new();
    let territory = |organization: usize| {
        let homes = map.organizations[organization].homes.iter();
        let states = homes.filter(|home| home.place.is_none());
        states.map(|home| home.state).collect::<BTreeSet<u16>>()
    };
    for one in 0..cores.len() {
        for other in one + 1..cores.len() {
            for state in territory(one).intersection(&territory(other)) {
                met.insert(([one, other], None, *state), ConflictKind::Rivalry);
            }
        }
        let away = |a: usize, b: usize| map.squared_distance(a as u32, b as u32);
        let gates = (0..map.places.len()).filter(|place| map.places[*place].crossing);
        let gate = gates.min_by(|a, b| away(cores[one], *a).total_cmp(&away(cores[one], *b)));
        let rivals = (0..cores.len()).filter(|other| *other != one);
        let rival = gate.and_then(|gate| {
            rivals.min_by(|a, b| away(cores[*a], gate).total_cmp(&away(cores[*b], gate)))
        });
        if let (Some(gate), Some(rival)) = (gate, rival) {
            let pair = [one.min(rival), one.max(rival)];
            let place = (pair, Some(gate as u32), map.places[gate].state);
            met.insert(place, ConflictKind::War);
        }
    }
    let name = |organization: usize| map.organizations[organization].name.clone();
    let mut conflicts: Vec<Conflict> = met
        .into_iter()
        .map(|((pair, place, state), kind)| {
            let mut names = pair.map(name);
            names.sort();
            let [organization, other] = names;
            Conflict {
                organization,
                other,
                kind,
                place,
                state: Some(state),
                since: Some(map.start_year() - SINCE),
            }
        })
        .collect();
    conflicts.sort_by(|a, b| {
        let key = |of: &Conflict| {
            (
                of.organization.clone(),
                of.other.clone(),
                of.place,
                of.state,
            )
        };
        key(a).cmp(&key(b))
    });
    conflicts
}
