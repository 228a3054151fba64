//! Which bosses decide together, and which leave together.

use crate::state::bosses::PlazaBoss;
use crate::state::map::Map;

/// Who decides together: bosses of one faction, but the heir's, behind the one with most members;
/// everyone else alone.
pub fn blocs(bosses: &[PlazaBoss], heir: PlazaBoss) -> Vec<Vec<PlazaBoss>> {
    let mut blocs: Vec<Vec<PlazaBoss>> = Vec::new();
    for boss in bosses
        .iter()
        .copied()
        .filter(|boss| boss.place != heir.place)
    {
        let faction = boss
            .faction
            .filter(|faction| heir.faction != Some(*faction));
        let bloc = faction.and_then(|faction| {
            blocs
                .iter_mut()
                .find(|bloc| bloc[0].faction == Some(faction))
        });
        match bloc {
            Some(bloc) => bloc.push(boss),
            None => blocs.push(vec![boss]),
        }
    }
    for bloc in &mut blocs {
        bloc.sort_by_key(|boss| (std::cmp::Reverse(boss.members), boss.place));
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

/// Leavers whose cells share borders, or who are of one faction.
pub fn together(map: &Map, leavers: &[PlazaBoss]) -> Vec<Vec<PlazaBoss>> {
    let places: Vec<u32> = leavers.iter().map(|boss| boss.place).collect();
    let mut groups: Vec<Vec<PlazaBoss>> = Vec::new();
    for part in map.graph.components(&places) {
        let mut group: Vec<PlazaBoss> = leavers
            .iter()
            .copied()
            .filter(|boss| part.binary_search(&boss.place).is_ok())
            .collect();
        let factions: Vec<u16> = group.iter().filter_map(|boss| boss.faction).collect();
        let same = |other: &Vec<PlazaBoss>| {
            other
                .iter()
                .any(|boss| boss.faction.is_some_and(|f| factions.contains(&f)))
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
        group.sort_by_key(|boss| boss.place);
        groups.push(group);
    }
    groups
}
