//! Homicides: those that are not organized crime's, at a rate from outside.
//!
//! # Rule
//! The weekly number is Poisson, drawn for the whole country, at a yearly rate per 100,000 residents that goes from
//! `start` in week 0 to `end` after `ramp` weeks in a straight line. Each homicide happens in a municipality drawn by
//! the residents of the start; a civilian of any stratum dies. No policy acts on the rate. Quarrels of gangs that
//! nobody hires ("Gangs") are counted besides.
//!
//! # Reads
//! population; the week
//!
//! # Writes
//! occupied; citizens (civilian -> dead); tally (other_homicides)
//!
//! # Source
//! \[C2\]
//!
//! # Limit
//! start = end = r: r deaths per 100,000 residents a year, by place in proportion to residents
//! (`rules::society::other_homicides_follow_the_rate_from_outside`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, NOWHERE};
use crate::engine::sampling::{poisson, uniform, weighted};
use crate::state::citizens::Stratum;
use crate::state::parts::{Part, parts};
use crate::state::world::{Given, Land};
use crate::units::{MeanWeeks, Per100k, Quantity, Sourced, WEEKS_PER_YEAR};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Occupied, Citizens, Tally };

/// Parameters of other homicides.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Other homicides per 100,000 residents a year until week 0.
    pub start: Sourced<Per100k>,
    /// The same after the ramp.
    pub end: Sourced<Per100k>,
    /// How long the rate takes from one to the other, from week 0 (weeks).
    pub ramp: Sourced<MeanWeeks>,
}

/// Other homicides per 100,000 residents in one week.
pub fn rate(p: &Parameters, week: i32) -> f64 {
    let part = (f64::from(week) / p.ramp.get()).clamp(0.0, 1.0);
    let yearly = p.start.get() + (p.end.get() - p.start.get()) * part;
    yearly / f64::from(WEEKS_PER_YEAR)
}

/// One week in the country.
pub fn step(land: &mut Land, given: &Given, p: &Parameters, luck: &Luck) {
    let mean = rate(p, given.week) * land.population as f64 / 1e5;
    let mut places = Vec::new();
    for victim in 1..=u64::from(poisson(&mut luck.of(NOWHERE, 0), mean)) {
        let mut rng = luck.of(NOWHERE, victim);
        let Some(place) = given.country.home(uniform(&mut rng)) else {
            break;
        };
        let citizens = &mut land[place].citizens;
        let weights = citizens.civilians_by_stratum().map(f64::from);
        let Some(stratum) = weighted(&mut rng, &weights).map(Stratum::at) else {
            continue;
        };
        citizens.bury_civilian(stratum);
        places.push(place);
    }
    land.touch_all(&places);
    for place in places {
        land[place].tally.other_homicides += 1;
    }
}
