//! Lives: who of the memory panel it was that lived through what was counted this week.
//!
//! # Rule
//! One person in k, by number, carries the full memory. Of those in a class of victims (stratum,
//! place, never, once or more often a victim in the last year) to whom something happened, each is
//! of the panel with the chance that somebody of the class is; who, is drawn among the panel's
//! members of the class. With k = 1 everyone is followed.
//!
//! # Reads
//! what residents lived through, by class
//!
//! # Writes
//! lives (which nothing but the table `lives` reads)
//!
//! # Source
//! none: what is decided is decided for classes; this only says who
//!
//! # Limit
//! k = 1: as many lives are told as are counted; no k moves anything else (tests/it/rules/society.rs)

use crate::engine::luck::Luck;
use crate::state::memory::Lives;
use crate::state::parts::{Part, parts};
use crate::state::world::Land;

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Lives };

/// One week in the country.
pub fn step(lives: &mut Lives, land: &Land, luck: &Luck) {
    if lives.one_in == 0 {
        return;
    }
    for here in land.active() {
        for (index, lived) in (0..).zip(here.memory.week.iter().flatten()) {
            let mut rng = luck.of(here.place, index);
            lives.tell(here.place, &here.citizens, *lived, &mut rng);
        }
    }
}
