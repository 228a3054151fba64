//! Leaders: the task force finds leaders and plaza bosses; enemies at war kill leaders.
//!
//! # Rule
//! Hazard of an organization's leader to be found [1/year]: `T * M / (M + notoriety)`, T the
//! leader targeting that the government orders, M members; killed with the share ordered, else
//! arrested. Hazard of a plaza boss to be found: `bosses * T * m / (m + boss_notoriety)`, m members
//! of the cell. Hazard of a leader to be killed by rivals [1/year]: `rivals * E / (E + M)`, E
//! members of all enemies at war.
//!
//! # Reads
//! orders, organizations, cells, relations
//!
//! # Writes
//! leader and boss: member -> dead, imprisoned; fallen; tally; events leader_removed, boss_removed
//!
//! # Source
//! removals of leaders \[C12\], \[S10\]; notoriety assumed
//!
//! # Limit
//! targeting T, no notoriety needed, no wars: removals per organization and year are T
//! (tests/it/limits.rs)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, NOWHERE};
use crate::engine::sampling::{chance, uniform};
use crate::state::events::{Event, EventKind, EventOutcome};
use crate::state::organizations::{OrganizationKey, Outcome};
use crate::state::relations::Standing;
use crate::state::world::{Fate, World};
use crate::units::{Factor, Persons, Quantity, Sourced, WEEKS_PER_YEAR, YearlyRate};

/// Numbers of the hunt for leaders.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Members at which an organization's leader is hunted half as hard as a large one's.
    pub notoriety: Sourced<Persons>,
    /// How hard the plaza boss of a large cell is hunted, relative to a leader.
    pub bosses: Sourced<Factor>,
    /// Members at which a cell's boss is hunted half as hard as a large one's.
    pub boss_notoriety: Sourced<Persons>,
    /// Hazard of a leader to be killed by overwhelming enemies at war [1/year].
    pub rivals: Sourced<YearlyRate>,
}

/// Hazard of a leader of `members` to be found, when leaders are targeted so hard [1/year].
pub fn hazard_found(p: &Parameters, targeting: f64, members: f64) -> f64 {
    if members <= 0.0 {
        0.0
    } else {
        targeting * members / (members + p.notoriety.get())
    }
}

/// Hazard of the boss of a cell of `members` to be found [1/year].
pub fn hazard_boss_found(p: &Parameters, targeting: f64, members: f64) -> f64 {
    p.bosses.get() * targeting * members / (members + p.boss_notoriety.get())
}

/// Hazard of a leader to be killed by enemies at war [1/year].
pub fn hazard_rivals(p: &Parameters, members: f64, enemies: f64) -> f64 {
    if enemies <= 0.0 {
        0.0
    } else {
        p.rivals.get() * enemies / (enemies + members)
    }
}

/// The chance that something with this yearly hazard happens in a week.
fn weekly(hazard: f64) -> f64 {
    -libm::expm1(-hazard / f64::from(WEEKS_PER_YEAR))
}

/// One week in the country: leaders in order of keys, then bosses by place.
pub fn step(world: &mut World, p: &Parameters, luck: &Luck) {
    let keys: Vec<OrganizationKey> = world.organizations.keys().copied().collect();
    for &key in &keys {
        let members = f64::from(world.organizations[&key].members);
        let enemies: f64 = world
            .relations
            .iter()
            .filter(|((a, b), relation)| {
                (*a == key || *b == key) && relation.standing == Standing::War
            })
            .filter_map(|((a, b), _)| world.organizations.get(if a == key { &b } else { &a }))
            .map(|enemy| f64::from(enemy.members))
            .sum();
        let found = weekly(hazard_found(p, world.orders.leader_targeting, members));
        let killed = weekly(hazard_rivals(p, members, enemies));
        let mut rng = luck.of(NOWHERE, key.0);
        let (first, second) = (uniform(&mut rng), uniform(&mut rng));
        let outcome = if first < found {
            by_state(world, &mut rng)
        } else if second < killed {
            Outcome::KilledByRivals
        } else {
            continue;
        };
        remove_leader(world, key, outcome, luck);
    }
    if world.orders.leader_targeting > 0.0 {
        hunt_bosses(world, p, luck);
    }
}

fn by_state(world: &World, rng: &mut impl rand::Rng) -> Outcome {
    if chance(rng, world.orders.kill_share) {
        Outcome::Killed
    } else {
        Outcome::Arrested
    }
}

/// The leader falls at the seat; succession settles it this week.
fn remove_leader(world: &mut World, key: OrganizationKey, outcome: Outcome, luck: &Luck) {
    let Some(seat) = world.seat(key) else { return };
    let members = world.organizations[&key].members;
    let mut rng = luck.of(seat, key.0 ^ 1);
    if !take_person(world, seat, key, outcome, &mut rng) {
        return;
    }
    let organization = world
        .organizations
        .get_mut(&key)
        .expect("the organization exists");
    organization.leader = None;
    organization.fallen = Some(outcome);
    let here = world.at(seat);
    here.tally.leaders_removed += 1;
    here.events.push(Event {
        organization: Some(key),
        place: Some(seat),
        outcome: Some(EventOutcome::Fell(outcome)),
        members: Some(members),
        ..Event::new(EventKind::LeaderRemoved)
    });
}

/// One person of the cell is the one who fell: dead or in prison, and counted.
fn take_person(
    world: &mut World,
    place: u32,
    key: OrganizationKey,
    outcome: Outcome,
    rng: &mut impl rand::Rng,
) -> bool {
    let here = world.at(place);
    let Some(index) = here.cell(key) else {
        return false;
    };
    let cell = &mut here.cells[index];
    let Some(person) = cell.members.take_one(rng) else {
        return false;
    };
    cell.incidents += 1;
    let fate = match outcome {
        Outcome::Arrested | Outcome::Extradited => {
            here.tally.arrested += 1;
            here.tally.jailed += 1;
            Fate::Jailed(key)
        }
        Outcome::Killed | Outcome::KilledByRivals => {
            cell.killed += 1;
            here.tally.member_deaths += 1;
            if outcome == Outcome::Killed {
                here.tally.deaths_state += 1;
            } else {
                here.tally.deaths_between += 1;
            }
            Fate::Dead
        }
    };
    here.moved.push((person, fate));
    true
}

/// Plaza bosses, place by place.
fn hunt_bosses(world: &mut World, p: &Parameters, luck: &Luck) {
    for place in world.occupied.clone() {
        for index in 0..world.municipalities[place as usize].cells.len() {
            let cell = &world.municipalities[place as usize].cells[index];
            let (key, boss) = (cell.organization, cell.boss);
            if cell.fallen.is_some() || cell.members.is_empty() {
                continue;
            }
            let targeting = world.orders.leader_targeting;
            let hazard = weekly(hazard_boss_found(p, targeting, cell.strength()));
            let mut rng = luck.of(place, boss.key);
            if !chance(&mut rng, hazard) {
                continue;
            }
            let outcome = by_state(world, &mut rng);
            if !take_person(world, place, key, outcome, &mut rng) {
                continue;
            }
            world.at(place).boss_falls(index, outcome);
        }
    }
}
