//! The federal government: what it has ordered this week, and the units it has.
//!
//! The policy floor writes [`Orders`] before the week begins; rules read them and know nothing of
//! policies.

/// The orders of one week, resolved from the policy's levers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orders {
    /// How hard the task force hunts leaders: removals of an organization's leader a year, for a
    /// large organization [1/year].
    pub leader_targeting: f64,
    /// Share of the leaders found who are killed, not arrested.
    pub kill_share: f64,
    /// Soldiers on this duty.
    pub soldiers: f64,
    /// Where the mobile units go.
    pub deployment: Deployment,
}

/// Where mobile units go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deployment {
    /// They stay in their garrisons.
    Home,
    /// By population.
    Even,
    /// To the municipalities with most deaths of the last quarter.
    HotSpots,
}

/// A battalion of the army.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its number, which is its identity.
    pub number: u32,
    /// Garrison.
    pub home: u32,
    /// Where it is, or where it left when it is on the road.
    pub place: u32,
    /// Where it was sent and in which week it arrives.
    pub order: Option<(u32, i32)>,
    /// Soldiers.
    pub soldiers: u32,
}
