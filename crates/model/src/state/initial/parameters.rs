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
    /// of what is known of it.
    pub members: Sourced<Per100k>,
    /// Largest share of a municipality's residents who are members; what is above goes to the
    /// organization's other cells.
    pub most_of_residents: Sourced<Share>,
    /// Part of what is known of where an organization is that its homes say; its records say the rest.
    pub homes: Sourced<Share>,
    /// Share of an organization's members who are expected around there, where nobody saw them.
    pub around: Sourced<Share>,
    /// Borders between where they are and what is known, on average.
    pub unseen_steps: Sourced<Factor>,
    /// Weight of a year's records against those of the next year.
    pub fading: Sourced<Share>,
    /// Exponent of records: below 1, since press counts grow with violence.
    pub bias: Sourced<Factor>,
    /// Hazard that an organization is recorded where it is, for each homicide there.
    pub detection: Sourced<Factor>,
    /// Members who come together: variance of their number at a place, over its mean; with 0 as many as are expected
    /// are anywhere.
    pub clump: Sourced<Persons>,
    /// Fewest members of an organization at a place.
    pub least: Sourced<Persons>,
    /// Part of homicides in what makes a place worth having.
    pub by_homicides: Sourced<Share>,
    /// Part of drug crops in it.
    pub by_crops: Sourced<Share>,
    /// Part of crossings and ports in it; the rest is that of the root of residents.
    pub by_gates: Sourced<Share>,
    /// Intensity of a war that is fought in a place when the model begins.
    pub war: Sourced<Share>,
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
