//! The variants of an experiment, read.

use std::sync::Arc;

use plaza_batch::files::digest;
use plaza_batch::messages::one_of;
use plaza_batch::problem::nearest;
use plaza_model::policy::Policy;
use plaza_model::submodels::Parameters;

use crate::setup::bounds::is_name;
use crate::setup::experiment::Experiment;
use crate::setup::gathering::named::Gathering;
use crate::setup::policies::ReadPolicy;
use crate::setup::variants::Variant;

impl Gathering<'_> {
    /// The variants of the policies compared, with the numbers of their rules.
    pub fn variants(
        &mut self,
        experiment: &Experiment,
        compared: &[ReadPolicy],
        parameters: &str,
    ) -> Vec<ReadVariant> {
        let mut variants: Vec<ReadVariant> = Vec::new();
        for (index, variant) in experiment.variant.iter().enumerate() {
            let index = index.to_string();
            let at = |key: &str| -> [String; 3] {
                ["variant".to_owned(), index.clone(), key.to_owned()]
            };
            let mut object = |path: &[String], message: String| {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                self.refuse(&path, message);
            };
            if !is_name(&variant.name) {
                let message = format!(
                    "name `{}` cannot be part of a folder's name, expected lower-case letters, \
                     digits, `_` and `-`",
                    variant.name
                );
                object(&at("name"), message);
            }
            if variant.set.is_empty() && variant.without.is_empty() {
                let message = format!(
                    "no number is set and no lever left out, so that the variant equals `{}`; expected \
                     `set` or `without`",
                    variant.policy
                );
                object(&at("name"), message);
            }
            let names = || compared.iter().map(|read| read.policy.name.as_str());
            let Some(read) = compared
                .iter()
                .find(|read| read.policy.name == variant.policy)
            else {
                let near = nearest(&variant.policy, names());
                let message = format!(
                    "policy `{}` is not among those compared{near}, expected {}",
                    variant.policy,
                    one_of(&names().map(str::to_owned).collect::<Vec<_>>())
                );
                object(&at("policy"), message);
                continue;
            };
            let name = format!("{}-{}", variant.policy, variant.name);
            if names().any(|known| known == name)
                || variants.iter().any(|known| known.policy.name == name)
            {
                object(&at("name"), format!("policy `{name}` is named twice"));
            }
            let mut policy = read.policy.named(name);
            for (index, lever) in variant.without.iter().enumerate() {
                let own = read.own.contains(lever);
                match policy.without(lever).filter(|_| own) {
                    Some(without) => policy = without,
                    None => {
                        let near = nearest(lever, read.own.iter().map(String::as_str));
                        let message = format!(
                            "`{}` names no lever `{lever}` itself{near}, expected {}",
                            variant.policy,
                            one_of(&read.own)
                        );
                        object(
                            &[at("without").as_slice(), &[index.to_string()]].concat(),
                            message,
                        );
                    }
                }
            }
            if let Some(drawn) = experiment.drawn()
                && !variant.set.is_empty()
            {
                let message = format!(
                    "the numbers are drawn (parameters = \"{}\"), so that none can be set; expected \
                     `without`",
                    drawn.name()
                );
                object(&at("set"), message);
            }
            let parameters = if variant.set.is_empty() {
                Ok(None)
            } else {
                (variant.parameters(parameters)).map(|parameters| Some(Arc::new(parameters)))
            };
            match parameters {
                Ok(parameters) => variants.push(ReadVariant {
                    of: variant.policy.clone(),
                    policy,
                    parameters,
                    digest: variant_digest(read, variant),
                }),
                Err((key, message)) => object(&[at("set").as_slice(), &[key]].concat(), message),
            }
        }
        variants
    }
}

/// A policy run once more with other parameters.
pub struct ReadVariant {
    /// The policy that it varies.
    pub of: String,
    /// The policy under the variant's name.
    pub policy: Policy,
    /// Its numbers; none where they are those of the experiment.
    pub parameters: Option<Arc<Parameters>>,
    /// Its digest.
    pub digest: String,
}

fn variant_digest(read: &ReadPolicy, variant: &Variant) -> String {
    let mut text = format!("{}{:?}", read.digest(), variant.set);
    if !variant.without.is_empty() {
        text += &format!("{:?}", variant.without);
    }
    digest(text.as_bytes())
}
