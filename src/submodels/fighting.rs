//! Fighting: two organizations in one municipality clash; a clash is an event with its dead.
//!
//! # Rule
//! Clashes of two cells are Poisson with mean `rate * h * (1 + weakness * n) * (S_a * S_b)^exponent`
//! a week: S members and, at `associate_weight`, associates; h hostility, `neutral`, `rival` or 1 at
//! war; n how fresh the fall of a plaza boss of either is, `exp(-weeks / new_boss)`. Each has
//! 1, 2, ... `most` dead, P(k) like `k^-tail`. A dead person is a bystander with chance
//! `bystanders`; else of side a with chance `S_b^advantage / (S_a^advantage + S_b^advantage)`, and
//! there an associate with chance `associates_first`, else a member; among dead members the plaza
//! boss is met with chance `boss`.
//!
//! # Reads
//! cells, relations
//!
//! # Writes
//! member, associate, civilian -> dead; cells.killed, incidents, fallen; tally
//!
//! # Source
//! conflict between groups that meet \[prieto2023\]; heavy tails of the size of violent events
//! \[clauset2007\]; strength and losses after \[lanchester1916\]
//!
//! # Limit
//! weakness 0, exponent 1, one death a clash, no bystanders or associates, advantage 0: each side loses
//! rate / 2 * h * C_a * C_b a week (tests/it/limits.rs, the 150-group equations)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, Stream, mix_all};
use crate::engine::sampling::{chance, poisson, weighted, zeta};
use crate::state::cells::Cell;
use crate::state::citizens::{STRATA, Stratum};
use crate::state::organizations::Outcome;
use crate::state::relations::Standing;
use crate::state::world::{Fate, Municipality, Nation};
use crate::units::{
    AtLeastOne, Factor, MeanWeeks, Probability, Quantity, Share, Sourced, TailExponent, WeeklyRate,
};

/// Numbers of fighting.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Clashes of two cells of one person each, at war [1/week].
    pub rate: Sourced<WeeklyRate>,
    /// How clashes grow with the product of the sides: 1 mass action, 1/2 with the mean size.
    pub exponent: Sourced<Share>,
    /// Hostility of neutral organizations relative to those at war.
    pub neutral: Sourced<Share>,
    /// Hostility of rivals relative to those at war.
    pub rival: Sourced<Share>,
    /// Strength of an associate relative to a member.
    pub associate_weight: Sourced<Share>,
    /// How much a plaza boss who has just fallen adds to clashes, relative.
    pub weakness: Sourced<Factor>,
    /// Weeks in which the weakness of a plaza that lost its boss falls to 1/e.
    pub new_boss: Sourced<MeanWeeks>,
    /// Exponent of the number of dead of a clash.
    pub tail: Sourced<TailExponent>,
    /// Largest number of dead of a clash.
    pub most: Sourced<AtLeastOne>,
    /// Chance that a dead person is a bystander.
    pub bystanders: Sourced<Probability>,
    /// Chance that a dead person of a side is an associate, where it has any.
    pub associates_first: Sourced<Probability>,
    /// How much the stronger side loses less: 0 both the same, 1 in inverse proportion.
    pub advantage: Sourced<Share>,
    /// Chance that a dead member was the plaza boss.
    pub boss: Sourced<Probability>,
}

/// How weak rivals see a plaza that lost its boss so many weeks ago, 1 to 0.
pub fn weakness(p: &Parameters, weeks: i32) -> f64 {
    libm::exp(-f64::from(weeks) / p.new_boss.get())
}

/// Mean number of clashes in a week of two cells of these strengths, the weaker one weak so much.
pub fn clashes(p: &Parameters, standing: Standing, weak: f64, a: f64, b: f64) -> f64 {
    let hostility = match standing {
        Standing::Ally => return 0.0,
        Standing::Neutral => p.neutral.get(),
        Standing::Rival => p.rival.get(),
        Standing::War => 1.0,
    };
    p.rate.get() * hostility * (1.0 + p.weakness.get() * weak) * libm::pow(a * b, p.exponent.get())
}

/// Chance that a dead fighter is of the side of strength `own`.
pub fn own_share(p: &Parameters, own: f64, other: f64) -> f64 {
    let (own, other) = (
        libm::pow(own, p.advantage.get()),
        libm::pow(other, p.advantage.get()),
    );
    other / (own + other)
}

/// Strength of a cell: members, and associates at their weight.
fn strength(p: &Parameters, cell: &Cell) -> f64 {
    cell.strength() + p.associate_weight.get() * f64::from(cell.associate_count())
}

/// One week in one municipality: every pair of cells, in order of keys.
pub fn step(here: &mut Municipality, nation: &Nation<'_>, p: &Parameters, luck: &Luck) {
    for a in 0..here.cells.len() {
        for b in a + 1..here.cells.len() {
            let (one, other) = (&here.cells[a], &here.cells[b]);
            let standing = nation
                .relations
                .standing(one.organization, other.organization);
            let fell = one.boss_fell.max(other.boss_fell);
            let weak = fell.map_or(0.0, |fell| weakness(p, nation.week - fell));
            let mean = clashes(p, standing, weak, strength(p, one), strength(p, other));
            if mean <= 0.0 {
                continue;
            }
            let pair = mix_all(&[one.organization.0, other.organization.0]);
            let mut rng = luck.of(here.place, pair);
            for _ in 0..poisson(&mut rng, mean) {
                clash(here, p, a, b, &mut rng);
            }
        }
    }
}

/// One clash: who dies.
fn clash(here: &mut Municipality, p: &Parameters, a: usize, b: usize, rng: &mut Stream) {
    here.cells[a].incidents += 1;
    here.cells[b].incidents += 1;
    for _ in 0..zeta(rng, p.tail.get(), p.most.get() as u32) {
        if chance(rng, p.bystanders.get()) {
            bury_bystander(here, rng);
            continue;
        }
        let (one, other) = (strength(p, &here.cells[a]), strength(p, &here.cells[b]));
        if one <= 0.0 || other <= 0.0 {
            return;
        }
        let index = if chance(rng, own_share(p, one, other)) {
            a
        } else {
            b
        };
        bury_fighter(here, p, index, rng);
    }
}

fn bury_bystander(here: &mut Municipality, rng: &mut Stream) {
    let mut weights = [0.0; STRATA];
    for stratum in Stratum::all() {
        weights[stratum.index()] = f64::from(here.citizens.civilians(stratum));
    }
    if let Some(index) = weighted(rng, &weights) {
        let stratum = Stratum::all()
            .nth(index)
            .expect("a weight belongs to a stratum");
        here.citizens.bury_civilian(stratum);
        here.tally.bystander_deaths += 1;
        here.tally.deaths_between += 1;
    }
}

fn bury_fighter(here: &mut Municipality, p: &Parameters, index: usize, rng: &mut Stream) {
    let cell = &mut here.cells[index];
    let associates = cell.associate_count();
    let first = associates > 0 && chance(rng, p.associates_first.get());
    if first || (cell.members.is_empty() && associates > 0) {
        let stratum = cell.lose_associate(rng).expect("there is an associate");
        here.citizens.bury_associate(stratum);
        here.tally.associate_deaths += 1;
    } else if let Some(person) = cell.members.take_one(rng) {
        here.moved.push((person, Fate::Dead));
        here.tally.member_deaths += 1;
        if cell.fallen.is_none() && chance(rng, p.boss.get()) {
            here.boss_falls(index, Outcome::KilledByRivals);
        }
    } else {
        return;
    }
    here.cells[index].killed += 1;
    here.tally.deaths_between += 1;
}
