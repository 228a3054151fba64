//! Theatres: the municipalities in which wars are fought.

use crate::state::organizations::OrganizationKey;
use crate::state::relations::Pair;

/// A war of two organizations in one municipality.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theatre {
    /// Who fights whom.
    pub pair: Pair,
    /// How hard they fight, 0 to 1.
    pub intensity: f64,
    /// Whom they have killed of one another, here or in raids around, since the intensity last followed.
    pub dead: u32,
}

impl Theatre {
    /// Whether an organization fights in it.
    pub fn is_of(&self, organization: OrganizationKey) -> bool {
        self.pair.0 == organization || self.pair.1 == organization
    }

    /// Whom an organization fights in it.
    pub fn enemy_of(&self, organization: OrganizationKey) -> Option<OrganizationKey> {
        match self.pair {
            (one, other) if one == organization => Some(other),
            (one, other) if other == organization => Some(one),
            _ => None,
        }
    }
}
