//! What people of a municipality remember: who was a victim of crime in the last year, counted.

use crate::state::citizens::STRATA;

/// Residents by stratum who were victims of crime in the last year; the others never were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Victims once.
    pub once: [u32; STRATA],
    /// Victims more often.
    pub more: [u32; STRATA],
}
