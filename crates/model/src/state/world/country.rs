//! What is the same in every replicate on a map and never changes.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::state::citizens::{self, Ready, STRATA};
use crate::state::map::{Map, Place};

/// What is the same in every replicate and never changes.
#[derive(Debug)]
pub struct Country {
    /// The map.
    pub map: Arc<Map>,
    /// Readiness to be recruited by stratum, relative to the most ready, 0 to 1.
    pub propensity: [f64; STRATA],
    /// Its mean over all residents.
    pub mean_propensity: f64,
    /// Everyone who ever lives in a municipality, weighed by it; index as on the map.
    pub ready: Vec<Ready>,
    /// Names of factions; cells refer to them by index.
    pub factions: Vec<Arc<str>>,
    /// The municipality where units of a state are garrisoned: its largest; states by population.
    pub garrisons: Vec<u32>,
    /// The municipalities with a main sea port, where the navy is garrisoned.
    pub ports: Vec<u32>,
    /// The state of each municipality, an index into [`Map::states`]; index as on the map.
    pub states: Vec<u16>,
    /// The municipalities of each state, ascending; index of states as on the map.
    pub by_state: Vec<Vec<u32>>,
    /// Residents at the start of all municipalities up to each.
    pub residents_upto: Vec<u64>,
    /// Distance to each neighbour (km), by the number of the map's edge.
    pub border_km: Vec<f64>,
}

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
        let upto = |sum: &mut u64, residents: u32| {
            *sum += u64::from(residents);
            Some(*sum)
        };
        let residents_upto = map.places.iter().map(|place| place.population);
        let ready = |place: &Place| {
            let everyone = people.residents(place.most_residents(), place.poverty);
            Ready::new(&everyone, &propensity)
        };
        let ports = (0..).zip(&map.places).filter(|(_, place)| place.port);
        Self {
            residents_upto: residents_upto.scan(0, upto).collect(),
            ready: map.places.iter().map(ready).collect(),
            states: map.places.iter().map(|place| place.state).collect(),
            by_state: by_state(&map),
            propensity,
            mean_propensity: if residents > 0.0 {
                sum / residents
            } else {
                0.0
            },
            factions: factions(&map),
            garrisons: garrisons(&map),
            ports: ports.map(|(place, _)| place).collect(),
            border_km: border_km(&map),
            map,
        }
    }

    /// The municipality of the resident at a part of the whole population, 0 to 1.
    pub fn home(&self, part: f64) -> Option<u32> {
        let residents = *self.residents_upto.last()?;
        let resident = (part * residents as f64) as u64;
        let place = self
            .residents_upto
            .partition_point(|upto| *upto <= resident);
        (place < self.residents_upto.len()).then_some(place as u32)
    }
}

/// Distance to each neighbour, by the number of the edge.
fn border_km(map: &Map) -> Vec<f64> {
    let places = 0..map.graph.len() as u32;
    places
        .flat_map(|place| {
            let neighbours = map.graph.neighbours(place).iter();
            neighbours.map(move |other| map.distance(place, *other))
        })
        .collect()
}

/// Names of the factions of all organizations, in order.
fn factions(map: &Map) -> Vec<Arc<str>> {
    let names = map.organizations.iter().flat_map(|group| group.factions());
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(Arc::from).collect()
}

/// The municipalities of each state, ascending; index of states as on the map.
fn by_state(map: &Map) -> Vec<Vec<u32>> {
    let mut states = vec![Vec::new(); map.states.len()];
    for (index, place) in (0..).zip(&map.places) {
        states[usize::from(place.state)].push(index);
    }
    states
}

/// The largest municipality of each state, states by population.
fn garrisons(map: &Map) -> Vec<u32> {
    let mut states = vec![(0_u64, 0_u32); map.states.len()];
    for (index, place) in (0..).zip(&map.places) {
        let (people, largest) = &mut states[usize::from(place.state)];
        if *people == 0 || place.population > map.places[*largest as usize].population {
            *largest = index;
        }
        *people += u64::from(place.population);
    }
    states.retain(|(people, _)| *people > 0);
    states.sort_by_key(|(people, largest)| (Reverse(*people), *largest));
    states.into_iter().map(|(_, largest)| largest).collect()
}
