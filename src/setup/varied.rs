//! What a design varies, by the names that `--set` knows, and the experiment with it set.

use std::collections::BTreeMap;

use toml::Table;

use plaza_batch::messages::one_of;
use plaza_batch::problem::{near, nearest};
use plaza_exploration::space::{Input, Over};
use plaza_model::policy::Policy;
use plaza_model::policy::levers::{Catalogue, Kind, Level, Side};
use plaza_model::units::plain;

use crate::setup::crossing;
use crate::setup::policies::set::{SetLevel, with_lever};
use crate::studies::points::section::Choice;

/// An input of a design.
#[derive(Clone, Debug)]
pub struct Varied {
    /// Its full name, and over what it is varied.
    pub input: Input,
    /// What it sets.
    pub target: Target,
    /// What its choices stand for; empty where it is a range.
    pub choices: Vec<Choice>,
    /// The keys at which it stands in the experiment.
    pub place: Vec<String>,
}

/// What an input sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A parameter, as in `recruitment.rate`.
    Parameter(String),
    /// A lever in all policies.
    Lever(String),
    /// A lever in the policy of this name.
    LeverOf(String, String),
    /// A key of the experiment.
    Setting(Setting),
}

/// A key of the experiment that a design may vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// The map.
    Map,
    /// The week at which policies part.
    Start,
    /// Weeks recorded.
    Weeks,
}

impl Setting {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Map, Self::Start, Self::Weeks];

    /// Its name in a design.
    pub fn name(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Start => "start",
            Self::Weeks => "weeks",
        }
    }

    /// Its key in the experiment.
    pub fn key(self) -> &'static str {
        match self {
            Self::Start => "policies_from",
            other => other.name(),
        }
    }
}

/// What is known of names: the parameter file, the levers, and the policies with the names by which each is meant.
pub struct Known<'a> {
    /// The parameters, by section and name.
    pub parameters: &'a Table,
    /// The levers.
    pub catalogue: &'a Catalogue,
    /// The names of each policy: its own, then that of the policy it varies; with whose policy it is.
    pub policies: &'a [(Vec<String>, Policy)],
}

impl Known<'_> {
    /// What a name means, or what is wrong with it.
    pub fn target(&self, name: &str) -> Result<Target, String> {
        let parts: Vec<&str> = name.split('.').collect();
        match parts[..] {
            [key] => {
                let setting = Setting::ALL.into_iter().find(|of| of.name() == key);
                setting
                    .map(Target::Setting)
                    .ok_or_else(|| self.unknown(name))
            }
            ["levers", lever] => {
                self.lever("levers", lever)?;
                Ok(Target::Lever(lever.to_owned()))
            }
            ["policies", policy, lever] => self.lever_of(policy, lever),
            ["parameters", section, number] => self.parameter(section, number),
            [section, number] if self.parameters.contains_key(section) => {
                self.parameter(section, number)
            }
            _ => Err(self.unknown(name)),
        }
    }

    fn unknown(&self, name: &str) -> String {
        let sections = self.parameters.iter();
        let numbers = sections.flat_map(|(section, numbers)| {
            let numbers = numbers.as_table().into_iter().flat_map(Table::keys);
            numbers.map(move |number| format!("{section}.{number}"))
        });
        let levers = self
            .catalogue
            .names()
            .map(|lever| format!("levers.{lever}"));
        let settings = Setting::ALL.map(|setting| setting.name().to_owned());
        let known: Vec<String> = numbers.chain(levers).chain(settings).collect();
        let near = match name.contains('.') {
            true => nearest(name, known.iter().map(String::as_str)),
            false => nearest_of_all(name, &known),
        };
        format!(
            "there is no input `{name}`{near}, expected parameters.SECTION.NAME, levers.LEVER, policies.POLICY.LEVER, map, \
             start or weeks"
        )
    }

    fn parameter(&self, section: &str, number: &str) -> Result<Target, String> {
        let name = format!("{section}.{number}");
        let Some(numbers) = self.parameters.get(section).and_then(toml::Value::as_table) else {
            let near = nearest(section, self.parameters.keys().map(String::as_str));
            return Err(format!(
                "there is no section `{section}` of parameters{near}"
            ));
        };
        match numbers.contains_key(number) {
            true => Ok(Target::Parameter(name)),
            false => {
                let near = nearest_in(section, number, numbers.keys().map(String::as_str));
                Err(format!("there is no parameter `{name}`{near}"))
            }
        }
    }

    /// A lever, of which the name begins so.
    fn lever(&self, before: &str, lever: &str) -> Result<(), String> {
        match self.catalogue.find(lever) {
            Some(found) => match &found.kind {
                Kind::Shares(_) => Err(format!(
                    "`{lever}` shares out, which a design cannot vary, expected a number or a choice"
                )),
                _ => Ok(()),
            },
            None => {
                let near = nearest_in(before, lever, self.catalogue.names());
                Err(format!(
                    "there is no lever `{lever}`{near}; `plaza describe levers` tells them all"
                ))
            }
        }
    }

    fn lever_of(&self, policy: &str, lever: &str) -> Result<Target, String> {
        let meant = crossing::names(policy);
        let mut policies = self.policies.iter();
        let found = policies.find(|(names, _)| names.iter().any(|name| meant.contains(name)));
        let Some((names, of)) = found else {
            let known = self.policies.iter().filter_map(|(names, _)| names.first());
            let near = nearest(policy, known.map(String::as_str));
            return Err(format!(
                "policy `{policy}` is not among those compared{near}"
            ));
        };
        self.lever(&format!("policies.{policy}"), lever)?;
        let side = self.catalogue.find(lever).map(|found| found.side);
        if let Some(side) = side.filter(|side| of.side != Side::Both && *side != of.side) {
            return Err(format!(
                "`{lever}` is {} lever, and `{policy}` is {} policy, expected a lever of that side",
                side.label(),
                of.side.label()
            ));
        }
        let name = names.iter().find(|name| meant.contains(name));
        let name = name.expect("it was found by one of its names");
        Ok(Target::LeverOf(name.clone(), lever.to_owned()))
    }

    /// The full name of what is set.
    pub fn full_name(target: &Target) -> String {
        match target {
            Target::Parameter(name) => format!("parameters.{name}"),
            Target::Lever(lever) => format!("levers.{lever}"),
            Target::LeverOf(policy, lever) => format!("policies.{policy}.{lever}"),
            Target::Setting(setting) => setting.name().to_owned(),
        }
    }
}

impl Varied {
    /// The choice that a number of a point stands for; of a range, the number itself.
    pub fn choice(&self, number: f64) -> Choice {
        match &self.input.over {
            Over::Range { .. } => Choice::Number(number),
            Over::Choices(_) => self.choices[number as usize].clone(),
        }
    }

    /// The level to which it sets a lever.
    fn level(&self, number: f64) -> SetLevel {
        SetLevel::Level(match self.choice(number) {
            Choice::Number(number) => Level::Number(number),
            Choice::Text(option) => Level::Option(option),
        })
    }

    /// The lever that it sets in a policy with these names, if it does, and how closely it means the policy: what means it
    /// more closely is set later.
    pub fn lever_in(&self, names: &[String]) -> Option<(&str, usize)> {
        match &self.target {
            Target::Lever(lever) => Some((lever, 0)),
            Target::LeverOf(policy, lever) => {
                let place = names.iter().position(|name| name == policy)?;
                Some((lever, names.len() - place))
            }
            Target::Parameter(_) | Target::Setting(_) => None,
        }
    }

    /// A policy with a lever of it set; or what is wrong with that.
    pub fn set_in(
        &self,
        policy: &Policy,
        lever: &str,
        number: f64,
        catalogue: &Catalogue,
    ) -> Result<Policy, String> {
        let set = with_lever(policy, lever, &self.level(number), catalogue);
        set.map_err(|objections| {
            let first = objections.into_iter().next();
            first.map_or_else(String::new, |(_, message)| message)
        })
    }
}

/// ` (did you mean ...?)`, with what stands before a name too, so that what is said can be written.
fn nearest_in<'a>(before: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    near(name, known).map_or_else(String::new, |near| {
        format!(" (did you mean `{before}.{near}`?)")
    })
}

/// The same of a name without what stands before it: the full names that end in it, or in what is most like it.
fn nearest_of_all(name: &str, known: &[String]) -> String {
    /// So many are named.
    const NAMED: usize = 3;
    if let Some(setting) = Setting::ALL.into_iter().find(|of| of.key() == name) {
        return format!(" (did you mean `{}`?)", setting.name());
    }
    let last = |full: &str| {
        full.rsplit_once('.')
            .map_or(full, |(_, last)| last)
            .to_owned()
    };
    let lasts: Vec<String> = known.iter().map(|full| last(full)).collect();
    let meant = match lasts.iter().any(|last| last == name) {
        true => Some(name),
        // Of another length a beginning alone is alike.
        false => near(
            name,
            lasts
                .iter()
                .map(String::as_str)
                .filter(|last| last.len().abs_diff(name.len()) <= 2),
        ),
    };
    let ends_so = known
        .iter()
        .zip(&lasts)
        .filter(|(_, last)| Some(last.as_str()) == meant);
    let full: Vec<&String> = ends_so.map(|(full, _)| full).take(NAMED).collect();
    match full[..] {
        [] => String::new(),
        _ => format!(" (did you mean {}?)", one_of(&full)),
    }
}

/// What a choice is called in tables: a map by its file.
pub fn label(target: &Target, choice: &Choice) -> String {
    match (target, choice) {
        (_, Choice::Number(number)) => plain(*number),
        (Target::Setting(Setting::Map), Choice::Text(path)) => map_label(path),
        (_, Choice::Text(text)) => text.clone(),
    }
}

/// How the folder or recipe of a map is kept beside others: its label behind this.
pub const KEPT_MAP: &str = "map-";

/// What a map is called: its folder or file, without the ending.
fn map_label(path: &str) -> String {
    let file = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(path);
    let stem = file.strip_suffix(".toml").unwrap_or(file);
    stem.strip_prefix(KEPT_MAP).unwrap_or(stem).to_owned()
}

/// The values that a point gives the settings.
pub fn settings(varied: &[Varied], point: &[f64]) -> BTreeMap<Setting, Choice> {
    let values = varied.iter().zip(point);
    let settings = values.filter_map(|(varied, number)| match varied.target {
        Target::Setting(setting) => Some((setting, varied.choice(*number))),
        _ => None,
    });
    settings.collect()
}
