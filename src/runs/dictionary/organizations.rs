//! The table `organizations`: its columns, and how each is read from a group.

use std::sync::Arc;

use plaza_batch::table::Table;

use plaza_model::state::cells::{BUSINESSES, Business};
use plaza_model::state::organizations::{Organization, OrganizationKey};
use plaza_model::state::world::World;

use crate::runs::dictionary::words::{Words, part};

/// One row per replicate, group and 13th week.
pub static ORGANIZATIONS: Table = Table::new(
    "organizations",
    "a group with own leadership in every 13th week (12, 25, ...) of one replicate",
    OrganizationRow::COLUMNS,
);

columns! {
    /// An organization at the end of a week.
    pub struct OrganizationRow of (at: &Group<'_>) in Words {
        week: i32, Key, "week", "week of the model; 0 is the first week of the year after the map's", at.world.given.week;
        organization: OrganizationKey, Key, "-", "key from its lineage, 16 hexadecimal digits", at.group.key;
        name: Arc<str>, Attribute, "-", "usual name; a splinter's from faction or lineage", at.group.name.clone();
        parent: Option<OrganizationKey>, Attribute, "-",
            "key of the group it split from; null: a founder", at.group.parent;
        born_week: i32, Attribute, "week", "week of founding; founders: first week", at.group.born_week;
        members: u32, Stock, "person", "members in all its cells", at.group.members;
        municipalities: u32, Stock, "municipality", "municipalities with a cell", at.group.places.len() as u32;
        cash: f64, Stock, "dollar of 2010", "money in hand", at.group.cash;
        arms: f64, Stock, "arm", "rifles and the like", at.group.arms;
        cohesion: f64, Stock, "1", "how well it holds together, 0 to 1", at.group.cohesion;
        tenure_weeks: i32, Stock, "week", "weeks its leader has led", at.group.tenure(at.world.given.week);
        share_trafficking: f64, Stock, "1",
            "part of its work: tolls on drugs that pass; mean over cells by members", at.part(Business::Trafficking);
        share_retail: f64, Stock, "1",
            "part of its work: drugs sold; mean over cells by members", at.part(Business::Retail);
        share_extortion: f64, Stock, "1",
            "part of its work: firms that pay; mean over cells by members", at.part(Business::Extortion);
        share_kidnapping: f64, Stock, "1",
            "part of its work: kidnapping and robbery; mean over cells by members", at.part(Business::Kidnapping);
        share_smuggling: f64, Stock, "1",
            "part of its work: migrants brought north; mean over cells by members", at.part(Business::Smuggling);
    }
}

/// An organization in a world.
#[derive(Debug)]
pub struct Group<'a> {
    group: &'a Organization,
    world: &'a World,
    /// Parts of its work, by business.
    effort: [f64; BUSINESSES],
}

impl<'a> Group<'a> {
    /// One of the world's.
    pub fn of(group: &'a Organization, world: &'a World) -> Self {
        Self {
            group,
            world,
            effort: effort(group, world),
        }
    }

    fn part(&self, business: Business) -> f64 {
        self.effort[business.index()]
    }
}

/// The effort of its cells, each weighted with its members.
fn effort(group: &Organization, world: &World) -> [f64; BUSINESSES] {
    let mut sums = [0.0; BUSINESSES];
    let mut members = 0.0;
    for &place in &group.places {
        let here = &world.land[place];
        if let Some(cell) = here.cell(group.key).map(|index| &here.cells[index]) {
            members += cell.strength();
            for (sum, effort) in sums.iter_mut().zip(cell.effort) {
                *sum += cell.strength() * effort;
            }
        }
    }
    sums.map(|sum| part(sum, members))
}
