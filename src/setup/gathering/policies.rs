//! The policies that an experiment names, and the levers that it sets beside their files.

use std::collections::BTreeSet;
use std::path::Path;

use plaza_batch::manifest::USUAL;
use plaza_batch::messages::one_of;
use plaza_batch::problem::nearest;
use plaza_model::policy::Policy;
use plaza_model::policy::levers::Catalogue;
use plaza_model::policy::scale::most_of;

use crate::files::embedded;
use crate::setup::experiment::Experiment;
use crate::setup::gathering::named::Gathering;
use crate::setup::policies::set::with_lever;
use crate::setup::policies::{ReadPolicy, read_policy_from};
use crate::setup::{crossing, recording};

impl Gathering<'_> {
    /// A policy, or two crossed, that the experiment names at `place`.
    pub fn policy(
        &mut self,
        place: &[&str],
        reference: &str,
        catalogue: Option<&Catalogue>,
    ) -> Option<ReadPolicy> {
        let folder = self.folder;
        let typed = self.document.is_typed(place);
        let there = |path: &Path| match typed {
            true => embedded::exists(path),
            false => embedded::exists(&folder.join(path)),
        };
        let parts = crossing::parts(reference, there);
        if parts.len() == 1 {
            return self.one_policy(place, reference, catalogue);
        }
        let read: Option<Vec<ReadPolicy>> = parts
            .into_iter()
            .map(|part| self.one_policy(place, part, catalogue))
            .collect();
        match crossing::cross(read?, catalogue?) {
            Ok(read) => Some(read),
            Err(message) => {
                let message = format!("`{reference}`: {message}");
                self.refuse(place, message);
                None
            }
        }
    }

    /// The policy that others are held against month by month, where they are; neither brought to the same money nor
    /// otherwise changed by what else is compared, so that it is the same in every call.
    pub fn baseline(
        &mut self,
        experiment: &Experiment,
        catalogue: Option<&Catalogue>,
    ) -> Option<ReadPolicy> {
        if !experiment.record.months {
            if experiment.baseline.is_some() {
                let message =
                    "a baseline is for the table months, expected `[record] months = true` too";
                self.refuse(&["baseline"], message);
            }
            return None;
        }
        let written = self.document.as_written().get("policies").cloned();
        let written = written.as_ref().and_then(toml::Value::as_array);
        let mut names = written
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_str);
        let first = names.clone().next();
        let usual = names.find(|name| *name == USUAL).or(first);
        let named = experiment.baseline.as_deref().or(usual)?.to_owned();
        self.policy(&["baseline"], &named, catalogue)
    }

    /// That a force, once scaled, is more than a part of the people can be.
    pub fn too_many(
        &mut self,
        compared: &[ReadPolicy],
        catalogue: &Catalogue,
        residents: f64,
        start: i32,
    ) {
        /// More of the people do not serve in one force.
        const MOST: f64 = 0.05;
        for (index, read) in compared.iter().enumerate() {
            for (lever, most) in most_of(&read.policy, catalogue, start) {
                if most <= MOST * residents {
                    continue;
                }
                let message = format!(
                    "policy `{}`, lever `{lever}`: {most:.0} once scaled, for {residents:.0} people, expected one in \
                     twenty or fewer; of how many people are its levels (`people`)?",
                    read.policy.name
                );
                let place = ["policies", &index.to_string()];
                self.refuse(&place, message);
            }
        }
    }

    /// Sets levers that the experiment sets beside the policies' files, in these policies, each with the names by
    /// which it is meant: its own, then that of the policy it varies.
    pub fn set_levers<'p>(
        &mut self,
        experiment: &Experiment,
        policies: impl IntoIterator<Item = (Vec<String>, &'p mut Policy)>,
        catalogue: &Catalogue,
    ) {
        let mut object = |keys: &[String], message: String| {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            self.problems.push(self.document.problem(&keys, message));
        };
        let mut compared: Vec<String> = Vec::new();
        let mut told = BTreeSet::new();
        let mut acting = BTreeSet::new();
        for (names, policy) in policies {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            for set in experiment.set.of(&names) {
                acting.insert(set.keys.clone());
                match with_lever(policy, set.lever, set.level, catalogue) {
                    Ok(with) => *policy = with,
                    Err(objections) => {
                        for (below, message) in objections {
                            // What is set is the level itself.
                            let below = below.iter().skip(1);
                            let keys: Vec<String> = set.keys.iter().chain(below).cloned().collect();
                            if told.insert((keys.clone(), message.clone())) {
                                object(&keys, message);
                            }
                        }
                    }
                }
            }
            compared.extend(names.first().map(|name| (*name).to_owned()));
        }
        // A kept file may set what only another call's policies have.
        if self.origin.kept {
            return;
        }
        for [one, other] in experiment.set.named_twice() {
            let keys = ["set", "policies", other].map(str::to_owned);
            object(
                &keys,
                format!("policy `{other}` is `{one}`, which is set too, expected one of the names"),
            );
        }
        // A file may set levers of policies that a call leaves out; a call itself may not.
        let in_file = recording::in_file(self.document);
        let all_there = in_file.iter().all(|of| {
            let names = crossing::names(of);
            compared.iter().any(|name| names.contains(name))
        });
        for name in experiment.set.policies.keys() {
            let keys = ["set", "policies", name];
            let typed = self.document.is_typed(&keys);
            let names = crossing::names(name);
            let meant = |of: &String| names.contains(of);
            let varied = |of: &String| {
                let variants = experiment.all_variants();
                let mut variants = variants.iter().filter(|variant| variant.policy == *of);
                variants.any(|variant| variant.of_policy() == *name)
            };
            let left_out = !typed && in_file.iter().any(|of| meant(of) || varied(of));
            if !compared.iter().any(meant) && !left_out {
                let near = nearest(name, compared.iter().map(String::as_str));
                let message = format!(
                    "policy `{name}` is not among those compared{near}, expected {}",
                    one_of(&compared)
                );
                object(&keys.map(str::to_owned), message);
            }
        }
        let everywhere = experiment
            .set
            .levers
            .keys()
            .map(|lever| (lever, ["set", "levers", lever].map(str::to_owned).to_vec()));
        for (lever, keys) in everywhere.filter(|(_, keys)| !acting.contains(keys)) {
            let place: Vec<&str> = keys.iter().map(String::as_str).collect();
            if all_there || self.document.is_typed(&place) {
                let message = format!(
                    "`{lever}` is set in each of the policies too, which goes before, so that this does nothing; \
                     expected it in some of them"
                );
                object(&keys, message);
            }
        }
    }

    fn one_policy(
        &mut self,
        place: &[&str],
        reference: &str,
        catalogue: Option<&Catalogue>,
    ) -> Option<ReadPolicy> {
        let path = self.named(place, "policies", reference)?;
        if !embedded::exists(&path) {
            let message = format!("there is no file `{}`", path.display());
            self.refuse(place, message);
            return None;
        }
        let read = read_policy_from(&path, catalogue?, self.origin);
        self.keep(Some(read))
    }
}

/// A policy with the levers that the experiment sets in it, as far as they can be: what cannot is told of the policies
/// compared.
pub fn with_levers(policy: &Policy, experiment: &Experiment, catalogue: &Catalogue) -> Policy {
    let mut with = policy.clone();
    for set in experiment.set.of(&[&policy.name]) {
        if let Ok(set) = with_lever(&with, set.lever, set.level, catalogue) {
            with = set;
        }
    }
    with
}
