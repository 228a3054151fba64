//! The federal government: its spending, its programmes and units, and people's opinion of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::state::forces::Force;

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

/// Dollars by payer and area.
pub type Dollars = [[f64; AREAS]; PAYERS];

/// What the levers of a week cost [dollars of 2010], by payer and area.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Budget {
    /// By the policy and the map alone.
    pub planned: Dollars,
    /// What was paid: of the aid planned only the part that is delivered.
    pub spent: Dollars,
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

impl Deployment {
    /// All of them as policies spell them; the first is where nothing is ordered.
    pub const OPTIONS: [(&str, Self); 5] = [
        ("home", Self::Home),
        ("even", Self::Even),
        ("hot_spots", Self::HotSpots),
        ("corridors", Self::Corridors),
        ("border", Self::Border),
    ];
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

impl Allocation {
    /// All of them as policies spell them; the first is where nothing is ordered.
    pub const OPTIONS: [(&str, Self); 5] = [
        ("all", Self::All),
        ("border_cities", Self::BorderCities),
        ("states_alike", Self::StatesAlike),
        ("most_violent", Self::MostViolent),
        ("need", Self::Need),
    ];
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
