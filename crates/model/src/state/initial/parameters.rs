//! The numbers of the first week.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::units::{
    Dollars, Factor, Per100k, Persons, Probability, Quantity, Share, Sourced, Weeks,
};

/// How the country stands in the first week.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Members of all organizations per 100,000 residents; an organization's share is like 1/rank
    /// of its size.
    pub members: Sourced<Per100k>,
    /// Largest share of a municipality's residents who are members; what is above goes to the
    /// organization's other cells.
    pub most_of_residents: Sourced<Share>,
    /// Cells that the press did not see, for each that it saw.
    pub unseen: Sourced<Factor>,
    /// Borders between a cell that was not seen and one that was, on average.
    pub unseen_steps: Sourced<Factor>,
    /// Share of an organization's members who are in cells that were not seen.
    pub unseen_members: Sourced<Share>,
    /// Associates per member.
    pub associates: Sourced<Persons>,
    /// Municipal police officers per 100,000 residents.
    pub municipal_police: Sourced<Per100k>,
    /// Cohesion of an organization.
    pub cohesion: Sourced<Probability>,
    /// Longest tenure of a plaza boss; tenures are uniform up to it.
    pub boss_tenure: Sourced<Weeks>,
    /// Tenure of a leader.
    pub leader_tenure: Sourced<Weeks>,
    /// Cash of an organization per member (dollars).
    pub cash: Sourced<Dollars>,
    /// Arms per member.
    pub arms: Sourced<Persons>,
    /// Gang youths per 100,000 residents.
    pub gangs: Sourced<Per100k>,
    /// State police officers per 100,000 residents.
    pub state_police: Sourced<Per100k>,
    /// Integrity of municipal police.
    pub municipal_integrity: Sourced<Share>,
    /// Professionalism of municipal police.
    pub municipal_professionalism: Sourced<Share>,
    /// Integrity of state police.
    pub state_integrity: Sourced<Share>,
    /// Professionalism of state police.
    pub state_professionalism: Sourced<Share>,
    /// Integrity of prosecutors.
    pub prosecutors: Sourced<Share>,
    /// Chance that a case that was opened ends in a sentence, at full integrity.
    pub justice_capacity: Sourced<Share>,
    /// How far states have their prisons in hand.
    pub prisons: Sourced<Share>,
    /// Fear of organized crime.
    pub fear: Sourced<Share>,
    /// Trust in the police.
    pub trust: Sourced<Share>,
    /// Part who hold that crime is to be refused and reported together.
    pub lawfulness: Sourced<Share>,
    /// Share of the young with work or school; where poverty is at the country's mean.
    pub opportunity: Sourced<Share>,
    /// How much the forces know about who is who.
    pub intelligence: Sourced<Share>,
    /// Share of the people who approve of the government's security policy.
    pub approval: Sourced<Share>,
    /// Share of the people who trust the army.
    pub trust_army: Sourced<Share>,
    /// How well forces act together.
    pub coordination: Sourced<Share>,
    /// How well equipped mobile units are.
    pub equipment: Sourced<Share>,
    /// How closely the United States and Mexico work together.
    pub cooperation: Sourced<Share>,
}

impl Parameters {
    /// Part of the young with work or school at the start: prospects are worse where more are poor.
    pub fn opportunity_at(&self, poverty: f64, mean_poverty: f64) -> f64 {
        let without = (1.0 - self.opportunity.get())
            * if mean_poverty > 0.0 {
                poverty / mean_poverty
            } else {
                1.0
            };
        (1.0 - without).clamp(0.0, 1.0)
    }
}
