//! Whom a report of a fallen leader or boss means in the world as it has become.

use crate::state::organizations::OrganizationKey;
use crate::state::script::{Reported, Who};
use crate::state::world::World;

impl Reported {
    /// Who this is in the world as it has become. A leader of a faction that has not broken away is
    /// the boss of its largest cell; anybody else who is no leader, the boss of the cell nearest to
    /// where it happened. `None` where there is no such organization or faction.
    pub fn find(&self, world: &World) -> Option<Who> {
        let named = |name: &str| {
            let mut all = world.organizations.values();
            Some(all.find(|o| *o.name == *name)?.key)
        };
        if let Some(key) = named(&self.name) {
            return if self.leader {
                Some(Who::Leader(key, self.place))
            } else {
                self.boss(world, key, None)
            };
        }
        let factions = &world.country.factions;
        let faction = factions.iter().position(|faction| **faction == *self.name);
        let within = named(&self.within)?;
        match faction {
            Some(faction) => self.boss(world, within, Some(faction as u16)),
            None if self.leader => Some(Who::Leader(within, self.place)),
            None => self.boss(world, within, None),
        }
    }

    /// The boss meant, of an organization or of a faction within it.
    fn boss(&self, world: &World, key: OrganizationKey, faction: Option<u16>) -> Option<Who> {
        let bosses = world.plaza_bosses(key);
        let of_faction = bosses
            .iter()
            .filter(|boss| faction.is_none_or(|f| boss.faction == Some(f)));
        let map = &world.country.map;
        let boss = match self.place {
            Some(place) if !self.leader => of_faction.min_by(|a, b| {
                let far = |boss: u32| map.distance(place, boss);
                far(a.place).total_cmp(&far(b.place))
            }),
            _ => of_faction.max_by_key(|boss| (boss.members, std::cmp::Reverse(boss.place))),
        };
        boss.map(|boss| Who::Boss(key, boss.place))
    }
}
