//! Who killed whom: kept of a week where it is recorded, and read by no rule.

use crate::state::organizations::OrganizationKey;

/// One death of the cause *between*, by the sides of the fight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Killing {
    /// The organization that killed; none where nobody knows.
    pub killer: Option<OrganizationKey>,
    /// The organization whose the dead was; none of a bystander.
    pub side: Option<OrganizationKey>,
}

impl Killing {
    /// One organization killed somebody of another, or of its own.
    pub fn of(killer: OrganizationKey, side: OrganizationKey) -> Self {
        Self {
            killer: Some(killer),
            side: Some(side),
        }
    }

    /// Somebody of this organization was killed, and by whom nobody knows.
    pub fn by_nobody_known(side: OrganizationKey) -> Self {
        Self {
            killer: None,
            side: Some(side),
        }
    }

    /// This organization killed a bystander.
    pub fn of_bystander(killer: OrganizationKey) -> Self {
        Self {
            killer: Some(killer),
            side: None,
        }
    }
}
