//! The nation as a local rule sees it.

use crate::state::jurisdictions::Jurisdiction;
use crate::state::organizations::OrganizationKey;
use crate::state::world::{Abroad, Given, Groups, Institutions};

/// The nation as a local rule sees it: frozen while places run.
#[derive(Clone, Copy, Debug)]
pub struct Nation<'a> {
    /// What the week is given.
    pub given: &'a Given,
    /// Organizations, with their sizes as last counted, and how they stand to each other.
    pub groups: &'a Groups,
    /// What people think of the government, how its forces work together, and the states' institutions.
    pub institutions: &'a Institutions,
    /// The world beyond the borders, where the drugs go, and what a place is worth.
    pub abroad: &'a Abroad,
}

impl Nation<'_> {
    /// How far the forces go after an organization, 0 to 1.
    pub fn pursued(&self, organization: OrganizationKey) -> f64 {
        self.groups.pursued(organization, &self.given.orders)
    }

    /// The institutions of the state of `place`.
    pub fn jurisdiction(&self, place: u32) -> &Jurisdiction {
        &self.institutions.jurisdictions[self.given.state_of(place)]
    }
}
