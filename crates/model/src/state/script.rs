//! The script of a replicate: what happens in it whatever its luck. Leaders who fall and units that
//! are sent, as a table of real events or one experiment with two futures says.
//!
//! An empty script changes nothing; rules draw for everything else as they would without it.

use std::ops::Range;
use std::sync::Arc;

use crate::state::forces::Force;
use crate::state::organizations::{OrganizationKey, Outcome};
use crate::state::world::World;

/// What happens whatever the luck.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// Who falls.
    pub removals: Vec<Removal>,
    /// The weeks in which no leader falls but by the script.
    pub leaders_fall_by_script: Range<i32>,
    /// Where units are sent.
    pub postings: Vec<Posting>,
}

/// Somebody falls.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    /// When.
    pub week: i32,
    /// Who.
    pub who: Who,
    /// How; without it, as the government's orders have it.
    pub outcome: Option<Outcome>,
}

/// Who falls.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// The leader of an organization; where he is, if it is known and the organization is there, else
    /// at its seat.
    Leader(OrganizationKey, Option<u32>),
    /// The boss of an organization's cell at a place.
    Boss(OrganizationKey, u32),
    /// Somebody known from reports.
    Reported(Reported),
}

/// Somebody known from reports, who is looked for in the world as it has become.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// What the organization was called: its own name, or a faction's.
    pub name: Arc<str>,
    /// The organization that a faction of this name belongs to.
    pub within: Arc<str>,
    /// Whether it was the leader.
    pub leader: bool,
    /// Where, if it is known.
    pub place: Option<u32>,
}

/// Officers and soldiers are sent to places, from each force in proportion to its strength.
#[derive(Clone, Debug, PartialEq)]
pub struct Posting {
    /// Of which forces.
    pub forces: Vec<Force>,
    /// How many of all forces; without it, as many as an operation of unknown size has.
    pub strength: Option<f64>,
    /// The places, and how much of the units each gets relative to the others.
    pub places: Vec<(u32, f64)>,
    /// The weeks in which they are wanted there.
    pub weeks: Range<i32>,
}

impl Script {
    /// Who falls in a week.
    pub fn removals_of(&self, week: i32) -> impl Iterator<Item = &Removal> {
        self.removals
            .iter()
            .filter(move |removal| removal.week == week)
    }

    /// Where units of a force are wanted in a week.
    pub fn postings_of(&self, force: Force, week: i32) -> impl Iterator<Item = &Posting> {
        self.postings
            .iter()
            .filter(move |posting| posting.forces.contains(&force) && posting.weeks.contains(&week))
    }
}

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
