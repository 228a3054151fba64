//! Which bosses decide together, and which leave together.

use std::cmp::Reverse;

use crate::engine::luck::{mix_all, trait_of};
use crate::state::bosses::PlazaBoss;
use crate::state::map::Map;

/// With whom a boss goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// With a faction.
    Faction(u16),
    /// With the lieutenant at this place.
    Lieutenant(u32),
}

/// A boss, and with whom the boss goes, if not alone.
pub type Sided = (PlazaBoss, Option<Side>);

/// What ties bosses to lieutenants.
#[derive(Clone, Copy, Debug)]
pub struct Ties {
    /// Share of the organization's members that makes a lieutenant.
    pub respected: f64,
    /// Share of the other bosses who are tied to one.
    pub tied: f64,
    /// Distance at which a lieutenant pulls 1/e as much (km).
    pub reach: f64,
}

/// With whom each boss but the heir goes: with the own faction; else, a part of them, with the lieutenant who
/// pulls most, by `m exp(-d / reach)`. Lieutenants lead those who are tied to them. Whoever would go with the heir's
/// side decides alone.
pub fn sided(map: &Map, bosses: &[PlazaBoss], heir: &PlazaBoss, ties: Ties) -> Vec<Sided> {
    let members: u32 = bosses.iter().map(|boss| boss.members).sum();
    let respected = ties.respected * f64::from(members);
    let mut lieutenants = bosses.to_vec();
    lieutenants.retain(|boss| f64::from(boss.members) >= respected);
    let leads = |one: &PlazaBoss| match one.faction {
        Some(faction) => Side::Faction(faction),
        None => Side::Lieutenant(one.place),
    };
    let pull = |of: &PlazaBoss, on: &PlazaBoss| {
        let away = map.distance(of.place, on.place);
        f64::from(of.members) * libm::exp(-away / ties.reach)
    };
    let side = |boss: &PlazaBoss| {
        if boss.faction.is_some() || lieutenants.contains(boss) {
            return Some(leads(boss));
        }
        if trait_of(mix_all(&[boss.boss.key, 4])) >= ties.tied {
            return None;
        }
        let pulled = lieutenants.iter().max_by(|a, b| {
            let by_pull = pull(a, boss).total_cmp(&pull(b, boss));
            by_pull.then(b.place.cmp(&a.place))
        });
        pulled.map(leads)
    };
    let of_heir = side(heir);
    let others = bosses.iter().filter(|boss| boss.place != heir.place);
    others
        .map(|boss| (*boss, side(boss).filter(|side| of_heir != Some(*side))))
        .collect()
}

/// Who decides together: bosses of one side, behind the one with most members; everyone else alone.
pub fn blocs(bosses: &[Sided]) -> Vec<Vec<Sided>> {
    let mut blocs: Vec<Vec<Sided>> = Vec::new();
    for &(boss, side) in bosses {
        let bloc = side.and_then(|side| blocs.iter_mut().find(|bloc| bloc[0].1 == Some(side)));
        match bloc {
            Some(bloc) => bloc.push((boss, side)),
            None => blocs.push(vec![(boss, side)]),
        }
    }
    for bloc in &mut blocs {
        bloc.sort_by_key(|(boss, _)| (Reverse(boss.members), boss.place));
    }
    blocs
}

/// The weighted centre of the cells (km).
pub fn centre(map: &Map, bosses: &[PlazaBoss]) -> (f64, f64) {
    let (mut x, mut y, mut members) = (0.0, 0.0, 0.0);
    for boss in bosses {
        let place = &map.places[boss.place as usize];
        let weight = f64::from(boss.members);
        x += weight * place.x;
        y += weight * place.y;
        members += weight;
    }
    (x / members, y / members)
}

/// Leavers whose cells share borders, or who are of one side.
pub fn together(map: &Map, leavers: &[Sided]) -> Vec<Vec<PlazaBoss>> {
    let places: Vec<u32> = leavers.iter().map(|(boss, _)| boss.place).collect();
    let mut groups: Vec<Vec<Sided>> = Vec::new();
    for part in map.graph.components(&places) {
        let mut group: Vec<Sided> = leavers
            .iter()
            .copied()
            .filter(|(boss, _)| part.binary_search(&boss.place).is_ok())
            .collect();
        let sides: Vec<Side> = group.iter().filter_map(|(_, side)| *side).collect();
        let same = |other: &Vec<Sided>| {
            let mut of_other = other.iter();
            of_other.any(|(_, side)| side.is_some_and(|side| sides.contains(&side)))
        };
        let mut joined = Vec::new();
        groups.retain_mut(|other| {
            let join = same(other);
            if join {
                joined.append(other);
            }
            !join
        });
        group.append(&mut joined);
        groups.push(group);
    }
    let by_place = |group: Vec<Sided>| {
        let mut bosses: Vec<PlazaBoss> = group.into_iter().map(|(boss, _)| boss).collect();
        bosses.sort_by_key(|boss| boss.place);
        bosses
    };
    groups.into_iter().map(by_place).collect()
}
