//! Levers that an experiment sets beside the policy files: `--set levers.army_units=20000`.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Objections, Setting, SettingStep, cut_short, steps};
use crate::io::config::crossing;
use crate::policy::Policy;
use crate::policy::levers::{Catalogue, Level};
use crate::policy::policy::Schedule;

/// Levers set in the policies compared, everywhere and from the week in which these part; before its first step
/// a schedule leaves the level that the policy has. What is set for one policy goes before what is set for all.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SetLevers {
    /// In every policy, by name of the lever.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub levers: BTreeMap<String, SetLevel>,
    /// In one policy, by its name in the results.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub policies: BTreeMap<String, BTreeMap<String, SetLevel>>,
}

/// A level, or levels over time.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected a level, or levels over time, [{ from_week = 0, level = ... }]"
)]
pub enum SetLevel {
    /// New levels, ascending by week; weeks count from the week in which policies part.
    Levels(Vec<SettingStep>),
    /// A level from the start.
    Level(Level),
}

impl SetLevers {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.levers.is_empty() && self.policies.is_empty()
    }

    /// The levers set in the policy of this name, each once, with the keys at which it stands. A crossing may be
    /// named in either order.
    pub fn of(&self, policy: &str) -> Vec<(Vec<String>, &str, &SetLevel)> {
        let names = crossing::names(policy);
        let found = self.policies.iter().find(|(name, _)| names.contains(name));
        let policy = found.map_or(policy, |(name, _)| name);
        let own = found.map(|(_, own)| own);
        let mine = own.into_iter().flatten().map(|(lever, level)| {
            let keys = ["set", "policies", policy, lever].map(str::to_owned);
            (keys.to_vec(), lever.as_str(), level)
        });
        let all = self.levers.iter();
        let all = all.filter(|(lever, _)| !own.is_some_and(|own| own.contains_key(*lever)));
        let all = all.map(|(lever, level)| {
            let keys = ["set", "levers", lever].map(str::to_owned);
            (keys.to_vec(), lever.as_str(), level)
        });
        mine.chain(all).collect()
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
