//! An experiment with all it names, and the warnings to a reader of its results.

use std::path::PathBuf;

use plaza_batch::files::digest;
use plaza_batch::inputs::Input;
use plaza_batch::manifest::{Manifest, PolicyResults, VERSION};
use plaza_batch::shard::Shard;

use crate::files::embedded;
use crate::runs::design::{Design, RecordMunicipalities};
use crate::studies::calibration::section::Calibrated;
use crate::studies::points::Points;

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
    /// Warnings to a reader of the results.
    pub notices: Notices,
    /// By what the levels of each policy were multiplied so that all plan to spend the same; empty
    /// where that was not asked for.
    pub factors: Vec<(String, f64)>,
    /// `results/<name>`, or `results/<name>-<6 of the digest>` with overrides that change it.
    pub folder: PathBuf,
    /// The parameters estimated, and the targets, in an experiment that is run by `plaza calibrate`.
    pub calibration: Option<Calibrated>,
    /// The points, in an experiment that is run by `plaza design`.
    pub points: Option<Points>,
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
            design: self.points.as_ref().map(Points::facts),
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
        _ => format!("{}: {notice}", called(&names)),
    });
    common.iter().cloned().chain(of).collect()
}

/// The names of policies without those of variants of policies that are among them.
pub fn without_variants<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let plain = |name: &&str| match name.split_once('-') {
        Some((of, _)) => !names.contains(&of),
        None => true,
    };
    names.iter().copied().filter(plain).collect()
}

/// Several policies: the first of them, without variants of those that are among them, and how many more.
fn called(names: &[&str]) -> String {
    /// So many are named.
    const NAMED: usize = 4;
    let mut first = without_variants(names);
    first.truncate(NAMED);
    let policies = match first[..] {
        [name] => format!("policy {name}"),
        _ => format!("policies {}", first.join(", ")),
    };
    match names.len() - first.len() {
        0 => policies,
        more => format!("{policies} and {more} more"),
    }
}
