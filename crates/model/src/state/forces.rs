//! The forces of the state: five kinds, and the quality of a police corps.

use crate::state::organizations::OrganizationKey;

/// How many kinds of force there are.
pub const FORCES: usize = 5;

/// A kind of force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Force {
    /// Municipal police: at home in its municipality.
    Municipal,
    /// State police: spread over the municipalities of its state.
    State,
    /// Federal police: units that are sent.
    Federal,
    /// Army: battalions that are sent.
    Army,
    /// Navy: battalions of marines, garrisoned on the coast, that are sent.
    Navy,
}

impl Force {
    /// All of them, in order of [`Self::index`].
    pub const ALL: [Self; FORCES] = [
        Self::Municipal,
        Self::State,
        Self::Federal,
        Self::Army,
        Self::Navy,
    ];

    /// An index below [`FORCES`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// Whether they are soldiers or marines rather than police.
    pub fn military(self) -> bool {
        matches!(self, Self::Army | Self::Navy)
    }

    /// Whether its units are sent by the federal government.
    pub fn mobile(self) -> bool {
        matches!(self, Self::Federal | Self::Army | Self::Navy)
    }
}

/// The police of a municipality or of a state: how many there should be, and how good they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corps {
    /// Officers authorized; the dead and dismissed are replaced up to this.
    pub authorized: u32,
    /// Of a municipality: officers who have passed to the state's command; they are authorized
    /// there.
    pub merged: u32,
    /// How hard they are to buy or to threaten, 0 to 1.
    pub integrity: f64,
    /// How able they are to investigate and to fight, 0 to 1.
    pub professionalism: f64,
    /// The organization they serve, if any.
    pub captured_by: Option<OrganizationKey>,
    /// The week in which their arrangement with an organization last broke, or that of the mayor, if any did.
    pub broke: Option<i32>,
}
