//! The section `[calibration]` of an experiment: what is estimated, from what, and how.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::experiment::calibration::Calibration;
use crate::experiment::calibration::evaluate::Model;
use crate::experiment::calibration::search::Search;

/// Most numbers that may be free at a time.
pub const MOST_FREE: usize = 12;

/// A calibration: free numbers, the targets they are fitted to, and the stages.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalibrationTable {
    /// Numbers of the parameter file that are fitted, as in `fighting.rate`; each has a range of two
    /// different ends.
    #[schemars(length(min = 1, max = MOST_FREE))]
    pub free: Vec<String>,
    /// Targets they are fitted to; without it, all of role `fit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub targets: Option<Vec<String>>,
    /// Years whose values count; without it, all. Values of 2007-2010 as a whole count where all of
    /// these are named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub years: Option<Vec<i32>>,
    /// How the point of least distance is searched for.
    #[serde(default)]
    pub search: SearchTable,
}

/// The search: CMA-ES.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SearchTable {
    /// Points evaluated, besides the start, in whole generations.
    #[schemars(range(min = 1))]
    pub points: u32,
    /// Points of a generation.
    #[schemars(range(min = 4))]
    pub population: u32,
    /// The initial step, as a part of the ranges.
    #[schemars(range(min = 0.001, max = 1.0))]
    pub step: f64,
}

impl Default for SearchTable {
    fn default() -> Self {
        Self {
            points: 240,
            population: 12,
            step: 0.25,
        }
    }
}

impl SearchTable {
    /// As it is done.
    pub fn search(&self) -> Search {
        Search {
            points: self.points as usize,
            population: self.population as usize,
            step: self.step,
        }
    }
}

/// A calibration read from files.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// What is estimated, from what, and how.
    pub plan: Calibration,
    /// The country as a function of its numbers.
    pub model: Model,
    /// How much is asked for, by name: what may grow in a folder that is there.
    pub sizes: Vec<(&'static str, u64)>,
}

impl CalibrationTable {
    /// What cannot be, though each value has the right type: the path below `calibration`, and why.
    pub fn objections(&self) -> Vec<(Vec<&'static str>, String)> {
        let mut objections = Vec::new();
        let mut within = |path: &[&'static str], value: f64, least: f64, most: f64| {
            if !(least..=most).contains(&value) {
                let name = path.join(".");
                let message = format!("{name} is {value}, expected {least} to {most}");
                objections.push((path.to_vec(), message));
            }
        };
        let search = &self.search;
        let population = f64::from(search.population);
        within(&["search", "population"], population, 4.0, 1e4);
        within(&["search", "points"], search.points.into(), population, 1e6);
        within(&["search", "step"], search.step, 0.001, 1.0);
        objections
    }

    /// How much is asked for, by name.
    pub fn sizes(&self) -> Vec<(&'static str, u64)> {
        vec![("search.points", self.search.points.into())]
    }

    /// The same with as little asked for as can be: what is left is what a folder is of.
    pub fn without_sizes(&self) -> Self {
        let mut table = self.clone();
        table.search.points = 0;
        table
    }
}
