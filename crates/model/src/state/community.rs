//! The shared state of a municipality's people: fear, trust, norms, prospects; and its local gang.

use crate::state::organizations::OrganizationKey;

/// The shared state of a municipality's residents. All are parts, 0 to 1, but for `violence`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Community {
    /// How much people fear organized crime.
    pub fear: f64,
    /// How much they trust the police they meet.
    pub trust: f64,
    /// Share of people who hold that crime is to be refused and reported together.
    pub lawfulness: f64,
    /// Organized-crime deaths per 100,000 residents that people still have in mind, fading.
    pub violence: f64,
    /// How much the forces know about who is who here.
    pub intelligence: f64,
    /// Legal opportunity: part of the young with work or school.
    pub opportunity: f64,
    /// How vulnerable the young are relative to the start (1 = as at the start).
    pub vulnerability: f64,
}

/// The youths of a municipality's local gangs, one to one; not members of any organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gang {
    /// How many they were at the start.
    pub natural: u32,
    /// How many they are.
    pub size: u32,
    /// The organization that hires them, if any.
    pub hired_by: Option<OrganizationKey>,
}
