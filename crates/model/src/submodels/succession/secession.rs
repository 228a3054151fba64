//! How an organization divides: some of its cells become a new one.

use std::sync::Arc;

use crate::engine::luck::Luck;
use crate::engine::sampling::binomial;
use crate::state::cells::{Boss, Cell};
use crate::state::organizations::{Leader, Organization, OrganizationKey};
use crate::state::relations::Standing;
use crate::state::world::{Given, Groups, Land};

/// A new organization: who leaves and on what terms.
#[derive(Clone, Debug)]
pub struct Secession<'a> {
    /// The organization left.
    pub parent: OrganizationKey,
    /// Places of the cells that leave, ascending; each is one of the parent's.
    pub places: &'a [u32],
    /// The place whose boss leads the new organization.
    pub leader: u32,
    /// The chance of each person of a leaving cell to stay with the parent, in the same place.
    pub loyal: f64,
    /// Cohesion of the new organization.
    pub cohesion: f64,
}

/// Founds a splinter; returns its key and members. It and its parent are rivals, and it inherits the
/// parent's enemies as rivals.
pub fn secede(
    secession: &Secession<'_>,
    land: &mut Land,
    groups: &mut Groups,
    given: &Given,
    luck: &Luck,
) -> (OrganizationKey, u32) {
    let Secession { parent, leader, .. } = *secession;
    let week = given.week;
    let key = parent.child(week, leader);
    let name = splinter_name(secession, land, groups, given);
    let mut founder = 0;
    let mut members = 0;
    for &place in secession.places {
        let here = &mut land[place];
        let Some(index) = here.cell(parent) else {
            continue;
        };
        let mut cell = here.cells.remove(index);
        let mut rng = luck.of(place, cell.boss.key ^ 1);
        if let Some(remnant) = remnant(&mut cell, place, week, secession.loyal, &mut rng) {
            land.found_cell(place, remnant);
        }
        cell.organization = key;
        cell.faction = None;
        if place == leader {
            founder = cell.boss.key;
            cell.boss = Boss::appointed(key, place, week);
        }
        members += cell.members.len();
        land.found_cell(place, cell);
        land[place].pass_on_wars(parent, key);
    }
    let origin = groups.organizations.get_mut(&parent);
    let origin = origin.expect("the parent exists");
    let share = f64::from(members) / f64::from(origin.members.max(members).max(1));
    let splinter = Organization {
        parent: Some(parent),
        leader: Some(Leader {
            key: founder,
            since: week,
            contested: false,
        }),
        cohesion: secession.cohesion,
        losses: origin.losses * share,
        cash: origin.cash * share,
        pay: origin.pay,
        arms: origin.arms * share,
        ..Organization::new(key, name, week)
    };
    origin.losses -= splinter.losses;
    origin.cash -= splinter.cash;
    origin.arms -= splinter.arms;
    origin.members -= members.min(origin.members);
    groups.organizations.insert_sorted(key, splinter);
    let relations = &mut groups.relations;
    for enemy in relations.of(parent) {
        if relations.standing(parent, enemy) != Standing::Ally {
            relations.set(key, enemy, Standing::Rival, week);
        }
    }
    relations.set(key, parent, Standing::Rival, week);
    (key, members)
}

/// The faction's name, if most of the members are of one and nobody bears it; else the root of the
/// lineage's name with place and week.
fn splinter_name(
    secession: &Secession<'_>,
    land: &Land,
    groups: &Groups,
    given: &Given,
) -> Arc<str> {
    let country = &given.country;
    let organizations = &groups.organizations;
    let cells = secession.places.iter().filter_map(|place| {
        let here = &land[*place];
        here.cell(secession.parent).map(|index| &here.cells[index])
    });
    let mut by_faction = vec![0; country.factions.len()];
    let mut all = 0;
    for cell in cells {
        all += cell.members.len();
        if let Some(faction) = cell.faction {
            by_faction[usize::from(faction)] += cell.members.len();
        }
    }
    for (name, members) in country.factions.iter().zip(by_faction) {
        if members * 2 > all && organizations.values().all(|other| other.name != *name) {
            return name.clone();
        }
    }
    let parent = &organizations[&secession.parent].name;
    let root = parent.split('~').next().unwrap_or_default();
    let place = &country.map.places[secession.leader as usize];
    format!("{root}~{}w{}", place.code, given.week).into()
}

/// Whoever stays loyal, under a new boss; somebody always leaves.
fn remnant(
    cell: &mut Cell,
    place: u32,
    week: i32,
    loyal: f64,
    rng: &mut impl rand::Rng,
) -> Option<Cell> {
    let members = cell.members.len();
    let staying = binomial(rng, members, loyal).min(members.saturating_sub(1));
    if staying == 0 {
        return None;
    }
    let mut remnant = Cell::new(cell.organization, place, week);
    remnant.incidents = std::mem::take(&mut cell.incidents);
    remnant.effort = cell.effort;
    let share = f64::from(staying) / f64::from(members);
    remnant.income = cell.income.map(|income| income * share);
    cell.income = cell.income.map(|income| income * (1.0 - share));
    remnant.payers = binomial(rng, cell.payers, loyal);
    cell.payers -= remnant.payers;
    remnant.members = cell.members.take(rng, staying);
    let left = cell
        .associates
        .by_stratum()
        .map(|n| binomial(rng, n, loyal));
    cell.associates.remove(&left);
    remnant.associates.add(&left);
    Some(remnant)
}
