//! Arrests: police and soldiers catch members where they are; some resist; some are kept.
//!
//! # Rule
//! Each force in a municipality has a capacity of arrests a week:
//!
//! ```text
//! officers * by_force * (1 + skill * q) * (1 + knowledge * (I - usual_intelligence))
//!   * (1 + command * k) * (1 + freed * d)
//! ```
//!
//! with by_force one of `by_municipal`, `by_state`, `by_federal` and `by_army` (army and navy); q the professionalism
//! of police, 0 for soldiers; I intelligence here; k coordination; d, for police, the level of the lever
//! `decriminalized_possession` or, where it is larger, of `legal_market`, as far as possession for own use is no longer
//! prosecuted; for mobile units all times their steadiness. Arrests are Poisson with mean `A * M / (M + half)`, A the
//! sum of the capacities, M members of all cells here. Each falls on a force, by capacity, and on a cell, by members.
//!
//! Nobody is arrested if the force serves that organization (captured municipal or state police) or, with a chance
//! equal to the level of accommodation, if the organization keeps a pact. With chance `resistance_police` or
//! `resistance_soldiers`, times `1 + wartime * x`, x the intensity of the hardest theatre of the organization here, the
//! arrest meets armed resistance: nobody is arrested and k = 1 to `most` die, P(k) like `k^-tail`, each of the force
//! with chance
//! `forces_dead_police` or `forces_dead_soldiers`, times `1 - equipped * e` (e equipment of units, professionalism of
//! municipal and state police), else an associate (chance `associates_first`) or a member. Otherwise one member is
//! arrested, and kept with chance `kept`, else free the same day. A member kept or killed was the plaza boss with
//! chance `boss`. An arrest or confrontation takes one arm with chance `arms_taken`.
//!
//! Complaints are Poisson: `complaints_police` and `complaints_soldiers` for each officer and soldier a week where
//! there are cells, and `complaints_fight` for each confrontation. A cell feels an arrest, and a loss, for `memory`
//! weeks on average. All dead of confrontations count as *state*.
//!
//! # Reads
//! orders, cells, theatres, officers, quality and capture of police, intelligence, coordination, equipment, agreements
//!
//! # Writes
//! citizens (associate -> dead); moved (member -> imprisoned, dead); officers (the fallen); cells; bosses (who fell);
//! risk; deeds (killed, kills, arms_lost); notice (incidents); tally; events (boss_removed)
//!
//! # Source
//! incapacitation shared by size \[prieto2023\]; levels \[C17\]; deaths with the forces \[C13\]; the army more lethal
//! in clashes, and complaints \[perezcorrea2011\]; better at one thing, worse at the other \[flores2021\]
//!
//! # Rationale
//! police investigate better once professional; soldiers find less and kill more; officers killed are replaced in
//! "Reform", soldiers in "Deployment"
//!
//! # Limit
//! half 0, nobody resists, all kept: every week `A` are jailed, in shares by size, as in the equations of 150 groups
//! (`rules::limits::arrests_at_capacity_are_shared_by_size`,
//! `rules::limits::published::one_year_of_150_groups_follows_the_equations`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, Stream};
use crate::engine::sampling::{chance, poisson, weighted, zeta};
use crate::state::deaths::{Cause, Victim};
use crate::state::forces::{FORCES, Force};
use crate::state::organizations::{OrganizationKey, Outcome};
use crate::state::parts::{Part, parts};
use crate::state::world::{Fate, Municipality, Nation};
use crate::units::{
    AtLeastOne, Factor, MeanWeeks, Persons, Probability, Quantity, Share, Sourced, TailExponent,
    WeeklyRatePerOfficer,
};

/// What the rule writes.
pub const WRITES: &[Part] = parts! {
    Citizens, Moved, Officers, Cells, Bosses, Risk, Deeds, Notice, Tally, Events
};

/// Parameters of arrests.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Arrests of members by a municipal officer where members abound [1/(week officer)].
    pub by_municipal: Sourced<WeeklyRatePerOfficer>,
    /// Arrests of members by a state officer where members abound [1/(week officer)].
    pub by_state: Sourced<WeeklyRatePerOfficer>,
    /// Arrests of members by a federal officer where members abound [1/(week officer)].
    pub by_federal: Sourced<WeeklyRatePerOfficer>,
    /// Arrests of members by a soldier or marine where members abound [1/(week officer)].
    pub by_army: Sourced<WeeklyRatePerOfficer>,
    /// Added to arrests by police by full professionalism, relative.
    pub skill: Sourced<Factor>,
    /// Added to arrests of members by police where possession for own use is no longer prosecuted,
    /// relative.
    pub freed: Sourced<Factor>,
    /// Added to arrests by full intelligence about a place, relative.
    pub knowledge: Sourced<Factor>,
    /// Intelligence about a place at which the rates are as stated.
    pub usual_intelligence: Sourced<Share>,
    /// Added to arrests by full coordination between forces, relative.
    pub command: Sourced<Factor>,
    /// Professionalism of the federal police.
    pub federal_professionalism: Sourced<Share>,
    /// Members in a municipality at which half the capacity finds someone.
    pub half: Sourced<Persons>,
    /// Share of the arrested who are kept in jail.
    pub kept: Sourced<Share>,
    /// Chance that an arrest by police meets armed resistance.
    pub resistance_police: Sourced<Probability>,
    /// Chance that an arrest by soldiers meets armed resistance.
    pub resistance_soldiers: Sourced<Probability>,
    /// How much more often organizations resist in a theatre of full intensity, where their men are out in arms;
    /// relative.
    pub wartime: Sourced<Factor>,
    /// Exponent of the number of dead of a confrontation.
    pub tail: Sourced<TailExponent>,
    /// Largest number of dead of a confrontation.
    pub most: Sourced<AtLeastOne>,
    /// Chance that a dead person of a confrontation with police is an officer.
    pub forces_dead_police: Sourced<Probability>,
    /// Chance that a dead person of a confrontation with soldiers is a soldier.
    pub forces_dead_soldiers: Sourced<Probability>,
    /// Share of the deaths of a force that full equipment of units, or full professionalism of
    /// police, prevents.
    pub equipped: Sourced<Share>,
    /// Chance that a dead person who is not of the forces is an associate, where there are any.
    pub associates_first: Sourced<Probability>,
    /// Chance that a member kept was the plaza boss.
    pub boss: Sourced<Probability>,
    /// Chance that an arrest takes an arm from the organization.
    pub arms_taken: Sourced<Probability>,
    /// Complaints against police for each officer [1/(week officer)].
    pub complaints_police: Sourced<WeeklyRatePerOfficer>,
    /// Complaints against soldiers of units for each soldier [1/(week officer)].
    pub complaints_soldiers: Sourced<WeeklyRatePerOfficer>,
    /// Complaints that follow a confrontation, on average.
    pub complaints_fight: Sourced<Factor>,
    /// Mean time for which a cell feels an arrest (weeks).
    pub memory: Sourced<MeanWeeks>,
}

/// What changes how much a force finds: its quality and what it knows.
#[derive(Clone, Copy, Debug)]
pub struct Means {
    /// Professionalism, 0 to 1; 0 for soldiers.
    pub professionalism: f64,
    /// Intelligence about the place, 0 to 1.
    pub intelligence: f64,
    /// Coordination between forces, 0 to 1.
    pub coordination: f64,
    /// Part of its work that is not sold, 0 to 1.
    pub steadiness: f64,
}

/// Arrests in a week by so many officers of a force, where members abound.
pub fn capacity(p: &Parameters, force: Force, officers: u32, means: &Means) -> f64 {
    if officers == 0 {
        return 0.0;
    }
    let rate = match force {
        Force::Municipal => p.by_municipal.get(),
        Force::State => p.by_state.get(),
        Force::Federal => p.by_federal.get(),
        Force::Army | Force::Navy => p.by_army.get(),
    };
    let knowledge = p.knowledge.get() * (means.intelligence - p.usual_intelligence.get());
    rate * f64::from(officers)
        * (1.0 + p.skill.get() * means.professionalism)
        * (1.0 + knowledge).max(0.0)
        * (1.0 + p.command.get() * means.coordination)
        * means.steadiness
}

/// Mean number of arrests in a week with this capacity, among `members`.
pub fn arrests(p: &Parameters, capacity: f64, members: f64) -> f64 {
    if members <= 0.0 {
        0.0
    } else {
        capacity * members / (members + p.half.get())
    }
}

/// One week in one municipality.
pub fn step(here: &mut Municipality, nation: &Nation<'_>, p: &Parameters, luck: &Luck) {
    let fading = (1.0 / p.memory.get()).min(1.0);
    for cell in &mut here.cells {
        cell.pressure -= cell.pressure * fading;
        cell.danger -= cell.danger * fading;
    }
    let capacities = capacities(here, nation, p);
    let all: f64 = capacities.iter().sum();
    let mean = arrests(p, all, f64::from(here.members()));
    complain(here, p, luck);
    if mean <= 0.0 {
        return;
    }
    let mut rng = luck.of(here.place, 0);
    for _ in 0..poisson(&mut rng, mean) {
        let Some(index) = here.cell_by_members(&mut rng) else {
            return;
        };
        let force = weighted(&mut rng, &capacities).expect("a force has capacity");
        let force = Force::ALL[force];
        let organization = here.cells[index].organization;
        if serves(here, nation, force) == Some(organization)
            || !chance(&mut rng, nation.pursued(organization))
        {
            continue;
        }
        here.cells[index].incidents += 1;
        let resistance = if force.military() {
            &p.resistance_soldiers
        } else {
            &p.resistance_police
        };
        let heat = p.wartime.get() * here.war_of(organization);
        if chance(&mut rng, resistance.get() * (1.0 + heat)) {
            confront(here, nation, p, index, force, &mut rng);
        } else {
            arrest(here, p, index, &mut rng);
        }
    }
}

/// What each force here could do where members abound: arrests a week.
fn capacities(here: &Municipality, nation: &Nation<'_>, p: &Parameters) -> [f64; FORCES] {
    let state = nation.jurisdiction(here.place);
    Force::ALL.map(|force| {
        let means = Means {
            professionalism: match force {
                Force::Municipal => here.police.professionalism,
                Force::State => state.police.professionalism,
                Force::Federal => p.federal_professionalism.get(),
                Force::Army | Force::Navy => 0.0,
            },
            intelligence: here.community.intelligence,
            coordination: nation.institutions.government.coordination,
            steadiness: if force.mobile() { here.steadiness } else { 1.0 },
        };
        let orders = &nation.given.orders;
        let freed = if force.military() {
            0.0
        } else {
            p.freed.get() * orders.decriminalized_possession.max(orders.legal_market)
        };
        capacity(p, force, here.on_duty(force), &means) * (1.0 + freed)
    })
}

/// The organization that a force here serves, if any.
fn serves(here: &Municipality, nation: &Nation<'_>, force: Force) -> Option<OrganizationKey> {
    match force {
        Force::Municipal => here.police.captured_by,
        Force::State => nation.jurisdiction(here.place).police.captured_by,
        Force::Federal | Force::Army | Force::Navy => None,
    }
}

fn complain(here: &mut Municipality, p: &Parameters, luck: &Luck) {
    let soldiers = here.soldiers();
    let police: u32 = here.officers.iter().sum::<u32>() - soldiers;
    let against_soldiers = p.complaints_soldiers.get() * f64::from(soldiers);
    let against_police = p.complaints_police.get() * f64::from(police);
    if against_soldiers + against_police > 0.0 {
        let mut rng = luck.of(here.place, 1);
        let against_police = poisson(&mut rng, against_police);
        let against_soldiers = poisson(&mut rng, against_soldiers);
        here.tally.complaints += against_police + against_soldiers;
        here.tally.complaints_soldiers += against_soldiers;
    }
}

fn arrest(here: &mut Municipality, p: &Parameters, index: usize, rng: &mut Stream) {
    let cell = &mut here.cells[index];
    cell.pressure += 1.0;
    cell.arms_lost += u32::from(chance(rng, p.arms_taken.get()));
    here.tally.arrested += 1;
    if !chance(rng, p.kept.get()) {
        return;
    }
    let Some(person) = cell.members.take_one(rng) else {
        return;
    };
    cell.danger += 1.0;
    let organization = cell.organization;
    here.moved.push((person, Fate::Jailed(organization)));
    here.tally.jailed += 1;
    if here.cells[index].fallen.is_none() && chance(rng, p.boss.get()) {
        here.boss_falls(index, Outcome::Arrested);
    }
}

fn confront(
    here: &mut Municipality,
    nation: &Nation<'_>,
    p: &Parameters,
    index: usize,
    force: Force,
    rng: &mut Stream,
) {
    let complaints = poisson(rng, p.complaints_fight.get());
    here.tally.confrontations += 1;
    here.tally.complaints += complaints;
    here.tally.complaints_soldiers += u32::from(force.military()) * complaints;
    here.cells[index].arms_lost += u32::from(chance(rng, p.arms_taken.get()));
    let equipment = nation.institutions.government.equipment;
    let (dead, strength) = match force {
        Force::Municipal => (&p.forces_dead_police, here.police.professionalism),
        Force::State => (
            &p.forces_dead_police,
            nation.jurisdiction(here.place).police.professionalism,
        ),
        Force::Federal => (&p.forces_dead_police, equipment),
        Force::Army | Force::Navy => (&p.forces_dead_soldiers, equipment),
    };
    let dead = dead.get() * (1.0 - p.equipped.get() * strength);
    for _ in 0..zeta(rng, p.tail.get(), p.most.get() as u32) {
        if chance(rng, dead) && here.bury_officer(force) {
            here.cells[index].kills += 1;
            continue;
        }
        match here.bury_fighter(index, p.associates_first.get(), Cause::State, rng) {
            None => return,
            Some(victim) => {
                let boss = victim == Victim::Member && here.cells[index].fallen.is_none();
                if boss && chance(rng, p.boss.get()) {
                    here.boss_falls(index, Outcome::Killed);
                }
            }
        }
    }
}
