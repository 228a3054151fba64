//! What is recorded of a week.

use crate::state::events::Event;
use crate::state::memory::Lives;
use crate::state::tally::Tally;

/// What is recorded of a week, for the tables.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Counts of this week over the country, complete when the week has ended.
    pub tally: Tally,
    /// Events of this week.
    pub events: Vec<Event>,
    /// The people whose single lives are followed.
    pub lives: Lives,
}
