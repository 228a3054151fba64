//! Experiments read from files, with all they name, checked whole before anything runs.

pub mod bounds;
pub mod crossing;
pub mod draws;
pub mod experiment;
mod extending;
mod gathering;
pub mod inputs;
pub mod levers;
mod overrides;
pub mod parameters;
pub mod policies;
pub mod posterior;
mod recording;
pub mod replay;
pub mod run;
pub mod scaling;
pub mod schemas;
pub mod variants;

use std::path::{Path, PathBuf};

use toml::Value;

use plaza_batch::manifest::{Manifest, PolicyResults, VERSION};
use plaza_batch::shard::Shard;

use plaza_batch::files::digest;
use plaza_batch::problem::{Problem, is_rest};

use crate::files::document::Document;
use crate::files::embedded;
use crate::runs::design::{Design, RecordMunicipalities};
use crate::setup::gathering::Gathering;
use crate::setup::inputs::Input;
pub use crate::setup::overrides::Overrides;

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
    /// What a reader of the results has to know.
    pub notices: Notices,
    /// By what the levels of each policy were multiplied so that all plan to spend the same; empty
    /// where that was not asked for.
    pub factors: Vec<(String, f64)>,
    /// `results/<name>`, or `results/<name>-<6 of the digest>` with overrides that change it.
    pub folder: PathBuf,
    /// What is estimated from what, in an experiment that is run by `plaza calibrate`.
    pub calibration: Option<crate::studies::calibration::section::Calibrated>,
}

impl Loaded {
    /// What a result folder is asked to hold.
    pub fn asked(&self, shard: Option<Shard>) -> Manifest {
        let design = &self.design;
        let told = self.notices.of_policies.iter();
        let policies = design.policies.iter().zip(&self.policy_digests).zip(told);
        Manifest {
            plaza: VERSION.to_owned(),
            experiment: design.name.clone(),
            digest: self.digest.clone(),
            seed: design.seed,
            weeks: design.weeks,
            shard,
            means: design.record.municipalities == RecordMunicipalities::Mean
                && design.twin.is_none(),
            twin: design.twin.is_some(),
            notices: self.notices.common.clone(),
            inputs: (self.inputs.iter())
                .map(|input| (input.path.clone(), digest(&input.bytes)))
                .collect(),
            policies: policies
                .map(|((policy, digest), notices)| {
                    let results = PolicyResults {
                        notices: notices.clone(),
                        ..PolicyResults::asked(digest.clone(), design.replicates)
                    };
                    (policy.name.clone(), results)
                })
                .collect(),
            sha256: String::new(),
        }
    }
}

/// What a reader of results has to know, as it is said at the head of a run and kept in the manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices {
    /// Of the map and the experiment.
    pub common: Vec<String>,
    /// Of single policies, in the order of `design.policies`.
    pub of_policies: Vec<Vec<String>>,
}

impl Notices {
    /// All of them, those of policies under their names.
    pub fn told(&self, design: &Design) -> Vec<String> {
        let names = design.policies.iter().map(|policy| policy.name.as_str());
        let of = self.of_policies.iter().map(Vec::as_slice);
        told(&self.common, names.zip(of))
    }
}

/// What a reader of the results of a folder has to know, of the run and of the policies under their names.
pub fn told_of(manifest: &Manifest) -> Vec<String> {
    let policies = manifest.policies.iter();
    let of = policies.map(|(name, policy)| (name.as_str(), policy.notices.as_slice()));
    told(&manifest.notices, of)
}

/// Notices of a run and of its policies, those of one's own before those of policies that the program carries; what is
/// the same of several is said once.
pub fn told<'a>(
    common: &[String],
    policies: impl Iterator<Item = (&'a str, &'a [String])>,
) -> Vec<String> {
    let mut of: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, notices) in policies {
        for notice in notices {
            match of.iter_mut().find(|(said, _)| said == notice) {
                Some((_, names)) => names.push(name),
                None => of.push((notice, vec![name])),
            }
        }
    }
    let carried = |name: &str| name.split('+').all(embedded::has_policy);
    of.sort_by_key(|(_, names)| {
        let carried = names.iter().filter(|name| carried(name)).count();
        (carried > 0, carried == names.len())
    });
    let of = of.into_iter().map(|(notice, names)| match names[..] {
        [name] => format!("policy {name}: {notice}"),
        _ => format!("policies {}: {notice}", names.join(", ")),
    });
    common.iter().cloned().chain(of).collect()
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
    let gathered = Gathering::new(&document, problems).gather(&parameters, overrides.beyond_ranges);
    let mut loaded = gathered.map_err(|mut problems| {
        if overrides.beyond_ranges {
            problems.iter_mut().for_each(say_what_stays_within);
        }
        in_order(problems)
    })?;
    if overrides.change_the_experiment() {
        let name = format!("{}-{}", loaded.design.name, &loaded.digest[..6]);
        loaded.folder.set_file_name(name);
    }
    Ok(loaded)
}

/// A lever's range is what its cost and evidence are of: `--beyond-ranges` is not for it, and the refusal says so.
fn say_what_stays_within(problem: &mut Problem) {
    if problem.message.starts_with("level ") && problem.message.contains(" is outside ") {
        problem.message +=
            "; `--beyond-ranges` is for numbers of the rules, levers stay within theirs";
    }
}

/// Problems by file and line, each once.
pub fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    let place = |problem: &Problem| {
        let rest = is_rest(problem);
        (problem.file.clone(), rest, problem.line, problem.column)
    };
    problems.sort_by_key(place);
    problems.dedup();
    problems
}
