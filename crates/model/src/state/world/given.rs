//! What a week is given: no rule changes it.

use std::sync::Arc;

use crate::state::government::Budget;
use crate::state::orders::{Locally, Orders};
use crate::state::script::Script;
use crate::state::world::Country;

/// The country, what is to happen in it, and the orders in force this week: rules only read it.
#[derive(Clone, Debug)]
pub struct Given {
    /// What never changes.
    pub country: Arc<Country>,
    /// What happens whatever the luck.
    pub script: Arc<Script>,
    /// The week.
    pub week: i32,
    /// The government's orders of this week.
    pub orders: Orders,
    /// What is ordered otherwise for some places.
    pub locally: Locally,
    /// What this week's levers cost.
    pub budget: Budget,
}

impl Given {
    /// The index of the state of a place, as on the map.
    pub fn state_of(&self, place: u32) -> usize {
        usize::from(self.country.states[place as usize])
    }
}
