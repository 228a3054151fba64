//! Experiments read from files, with all they name, checked whole before anything runs.

pub mod calibration;
pub mod crossing;
pub mod document;
pub mod draws;
pub mod embedded;
pub mod experiment;
mod extending;
mod gathering;
pub mod levers;
pub mod messages;
pub mod parameters;
pub mod policies;
pub mod posterior;
pub mod reading;
mod recording;
pub mod schemas;
pub mod scorecard;
pub mod targets;
pub mod twin;
pub mod variants;

use std::path::{Path, PathBuf};

use toml::Value;

use crate::experiment::design::Design;
use crate::io::config::document::Document;
use crate::io::config::gathering::Gathering;
use crate::io::inputs::Input;
use crate::io::problem::Problem;

/// An experiment read from files, with everything needed to run it again.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What to run.
    pub design: Design,
    /// The files it came from, as they are kept in the result folder under `inputs/`:
    /// `experiment.toml` (overrides applied) names the others by these relative paths.
    pub inputs: Vec<Input>,
    /// SHA-256 over all inputs but the policies compared and the number of replicates: folders
    /// with the same digest hold the same experiment and can be extended, resumed and merged.
    pub digest: String,
    /// SHA-256 of each compared policy with all it extends, in the order of `design.policies`.
    pub policy_digests: Vec<String>,
    /// By what the levels of each policy were multiplied so that all plan to spend the same; empty
    /// where that was not asked for.
    pub factors: Vec<(String, f64)>,
    /// `results/<name>`, or `results/<name>-<6 of the digest>` with overrides that change it.
    pub folder: PathBuf,
    /// What is estimated from what, in an experiment that is run by `plaza calibrate`.
    pub calibration: Option<calibration::Calibrated>,
}

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
    /// `--equal-budget X`.
    pub equal_budget: Option<String>,
    /// `--set path=value`, in order.
    pub set: Vec<String>,
}

/// A number of the parameter file that the user typed: its path, the number, and the words.
pub type TypedParameter = (Vec<String>, Value, String);

/// Reads an experiment and all it names; without a path, the embedded default.
pub fn load(path: Option<&Path>, overrides: &Overrides) -> Result<Loaded, Vec<Problem>> {
    let default = embedded::path("experiments/default.toml");
    let path = path.unwrap_or(&default);
    let mut document = Document::open(path)?;
    let mut problems = Vec::new();
    let parameters = overrides.apply(&mut document, &mut problems);
    let gathered = Gathering::new(&document, problems).gather(&parameters);
    let mut loaded = gathered.map_err(in_order)?;
    if overrides.change_the_experiment() {
        let name = format!("{}-{}", loaded.design.name, &loaded.digest[..6]);
        loaded.folder.set_file_name(name);
    }
    Ok(loaded)
}

/// Problems by file and line, each once.
pub fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    let place = |problem: &Problem| (problem.file.clone(), problem.line, problem.column);
    problems.sort_by_key(place);
    problems.dedup();
    problems
}

impl Overrides {
    /// Whether results under these overrides are those of another experiment.
    fn change_the_experiment(&self) -> bool {
        self.weeks.is_some()
            || self.seed.is_some()
            || self.equal_budget.is_some()
            || !self.set.is_empty()
    }

    /// Writes the overrides into the experiment's values; those of parameters are given back.
    fn apply(&self, document: &mut Document, problems: &mut Vec<Problem>) -> Vec<TypedParameter> {
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
        for setting in &self.set {
            let typed = format!("--set {setting}");
            let Some((path, value)) = setting.split_once('=') else {
                problems.push(Problem::whole(typed, "expected path=value"));
                continue;
            };
            let keys: Vec<&str> = path.trim().split('.').collect();
            let flag = match keys.as_slice() {
                ["weeks"] => self.weeks.is_some(),
                ["seed"] => self.seed.is_some(),
                ["replicates"] => self.replicates.is_some(),
                ["policies"] => self.policies.is_some(),
                ["equal_budget"] => self.equal_budget.is_some(),
                _ => false,
            };
            if flag {
                let flag = keys[0].replace('_', "-");
                let message = format!("`--{flag}` is given too, expected one of them");
                problems.push(Problem::whole(typed, message));
                continue;
            }
            let value = parse_value(value.trim());
            match keys.split_first() {
                Some((&"parameters", below)) if !below.is_empty() => {
                    parameters.push((document::owned(below), value, typed));
                }
                _ => document.put(&keys, value, &typed),
            }
        }
        parameters
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
