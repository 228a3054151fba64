//! Who the citizens are, in numbers.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::state::citizens::strata::{Age, STRATA, Stratum};
use crate::units::{Factor, Quantity, Share, Sourced};

/// Who the citizens are, and who of them is ready to be recruited.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Share of the residents under 15.
    pub children: Sourced<Share>,
    /// Share of the residents aged 15 to 24.
    pub young: Sourced<Share>,
    /// Share of the residents aged 25 to 39.
    pub adults: Sourced<Share>,
    /// Readiness to be recruited of adults (25 to 39) relative to the young (15 to 24).
    pub adult_readiness: Sourced<Factor>,
    /// Readiness of those of 40 and older relative to the young.
    pub older_readiness: Sourced<Factor>,
    /// Readiness of women relative to men.
    pub female_readiness: Sourced<Factor>,
    /// Readiness of the vulnerable relative to the others.
    pub vulnerable_readiness: Sourced<Factor>,
}

impl Parameters {
    /// Residents by stratum of a municipality, exact in sum: age by the national shares, women
    /// half, the vulnerable by the place's poverty.
    pub fn residents(&self, population: u32, poverty: f64) -> [u32; STRATA] {
        let (children, young, adults) = (self.children.get(), self.young.get(), self.adults.get());
        let mut counts = [0; STRATA];
        let mut share = 0.0;
        let mut placed = 0;
        for stratum in Stratum::all() {
            let age = match stratum.age() {
                Age::Child => children,
                Age::Young => young,
                Age::Adult => adults,
                Age::Older => (1.0 - children - young - adults).max(0.0),
            };
            share += age
                * 0.5
                * if stratum.vulnerable() {
                    poverty
                } else {
                    1.0 - poverty
                };
            let upto = (f64::from(population) * share.min(1.0) + 0.5).floor() as u32;
            let upto = if stratum.index() + 1 == STRATA {
                population
            } else {
                upto
            };
            counts[stratum.index()] = upto.min(population) - placed;
            placed = upto.min(population);
        }
        counts
    }

    /// Readiness to be recruited by stratum, relative to the most ready; children: none.
    pub fn propensity(&self) -> [f64; STRATA] {
        let mut readiness = [0.0; STRATA];
        for stratum in Stratum::all() {
            let age = match stratum.age() {
                Age::Child => 0.0,
                Age::Young => 1.0,
                Age::Adult => self.adult_readiness.get(),
                Age::Older => self.older_readiness.get(),
            };
            let sex = if stratum.female() {
                self.female_readiness.get()
            } else {
                1.0
            };
            let need = if stratum.vulnerable() {
                self.vulnerable_readiness.get()
            } else {
                1.0
            };
            readiness[stratum.index()] = age * sex * need;
        }
        let most = readiness.iter().copied().fold(0.0, f64::max);
        readiness.map(|x| if most > 0.0 { x / most } else { 0.0 })
    }
}
