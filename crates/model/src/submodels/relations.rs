//! Relations: wars begin over contested places, and end.
//!
//! # Rule
//! Hazard of two organizations that meet, in a municipality or across a border, to go to war [1/week]:
//!
//! ```text
//! onset * (1 - exp(-V / stake)) * r * (1 + weakness * w) * (1 - x_a) * (1 - x_b)
//! ```
//!
//! with V the worth of the municipalities they share and, at `border`, of a place of one for each border across which
//! it faces the other; r `rivalry` for rivals, else 1; w the larger newness of the two leaders,
//! `exp(-tenure / new_leader)`, halved if uncontested; x exhaustion, `L / (L + endurance * people)`, L recent losses,
//! people members and associates. A war ends with hazard `1 / duration + exhaustion * (x_a + x_b)`, or `1 / apart` once
//! the two meet nowhere. Enemies then become rivals, and rivals who meet nowhere forget with hazard `1 / grudge`.
//! Allies, and two who keep a pact with the government, begin no war.
//!
//! The losses and deeds that cells report enter their organization; losses, and the people it is known to have killed,
//! fade by `1 / memory` a week.
//!
//! # Reads
//! cells, worth of places, leaders, agreements
//!
//! # Writes
//! deeds (start again at 0); losses; arms; relations; events (war, truce)
//!
//! # Source
//! wars over contested plazas \[S07\], after weak successions \[S11\], most in the first half-year \[calderon2015\];
//! parameters assumed
//!
//! # Rationale
//! wars are also stirred by places that border: municipalities are small, and rivals who face each other across a line
//! would otherwise never fight
//!
//! # Limit
//! onset 0: nobody goes to war; members are not touched (`rules::limits::nothing::nobody_goes_to_war_without_onset`)

mod contacts;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, NOWHERE, mix_all};
use crate::engine::sampling::happens;
use crate::state::events::{Event, EventKind};
use crate::state::organizations::{Organization, OrganizationKey, Organizations};
use crate::state::parts::{Part, parts};
use crate::state::relations::{Pair, Standing};
use crate::state::world::{Land, World};
use crate::units::{Factor, MeanWeeks, Quantity, Share, Sourced, WeeklyRate, Width};
use contacts::{Contact, contacts};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Deeds, Losses, Arms, Relations, Events };

/// Parameters of relations.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Hazard of two neutral organizations with much at stake to go to war [1/week].
    pub onset: Sourced<WeeklyRate>,
    /// Worth of shared places at which a fraction 1 - 1/e of the stake is felt.
    pub stake: Sourced<Width>,
    /// Weight of a place of one that borders on the other, against one they share.
    pub border: Sourced<Share>,
    /// How much more likely rivals go to war than neutral organizations.
    pub rivalry: Sourced<Factor>,
    /// How much a new, contested leader adds to the hazard of war, relative.
    pub weakness: Sourced<Factor>,
    /// Weeks in which a new leader's weakness falls to 1/e.
    pub new_leader: Sourced<MeanWeeks>,
    /// Losses, as a share of members and associates, at which an organization is half exhausted.
    pub endurance: Sourced<Share>,
    /// Mean length of a war that exhausts nobody (weeks).
    pub duration: Sourced<MeanWeeks>,
    /// Hazard to end a war that an exhausted side adds [1/week].
    pub exhaustion: Sourced<WeeklyRate>,
    /// Mean time after which enemies who no longer meet are not at war (weeks).
    pub apart: Sourced<MeanWeeks>,
    /// Mean time after which rivals who do not meet forget (weeks).
    pub grudge: Sourced<MeanWeeks>,
    /// Mean time for which losses are felt (weeks).
    pub memory: Sourced<MeanWeeks>,
}

/// How exhausted an organization is, 0 to 1, from recent losses and the people it has left.
pub fn exhaustion(p: &Parameters, losses: f64, people: f64) -> f64 {
    if losses <= 0.0 {
        0.0
    } else {
        losses / (losses + p.endurance.get() * people)
    }
}

/// Hazard of two organizations that share places of this worth to go to war [1/week].
pub fn onset_hazard(
    p: &Parameters,
    worth: f64,
    rivals: bool,
    weakness: f64,
    exhaustion: (f64, f64),
) -> f64 {
    let stake = -libm::expm1(-worth / p.stake.get());
    p.onset.get()
        * stake
        * if rivals { p.rivalry.get() } else { 1.0 }
        * (1.0 + p.weakness.get() * weakness)
        * (1.0 - exhaustion.0)
        * (1.0 - exhaustion.1)
}

/// Hazard of a war to end where the enemies still meet [1/week].
pub fn end_hazard(p: &Parameters, exhaustion: (f64, f64)) -> f64 {
    1.0 / p.duration.get() + p.exhaustion.get() * (exhaustion.0 + exhaustion.1)
}

/// Two organizations, and how they stand from now on.
type Turn = (OrganizationKey, OrganizationKey, Standing);

/// One week in the country: who turns to war or from it, and what is told of it.
pub fn step(world: &World, p: &Parameters, luck: &Luck) -> (Vec<Turn>, Vec<Event>) {
    let (mut turned, mut events) = (Vec::new(), Vec::new());
    let contacts = contacts(world, p.border.get()).into_iter();
    let mut pairs: Vec<(Pair, Option<Contact>)> = contacts
        .map(|(pair, contact)| (pair, Some(contact)))
        .collect();
    pairs.extend(world.groups.relations.iter().map(|(pair, _)| (pair, None)));
    // Of a pair in both the first stays, with its contact.
    pairs.sort_by_key(|(pair, _)| *pair);
    pairs.dedup_by_key(|(pair, _)| *pair);
    let week = world.given.week;
    for ((a, b), contact) in pairs {
        let (Some(first), Some(second)) = (
            world.groups.organizations.get(&a),
            world.groups.organizations.get(&b),
        ) else {
            continue;
        };
        let tired = (tired(p, first), tired(p, second));
        let standing = world.groups.relations.standing(a, b);
        let (hazard, next) = match (standing, contact) {
            (Standing::War, None) => (1.0 / p.apart.get(), Standing::Rival),
            (Standing::War, Some(_)) => (end_hazard(p, tired), Standing::Rival),
            (Standing::Ally, _) => continue,
            (Standing::Rival, None) => (1.0 / p.grudge.get(), Standing::Neutral),
            (Standing::Neutral, None) => continue,
            (Standing::Rival | Standing::Neutral, Some(_)) if world.groups.pact_between(a, b) => {
                continue;
            }
            (Standing::Rival | Standing::Neutral, Some(contact)) => {
                let weak = weakness(p, first, week).max(weakness(p, second, week));
                let rivals = standing == Standing::Rival;
                (
                    onset_hazard(p, contact.worth, rivals, weak, tired),
                    Standing::War,
                )
            }
        };
        let mut rng = luck.of(NOWHERE, mix_all(&[a.0, b.0]));
        if !happens(&mut rng, hazard) {
            continue;
        }
        let kind = match (standing, next) {
            (_, Standing::War) => Some(EventKind::War),
            (Standing::War, _) => Some(EventKind::Truce),
            _ => None,
        };
        if let Some(kind) = kind {
            events.push(Event {
                place: contact.and_then(|contact| contact.place),
                members: Some(first.members + second.members),
                ..Event::between(a, b, kind)
            });
        }
        turned.push((a, b, next));
    }
    (turned, events)
}

/// What cells lost and did last week enters their organizations: dead, killed, arms taken.
pub fn remember(land: &mut Land, organizations: &mut Organizations, p: &Parameters) {
    let kept = 1.0 - (1.0 / p.memory.get()).min(1.0);
    for organization in organizations.values_mut() {
        organization.losses *= kept;
        organization.violence *= kept;
    }
    for here in land.active_mut() {
        for cell in &mut here.cells {
            if cell.killed + cell.kills + cell.arms_lost > 0 {
                let organization = organizations
                    .get_mut(&cell.organization)
                    .expect("a cell belongs to an organization that exists");
                organization.losses += f64::from(cell.killed);
                organization.violence += f64::from(cell.kills);
                organization.arms = (organization.arms - f64::from(cell.arms_lost)).max(0.0);
                (cell.killed, cell.kills, cell.arms_lost) = (0, 0, 0);
            }
        }
    }
}

fn tired(p: &Parameters, organization: &Organization) -> f64 {
    let people = f64::from(organization.members + organization.associates);
    exhaustion(p, organization.losses, people)
}

/// How weak rivals see the leadership, 0 to 1.
fn weakness(p: &Parameters, organization: &Organization, week: i32) -> f64 {
    let Some(leader) = organization.leader else {
        return 1.0;
    };
    let fresh = libm::exp(-f64::from(week - leader.since) / p.new_leader.get());
    if leader.contested { fresh } else { fresh / 2.0 }
}
