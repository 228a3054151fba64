//! Corridors: the drugs take the cheapest ways from where they come from to the crossings.
//!
//! # Rule
//! A way costs its length, and in every municipality passed: `enforcement * E / (E +
//! enforcement_half)`, E forces there, those of the place and the state counting `local_police`
//! times their integrity; `fighting * D / (D + fighting_half)`, D deaths of the last quarter;
//! `toll` for each organization but the first; at the crossing taken `congestion * x`, x its flow
//! relative to an even part. All in km of undisturbed road. A part `1 / (1 + exp((c - bypass) /
//! bypass_spread))` of what a source sends goes by land, c its cheapest way; the rest goes around
//! the country. In every municipality a part `seizure * E / (E + enforcement_half)` of what passes
//! is seized, at crossings `inspection * I` more. Flows move towards what is found, a part
//! `adjustment` each time. Price: `(demand * usual / delivered)^price`; supply follows
//! `price^supply_response` with a lag. A tonne earns `on_way` in each place it passes, `at_source`
//! where it comes from, `at_crossing` where it leaves, times the price, less `cannabis` where that
//! is legal.
//!
//! # Reads
//! forces, deaths, cells; outside.demand; orders.inspection_northward, legal_cannabis
//!
//! # Writes
//! market; corridors
//!
//! # Source
//! cheapest ways, and diversion by enforcement \[dell2015\]; share by land \[S13\]; revenue
//! \[kilmer2010\]; other numbers assumed
//!
//! # Limit
//! no enforcement, no congestion: all on the cheapest way, and all arrives; a dear bypass: all by
//! land (tests/it/rules/economy.rs)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::paths::{Ways, cheapest};
use crate::engine::sampling::logistic;
use crate::state::forces::Force;
use crate::state::map::{Map, Place};
use crate::state::parts::{Part, parts};
use crate::state::territory::{self, Territory};
use crate::state::world::{Abroad, Municipality, World};
use crate::units::{
    Detour, DollarsPerTonne, Factor, Kilometres, MeanWeeks, Persons, Quantity, Share, Sourced,
    TonnesPerWeek,
};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Market, Corridors };

/// Numbers of corridors.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Drugs sent a week at the start for each 100 million residents, in tonnes worth as much as
    /// cocaine.
    pub supply: Sourced<TonnesPerWeek>,
    /// Part of it that comes through ports, relative to the other sources.
    pub ports: Sourced<Factor>,
    /// Part that comes across the southern border.
    pub southern_border: Sourced<Factor>,
    /// Part that is grown in the country.
    pub crops: Sourced<Factor>,
    /// What overwhelming forces in a municipality add to a way (km).
    pub enforcement: Sourced<Detour>,
    /// Federal officers and soldiers who add half of that, and seize half of what they could.
    pub enforcement_half: Sourced<Persons>,
    /// What an honest officer of the place or the state counts, relative to a federal one.
    pub local_police: Sourced<Share>,
    /// What heavy fighting in a municipality adds to a way (km).
    pub fighting: Sourced<Detour>,
    /// Deaths of the last quarter that add half of that.
    pub fighting_half: Sourced<Persons>,
    /// What each organization but the first adds in a municipality (km).
    pub toll: Sourced<Detour>,
    /// What a crossing's even part of the flow adds there (km).
    pub congestion: Sourced<Detour>,
    /// Cost of the way around the country (km).
    pub bypass: Sourced<Detour>,
    /// Difference of cost at which the cheaper way is e times as popular (km).
    pub bypass_spread: Sourced<Kilometres>,
    /// Part of the flow that finds new ways in four weeks.
    pub adjustment: Sourced<Share>,
    /// Part of what passes a municipality that overwhelming forces seize.
    pub seizure: Sourced<Share>,
    /// Part of what leaves by a crossing that inspection at its full level seizes.
    pub inspection: Sourced<Share>,
    /// Exponent of the price in what is missing: the inverse of the elasticity of demand.
    pub price: Sourced<Factor>,
    /// Elasticity of what is sent to the price.
    pub supply_response: Sourced<Factor>,
    /// Mean time after which supply follows the price (weeks).
    pub supply_lag: Sourced<MeanWeeks>,
    /// What a tonne earns in each municipality it passes.
    pub on_way: Sourced<DollarsPerTonne>,
    /// What a tonne earns where it lands or grows.
    pub at_source: Sourced<DollarsPerTonne>,
    /// What a tonne earns where it leaves to the north.
    pub at_crossing: Sourced<DollarsPerTonne>,
    /// Part of the earnings that cannabis is, lost where it is legal.
    pub cannabis: Sourced<Share>,
}

/// Rounds of the first assignment: the mean of so many, each with the congestion of those before.
const FIRST_ROUNDS: u32 = 16;

/// Weeks from one assignment to the next, as in the schedule.
const EVERY: f64 = 4.0;

/// A market that is all but shut, or flooded, has no known price: it stays within these bounds.
const PRICES: [f64; 2] = [0.1, 10.0];

/// Part of what a source sends that goes by land, where its cheapest way costs `way` (km).
pub fn land_share(p: &Parameters, way: f64) -> f64 {
    logistic((p.bypass.get() - way) / p.bypass_spread.get())
}

/// The price at which demand meets what arrives, relative to the start.
pub fn price(p: &Parameters, demand: f64, usual: f64, delivered: f64) -> f64 {
    let wanted = demand * usual;
    if wanted <= 0.0 && delivered <= 0.0 {
        return 1.0;
    }
    let missing = wanted / delivered.max(f64::MIN_POSITIVE);
    libm::pow(missing, p.price.get()).clamp(PRICES[0], PRICES[1])
}

/// What is where, as the traffickers see it.
struct Roads<'a> {
    map: &'a Map,
    /// What passing each municipality costs (km).
    passage: Vec<f64>,
    /// Part of what passes each municipality that is seized.
    seized: Vec<f64>,
    /// Part of what leaves that is seized at crossings besides.
    inspected: f64,
    crossings: Vec<u32>,
    /// Where drugs come from, and which part of them; the parts add to 1, or there are none.
    sources: Vec<(u32, f64)>,
}

/// One assignment of the drugs to ways.
struct Assignment {
    flow: Vec<f64>,
    exits: Vec<f64>,
    landed: Vec<f64>,
    delivered: f64,
    share: f64,
}

/// Every fourth week in the country: flows, the market and worths as they become.
pub fn step(world: &World, p: &Parameters, worth: &territory::Parameters) -> Abroad {
    let map = &*world.given.country.map;
    let roads = roads(world, map, p);
    let mut corridors = world.abroad.corridors.clone();
    corridors.supplied =
        p.supply.get() * map.population() as f64 / 1e8 * world.abroad.outside.supply;
    let rounds = if corridors.usual.is_some() {
        1
    } else {
        FIRST_ROUNDS
    };
    let mut landed = Vec::new();
    for round in 1..=rounds {
        let part = if rounds == 1 {
            p.adjustment.get()
        } else {
            1.0 / f64::from(round)
        };
        let found = assign(&roads, p, corridors.supplied, &corridors.exits);
        let towards = |old: &mut f64, new: f64| *old += part * (new - *old);
        for (old, new) in corridors.flow.iter_mut().zip(found.flow) {
            towards(old, new);
        }
        for (old, new) in corridors.exits.iter_mut().zip(found.exits) {
            towards(old, new);
        }
        towards(&mut corridors.delivered, found.delivered);
        towards(&mut corridors.share, found.share);
        landed = found.landed;
    }
    let usual = *corridors.usual.get_or_insert(corridors.delivered);
    let mut outside = world.abroad.outside;
    outside.price = price(p, outside.demand, usual, corridors.delivered);
    let answer = libm::pow(outside.price, p.supply_response.get());
    outside.supply += (EVERY / p.supply_lag.get()).min(1.0) * (answer - outside.supply);
    let legal = 1.0 - p.cannabis.get() * world.given.orders.legal_cannabis.clamp(0.0, 1.0);
    for (place, earnings) in corridors.earnings.iter_mut().enumerate() {
        *earnings = outside.price
            * legal
            * (p.on_way.get() * corridors.flow[place]
                + p.at_source.get() * landed[place]
                + p.at_crossing.get() * corridors.exits[place]);
    }
    let alive = world.land.municipalities.iter().map(|m| m.citizens.alive());
    let earnings = corridors.earnings.iter().copied();
    let territory = Territory::new(worth, alive.zip(earnings));
    Abroad {
        outside,
        corridors,
        territory,
    }
}

fn roads<'a>(world: &World, map: &'a Map, p: &Parameters) -> Roads<'a> {
    let saturating = |x: f64, half: f64| if x > 0.0 { x / (x + half) } else { 0.0 };
    let mut passage = Vec::with_capacity(map.places.len());
    let mut seized = Vec::with_capacity(map.places.len());
    for (here, recent) in world.land.municipalities.iter().zip(&world.land.recent) {
        let forces = saturating(forces(world, map, here, p), p.enforcement_half.get());
        let fighting = saturating(f64::from(recent.quarter), p.fighting_half.get());
        let others = here.cells.len().saturating_sub(1) as f64;
        passage.push(
            p.enforcement.get() * forces + p.fighting.get() * fighting + p.toll.get() * others,
        );
        seized.push(p.seizure.get() * forces);
    }
    let places = || (0_u32..).zip(&map.places);
    Roads {
        map,
        passage,
        seized,
        inspected: p.inspection.get() * world.given.orders.inspection_northward.clamp(0.0, 1.0),
        crossings: places()
            .filter(|(_, place)| place.crossing)
            .map(|(index, _)| index)
            .collect(),
        sources: sources(map, p),
    }
}

/// Officers and soldiers who stand in the way of drugs; a captured force does not.
fn forces(world: &World, map: &Map, here: &Municipality, p: &Parameters) -> f64 {
    let state =
        &world.institutions.jurisdictions[usize::from(map.places[here.place as usize].state)];
    let local: f64 = [
        (Force::Municipal, &here.police),
        (Force::State, &state.police),
    ]
    .into_iter()
    .filter(|(_, corps)| corps.captured_by.is_none())
    .map(|(force, corps)| f64::from(here.on_duty(force)) * corps.integrity)
    .sum();
    p.local_police.get() * local + f64::from(here.on_duty(Force::Federal) + here.soldiers())
}

/// How large a source a place is, relative to others of the kind.
type Size = fn(&Place) -> f64;

/// Where drugs come from: kinds of source by their parts, those of a kind alike, crops by size.
fn sources(map: &Map, p: &Parameters) -> Vec<(u32, f64)> {
    let kinds: [(f64, Size); 3] = [
        (p.ports.get(), |place| f64::from(u8::from(place.port))),
        (p.southern_border.get(), |place| {
            f64::from(u8::from(place.south_border))
        }),
        (p.crops.get(), |place| place.crop),
    ];
    let mut weights = vec![0.0; map.places.len()];
    for (part, size) in kinds {
        let all: f64 = map.places.iter().map(size).sum();
        if all > 0.0 {
            for (weight, place) in weights.iter_mut().zip(&map.places) {
                *weight += part * size(place) / all;
            }
        }
    }
    let all: f64 = weights.iter().sum();
    let weighed = (0_u32..).zip(weights).filter(|(_, weight)| *weight > 0.0);
    weighed
        .map(|(place, weight)| (place, weight / all))
        .collect()
}

/// All drugs on the cheapest ways, given what last left by each crossing.
fn assign(roads: &Roads<'_>, p: &Parameters, supplied: f64, exits: &[f64]) -> Assignment {
    let even = supplied / roads.crossings.len().max(1) as f64;
    let targets: Vec<(u32, f64)> = roads
        .crossings
        .iter()
        .map(|&place| {
            let load = if even > 0.0 {
                exits[place as usize] / even
            } else {
                0.0
            };
            let cost = roads.passage[place as usize] + p.congestion.get() * load;
            (place, cost)
        })
        .collect();
    let Ways { cost, next, order } = cheapest(&roads.map.graph, &targets, |from, to| {
        roads.map.distance(from, to) + roads.passage[from as usize]
    });
    let mut landed = vec![0.0; cost.len()];
    let mut by_land = 0.0;
    for &(place, part) in &roads.sources {
        let tonnes = supplied * part * land_share(p, cost[place as usize]);
        landed[place as usize] = tonnes;
        by_land += tonnes;
    }
    let mut flow = landed.clone();
    let mut exits = vec![0.0; cost.len()];
    let mut delivered = (supplied - by_land).max(0.0);
    for &place in order.iter().rev() {
        let index = place as usize;
        let left = flow[index] * (1.0 - roads.seized[index]);
        match next[index] {
            Some(next) => flow[next as usize] += left,
            None => {
                exits[index] = left;
                delivered += left * (1.0 - roads.inspected);
            }
        }
    }
    Assignment {
        flow,
        exits,
        landed,
        delivered,
        share: if supplied > 0.0 {
            (by_land / supplied).min(1.0)
        } else {
            0.0
        },
    }
}
