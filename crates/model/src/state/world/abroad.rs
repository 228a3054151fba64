//! The world beyond the borders, and what its demand makes of the country.

use crate::state::corridors::Corridors;
use crate::state::outside::Outside;
use crate::state::territory::Territory;

/// What comes from abroad and goes there, and what it makes places worth.
#[derive(Clone, Debug)]
pub struct Abroad {
    /// The world beyond the borders.
    pub outside: Outside,
    /// Where the drugs go.
    pub corridors: Corridors,
    /// What a place is worth to an organization.
    pub territory: Territory,
}
