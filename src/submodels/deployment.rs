//! Deployment: the army's units are mustered, ordered by the government's rule, and march.
//!
//! # Rule
//! The soldiers ordered make units of `unit_size`; unit u is garrisoned in the largest
//! municipality of a state, states by population in turn. At home units stay there; evenly they
//! are spread by population; under hot spots a part `forward` of them goes where organized-crime
//! deaths of the last 13 weeks were most, in proportion, the others stay. A unit that already is
//! where one is wanted stays. An order is carried out after `delay` weeks. Losses are made good.
//!
//! # Reads
//! orders, deaths of the last quarter by place, population
//!
//! # Writes
//! units, municipalities.soldiers; event deployment where units arrive and none was
//!
//! # Source
//! joint operations since 2006 by state and place \[S06\]; size and delay assumed
//!
//! # Limit
//! no soldiers ordered: no unit anywhere (tests/it/limits.rs)

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, mix_all};
use crate::state::events::{Event, EventKind};
use crate::state::government::{Deployment, Unit};
use crate::state::world::World;
use crate::units::{Persons, Quantity, Share, Sourced, Weeks};

/// Numbers of deployment.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Soldiers in a unit.
    pub unit_size: Sourced<Persons>,
    /// Part of the units that is sent forward under the rule of hot spots.
    pub forward: Sourced<Share>,
    /// Time from an order to arrival (weeks).
    pub delay: Sourced<Weeks>,
}

/// How many of `units` go to each of these weights: whole, in proportion, exact in sum
/// (largest remainders, the first of equals). Nothing where no weight is positive.
pub fn apportion(units: u32, weights: &[f64]) -> Vec<u32> {
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<f64> = weights
        .iter()
        .map(|w| f64::from(units) * w / total)
        .collect();
    let mut counts: Vec<u32> = exact.iter().map(|x| x.floor() as u32).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| {
        (exact[*b] - exact[*b].floor())
            .total_cmp(&(exact[*a] - exact[*a].floor()))
            .then(a.cmp(b))
    });
    let placed: u32 = counts.iter().sum();
    for index in order
        .into_iter()
        .take(units.saturating_sub(placed) as usize)
    {
        counts[index] += 1;
    }
    counts
}

/// Every fourth week: units are mustered and ordered.
pub fn order(world: &mut World, p: &Parameters, _: &Luck) {
    count_losses(world);
    muster(world, p);
    let places = &world.country.map.places;
    let units = world.units.len() as u32;
    let mut wanted: BTreeMap<u32, u32> = BTreeMap::new();
    match world.orders.deployment {
        Deployment::Home => {}
        Deployment::Even => {
            let people: Vec<f64> = places
                .iter()
                .map(|place| f64::from(place.population))
                .collect();
            wanted.extend((0..).zip(apportion(units, &people)));
        }
        Deployment::HotSpots => {
            let forward = (f64::from(units) * p.forward.get() + 0.5) as u32;
            // Places with as many deaths are equal before the lot, not before the map's order.
            let week = u64::from(world.week.cast_unsigned());
            let mut places = world.troubled.clone();
            places.sort_by_key(|place| mix_all(&[week, u64::from(*place)]));
            let deaths: Vec<f64> = places
                .iter()
                .map(|place| f64::from(world.recent[*place as usize].quarter))
                .collect();
            wanted.extend(places.into_iter().zip(apportion(forward, &deaths)));
        }
    }
    let arrival = world.week + p.delay.get() as i32;
    let goal = |unit: &Unit| unit.order.map_or(unit.place, |(place, _)| place);
    let mut free = Vec::new();
    for unit in &world.units {
        match wanted.get_mut(&goal(unit)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => free.push(unit.number),
        }
    }
    let mut open = wanted
        .into_iter()
        .flat_map(|(place, count)| (0..count).map(move |_| place));
    for number in free {
        let unit = &mut world.units[number as usize];
        let to = open.next().unwrap_or(unit.home);
        if goal(unit) != to {
            unit.order = (unit.place != to).then_some((to, arrival));
        }
    }
}

/// As many units as soldiers are ordered, at full strength; the last ones come and go.
fn muster(world: &mut World, p: &Parameters) {
    let size = p.unit_size.get().max(1.0);
    let units = (world.orders.soldiers / size + 0.5) as usize;
    let garrisons = &world.country.garrisons;
    world.units.truncate(units);
    while world.units.len() < units {
        let home = garrisons[world.units.len() % garrisons.len()];
        let number = world.units.len() as u32;
        world.units.push(Unit {
            number,
            home,
            place: home,
            order: None,
            soldiers: size as u32,
        });
    }
    for unit in &mut world.units {
        unit.soldiers = size as u32;
    }
}

/// Units lose the soldiers killed where they are, the first of a place first.
fn count_losses(world: &mut World) {
    for unit in &mut world.units {
        let here = &mut world.municipalities[unit.place as usize];
        let lost = here.soldiers_lost.min(unit.soldiers);
        unit.soldiers -= lost;
        here.soldiers_lost -= lost;
    }
}

/// Every week: losses are counted, whoever is due arrives, soldiers are where their units are.
pub fn march(world: &mut World, _: &Parameters, _: &Luck) {
    count_losses(world);
    for place in std::mem::take(&mut world.garrisoned) {
        let here = world.at(place);
        here.soldiers = 0;
        here.soldiers_lost = 0;
    }
    let week = world.week;
    let held: BTreeSet<u32> = world.units.iter().map(|unit| unit.place).collect();
    let mut arrived: BTreeMap<u32, u32> = BTreeMap::new();
    for unit in &mut world.units {
        if let Some((place, due)) = unit.order
            && due <= week
        {
            unit.place = place;
            unit.order = None;
            *arrived.entry(place).or_default() += unit.soldiers;
        }
    }
    for (place, soldiers) in arrived {
        if !held.contains(&place) {
            world.events.push(Event {
                place: Some(place),
                members: Some(soldiers),
                ..Event::new(EventKind::Deployment)
            });
        }
    }
    for unit in &world.units {
        world.municipalities[unit.place as usize].soldiers += unit.soldiers;
        world.garrisoned.push(unit.place);
    }
    world.garrisoned.sort_unstable();
    world.garrisoned.dedup();
}
