//! The records of single policies, `[record.of.<policy>]`: which names may stand there, and what
//! a call keeps of it.
//!
//! A name is valid when it is of a policy that the file compares, or of a variant of the file, or of
//! a policy that the call asks for. So a file stays valid when a call drops some of its policies. What
//! is recorded of a policy belongs to that policy: it enters the policy's digest, not the
//! experiment's, and the experiment kept in the results names only the policies that were run.

use std::collections::{BTreeMap, BTreeSet};

use plaza_batch::files::digest;
use plaza_batch::messages::one_of;
use plaza_batch::problem::{Problem, nearest};

use crate::files::document::Document;
use crate::runs::design::{Record, RecordMunicipalities};
use crate::setup::crossing;
use crate::setup::experiment::Experiment;

/// What is wrong with the policies named under `record.of`, and with what is asked for there.
pub fn problems(document: &Document, experiment: &Experiment) -> Vec<Problem> {
    let known = known(document, experiment);
    let record = &experiment.record;
    let mut problems = Vec::new();
    for (name, of) in &record.of {
        if !known.contains(name) {
            let near = nearest(name, known.iter().map(String::as_str));
            let names: Vec<&String> = known.iter().collect();
            let message = format!(
                "policy `{name}` is not among those compared{near}, expected {}",
                one_of(&names)
            );
            problems.push(document.problem_of_key(&["record", "of", name], message));
        }
        let mean = Some(RecordMunicipalities::Mean);
        let of_means = [of.municipalities, Some(record.municipalities)].contains(&mean);
        if of.municipalities.is_some() && of_means {
            let message = "means over replicates are recorded of all policies or of none, expected \
                           `all` or `active` here and in `record.municipalities`";
            let place = ["record", "of", name, "municipalities"];
            problems.push(document.problem(&place, message));
        }
    }
    problems
}

/// Leaves each crossing one name of the two that it may have; the others, and what is wrong with them.
pub fn once_each(experiment: &mut Experiment) -> Vec<(String, String)> {
    let mut twice = Vec::new();
    let mut named = BTreeMap::new();
    for (name, of) in std::mem::take(&mut experiment.record.of) {
        let names = crossing::names(&name);
        let there = named.keys().find(|other| names.contains(other)).cloned();
        match there {
            Some(other) => {
                let message = format!(
                    "policy `{name}` is `{other}`, which stands here too, expected one of the names"
                );
                twice.push((name, message));
            }
            None => drop(named.insert(name, of)),
        }
    }
    experiment.record.of = named;
    twice
}

/// The policies that a file compares, those asked for instead, and the variants.
fn known(document: &Document, experiment: &Experiment) -> BTreeSet<String> {
    let asked = experiment.policies.iter();
    let asked = asked.flat_map(|reference| crossing::names(reference));
    let variants = experiment.all_variants().into_iter();
    let variants = variants.map(|variant| variant.of_policy());
    in_file(document)
        .into_iter()
        .chain(asked)
        .chain(variants)
        .collect()
}

/// The names of the policies that a file compares, those of crossings in either order.
pub fn in_file(document: &Document) -> BTreeSet<String> {
    let written = document.as_written();
    let policies = written.get("policies").and_then(toml::Value::as_array);
    let policies = policies.into_iter().flatten();
    let references = policies.filter_map(|name| name.as_str());
    references.flat_map(crossing::names).collect()
}

/// What to record, as far as it is about these policies, under their names in the results.
pub fn kept(record: &Record, policies: &[String]) -> Record {
    let mut kept = record.clone();
    kept.of = record
        .of
        .iter()
        .filter_map(|(name, of)| {
            let names = crossing::names(name);
            let policy = policies.iter().find(|policy| names.contains(policy))?;
            Some((policy.clone(), of.clone()))
        })
        .collect();
    kept
}

/// The digest of a policy with the records of it otherwise than of the rest.
pub fn digest_of(policy: &str, levers: String, record: &Record) -> String {
    match record.of.get(policy) {
        Some(of) => digest(format!("{levers}{of:?}").as_bytes()),
        None => levers,
    }
}
