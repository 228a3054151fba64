//! The first week (ODD 5): citizens, police and cells as the map has them, leaders in office.

mod cells;
mod conflicts;
pub mod field;
mod parameters;
mod places;
pub mod presence;

pub use parameters::Parameters;

use std::sync::Arc;

use crate::engine::luck::{Key, Luck, mix_all};
use crate::state::citizens;
use crate::state::corridors::Corridors;
use crate::state::docket::Cohorts;
use crate::state::government::{AREAS, Budget, Government};
use crate::state::map::Map;
use crate::state::orders::{Locally, Orders};
use crate::state::organizations::{Leader, Organization, OrganizationKey, Organizations};
use crate::state::outside::Outside;
use crate::state::relations::Relations;
use crate::state::tally::RecentDeaths;
use crate::state::territory::{self, Territory};
use crate::state::world::{Abroad, Country, Given, Groups, Institutions, Land, Record, World};
use crate::units::Quantity;
use field::{Field, fields};
use presence::{drawn, housed};

/// The process number of the draws made here; see the schedule for the others.
pub const PROCESS: u16 = 0;

impl World {
    /// The world of one replicate in its first week.
    pub fn new(
        country: Arc<Country>,
        p: &Parameters,
        people: &citizens::Parameters,
        worth: &territory::Parameters,
        key: Key,
        week: i32,
    ) -> Self {
        let map = country.map.clone();
        let mut land = land(&country, p, people);
        let organizations = organizations(&mut land, &country, p, &key.luck(PROCESS, week), week);
        // Markets alone, until the flow of drugs is found.
        let markets = map.places.iter().map(|place| (place.population, 0.0));
        let mut world = Self {
            given: Given {
                country,
                script: Arc::default(),
                week,
                orders: Orders::NONE,
                locally: Locally::default(),
                budget: Budget::default(),
            },
            land,
            groups: Groups {
                organizations,
                relations: Relations::default(),
            },
            institutions: Institutions {
                government: Government {
                    approval: p.approval.get(),
                    trust_army: p.trust_army.get(),
                    coordination: p.coordination.get(),
                    complaints: 0.0,
                    equipment: p.equipment.get(),
                },
                jurisdictions: places::jurisdictions(&map, p),
                units: Vec::new(),
                garrisoned: Vec::new(),
                captives: Vec::new(),
                released: Vec::new(),
                cohorts: Cohorts::default(),
            },
            abroad: Abroad {
                outside: Outside {
                    price: 1.0,
                    supply: 1.0,
                    demand: 1.0,
                    arms: 1.0,
                    cooperation: p.cooperation.get(),
                    aid: [0.0; AREAS],
                },
                corridors: Corridors::none(map.places.len()),
                territory: Territory::new(worth, markets),
            },
            record: Record::default(),
        };
        world.settle();
        let organizations = &mut world.groups.organizations;
        organizations.retain(|_, organization| !organization.places.is_empty());
        conflicts::stand(&map, &mut world.land, &mut world.groups, p, week);
        world
    }
}

/// The municipalities, without cells.
fn land(country: &Country, p: &Parameters, people: &citizens::Parameters) -> Land {
    let map = &country.map;
    let municipalities = places::municipalities(map, p, people);
    let youths = municipalities.iter();
    let youths = youths.map(|here| u64::from(here.gang.natural));
    Land {
        gang_youths: youths.sum(),
        municipalities,
        occupied: Vec::new(),
        recent: vec![RecentDeaths::default(); map.places.len()],
        troubled: Vec::new(),
        hired: Vec::new(),
        population: map.population(),
    }
}

/// The organizations of the map, whose cells settle on the land.
fn organizations(
    land: &mut Land,
    country: &Country,
    p: &Parameters,
    luck: &Luck,
    week: i32,
) -> Organizations {
    let map = &country.map;
    let mut organizations = Organizations::default();
    let mut room: Vec<f64> = map
        .places
        .iter()
        .map(|place| f64::from(place.population) * p.most_of_residents.get())
        .collect();
    for (field, members) in sized(map, p) {
        let name = &field.organization.name;
        let key = OrganizationKey::founder(name);
        let sites = drawn(map, &field, members, p, luck);
        let housed = housed(&mut room, &sites);
        for (site, members) in sites.iter().zip(housed) {
            let number = |name: &str| country.factions.iter().position(|known| **known == *name);
            let faction = site.faction.and_then(number);
            let first = cells::First {
                organization: key,
                faction: faction.map(|index| index as u16),
                members,
                week,
            };
            cells::settle(&mut land[site.place], &first, country, p, luck);
        }
        let leader = Leader {
            key: mix_all(&[key.0, u64::from(week.cast_unsigned())]),
            since: week - p.leader_tenure.get() as i32,
            contested: false,
        };
        let organization = Organization {
            leader: Some(leader),
            cohesion: p.cohesion.get(),
            cash: members * p.cash.get(),
            arms: members * p.arms.get(),
            ..Organization::new(key, name.as_str().into(), week)
        };
        organizations.insert_sorted(key, organization);
    }
    for here in &mut land.municipalities {
        here.cells.sort_by_key(|cell| cell.organization);
    }
    let places = (0..map.places.len() as u32).filter(|place| !land[*place].cells.is_empty());
    land.occupied = places.collect();
    organizations
}

/// Where each organization is expected, and its members: 1/rank by what is known of it.
pub fn sized<'a>(map: &'a Map, p: &Parameters) -> Vec<(Field<'a>, f64)> {
    let fields = fields(map, p);
    let total = map.population() as f64 * p.members.get() / 1e5;
    let ranks: f64 = (1..=fields.len()).map(|rank| 1.0 / rank as f64).sum();
    let members = (1..).map(|rank: u32| total / f64::from(rank) / ranks);
    fields.into_iter().zip(members).collect()
}
