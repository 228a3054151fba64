//! The outside: the market for drugs, the arms that come south, and the United States' help.

use crate::state::government::AREAS;

/// The world beyond the borders. Where not said otherwise 1 stands for the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outside {
    /// Price of a tonne delivered, relative to the start.
    pub price: f64,
    /// Tonnes sent a week, relative to the start.
    pub supply: f64,
    /// Demand for drugs, relative to the start.
    pub demand: f64,
    /// Arms that come south, relative to the start.
    pub arms: f64,
    /// How closely the United States and Mexico work together, 0 to 1.
    pub cooperation: f64,
    /// Part of what the policy has the United States pay that is delivered, 0 to 1, by area.
    pub aid: [f64; AREAS],
}
