//! The section `[attribution]` of an experiment: the causes between which a rise is shared out.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::setup::bounds::is_name;
use crate::setup::variants::Variant;

/// Most causes: with n of them 2^n worlds are run.
pub const MOST: usize = 8;

/// Causes whose parts are told by `plaza attribute`. The policy is run in its own world, and once in each world that
/// lacks one or more of the causes.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributionTable {
    /// The policy, one of those compared.
    pub policy: String,
    /// The causes.
    #[schemars(length(min = 1, max = MOST))]
    pub cause: Vec<Cause>,
}

/// A cause: what a world without it is like.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// Its name: lower-case letters, digits and `_`.
    #[schemars(regex(pattern = "^[a-z0-9_]+$"))]
    pub name: String,
    /// The numbers that differ without it: `"raids.rate" = 0.0`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, f64>,
    /// Levers of the policy's own file that it does without: they are as in the policy it extends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
}

impl AttributionTable {
    /// The worlds that lack one cause, then those that lack more; none of more causes than there can be.
    pub fn worlds(&self) -> Vec<Variant> {
        let lacking = self.by_number().into_iter();
        lacking.map(|causes| self.lacking(&causes)).collect()
    }

    /// What these worlds lack, by the indices of causes.
    pub fn by_number(&self) -> Vec<Vec<usize>> {
        let causes = self.cause.len();
        let mut worlds: Vec<Vec<usize>> = match causes <= MOST {
            true => subsets(causes).skip(1).collect(),
            false => Vec::new(),
        };
        worlds.sort_by_key(Vec::len);
        worlds
    }

    /// The world that lacks some of the causes, by their indices, ascending.
    pub fn lacking(&self, causes: &[usize]) -> Variant {
        let causes = || causes.iter().map(|index| &self.cause[*index]);
        let set = causes().flat_map(|cause| cause.set.clone());
        let without = causes().flat_map(|cause| cause.without.clone());
        let names = causes().map(|cause| format!("no_{}", cause.name));
        Variant {
            name: names.collect::<Vec<_>>().join("-"),
            policy: self.policy.clone(),
            set: set.collect(),
            without: without.collect(),
        }
    }

    /// What is wrong with each cause by itself or beside another: its index, the key and why.
    pub fn objections(&self) -> Vec<(usize, &'static str, String)> {
        let mut objections = Vec::new();
        for (index, cause) in self.cause.iter().enumerate() {
            if !is_name(&cause.name) || cause.name.contains('-') {
                let message = format!(
                    "name `{}` cannot be part of a folder's name, expected lower-case letters, digits and `_`",
                    cause.name
                );
                objections.push((index, "name", message));
            }
            for other in &self.cause[..index] {
                if other.name == cause.name {
                    let message = format!("cause `{}` is named twice", cause.name);
                    objections.push((index, "name", message));
                }
                let number = cause.set.keys().find(|key| other.set.contains_key(*key));
                let lever = cause.without.iter().find(|of| other.without.contains(of));
                let (key, twice) = match (number, lever) {
                    (Some(number), _) => ("set", number),
                    (None, Some(lever)) => ("without", lever),
                    (None, None) => continue,
                };
                let message = format!(
                    "`{twice}` is of two causes, `{}` and `{}`, expected it in one",
                    other.name, cause.name
                );
                objections.push((index, key, message));
            }
        }
        objections
    }
}

/// The subsets of so many causes, by their indices: the empty one first, then in order of a binary number.
pub fn subsets(causes: usize) -> impl Iterator<Item = Vec<usize>> {
    (0..1_usize << causes).map(move |bits| (0..causes).filter(|of| bits >> of & 1 == 1).collect())
}
