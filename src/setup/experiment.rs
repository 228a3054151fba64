//! The experiment file.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::runs::design::Record;
use crate::setup::bounds::{MAX_WEEKS, is_name};
use crate::setup::draws::PRIOR;
use crate::setup::policies::set::SetLevers;
use crate::setup::posterior::POSTERIOR;
use crate::setup::variants::Variant;
use crate::studies::attribution::section::AttributionTable;
use crate::studies::calibration::section::CalibrationTable;
use crate::studies::points::section::DesignTable;
use crate::studies::twin::section::TwinTable;

/// Most replicates an experiment may have.
pub const MAX_REPLICATES: u32 = 1_000_000;

/// An experiment: which policies, on which map, how long and how often.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// The name of the experiment: lower-case letters, digits, `_` and `-`. Its results go to
    /// `results/<name>`.
    #[schemars(regex(pattern = "^[a-z0-9_-]+$"))]
    pub name: String,
    /// `test` where the experiment only tests the program and says nothing about policies: screen, manifest,
    /// report and figures then say so. It changes no number and does not enter the digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// The map: a folder that `plaza map build` made or a grid recipe (.toml), relative to this
    /// file or starting with `${PLAZA_DATA}/`.
    pub map: String,
    /// The parameters: a name, as in `baseline`, or a path ending in .toml; or they are drawn, and
    /// each draw serves `luck_per_draw` replicates, under all policies: `prior` draws from the ranges of the
    /// baseline, `posterior` takes the draws that a calibration found.
    #[serde(default = "baseline")]
    pub parameters: String,
    /// The parameter file whose numbers are drawn: within its ranges where `parameters` is `prior` (without
    /// this key, the baseline's), or put in place of its own where it is `posterior` (`calibrated`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranges: Option<String>,
    /// The table of draws where `parameters` is `posterior`, as `plaza calibrate` writes it: a path ending in
    /// .csv; without it, the program's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posterior: Option<String>,
    /// Replicates that share a draw of the numbers: with two or more, `plaza compare` splits the variance
    /// of a difference into luck and parameters. Without this key, two where `parameters` is `prior`, and
    /// one where it is `posterior`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub luck_per_draw: Option<u32>,
    /// The catalogue of levers: a path ending in .toml; without it, the program's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levers: Option<String>,
    /// The policies compared: names, as in `status_quo`, or paths ending in .toml.
    #[schemars(length(min = 1))]
    pub policies: Vec<String>,
    /// Policies run once more with other parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variant: Vec<Variant>,
    /// The policy in force before week 0.
    #[serde(default = "levels_of_2006")]
    pub before: String,
    /// The policy in force from week 0 to `policies_from`.
    #[serde(default = "status_quo")]
    pub shared: String,
    /// Weeks simulated and recorded, from the first week of the year after the map's.
    #[schemars(range(min = 1, max = MAX_WEEKS))]
    pub weeks: i32,
    /// Weeks simulated before week 0, not recorded.
    #[serde(default = "a_year")]
    #[schemars(range(min = 0, max = MAX_WEEKS))]
    pub burn_in: i32,
    /// The week at which the policies part.
    #[serde(default)]
    #[schemars(range(min = 0, max = MAX_WEEKS))]
    pub policies_from: i32,
    /// Levers set in the policies compared, beside their files, as `--set levers.NAME=LEVEL` does.
    #[serde(default, skip_serializing_if = "SetLevers::is_empty")]
    pub set: SetLevers,
    /// Brings levels in persons and money, and costs for the whole country, to the size of the map's country, as
    /// far as policies and levers say of how many people they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale_levers: Option<ScaleLevers>,
    /// Parameters that were set beyond their ranges (`--beyond-ranges`), with the ranges they left; the
    /// program writes this.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub beyond_ranges: BTreeMap<String, [f64; 2]>,
    /// What every policy plans to spend in all from the week at which policies part to the last [dollars of
    /// 2010], or the policy whose plan it is: its levers are multiplied by one factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equal_budget: Option<Sum>,
    /// Replicates of each policy; a design has `replicates_per_point` in its place.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = MAX_REPLICATES))]
    pub replicates: u32,
    /// The random seed.
    #[schemars(range(min = 0, max = i64::MAX))]
    pub seed: u64,
    /// One person in so many carries the full memory, so that single lives can be followed where
    /// `record.lives` is true.
    #[serde(default = "one_in_a_hundred")]
    #[schemars(range(min = 1))]
    pub memory_one_in: u32,
    /// The records wanted.
    #[serde(default)]
    pub record: Record,
    /// The observations, to hold the results against: `plaza validate` compares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<ObservedTables>,
    /// Tables of real events that happen in every replicate, whatever its luck.
    #[serde(default, skip_serializing_if = "Replay::is_empty")]
    pub replay: Replay,
    /// What goes on beyond the country's borders, whatever its policy: a table with columns `year`, `quantity`
    /// (`cocaine_supply` or `arms`) and `value`, of which only the ratio to the first year counts; a path like those of
    /// `observed`. Without it, abroad stays as it is but for what rules change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abroad: Option<String>,
    /// The event by which pairs of futures differ; such an experiment is run by `plaza twin`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twin: Option<TwinTable>,
    /// The causes between which deaths are shared out: `plaza attribute` does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<AttributionTable>,
    /// The points at which the experiment is run; such an experiment is run by `plaza design`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<DesignTable>,
    /// The parameters estimated, and the targets; such an experiment is run by `plaza calibrate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<CalibrationTable>,
}

/// What an experiment is for, if not for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", expecting = "expected `test`")]
pub enum Purpose {
    /// To test the program.
    Test,
}

/// By what levers are brought to the size of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", expecting = "expected `population`")]
pub enum ScaleLevers {
    /// By residents.
    Population,
}

/// A sum of money.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged, expecting = "expected dollars or the name of a policy")]
pub enum Sum {
    /// Dollars of 2010.
    Dollars(f64),
    /// What this policy, one of those compared, plans to spend.
    Plan(String),
}

/// Tables of observations: paths that are relative to the experiment or start with
/// `${PLAZA_DATA}/`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObservedTables {
    /// Organized-crime deaths: columns `code`, `year`, `month`, `deaths`. A month without a row had
    /// none; a year without a row is not observed.
    pub oc_deaths: String,
    /// Homicides of years before the first that is simulated: columns `code`, `year`, `month`, `homicides`. A forecast
    /// that needs no model is made of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homicides: Option<String>,
    /// The last year whose deaths the parameters were fitted to; without it, they know the nation's deaths of every
    /// year, and are compared with forecasts that know them too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fitted_until: Option<i32>,
}

/// Tables of real events, which happen in every replicate: paths that are relative to the experiment or
/// start with `${PLAZA_DATA}/`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replay {
    /// Leaders and plaza bosses who fell: columns `date`, `organization`, `outcome`, `code`, `rank`. In the
    /// years it covers no leader falls otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaders: Option<String>,
    /// Joint operations: columns `start`, `end`, `forces`, `states`, `focus_municipalities`, and perhaps
    /// `personnel_approx`. What units they leave follows the policy's rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployments: Option<String>,
}

impl Replay {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn baseline() -> String {
    "baseline".to_owned()
}

fn levels_of_2006() -> String {
    "_2006".to_owned()
}

fn status_quo() -> String {
    "status_quo".to_owned()
}

fn a_year() -> i32 {
    52
}

fn one() -> u32 {
    1
}

fn one_in_a_hundred() -> u32 {
    100
}

/// How the parameters are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// From their ranges.
    Prior,
    /// From a table.
    Posterior,
}

impl Drawn {
    /// What stands for it in an experiment, in place of a parameter file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prior => PRIOR,
            Self::Posterior => POSTERIOR,
        }
    }

    /// The parameter file that the draws are put into, where none is named.
    pub fn file(self) -> &'static str {
        match self {
            Self::Prior => "baseline",
            Self::Posterior => "calibrated",
        }
    }
}

impl Experiment {
    /// How the parameters are drawn, if they are.
    pub fn drawn(&self) -> Option<Drawn> {
        let drawn = [Drawn::Prior, Drawn::Posterior];
        drawn
            .into_iter()
            .find(|drawn| drawn.name() == self.parameters)
    }

    /// All policies run once more with something changed: the variants, and the worlds that lack some of the causes of
    /// an attribution.
    pub fn all_variants(&self) -> Vec<Variant> {
        let worlds = self.attribution.iter().flat_map(AttributionTable::worlds);
        self.variant.iter().cloned().chain(worlds).collect()
    }

    /// How many replicates share their numbers; 1 where each has its own, or all have the same.
    pub fn luck_per_draw(&self) -> u32 {
        match (self.drawn(), self.luck_per_draw) {
            (None, _) | (Some(Drawn::Posterior), None) => 1,
            (Some(Drawn::Prior), None) => 2,
            (Some(_), Some(number)) => number,
        }
    }

    /// Whether policies part behind week 0, or may at points of a design.
    pub fn may_part_later(&self) -> bool {
        self.policies_from > 0
            || self
                .design
                .as_ref()
                .is_some_and(DesignTable::may_vary_start)
    }

    /// Brings the length of a run that cannot be to the nearest that can: it is told already, and what else is wrong
    /// is looked for as if it were right.
    pub fn bring_to_bounds(&mut self) {
        self.weeks = self.weeks.clamp(1, MAX_WEEKS);
        self.burn_in = self.burn_in.clamp(0, MAX_WEEKS);
        self.policies_from = self.policies_from.clamp(0, self.weeks - 1);
    }

    /// What cannot be, though each value has the right type: the key it is about, and why.
    pub fn objections(&self) -> Vec<(&'static str, String)> {
        let mut objections = Vec::new();
        if !is_name(&self.name) {
            let message = format!(
                "name `{}` cannot name a folder, expected lower-case letters, digits, `_` and `-`",
                self.name
            );
            objections.push(("name", message));
        }
        let mut within = |key, value: i64, least: i64, most: i64| {
            if !(least..=most).contains(&value) {
                let message = format!("{key} is {value}, expected {least} to {most}");
                objections.push((key, message));
            }
        };
        within("weeks", self.weeks.into(), 1, MAX_WEEKS.into());
        within("burn_in", self.burn_in.into(), 0, MAX_WEEKS.into());
        let last = self.weeks.clamp(1, MAX_WEEKS) - 1;
        within("policies_from", self.policies_from.into(), 0, last.into());
        within(
            "replicates",
            self.replicates.into(),
            1,
            MAX_REPLICATES.into(),
        );
        within(
            "memory_one_in",
            self.memory_one_in.into(),
            1,
            u32::MAX.into(),
        );
        within(
            "luck_per_draw",
            self.luck_per_draw.map_or(1, i64::from),
            1,
            u32::MAX.into(),
        );
        if self.ranges.is_some() && self.drawn().is_none() {
            let message =
                format!("ranges are drawn from where parameters = \"{PRIOR}\" or \"{POSTERIOR}\"");
            objections.push(("ranges", message));
        }
        if self.posterior.is_some() && self.drawn() != Some(Drawn::Posterior) {
            let message = format!("a posterior is drawn from where parameters = \"{POSTERIOR}\"");
            objections.push(("posterior", message));
        }
        if self.luck_per_draw.is_some() && self.drawn().is_none() {
            let message =
                format!("replicates share draws where parameters = \"{PRIOR}\" or \"{POSTERIOR}\"");
            objections.push(("luck_per_draw", message));
        }
        if self.policies.is_empty() {
            objections.push((
                "policies",
                "no policy is named, expected one or more".to_owned(),
            ));
        }
        objections
    }
}

/// A path as an experiment writes it, `${PLAZA_DATA}` filled in.
pub fn expand(path: &str) -> Result<PathBuf, String> {
    const DATA: &str = "${PLAZA_DATA}";
    match path.strip_prefix(DATA) {
        Some(rest) => match env::var_os("PLAZA_DATA") {
            Some(folder) => Ok(PathBuf::from(folder).join(rest.trim_start_matches('/'))),
            None => Err(format!(
                "the environment variable PLAZA_DATA is not set, expected the folder meant in `{path}`"
            )),
        },
        None if path.contains("${") => Err(format!(
            "`{path}` cannot be filled in, expected `{DATA}/` at its start or no `${{`"
        )),
        None => Ok(PathBuf::from(path)),
    }
}
