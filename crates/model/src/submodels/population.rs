//! Population: the residents of the year, as the map's table has them.
//!
//! # Rule
//! Residents are numbered up to the largest population of any year. Every 52nd week from week 0,
//! numbers that the year does not fill are borne by nobody: of each stratum in proportion, never
//! more than are civilians, so that members, prisoners, associates and the displaced stay. The
//! dead are among the year's residents: who was killed is missing for good. Who is missing or
//! comes back is the same person, for numbers never move.
//!
//! # Reads
//! the map's populations; the week
//!
//! # Writes
//! population; citizens (absent, alive)
//!
//! # Source
//! the map's table: on the map of Mexico \[inegi2010\] and later counts
//!
//! # Limit
//! no table: nothing changes; with it alive and dead add to the year's population
//! (tests/it/rules/economy.rs)

use crate::state::parts::{Part, parts};
use crate::state::world::{Given, Land};
use crate::units::WEEKS_PER_YEAR;

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Population, Citizens };

/// Once a year in the country.
pub fn step(land: &mut Land, given: &Given) {
    let Ok(year) = usize::try_from(given.week.div_euclid(WEEKS_PER_YEAR)) else {
        return;
    };
    for (here, place) in land
        .municipalities
        .iter_mut()
        .zip(&given.country.map.places)
    {
        if place.populations.is_empty() {
            continue;
        }
        let before = u64::from(here.citizens.alive());
        here.citizens.inhabit(place.population_in(year));
        land.population = land.population - before + u64::from(here.citizens.alive());
    }
}
