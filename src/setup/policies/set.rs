//! Levers that an experiment sets beside the policy files: `--set levers.army_units=20000`.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use toml::Value;

use plaza_batch::messages::explain;
use plaza_model::policy::Policy;
use plaza_model::policy::levers::{Catalogue, Level};
use plaza_model::policy::policy::Schedule;

use crate::files::toml_values::Strict;
use crate::setup::crossing;
use crate::setup::policies::file::{Setting, SettingStep};
use crate::setup::policies::steps::{Objections, cut_short, steps};

/// Levers set in the policies compared, everywhere and from the week in which these part; before its first step
/// a schedule leaves the level that the policy has. What is set for one policy goes before what is set for all.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SetLevers {
    /// In every policy, by name of the lever.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub levers: BTreeMap<String, SetLevel>,
    /// In one policy, by its name in the results. What is set in a policy is set in its variants too; what is set in
    /// a variant, in that alone.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub policies: BTreeMap<String, BTreeMap<String, SetLevel>>,
}

/// A level, or levels over time.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum SetLevel {
    /// New levels, ascending by week; weeks count from the week in which policies part.
    Levels(Vec<SettingStep>),
    /// A level from the start.
    Level(Level),
}

impl<'de> Deserialize<'de> for SetLevel {
    /// By hand: of an untagged choice serde keeps the value and reads it again, and would fill a step from a list.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let inside = |value: &Value| value.is_table() || value.is_array();
        let steps = matches!(&value, Value::Array(list) if list.iter().any(inside));
        if !steps {
            return Level::deserialize(Strict(value))
                .map(Self::Level)
                .map_err(|_| {
                    D::Error::custom(
                        "expected a level, or levels over time, [{ from_week = 0, level = ... }]",
                    )
                });
        }
        let read: Result<Vec<SettingStep>, _> = serde_path_to_error::deserialize(Strict(value));
        read.map(Self::Levels).map_err(|error| {
            let (_, message) = explain(error.inner().message());
            let place: String = error.path().to_string();
            D::Error::custom(format!(
                "step {place}: {message}; levels over time are [{{ from_week = 0, level = ... }}]"
            ))
        })
    }
}

impl SetLevers {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.levers.is_empty() && self.policies.is_empty()
    }

    /// The levers set in a policy, each once, with the keys at which it stands. A policy has one name, a variant its
    /// own and then that of the policy it varies; a crossing may be named in either order.
    pub fn of<'a>(&'a self, names: &[&str]) -> Vec<SetIn<'a>> {
        let mut found: Vec<SetIn> = Vec::new();
        let mut add = |keys: &[&str], lever: &'a str, level: &'a SetLevel| {
            if found.iter().all(|set| set.lever != lever) {
                found.push(SetIn {
                    keys: keys.iter().map(|key| (*key).to_owned()).collect(),
                    lever,
                    level,
                });
            }
        };
        for name in names {
            for (policy, levers) in self.named(name) {
                for (lever, level) in levers {
                    add(&["set", "policies", policy, lever], lever, level);
                }
            }
        }
        for (lever, level) in &self.levers {
            add(&["set", "levers", lever], lever, level);
        }
        found
    }

    /// What is set in policies that this is a name of.
    fn named<'a>(
        &'a self,
        name: &str,
    ) -> impl Iterator<Item = (&'a String, &'a BTreeMap<String, SetLevel>)> {
        let names = crossing::names(name);
        let all = self.policies.iter();
        all.filter(move |(policy, _)| names.contains(policy))
    }

    /// Names of one crossing in both orders.
    pub fn named_twice(&self) -> impl Iterator<Item = [&str; 2]> {
        self.policies.keys().filter_map(|name| {
            let mut twins = self.named(name).map(|(other, _)| other);
            let first = twins.find(|other| *other < name)?;
            Some([first.as_str(), name.as_str()])
        })
    }
}

/// A lever that is set in a policy.
#[derive(Debug)]
pub struct SetIn<'a> {
    /// The keys at which it stands.
    pub keys: Vec<String>,
    /// The lever.
    pub lever: &'a str,
    /// Its level.
    pub level: &'a SetLevel,
}

impl SetIn<'_> {
    /// Whether it is set in all policies.
    pub fn everywhere(&self) -> bool {
        self.keys[1] == "levers"
    }
}

/// A policy with a lever set; or what is wrong with that, by keys below the level.
pub fn with_lever(
    policy: &Policy,
    lever: &str,
    level: &SetLevel,
    catalogue: &Catalogue,
) -> Result<Policy, Objections> {
    let (level, levels) = match level {
        SetLevel::Level(level) => (Some(level.clone()), None),
        SetLevel::Levels(levels) => (None, Some(levels.clone())),
    };
    let setting = Setting {
        name: lever.to_owned(),
        level,
        levels,
        r#where: None,
        when: None,
    };
    let steps = steps(&setting, catalogue)?;
    let base = policy.schedules().find(|(name, _)| *name == lever);
    let schedule = Schedule {
        calendar: None,
        people: None,
        places: None,
        when: None,
        steps,
        base: base.map(|(_, schedule)| Arc::new(schedule.clone())),
    };
    if let Some((step, message)) = cut_short(&schedule) {
        let keys = [
            "levels".to_owned(),
            step.to_string(),
            "from_week".to_owned(),
        ];
        return Err(vec![(keys.to_vec(), message)]);
    }
    let set = policy.with_schedule(lever, schedule);
    Ok(set.expect("the lever was found in the catalogue"))
}
