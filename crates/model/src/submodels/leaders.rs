//! Leaders: the task force finds leaders and plaza bosses; enemies at war kill leaders.
//!
//! # Rule
//! Hazard of the leader of an organization of C members to be found by the task force [1/year]:
//!
//! ```text
//! T * C / (C + notoriety) * (1 + shared * I * k) * (1 - c + c * v) * (1 - a)
//! ```
//!
//! with T the lever `leader_targeting`; I the intelligence that the United States share, at cooperation k; c
//! conditional repression; v the violence of the organization (people killed in the last months) against the mean of
//! all, at most `most_hunted`; a the level of accommodation if the organization keeps a pact, else 0. Whoever is found
//! is killed with chance `kill_share`, else arrested, and then extradited with chance `extradition`; the others sit in
//! a prison of the state of arrest, from which they may escape ("Prisons"). Hazard of a plaza boss of M members
//! [1/year]: `bosses * T * M / (M + boss_notoriety) * (1 - a)`; a boss falls in the same ways, but cannot escape.
//! Hazard of a leader to be killed by rivals [1/year]: `rivals * E / (E + C)`, E members of all enemies at war.
//!
//! Where the army raids in support of police, x the level of the lever `army_raids`, soldiers find a leader besides,
//! with hazard [1/year]
//!
//! ```text
//! raids * x * C_0 / (C_0 + stronghold) * S / (S + garrison) * (1 - a)
//! ```
//!
//! with C_0 members of the cell at the seat and S soldiers of the army in that state. The leader is killed with chance
//! `raid_killed`, else falls as above; complaints against soldiers are Poisson with mean `raid_complaints`.
//!
//! The leader falls at the seat, the largest cell of the organization; one of its members is the person who dies, is
//! jailed or leaves the country. Whoever a script names falls in its week, by the hand of the state or of rivals as it
//! says. In the weeks that a replayed table covers no leader falls but by it, and bosses are hunted as ever.
//!
//! # Reads
//! orders, cooperation, organizations, cells, relations, script
//!
//! # Writes
//! citizens (member -> dead, imprisoned, abroad); cells; bosses (who fell); risk (danger); deeds (killed); notice
//! (incidents); leaders (who fell); losses (not yet told by a cell that closes); arms (the same); sizes; custody;
//! captives; killings (where they are recorded); tally; events (leader_removed, boss_removed)
//!
//! # Source
//! removals of leaders \[C12\], \[S10\]; the most violent first \[kronick2020\]; raids in support (Downie 2011);
//! notoriety and raids assumed
//!
//! # Rationale
//! only raids that find a leader are told: those in vain count in his complaints, and no soldier or gunman dies in one
//!
//! # Limit
//! targeting T, no notoriety needed, no wars: removals per organization and year are T
//! (`rules::limits::leaders_fall_as_often_as_they_are_targeted`); raids in full, every seat a stronghold, soldiers
//! countless, and nobody targeted: they are `raids` (`rules::limits::leaders_fall_to_raids_of_the_army`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, NOWHERE};
use crate::engine::sampling::{chance, happens, poisson, uniform};
use crate::state::citizens::Person;
use crate::state::deaths::Cause;
use crate::state::events::{Event, EventKind, EventOutcome};
use crate::state::forces::Force;
use crate::state::killings::Killing;
use crate::state::orders::Orders;
use crate::state::organizations::{OrganizationKey, Outcome};
use crate::state::outside::Outside;
use crate::state::parts::{Part, parts};
use crate::state::script::Who;
use crate::state::world::{Captive, Fate, Given, Groups, Land, Municipality};
use crate::units::{Factor, Persons, Probability, Quantity, Sourced, WEEKS_PER_YEAR, YearlyRate};

/// What the rule writes.
pub const WRITES: &[Part] = parts! {
    Citizens, Cells, Bosses, Risk, Deeds, Notice, Leaders, Losses, Arms, Sizes, Custody, Captives,
    Killings, Tally, Events
};

/// Parameters of the hunt for leaders.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Members at which an organization's leader is hunted half as hard as a large one's.
    pub notoriety: Sourced<Persons>,
    /// How hard the plaza boss of a large cell is hunted, relative to a leader.
    pub bosses: Sourced<Factor>,
    /// Members at which a cell's boss is hunted half as hard as a large one's.
    pub boss_notoriety: Sourced<Persons>,
    /// Added to the hazard by intelligence shared in full at full cooperation, relative.
    pub shared: Sourced<Factor>,
    /// How many times the mean an organization is hunted at most under conditional repression.
    pub most_hunted: Sourced<Factor>,
    /// Hazard of a leader to be killed by overwhelming enemies at war [1/year].
    pub rivals: Sourced<YearlyRate>,
    /// Hazard of a leader in a large stronghold to be found by raids of countless soldiers [1/year].
    pub raids: Sourced<YearlyRate>,
    /// Members of the cell at the seat at which raids find its leader half as often as in a large one.
    pub stronghold: Sourced<Persons>,
    /// Soldiers of the army in a state at which raids find half as much as countless ones would.
    pub garrison: Sourced<Persons>,
    /// Chance that a leader whom soldiers find in a raid is killed.
    pub raid_killed: Sourced<Probability>,
    /// Complaints against soldiers that follow a raid which found a leader, and those in vain before it, on average.
    pub raid_complaints: Sourced<Factor>,
}

/// Hazard of a leader of `members` to be found, when leaders are targeted so hard [1/year].
pub fn hazard_found(p: &Parameters, targeting: f64, members: f64) -> f64 {
    if members <= 0.0 {
        0.0
    } else {
        targeting * members / (members + p.notoriety.get())
    }
}

/// How the hunt is shared out under conditional repression `c`, from violence against the mean.
pub fn priority(p: &Parameters, c: f64, violence: f64) -> f64 {
    1.0 - c + c * violence.min(p.most_hunted.get())
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

/// Hazard of a leader whose seat has so many `members` to be found by raids of so many soldiers [1/year].
pub fn hazard_raided(p: &Parameters, ordered: f64, members: f64, soldiers: f64) -> f64 {
    if members <= 0.0 || soldiers <= 0.0 {
        return 0.0;
    }
    let stronghold = members / (members + p.stronghold.get());
    p.raids.get() * ordered * stronghold * soldiers / (soldiers + p.garrison.get())
}

/// The chance that something with this yearly hazard happens in a week.
fn weekly(hazard: f64) -> f64 {
    -libm::expm1(-hazard / f64::from(WEEKS_PER_YEAR))
}

/// One week in the country: whoever the script names, leaders in order of keys, then bosses by place;
/// whether anybody fell.
pub fn step(
    land: &mut Land,
    groups: &mut Groups,
    captives: &mut Vec<Captive>,
    given: &Given,
    outside: &Outside,
    p: &Parameters,
    luck: &Luck,
) -> bool {
    let mut hunt = Hunt {
        land,
        groups,
        captives,
        given,
        luck,
    };
    let mut fell = hunt.by_script();
    if !given.script.leaders_fall_by_script.contains(&given.week) {
        fell |= hunt.leaders(outside.cooperation, p);
    }
    if given.orders.leader_targeting > 0.0 || given.locally.leader_targeting.is_set() {
        fell |= hunt.bosses(p);
    }
    fell
}

/// Tells the draws of the script from those of the same subject.
const SCRIPTED: u64 = 0x5c21_97ed;

/// Tells the draws of raids from those of the same subject.
const RAIDED: u64 = 0x7a1d_03b5;

/// The hunt of one week: whom it takes from, and what it is told.
struct Hunt<'a> {
    land: &'a mut Land,
    groups: &'a mut Groups,
    captives: &'a mut Vec<Captive>,
    given: &'a Given,
    luck: &'a Luck,
}

impl Hunt<'_> {
    /// Whoever the script names falls, whatever the luck; whether anybody does.
    fn by_script(&mut self) -> bool {
        let (given, luck) = (self.given, self.luck);
        let mut fell = false;
        for removal in given.script.removals_of(given.week) {
            let who = match &removal.who {
                Who::Reported(reported) => reported.find(given, self.groups, self.land),
                known => Some(known.clone()),
            };
            let outcome = |subject: u64| {
                let ordered = || by_state(&given.orders, &mut luck.of(NOWHERE, subject ^ SCRIPTED));
                removal.outcome.unwrap_or_else(ordered)
            };
            fell |= match who {
                Some(Who::Leader(key, place)) => {
                    self.remove_leader(key, place, outcome(key.0));
                    true
                }
                Some(Who::Boss(key, place)) => {
                    let here = &mut self.land[place];
                    let Some(index) = here.cell(key) else {
                        continue;
                    };
                    let subject = here.cells[index].boss.key;
                    let mut rng = luck.of(place, subject ^ SCRIPTED);
                    remove_boss(here, index, outcome(subject), &mut rng)
                }
                Some(Who::Reported(_)) | None => false,
            };
        }
        fell
    }

    /// Leaders in order of keys; whether any fell.
    fn leaders(&mut self, cooperation: f64, p: &Parameters) -> bool {
        let orders = &self.given.orders;
        let organizations = &self.groups.organizations;
        let keys: Vec<OrganizationKey> = organizations.keys().copied().collect();
        let mut fell = false;
        let violence: f64 = organizations.values().map(|o| o.violence).sum();
        let mean_violence = violence / keys.len().max(1) as f64;
        let soldiers = self.soldiers();
        for &key in &keys {
            let organizations = &self.groups.organizations;
            let organization = &organizations[&key];
            let members = f64::from(organization.members);
            let enemies = self.groups.relations.enemies(key).iter();
            let enemies = enemies.filter_map(|enemy| organizations.get(enemy));
            let enemies: f64 = enemies.map(|enemy| f64::from(enemy.members)).sum();
            let relative = if mean_violence > 0.0 {
                organization.violence / mean_violence
            } else {
                1.0
            };
            let targeting = ordered(self.given, || self.groups.seat(key, self.land))
                * (1.0 + p.shared.get() * orders.intelligence_sharing * cooperation)
                * priority(p, orders.conditional_repression, relative)
                * self.groups.pursued(key, orders);
            let found = weekly(hazard_found(p, targeting, members));
            let killed = weekly(hazard_rivals(p, members, enemies));
            let mut rng = self.luck.of(NOWHERE, key.0);
            let (first, second) = (uniform(&mut rng), uniform(&mut rng));
            let outcome = if first < found {
                by_state(orders, &mut rng)
            } else if second < killed {
                Outcome::KilledByRivals
            } else if let Some(outcome) = self.raid(key, &soldiers, p) {
                outcome
            } else {
                continue;
            };
            self.remove_leader(key, None, outcome);
            fell = true;
        }
        fell
    }

    /// Soldiers of the army in each state, where they are to raid.
    fn soldiers(&self) -> Vec<u32> {
        let map = &self.given.country.map;
        if self.given.orders.army_raids <= 0.0 {
            return Vec::new();
        }
        let mut soldiers = vec![0; map.states.len()];
        for (here, place) in self.land.municipalities.iter().zip(&map.places) {
            soldiers[usize::from(place.state)] += here.on_duty(Force::Army);
        }
        soldiers
    }

    /// How the leader falls if soldiers of the army, so many in each state, find him in a raid on his seat.
    fn raid(&mut self, key: OrganizationKey, soldiers: &[u32], p: &Parameters) -> Option<Outcome> {
        let orders = &self.given.orders;
        if orders.army_raids <= 0.0 {
            return None;
        }
        let seat = self.groups.seat(key, self.land)?;
        let members = f64::from(self.land.members_at(seat, key));
        let soldiers = f64::from(soldiers[self.given.state_of(seat)]);
        let ordered = orders.army_raids * self.groups.pursued(key, orders);
        let hazard = hazard_raided(p, ordered, members, soldiers);
        let mut rng = self.luck.of(NOWHERE, key.0 ^ RAIDED);
        if !happens(&mut rng, hazard / f64::from(WEEKS_PER_YEAR)) {
            return None;
        }
        let complaints = poisson(&mut rng, p.raid_complaints.get());
        let tally = &mut self.land[seat].tally;
        tally.complaints += complaints;
        tally.complaints_soldiers += complaints;
        Some(if chance(&mut rng, p.raid_killed.get()) {
            Outcome::Killed
        } else {
            by_state(orders, &mut rng)
        })
    }

    /// The leader falls at this place, if the organization is there, else at the seat; succession
    /// settles it this week.
    fn remove_leader(&mut self, key: OrganizationKey, place: Option<u32>, outcome: Outcome) {
        let there = place.filter(|place| self.land.members_at(*place, key) > 0);
        let Some(at) = there.or_else(|| self.groups.seat(key, self.land)) else {
            return;
        };
        let here = &mut self.land[at];
        let organization = self.groups.organizations.get_mut(&key);
        let Some(organization) = organization.filter(|one| one.fallen.is_none()) else {
            return;
        };
        let mut rng = self.luck.of(at, key.0 ^ 1);
        let index = here.cell(key);
        let Some(person) = index.and_then(|index| take_person(here, index, outcome, &mut rng))
        else {
            return;
        };
        if outcome == Outcome::Arrested
            && let Some(leader) = organization.leader
        {
            self.captives.push(Captive {
                leader: leader.key,
                person,
                organization: key,
                state: self.given.country.map.places[at as usize].state,
                since: self.given.week,
            });
        }
        organization.leader = None;
        organization.fallen = Some(outcome);
        here.tally.leaders_removed += 1;
        here.events.push(Event {
            place: Some(at),
            outcome: Some(EventOutcome::Fell(outcome)),
            members: Some(organization.members),
            ..Event::of(key, EventKind::LeaderRemoved)
        });
    }

    /// Plaza bosses, place by place; whether any fell.
    fn bosses(&mut self, p: &Parameters) -> bool {
        let given = self.given;
        let mut fell = false;
        for here in self.land.active_mut() {
            let place = here.place;
            for index in 0..here.cells.len() {
                let cell = &here.cells[index];
                let (key, boss) = (cell.organization, cell.boss);
                if cell.fallen.is_some() || cell.members.is_empty() {
                    continue;
                }
                let targeting =
                    ordered(given, || Some(place)) * self.groups.pursued(key, &given.orders);
                let hazard = hazard_boss_found(p, targeting, cell.strength());
                let mut rng = self.luck.of(place, boss.key);
                if !happens(&mut rng, hazard / f64::from(WEEKS_PER_YEAR)) {
                    continue;
                }
                let outcome = by_state(&given.orders, &mut rng);
                fell |= remove_boss(here, index, outcome, &mut rng);
            }
        }
        fell
    }
}

/// The hunt that is ordered where somebody has his seat.
fn ordered(given: &Given, seat: impl Fn() -> Option<u32>) -> f64 {
    if !given.locally.leader_targeting.is_set() {
        return given.orders.leader_targeting;
    }
    let named = seat().and_then(|place| given.locally.leader_targeting.at(place as usize));
    named.unwrap_or(given.orders.leader_targeting)
}

/// How a leader or boss falls whom the task force has found.
fn by_state(orders: &Orders, rng: &mut impl rand::Rng) -> Outcome {
    if chance(rng, orders.kill_share) {
        Outcome::Killed
    } else if chance(rng, orders.extradition) {
        Outcome::Extradited
    } else {
        Outcome::Arrested
    }
}

/// One person of the cell is the one who fell: dead, in prison or abroad, and counted.
fn take_person(
    here: &mut Municipality,
    index: usize,
    outcome: Outcome,
    rng: &mut impl rand::Rng,
) -> Option<Person> {
    let cell = &mut here.cells[index];
    let person = cell.members.take_one(rng)?;
    cell.incidents += 1;
    cell.danger += 1.0;
    let fate = match outcome {
        Outcome::Arrested | Outcome::Extradited => {
            here.tally.arrested += 1;
            here.tally.jailed += 1;
            if outcome == Outcome::Extradited {
                Fate::Extradited
            } else {
                Fate::Jailed(cell.organization)
            }
        }
        Outcome::Killed | Outcome::KilledByRivals => {
            cell.killed += 1;
            let by_rivals = Cause::Between(Killing::by_nobody_known(cell.organization));
            here.tally.member_deaths += 1;
            here.count_death(if outcome == Outcome::Killed {
                Cause::State
            } else {
                by_rivals
            });
            Fate::Dead
        }
    };
    here.moved.push((person, fate));
    Some(person)
}

/// The boss of a cell falls; whether there was one to fall.
fn remove_boss(
    here: &mut Municipality,
    index: usize,
    outcome: Outcome,
    rng: &mut impl rand::Rng,
) -> bool {
    let fallen = here.cells[index].fallen.is_some();
    if fallen || take_person(here, index, outcome, rng).is_none() {
        return false;
    }
    here.boss_falls(index, outcome);
    true
}
