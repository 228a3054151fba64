//! The weeks of a twin experiment: those that are told around the event, and those that are lived through.

use crate::runs::design::Design;

/// Weeks before the event that are told.
pub const WEEKS_BEFORE: i32 = 26;

/// The last week after the event that is told; the event's own is 0.
pub const WEEKS_AFTER: i32 = 156;

/// Weeks told of a twin experiment, relative to the event's: the run may be shorter.
pub fn told(design: &Design, week: i32) -> (i32, i32) {
    let first = (-WEEKS_BEFORE).max(-design.burn_in - week);
    let last = WEEKS_AFTER.min(design.weeks - 1 - week);
    (first, last)
}

/// Weeks simulated for one pair.
pub fn weeks_of_a_pair(design: &Design) -> u64 {
    let Some(twin) = &design.twin else { return 0 };
    let (_, last) = told(design, twin.week);
    let futures = 1 + twin.events.len() as i32;
    u64::from((design.burn_in + twin.week + futures * (last + 1)).unsigned_abs())
}
