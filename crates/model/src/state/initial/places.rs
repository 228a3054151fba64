//! Municipalities and states in the first week: their people and institutions.

use crate::engine::roster::Roster;
use crate::state::citizens::{self, Citizens};
use crate::state::community::{Community, Gang, Known};
use crate::state::docket::Docket;
use crate::state::forces::{Corps, FORCES, Force};
use crate::state::initial::parameters::Parameters;
use crate::state::jurisdictions::{Jurisdiction, StateClocks};
use crate::state::map::{Map, Place};
use crate::state::memory::Memory;
use crate::state::orders::Programmes;
use crate::state::world::{Clocks, Municipality};
use crate::units::{Per100k, Quantity, Sourced};

/// The municipalities, without cells.
pub fn municipalities(
    map: &Map,
    p: &Parameters,
    people: &citizens::Parameters,
) -> Vec<Municipality> {
    let mean_poverty = map.mean_poverty();
    let municipality = |(index, place): (u32, &Place)| Municipality {
        place: index,
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
            broke: None,
        },
        mayor: None,
        officers: officers(place.population, p),
        clocks: Clocks::default(),
        steadiness: 1.0,
        fallen: [0; FORCES],
        cells: Vec::new(),
        theatres: Vec::new(),
        tally: Box::default(),
        killings: None,
        events: Vec::new(),
        moved: Vec::new(),
    };
    (0..).zip(&map.places).map(municipality).collect()
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
        pull: Known::default(),
        pays: Known::default(),
    }
}

/// The states' institutions at the start.
pub fn jurisdictions(map: &Map, p: &Parameters) -> Vec<Jurisdiction> {
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
                broke: None,
            },
            prosecutors: p.prosecutors.get(),
            captured_by: None,
            reformed: 0.0,
            capacity: p.justice_capacity.get(),
            prisons: p.prisons.get(),
            remand: Roster::default(),
            sentenced: Roster::default(),
            docket: Docket::default(),
            clocks: StateClocks::default(),
        })
        .collect()
}
