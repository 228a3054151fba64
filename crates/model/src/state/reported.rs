//! Whom a report of a fallen leader or boss means in the world as it has become.

use crate::state::bosses::PlazaBoss;
use crate::state::map::Map;
use crate::state::script::{Reported, Who};
use crate::state::world::{Given, Groups, Land};

impl Reported {
    /// Who this is in the world as it has become. A leader of a faction that has not broken away is
    /// the boss of its largest cell; anybody else who is no leader, the boss of the cell nearest to
    /// where it happened. `None` where there is no such organization or faction.
    pub fn find(&self, given: &Given, groups: &Groups, land: &Land) -> Option<Who> {
        let boss = |key, faction| {
            let bosses = groups.plaza_bosses(key, land);
            let place = self.boss(&given.country.map, &bosses, faction)?;
            Some(Who::Boss(key, place))
        };
        let named = |name: &str| {
            let mut all = groups.organizations.values();
            Some(all.find(|o| *o.name == *name)?.key)
        };
        if let Some(key) = named(&self.name) {
            return if self.leader {
                Some(Who::Leader(key, self.place))
            } else {
                boss(key, None)
            };
        }
        let factions = &given.country.factions;
        let faction = factions.iter().position(|faction| **faction == *self.name);
        let within = named(&self.within)?;
        match faction {
            Some(faction) => boss(within, Some(faction as u16)),
            None if self.leader => Some(Who::Leader(within, self.place)),
            None => boss(within, None),
        }
    }

    /// Where the boss meant is, of these or of a faction among them.
    fn boss(&self, map: &Map, bosses: &[PlazaBoss], faction: Option<u16>) -> Option<u32> {
        let of_faction = bosses
            .iter()
            .filter(|boss| faction.is_none_or(|f| boss.faction == Some(f)));
        let boss = match self.place {
            Some(place) if !self.leader => of_faction.min_by(|a, b| {
                let far = |boss: u32| map.distance(place, boss);
                far(a.place).total_cmp(&far(b.place))
            }),
            _ => of_faction.max_by_key(|boss| (boss.members, std::cmp::Reverse(boss.place))),
        };
        boss.map(|boss| boss.place)
    }
}
