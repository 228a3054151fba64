//! The plaza bosses of an organization.

use crate::state::cells::Boss;
use crate::state::organizations::OrganizationKey;
use crate::state::world::{Groups, Land};

/// A plaza boss and the cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlazaBoss {
    /// The municipality.
    pub place: u32,
    /// The boss.
    pub boss: Boss,
    /// Members of the cell.
    pub members: u32,
    /// The faction of the cell.
    pub faction: Option<u16>,
    /// Whether the boss fell this week.
    pub fallen: bool,
}

impl Groups {
    /// All bosses of an organization, by place.
    pub fn plaza_bosses(&self, key: OrganizationKey, land: &Land) -> Vec<PlazaBoss> {
        let places = self.organizations.get(&key).map(|o| o.places.as_slice());
        let boss = |&place: &u32| {
            let here = &land[place];
            let cell = &here.cells[here.cell(key)?];
            let boss = PlazaBoss {
                place,
                boss: cell.boss,
                members: cell.members.len(),
                faction: cell.faction,
                fallen: cell.fallen.is_some(),
            };
            (boss.members > 0).then_some(boss)
        };
        places.unwrap_or_default().iter().filter_map(boss).collect()
    }
}
