//! Arrests: police and soldiers catch members where they are; some resist; some are kept.
//!
//! # Rule
//! Arrests in a municipality are Poisson with mean `A * M / (M + half)` a week, M members of all
//! cells here, A capacity: `by_police * officers + by_soldiers * soldiers`; each falls on a cell
//! in proportion to its members. One arrested is kept with chance `kept`, else free the same day.
//! An arrest meets armed resistance with chance `resistance_police` or `resistance_soldiers`, by
//! whose it is; then nobody is arrested and 1, 2, ... die, P(k) like `k^-tail`, each an officer or
//! soldier with chance `forces_dead_police` or `forces_dead_soldiers`, else an associate or member.
//! Among members kept, the plaza boss is met with chance `boss`.
//!
//! # Reads
//! cells, police, soldiers
//!
//! # Writes
//! member -> imprisoned, dead; police, soldiers_lost; cells.pressure, incidents, fallen; tally
//!
//! # Source
//! incapacitation shared by size \[prieto2023\], \[C17\]; deaths with the forces \[C13\]; the army
//! more lethal in clashes \[perezcorrea2011\]
//!
//! # Limit
//! half 0, nobody resists, all kept: every week `A` are jailed, in shares by size
//! (tests/it/limits.rs, the 150-group equations)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, Stream};
use crate::engine::sampling::{chance, poisson, weighted, zeta};
use crate::state::cells::Cell;
use crate::state::forces::Force;
use crate::state::organizations::Outcome;
use crate::state::world::{Fate, Municipality, Nation};
use crate::units::{
    AtLeastOne, MeanWeeks, Persons, Probability, Quantity, Share, Sourced, TailExponent,
    WeeklyRatePerOfficer,
};

/// Numbers of arrests.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Arrests of members by an officer where members abound [1/(week officer)].
    pub by_police: Sourced<WeeklyRatePerOfficer>,
    /// Arrests of members by a soldier where members abound [1/(week officer)].
    pub by_soldiers: Sourced<WeeklyRatePerOfficer>,
    /// Members in a municipality at which half the capacity finds someone.
    pub half: Sourced<Persons>,
    /// Part of the arrested who are kept in jail.
    pub kept: Sourced<Share>,
    /// Chance that an arrest by police meets armed resistance.
    pub resistance_police: Sourced<Probability>,
    /// Chance that an arrest by soldiers meets armed resistance.
    pub resistance_soldiers: Sourced<Probability>,
    /// Exponent of the number of dead of a confrontation.
    pub tail: Sourced<TailExponent>,
    /// Largest number of dead of a confrontation.
    pub most: Sourced<AtLeastOne>,
    /// Chance that a dead person of a confrontation with police is an officer.
    pub forces_dead_police: Sourced<Probability>,
    /// Chance that a dead person of a confrontation with soldiers is a soldier.
    pub forces_dead_soldiers: Sourced<Probability>,
    /// Chance that a dead person who is not of the forces is an associate, where there are any.
    pub associates_first: Sourced<Probability>,
    /// Chance that a member kept was the plaza boss.
    pub boss: Sourced<Probability>,
    /// Mean time for which a cell feels an arrest (weeks).
    pub memory: Sourced<MeanWeeks>,
}

/// What the forces here could do where members abound: arrests a week by police, by soldiers.
pub fn capacity(p: &Parameters, police: u32, soldiers: u32) -> (f64, f64) {
    (
        p.by_police.get() * f64::from(police),
        p.by_soldiers.get() * f64::from(soldiers),
    )
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
pub fn step(here: &mut Municipality, _: &Nation<'_>, p: &Parameters, luck: &Luck) {
    let fading = (1.0 / p.memory.get()).min(1.0);
    for cell in &mut here.cells {
        cell.pressure -= cell.pressure * fading;
    }
    let (police, soldiers) = capacity(
        p,
        here.on_duty(Force::Municipal) + here.on_duty(Force::State) + here.on_duty(Force::Federal),
        here.soldiers(),
    );
    let mean = arrests(p, police + soldiers, f64::from(here.members()));
    if mean <= 0.0 {
        return;
    }
    let mut rng = luck.of(here.place, 0);
    for _ in 0..poisson(&mut rng, mean) {
        let sizes: Vec<f64> = here.cells.iter().map(Cell::strength).collect();
        let Some(index) = weighted(&mut rng, &sizes) else {
            return;
        };
        let army = chance(&mut rng, soldiers / (police + soldiers));
        let resistance = if army {
            &p.resistance_soldiers
        } else {
            &p.resistance_police
        };
        here.cells[index].incidents += 1;
        if chance(&mut rng, resistance.get()) {
            confront(here, p, index, army, &mut rng);
        } else {
            arrest(here, p, index, &mut rng);
        }
    }
}

fn arrest(here: &mut Municipality, p: &Parameters, index: usize, rng: &mut Stream) {
    let cell = &mut here.cells[index];
    cell.pressure += 1.0;
    here.tally.arrested += 1;
    if !chance(rng, p.kept.get()) {
        return;
    }
    let Some(person) = cell.members.take_one(rng) else {
        return;
    };
    let organization = cell.organization;
    here.moved.push((person, Fate::Jailed(organization)));
    here.tally.jailed += 1;
    if cell.fallen.is_none() && chance(rng, p.boss.get()) {
        here.boss_falls(index, Outcome::Arrested);
    }
}

fn confront(here: &mut Municipality, p: &Parameters, index: usize, army: bool, rng: &mut Stream) {
    let forces = if army {
        p.forces_dead_soldiers.get()
    } else {
        p.forces_dead_police.get()
    };
    for _ in 0..zeta(rng, p.tail.get(), p.most.get() as u32) {
        if chance(rng, forces) && bury_officer(here, army) {
            continue;
        }
        let cell = &mut here.cells[index];
        let associates = cell.associate_count() > 0;
        if associates && (cell.members.is_empty() || chance(rng, p.associates_first.get())) {
            let stratum = cell.lose_associate(rng).expect("there is an associate");
            here.citizens.bury_associate(stratum);
            here.tally.associate_deaths += 1;
        } else if let Some(person) = cell.members.take_one(rng) {
            here.moved.push((person, Fate::Dead));
            here.tally.member_deaths += 1;
            if cell.fallen.is_none() && chance(rng, p.boss.get()) {
                here.boss_falls(index, Outcome::Killed);
            }
        } else {
            return;
        }
        here.cells[index].killed += 1;
        here.tally.deaths_state += 1;
    }
}

/// A soldier or an officer dies, if there is one left; of several forces the nearest to the place.
fn bury_officer(here: &mut Municipality, army: bool) -> bool {
    let forces = if army {
        [Force::Army, Force::Navy].as_slice()
    } else {
        &[Force::Municipal, Force::State, Force::Federal]
    };
    let buried = forces.iter().any(|force| here.bury_officer(*force));
    here.tally.deaths_state += u32::from(buried);
    buried
}
