//! The federal government: what it has ordered this week, what people think of it, its units.
//!
//! The policy floor writes [`Orders`] before the week begins; rules read them and know nothing of
//! policies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::state::forces::Force;

/// The orders of one week, resolved from the policy's levers. Where no unit is given a number is a
/// part, 0 to 1, of the full programme that `configs/levers.toml` describes; 0 is absent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orders {
    /// How hard the task force hunts leaders: removals of an organization's leader a year, for a
    /// large organization [1/year].
    pub leader_targeting: f64,
    /// Share of the leaders found who are killed, not arrested.
    pub kill_share: f64,
    /// How far the task force goes for the most violent organizations first.
    pub conditional_repression: f64,
    /// Share of the leaders arrested who are extradited.
    pub extradition: f64,
    /// Financial intelligence against organizations' cash.
    pub financial_intelligence: f64,
    /// Soldiers of the army on this duty.
    pub soldiers: f64,
    /// Marines on this duty.
    pub marines: f64,
    /// Officers of the federal police.
    pub federal_police: f64,
    /// Where the mobile units go.
    pub deployment: Deployment,
    /// Coordination between forces under one command.
    pub joint_command: f64,
    /// Takeover of captured municipal police by other forces.
    pub intervention_in_captured_forces: f64,
    /// Pay of police.
    pub police_pay: f64,
    /// Vetting of police.
    pub police_vetting: f64,
    /// Training of police.
    pub police_training: f64,
    /// Municipal police merged under the state's command.
    pub unified_state_command: f64,
    /// Community policing.
    pub community_policing: f64,
    /// Focused deterrence of gangs.
    pub focused_deterrence: f64,
    /// Reform of prosecutors and courts.
    pub prosecutors_and_courts: f64,
    /// Reform of prisons.
    pub prisons: f64,
    /// Intelligence shared by the United States.
    pub intelligence_sharing: f64,
    /// Equipment of units.
    pub equipment: f64,
    /// Control of arms that go south.
    pub arms_control_southward: f64,
    /// Inspection of what goes north.
    pub inspection_northward: f64,
    /// Crossings that serve trade and work.
    pub crossings: f64,
    /// Programmes for youths at risk.
    pub youth_programmes: f64,
    /// Work and school for the young.
    pub work_and_school: f64,
    /// Culture of lawfulness.
    pub culture_of_lawfulness: f64,
    /// Civil society that oversees the police.
    pub civil_society: f64,
    /// Channels to report crimes without a name.
    pub reporting_channels: f64,
    /// Protection of witnesses.
    pub witness_protection: f64,
    /// Demand reduced in the United States.
    pub us_demand_reduction: f64,
    /// Cannabis made legal.
    pub legal_cannabis: f64,
    /// Possession for own use no longer prosecuted.
    pub decriminalized_possession: f64,
    /// How openly the government comes to terms with organizations that keep to a pact.
    pub accommodation: f64,
    /// How far the pact shares out corridors.
    pub corridor_sharing: f64,
    /// How closely the pact is watched.
    pub pact_monitoring: f64,
    /// Where local programmes are, unless they say so themselves.
    pub allocation: Allocation,
    /// Aid the United States offer [dollars of 2010 a year].
    pub aid_budget: f64,
    /// How the aid is shared out between areas; adds to 1, or is all 0 where nothing is ordered.
    pub aid_shares: [f64; AREAS],
}

impl Orders {
    /// Nothing is ordered.
    pub const NONE: Self = Self {
        leader_targeting: 0.0,
        kill_share: 0.0,
        conditional_repression: 0.0,
        extradition: 0.0,
        financial_intelligence: 0.0,
        soldiers: 0.0,
        marines: 0.0,
        federal_police: 0.0,
        deployment: Deployment::Home,
        joint_command: 0.0,
        intervention_in_captured_forces: 0.0,
        police_pay: 0.0,
        police_vetting: 0.0,
        police_training: 0.0,
        unified_state_command: 0.0,
        community_policing: 0.0,
        focused_deterrence: 0.0,
        prosecutors_and_courts: 0.0,
        prisons: 0.0,
        intelligence_sharing: 0.0,
        equipment: 0.0,
        arms_control_southward: 0.0,
        inspection_northward: 0.0,
        crossings: 0.0,
        youth_programmes: 0.0,
        work_and_school: 0.0,
        culture_of_lawfulness: 0.0,
        civil_society: 0.0,
        reporting_channels: 0.0,
        witness_protection: 0.0,
        us_demand_reduction: 0.0,
        legal_cannabis: 0.0,
        decriminalized_possession: 0.0,
        accommodation: 0.0,
        corridor_sharing: 0.0,
        pact_monitoring: 0.0,
        allocation: Allocation::All,
        aid_budget: 0.0,
        aid_shares: [0.0; AREAS],
    };

    /// How many of a mobile force are ordered.
    pub fn strength(&self, force: Force) -> f64 {
        match force {
            Force::Federal => self.federal_police,
            Force::Army => self.soldiers,
            Force::Navy => self.marines,
            Force::Municipal | Force::State => 0.0,
        }
    }
}

/// How many areas money is spent in.
pub const AREAS: usize = 4;

/// What money is spent on, as the aid of the United States was divided \[S18\].
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// Justice, police reform, institutions.
    Justice,
    /// The fight against criminal groups.
    CriminalGroups,
    /// The border.
    Border,
    /// Prevention and communities.
    Prevention,
}

impl Area {
    /// All of them.
    pub const ALL: [Self; AREAS] = [
        Self::Justice,
        Self::CriminalGroups,
        Self::Border,
        Self::Prevention,
    ];

    /// As it is written.
    pub fn label(self) -> &'static str {
        match self {
            Self::Justice => "justice",
            Self::CriminalGroups => "criminal_groups",
            Self::Border => "border",
            Self::Prevention => "prevention",
        }
    }
}

/// How many payers there are.
pub const PAYERS: usize = 3;

/// Who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Payer {
    /// Mexico.
    Mexico,
    /// The United States, as aid to Mexico.
    UnitedStates,
    /// The United States, for what they do on their own side of the border.
    UnitedStatesAtHome,
}

impl Payer {
    /// All of them.
    pub const ALL: [Self; PAYERS] = [Self::Mexico, Self::UnitedStates, Self::UnitedStatesAtHome];

    /// As it is written.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mexico => "mexico",
            Self::UnitedStates => "united_states",
            Self::UnitedStatesAtHome => "united_states_at_home",
        }
    }
}

/// What the levers of a week cost [dollars of 2010], by payer and area.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Budget {
    /// By the policy and the map alone.
    pub planned: [[f64; AREAS]; PAYERS],
    /// What was paid: of the aid planned only the part that is delivered.
    pub spent: [[f64; AREAS]; PAYERS],
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
    /// To the municipalities through which most drugs go.
    Corridors,
    /// To the municipalities with a crossing to the north, and the southern border.
    Border,
}

/// Where local programmes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allocation {
    /// Everywhere alike.
    All,
    /// In the cities at the northern border.
    BorderCities,
    /// The same for each state, whatever its size.
    StatesAlike,
    /// Where most deaths of the last year were.
    MostViolent,
    /// Where most people are poor.
    Need,
}

/// What people think of the government, and how well its forces work together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Government {
    /// Part of the people who approve of its security policy, 0 to 1.
    pub approval: f64,
    /// Part of the people who trust the army, 0 to 1.
    pub trust_army: f64,
    /// How well forces act together, 0 to 1.
    pub coordination: f64,
    /// Complaints against soldiers that are still in mind, fading.
    pub complaints: f64,
    /// How well equipped the mobile units are, 0 to 1.
    pub equipment: f64,
}

/// A unit of federal police, a battalion of the army or of marines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Its force.
    pub force: Force,
    /// Its number in its force; the two are its identity.
    pub number: u32,
    /// Garrison.
    pub home: u32,
    /// Where it is, or where it left when it is on the road.
    pub place: u32,
    /// Where it was sent and in which week it arrives.
    pub order: Option<(u32, i32)>,
    /// Officers or soldiers.
    pub strength: u32,
    /// How hard it is to buy, 0 to 1; falls where it stays among organizations.
    pub integrity: f64,
}
