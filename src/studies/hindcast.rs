//! The hindcast: simulated organized-crime deaths beside observed ones, by country, state and
//! municipality.

pub mod files;
pub mod map_figure;
pub mod ranks_figure;
pub mod screen;
pub mod skill;

use serde::Serialize;

use plaza_model::state::map::Map;

use crate::maps::observed::Observed;
use crate::studies::validation::Band;
use crate::studies::validation::future::Future;

/// Simulated and observed deaths of the same years.
#[derive(Clone, Debug)]
pub struct Hindcast<'a> {
    map: &'a Map,
    observed: &'a Observed,
    /// The years that are both observed and simulated.
    years: Vec<i32>,
    /// Deaths by replicate, year and municipality.
    simulated: Vec<Vec<Vec<f64>>>,
}

/// A place in a year: a row of `hindcast.csv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// What sort of place: country, state, municipality.
    pub level: &'static str,
    /// The name of the map or the state, the code of the municipality.
    pub place: String,
    /// The year.
    pub year: i32,
    /// Deaths observed.
    pub observed: f64,
    /// Deaths simulated, mean over replicates.
    pub simulated: f64,
    /// Their 5 % quantile over replicates.
    pub low: f64,
    /// Their 95 % quantile.
    pub high: f64,
}

impl<'a> Hindcast<'a> {
    /// Nothing simulated yet.
    pub fn new(map: &'a Map, observed: &'a Observed) -> Self {
        Self {
            map,
            observed,
            years: Vec::new(),
            simulated: Vec::new(),
        }
    }

    /// Adds a replicate; without its municipalities there is nothing to compare.
    pub fn add(&mut self, future: &Future) {
        let Some(simulated) = &future.years else {
            return;
        };
        let known = |year: &i32| self.observed.years.contains_key(year);
        self.years = simulated.keys().copied().filter(known).collect();
        let years = self.years.iter().map(|year| simulated[year].deaths.clone());
        self.simulated.push(years.collect());
    }

    /// The years compared.
    pub fn years(&self) -> &[i32] {
        &self.years
    }

    /// How many replicates.
    pub fn replicates(&self) -> usize {
        self.simulated.len()
    }

    /// The map.
    pub fn map(&self) -> &Map {
        self.map
    }

    /// Deaths observed by municipality, summed over these of [`Self::years`].
    pub fn observed(&self, years: &[i32]) -> Vec<f64> {
        let years = years.iter().map(|year| &self.observed.years[year]);
        summed(years, self.map.places.len())
    }

    /// Deaths simulated by municipality, summed over these of [`Self::years`], of each replicate.
    pub fn simulated(&self, years: &[i32]) -> Vec<Vec<f64>> {
        let of = |replicate: &Vec<Vec<f64>>| {
            let each = self.years.iter().zip(replicate);
            let chosen = each.filter(|(year, _)| years.contains(year));
            summed(chosen.map(|(_, deaths)| deaths), self.map.places.len())
        };
        self.simulated.iter().map(of).collect()
    }

    /// Deaths simulated by municipality in one of [`Self::years`], in the replicate with this index.
    ///
    /// # Panics
    /// When there is no such replicate or year.
    pub fn replicate(&self, index: usize, year: i32) -> &[f64] {
        let at = self.years.iter().position(|known| *known == year);
        &self.simulated[index][at.expect("a year compared")]
    }

    /// Each number's mean over replicates.
    pub fn mean(replicates: &[Vec<f64>]) -> Vec<f64> {
        let places = replicates.first().map_or(0, Vec::len);
        let mut mean = summed(replicates.iter(), places);
        mean.iter_mut()
            .for_each(|sum| *sum /= replicates.len() as f64);
        mean
    }

    /// Deaths of municipalities as those of states.
    pub fn by_state(&self, deaths: &[f64]) -> Vec<f64> {
        let mut states = vec![0.0; self.map.states.len()];
        for (place, deaths) in self.map.places.iter().zip(deaths) {
            states[usize::from(place.state)] += deaths;
        }
        states
    }

    /// All places in all years.
    pub fn compared(&self) -> Vec<Compared> {
        let country = |deaths: &[f64]| vec![deaths.iter().sum()];
        let codes = self.map.places.iter().map(|place| place.code.clone());
        let mut rows = Vec::new();
        rows.extend(self.level("country", std::slice::from_ref(&self.map.name), country));
        rows.extend(self.level("state", &self.map.states, |of| self.by_state(of)));
        let codes: Vec<String> = codes.collect();
        rows.extend(self.level("municipality", &codes, <[f64]>::to_vec));
        rows
    }

    /// All places of one sort, which `sum` makes of municipalities.
    fn level(
        &self,
        level: &'static str,
        names: &[String],
        sum: impl Fn(&[f64]) -> Vec<f64>,
    ) -> Vec<Compared> {
        let mut rows = Vec::new();
        for year in &self.years {
            let observed = sum(&self.observed(&[*year]));
            let simulated = self.simulated(&[*year]);
            let simulated: Vec<Vec<f64>> = simulated.iter().map(|of| sum(of)).collect();
            let mean = Self::mean(&simulated);
            for (at, name) in names.iter().enumerate() {
                let sample = simulated.iter().map(|replicate| replicate[at]).collect();
                let band = Band::of(sample).expect("there are years only with a replicate");
                rows.push(Compared {
                    level,
                    place: name.clone(),
                    year: *year,
                    observed: observed[at],
                    simulated: mean[at],
                    low: band.low,
                    high: band.high,
                });
            }
        }
        rows
    }
}

fn summed<'a>(all: impl Iterator<Item = &'a Vec<f64>>, places: usize) -> Vec<f64> {
    let mut sums = vec![0.0; places];
    for of in all {
        for (sum, value) in sums.iter_mut().zip(of) {
            *sum += value;
        }
    }
    sums
}
