//! Where local programmes are: the same total, spread over municipalities by the order given.

use crate::state::government::Allocation;
use crate::state::world::{Given, Land};

/// Who is to have how much of each programme, as far as places differ.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Programme for each person, relative to other places; index as on the map.
    weights: Vec<f64>,
    /// Residents; index as on the map.
    people: Vec<f64>,
    /// Places with a weight, most first.
    favoured: Vec<usize>,
    /// Residents of all places.
    all: f64,
    /// Residents of the favoured, weighted.
    weighted: f64,
}

/// The spread of one programme: its level where the weight is 1, and where there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    scale: f64,
    rest: f64,
}

impl Spread {
    /// That of a programme which nobody orders.
    pub const NOTHING: Self = Self {
        scale: 0.0,
        rest: 0.0,
    };
}

impl Coverage {
    /// The coverage that is ordered: for each person alike, in cities with a crossing to the north,
    /// each state's total alike, each place's total by its organized-crime deaths of the last
    /// year, or for each person by poverty. Where nobody is favoured all are alike.
    pub fn new(given: &Given, land: &Land) -> Self {
        let places = &given.country.map.places;
        let people: Vec<f64> = places
            .iter()
            .map(|place| f64::from(place.population))
            .collect();
        let mut states = vec![0.0; given.country.map.states.len()];
        for (place, people) in places.iter().zip(&people) {
            states[usize::from(place.state)] += people;
        }
        let weight = |index: usize| {
            let place = &places[index];
            if people[index] <= 0.0 {
                return 0.0;
            }
            match given.orders.allocation {
                Allocation::All => 1.0,
                Allocation::BorderCities => f64::from(u8::from(place.crossing)),
                Allocation::StatesAlike => 1.0 / states[usize::from(place.state)],
                Allocation::MostViolent => f64::from(land.recent[index].year) / people[index],
                Allocation::Need => place.poverty,
            }
        };
        let mut weights: Vec<f64> = (0..places.len()).map(weight).collect();
        if weights.iter().all(|weight| *weight <= 0.0) {
            weights.fill(1.0);
        }
        let mut favoured: Vec<usize> = (0..places.len()).filter(|i| weights[*i] > 0.0).collect();
        favoured.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]).then(a.cmp(b)));
        let all = people.iter().sum();
        let weighted = favoured.iter().map(|i| people[*i] * weights[*i]).sum();
        Self {
            weights,
            people,
            favoured,
            all,
            weighted,
        }
    }

    /// How a programme of this level for each person of the country, 0 to 1, is spread: in
    /// proportion to weights, full at most; what is left when every favoured place is full goes to
    /// the others alike.
    pub fn spread(&self, level: f64) -> Spread {
        let total = level.clamp(0.0, 1.0) * self.all;
        let mut weighted = self.weighted;
        let mut full = 0.0;
        for &i in &self.favoured {
            let scale = (total - full) / weighted;
            if scale * self.weights[i] <= 1.0 {
                return Spread { scale, rest: 0.0 };
            }
            full += self.people[i];
            weighted -= self.people[i] * self.weights[i];
            if weighted <= 0.0 {
                break;
            }
        }
        let others = self.all - full;
        Spread {
            scale: f64::INFINITY,
            rest: if others > 0.0 {
                ((total - full) / others).clamp(0.0, 1.0)
            } else {
                1.0
            },
        }
    }

    /// The programme's level at a place, 0 to 1.
    pub fn at(&self, place: usize, spread: Spread) -> f64 {
        if self.weights[place] > 0.0 {
            (spread.scale * self.weights[place]).clamp(0.0, 1.0)
        } else {
            spread.rest
        }
    }
}
