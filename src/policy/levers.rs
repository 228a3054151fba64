//! Levers: what a policy can move, and what is known about moving it.
//!
//! The catalogue, `configs/levers.toml`, describes each lever; [`crate::policy::regimes`] holds
//! what each one moves in the model.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The catalogue: every lever a policy may name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The levers.
    #[serde(rename = "lever")]
    pub levers: Vec<Lever>,
}

/// A lever.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// Its name, as policies spell it.
    pub name: String,
    /// What it moves.
    pub moves: String,
    /// Which levels it has.
    pub kind: Kind,
    /// How the level acts, as in `linear` or `saturating`.
    pub form: String,
    /// Weeks from an order to its effect.
    #[schemars(range(min = 0, max = 1040))]
    pub lag_weeks: u16,
    /// Weeks over which a new level is reached, for steps that name no `ramp_weeks`.
    #[schemars(range(min = 0, max = 1040))]
    pub ramp_weeks: u16,
    /// What a unit of the level costs.
    pub cost: Cost,
    /// What is known of its effect, with sources; the effect may be nil or harm.
    pub evidence: String,
}

/// Which levels a lever has.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// A number; 0 means absent.
    Number {
        /// The unit of the level.
        unit: String,
        /// Smallest and largest level; 0 is among them.
        range: [f64; 2],
    },
    /// One of these.
    Choice(Vec<String>),
}

/// What a unit of a lever's level costs.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Dollars of 2010 for one unit of the level and a year.
    #[schemars(range(min = 0))]
    pub dollars: f64,
    /// Who pays.
    pub payer: Payer,
    /// A source, or `assumed: why`.
    pub source: String,
}

/// Who pays for a lever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// Mexico's federal budget.
    Mexico,
    /// Aid of the United States.
    UnitedStates,
}

/// The level of a lever: a number, or the name of an option.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged, expecting = "expected a number or the name of an option")]
pub enum Level {
    /// Of a lever that is a number.
    Number(f64),
    /// Of a lever that is a choice.
    Option(String),
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(level) => write!(f, "{level}"),
            Self::Option(name) => f.write_str(name),
        }
    }
}

impl Catalogue {
    /// The lever of this name.
    pub fn find(&self, name: &str) -> Option<&Lever> {
        self.levers.iter().find(|lever| lever.name == name)
    }

    /// All names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.levers.iter().map(|lever| lever.name.as_str())
    }
}

impl Lever {
    /// What is wrong with a level of this lever, if anything.
    pub fn objection(&self, level: &Level) -> Option<String> {
        let name = &self.name;
        match (&self.kind, level) {
            (Kind::Number { unit, range }, Level::Number(number)) => {
                let [low, high] = range;
                (!(*low..=*high).contains(number)).then(|| {
                    format!("level {number} of `{name}` is outside {low} to {high} [{unit}]")
                })
            }
            (Kind::Number { unit, range }, Level::Option(option)) => Some(format!(
                "`{name}` is a number from {} to {} [{unit}], found \"{option}\"",
                range[0], range[1]
            )),
            (Kind::Choice(options), Level::Option(option)) => {
                (!options.contains(option)).then(|| {
                    format!(
                        "`{name}` has no option \"{option}\", expected {}",
                        list(options)
                    )
                })
            }
            (Kind::Choice(options), Level::Number(number)) => Some(format!(
                "`{name}` is a choice of {}, found {number}",
                list(options)
            )),
        }
    }
}

fn list(options: &[String]) -> String {
    let quoted: Vec<String> = options
        .iter()
        .map(|option| format!("\"{option}\""))
        .collect();
    quoted.join(", ")
}
