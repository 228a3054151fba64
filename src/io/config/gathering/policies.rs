//! The policies that an experiment names, and the levers that it sets beside their files.

use std::path::Path;

use super::Gathering;
use crate::io::config::experiment::Experiment;
use crate::io::config::messages::one_of;
use crate::io::config::policies::set::set_lever;
use crate::io::config::policies::{ReadPolicy, read_policy_from};
use crate::io::config::{crossing, embedded, recording};
use crate::io::problem::nearest;
use crate::policy::levers::Catalogue;

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
                self.problems.push(self.document.problem(place, message));
                None
            }
        }
    }

    /// Sets levers that the experiment sets beside the policies' files.
    pub fn set_levers(
        &mut self,
        experiment: &Experiment,
        compared: &mut [ReadPolicy],
        catalogue: &Catalogue,
    ) {
        let mut object = |keys: &[String], message: String| {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            self.problems.push(self.document.problem(&keys, message));
        };
        let variants = experiment.variant.iter();
        let variants = variants.map(|variant| format!("{}-{}", variant.policy, variant.name));
        let variants: Vec<String> = variants.collect();
        let mut known = recording::known(self.document, experiment);
        known.retain(|name| !variants.contains(name));
        for name in experiment.set.policies.keys() {
            if !self.origin.kept && !known.contains(name) {
                let near = nearest(name, known.iter().map(String::as_str));
                let names: Vec<&String> = known.iter().collect();
                let keys = ["set", "policies", name].map(str::to_owned);
                let message = format!(
                    "policy `{name}` is not among those compared{near}, expected {}",
                    one_of(&names)
                );
                object(&keys, message);
            }
        }
        for read in compared {
            for (keys, lever, level) in experiment.set.of(&read.policy.name) {
                let objections = set_lever(read, lever, level, catalogue).err();
                for (below, message) in objections.into_iter().flatten() {
                    // What is set is the level itself.
                    let keys: Vec<String> =
                        keys.iter().chain(below.iter().skip(1)).cloned().collect();
                    object(&keys, message);
                }
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
            self.problems.push(self.document.problem(place, message));
            return None;
        }
        let read = read_policy_from(&path, catalogue?, self.origin);
        self.keep(Some(read))
    }
}
