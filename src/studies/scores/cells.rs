//! What a forecast is judged on: municipalities, states and the nation in a year, municipalities in a month.

use plaza_model::state::map::Map;

/// What is scored as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A municipality in a year.
    MunicipalityYear,
    /// A municipality in a month.
    MunicipalityMonth,
    /// A state in a year.
    StateYear,
    /// The country in a year.
    NationYear,
}

impl Level {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 4] = [
        Self::MunicipalityYear,
        Self::MunicipalityMonth,
        Self::StateYear,
        Self::NationYear,
    ];

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::MunicipalityYear => "municipality_year",
            Self::MunicipalityMonth => "municipality_month",
            Self::StateYear => "state_year",
            Self::NationYear => "nation_year",
        }
    }

    /// The deaths of each cell, from those of some months by municipality.
    pub fn cells(self, map: &Map, months: &[Vec<f64>]) -> Vec<f64> {
        let places = map.places.len();
        match self {
            Self::MunicipalityYear => summed(months, places),
            Self::MunicipalityMonth => (0..places)
                .flat_map(|place| months.iter().map(move |month| month[place]))
                .collect(),
            Self::StateYear => {
                let mut states = vec![0.0; map.states.len()];
                for (place, deaths) in map.places.iter().zip(summed(months, places)) {
                    states[usize::from(place.state)] += deaths;
                }
                states
            }
            Self::NationYear => vec![months.iter().flatten().sum()],
        }
    }

    /// The municipality or state that each cell of a year of so many months is of; of the nation's one cell, 0.
    pub fn units(self, map: &Map, months: usize) -> Vec<usize> {
        match self {
            Self::MunicipalityYear => (0..map.places.len()).collect(),
            Self::MunicipalityMonth => (0..map.places.len())
                .flat_map(|place| std::iter::repeat_n(place, months))
                .collect(),
            Self::StateYear => (0..map.states.len()).collect(),
            Self::NationYear => vec![0],
        }
    }

    /// The state that a unit belongs to: cells of one state are not independent of each other.
    pub fn state(self, map: &Map, unit: usize) -> usize {
        match self {
            Self::MunicipalityYear | Self::MunicipalityMonth => usize::from(map.places[unit].state),
            Self::StateYear | Self::NationYear => unit,
        }
    }
}

/// Deaths by municipality, summed over months.
pub fn summed(months: &[Vec<f64>], places: usize) -> Vec<f64> {
    let mut sums = vec![0.0; places];
    for month in months {
        for (sum, deaths) in sums.iter_mut().zip(month) {
            *sum += deaths;
        }
    }
    sums
}
