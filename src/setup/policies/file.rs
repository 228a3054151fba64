//! A policy file as it is written.

use std::ops::RangeInclusive;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Table;

use plaza_model::policy::levers::Level;
use plaza_model::policy::levers::Side;
use plaza_model::policy::places::Where;
use plaza_model::policy::triggers::When;
use plaza_model::units::{WEEKS_PER_YEAR, plain};

/// A policy: which levers have which levels, over time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyFile {
    /// The policy whose levels hold for every lever that is not named here.
    pub extends: Option<String>,
    /// What the policy is, in a sentence or two.
    pub about: String,
    /// Whether the weeks below count from the first week of the run, or of this year, not from the week in which
    /// the policy started.
    #[serde(default)]
    pub calendar: Calendar,
    /// The people of the country that its levels in persons and money are of, so that they can be brought to a
    /// country of another size (`scale_levers` of an experiment); without it, they stay as they are.
    #[serde(default)]
    #[schemars(range(min = 100_000, max = 2_000_000_000))]
    pub people: Option<f64>,
    /// Whose decision it is: of two policies that are crossed, `a+b`, one is the United States' and one
    /// Mexico's.
    #[serde(default)]
    pub side: Side,
    /// The levers it moves.
    #[serde(default, rename = "lever")]
    pub levers: Vec<Setting>,
}

/// Residents of a country.
const PEOPLE: RangeInclusive<f64> = 1e5..=2e9;

/// What is wrong with the `people` of a file, if it says any.
pub fn wrong_people(people: Option<f64>) -> Option<String> {
    let people = people.filter(|people| !PEOPLE.contains(people))?;
    Some(format!(
        "people is {}, expected the residents of a country, {} to {}",
        plain(people),
        PEOPLE.start(),
        PEOPLE.end()
    ))
}

/// From where weeks count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected true, false or a year")]
pub enum Calendar {
    /// From the first week of the run, or else from the start of the policy.
    Run(bool),
    /// From the first week of this year.
    Year(i32),
}

impl Default for Calendar {
    fn default() -> Self {
        Self::Run(false)
    }
}

impl Calendar {
    /// The week of a run that begins in this year from which weeks count; without a year, in its own.
    pub fn week(self, first_year: Option<i32>) -> Option<i32> {
        match self {
            Self::Run(calendar) => calendar.then_some(0),
            Self::Year(year) => {
                Some((year - first_year.unwrap_or(year)).saturating_mul(WEEKS_PER_YEAR))
            }
        }
    }
}

/// A lever and its level, or its levels over time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The lever, by its name in the catalogue.
    pub name: String,
    /// Its level, from the start.
    pub level: Option<Level>,
    /// Its levels over time, ascending by week.
    pub levels: Option<Vec<SettingStep>>,
    /// Where they hold; elsewhere what the policy extends does. Of a mobile force: where it may be sent
    /// from its garrisons. Without it, everywhere.
    pub r#where: Option<Where>,
    /// When they hold: while an indicator is beyond a bound, with weeks that count from when it began
    /// to be; at other times what the policy extends does. Without it, always.
    pub when: Option<When>,
}

/// A new level.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingStep {
    /// The week in which the level begins to change.
    pub from_week: i32,
    /// The level.
    pub level: Level,
    /// Weeks until it is reached in a straight line; without it, the lever's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ramp_weeks: Option<u16>,
}

/// A policy without faults, for reading on after one.
pub fn stand_in() -> Table {
    let text = "about = ''\nlever = [{ name = '', level = 0, where = { top = { n = 1, by = 'oc_deaths' } }, \
                when = { indicator = '' }, \
                levels = [{ from_week = 0, level = 0 }] }]";
    text.parse().expect("a constant")
}
