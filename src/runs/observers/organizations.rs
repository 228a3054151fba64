//! What is recorded of an organization.

use std::sync::Arc;

use plaza_batch::rows::Value;
use plaza_model::state::cells::BUSINESSES;
use plaza_model::state::organizations::{Organization, OrganizationKey};
use plaza_model::state::world::World;

use crate::runs::observers::{int, key, maybe, part};

/// An organization at the end of a week.
#[derive(Clone, Debug)]
pub struct OrganizationRow {
    week: i32,
    key: OrganizationKey,
    name: Arc<str>,
    parent: Option<OrganizationKey>,
    born_week: i32,
    members: u32,
    municipalities: u32,
    cash: f64,
    arms: f64,
    cohesion: f64,
    tenure: i32,
    /// Parts of its work, by business.
    effort: [f64; BUSINESSES],
}

impl OrganizationRow {
    /// The row of `group`.
    pub fn of(group: &Organization, world: &World) -> Self {
        Self {
            week: world.week,
            key: group.key,
            name: group.name.clone(),
            parent: group.parent,
            born_week: group.born_week,
            members: group.members,
            municipalities: group.places.len() as u32,
            cash: group.cash,
            arms: group.arms,
            cohesion: group.cohesion,
            tenure: group.tenure(world.week),
            effort: effort(group, world),
        }
    }

    /// From the week on.
    pub fn values(self) -> impl Iterator<Item = Value> {
        [
            int(self.week),
            key(self.key),
            Value::Text(self.name),
            maybe(self.parent, key),
            int(self.born_week),
            int(self.members),
            int(self.municipalities),
            Value::Real(self.cash),
            Value::Real(self.arms),
            Value::Real(self.cohesion),
            int(self.tenure),
        ]
        .into_iter()
        .chain(self.effort.map(Value::Real))
    }
}

/// The effort of its cells, each weighted with its members.
fn effort(group: &Organization, world: &World) -> [f64; BUSINESSES] {
    let mut sums = [0.0; BUSINESSES];
    let mut members = 0.0;
    for &place in &group.places {
        let here = &world.municipalities[place as usize];
        if let Some(cell) = here.cell(group.key).map(|index| &here.cells[index]) {
            members += cell.strength();
            for (sum, effort) in sums.iter_mut().zip(cell.effort) {
                *sum += cell.strength() * effort;
            }
        }
    }
    sums.map(|sum| part(sum, members))
}
