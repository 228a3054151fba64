//! The first week (ODD 5): citizens, police and cells as the map has them, leaders in office.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Key, Luck, mix_all, trait_of};
use crate::engine::roster::Roster;
use crate::engine::sampling::{chance, multinomial};
use crate::state::cells::{Boss, Cell};
use crate::state::citizens::{self, Citizens, Person, STRATA, Status, Stratum};
use crate::state::community::{Community, Gang};
use crate::state::corridors::Corridors;
use crate::state::docket::{Cohorts, Docket};
use crate::state::forces::{Corps, FORCES, Force};
use crate::state::government::{AREAS, Budget, Government};
use crate::state::jurisdictions::Jurisdiction;
use crate::state::map::{Map, Place};
use crate::state::memory::{Lives, Memory};
use crate::state::orders::{Locally, Orders, Programmes};
use crate::state::organizations::{Leader, Organization, OrganizationKey, Organizations};
use crate::state::outside::Outside;
use crate::state::presence::{Unseen, spread, with_unseen};
use crate::state::relations::Relations;
use crate::state::tally::{RecentDeaths, Tally};
use crate::state::territory::{self, Territory};
use crate::state::world::{Country, Municipality, World};
use crate::units::{
    Dollars, Factor, Per100k, Persons, Probability, Quantity, Share, Sourced, Weeks,
};

/// How the country stands in the first week.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Members of all organizations per 100,000 residents; an organization's share is like 1/rank
    /// of its size.
    pub members: Sourced<Per100k>,
    /// Largest share of a municipality's residents who are members; what is above goes to the
    /// organization's other cells.
    pub most_of_residents: Sourced<Share>,
    /// Cells that the press did not see, for each that it saw.
    pub unseen: Sourced<Factor>,
    /// Borders between a cell that was not seen and one that was, on average.
    pub unseen_steps: Sourced<Factor>,
    /// Share of an organization's members who are in cells that were not seen.
    pub unseen_members: Sourced<Share>,
    /// Associates per member.
    pub associates: Sourced<Persons>,
    /// Municipal police officers per 100,000 residents.
    pub municipal_police: Sourced<Per100k>,
    /// Cohesion of an organization.
    pub cohesion: Sourced<Probability>,
    /// Longest tenure of a plaza boss; tenures are uniform up to it.
    pub boss_tenure: Sourced<Weeks>,
    /// Tenure of a leader.
    pub leader_tenure: Sourced<Weeks>,
    /// Cash of an organization per member (dollars).
    pub cash: Sourced<Dollars>,
    /// Arms per member.
    pub arms: Sourced<Persons>,
    /// Gang youths per 100,000 residents.
    pub gangs: Sourced<Per100k>,
    /// State police officers per 100,000 residents.
    pub state_police: Sourced<Per100k>,
    /// Integrity of municipal police.
    pub municipal_integrity: Sourced<Share>,
    /// Professionalism of municipal police.
    pub municipal_professionalism: Sourced<Share>,
    /// Integrity of state police.
    pub state_integrity: Sourced<Share>,
    /// Professionalism of state police.
    pub state_professionalism: Sourced<Share>,
    /// Integrity of prosecutors.
    pub prosecutors: Sourced<Share>,
    /// Chance that a case that was opened ends in a sentence, at full integrity.
    pub justice_capacity: Sourced<Share>,
    /// How far states have their prisons in hand.
    pub prisons: Sourced<Share>,
    /// Fear of organized crime.
    pub fear: Sourced<Share>,
    /// Trust in the police.
    pub trust: Sourced<Share>,
    /// Share of people who hold that crime is to be refused and reported together.
    pub lawfulness: Sourced<Share>,
    /// Share of the young with work or school; where poverty is at the country's mean.
    pub opportunity: Sourced<Share>,
    /// How much the forces know about who is who.
    pub intelligence: Sourced<Share>,
    /// Share of the people who approve of the government's security policy.
    pub approval: Sourced<Share>,
    /// Share of the people who trust the army.
    pub trust_army: Sourced<Share>,
    /// How well forces act together.
    pub coordination: Sourced<Share>,
    /// How well equipped mobile units are.
    pub equipment: Sourced<Share>,
    /// How closely the United States and Mexico work together.
    pub cooperation: Sourced<Share>,
}

impl Parameters {
    /// Part of the young with work or school at the start: prospects are worse where more are poor.
    pub fn opportunity_at(&self, poverty: f64, mean_poverty: f64) -> f64 {
        let without = (1.0 - self.opportunity.get())
            * if mean_poverty > 0.0 {
                poverty / mean_poverty
            } else {
                1.0
            };
        (1.0 - without).clamp(0.0, 1.0)
    }
}

/// The process number of the draws made here; see the schedule for the others.
pub const PROCESS: u16 = 0;

impl Country {
    /// What is the same in every replicate on this map.
    pub fn new(map: Arc<Map>, people: &citizens::Parameters) -> Self {
        let propensity = people.propensity();
        let (mut sum, mut residents) = (0.0, 0.0);
        for place in &map.places {
            let counts = people.residents(place.population, place.poverty);
            for (count, readiness) in counts.iter().zip(&propensity) {
                sum += f64::from(*count) * readiness;
                residents += f64::from(*count);
            }
        }
        let mut factions: Vec<Arc<str>> = Vec::new();
        for cell in map
            .organizations
            .iter()
            .flat_map(|organization| &organization.cells)
        {
            if let Some(faction) = &cell.faction
                && !factions.iter().any(|known| **known == **faction)
            {
                factions.push(faction.as_str().into());
            }
        }
        factions.sort();
        let mut residents_upto = Vec::with_capacity(map.places.len());
        let mut upto = 0;
        for place in &map.places {
            upto += u64::from(place.population);
            residents_upto.push(upto);
        }
        Self {
            residents_upto,
            propensity,
            mean_propensity: if residents > 0.0 {
                sum / residents
            } else {
                0.0
            },
            factions,
            garrisons: garrisons(&map),
            ports: (0..map.places.len() as u32)
                .filter(|place| map.places[*place as usize].port)
                .collect(),
            map,
        }
    }
}

/// The largest municipality of each state, states by population.
fn garrisons(map: &Map) -> Vec<u32> {
    let mut states = vec![(0_u64, 0_u32); map.states.len()];
    for (index, place) in map.places.iter().enumerate() {
        let (people, largest) = &mut states[usize::from(place.state)];
        if *people == 0 || place.population > map.places[*largest as usize].population {
            *largest = index as u32;
        }
        *people += u64::from(place.population);
    }
    states.retain(|(people, _)| *people > 0);
    states.sort_by_key(|(people, largest)| (std::cmp::Reverse(*people), *largest));
    states.into_iter().map(|(_, largest)| largest).collect()
}

impl World {
    /// The world of one replicate in its first week.
    pub fn new(
        country: Arc<Country>,
        p: &Parameters,
        people: &citizens::Parameters,
        land: &territory::Parameters,
        key: Key,
        week: i32,
    ) -> Self {
        let map = &country.map;
        let luck = key.luck(PROCESS, week);
        let mean_poverty = map.mean_poverty();
        let mut municipalities: Vec<Municipality> = map
            .places
            .iter()
            .enumerate()
            .map(|(index, place)| Municipality {
                place: index as u32,
                citizens: citizens(place, people),
                community: community(place.poverty, mean_poverty, p),
                programmes: Programmes::default(),
                memory: Memory::default(),
                gang: Gang {
                    natural: per_100k(place.population, &p.gangs),
                    size: per_100k(place.population, &p.gangs),
                    hired_by: None,
                },
                police: Corps {
                    authorized: per_100k(place.population, &p.municipal_police),
                    merged: 0,
                    integrity: p.municipal_integrity.get(),
                    professionalism: p.municipal_professionalism.get(),
                    captured_by: None,
                },
                mayor: None,
                officers: officers(place.population, p),
                steadiness: 1.0,
                fallen: [0; FORCES],
                cells: Vec::new(),
                tally: Tally::default(),
                events: Vec::new(),
                moved: Vec::new(),
            })
            .collect();
        let population = map.population();
        let gang_youths = municipalities
            .iter()
            .map(|here| u64::from(here.gang.natural))
            .sum();
        let total = population as f64 * p.members.get() / 1e5;
        let ranks: f64 = (1..=map.organizations.len())
            .map(|rank| 1.0 / rank as f64)
            .sum();
        let mut organizations = Organizations::new();
        let mut room: Vec<f64> = map
            .places
            .iter()
            .map(|place| f64::from(place.population) * p.most_of_residents.get())
            .collect();
        let unseen = Unseen {
            number: p.unseen.get(),
            steps: p.unseen_steps.get(),
            members: p.unseen_members.get(),
        };
        for (index, seen) in map.organizations.iter().enumerate() {
            let initial = &with_unseen(map, seen, unseen, &luck);
            let key = OrganizationKey::founder(&initial.name);
            let members = total / (index + 1) as f64 / ranks;
            for (cell, members) in spread(&mut room, initial, members) {
                let here = &mut municipalities[cell as usize];
                let faction = initial.cells.iter().find(|other| other.place == cell);
                let faction = faction.and_then(|cell| cell.faction.as_deref());
                let faction = faction
                    .and_then(|name| country.factions.iter().position(|known| **known == *name))
                    .map(|index| index as u16);
                settle_cell(
                    here,
                    key,
                    faction,
                    members,
                    &country.propensity,
                    p,
                    &luck,
                    week,
                );
            }
            organizations.insert(
                key,
                Organization {
                    key,
                    name: initial.name.as_str().into(),
                    parent: None,
                    born_week: week,
                    leader: Some(Leader {
                        key: mix_all(&[key.0, u64::from(week.cast_unsigned())]),
                        since: week - p.leader_tenure.get() as i32,
                        contested: false,
                    }),
                    fallen: None,
                    cohesion: p.cohesion.get(),
                    losses: 0.0,
                    cash: members * p.cash.get(),
                    pay: 1.0,
                    arms: members * p.arms.get(),
                    violence: 0.0,
                    agreement: None,
                    members: 0,
                    associates: 0,
                    places: Vec::new(),
                    members_upto: Vec::new(),
                },
            );
        }
        for here in &mut municipalities {
            here.cells.sort_by_key(|cell| cell.organization);
        }
        let occupied = (0..map.places.len() as u32)
            .filter(|place| !municipalities[*place as usize].cells.is_empty())
            .collect();
        let mut world = Self {
            week,
            recent: vec![RecentDeaths::default(); map.places.len()],
            municipalities,
            occupied,
            troubled: Vec::new(),
            organizations,
            relations: Relations::default(),
            orders: Orders::NONE,
            locally: Locally::default(),
            budget: Budget::default(),
            government: Government {
                approval: p.approval.get(),
                trust_army: p.trust_army.get(),
                coordination: p.coordination.get(),
                complaints: 0.0,
                equipment: p.equipment.get(),
            },
            jurisdictions: jurisdictions(&country.map, p),
            outside: Outside {
                price: 1.0,
                supply: 1.0,
                demand: 1.0,
                arms: 1.0,
                cooperation: p.cooperation.get(),
                aid: [0.0; AREAS],
            },
            corridors: Corridors::none(country.map.places.len()),
            // Markets alone, until the flow of drugs is found.
            territory: Territory::new(
                land,
                country
                    .map
                    .places
                    .iter()
                    .map(|place| (place.population, 0.0)),
            ),
            gang_youths,
            hired: Vec::new(),
            units: Vec::new(),
            garrisoned: Vec::new(),
            captives: Vec::new(),
            released: Vec::new(),
            cohorts: Cohorts::default(),
            lives: Lives::default(),
            population,
            tally: Tally::default(),
            events: Vec::new(),
            script: Arc::default(),
            country,
        };
        world.settle();
        let World {
            organizations,
            relations,
            ..
        } = &mut world;
        organizations.retain(|key, organization| {
            if organization.places.is_empty() {
                relations.forget(*key);
            }
            !organization.places.is_empty()
        });
        world
    }
}

/// The residents of a place, of whom as many are there as at the start.
fn citizens(place: &Place, people: &citizens::Parameters) -> Citizens {
    let most = place.most_residents();
    let mut citizens = Citizens::new(people.residents(most, place.poverty));
    citizens.inhabit(place.population);
    citizens
}

/// So many per 100,000 of these residents, rounded.
fn per_100k(population: u32, rate: &Sourced<Per100k>) -> u32 {
    (f64::from(population) * rate.get() / 1e5 + 0.5) as u32
}

/// Officers of the forces that are always there: municipal and state police.
fn officers(population: u32, p: &Parameters) -> [u32; FORCES] {
    let mut officers = [0; FORCES];
    officers[Force::Municipal.index()] = per_100k(population, &p.municipal_police);
    officers[Force::State.index()] = per_100k(population, &p.state_police);
    officers
}

/// What people share at the start.
fn community(poverty: f64, mean_poverty: f64, p: &Parameters) -> Community {
    Community {
        fear: p.fear.get(),
        trust: p.trust.get(),
        lawfulness: p.lawfulness.get(),
        violence: 0.0,
        intelligence: p.intelligence.get(),
        opportunity: p.opportunity_at(poverty, mean_poverty),
        vulnerability: 1.0,
    }
}

/// The states' institutions at the start.
fn jurisdictions(map: &Map, p: &Parameters) -> Vec<Jurisdiction> {
    let mut authorized = vec![0; map.states.len()];
    for place in &map.places {
        authorized[usize::from(place.state)] += per_100k(place.population, &p.state_police);
    }
    authorized
        .into_iter()
        .map(|authorized| Jurisdiction {
            police: Corps {
                authorized,
                merged: 0,
                integrity: p.state_integrity.get(),
                professionalism: p.state_professionalism.get(),
                captured_by: None,
            },
            prosecutors: p.prosecutors.get(),
            captured_by: None,
            reformed: 0.0,
            capacity: p.justice_capacity.get(),
            prisons: p.prisons.get(),
            remand: Roster::default(),
            sentenced: Roster::default(),
            docket: Docket::default(),
        })
        .collect()
}

/// Puts a cell into a municipality: members by readiness and boldness, associates by readiness.
#[expect(
    clippy::too_many_arguments,
    reason = "everything a first cell is made of"
)]
fn settle_cell(
    here: &mut Municipality,
    organization: OrganizationKey,
    faction: Option<u16>,
    members: u32,
    propensity: &[f64; STRATA],
    p: &Parameters,
    luck: &Luck,
    week: i32,
) {
    let mut rng = luck.of(here.place, organization.0);
    let mut cell = Cell::new(organization, here.place, week);
    let boss = Boss::appointed(organization, here.place, week);
    let tenure = trait_of(mix_all(&[boss.key, 3])) * p.boss_tenure.get();
    cell.boss = Boss {
        since: week - tenure as i32,
        ..boss
    };
    cell.faction = faction;
    let ready: u32 = Stratum::all()
        .filter(|stratum| propensity[stratum.index()] > 0.0)
        .map(|stratum| here.citizens.civilians(stratum))
        .sum();
    let by_stratum = here.citizens.ready(propensity);
    while cell.members.len() < members.min(ready / 2) {
        let (stratum, number) = here
            .citizens
            .choose(&mut rng, &by_stratum)
            .expect("somebody is ready");
        let person = Person {
            home: here.place,
            number,
        };
        let civilian = here.citizens.civilian_share(stratum);
        if chance(&mut rng, person.boldness() * civilian) && here.citizens.status(number).is_none()
        {
            here.citizens.set(number, Some(Status::Member));
            cell.members.add(person);
        }
    }
    let wanted = (f64::from(cell.members.len()) * p.associates.get() + 0.5) as u32;
    let mut weights = [0.0; STRATA];
    for stratum in Stratum::all() {
        let civilians = f64::from(here.citizens.civilians(stratum));
        weights[stratum.index()] = civilians * propensity[stratum.index()];
    }
    let mut hired = multinomial(&mut rng, wanted, &weights);
    for stratum in Stratum::all() {
        let hired = &mut hired[stratum.index()];
        *hired = (*hired).min(here.citizens.civilians(stratum));
    }
    here.citizens.enlist_associates(&hired);
    cell.associates.add(&hired);
    here.cells.push(cell);
}
