//! Population: the residents of the year, as the map's table gives them.
//!
//! # Rule
//! Every 52nd week, from week 0, the country has the residents that the map's table gives for the year. The residents
//! of a municipality are numbered up to its largest population of any year. Numbers that a year does not fill belong to
//! nobody: of each stratum in proportion to its size, and never more than its civilians, so that members, associates,
//! prisoners and the displaced stay. Whoever is missing cannot be recruited or killed; whoever comes back is the same
//! person as before, for numbers never move. The dead count among the residents of the year, so that they are missing
//! for good. Weeks before 0 have the population of the start. The rule has no parameters.
//!
//! # Reads
//! the map's populations; the week
//!
//! # Writes
//! population; citizens (absent, alive)
//!
//! # Source
//! the map's table: for Mexico \[inegi2010\] and later counts
//!
//! # Rationale
//! growth and migration are those of the table, whatever the policy; age groups keep their shares
//!
//! # Limit
//! without a table nothing changes; with one, the living and the dead add up to the population of the year
//! (`rules::economy::populations_follow_the_table`)

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
