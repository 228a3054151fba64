//! Moves: cells send parties to new places, reinforce fights, and withdraw from losing ones.
//!
//! # Rule
//! A cell of M members moves at most once a week. All decide on the same state, in this order of claims:
//!
//! - *withdraw* with hazard `withdrawal * (E / (E + M))^2` [1/week], E members of those whom it fights in theatres
//!   here, each times the theatre's intensity: the contest for a place ends by takeover; plus `closing`
//!   for a cell below `smallest` members: to the nearest other cell of the organization that has room and holds out;
//!   where none has they stay, and where there is no other cell at all they go home. Cells below `smallest`, and cells
//!   in a theatre with an enemy, do nothing else;
//! - *reinforce* with hazard `reinforcement`: a party goes to a theatre of the organization, chosen by worth times
//!   intensity, where it enters if it had nobody there;
//! - *expand* with hazard `expansion * M / (M + half) * (1/2 + ambition) * (1 + push * a)`, a recent arrests per
//!   member: a party goes to a neighbour (chance `near`), by worth, or anywhere, by worth and `exp(-d / reach)`, d the
//!   distance; a party that finds no place in 64 looks stays at home. Each other organization there that is not an
//!   enemy at war leaves a share `1 - caution` of the attraction.
//!
//! A party is a share `party` of the members. Nobody moves where the members of all cells would exceed a share
//! `crowding` of the residents. Associates do not move; a new cell hires its own.
//!
//! # Reads
//! cells, theatres, organizations.places, relations, worth of places
//!
//! # Writes
//! occupied; citizens (member, associate -> civilian where the last cell closes); cells; losses (not yet told by a cell
//! that closes); arms (the same); sizes; tally (parties, withdrawals, left)
//!
//! # Source
//! expansion along corridors and out of pressure \[dell2015\], \[S06\]; sizes assumed
//!
//! # Rationale
//! drugs act through the worth of places; a party does not follow their way
//!
//! # Limit
//! all hazards 0: nobody moves (`rules::limits::nothing::nobody_moves_without_hazards`)

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, Stream};
use crate::engine::roster::Roster;
use crate::engine::sampling::{chance, fades, uniform, weighted};
use crate::state::cells::Cell;
use crate::state::citizens::Person;
use crate::state::map::Map;
use crate::state::organizations::OrganizationKey;
use crate::state::parts::{Part, parts};
use crate::state::tally::Tally;
use crate::state::territory::Territory;
use crate::state::world::{Given, Groups, Land, Municipality};
use crate::units::{
    Factor, Kilometres, Persons, Probability, Quantity, Share, Sourced, WeeklyRate,
};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Occupied, Citizens, Cells, Losses, Arms, Sizes, Tally };

/// Parameters of moves.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Hazard of a large cell under an average boss to send a party [1/week].
    pub expansion: Sourced<WeeklyRate>,
    /// Members at which a cell expands half as often as a large one.
    pub half: Sourced<Persons>,
    /// How much one recent arrest per member adds to the hazard to expand, relative.
    pub push: Sourced<Factor>,
    /// Share of a cell's members who go.
    pub party: Sourced<Share>,
    /// Chance that a party goes to a neighbouring municipality.
    pub near: Sourced<Probability>,
    /// Distance at which a place further away is considered 1/e as often (km).
    pub reach: Sourced<Kilometres>,
    /// Share of the attraction of a place lost to each organization that already is there.
    pub caution: Sourced<Share>,
    /// Largest share of a place's residents that moves may make its members.
    pub crowding: Sourced<Share>,
    /// Hazard of a cell in no theatre to reinforce one of its organization [1/week].
    pub reinforcement: Sourced<WeeklyRate>,
    /// Hazard to withdraw from a hopeless fight [1/week].
    pub withdrawal: Sourced<WeeklyRate>,
    /// Members below which a cell may close.
    pub smallest: Sourced<Persons>,
    /// Hazard of a cell below the smallest size to close [1/week].
    pub closing: Sourced<WeeklyRate>,
}

/// Hazard of a cell to send a party to a new place [1/week].
///
/// `arrests` are the recent ones per member.
pub fn expansion_hazard(p: &Parameters, members: f64, ambition: f64, arrests: f64) -> f64 {
    p.expansion.get() * members / (members + p.half.get())
        * (0.5 + ambition)
        * (1.0 + p.push.get() * arrests)
}

/// Hazard of a cell to withdraw [1/week], from its members and those of enemies in theatres here.
pub fn withdrawal_hazard(p: &Parameters, own: f64, enemies: f64) -> f64 {
    if enemies <= 0.0 {
        return 0.0;
    }
    let part = enemies / (own + enemies);
    p.withdrawal.get() * part * part
}

/// What a cell decided this week, from the state all cells saw.
enum Move {
    /// Sends so many members to a place.
    Party { to: u32, members: u32 },
    /// Gives the place up; members go to another cell, or home when there is none.
    Withdrawal,
}

/// One week in the country: all decide on the state of the week before, then all move.
pub fn step(
    land: &mut Land,
    groups: &mut Groups,
    tally: &mut Tally,
    given: &Given,
    territory: &Territory,
    p: &Parameters,
    luck: &Luck,
) {
    let (mut parties, mut withdrawals) = (Vec::new(), Vec::new());
    let seen = Seen {
        land,
        groups,
        map: &given.country.map,
        territory,
        p,
        fronts: fronts(land),
    };
    for here in land.active() {
        for cell in &here.cells {
            let organization = cell.organization;
            let mut rng = luck.of(here.place, organization.0);
            match seen.decide(here, cell, &mut rng) {
                Some(Move::Party { to, members }) => {
                    parties.push((here.place, organization, to, members));
                }
                Some(Move::Withdrawal) => withdrawals.push((here.place, organization)),
                None => {}
            }
        }
    }
    let mut moved = Vec::new();
    for &(from, organization, to, members) in &parties {
        let mut rng = luck.of(from, organization.0 ^ 1);
        let Some(cell) = land.cell(from, organization) else {
            continue;
        };
        let party = cell.members.take(&mut rng, members);
        let faction = cell.faction;
        send(land, party, to, organization, faction, given.week);
        moved.extend([(organization, from), (organization, to)]);
        tally.parties += 1;
    }
    land.recount(&mut groups.organizations, std::mem::take(&mut moved));
    for &(from, organization) in &withdrawals {
        let to = withdraw(land, groups, (from, organization), &withdrawals, given, p);
        moved.push((organization, from));
        moved.extend(to.map(|to| (organization, to)));
        tally.withdrawals += 1;
    }
    land.recount(&mut groups.organizations, moved);
}

/// The places where each organization has a theatre, ascending.
fn fronts(land: &Land) -> BTreeMap<OrganizationKey, Vec<u32>> {
    let mut fronts = BTreeMap::<OrganizationKey, Vec<u32>>::new();
    for here in land.active() {
        for theatre in &here.theatres {
            for organization in [theatre.pair.0, theatre.pair.1] {
                let places = fronts.entry(organization).or_default();
                if places.last() != Some(&here.place) {
                    places.push(here.place);
                }
            }
        }
    }
    fronts
}

/// What all cells see when they decide.
struct Seen<'a> {
    land: &'a Land,
    groups: &'a Groups,
    map: &'a Map,
    territory: &'a Territory,
    p: &'a Parameters,
    /// The theatres of each organization, ascending.
    fronts: BTreeMap<OrganizationKey, Vec<u32>>,
}

impl Seen<'_> {
    /// At most one move of a cell in a week.
    fn decide(&self, here: &Municipality, cell: &Cell, rng: &mut Stream) -> Option<Move> {
        let p = self.p;
        let organization = cell.organization;
        let members = cell.strength();
        let u = uniform(rng);
        let small = members < p.smallest.get();
        let closing = if small { p.closing.get() } else { 0.0 };
        let arrests = cell.pressure / members.max(1.0);
        let expansion = expansion_hazard(p, members, cell.boss.ambition, arrests);
        // No chance is above its hazard, and no fight more than hopeless: most cells end here.
        if u >= p.withdrawal.get() + closing + p.reinforcement.get() + expansion {
            return None;
        }
        let enemies = here.enemies_here(organization);
        let hazard = withdrawal_hazard(p, members, enemies) + closing;
        let mut certain = -libm::expm1(-hazard);
        if u < certain {
            return Some(Move::Withdrawal);
        }
        if small {
            return None;
        }
        let party = (members * p.party.get() + 0.5) as u32;
        if party == 0 || here.war_of(organization) > 0.0 {
            return None;
        }
        certain += p.reinforcement.probability();
        let to = if u < certain {
            self.front(organization, party, rng)?
        } else if u < certain - libm::expm1(-expansion) {
            self.target(here.place, organization, party, rng)?
        } else {
            return None;
        };
        Some(Move::Party { to, members: party })
    }

    /// A theatre of the organization, by its worth and intensity.
    fn front(&self, organization: OrganizationKey, party: u32, rng: &mut Stream) -> Option<u32> {
        let fronts = self.fronts.get(&organization)?;
        let weight = |&place: &u32| {
            let there = &self.land[place];
            let room = f64::from(u8::from(has_room(there, party, self.p)));
            self.territory.value(place) * there.war_of(organization) * room
        };
        let weights = fronts.iter().map(weight).collect::<Vec<_>>();
        weighted(rng, &weights).map(|index| fronts[index])
    }

    /// Where a party goes: by worth, less where others are, less far away.
    fn target(
        &self,
        from: u32,
        organization: OrganizationKey,
        party: u32,
        rng: &mut Stream,
    ) -> Option<u32> {
        let (territory, p) = (self.territory, self.p);
        if chance(rng, p.near.get()) {
            let neighbours = self.map.graph.neighbours(from);
            let weights = neighbours.iter().map(|to| {
                let there = &self.land[*to];
                let room = f64::from(u8::from(has_room(there, party, p)));
                territory.value(*to) * self.attraction(there, organization) * room
            });
            let chosen = weighted(rng, &weights.collect::<Vec<_>>());
            return chosen.map(|index| neighbours[index]);
        }
        // Chosen by worth, kept with the chance that distance and others leave; a party that finds
        // nothing in this many looks stays at home.
        for _ in 0..64 {
            let to = territory.at_share(uniform(rng));
            let there = &self.land[to];
            let away = self.map.distance(from, to) / p.reach.get();
            let attraction = self.attraction(there, organization);
            if to != from && fades(rng, attraction, away) && has_room(there, party, p) {
                return Some(to);
            }
        }
        None
    }

    /// Part of a place's attraction that others who are there leave.
    fn attraction(&self, there: &Municipality, organization: OrganizationKey) -> f64 {
        if there.cells.is_empty() {
            return 1.0;
        }
        let enemies = self.groups.relations.enemies(organization);
        let others = there.cells.iter().filter(|cell| {
            cell.organization != organization && !enemies.contains(&cell.organization)
        });
        others.fold(1.0, |left, _| left * (1.0 - self.p.caution.get()))
    }
}

/// Whether so many more members are no crowd among the residents.
fn has_room(here: &Municipality, more: u32, p: &Parameters) -> bool {
    let members = f64::from(here.members() + more);
    members <= p.crowding.get() * f64::from(here.citizens.alive())
}

/// A party arrives.
fn send(
    land: &mut Land,
    mut party: Roster<Person>,
    to: u32,
    organization: OrganizationKey,
    faction: Option<u16>,
    week: i32,
) {
    if let Some(cell) = land.cell(to, organization) {
        cell.members.append(&mut party);
    } else {
        let mut cell = Cell::new(organization, to, week);
        cell.faction = faction;
        cell.members = party;
        land.found_cell(to, cell);
    }
}

/// Members go to the nearest cell of their organization that has room and holds out this week; where
/// none has they stay, and go home where there is no other cell. Tells where they went, if to a cell.
fn withdraw(
    land: &mut Land,
    groups: &Groups,
    (from, organization): (u32, OrganizationKey),
    withdrawals: &[(u32, OrganizationKey)],
    given: &Given,
    p: &Parameters,
) -> Option<u32> {
    let group = groups.organizations.get(&organization)?;
    let leaving = land.members_at(from, organization);
    // Near ones first, the first of equals. The bits of numbers that are not negative are in their order.
    let map = &given.country.map;
    let others = group.places.iter().filter(|place| **place != from);
    let ways = others.map(|&to| Reverse((map.squared_distance(from, to).to_bits(), to)));
    let mut ways: BinaryHeap<_> = ways.collect();
    let (mut alone, mut refuge) = (true, None);
    while let Some(Reverse((_, to))) = ways.pop() {
        if land.members_at(to, organization) == 0 {
            continue;
        }
        alone = false;
        let holds_out = withdrawals.binary_search(&(to, organization)).is_err();
        if holds_out && has_room(&land[to], leaving, p) {
            refuge = Some(to);
            break;
        }
    }
    let cell = land.cell(from, organization)?;
    if let Some(to) = refuge {
        let mut members = cell.members.take_all();
        let cell = land.cell(to, organization);
        let cell = cell.expect("a cell with members is there");
        cell.members.append(&mut members);
    } else if alone {
        let members = cell.members.take_all();
        land[from].tally.left += members.len();
        for person in members {
            land.enter(person, None);
        }
    }
    refuge
}
