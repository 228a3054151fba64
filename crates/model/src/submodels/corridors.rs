//! Corridors: the drugs take the cheapest ways from their sources to the crossings.
//!
//! # Rule
//! Drugs come from ports, the southern border and crops, each kind of source by its share (every port and every border
//! municipality alike, crops by size): `supply * S` tonnes a week for each 100 million residents, S the supply of the
//! outside. What comes from abroad, through ports and the southern border, is `1 + scarcity * (s - 1)` of that, s the
//! course of the supply abroad as a script has it. They go to the crossings by the cheapest way over neighbouring
//! municipalities, on one tree of cheapest paths to all crossings (Dijkstra). A way costs its length and, in each
//! municipality passed, in km of undisturbed road,
//!
//! ```text
//! enforcement * E / (E + enforcement_half) + fighting * D / (D + fighting_half) + toll * (n - 1)
//! ```
//!
//! with E the federal officers, soldiers and marines there, plus `local_police` times the municipal and state officers
//! weighted by integrity, none of a captured force; D organized-crime deaths of the last 13 weeks; n organizations. A
//! crossing adds `congestion` times its flow relative to an even share of all.
//!
//! Of the supply of a source a share `1 / (1 + exp((c - bypass) / bypass_spread))` goes by land, c the cost of its way;
//! the rest goes around the country by sea or air, and arrives. On the way each municipality seizes a share
//! `seizure * E / (E + enforcement_half)` of the drugs that pass; crossings seize `inspection` times the lever
//! `inspection_northward` besides.
//!
//! Every fourth week flow, delivery and the share by land move towards the ways just found by the share `adjustment`
//! of the gap; at the first run they are the mean of 16 assignments, each with the congestion of those before. The
//! price is `(demand * usual / delivered)^price`, usual the delivery of the first run, kept within 0.1 and 10; the
//! supply follows `q^supply_response` with mean lag `supply_lag`, q the price without what the script explains: usual
//! times the part that it leaves of all that is sent. So seizures make the rest dearer, and may leave earnings higher
//! than before.
//!
//! Those who hold a place earn ("Income") `on_way` for each tonne that passes, `at_source` for each that lands or grows
//! there and goes by land, `at_crossing` for each that leaves there; all times the price, less the share `cannabis`
//! times the lever `legal_cannabis`. The worth of places follows from the earnings.
//!
//! # Reads
//! forces, their integrity and captors; deaths of the last quarter; cells; outside.demand; script;
//! orders.inspection_northward, legal_cannabis
//!
//! # Writes
//! market; corridors
//!
//! # Source
//! cheapest ways, and diversion by enforcement \[dell2015\]; share that comes through the country, not around it
//! \[S13\]; revenue of about 6.6 billion dollars a year, 15 to 26 % of it from cannabis \[kilmer2010\]; scarcity that
//! makes what is left dearer \[castillo2020\]; other parameters assumed
//!
//! # Rationale
//! legal cannabis takes away income, not tonnes: the flow of a tonne stands for all drugs together
//!
//! # Limit
//! without enforcement and congestion everything takes the cheapest way and arrives; an expensive bypass leaves all on
//! land, one as cheap as the way takes half (`rules::economy::all_drugs_take_the_cheapest_way_and_arrive`,
//! `rules::economy::cheapest_ways_are_those_of_a_plain_search`, `rules::economy::a_cheap_bypass_takes_half`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::paths::{Ways, cheapest};
use crate::engine::sampling::logistic;
use crate::state::forces::Force;
use crate::state::map::{Map, Place};
use crate::state::parts::{Part, parts};
use crate::state::territory::{self, Territory};
use crate::state::world::{Abroad, Country, Municipality, World};
use crate::units::{
    Detour, DollarsPerTonne, Factor, Kilometres, MeanWeeks, Persons, Quantity, Share, Sourced,
    TonnesPerWeek,
};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Market, Corridors };

/// Parameters of corridors.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Drugs sent a week at the start for each 100 million residents, in tonnes worth as much as
    /// cocaine.
    pub supply: Sourced<TonnesPerWeek>,
    /// Share of it that comes through ports, relative to the other sources.
    pub ports: Sourced<Factor>,
    /// Share that comes across the southern border.
    pub southern_border: Sourced<Factor>,
    /// Share that is grown in the country.
    pub crops: Sourced<Factor>,
    /// How far the course of what is sent from abroad is followed: 0 not at all, 1 in proportion.
    pub scarcity: Sourced<Factor>,
    /// Added to a way by overwhelming forces in a municipality (km).
    pub enforcement: Sourced<Detour>,
    /// Federal officers and soldiers who add half of that, and seize half of what they could.
    pub enforcement_half: Sourced<Persons>,
    /// Weight of an honest officer of the place or the state, relative to a federal one.
    pub local_police: Sourced<Share>,
    /// Added to a way by heavy fighting in a municipality (km).
    pub fighting: Sourced<Detour>,
    /// Deaths of the last quarter that add half of that.
    pub fighting_half: Sourced<Persons>,
    /// Added in a municipality by each organization but the first (km).
    pub toll: Sourced<Detour>,
    /// Added to a way by a crossing's even share of the flow (km).
    pub congestion: Sourced<Detour>,
    /// Cost of the way around the country (km).
    pub bypass: Sourced<Detour>,
    /// Difference of cost at which the cheaper way is e times as popular (km).
    pub bypass_spread: Sourced<Kilometres>,
    /// Share of the flow that finds new ways in four weeks.
    pub adjustment: Sourced<Share>,
    /// Share of the drugs that pass a municipality that overwhelming forces seize.
    pub seizure: Sourced<Share>,
    /// Share of the drugs that leave by a crossing that inspection at its full level seizes.
    pub inspection: Sourced<Share>,
    /// Exponent of the price in what is missing: the inverse of the elasticity of demand.
    pub price: Sourced<Factor>,
    /// Elasticity of what is sent to the price.
    pub supply_response: Sourced<Factor>,
    /// Mean time after which supply follows the price (weeks).
    pub supply_lag: Sourced<MeanWeeks>,
    /// Earnings of a tonne in each municipality it passes.
    pub on_way: Sourced<DollarsPerTonne>,
    /// Earnings of a tonne where it lands or grows.
    pub at_source: Sourced<DollarsPerTonne>,
    /// Earnings of a tonne where it leaves to the north.
    pub at_crossing: Sourced<DollarsPerTonne>,
    /// Share of cannabis in the earnings, lost where it is legal.
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
    country: &'a Country,
    /// What passing each municipality costs (km).
    passage: Vec<f64>,
    /// Part of what passes each municipality that is seized.
    seized: Vec<f64>,
    /// Part of what leaves that is seized at crossings besides.
    inspected: f64,
    crossings: Vec<u32>,
    /// Where drugs come from, and which part of them; the parts add to 1, or there are none.
    sources: Vec<(u32, f64)>,
    /// What is sent in all, relative to what would be if nothing changed abroad.
    sent: f64,
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
    let roads = roads(world, &world.given.country, p);
    let mut corridors = world.abroad.corridors.clone();
    corridors.supplied =
        p.supply.get() * map.population() as f64 / 1e8 * world.abroad.outside.supply * roads.sent;
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
    let unexplained = price(p, outside.demand, usual * roads.sent, corridors.delivered);
    let answer = libm::pow(unexplained, p.supply_response.get());
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

fn roads<'a>(world: &World, country: &'a Country, p: &Parameters) -> Roads<'a> {
    let map = &country.map;
    let saturating = |x: f64, half: f64| if x > 0.0 { x / (x + half) } else { 0.0 };
    let mut passage = Vec::with_capacity(map.places.len());
    let mut seized = Vec::with_capacity(map.places.len());
    for (here, recent) in world.land.municipalities.iter().zip(&world.land.recent) {
        let forces = saturating(forces(world, here, p), p.enforcement_half.get());
        let fighting = saturating(f64::from(recent.quarter), p.fighting_half.get());
        let others = here.cells.len().saturating_sub(1) as f64;
        passage.push(
            p.enforcement.get() * forces + p.fighting.get() * fighting + p.toll.get() * others,
        );
        seized.push(p.seizure.get() * forces);
    }
    let places = || (0_u32..).zip(&map.places);
    let course = world.given.script.supply.at(world.given.week);
    let abroad = (1.0 + p.scarcity.get() * (course - 1.0)).max(0.0);
    let (sources, sent) = sources(map, p, abroad);
    Roads {
        country,
        passage,
        seized,
        inspected: p.inspection.get() * world.given.orders.inspection_northward.clamp(0.0, 1.0),
        crossings: places()
            .filter(|(_, place)| place.crossing)
            .map(|(index, _)| index)
            .collect(),
        sources,
        sent,
    }
}

/// Officers and soldiers who stand in the way of drugs; a captured force does not.
fn forces(world: &World, here: &Municipality, p: &Parameters) -> f64 {
    let state = &world.institutions.jurisdictions[world.given.state_of(here.place)];
    let local: f64 = [
        (Force::Municipal, &here.police),
        (Force::State, &state.police),
    ]
    .into_iter()
    .filter(|(_, corps)| corps.captured_by.is_none())
    .map(|(force, corps)| f64::from(here.on_duty(force)) * corps.integrity)
    .sum();
    p.local_police.get() * local + here.federal_forces()
}

/// How large a source a place is, relative to others of the kind.
type Size = fn(&Place) -> f64;

/// Where drugs come from: kinds of source by their parts, those of a kind alike, crops by size; and what is sent in all.
/// Both where `abroad` is left of what came from abroad.
fn sources(map: &Map, p: &Parameters, abroad: f64) -> (Vec<(u32, f64)>, f64) {
    let kinds: [(f64, f64, Size); 3] = [
        (p.ports.get(), abroad, |place| {
            f64::from(u8::from(place.port))
        }),
        (p.southern_border.get(), abroad, |place| {
            f64::from(u8::from(place.south_border))
        }),
        (p.crops.get(), 1.0, |place| place.crop),
    ];
    let mut weights = vec![0.0; map.places.len()];
    let mut usual = 0.0;
    for (part, left, size) in kinds {
        let all: f64 = map.places.iter().map(size).sum();
        if all > 0.0 {
            usual += part;
            for (weight, place) in weights.iter_mut().zip(&map.places) {
                *weight += part * left * size(place) / all;
            }
        }
    }
    let all: f64 = weights.iter().sum();
    let weighed = (0_u32..).zip(weights).filter(|(_, weight)| *weight > 0.0);
    let sources = weighed.map(|(place, weight)| (place, weight / all));
    (
        sources.collect(),
        if usual > 0.0 { all / usual } else { 1.0 },
    )
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
    let step = |edge, from| roads.country.border_km[edge] + roads.passage[from as usize];
    let Ways { cost, next, order } = cheapest(&roads.country.map.graph, &targets, step);
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
