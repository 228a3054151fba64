//! The variants of an experiment, read.

use std::sync::Arc;

use plaza_batch::files::digest;
use plaza_batch::messages::one_of;
use plaza_batch::problem::nearest;
use plaza_model::policy::Policy;
use plaza_model::submodels::Parameters;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::setup::bounds::is_name;
use crate::setup::experiment::Experiment;
use crate::setup::gathering::named::Gathering;
use crate::setup::policies::ReadPolicy;
use crate::setup::recording;
use crate::setup::variants::Variant;
use crate::studies::attribution::section::MOST;

impl Gathering<'_> {
    /// The variants of the policies compared, with the numbers of their rules.
    pub fn variants(
        &mut self,
        experiment: &Experiment,
        compared: &[ReadPolicy],
        parameters: &str,
    ) -> Vec<ReadVariant> {
        let mut variants: Vec<ReadVariant> = Vec::new();
        let known = self.problems.len();
        let names = || compared.iter().map(|read| read.policy.name.as_str());
        for Asked {
            place,
            variant,
            combined,
        } in &self.asked(experiment, &Vec::from_iter(names()))
        {
            // What is wrong with a cause is told once.
            if *combined && self.problems.len() > known {
                break;
            }
            let at = |key: &str| -> Vec<String> {
                let place = place.iter().cloned();
                place.chain([key.to_owned()]).collect()
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
                let what = match place[0].as_str() {
                    "attribution" => "the world without the cause",
                    _ => "the variant",
                };
                let message = format!(
                    "no number is set and no lever left out, so that {what} equals `{}`; expected `set` or `without`",
                    variant.policy
                );
                object(&at("name"), message);
            }
            let Some(read) = compared
                .iter()
                .find(|read| read.policy.name == variant.policy)
            else {
                let message = not_compared(&variant.policy, &Vec::from_iter(names()));
                object(&at("policy"), message);
                continue;
            };
            let name = variant.of_policy();
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
                        let place = [at("without"), vec![index.to_string()]];
                        object(&place.concat(), message);
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
                Err((key, message)) => object(&[at("set"), vec![key]].concat(), message),
            }
        }
        variants
    }
}

impl Gathering<'_> {
    /// All variants that are asked for: those of `variant`, then the worlds that lack one of the causes of
    /// `attribution`, then those that lack more.
    fn asked(&mut self, experiment: &Experiment, compared: &[&str]) -> Vec<Asked> {
        let place = |of: &[&str], index: usize| -> Vec<String> {
            let of = of.iter().copied().map(str::to_owned);
            of.chain([index.to_string()]).collect()
        };
        let own = experiment.variant.iter().enumerate();
        let own = own.map(|(index, variant)| Asked {
            place: place(&["variant"], index),
            variant: variant.clone(),
            combined: false,
        });
        let mut asked: Vec<Asked> = own.collect();
        let Some(table) = &experiment.attribution else {
            return asked;
        };
        let causes = table.cause.len();
        if !(1..=MOST).contains(&causes) {
            let message = format!("names {causes} causes, expected 1 to {MOST}");
            self.refuse(&["attribution", "cause"], message);
            return asked;
        }
        if experiment.weeks < 2 * WEEKS_PER_YEAR {
            let message = format!(
                "weeks is {}, and nothing rises within a year, expected 104 or more for an attribution",
                experiment.weeks
            );
            self.refuse(&["weeks"], message);
        }
        let objections = table.objections();
        let sound = objections.is_empty();
        for (index, key, message) in objections {
            let index = index.to_string();
            self.refuse(&["attribution", "cause", &index, key], message);
        }
        if !compared.contains(&table.policy.as_str()) {
            let message = match recording::in_file(self.document).contains(&table.policy) {
                true => format!(
                    "policy `{}` is left out by this call, expected it among those run",
                    table.policy
                ),
                false => not_compared(&table.policy, compared),
            };
            self.refuse(&["attribution", "policy"], message);
            return asked;
        }
        if !sound {
            return asked;
        }
        asked.extend(table.by_number().iter().map(|lacking| Asked {
            place: place(&["attribution", "cause"], lacking[0]),
            variant: table.lacking(lacking),
            combined: lacking.len() > 1,
        }));
        asked
    }
}

/// What is said of a policy that is varied and not compared.
fn not_compared(policy: &str, compared: &[&str]) -> String {
    let near = nearest(policy, compared.iter().copied());
    let known: Vec<String> = compared.iter().map(|name| (*name).to_owned()).collect();
    let known = one_of(&known);
    format!("policy `{policy}` is not among those compared{near}, expected {known}")
}

/// A variant that is asked for.
struct Asked {
    /// Where in the document.
    place: Vec<String>,
    variant: Variant,
    /// Whether it is made of several that are asked for by themselves.
    combined: bool,
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
