//! Labels of a presence table, and the organization each stands for in a given year.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use plaza_batch::problem::{Problem, nearest};

use crate::files::spelling::slipped;
use crate::files::toml_text;

/// The aliases that are shipped, for the organizations of Mexico.
pub const SHIPPED: &str = include_str!("../../configs/aliases.toml");

/// The organizations that labels stand for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aliases {
    /// One entry per label of the presence table.
    label: BTreeMap<String, Label>,
}

/// What one label stands for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Label {
    /// Spans of years that do not overlap; in all other years the label is no organization.
    organization: Vec<Spell>,
}

/// An organization in a span of years.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spell {
    /// First year; without it, since ever.
    from: Option<i32>,
    /// Last year; without it, for ever.
    until: Option<i32>,
    /// The organization.
    pub is: String,
    /// The faction within it.
    pub faction: Option<String>,
}

impl Spell {
    /// The first year, of one that is younger than the others.
    pub fn began(&self) -> Option<i32> {
        self.from
    }

    fn covers(&self, year: i32) -> bool {
        self.from.is_none_or(|from| from <= year) && self.until.is_none_or(|until| year <= until)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let starts_before_end = |a: &Self, b: &Self| match (a.from, b.until) {
            (Some(from), Some(until)) => from <= until,
            _ => true,
        };
        starts_before_end(self, other) && starts_before_end(other, self)
    }
}

impl Aliases {
    /// Reads an aliases file.
    pub fn parse(file: &Path, bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let aliases: Self = toml_text::parse(file, bytes)?;
        let problems: Vec<Problem> = aliases
            .label
            .iter()
            .filter_map(|(name, label)| {
                let what = fault(&label.organization)?;
                let message = format!("label `{name}` {what}");
                Some(match line_of(bytes, name) {
                    Some(line) => Problem::at(file, line, message),
                    None => Problem::whole(file, message),
                })
            })
            .collect();
        if problems.is_empty() {
            Ok(aliases)
        } else {
            Err(problems)
        }
    }

    /// The shipped ones as they hold for another country than the one they are of: labels that are no
    /// organization are none there either, and all others stand for themselves in all years.
    pub fn of_elsewhere(mut self) -> Self {
        self.label.retain(|_, label| label.organization.is_empty());
        self
    }

    /// What `label` was in `year`: `Ok(None)` is no organization; `Err` of a label that they do not know.
    pub fn resolve(&self, label: &str, year: i32) -> Result<Option<&Spell>, String> {
        match self.label.get(label) {
            Some(known) => Ok(known.organization.iter().find(|spell| spell.covers(year))),
            None => Err(self.unknown(label)),
        }
    }

    /// What `label` of a table stands for in `year`. One that they do not know stands for itself; but where
    /// that is to be `strict`, one that differs in a letter or two from one that they know is an error.
    pub fn stands_for<'a>(
        &'a self,
        label: &'a str,
        year: i32,
        strict: bool,
    ) -> Result<Stands<'a>, String> {
        match self.resolve(label, year) {
            Ok(spell) => Ok(Stands {
                name: spell.map(|spell| spell.is.as_str()),
                faction: spell.and_then(|spell| spell.faction.as_deref()),
            }),
            Err(message) if strict && self.label.keys().any(|known| slipped(known, label)) => {
                Err(message)
            }
            Err(_) => Ok(Stands {
                name: Some(label),
                faction: None,
            }),
        }
    }

    /// The labels that they know.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.label.keys().map(String::as_str)
    }

    fn unknown(&self, label: &str) -> String {
        let heading = toml::Value::String(label.to_owned()).to_string();
        let bare = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
        let heading = match !label.is_empty() && label.chars().all(bare) {
            true => label.to_owned(),
            false => heading,
        };
        format!(
            "label `{label}` does not stand in the aliases{}; one that is meant so needs a table \
             `[label.{heading}]` there, with `organization = [{{ is = ... }}]`",
            nearest(label, self.label.keys().map(String::as_str))
        )
    }
}

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stands<'a> {
    /// The organization, if it is one.
    pub name: Option<&'a str>,
    /// The faction within it.
    pub faction: Option<&'a str>,
}

fn fault(spells: &[Spell]) -> Option<&'static str> {
    let backwards =
        |spell: &Spell| matches!((spell.from, spell.until), (Some(f), Some(u)) if f > u);
    let double = |(index, spell): (usize, &Spell)| {
        spells[..index]
            .iter()
            .any(|earlier| earlier.overlaps(spell))
    };
    let nameless =
        |name: &str| name.is_empty() || name.trim() != name || name.contains(char::is_control);
    let unnamed =
        |spell: &Spell| nameless(&spell.is) || spell.faction.as_deref().is_some_and(nameless);
    if spells.iter().any(unnamed) {
        Some(
            "is or has a faction of no name, or one with spaces around it or line ends in it, expected a name",
        )
    } else if spells.iter().any(backwards) {
        Some("ends before it begins, expected `from` no later than `until`")
    } else if spells.iter().enumerate().any(double) {
        Some("is two organizations in the same year, expected spans that do not overlap")
    } else {
        None
    }
}

fn line_of(bytes: &[u8], label: &str) -> Option<usize> {
    let headings = [format!("[label.{label}]"), format!("[label.\"{label}\"]")];
    let text = std::str::from_utf8(bytes).ok()?;
    let heading = |line: &str| {
        headings
            .iter()
            .any(|heading| line.trim().starts_with(heading))
    };
    let index = text.lines().position(heading)?;
    Some(index + 1)
}
