//! The section `[calibration]` of an experiment: parameters estimated, targets, and method.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Table;

use plaza_model::units::plain;

use crate::setup::bounds::MAX_WEEKS;
use crate::studies::calibration::evaluate::Model;
use crate::studies::calibration::{Calibration, Posterior, Search};

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
    /// Years whose values count; without it, all. Values of the targets' whole period count where all of
    /// these are named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub years: Option<Vec<i32>>,
    /// Which numbers matter, before the search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screening: Option<ScreeningTable>,
    /// How the point of least distance is searched for.
    #[serde(default)]
    pub search: SearchTable,
    /// Which numbers are not implausible, after the search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posterior: Option<PosteriorTable>,
}

/// The screening: elementary effects.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ScreeningTable {
    /// Numbers of the parameter file, each with a range of two different ends; without it, the free ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub parameters: Option<Vec<String>>,
    /// Trajectories: each moves every number once.
    #[schemars(range(min = 1, max = 10_000))]
    pub trajectories: u32,
    /// Replicates of each point.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub replicates: u32,
    /// Policies that are ranked by organized-crime deaths, with the one of the experiment.
    pub policies: Vec<String>,
    /// Weeks over which they are ranked: those of the experiment or more.
    #[schemars(range(min = 1, max = MAX_WEEKS))]
    pub weeks: i32,
}

impl Default for ScreeningTable {
    fn default() -> Self {
        Self {
            parameters: None,
            trajectories: 6,
            replicates: 4,
            policies: Vec::new(),
            weeks: 312,
        }
    }
}

/// The posterior: history matching in waves.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PosteriorTable {
    /// Waves.
    #[schemars(range(min = 1, max = 1000))]
    pub waves: u32,
    /// Points run in each wave.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub points: u32,
    /// The implausibility up to which a point is kept, in standard deviations.
    #[schemars(range(min = 0.01, max = 1000.0))]
    pub cutoff: f64,
    /// Points kept at most, one row of `posterior.csv` each.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub draws: u32,
    /// Draws from the ranges that the volume left is told from.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub candidates: u32,
    /// The part of their ranges, around their values, in which numbers vary that are not free; 1 for all.
    #[schemars(range(min = 0.001, max = 1.0))]
    pub rest: f64,
}

impl Default for PosteriorTable {
    fn default() -> Self {
        Self {
            waves: 3,
            points: 60,
            cutoff: 3.0,
            draws: 100,
            candidates: 4000,
            rest: 1.0,
        }
    }
}

impl PosteriorTable {
    /// As it is drawn.
    pub fn posterior(&self) -> Posterior {
        Posterior {
            waves: self.waves as usize,
            points: self.points as usize,
            cutoff: self.cutoff,
            draws: self.draws as usize,
            candidates: self.candidates as usize,
            rest: self.rest,
        }
    }
}

/// The search: CMA-ES.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SearchTable {
    /// Points evaluated in whole generations, besides the start and those of `rounds`.
    #[schemars(range(min = 1))]
    pub points: u32,
    /// Points of a generation.
    #[schemars(range(min = 4))]
    pub population: u32,
    /// The initial step, as a part of the ranges.
    #[schemars(range(min = 0.001, max = 1.0))]
    pub step: f64,
    /// Rounds at the end, of `population` points each, in which the search settles where the emulated
    /// distance is least; the start and what was found are then checked on more luck. 0 for none.
    #[schemars(range(max = 1000))]
    pub rounds: u32,
}

impl Default for SearchTable {
    fn default() -> Self {
        Self {
            points: 240,
            population: 12,
            step: 0.25,
            rounds: 4,
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
            rounds: self.rounds as usize,
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
    /// The parameter file it starts from, as the experiment names it.
    pub extends: String,
    /// What is in that file.
    pub file: Table,
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
                let message = format!(
                    "calibration.{name} is {}, expected {least} to {most}",
                    plain(value)
                );
                objections.push((path.to_vec(), message));
            }
        };
        let search = &self.search;
        let population = f64::from(search.population);
        within(&["search", "population"], population, 4.0, 1e4);
        within(
            &["search", "points"],
            search.points.into(),
            population.max(1.0),
            1e6,
        );
        within(&["search", "step"], search.step, 0.001, 1.0);
        if let Some(screening) = &self.screening {
            let mut within = |key, value, most| within(&["screening", key], value, 1.0, most);
            within("trajectories", screening.trajectories.into(), 1e4);
            within("replicates", screening.replicates.into(), 1e6);
            within("weeks", screening.weeks.into(), MAX_WEEKS.into());
        }
        if let Some(posterior) = &self.posterior {
            let mut within = |key, value: u32, most| {
                within(&["posterior", key], value.into(), 1.0, most);
            };
            within("waves", posterior.waves, 1000.0);
            within("points", posterior.points, 1e6);
            within("draws", posterior.draws, 1e6);
            within("candidates", posterior.candidates, 1e6);
        }
        if let Some(posterior) = &self.posterior {
            within(&["posterior", "cutoff"], posterior.cutoff, 0.01, 1000.0);
            within(&["posterior", "rest"], posterior.rest, 0.001, 1.0);
        }
        objections
    }

    /// How much is asked for, by name.
    pub fn sizes(&self) -> Vec<(&'static str, u64)> {
        let mut sizes = vec![("search.points", self.search.points.into())];
        if let Some(posterior) = &self.posterior {
            sizes.push(("posterior.waves", posterior.waves.into()));
            sizes.push(("posterior.points", posterior.points.into()));
            sizes.push(("posterior.draws", posterior.draws.into()));
        }
        sizes
    }

    /// The same without its stages: what an evaluation depends on.
    pub fn without_stages(&self) -> Self {
        Self {
            screening: None,
            search: SearchTable::default(),
            posterior: None,
            ..self.clone()
        }
    }
}
