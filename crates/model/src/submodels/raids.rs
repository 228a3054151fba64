//! Raids: enemies kill in places of the other where they have nobody themselves.
//!
//! # Rule
//! Raids of organization a on b are Poisson with weekly mean `rate * h * sqrt(C_a * C_b)`, C members of the whole
//! organization, h 1 at war and `rival` between rivals, in both directions; two who keep a pact do not raid each other.
//! A raid sets out from a cell of the raider, chosen by members, and hits a cell of the other, chosen by
//! `m * exp(-d / reach)`, m its members as counted before the raids of the week, d the distance. It has k = 1 to `most`
//! dead, with P(k) like `k^-tail`: each a bystander with chance `bystanders`, a raider with chance `lost`, else one of
//! the raided, an associate with chance `associates_first`. All count as *between*, at the place of the raid.
//!
//! # Reads
//! relations, agreements, organizations, cells
//!
//! # Writes
//! citizens (associate, civilian -> dead); moved (member -> dead); cells; risk (danger); deeds (killed, kills); notice
//! (incidents); killings (where they are recorded); tally
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
use crate::state::world::{Country, Fate, Groups, Land};
use crate::units::{
    AtLeastOne, Kilometres, Probability, Quantity, Share, Sourced, TailExponent, WeeklyRate,
};
use squares::Squares;

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Citizens, Moved, Cells, Risk, Deeds, Notice, Killings, Tally };

/// Parameters of raids.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Raids on an enemy by organizations of one member each, at war [1/week].
    pub rate: Sourced<WeeklyRate>,
    /// Raids of rivals relative to those at war.
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

/// Mean number of raids in a week of one organization on another, by their members.
pub fn raids(p: &Parameters, standing: Standing, own: f64, other: f64) -> f64 {
    let hostility = match standing {
        Standing::War => 1.0,
        Standing::Rival => p.rival.get(),
        Standing::Neutral | Standing::Ally => 0.0,
    };
    p.rate.get() * hostility * (own * other).sqrt()
}

/// One week in the country: both directions of every hostile pair, in order of keys.
pub fn step(land: &mut Land, groups: &Groups, country: &Country, p: &Parameters, luck: &Luck) {
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
            let mean = raids(p, relation.standing, members(own), members(other));
            if mean <= 0.0 {
                continue;
            }
            let mut rng = luck.of(NOWHERE, mix_all(&[raider.0, raided.0]));
            for _ in 0..poisson(&mut rng, mean) {
                raid(land, (own, other), &mut targets, p, &mut rng);
            }
        }
    }
}

/// One raid: from where, to where, who dies.
fn raid<'a>(
    land: &mut Land,
    (raider, raided): (&Organization, &'a Organization),
    targets: &mut Targets<'a>,
    p: &Parameters,
    rng: &mut Stream,
) {
    // They set out from a cell by its members, as counted before the week's raids.
    let Some(from) = raider.place_by_members(rng) else {
        return;
    };
    let Some(to) = targets.choose(raided, from, rng) else {
        return;
    };
    let (raider, raided) = (raider.key, raided.key);
    land[to].tally.raids += 1;
    for _ in 0..zeta(rng, p.tail.get(), p.most.get() as u32) {
        let here = &mut land[to];
        if chance(rng, p.bystanders.get()) {
            here.bury_bystander(Cause::Between(Killing::of_bystander(raider)), rng);
        } else if chance(rng, p.lost.get()) {
            bury_raider(land, (from, to), (raider, raided), rng);
        } else {
            let Some(index) = here.cell(raided) else {
                break;
            };
            let first = p.associates_first.get();
            let cause = Cause::Between(Killing::of(raider, raided));
            if here.bury_fighter(index, first, cause, rng).is_none() {
                break;
            }
            if let Some(cell) = land.cell(from, raider) {
                cell.kills += 1;
            }
        }
    }
    if let Some(cell) = land.cell(to, raided) {
        cell.incidents += 1;
    }
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

/// A raider dies away from home, by the hand of those raided.
fn bury_raider(
    land: &mut Land,
    (from, to): (u32, u32),
    (raider, raided): (OrganizationKey, OrganizationKey),
    rng: &mut Stream,
) {
    let Some(cell) = land.cell(from, raider) else {
        return;
    };
    let Some(person) = cell.members.take_one(rng) else {
        return;
    };
    cell.killed += 1;
    cell.danger += 1.0;
    let there = &mut land[to];
    there.moved.push((person, Fate::Dead));
    there.tally.member_deaths += 1;
    there.count_death(Cause::Between(Killing::of(raided, raider)));
}
