//! Fighting: two organizations in one municipality clash, and each punishes its own.
//!
//! # Rule
//! Clashes of two cells in one municipality are Poisson with weekly mean
//!
//! ```text
//! rate * h * (1 - guarded * F / (F + guard)) * (1 + weakness * n) * (S_a * S_b)^exponent
//! ```
//!
//! with F the federal officers and soldiers here; S the members plus `associate_weight` times associates and hired
//! gangs, times `1 - unarmed * (1 - min(1, arms per member))`; h hostility, `neutral + (1 - neutral) * x`, or the same
//! with `rival` for rivals and those at war anywhere, x the intensity of their theatre here, 0 between allies and
//! within a pact; n the freshness of the last fall of a plaza boss of either, `exp(-weeks / new_boss)`: the fall of a
//! boss is felt in the boss's own place.
//!
//! A clash has k = 1 to `most` dead, with P(k) like `k^-tail`. Each is a bystander with chance `bystanders`; else of
//! side a with chance `S_b^advantage / (S_a^advantage + S_b^advantage)`, there an associate with chance
//! `associates_first`, else a member; a dead member was the plaza boss with chance `boss`. With chance `on_purpose` a
//! clash with dead ends with somebody outside both sides killed on purpose, a death of the cause *other*. Punishments
//! within a cell of M members and A associates are Poisson with weekly mean
//! `punishment * (M + A) * (1 + disorder * (1 - cohesion))`, each with one dead of the cell, mostly an associate. The
//! dead of clashes and punishments count as *between*.
//!
//! # Reads
//! cells, gangs, relations, theatres, forces, agreements, cohesion and arms of organizations
//!
//! # Writes
//! citizens (associate, civilian -> dead); moved (member -> dead); cells; bosses (who fell); risk (danger); deeds
//! (killed, kills); notice (incidents); theatres (dead); killings (where they are recorded); tally; events
//! (boss_removed)
//!
//! # Source
//! conflict of groups that meet \[prieto2023\]; heavy tails of the size of violent events \[clauset2007\], there of
//! terrorist attacks; strength and losses after Lanchester \[lanchester1916\]; shares, among them killings on purpose
//! \[C13\], \[C17\]; deployments were followed by less violence here and more there \[flores2018\], \[espinosa2015\]:
//! what they prevent is assumed
//!
//! # Rationale
//! `exponent` 1/2 makes clashes grow with the mean size of the sides; 1 is the published mass action
//!
//! # Limit
//! weakness 0, exponent 1, one death a clash, no bystanders or associates, advantage 0, no punishment: each side loses
//! rate / 2 * h * C_a * C_b a week, as in the equations of 150 groups (`rules::limits::fighting_is_mass_action`,
//! `rules::limits::published::one_year_of_150_groups_follows_the_equations`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, Stream, mix_all};
use crate::engine::sampling::{chance, poisson, poisson_within, zeta};
use crate::state::deaths::{Cause, Victim};
use crate::state::killings::Killing;
use crate::state::organizations::{OrganizationKey, Outcome};
use crate::state::parts::{Part, parts};
use crate::state::relations::Standing;
use crate::state::world::{Municipality, Nation};
use crate::units::{
    AtLeastOne, Factor, MeanWeeks, Persons, Probability, Quantity, Share, Sourced, TailExponent,
    WeeklyRate,
};

/// What the rule writes.
pub const WRITES: &[Part] = parts! {
    Citizens, Moved, Cells, Bosses, Risk, Deeds, Notice, Killings, Theatres, Tally, Events
};

/// Parameters of fighting.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Clashes of two cells of one person each, in a theatre of full intensity [1/week].
    pub rate: Sourced<WeeklyRate>,
    /// How clashes grow with the product of the sides: 1 mass action, 1/2 with the mean size.
    pub exponent: Sourced<Share>,
    /// Hostility of neutral organizations relative to those in a theatre of full intensity.
    pub neutral: Sourced<Share>,
    /// Hostility of rivals relative to those in a theatre of full intensity.
    pub rival: Sourced<Share>,
    /// Strength of an associate relative to a member.
    pub associate_weight: Sourced<Share>,
    /// Share of a cell's strength that arms make: lost where members have none.
    pub unarmed: Sourced<Share>,
    /// Share of the clashes that overwhelming federal forces prevent.
    pub guarded: Sourced<Share>,
    /// Federal officers and soldiers who prevent half of that.
    pub guard: Sourced<Persons>,
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
    /// Chance that a clash ends with somebody outside both sides killed on purpose.
    pub on_purpose: Sourced<Probability>,
    /// Punishments in a cohesive organization, for each member and associate [1/week].
    pub punishment: Sourced<WeeklyRate>,
    /// How much more is punished where cohesion is none, relative.
    pub disorder: Sourced<Factor>,
}

/// How weak rivals see a plaza that lost its boss so many weeks ago, 1 to 0.
pub fn weakness(p: &Parameters, weeks: i32) -> f64 {
    libm::exp(-f64::from(weeks) / p.new_boss.get())
}

/// How hostile two organizations are in a place, 0 to 1, by their standing and the intensity of their theatre there.
pub fn hostility(p: &Parameters, standing: Standing, intensity: f64) -> f64 {
    let without = match standing {
        Standing::Ally => return 0.0,
        Standing::Neutral => p.neutral.get(),
        Standing::Rival | Standing::War => p.rival.get(),
    };
    without + (1.0 - without) * intensity
}

/// Mean number of clashes in a week of two cells of these strengths, so hostile, the weaker one weak so much.
pub fn clashes(p: &Parameters, hostility: f64, weak: f64, a: f64, b: f64) -> f64 {
    p.rate.get() * hostility * (1.0 + p.weakness.get() * weak) * libm::pow(a * b, p.exponent.get())
}

/// What [`clashes`] are never above, without a power: `x^e` is at most `1 + e (x - 1)` for e of 0 to 1 (Bernoulli).
pub fn most_clashes(p: &Parameters, hostility: f64, weak: f64, a: f64, b: f64) -> f64 {
    p.rate.get()
        * hostility
        * (1.0 + p.weakness.get() * weak)
        * (1.0 + p.exponent.get() * (a * b - 1.0))
}

/// Part of the clashes that so many federal officers and soldiers leave.
pub fn unguarded(p: &Parameters, forces: f64) -> f64 {
    if forces <= 0.0 {
        1.0
    } else {
        1.0 - p.guarded.get() * forces / (forces + p.guard.get())
    }
}

/// Chance that a dead fighter is of the side of strength `own`.
pub fn own_share(p: &Parameters, own: f64, other: f64) -> f64 {
    let (own, other) = (
        libm::pow(own, p.advantage.get()),
        libm::pow(other, p.advantage.get()),
    );
    other / (own + other)
}

/// How well armed people are who have so many arms each, relative to the well armed.
pub fn armed(p: &Parameters, arms_per_member: f64) -> f64 {
    1.0 - p.unarmed.get() * (1.0 - arms_per_member.clamp(0.0, 1.0))
}

/// Mean number of punishments in a week in a cell of so many people.
pub fn punishments(p: &Parameters, people: f64, cohesion: f64) -> f64 {
    p.punishment.get() * people * (1.0 + p.disorder.get() * (1.0 - cohesion))
}

/// A cell as the others here see it.
struct Side {
    organization: OrganizationKey,
    strength: f64,
    /// Whether its organization keeps an agreement with the government.
    agreed: bool,
    /// The week in which its boss last fell.
    boss_fell: Option<i32>,
}

/// A cell's strength: members, and associates and hired gangs at their weight, as armed.
fn side(here: &Municipality, index: usize, nation: &Nation<'_>, p: &Parameters) -> Side {
    let cell = &here.cells[index];
    let gang = if here.gang.hired_by == Some(cell.organization) {
        here.gang.size
    } else {
        0
    };
    let hands = f64::from(cell.associate_count() + gang);
    let organization = nation.groups.of(cell);
    let arms = organization.arms / f64::from(organization.members.max(1));
    Side {
        organization: cell.organization,
        strength: (cell.strength() + p.associate_weight.get() * hands) * armed(p, arms),
        agreed: organization.agreement.is_some(),
        boss_fell: cell.boss_fell,
    }
}

/// One week in one municipality: every pair of cells in order of keys, then every cell by itself.
pub fn step(here: &mut Municipality, nation: &Nation<'_>, p: &Parameters, luck: &Luck) {
    if here.cells.len() > 1 {
        let indices = 0..here.cells.len();
        let mut sides: Vec<Side> = indices
            .clone()
            .map(|index| side(here, index, nation, p))
            .collect();
        let unguarded = unguarded(p, here.federal_forces());
        for a in indices.clone() {
            for b in a + 1..indices.end {
                let both = (&sides[a], &sides[b]);
                if meet(here, nation, p, (a, b), both, unguarded, luck) > 0 {
                    sides[a] = side(here, a, nation, p);
                    sides[b] = side(here, b, nation, p);
                }
            }
        }
    }
    for index in 0..here.cells.len() {
        punish(here, nation, p, index, luck);
    }
}

/// How often two cells clash, where forces leave a part of the clashes.
fn meet(
    here: &mut Municipality,
    nation: &Nation<'_>,
    p: &Parameters,
    (a, b): (usize, usize),
    (one, other): (&Side, &Side),
    unguarded: f64,
    luck: &Luck,
) -> u32 {
    // Both keep the peace to which their agreements bind them.
    if one.agreed && other.agreed {
        return 0;
    }
    let (first, second) = (one.organization, other.organization);
    let standing = nation.groups.relations.standing(first, second);
    let fell = one.boss_fell.max(other.boss_fell);
    let sides = (one.strength, other.strength);
    let hostility = hostility(p, standing, here.war_between((first, second))) * unguarded;
    let weakest = fell.map_or(0.0, |_| 1.0);
    let most = most_clashes(p, hostility, weakest, sides.0, sides.1);
    if most <= 0.0 {
        return 0;
    }
    let mut rng = luck.of(here.place, mix_all(&[first.0, second.0]));
    let clashes = poisson_within(&mut rng, most, || {
        let weak = fell.map_or(0.0, |fell| weakness(p, nation.given.week - fell));
        clashes(p, hostility, weak, sides.0, sides.1)
    });
    for _ in 0..clashes {
        clash(here, p, (a, b), sides, &mut rng);
    }
    clashes
}

/// One clash of sides of these strengths: who dies.
fn clash(
    here: &mut Municipality,
    p: &Parameters,
    (a, b): (usize, usize),
    (one, other): (f64, f64),
    rng: &mut Stream,
) {
    here.tally.clashes += 1;
    here.cells[a].incidents += 1;
    here.cells[b].incidents += 1;
    for _ in 0..zeta(rng, p.tail.get(), p.most.get() as u32) {
        if chance(rng, p.bystanders.get()) {
            here.bury_bystander(Cause::Between(Killing::default()), rng);
            continue;
        }
        let (dead, killer) = if chance(rng, own_share(p, one, other)) {
            (a, b)
        } else {
            (b, a)
        };
        let [by, of] = [killer, dead].map(|index| here.cells[index].organization);
        let cause = Cause::Between(Killing::of(by, of));
        match here.bury_fighter(dead, p.associates_first.get(), cause, rng) {
            None => return,
            Some(victim) => {
                here.cells[killer].kills += 1;
                here.note_dead((by.min(of), by.max(of)), 1);
                let boss = victim == Victim::Member && here.cells[dead].fallen.is_none();
                if boss && chance(rng, p.boss.get()) {
                    here.boss_falls(dead, Outcome::KilledByRivals);
                }
            }
        }
    }
    if chance(rng, p.on_purpose.get()) && here.bury_bystander(Cause::Other, rng) {
        let killer = if chance(rng, own_share(p, one, other)) {
            b
        } else {
            a
        };
        here.cells[killer].kills += 1;
    }
}

/// The organization punishes debtors, informers and deserters of its own.
fn punish(here: &mut Municipality, nation: &Nation<'_>, p: &Parameters, index: usize, luck: &Luck) {
    let cell = &here.cells[index];
    let organization = cell.organization;
    let cohesion = nation.groups.of(cell).cohesion;
    let people = cell.strength() + f64::from(cell.associate_count());
    let mean = punishments(p, people, cohesion);
    if mean <= 0.0 {
        return;
    }
    let mut rng = luck.of(here.place, organization.0);
    let cause = Cause::Between(Killing::of(organization, organization));
    for _ in 0..poisson(&mut rng, mean) {
        if here
            .bury_fighter(index, p.associates_first.get(), cause, &mut rng)
            .is_some()
        {
            here.tally.punishments += 1;
            here.cells[index].incidents += 1;
            here.cells[index].kills += 1;
        }
    }
}
