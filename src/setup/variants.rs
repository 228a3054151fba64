//! Variants of a policy: the same levers in a model with other numbers, as in a country without
//! raids, or the policy without some of its levers.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use plaza_batch::problem::nearest;
use plaza_model::submodels::Parameters;
use plaza_model::units::plain;

/// A policy run once more with other parameters, or without some of its levers.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its name: lower-case letters, digits, `_` and `-`. In results its policy is
    /// `<policy>-<name>`.
    #[schemars(regex(pattern = "^[a-z0-9_-]+$"))]
    pub name: String,
    /// The policy, one of those compared.
    pub policy: String,
    /// The numbers that differ: `"raids.rate" = 0.0`. They may lie outside their range, so that a
    /// mechanism can be switched off.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, f64>,
    /// Levers of the policy's own file that it does without: they are as in the policy it extends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
}

impl Variant {
    /// What its policy is called in results.
    pub fn of_policy(&self) -> String {
        format!("{}-{}", self.policy, self.name)
    }

    /// The parameters in `text`, a parameter file that has been read before, with those
    /// of this variant; `Err` is the key of a number and what is wrong with it.
    pub fn parameters(&self, text: &str) -> Result<Parameters, (String, String)> {
        let mut table: Table = text.parse().expect("the parameters were read before");
        for (path, value) in &self.set {
            let problem = |message| (path.clone(), message);
            let (section, name) = path
                .split_once('.')
                .ok_or_else(|| problem(format!("`{path}` is no number, expected section.name")))?;
            let known: Vec<String> = table.keys().cloned().collect();
            let Some(numbers) = table.get_mut(section).and_then(Value::as_table_mut) else {
                let near = nearest(section, known.iter().map(String::as_str));
                return Err(problem(format!("there is no section `{section}`{near}")));
            };
            let known: Vec<String> = numbers.keys().cloned().collect();
            let Some(number) = numbers.get_mut(name).and_then(Value::as_table_mut) else {
                let near = nearest(name, known.iter().map(String::as_str));
                return Err(problem(format!("there is no parameter `{path}`{near}")));
            };
            let range = number["range"].as_array().expect("a number has a range");
            let bound = |index: usize| match &range[index] {
                Value::Integer(bound) => *bound as f64,
                bound => bound.as_float().expect("a bound is a number"),
            };
            let range = [bound(0).min(*value), bound(1).max(*value)];
            number.insert("value".to_owned(), Value::Float(*value));
            number.insert(
                "range".to_owned(),
                Value::Array(range.map(Value::Float).into()),
            );
            // Each number by itself, so that a problem is told of the one it is about.
            let checked: Result<Parameters, _> = table.clone().try_into();
            checked.map_err(|error| {
                let expected = error.message().split("expected").nth(1);
                let expected =
                    expected.map_or(String::new(), |bounds| format!(", expected{bounds}"));
                problem(format!(
                    "{} is impossible for `{path}`{expected}",
                    plain(*value)
                ))
            })?;
        }
        Ok(table.try_into().expect("each number was checked"))
    }
}
