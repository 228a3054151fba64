//! Lives: the persons of the memory panel who lived through the events counted this week.
//!
//! # Rule
//! One person in k (`memory_one_in` of the experiment, 100 by default, 1 possible), by number, carries the full memory
//! of a life. The other rules decide for counted classes of residents (place, child or grown, and never, once or more
//! often a victim in the last year); this process says who, within a class, it was, with luck of its own: each person
//! to whom something happened is of the panel with the chance that somebody of the class is, and is then drawn among
//! the members of the class in the panel. With k = 1 everyone is followed. Nothing reads the panel but the table
//! `lives`, which is written where `[record] lives = true`: the rows of a person are that person's memory. Nothing else
//! moves with k. The rule has no parameters.
//!
//! # Reads
//! the experiences of residents, by class
//!
//! # Writes
//! lives (which nothing but the table `lives` reads)
//!
//! # Source
//! none: decisions are made for classes; this only says who
//!
//! # Limit
//! k = 1: as many lives are told as are counted; no k moves anything else
//! (`rules::society::memory::with_one_in_one_every_life_is_told`,
//! `rules::society::memory::nothing_moves_with_the_size_of_the_memory_panel`)

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
