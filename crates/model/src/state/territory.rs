//! The worth of a place to an organization: its market and the earnings of the drugs through it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::units::{Factor, Quantity, Sourced};

/// What makes a place worth having.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Worth of a retail market of 100,000 residents; grows with the root of the residents.
    pub market: Sourced<Factor>,
    /// Worth of drugs passing that earn a million dollars a week; grows with the root of them.
    pub traffic: Sourced<Factor>,
}

/// Worth of all places.
#[derive(Clone, Debug, PartialEq)]
pub struct Territory {
    values: Vec<f64>,
    cumulative: Vec<f64>,
}

impl Territory {
    /// Worth of places with so many residents and such earnings from the drugs that pass
    /// [dollars/week]: `market sqrt(residents / 100,000) + traffic sqrt(earnings / 1,000,000)`.
    pub fn new(p: &Parameters, places: impl Iterator<Item = (u32, f64)>) -> Self {
        let values: Vec<f64> = places
            .map(|(residents, earnings)| {
                p.market.get() * (f64::from(residents) / 1e5).sqrt()
                    + p.traffic.get() * (earnings / 1e6).sqrt()
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
