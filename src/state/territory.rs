//! What a municipality is worth to an organization: a market, and a place on the ways north.
//!
//! Fixed for now: crossings, ports and crops of the map stand for the flow of drugs.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::state::map::Map;
use crate::units::{Factor, Kilometres, Quantity, Sourced};

/// What makes a place worth having.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Worth of a retail market of 100,000 residents; grows with the root of the residents.
    pub market: Sourced<Factor>,
    /// Worth of a crossing to the north.
    pub crossing: Sourced<Factor>,
    /// Worth of a main sea port.
    pub port: Sourced<Factor>,
    /// Worth of the municipality with most drug crops; the others by their part of it.
    pub crop: Sourced<Factor>,
    /// Worth of lying near a crossing; falls with distance.
    pub corridor: Sourced<Factor>,
    /// Distance at which nearness to a crossing is worth 1/e (km).
    pub corridor_km: Sourced<Kilometres>,
}

/// Worth of all places.
#[derive(Clone, Debug)]
pub struct Territory {
    values: Vec<f64>,
    cumulative: Vec<f64>,
}

impl Territory {
    /// Worth of the places of `map`: `market sqrt(residents / 100,000) + crossing + port +
    /// crop share + corridor exp(-distance / corridor_km)`.
    pub fn new(map: &Map, p: &Parameters) -> Self {
        let flag = |on: bool, worth: f64| if on { worth } else { 0.0 };
        let values: Vec<f64> = map
            .places
            .iter()
            .map(|place| {
                p.market.get() * (f64::from(place.population) / 1e5).sqrt()
                    + flag(place.crossing, p.crossing.get())
                    + flag(place.port, p.port.get())
                    + p.crop.get() * place.crop
                    + p.corridor.get() * libm::exp(-place.crossing_km / p.corridor_km.get())
            })
            .collect();
        let mut sum = 0.0;
        let cumulative = values
            .iter()
            .map(|value| {
                sum += value;
                sum
            })
            .collect();
        Self { values, cumulative }
    }

    /// Worth of one place.
    pub fn value(&self, place: u32) -> f64 {
        self.values[place as usize]
    }

    /// The place at a part `0 <= u < 1` of all worth: with uniform `u` a place chosen by worth.
    pub fn at_share(&self, u: f64) -> u32 {
        let total = self.cumulative.last().copied().unwrap_or(0.0);
        let index = self.cumulative.partition_point(|sum| *sum <= u * total);
        index.min(self.cumulative.len() - 1) as u32
    }
}
