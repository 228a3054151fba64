//! Succession: whoever fell is replaced; bosses follow the heir or go their own way.
//!
//! # Rule
//! When a leader falls, the eligible heirs are the bosses with `heir_tenure` weeks in office, loyalty above the median
//! of the organization's bosses (or alone) and at least a share `heir_share` of its members in their cell: a successor
//! whom others respect. The eligible boss with most members, weighted by 1/2 + loyalty, follows; without one the boss
//! with most members does, and the succession is contested. Every other boss leaves with log-odds
//!
//! ```text
//! intercept + ambition * a - loyalty * l * min(1, tenure / trust) + strength * ln(m / m_heir)
//!   + distance * d - cohesion * c + losses * x + killed + contested
//! ```
//!
//! with a ambition, l loyalty, m members of the cell, m_heir of the heir's, d distance from the weighted centre of the
//! organization's cells [1,000 km], c cohesion, x losses as a share of the people; `killed` counts when the state or
//! rivals killed the leader. Bosses of one side, but the heir's, decide as one: the boss with most members for all, m
//! the members of the side and m_heir those of the rest of the organization. A side is a faction (known on a real map
//! only), or a lieutenant and those with personal ties to that one: a share `ties` of the other bosses, each with the
//! lieutenant who pulls most, by `m exp(-d / tie_reach)`, m the members of the lieutenant's cell and d the distance;
//! lieutenants are bosses with a share `heir_share` of the members at least. So a fall brings few large splits, and
//! small ones beside them.
//!
//! Leavers whose cells border, or who are of one side, leave together; the boss with most members leads. With chance
//! `defection`, and (unless it is 0) always when they have fewer than `least` members, they go over, cells and all, to
//! the organization with most members that has a cell in or next to the leading boss's place, is no ally of the one
//! they left and has more members than they; the organization they left and the one they join are rivals. Where there
//! is none they stand alone with `least` members, and stay with fewer.
//!
//! Of a leaving cell each person stays with the old organization with chance `loyalists * c`, c after the shock, under
//! a new boss in the same municipality: a split divides places as well as organizations. A splinter takes its share of
//! cash, arms and losses, and the effort, income and payers of its cells. It and its parent are rivals, it inherits the
//! parent's enemies as rivals, and the wars of places where the parent has nobody left; nobody is its ally, and it
//! keeps no pact. Cohesion falls by the share `shock` or, contested, `contested_shock`; a splinter starts at
//! `young_cohesion`; a share `1 / recovery` of the missing cohesion comes back a week. Fallen bosses are replaced;
//! organizations without members are gone, and recorded as extinct.
//!
//! # Reads
//! organizations.fallen, cells.fallen, bosses, factions, cohesion, losses, relations, neighbours, distances
//!
//! # Writes
//! cells; bosses; risk; deeds; business; notice; organizations; leaders; cohesion; losses; cash; arms; sizes;
//! relations; theatres; tally (splits, extinctions); events (succession, split, defection, extinction)
//!
//! # Source
//! splits after removals \[S11\], \[calderon2015\], \[phillips2015\]; a ready heir dampens them; killed worse than
//! arrested \[dickenson2014\]; weights assumed
//!
//! # Rationale
//! if a splinter took its cells whole, a split would change names and no place: parent and splinter would share no
//! municipality and fight only later, if ever, elsewhere. With loyalists violence rises where the split happens
//! (docs/decisions/0004-splits-divide-places.md). War losses act through x
//!
//! # Limit
//! intercept very low: nobody leaves, however leaders fall; very high and no loyalists: every cell but the heir's with
//! `least` members that borders no other is its own organization
//! (`rules::limits::nothing::nobody_leaves_when_nobody_wants_to`,
//! `rules::limits::nothing::every_cell_goes_its_own_way_when_everybody_wants_to`)

mod blocs;
mod defection;
mod heirs;
mod secession;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, mix_all};
use crate::engine::sampling::{chance, logistic};
use crate::state::bosses::PlazaBoss;
use crate::state::cells::Boss;
use crate::state::events::{Event, EventKind, EventOutcome};
use crate::state::organizations::{Leader, Organization, OrganizationKey, Outcome};
use crate::state::parts::{Part, parts};
use crate::state::world::{Given, Groups, Land, Record};
use crate::units::{
    Factor, Kilometres, MeanWeeks, Persons, Probability, Quantity, Share, Sourced, Weeks, Weight,
};
use blocs::{Sided, Ties, blocs, centre, sided, together};
use defection::{defect, host};
use heirs::{eligible, heir, strongest};
use secession::{Secession, secede};

/// What the rule writes.
pub const WRITES: &[Part] = parts! {
    Cells, Bosses, Risk, Deeds, Business, Notice, Organizations, Leaders, Cohesion, Losses, Cash,
    Arms, Sizes, Relations, Theatres, Tally, Events
};

/// Parameters of succession.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Weeks in office that make a boss eligible.
    pub heir_tenure: Sourced<Weeks>,
    /// Share of the organization's members in the own cell that makes a boss eligible.
    pub heir_share: Sourced<Share>,
    /// Share of the bosses who are tied to a lieutenant, and go where that one goes.
    pub ties: Sourced<Share>,
    /// Distance at which a lieutenant pulls 1/e as much (km).
    pub tie_reach: Sourced<Kilometres>,
    /// Log-odds of a boss to leave when nothing else counts.
    pub intercept: Sourced<Weight>,
    /// Added to the log-odds by full ambition.
    pub ambition: Sourced<Factor>,
    /// Taken from them by full loyalty after a long tenure.
    pub loyalty: Sourced<Factor>,
    /// Tenure after which loyalty counts in full (weeks).
    pub trust: Sourced<MeanWeeks>,
    /// Added by being e times as strong as the heir.
    pub strength: Sourced<Factor>,
    /// Added by 1,000 km from the weighted centre of the organization's cells.
    pub distance: Sourced<Factor>,
    /// Taken by full cohesion.
    pub cohesion: Sourced<Factor>,
    /// Added by losses as large as the organization.
    pub losses: Sourced<Factor>,
    /// Added when the leader was killed by the state or rivals, not arrested.
    pub killed: Sourced<Weight>,
    /// Added by a contested succession.
    pub contested: Sourced<Factor>,
    /// Chance that bosses who leave go over to another organization.
    pub defection: Sourced<Probability>,
    /// Members a group needs to stand alone.
    pub least: Sourced<Persons>,
    /// Share of a leaving cell that stays with a fully cohesive organization.
    pub loyalists: Sourced<Share>,
    /// Share of its cohesion an organization loses with its leader.
    pub shock: Sourced<Share>,
    /// Share it loses when the succession is contested.
    pub contested_shock: Sourced<Share>,
    /// Cohesion of a new splinter.
    pub young_cohesion: Sourced<Probability>,
    /// Mean time in which cohesion recovers (weeks).
    pub recovery: Sourced<MeanWeeks>,
}

/// What one boss weighs when the leader has fallen.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The boss's ambition.
    pub ambition: f64,
    /// The boss's loyalty.
    pub loyalty: f64,
    /// Weeks in office.
    pub tenure: f64,
    /// Members of the own cell against the heir's.
    pub strength_ratio: f64,
    /// Distance from the weighted centre of the organization's cells [1,000 km].
    pub distance: f64,
    /// Cohesion of the organization.
    pub cohesion: f64,
    /// Losses as a part of the organization's people.
    pub losses: f64,
    /// The leader was killed.
    pub killed: bool,
    /// The succession is contested.
    pub contested: bool,
}

/// The chance that a boss leaves.
pub fn leaves(p: &Parameters, boss: &Choice) -> f64 {
    let flag = |on: bool, weight: f64| if on { weight } else { 0.0 };
    logistic(
        p.intercept.get() + p.ambition.get() * boss.ambition
            - p.loyalty.get() * boss.loyalty * (boss.tenure / p.trust.get()).min(1.0)
            + p.strength.get() * libm::log(boss.strength_ratio)
            + p.distance.get() * boss.distance
            - p.cohesion.get() * boss.cohesion
            + p.losses.get() * boss.losses
            + flag(boss.killed, p.killed.get())
            + flag(boss.contested, p.contested.get()),
    )
}

/// One week in the country, in order of keys: successions, then bosses, then whoever is gone.
pub fn step(
    land: &mut Land,
    groups: &mut Groups,
    record: &mut Record,
    given: &Given,
    p: &Parameters,
    luck: &Luck,
) {
    let recovery = (1.0 / p.recovery.get()).min(1.0);
    let mut fallen = Vec::new();
    for organization in groups.organizations.values_mut() {
        organization.cohesion += (1.0 - organization.cohesion) * recovery;
        fallen.extend(
            organization
                .fallen
                .map(|outcome| (organization.key, outcome)),
        );
    }
    for &(key, outcome) in &fallen {
        let leavers = succeed(land, groups, record, given, (key, outcome), p, luck);
        for bosses in leavers {
            leave(land, groups, record, given, (key, &bosses), p, luck);
        }
    }
    if !fallen.is_empty() {
        land.count(&mut groups.organizations);
    }
    replace_bosses(land, given.week);
    bury_organizations(groups, record);
}

/// Who follows a leader who fell; the bosses who leave, in groups that leave together.
fn succeed(
    land: &mut Land,
    groups: &mut Groups,
    record: &mut Record,
    given: &Given,
    (key, outcome): (OrganizationKey, Outcome),
    p: &Parameters,
    luck: &Luck,
) -> Vec<Vec<PlazaBoss>> {
    let week = given.week;
    let bosses = groups.plaza_bosses(key, land);
    if bosses.is_empty() {
        return Vec::new();
    }
    let eligible = eligible(&bosses, week, p.heir_tenure.get(), p.heir_share.get());
    let standing: Vec<PlazaBoss> = bosses.iter().copied().filter(|boss| !boss.fallen).collect();
    let heir = heir(&standing, &eligible);
    let contested = heir.is_none();
    let heir = heir.or_else(|| strongest(&standing)).copied();
    let organization = groups.organizations.get_mut(&key);
    let organization = organization.expect("the organization exists");
    let fall = Fall {
        killed: matches!(outcome, Outcome::Killed | Outcome::KilledByRivals),
        contested,
    };
    let leavers = heir.map(|heir| leaving(organization, heir, &standing, fall, given, p, luck));
    organization.fallen = None;
    organization.leader = Some(Leader {
        key: heir.map_or_else(
            || mix_all(&[key.0, u64::from(week.cast_unsigned()), 0x1ead]),
            |heir| heir.boss.key,
        ),
        since: week,
        contested,
    });
    let (shock, told) = if contested {
        (p.contested_shock.get(), EventOutcome::Contested)
    } else {
        (p.shock.get(), EventOutcome::Heir)
    };
    organization.cohesion *= 1.0 - shock;
    let successors = Some(eligible.len() as u32);
    record.events.push(Event {
        place: heir.map(|heir| heir.place),
        outcome: Some(told),
        successors,
        members: Some(organization.members),
        ..Event::of(key, EventKind::Succession)
    });
    let mut events = record.events.iter_mut();
    let removal = events
        .find(|event| event.kind == EventKind::LeaderRemoved && event.organization == Some(key));
    if let Some(event) = removal {
        event.successors = successors;
    }
    if let Some(heir) = heir
        && let Some(cell) = land.cell(heir.place, key)
    {
        cell.boss = Boss::appointed(key, heir.place, week);
    }
    leavers.unwrap_or_default()
}

/// How a leader fell.
#[derive(Clone, Copy)]
struct Fall {
    /// Killed, not arrested.
    killed: bool,
    /// Without an eligible heir.
    contested: bool,
}

/// Who leaves, in groups that leave together, each in order of places.
fn leaving(
    organization: &Organization,
    heir: PlazaBoss,
    bosses: &[PlazaBoss],
    Fall { killed, contested }: Fall,
    given: &Given,
    p: &Parameters,
    luck: &Luck,
) -> Vec<Vec<PlazaBoss>> {
    let map = &given.country.map;
    let (x, y) = centre(map, bosses);
    let people = f64::from(organization.members + organization.associates).max(1.0);
    let mut leavers: Vec<Sided> = Vec::new();
    let ties = Ties {
        respected: p.heir_share.get(),
        tied: p.ties.get(),
        reach: p.tie_reach.get(),
    };
    for bloc in blocs(&sided(map, bosses, &heir, ties)) {
        let (speaker, _) = bloc[0];
        let own: u32 = bloc.iter().map(|(boss, _)| boss.members).sum();
        let against = if bloc.len() > 1 {
            organization.members.saturating_sub(own).max(1)
        } else {
            heir.members
        };
        let place = &map.places[speaker.place as usize];
        let (dx, dy) = (place.x - x, place.y - y);
        let choice = Choice {
            ambition: speaker.boss.ambition,
            loyalty: speaker.boss.loyalty,
            tenure: f64::from(speaker.boss.tenure(given.week)),
            strength_ratio: f64::from(own) / f64::from(against),
            distance: (dx * dx + dy * dy).sqrt() / 1000.0,
            cohesion: organization.cohesion,
            losses: organization.losses / people,
            killed,
            contested,
        };
        let mut rng = luck.of(speaker.place, speaker.boss.key);
        if chance(&mut rng, leaves(p, &choice)) {
            leavers.extend(bloc);
        }
    }
    together(map, &leavers)
}

/// A group of leavers goes over to another organization, stands alone, or is too weak for either.
fn leave(
    land: &mut Land,
    groups: &mut Groups,
    record: &mut Record,
    given: &Given,
    (key, bosses): (OrganizationKey, &[PlazaBoss]),
    p: &Parameters,
    luck: &Luck,
) {
    let members: u32 = bosses.iter().map(|boss| boss.members).sum();
    let least = f64::from(members) < p.least.get();
    let first = strongest(bosses).expect("a group has a boss");
    let place = first.place;
    let mut rng = luck.of(place, first.boss.key ^ 2);
    let over = chance(&mut rng, p.defection.get()) || (least && p.defection.get() > 0.0);
    let host = over.then(|| host((key, members), place, land, groups, given));
    if let Some(to) = host.flatten() {
        let told = defect((key, to), bosses, place, land, groups, given.week);
        record.events.push(told);
    } else if !least {
        let places: Vec<u32> = bosses.iter().map(|boss| boss.place).collect();
        let secession = Secession {
            parent: key,
            places: &places,
            leader: place,
            loyal: p.loyalists.get() * groups.organizations[&key].cohesion,
            cohesion: p.young_cohesion.get(),
        };
        let (splinter, members) = secede(&secession, land, groups, given, luck);
        record.tally.splits += 1;
        record.events.push(Event {
            place: Some(place),
            members: Some(members),
            ..Event::between(key, splinter, EventKind::Split)
        });
    }
}

fn replace_bosses(land: &mut Land, week: i32) {
    for here in land.active_mut() {
        for cell in &mut here.cells {
            if cell.fallen.take().is_some() {
                cell.boss = Boss::appointed(cell.organization, here.place, week);
                cell.boss_fell = Some(week);
            }
        }
    }
}

/// Organizations without a cell are gone.
fn bury_organizations(groups: &mut Groups, record: &mut Record) {
    let gone = |_: &OrganizationKey, group: &mut Organization| group.places.is_empty();
    for (key, _) in groups.organizations.extract_if(.., gone) {
        groups.relations.forget(key);
        record.tally.extinctions += 1;
        record.events.push(Event::of(key, EventKind::Extinction));
    }
}
