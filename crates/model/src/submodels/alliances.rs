//! Alliances: common enemies make friends, friends betray, and the weak are absorbed.
//!
//! # Rule
//! Two organizations that are not at war and have an enemy at war in common become allies with hazard `common_enemy`
//! [1/week], rivals with the share `reconciled` of it. An enemy of one ally becomes the rival of the other, if it stood
//! neutral to it, with hazard `solidarity`. Allies without a common enemy part with hazard `parting`. The stronger ally
//! betrays the weaker, unless both keep a pact with the government, with hazard
//! `betrayal * (1 - exp(-V / stake)) * |s_a - s_b|`, V the worth of the places they share, s their shares of the
//! members of both: at once they are at war. A group of C < `weak` members is absorbed with hazard
//! `absorption * (1 - C / weak)` by the strongest group with a cell in or next to one of its places that is not at war
//! with it and has at least twice its members; members, associates, cash, arms and payers go over.
//!
//! # Reads
//! relations, organizations, worth of the places they share
//!
//! # Writes
//! cells (handed over); risk; deeds; business; notice; organizations (those absorbed are gone); losses; cash; arms;
//! sizes; relations; theatres (handed over); tally (extinctions); events (alliance, betrayal, war, absorption,
//! extinction)
//!
//! # Source
//! alliances among Mexican organizations and their betrayals \[atuesta2018\]; parameters assumed
//!
//! # Limit
//! hazards 0: no alliance, nobody absorbed; with common_enemy h the neutral pairs with one enemy in common are left
//! like exp(-h t) (`rules::conflict::a_common_enemy_makes_friends_with_its_hazard`,
//! `rules::conflict::the_weak_are_absorbed_with_all_they_have`)

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, NOWHERE, mix_all};
use crate::engine::sampling::chance;
use crate::state::events::{Event, EventKind};
use crate::state::map::Map;
use crate::state::organizations::OrganizationKey;
use crate::state::parts::{Part, parts};
use crate::state::relations::{Pair, Relations, Standing};
use crate::state::territory::Territory;
use crate::state::world::{Given, Groups, Land, Record};
use crate::units::{AtLeastOne, Quantity, Share, Sourced, WeeklyRate, Width};

/// What the rule writes.
pub const WRITES: &[Part] = parts! {
    Cells, Risk, Deeds, Business, Notice, Organizations, Losses, Cash, Arms, Sizes, Relations,
    Theatres, Tally, Events
};

/// Parameters of alliances.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Hazard of two with an enemy in common to become allies [1/week].
    pub common_enemy: Sourced<WeeklyRate>,
    /// Hazard of rivals with an enemy in common to become allies, relative to neutral ones.
    pub reconciled: Sourced<Share>,
    /// Hazard of an ally's enemy to become a rival [1/week].
    pub solidarity: Sourced<WeeklyRate>,
    /// Hazard of allies without an enemy in common to part [1/week].
    pub parting: Sourced<WeeklyRate>,
    /// Hazard of a weak ally with much at stake to be betrayed [1/week].
    pub betrayal: Sourced<WeeklyRate>,
    /// Worth of shared places at which a fraction 1 - 1/e of the stake is felt.
    pub stake: Sourced<Width>,
    /// Members below which a group may be absorbed.
    pub weak: Sourced<AtLeastOne>,
    /// Hazard of a very weak group to be absorbed [1/week].
    pub absorption: Sourced<WeeklyRate>,
}

/// Hazard of an alliance to end in betrayal [1/week], by the worth shared and members of the two.
pub fn betrayal_hazard(p: &Parameters, worth: f64, a: f64, b: f64) -> f64 {
    if worth <= 0.0 || a + b <= 0.0 {
        return 0.0;
    }
    let stake = -libm::expm1(-worth / p.stake.get());
    p.betrayal.get() * stake * (a - b).abs() / (a + b)
}

/// Hazard of a group of so many members to be absorbed [1/week].
pub fn absorption_hazard(p: &Parameters, members: f64) -> f64 {
    if members >= p.weak.get() {
        return 0.0;
    }
    p.absorption.get() * (1.0 - members / p.weak.get())
}

/// One week in the country: pairs in order of keys, then the weak in order of keys.
pub fn step(
    land: &mut Land,
    groups: &mut Groups,
    record: &mut Record,
    given: &Given,
    territory: &Territory,
    p: &Parameters,
    luck: &Luck,
) {
    let week = given.week;
    let allies = allies(&groups.relations);
    let wars = wars(&groups.relations);
    for &pair in &allies {
        keep_or_part(groups, &mut record.events, territory, week, pair, p, luck);
    }
    side_with_allies(&mut groups.relations, (&allies, &wars), week, p, luck);
    make_friends(groups, &mut record.events, &wars, week, p, luck);
    if p.absorption.get() > 0.0 {
        absorb_the_weak(land, groups, record, given, p, luck);
    }
}

/// Everyone at war, with their enemies in order of keys.
type Wars = BTreeMap<OrganizationKey, Vec<OrganizationKey>>;

fn allies(relations: &Relations) -> Vec<Pair> {
    let pairs = relations.iter();
    pairs
        .filter(|(_, relation)| relation.standing == Standing::Ally)
        .map(|(pair, _)| pair)
        .collect()
}

fn wars(relations: &Relations) -> Wars {
    let enemies = |one| relations.enemies(one).to_vec();
    relations.warring().map(|one| (one, enemies(one))).collect()
}

fn happens(luck: &Luck, kind: u64, a: OrganizationKey, b: OrganizationKey, hazard: f64) -> bool {
    hazard > 0.0
        && chance(
            &mut luck.of(NOWHERE, mix_all(&[kind, a.0, b.0])),
            -libm::expm1(-hazard),
        )
}

/// Allies betray, or part when they have no enemy in common.
fn keep_or_part(
    groups: &mut Groups,
    events: &mut Vec<Event>,
    territory: &Territory,
    week: i32,
    (a, b): Pair,
    p: &Parameters,
    luck: &Luck,
) {
    let (one, other) = (&groups.organizations[&a], &groups.organizations[&b]);
    let (own, theirs) = (one.members, other.members);
    let shared = one
        .places
        .iter()
        .filter(|place| other.places.binary_search(place).is_ok());
    let worth = shared.map(|place| territory.value(*place)).sum();
    let hazard = betrayal_hazard(p, worth, f64::from(own), f64::from(theirs));
    let (strong, weak) = if own >= theirs { (a, b) } else { (b, a) };
    if !groups.pact_between(a, b) && happens(luck, 1, a, b, hazard) {
        for kind in [EventKind::Betrayal, EventKind::War] {
            events.push(Event {
                members: Some(own + theirs),
                ..Event::between(strong, weak, kind)
            });
        }
        groups.relations.set(a, b, Standing::War, week);
        return;
    }
    let relations = &groups.relations;
    let of_both = |&enemy: &OrganizationKey| relations.standing(enemy, b) == Standing::War;
    let apart = !relations.enemies(a).iter().any(of_both);
    if apart && happens(luck, 2, a, b, p.parting.get()) {
        groups.relations.set(a, b, Standing::Neutral, week);
    }
}

/// Whoever is at war with one ally becomes the rival of the other.
fn side_with_allies(
    relations: &mut Relations,
    (allies, wars): (&[Pair], &Wars),
    week: i32,
    p: &Parameters,
    luck: &Luck,
) {
    for &(a, b) in allies {
        for (helper, helped) in [(a, b), (b, a)] {
            for &enemy in wars.get(&helped).into_iter().flatten() {
                if enemy != helper
                    && relations.standing(helper, enemy) == Standing::Neutral
                    && happens(luck, 3, helper, enemy, p.solidarity.get())
                {
                    relations.set(helper, enemy, Standing::Rival, week);
                }
            }
        }
    }
}

/// Pairs with an enemy in common become allies, rivals less often.
fn make_friends(
    groups: &mut Groups,
    events: &mut Vec<Event>,
    wars: &Wars,
    week: i32,
    p: &Parameters,
    luck: &Luck,
) {
    let mut candidates: BTreeSet<Pair> = BTreeSet::new();
    for &enemy in wars.keys() {
        let against = groups.relations.enemies(enemy);
        for (index, a) in against.iter().enumerate() {
            candidates.extend(against[index + 1..].iter().map(|b| (*a, *b)));
        }
    }
    for (a, b) in candidates {
        let hazard = match groups.relations.standing(a, b) {
            Standing::Neutral => p.common_enemy.get(),
            Standing::Rival => p.common_enemy.get() * p.reconciled.get(),
            Standing::War | Standing::Ally => continue,
        };
        if !happens(luck, 4, a, b, hazard) {
            continue;
        }
        groups.relations.set(a, b, Standing::Ally, week);
        let members = groups.organizations[&a].members + groups.organizations[&b].members;
        events.push(Event {
            members: Some(members),
            ..Event::between(a, b, EventKind::Alliance)
        });
    }
}

/// Weak groups become part of the strongest that they meet.
fn absorb_the_weak(
    land: &mut Land,
    groups: &mut Groups,
    record: &mut Record,
    given: &Given,
    p: &Parameters,
    luck: &Luck,
) {
    let weak: Vec<OrganizationKey> = groups
        .organizations
        .values()
        .filter(|group| f64::from(group.members) < p.weak.get())
        .map(|group| group.key)
        .collect();
    // Where these are is not counted yet.
    let mut grown: BTreeSet<OrganizationKey> = BTreeSet::new();
    for key in weak {
        let members = groups.organizations[&key].members;
        let hazard = absorption_hazard(p, f64::from(members));
        if !happens(luck, 5, key, key, hazard) {
            continue;
        }
        if grown.contains(&key) {
            land.count(&mut groups.organizations);
            grown.clear();
        }
        let Some(into) = strongest_near(key, land, groups, &given.country.map) else {
            continue;
        };
        let place = groups.seat(key, land);
        let members = groups.absorb(land, key, into, given.week);
        record.tally.extinctions += 1;
        record.events.push(Event {
            place,
            members: Some(members),
            ..Event::between(into, key, EventKind::Absorption)
        });
        record.events.push(Event::of(key, EventKind::Extinction));
        grown.insert(into);
    }
    if !grown.is_empty() {
        land.count(&mut groups.organizations);
    }
}

/// The group with most members that has a cell in or next to one of its places, is no enemy and
/// has twice its members or more.
fn strongest_near(
    key: OrganizationKey,
    land: &Land,
    groups: &Groups,
    map: &Map,
) -> Option<OrganizationKey> {
    let own = &groups.organizations[&key];
    let around: BTreeSet<u32> = own
        .places
        .iter()
        .flat_map(|place| map.graph.neighbours(*place).iter().chain([place]))
        .copied()
        .collect();
    let near: BTreeSet<OrganizationKey> = around
        .iter()
        .flat_map(|place| &land[*place].cells)
        .map(|cell| cell.organization)
        .filter(|other| *other != key)
        .collect();
    let members = |key: &OrganizationKey| groups.organizations[key].members;
    near.into_iter()
        .filter(|other| groups.relations.standing(key, *other) != Standing::War)
        .filter(|other| members(other) >= 2 * own.members.max(1))
        .max_by_key(|other| (members(other), Reverse(*other)))
}
