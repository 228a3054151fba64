//! How bosses go over to another organization.

use std::cmp::Reverse;

use crate::state::bosses::PlazaBoss;
use crate::state::events::{Event, EventKind};
use crate::state::organizations::OrganizationKey;
use crate::state::relations::Standing;
use crate::state::world::{Given, Groups, Land};

/// Who takes in bosses of `key` at `place`: the strongest near who is no ally of theirs.
pub fn host(
    (key, members): (OrganizationKey, u32),
    place: u32,
    land: &Land,
    groups: &Groups,
    given: &Given,
) -> Option<OrganizationKey> {
    let strength = |other: &OrganizationKey| groups.organizations[other].members;
    let neighbours = given.country.map.graph.neighbours(place);
    let near = neighbours.iter().chain([&place]);
    near.flat_map(|place| &land[*place].cells)
        .map(|cell| cell.organization)
        .filter(|other| *other != key)
        .filter(|other| groups.relations.standing(key, *other) != Standing::Ally)
        .filter(|other| strength(other) > members)
        .max_by_key(|other| (strength(other), Reverse(*other)))
}

/// Bosses go over with their cells, led by the one at `place`; what is told of it.
pub fn defect(
    (from, to): (OrganizationKey, OrganizationKey),
    bosses: &[PlazaBoss],
    place: u32,
    land: &mut Land,
    groups: &mut Groups,
    week: i32,
) -> Event {
    let members = bosses
        .iter()
        .map(|boss| groups.hand_over(land, boss.place, (from, to), week))
        .sum();
    groups.relations.set(from, to, Standing::Rival, week);
    Event {
        place: Some(place),
        members: Some(members),
        ..Event::between(from, to, EventKind::Defection)
    }
}
