//! Sleeping clocks: of something rare, the next week in which it may happen.
//!
//! Something happens in a week with chance `1 - exp(-h)`, whose hazard `h` may change from week to week. A plain loop
//! draws a uniform number each week and compares. Here the numbers below a chance `often` are found ahead, 64 weeks at a
//! time, by the geometric skips of [`crate::events`]; until the first of them nobody need look, as long as the chance
//! stays below `often`. In a week in which it is above, the number of a week that was not found is drawn between
//! `often` and 1. The joint law is that of the plain loop.
//!
//! The numbers are named by the decision, as a stream is, never by the clock: two futures whose hazards differ have the
//! same numbers, and so has a clock that skips weeks. A clock is asked once a week at most.
//!
//! ```
//! use plaza_engine::clocks::Clock;
//! use plaza_engine::luck::Key;
//!
//! let (key, mut clock) = (Key::new(7, 0), Clock::default());
//! let struck = (0..10_000).filter(|week| {
//!     // Process 4, subject 99 at place 12: a hazard of .01 a week. The clock is asked for numbers below .02.
//!     let number = clock.number(0.02, 0.01, &key.luck(4, *week), 12, 99);
//!     number.is_some_and(|number| number < 1.0 - f64::exp(-0.01))
//! });
//! assert!((60..=140).contains(&struck.count()));
//! ```

use crate::events::candidates;
use crate::luck::Luck;
use crate::sampling::uniform;

/// So many weeks are looked through at once.
const WEEKS: i32 = 64;
/// Tells the streams of a clock from those of the decision itself.
const AHEAD: u64 = 0x4348_4541_4421_0001;
const THIS_WEEK: u64 = 0x5448_4953_2157_4b02;

/// When to look again; asked for the first time, it looks at once. It says nothing of what happens: any is equal to any
/// other.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// No number is below `often` before this week.
    wakes: i32,
}

impl Default for Clock {
    fn default() -> Self {
        Self { wakes: i32::MIN }
    }
}

impl PartialEq for Clock {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Clock {
    /// The first week in which a number below `often` is possible.
    pub fn wakes(&self) -> i32 {
        self.wakes
    }

    /// The uniform number of this week, the luck's, about `subject` at `place`, where it is below `most`; none where it
    /// is not, most often without a look. `often` is the same for a decision in all weeks and futures: what is seldom
    /// above the chance, and small.
    #[inline]
    pub fn number(
        &mut self,
        often: f64,
        most: f64,
        luck: &Luck,
        place: u32,
        subject: u64,
    ) -> Option<f64> {
        let week = luck.week();
        let mut number = None;
        if week >= self.wakes {
            let (at, found) = next(often, luck, place, subject);
            (self.wakes, number) = match at > week {
                true => (at, None),
                false => (week + 1, Some(found)),
            };
        }
        if number.is_none() && most > often {
            number = Some(above(often, luck, place, subject));
        }
        number.filter(|number| *number < most)
    }
}

/// The first week, this one or later, with a number below `often`, and the number; or the week after those looked
/// through.
fn next(often: f64, luck: &Luck, place: u32, subject: u64) -> (i32, f64) {
    let first = luck.week().div_euclid(WEEKS) * WEEKS;
    let mut rng = luck.in_week(first).of(place, subject ^ AHEAD);
    let mut found = candidates(&mut rng, WEEKS as usize, often)
        .map(|(after, number)| (first + after as i32, number));
    found
        .find(|(week, _)| *week >= luck.week())
        .unwrap_or((first + WEEKS, 1.0))
}

/// The number of a week in which it is not below `often`.
fn above(often: f64, luck: &Luck, place: u32, subject: u64) -> f64 {
    let mut rng = luck.of(place, subject ^ THIS_WEEK);
    often + (1.0 - often) * uniform(&mut rng)
}
