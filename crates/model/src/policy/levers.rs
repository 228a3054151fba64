//! Levers that a policy can move, and the evidence about each.
//!
//! The catalogue, `configs/levers.toml`, describes each lever; [`crate::policy::regimes`] holds
//! what each one moves in the model, [`crate::policy::course`] how late it acts and what it costs.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::state::government::{Area, Payer};
use crate::state::map::Map;
use crate::units::plain;

/// Who decides on a policy, or on a lever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Mexico.
    Mexico,
    /// The United States.
    UnitedStates,
    /// Both together.
    #[default]
    Both,
}

impl Side {
    /// As it is written in a sentence.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mexico => "Mexico's",
            Self::UnitedStates => "the United States'",
            Self::Both => "both sides'",
        }
    }
}

/// How far shares may be from adding to 1.
const ROUNDING: f64 = 1e-6;

/// Of a price that is further off nothing is known.
const WIDEST: f64 = 100.0;

/// The catalogue: every lever a policy may name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The people of the country that costs for the whole country, and ranges in persons and money, are of; without
    /// it, they are of any.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub people: Option<f64>,
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
    /// Who decides on it: whose policy it is taken from where two that both name it are crossed.
    pub side: Side,
    /// What it moves.
    pub moves: String,
    /// Which levels it has.
    pub kind: Kind,
    /// What a map must have for it to act; without it, it acts on any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Needs>,
    /// How the level acts, as in `linear` or `saturating`.
    pub form: String,
    /// Weeks from an order, which is paid at once, to its effect.
    #[schemars(range(min = 0, max = 1040))]
    pub lag_weeks: u16,
    /// Weeks over which a new level is reached, for steps that name no `ramp_weeks`.
    #[schemars(range(min = 0, max = 1040))]
    pub ramp_weeks: u16,
    /// What a unit of the level costs.
    pub cost: Cost,
    /// What is known of its effect.
    pub evidence: Evidence,
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
    /// A share for each of these, which add to 1.
    Shares(Vec<String>),
}

/// What a map must have for a lever to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Needs {
    /// A crossing to the north.
    Crossing,
    /// Drugs that pass: a crossing, and a port, a southern border or crops.
    Flow,
}

/// What a unit of a lever's level costs.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Dollars of 2010 for one unit of the level and a year, for each of `per`; 0 for levers that
    /// are no numbers.
    #[schemars(range(min = 0))]
    pub dollars: f64,
    /// What the size of the country is measured by.
    pub per: Per,
    /// What the money is spent on.
    pub area: Area,
    /// Who pays which part; the parts add to 1.
    pub payers: Payers,
    /// A source, or `assumed: why`.
    pub source: String,
    /// With 95 % confidence the true price lies within this factor of `dollars`, up or down, and is lognormal; 1 is
    /// certain. Without it, 2 for what is assumed and 1.25 for what has a source. What is simulated and planned is
    /// paid at `dollars`; only what `plaza compare` says of costs knows this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 100))]
    pub factor: Option<f64>,
}

/// What the size of a country is measured by, for the cost of a lever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Nothing: the cost is that of the whole country, or the level itself counts persons or
    /// dollars.
    Country,
    /// States.
    State,
    /// Municipalities with a crossing to the north.
    Crossing,
    /// Residents at the start.
    Resident,
}

/// Which part of a cost each payer pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Payers {
    /// Mexico.
    #[schemars(range(min = 0, max = 1))]
    pub mexico: f64,
    /// The United States, as aid: what it pays for is felt as far as it is delivered.
    #[schemars(range(min = 0, max = 1))]
    pub united_states: f64,
    /// The United States, on their own side of the border.
    #[schemars(range(min = 0, max = 1))]
    pub united_states_at_home: f64,
}

/// What is known of a lever's effect; it may be nil or harm. No rule reads this.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// What the effect is on.
    pub outcome: String,
    /// The direction that studies or documents give.
    pub direction: Direction,
    /// Plausible relative change of the outcome, from the lever absent to its full level; 0 is
    /// within.
    pub range: [f64; 2],
    /// What is known, with sources.
    pub known: String,
}

/// The direction of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Less of the outcome.
    Less,
    /// More of the outcome.
    More,
    /// Found in both directions, or not studied.
    Unclear,
}

/// The level of a lever: a number, the name of an option, or a list of shares.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected a number, the name of an option or a list of shares"
)]
pub enum Level {
    /// Of a lever that is a number.
    Number(f64),
    /// Of a lever that is a choice.
    Option(String),
    /// Of a lever that shares out.
    Shares(Vec<f64>),
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(level) => f.write_str(&plain(*level)),
            Self::Option(name) => write!(f, "\"{name}\""),
            Self::Shares(shares) => write!(f, "{shares:?}"),
        }
    }
}

impl Level {
    /// The level a part `done` of the way to `to`, in a straight line; an option changes at once.
    pub fn towards(self, to: &Self, done: f64) -> Self {
        let between = |before: f64, after: f64| before + (after - before) * done;
        match (self, to) {
            (Self::Number(before), Self::Number(after)) => Self::Number(between(before, *after)),
            (Self::Shares(before), Self::Shares(after)) => {
                let pairs = before.into_iter().zip(after);
                Self::Shares(pairs.map(|(b, a)| between(b, *a)).collect())
            }
            (_, after) => after.clone(),
        }
    }
}

impl Cost {
    /// The factor within which the true price lies with 95 % confidence.
    pub fn within(&self) -> f64 {
        let assumed = self.source.starts_with("assumed");
        self.factor.unwrap_or(if assumed { 2.0 } else { 1.25 })
    }
}

impl Per {
    /// How many there are on a map.
    pub fn size(self, map: &Map) -> f64 {
        match self {
            Self::Country => 1.0,
            Self::State => map.states.len() as f64,
            Self::Crossing => map.places.iter().filter(|place| place.crossing).count() as f64,
            Self::Resident => map.population() as f64,
        }
    }
}

impl Payers {
    /// The part of a payer.
    pub fn part(&self, payer: Payer) -> f64 {
        match payer {
            Payer::Mexico => self.mexico,
            Payer::UnitedStates => self.united_states,
            Payer::UnitedStatesAtHome => self.united_states_at_home,
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
                    let [low, high] = whole(*low, *high).map(plain);
                    let number = plain(*number);
                    format!("level {number} of `{name}` is outside {low} to {high} [{unit}]")
                })
            }
            (Kind::Number { unit, range }, level) => Some(format!(
                "`{name}` is a number from {} to {} [{unit}], found {level}",
                plain(whole(range[0], range[1])[0]),
                plain(whole(range[0], range[1])[1])
            )),
            (Kind::Choice(options), Level::Option(option)) => {
                (!options.contains(option)).then(|| {
                    format!(
                        "`{name}` has no option \"{option}\", expected {}",
                        list(options)
                    )
                })
            }
            (Kind::Choice(options), level) => Some(format!(
                "`{name}` is a choice of {}, found {level}",
                list(options)
            )),
            (Kind::Shares(parts), Level::Shares(shares)) if parts.len() == shares.len() => {
                unshared(shares).map(|wrong| format!("the shares of `{name}` {wrong}"))
            }
            (Kind::Shares(parts), level) => Some(format!(
                "`{name}` is a list of {} shares ({}), found {level}",
                parts.len(),
                parts.join(", ")
            )),
        }
    }

    /// What is wrong with its cost and evidence, if anything.
    pub fn account_objections(&self) -> Vec<String> {
        let mut objections = Vec::new();
        if self.side == Side::Both {
            let message =
                "side is `both`, expected the one who decides: `mexico` or `united_states`";
            objections.push(message.to_owned());
        }
        let Cost {
            dollars, payers, ..
        } = &self.cost;
        if !(0.0..f64::INFINITY).contains(dollars) {
            objections.push(format!(
                "cost is {} dollars, expected 0 or more",
                plain(*dollars)
            ));
        }
        let factor = self.cost.within();
        if !(1.0..=WIDEST).contains(&factor) {
            objections.push(format!(
                "the price is within a factor of {}, expected 1, which is certain, to {WIDEST}",
                plain(factor)
            ));
        }
        if !matches!(self.kind, Kind::Number { .. }) && (*dollars > 0.0 || self.ramp_weeks > 0) {
            objections.push("a lever that is no number has neither cost nor ramp".to_owned());
        }
        let parts = [
            payers.mexico,
            payers.united_states,
            payers.united_states_at_home,
        ];
        if let Some(wrong) = unshared(&parts) {
            objections.push(format!("the parts of the payers {wrong}"));
        }
        let [low, high] = self.evidence.range;
        if !(low.is_finite() && high.is_finite()) {
            objections.push(format!(
                "the range [{low}, {high}] of the evidence has no end, expected two numbers"
            ));
        }
        if !(low <= 0.0 && 0.0 <= high) {
            objections.push(format!(
                "the range [{}, {}] of the evidence does not include 0, no effect",
                plain(low),
                plain(high)
            ));
        }
        objections
    }
}

/// What is wrong with shares of a whole, if anything.
fn unshared(shares: &[f64]) -> Option<String> {
    if let Some(share) = shares.iter().find(|share| !(0.0..=1.0).contains(*share)) {
        return Some(format!("hold {}, expected each from 0 to 1", plain(*share)));
    }
    let sum: f64 = shares.iter().sum();
    ((sum - 1.0).abs() > ROUNDING).then(|| format!("add to {sum:.4}, expected 1"))
}

fn list(options: &[String]) -> String {
    let quoted: Vec<String> = options
        .iter()
        .map(|option| format!("\"{option}\""))
        .collect();
    quoted.join(", ")
}

/// A wide range in whole numbers within it: of what is counted nobody reads the decimals, as those of a range that was
/// scaled.
fn whole(low: f64, high: f64) -> [f64; 2] {
    /// Narrower ranges keep theirs.
    const WIDE: f64 = 1000.0;
    match high - low >= WIDE {
        true => [low.ceil(), high.floor()],
        false => [low, high],
    }
}
