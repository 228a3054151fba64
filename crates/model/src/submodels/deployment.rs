//! Deployment: units of federal police, army and navy are mustered, ordered by the government's rule, and march.
//!
//! # Rule
//! *Orders*, every fourth week, for federal police, army and navy, one after the other. The officers and soldiers
//! ordered make `number / unit_size` units, rounded, at full strength, so that losses are made good. Unit u of the
//! federal police and the army is garrisoned in the largest municipality of a state, states by population in turn; one
//! of the navy in a port or, on a map without ports, as the others. The rule of the government says where units go:
//!
//! - `home`: all stay in their garrisons;
//! - `even`: by population;
//! - `hot_spots`: a share `forward` in proportion to organized-crime deaths of the last 13 weeks, the others at home;
//! - `corridors`: that share by the flow of drugs;
//! - `border`: that share by crossings, with a quarter as much for each municipality at the southern border.
//!
//! Where an order names the places of a force, only those count. Whole units are apportioned by largest remainders; a
//! unit that already is, or is heading, where one is wanted stays. An order is carried out after `delay` weeks. Where a
//! script posts forces, their units are sent there first, of each force in proportion to its strength, in all as many
//! as the script says or `operation`, and over the places by residents; the rest follows the rule. Where more is posted
//! than there is, each posting gets its share.
//!
//! *March*, every week. Losses are taken from units, those whose order is due arrive, and each municipality has the
//! officers and soldiers of the units in it. A unit under way is counted at the place it left.
//!
//! # Reads
//! orders, deaths of the last quarter by place, population, flow of drugs, script
//!
//! # Writes
//! officers (fallen); garrisons; units (orders, strength, who is mustered); events (deployment where units arrive and
//! none was)
//!
//! # Source
//! joint operations since 2006 by state and place \[S06\]; levels \[C16\]; size and delay assumed
//!
//! # Limit
//! nobody ordered: no unit anywhere (`rules::limits::nothing::no_soldiers_ordered_no_unit_anywhere`)

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::apportionment::apportion;
use crate::engine::luck::mix_all;
use crate::state::events::{Event, EventKind};
use crate::state::forces::{FORCES, Force};
use crate::state::government::{Deployment, Unit};
use crate::state::parts::{Part, parts};
use crate::state::script::Posting;
use crate::state::world::{Institutions, Land, World};
use crate::units::{AtLeastOne, Persons, Quantity, Share, Sourced, Weeks};

/// What the orders write.
pub const ORDER_WRITES: &[Part] = parts! { Officers, Units };

/// What the march writes.
pub const MARCH_WRITES: &[Part] = parts! { Officers, Garrisons, Units, Events };

/// Parameters of deployment.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Officers or soldiers in a unit.
    pub unit_size: Sourced<AtLeastOne>,
    /// Share of the units that is sent forward where the rule names places.
    pub forward: Sourced<Share>,
    /// Officers and soldiers of a joint operation of which the size is not known.
    pub operation: Sourced<Persons>,
    /// Time from an order to arrival (weeks).
    pub delay: Sourced<Weeks>,
    /// Integrity of a fresh unit of federal police.
    pub integrity_police: Sourced<Share>,
    /// Integrity of a fresh unit of the army or the navy.
    pub integrity_army: Sourced<Share>,
}

/// The mobile forces.
const MOBILE: [Force; 3] = [Force::Federal, Force::Army, Force::Navy];

/// Every fourth week, once losses are counted: units are mustered and ordered, one force after the other.
pub fn order(world: &World, p: &Parameters) -> Vec<Unit> {
    let mut units = world.institutions.units.clone();
    for force in MOBILE {
        muster(&mut units, world, p, force);
    }
    let arrival = world.given.week + p.delay.get() as i32;
    let priorities = priorities(world);
    for force in MOBILE {
        let numbers: Vec<usize> = (0..units.len())
            .filter(|index| units[*index].force == force)
            .collect();
        let mut wanted = wanted(world, p, (force, numbers.len() as u32), &priorities);
        let goal = |unit: &Unit| unit.order.map_or(unit.place, |(place, _)| place);
        let mut free = Vec::new();
        for index in numbers {
            match wanted.get_mut(&goal(&units[index])) {
                Some(count) if *count > 0 => *count -= 1,
                _ => free.push(index),
            }
        }
        let mut open = wanted
            .into_iter()
            .flat_map(|(place, count)| (0..count).map(move |_| place));
        for index in free {
            let unit = &mut units[index];
            let to = open.next().unwrap_or(unit.home);
            if goal(unit) != to {
                unit.order = (unit.place != to).then_some((to, arrival));
            }
        }
    }
    units
}

/// How many of `units` of a force are wanted where, by the script and then by the government's
/// rule; the others stay in their garrisons.
fn wanted(
    world: &World,
    p: &Parameters,
    (force, units): (Force, u32),
    priorities: &[(u32, f64)],
) -> BTreeMap<u32, u32> {
    if world.given.script.postings.is_empty() {
        return by_rule(world, p, (force, units), priorities);
    }
    let mut wanted = BTreeMap::new();
    let mut left = units;
    let size = p.unit_size.get();
    let postings = || world.given.script.postings_of(force, world.given.week);
    let asked = |posting: &Posting| {
        let forces = posting.forces.iter();
        let ordered: f64 = forces
            .map(|force| world.given.orders.strength(*force))
            .sum();
        let share = world.given.orders.strength(force) / ordered.max(1.0);
        share * posting.strength.unwrap_or(p.operation.get()) / size
    };
    let asked: Vec<f64> = postings().map(asked).collect();
    // More than there are is shared out, so that no operation is left without.
    let all = asked.iter().sum::<f64>();
    let sent = apportion(((all + 0.5) as u32).min(units), &asked);
    for (posting, sent) in postings().zip(sent) {
        let (places, weights): (Vec<u32>, Vec<f64>) = posting.places.iter().copied().unzip();
        for (place, count) in places.into_iter().zip(apportion(sent, &weights)) {
            *wanted.entry(place).or_default() += count;
        }
        left -= sent;
    }
    for (place, count) in by_rule(world, p, (force, left), priorities) {
        *wanted.entry(place).or_default() += count;
    }
    wanted
}

/// How many of `units` the government's rule wants where, by its priorities.
fn by_rule(
    world: &World,
    p: &Parameters,
    (force, units): (Force, u32),
    priorities: &[(u32, f64)],
) -> BTreeMap<u32, u32> {
    let units = if world.given.orders.deployment_rule == Deployment::Even {
        units
    } else {
        (f64::from(units) * p.forward.get() + 0.5) as u32
    };
    let open = |(place, _): &(u32, f64)| world.given.locally.open_to(force, *place);
    let room = priorities.len();
    let mut asked: (Vec<u32>, Vec<f64>) = (Vec::with_capacity(room), Vec::with_capacity(room));
    asked.extend(priorities.iter().copied().filter(open));
    let (places, weights) = asked;
    let shares = places.into_iter().zip(apportion(units, &weights));
    shares.filter(|(_, units)| *units > 0).collect()
}

/// The places that the government's rule thinks of, and how much each counts; none where units stay in garrisons.
fn priorities(world: &World) -> Vec<(u32, f64)> {
    let places = &world.given.country.map.places;
    let all = 0..places.len() as u32;
    match world.given.orders.deployment_rule {
        Deployment::Home => Vec::new(),
        Deployment::Even => {
            let people = |place: u32| f64::from(places[place as usize].population);
            all.map(|place| (place, people(place))).collect()
        }
        Deployment::HotSpots => {
            // Places with as many deaths are equal before the lot, not before the map's order.
            let week = u64::from(world.given.week.cast_unsigned());
            let mut troubled = world.land.troubled.clone();
            troubled.sort_by_cached_key(|place| mix_all(&[week, u64::from(*place)]));
            let deaths = |place: u32| f64::from(world.land.recent[place as usize].quarter);
            troubled
                .into_iter()
                .map(|place| (place, deaths(place)))
                .collect()
        }
        Deployment::Corridors => {
            let flow = |place: u32| world.abroad.corridors.flow[place as usize];
            all.map(|place| (place, flow(place))).collect()
        }
        Deployment::Border => {
            let weight = |place: u32| {
                let place = &places[place as usize];
                f64::from(u8::from(place.crossing)) + 0.25 * f64::from(u8::from(place.south_border))
            };
            all.map(|place| (place, weight(place))).collect()
        }
    }
}

/// As many units of a force as are ordered, at full strength; the last ones come and go.
fn muster(units: &mut Vec<Unit>, world: &World, p: &Parameters, force: Force) {
    let size = p.unit_size.get();
    let ordered = (world.given.orders.strength(force) / size + 0.5) as u32;
    units.retain(|unit| unit.force != force || unit.number < ordered);
    let known = units.iter().filter(|unit| unit.force == force).count() as u32;
    let garrisons = if force == Force::Navy && !world.given.country.ports.is_empty() {
        &world.given.country.ports
    } else {
        &world.given.country.garrisons
    };
    let integrity = if force == Force::Federal {
        p.integrity_police.get()
    } else {
        p.integrity_army.get()
    };
    for number in known..ordered {
        let home = garrisons[number as usize % garrisons.len()];
        units.push(Unit {
            force,
            number,
            home,
            place: home,
            order: None,
            strength: size as u32,
            integrity,
        });
    }
    for unit in units.iter_mut() {
        unit.strength = size as u32;
    }
    units.sort_by_key(|unit| (unit.force, unit.number));
}

/// Units lose those killed where they are, the first of a place first.
pub fn count_losses(land: &mut Land, units: &mut [Unit]) {
    for unit in units {
        let here = &mut land[unit.place];
        let fallen = &mut here.fallen[unit.force.index()];
        let lost = (*fallen).min(unit.strength);
        unit.strength -= lost;
        *fallen -= lost;
    }
}

/// Every week: losses are counted, whoever is due arrives, officers and soldiers are where their
/// units are.
pub fn march(land: &mut Land, institutions: &mut Institutions, events: &mut Vec<Event>, week: i32) {
    let Institutions {
        units, garrisoned, ..
    } = institutions;
    count_losses(land, units);
    for place in garrisoned.drain(..) {
        let here = &mut land[place];
        for force in MOBILE {
            here.officers[force.index()] = 0;
            here.fallen[force.index()] = 0;
        }
        here.steadiness = 1.0;
    }
    arrive(units, events, week);
    for unit in units.iter() {
        let here = &mut land[unit.place];
        let before: u32 = MOBILE.iter().map(|force| here.on_duty(*force)).sum();
        let part = f64::from(unit.strength) / f64::from((before + unit.strength).max(1));
        here.steadiness += part * (unit.integrity - here.steadiness);
        here.officers[unit.force.index()] += unit.strength;
        if before == 0 {
            garrisoned.push(unit.place);
        }
    }
    garrisoned.sort_unstable();
    garrisoned.dedup();
}

/// Units that are due arrive; where their force was not yet, that is told.
fn arrive(units: &mut [Unit], events: &mut Vec<Event>, week: i32) {
    let due = |unit: &Unit| unit.order.filter(|(_, due)| *due <= week);
    if units.iter().all(|unit| due(unit).is_none()) {
        return;
    }
    let held: BTreeSet<(Force, u32)> = units.iter().map(|unit| (unit.force, unit.place)).collect();
    let mut arrived: BTreeMap<u32, [u32; FORCES]> = BTreeMap::new();
    for unit in units {
        let Some((place, _)) = due(unit) else {
            continue;
        };
        unit.place = place;
        unit.order = None;
        if !held.contains(&(unit.force, place)) {
            arrived.entry(place).or_default()[unit.force.index()] += unit.strength;
        }
    }
    for (place, strength) in arrived {
        events.push(Event {
            place: Some(place),
            members: Some(strength.iter().sum()),
            ..Event::new(EventKind::Deployment)
        });
    }
}
