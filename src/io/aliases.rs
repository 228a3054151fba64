//! Labels of a presence table, and the organization each stands for in a given year.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::io::problem::{Problem, nearest};
use crate::io::toml_text;

/// The aliases that are shipped, for the organizations of Mexico.
pub const SHIPPED: &str = include_str!("../../configs/aliases.toml");

/// What labels stand for.
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
        let aliases: Self = toml_text::parse(file, bytes).map_err(|problem| vec![problem])?;
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

    /// What `label` was in `year`: `Ok(None)` is no organization; an unknown label is an error
    /// that names the nearest known one.
    pub fn resolve(&self, label: &str, year: i32) -> Result<Option<&Spell>, String> {
        match self.label.get(label) {
            Some(known) => Ok(known.organization.iter().find(|spell| spell.covers(year))),
            None => Err(format!(
                "label `{label}` does not stand in the aliases, expected a table \
                 `[label.{label}]` there{}",
                nearest(label, self.label.keys().map(String::as_str))
            )),
        }
    }
}

fn fault(spells: &[Spell]) -> Option<&'static str> {
    let backwards =
        |spell: &Spell| matches!((spell.from, spell.until), (Some(f), Some(u)) if f > u);
    let double = |(index, spell): (usize, &Spell)| {
        spells[..index]
            .iter()
            .any(|earlier| earlier.overlaps(spell))
    };
    if spells.iter().any(backwards) {
        Some("ends before it begins, expected `from` no later than `until`")
    } else if spells.iter().enumerate().any(double) {
        Some("is two organizations in the same year, expected spans that do not overlap")
    } else {
        None
    }
}

fn line_of(bytes: &[u8], label: &str) -> Option<usize> {
    let heading = format!("[label.{label}]");
    let text = std::str::from_utf8(bytes).ok()?;
    let index = text.lines().position(|line| line.trim() == heading)?;
    Some(index + 1)
}
