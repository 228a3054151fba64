//! Changes of a call to an experiment: flags, and `--set path=value`.

use toml::Value;

use plaza_batch::problem::Problem;

use crate::files::document;
use crate::files::document::Document;
use crate::setup::parameters::TypedParameter;

/// The section of points.
const DESIGN: &str = "design";

/// What the call changes of the experiment file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--policies a,b`.
    pub policies: Option<Vec<String>>,
    /// `--replicates N`.
    pub replicates: Option<u32>,
    /// `--weeks N`.
    pub weeks: Option<i32>,
    /// `--seed S`.
    pub seed: Option<u64>,
    /// `--points N`.
    pub points: Option<u32>,
    /// `--equal-budget X`.
    pub equal_budget: Option<String>,
    /// `--set path=value`, in order.
    pub set: Vec<String>,
    /// `--beyond-ranges`: parameters may be set beyond their ranges.
    pub beyond_ranges: bool,
    /// Whether the experiment is to be a design of points, as for `plaza design`.
    pub of_design: bool,
}

impl Overrides {
    /// Whether results under these overrides are those of another experiment.
    pub fn change_the_experiment(&self) -> bool {
        self.weeks.is_some()
            || self.seed.is_some()
            || self.equal_budget.is_some()
            || !self.set.is_empty()
    }

    /// That an experiment which is to be a design of points says nothing of points.
    pub fn lacking(&self, document: &Document) -> Option<Problem> {
        let set = |setting: &String| setting.trim_start().starts_with(DESIGN);
        let there = document.values.contains_key(DESIGN) || self.set.iter().any(set);
        (self.of_design && !there).then(|| {
            let message =
                "has no section `[design]`, expected one that says which points are tried";
            Problem::whole(&document.file, message)
        })
    }

    /// Writes the overrides into the experiment's values; those of parameters are given back.
    pub fn apply(
        &self,
        document: &mut Document,
        problems: &mut Vec<Problem>,
    ) -> Vec<TypedParameter> {
        let mut put = |key: &str, value: Value, typed: String| document.put(&[key], value, &typed);
        if let Some(policies) = &self.policies {
            let names = policies.iter().cloned().map(Value::String).collect();
            put(
                "policies",
                Value::Array(names),
                format!("--policies {}", policies.join(",")),
            );
        }
        if let Some(replicates) = self.replicates {
            put(
                "replicates",
                i64::from(replicates).into(),
                format!("--replicates {replicates}"),
            );
        }
        if let Some(points) = self.points {
            let typed = format!("--points {points}");
            document.put(&["design", "points"], i64::from(points).into(), &typed);
        }
        let mut put = |key: &str, value: Value, typed: String| document.put(&[key], value, &typed);
        if let Some(weeks) = self.weeks {
            put("weeks", i64::from(weeks).into(), format!("--weeks {weeks}"));
        }
        if let Some(seed) = self.seed {
            let typed = format!("--seed {seed}");
            match i64::try_from(seed) {
                Ok(seed) => put("seed", seed.into(), typed),
                Err(_) => {
                    let message = format!("the seed is too large, expected {} or less", i64::MAX);
                    problems.push(Problem::whole(typed, message));
                }
            }
        }
        if let Some(sum) = &self.equal_budget {
            let typed = format!("--equal-budget {sum}");
            put("equal_budget", parse_value(sum), typed);
        }
        let mut parameters = Vec::new();
        let mut places: Vec<(Vec<&str>, &str)> = Vec::new();
        for setting in &self.set {
            let typed = format!("--set {setting}");
            let mut object = |message: String| problems.push(Problem::whole(&typed, message));
            let Some((path, value)) = setting.split_once('=') else {
                object("expected path=value".to_owned());
                continue;
            };
            let path = path.trim();
            let keys: Vec<&str> = path.split('.').collect();
            if let Some(flag) = self.flag(&keys) {
                object(format!("`--{flag}` is given too, expected one of them"));
                continue;
            }
            let place = place(&keys);
            if let Some((there, other)) = places.iter().find(|(there, _)| overlap(there, &place)) {
                object(match *there == place {
                    true => format!("`{path}` is set twice, expected it once"),
                    false => format!(
                        "`{other}` is set too, and one of the two holds the other, expected one of them"
                    ),
                });
                continue;
            }
            places.push((place.clone(), path));
            let value = parse_value(value.trim());
            match keys[..] {
                ["parameters", ref below @ ..] if !below.is_empty() => {
                    parameters.push((document::owned(below), value, typed));
                }
                ["beyond_ranges", ..] => {
                    let message = "the program writes this; `--beyond-ranges` lets a number of the rules be set \
                                   beyond its range";
                    object(message.to_owned());
                }
                ["levers", ..] if keys.len() > 2 => {
                    object("expected levers.NAME=LEVEL, for all policies".to_owned());
                }
                ["policies", policy, ..] if keys.len() > 3 => {
                    object(format!(
                        "expected policies.POLICY.LEVER=LEVEL, as in policies.{policy}.army_units=20000"
                    ));
                }
                ["policies", index] if document::index(index).is_none() => {
                    let message = match index.bytes().any(|byte| byte.is_ascii_lowercase()) {
                        true => format!(
                            "expected policies.POLICY.LEVER=LEVEL, as in policies.{index}.army_units=20000"
                        ),
                        false => {
                            format!(
                                "`{index}` is no place in the list of policies, expected 0, 1, ..."
                            )
                        }
                    };
                    object(message);
                }
                _ if !document.reaches(&place) => {
                    object(format!(
                        "`{path}` is an entry of a list that is not so long"
                    ));
                }
                _ => document.put(&place, value, &typed),
            }
        }
        parameters
    }
}

/// Where in the experiment stands what is set at these keys. Parameters stand in another file, apart from
/// its name, which is the experiment's.
fn place<'a>(keys: &[&'a str]) -> Vec<&'a str> {
    match keys {
        ["parameters", below @ ..] if !below.is_empty() => {
            [&["numbers of the rules"], below].concat()
        }
        ["levers", lever] => vec!["set", "levers", lever],
        ["policies", policy, lever] => vec!["set", "policies", policy, lever],
        keys => keys.to_vec(),
    }
}

/// Whether one path leads to the other.
fn overlap(a: &[&str], b: &[&str]) -> bool {
    a.iter().zip(b).all(|(a, b)| a == b)
}

impl Overrides {
    /// The flag of the command line that sets what stands at these keys, or holds it, if it is given too.
    fn flag(&self, keys: &[&str]) -> Option<&'static str> {
        let flags = [
            ("weeks", "weeks", self.weeks.is_some()),
            ("seed", "seed", self.seed.is_some()),
            ("replicates", "replicates", self.replicates.is_some()),
            ("policies", "policies", self.policies.is_some()),
            ("equal_budget", "equal-budget", self.equal_budget.is_some()),
        ];
        let first = place(keys);
        let given = flags
            .into_iter()
            .find(|(key, ..)| first.first() == Some(key));
        given.and_then(|(_, flag, given)| given.then_some(flag))
    }
}

/// A value as TOML, or else as text, so that `map=maps/mine` needs no quotes.
fn parse_value(text: &str) -> Value {
    toml::from_str::<toml::Table>(&format!("value = {text}"))
        .ok()
        .filter(|table| table.len() == 1)
        .and_then(|mut table| table.remove("value"))
        .unwrap_or_else(|| Value::String(text.to_owned()))
}
