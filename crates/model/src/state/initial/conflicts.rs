//! How organizations stand to one another in the first week: allies, rivals, and at war in certain places.
//!
//! Allies and rivals of the whole country stand so; of a state or a municipality only hostility is taken over, as
//! rivalry. A war of a municipality has a theatre there, one of a state where the two hold most together, each of
//! intensity `war`; a war of the whole country is no more than rivalry, as is one of a state where they do not meet:
//! wars have places.

use crate::state::initial::parameters::Parameters;
use crate::state::map::{Conflict, ConflictKind, Map};
use crate::state::organizations::OrganizationKey;
use crate::state::relations::{Pair, Standing};
use crate::state::world::{Groups, Land};
use crate::units::Quantity;

/// Enters the conflicts of the map into relations and theatres.
pub fn stand(map: &Map, land: &mut Land, groups: &mut Groups, p: &Parameters, week: i32) {
    for conflict in &map.conflicts {
        let [one, other] =
            [&conflict.organization, &conflict.other].map(|name| OrganizationKey::founder(name));
        let known = |key| groups.organizations.contains_key(key);
        if one == other || !known(&one) || !known(&other) {
            continue;
        }
        let began = conflict
            .since
            .map_or(week, |year| map.week_of(year).min(week));
        let pair = (one.min(other), one.max(other));
        let theatre = theatre(map, land, conflict, pair).filter(|_| p.war.get() > 0.0);
        let standing = match (conflict.kind, theatre) {
            (_, Some(_)) => Standing::War,
            (ConflictKind::Alliance, None) if conflict.state.is_some() => continue,
            (ConflictKind::Alliance, None) => Standing::Ally,
            (ConflictKind::Rivalry | ConflictKind::War, None) => Standing::Rival,
        };
        // What is more hostile holds, whichever row comes first.
        let rank = |standing| match standing {
            Standing::War => 3,
            Standing::Rival => 2,
            Standing::Ally => 1,
            Standing::Neutral => 0,
        };
        if rank(standing) > rank(groups.relations.standing(one, other)) {
            groups.relations.set(one, other, standing, began);
        }
        if let Some(place) = theatre {
            land[place].open_theatre(pair, p.war.get());
        }
    }
}

/// Where a war is fought: at its place, or where the two hold most together in its state.
fn theatre(map: &Map, land: &Land, conflict: &Conflict, (a, b): Pair) -> Option<u32> {
    if conflict.kind != ConflictKind::War {
        return None;
    }
    if let Some(place) = conflict.place {
        let here = |one| land.members_at(place, one) > 0;
        let mut around = map.graph.neighbours(place).iter();
        let mut next_door = |one| around.any(|there| land.members_at(*there, one) > 0);
        let meet = match (here(a), here(b)) {
            (true, true) => true,
            (true, false) => next_door(b),
            (false, true) => next_door(a),
            (false, false) => false,
        };
        return meet.then_some(place);
    }
    let state = conflict.state?;
    let within = (0..)
        .zip(&map.places)
        .filter(|(_, there)| there.state == state);
    let held = within.map(|(place, _)| {
        (
            land.members_at(place, a).min(land.members_at(place, b)),
            place,
        )
    });
    let most = held
        .filter(|(members, _)| *members > 0)
        .max_by_key(|(members, place)| (*members, std::cmp::Reverse(*place)));
    most.map(|(_, place)| place)
}
