//! Raids: enemies kill around their theatres, and now and then wherever the other is.
//!
//! # Rule
//! *Around a theatre* of intensity x raids of organization a on b are Poisson with weekly mean
//! `rate * x * sqrt(C_a * C_b)`, C members in the theatre's place and the places that border on it, in both directions.
//! A raid sets out from one of these cells of the raider and hits one of the other's, each chosen by members. Whoever
//! has members near two theatres raids around both.
//! *Anywhere* organizations that are rivals or at war raid each other with the mean `rate * rival * sqrt(C_a * C_b)`, C
//! members of the whole organization, unless both keep a pact. Such a raid sets out from a cell of the raider, chosen
//! by members, and hits a cell of the other, chosen by `m * exp(-d / reach)`, m its members as counted before the raids
//! of the week, d the distance.
//!
//! A raid has k = 1 to `most` dead, with P(k) like `k^-tail`: each a bystander with chance `bystanders`, a raider with
//! chance `lost`, else one of the raided, an associate with chance `associates_first`. All count as *between*, at the
//! place of the raid.
//!
//! # Reads
//! relations, theatres, agreements, organizations, cells
//!
//! # Writes
//! citizens (associate, civilian -> dead); moved (member -> dead); cells; risk (danger); deeds (killed, kills); notice
//! (incidents); theatres (dead); killings (where they are recorded); tally
//!
//! # Source
//! deaths far from contested plazas \[S06\], \[C4\]; parameters assumed
//!
//! # Limit
//! n raids a week with one dead each, nobody lost: the enemy loses n a week
//! (`rules::conflict::raids_kill_at_their_rate_where_the_raider_is_not`)

mod squares;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, NOWHERE, Stream, mix_all};
use crate::engine::sampling::{chance, fades, poisson, weighted, zeta};
use crate::state::deaths::Cause;
use crate::state::killings::Killing;
use crate::state::map::Map;
use crate::state::organizations::{Organization, OrganizationKey};
use crate::state::parts::{Part, parts};
use crate::state::relations::Standing;
use crate::state::theatres::Theatre;
use crate::state::world::{Country, Fate, Groups, Land};
use crate::units::{
    AtLeastOne, Kilometres, Probability, Quantity, Share, Sourced, TailExponent, WeeklyRate,
};
use squares::Squares;

/// What the rule writes.
pub const WRITES: &[Part] =
    parts! { Citizens, Moved, Cells, Risk, Deeds, Notice, Killings, Theatres, Tally };

/// Parameters of raids.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Raids on an enemy by organizations of one member each, around a theatre of full intensity [1/week].
    pub rate: Sourced<WeeklyRate>,
    /// Raids of rivals, and of those at war, anywhere, relative to those around a theatre.
    pub rival: Sourced<Share>,
    /// Distance at which a target is chosen 1/e as often (km).
    pub reach: Sourced<Kilometres>,
    /// Exponent of the number of dead of a raid.
    pub tail: Sourced<TailExponent>,
    /// Largest number of dead of a raid.
    pub most: Sourced<AtLeastOne>,
    /// Chance that a dead person is a bystander.
    pub bystanders: Sourced<Probability>,
    /// Chance that a dead person is a raider.
    pub lost: Sourced<Probability>,
    /// Chance that a dead person of those raided is an associate, where there are any.
    pub associates_first: Sourced<Probability>,
}

/// Mean number of raids in a week of so many members on so many others, so hostile, 0 to 1.
pub fn raids(p: &Parameters, hostility: f64, own: f64, other: f64) -> f64 {
    p.rate.get() * hostility * (own * other).sqrt()
}

/// How hostile two organizations are in the whole country.
fn hostility(p: &Parameters, standing: Standing) -> f64 {
    match standing {
        Standing::War | Standing::Rival => p.rival.get(),
        Standing::Neutral | Standing::Ally => 0.0,
    }
}

/// One week: every hostile pair in the country, in both directions, in order of keys; then every theatre.
pub fn step(land: &mut Land, groups: &Groups, country: &Country, p: &Parameters, luck: &Luck) {
    anywhere(land, groups, country, p, luck);
    let places = land.active().filter(|here| !here.theatres.is_empty());
    let places: Vec<u32> = places.map(|here| here.place).collect();
    for place in places {
        for theatre in land[place].theatres.clone() {
            around(land, country, place, &theatre, p, luck);
        }
    }
}

/// Raids of organizations that are hostile, wherever they are.
fn anywhere(land: &mut Land, groups: &Groups, country: &Country, p: &Parameters, luck: &Luck) {
    let organizations = &groups.organizations;
    let mut targets = Targets {
        map: &country.map,
        reach: p.reach.get(),
        squares: BTreeMap::new(),
    };
    for ((a, b), relation) in groups.relations.iter() {
        if groups.pact_between(a, b) {
            continue;
        }
        for (raider, raided) in [(a, b), (b, a)] {
            let members = |one: &Organization| f64::from(one.members);
            let (Some(own), Some(other)) = (organizations.get(&raider), organizations.get(&raided))
            else {
                continue;
            };
            let hostility = hostility(p, relation.standing);
            let mean = raids(p, hostility, members(own), members(other));
            if mean <= 0.0 {
                continue;
            }
            let mut rng = luck.of(NOWHERE, mix_all(&[raider.0, raided.0]));
            for _ in 0..poisson(&mut rng, mean) {
                // They set out from a cell by its members, as counted before the week's raids.
                let Some(from) = own.place_by_members(&mut rng) else {
                    continue;
                };
                if let Some(to) = targets.choose(other, from, &mut rng) {
                    raid(land, (from, to), (raider, raided), p, &mut rng);
                }
            }
        }
    }
}

/// Raids of the two who fight in a theatre, between their cells in its place and those next to it.
fn around(
    land: &mut Land,
    country: &Country,
    place: u32,
    theatre: &Theatre,
    p: &Parameters,
    luck: &Luck,
) {
    let near = [place].into_iter();
    let near = near.chain(country.map.graph.neighbours(place).iter().copied());
    let near: Vec<u32> = near.collect();
    let members = |one| {
        let members = near
            .iter()
            .map(|place| f64::from(land.members_at(*place, one)));
        members.collect::<Vec<f64>>()
    };
    let (a, b) = theatre.pair;
    let (first, second) = (members(a), members(b));
    let [of_first, of_second] = [&first, &second].map(|members| members.iter().sum::<f64>());
    let mean = raids(p, theatre.intensity, of_first, of_second);
    if mean <= 0.0 {
        return;
    }
    let mut dead = 0;
    for (raider, raided, own, other) in [(a, b, &first, &second), (b, a, &second, &first)] {
        let mut rng = luck.of(place, mix_all(&[raider.0, raided.0]));
        for _ in 0..poisson(&mut rng, mean) {
            let from = weighted(&mut rng, own).expect("the raider has members");
            let to = weighted(&mut rng, other).expect("the raided have members");
            dead += raid(land, (near[from], near[to]), (raider, raided), p, &mut rng);
        }
    }
    land[place].note_dead(theatre.pair, dead);
}

/// One raid: how many of the two died.
fn raid(
    land: &mut Land,
    (from, to): (u32, u32),
    (raider, raided): (OrganizationKey, OrganizationKey),
    p: &Parameters,
    rng: &mut Stream,
) -> u32 {
    land[to].tally.raids += 1;
    let mut dead = 0;
    for _ in 0..zeta(rng, p.tail.get(), p.most.get() as u32) {
        let here = &mut land[to];
        if chance(rng, p.bystanders.get()) {
            here.bury_bystander(Cause::Between(Killing::of_bystander(raider)), rng);
        } else if chance(rng, p.lost.get()) {
            dead += u32::from(bury_raider(land, (from, to), (raider, raided), rng));
        } else {
            let Some(index) = here.cell(raided) else {
                break;
            };
            let first = p.associates_first.get();
            let cause = Cause::Between(Killing::of(raider, raided));
            if here.bury_fighter(index, first, cause, rng).is_none() {
                break;
            }
            dead += 1;
            if let Some(cell) = land.cell(from, raider) {
                cell.kills += 1;
            }
        }
    }
    if let Some(cell) = land.cell(to, raided) {
        cell.incidents += 1;
    }
    dead
}

/// Looks at a cell before all are taken to be far away.
const FIRST_LOOKS: u32 = 8;

/// Looks after that, before all cells are weighed.
const LOOKS: u32 = 56;

/// Cells of an organization of which not all are weighed.
const MANY: usize = 1_000;

/// Where raids of a week may go.
struct Targets<'a> {
    map: &'a Map,
    reach: f64,
    /// Organizations with many cells that were raided.
    squares: BTreeMap<OrganizationKey, Squares<'a>>,
}

impl<'a> Targets<'a> {
    /// Whom they raid: a cell of the other's by its members, near ones first. Chosen by members and kept by distance.
    /// Where some looks are in vain, of many cells the near ones are weighed; few are looked at again, and kept by how
    /// much further than the nearest they are, and weighed at last. All of it is the same law.
    fn choose(&mut self, raided: &'a Organization, from: u32, rng: &mut Stream) -> Option<u32> {
        let (map, reach) = (self.map, self.reach);
        let away = |to: u32| map.distance(from, to) / reach;
        for _ in 0..FIRST_LOOKS {
            let to = raided.place_by_members(rng)?;
            if fades(rng, 1.0, away(to)) {
                return Some(to);
            }
        }
        if raided.places.len() > MANY {
            let squares = self.squares.entry(raided.key);
            let squares = squares.or_insert_with(|| Squares::new(map, raided, reach));
            if let Some(to) = squares.choose(from, rng) {
                return Some(to);
            }
        }
        let ways = raided.places.iter();
        let ways = ways.map(|place| map.squared_distance(from, *place));
        let nearest = ways.fold(f64::INFINITY, f64::min).sqrt() / reach;
        for _ in 0..LOOKS {
            let to = raided.place_by_members(rng)?;
            if fades(rng, 1.0, (away(to) - nearest).max(0.0)) {
                return Some(to);
            }
        }
        let weights = raided.members_by_place();
        let weights = weights.map(|(place, members)| members * libm::exp(nearest - away(place)));
        let weights: Vec<f64> = weights.collect();
        weighted(rng, &weights).map(|index| raided.places[index])
    }
}

/// A raider dies away from home, by the hand of those raided, if one is left.
fn bury_raider(
    land: &mut Land,
    (from, to): (u32, u32),
    (raider, raided): (OrganizationKey, OrganizationKey),
    rng: &mut Stream,
) -> bool {
    let Some(cell) = land.cell(from, raider) else {
        return false;
    };
    let Some(person) = cell.members.take_one(rng) else {
        return false;
    };
    cell.killed += 1;
    cell.danger += 1.0;
    let there = &mut land[to];
    there.moved.push((person, Fate::Dead));
    there.tally.member_deaths += 1;
    there.count_death(Cause::Between(Killing::of(raided, raider)));
    true
}
