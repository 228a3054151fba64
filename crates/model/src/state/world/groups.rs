//! The organizations, and how they stand to each other.

use crate::state::cells::Cell;
use crate::state::map::Map;
use crate::state::orders::Orders;
use crate::state::organizations::{Organization, OrganizationKey, Organizations};
use crate::state::relations::Relations;
use crate::state::world::Land;

/// The organizations, and how they stand to each other.
#[derive(Clone, Debug)]
pub struct Groups {
    /// Groups with own leadership.
    pub organizations: Organizations,
    /// How they stand to each other.
    pub relations: Relations,
}

impl Groups {
    /// The organization of a cell.
    pub fn of(&self, cell: &Cell) -> &Organization {
        &self.organizations[cell.rank_among(&self.organizations)]
    }

    /// Where an organization's leader sits: at its largest cell, the first of equals.
    pub fn seat(&self, organization: OrganizationKey, land: &Land) -> Option<u32> {
        let places = self.organizations.get(&organization)?.places.iter();
        let members = |place: &u32| land.members_at(*place, organization);
        places.copied().rev().max_by_key(members)
    }

    /// The cell of an organization that is nearest to a place, the first of equals; one in the place itself is nearest.
    pub fn nearest_cell(
        &self,
        place: u32,
        organization: OrganizationKey,
        map: &Map,
    ) -> Option<u32> {
        let places = &self.organizations.get(&organization)?.places;
        if places.binary_search(&place).is_ok() {
            return Some(place);
        }
        let away = places
            .iter()
            .map(|there| (map.squared_distance(place, *there), *there));
        let nearest = away.min_by(|(a, _), (b, _)| a.total_cmp(b));
        nearest.map(|(_, there)| there)
    }

    /// Whether an organization keeps an agreement with the government.
    pub fn agreed(&self, organization: OrganizationKey) -> bool {
        let organization = self.organizations.get(&organization);
        organization.is_some_and(|organization| organization.agreement.is_some())
    }

    /// Whether both keep an agreement with the government, which binds them to peace.
    pub fn pact_between(&self, a: OrganizationKey, b: OrganizationKey) -> bool {
        self.agreed(a) && self.agreed(b)
    }

    /// How far the forces go after an organization, 0 to 1: less where the government comes to
    /// terms with those who keep an agreement.
    pub fn pursued(&self, organization: OrganizationKey, orders: &Orders) -> f64 {
        if self.agreed(organization) {
            1.0 - orders.accommodation.clamp(0.0, 1.0)
        } else {
            1.0
        }
    }
}
