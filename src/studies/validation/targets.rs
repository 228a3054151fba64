//! Targets: observations to compare the simulation with, and their tolerances.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

use plaza_model::state::map::Map;
use plaza_model::units::{WEEKS_PER_YEAR, YEARS};

use crate::studies::validation::future::Years;
use crate::studies::validation::measures;
use crate::studies::validation::measures::Scale;

/// All targets, in the order in which they are told.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// The country that they are of; without it, whatever country is held against them.
    #[serde(default)]
    pub country: Option<String>,
    /// The first and the last year of what has no years of its own.
    #[serde(default)]
    pub period: Option<[i32; 2]>,
    /// The targets.
    #[serde(rename = "target")]
    pub targets: Vec<Target>,
}

/// A target: a statistic of the status quo with an observed value.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its id, as in `C1`: one that the program knows how to compute.
    pub id: String,
    /// What it is, in a few words.
    pub what: String,
    /// The unit of its values.
    pub unit: String,
    /// What it is for.
    pub role: Role,
    /// How near its parts have to come that do not say so themselves; without it, they are reported.
    pub tolerance: Option<Tolerance>,
    /// What of it has a value.
    #[schemars(length(min = 1))]
    pub parts: Vec<Part>,
}

/// What a target is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Parameters may be fitted to it.
    Fit,
    /// Held back: it checks the fit.
    Check,
    /// An input; reported.
    Input,
    /// Reported, no target.
    Report,
}

impl Role {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Check => "check",
            Self::Input => "input",
            Self::Report => "report",
        }
    }

    /// Whether what is simulated has to come near.
    pub fn binds(self) -> bool {
        matches!(self, Self::Fit | Self::Check)
    }
}

/// How near the median has to come.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tolerance {
    /// A part of the value.
    Relative(f64),
    /// In the unit of the value.
    Absolute(f64),
    /// From, to.
    Within([f64; 2]),
}

/// A part of a target: the observed value, or one for each year.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Which part, as in `between`: one that the program knows how to compute.
    pub name: String,
    /// The years of the values; without it, the value is of the targets' whole period.
    #[serde(default)]
    pub years: Vec<i32>,
    /// The values, one for each year; none of what is only reported.
    #[serde(default)]
    pub values: Vec<f64>,
    /// Where the value lies, if it is not known better.
    pub from_to: Option<[f64; 2]>,
    /// How near what is simulated has to come, where not as the target says.
    pub tolerance: Option<Tolerance>,
}

impl Part {
    /// Whether no value is known: it is told what is simulated.
    fn is_reported(&self) -> bool {
        self.values.is_empty() && self.from_to.is_none()
    }

    /// The years of its values with where each lies: from, to; not a number where it is not known.
    pub fn observed(&self) -> Vec<(Option<i32>, [f64; 2])> {
        let ranges = self.values.iter().map(|value| [*value, *value]);
        let unknown = match self.is_reported() {
            true => self.years.len().max(1),
            false => 0,
        };
        let ranges = ranges.chain(self.from_to);
        let ranges = ranges.chain(std::iter::repeat_n([f64::NAN; 2], unknown));
        let years = self.years.iter().copied().map(Some).chain([None]);
        years.zip(ranges).collect()
    }
}

impl Tolerance {
    /// What is near enough to a value between `from` and `to`: the least and the most.
    pub fn bounds(self, [from, to]: [f64; 2]) -> [f64; 2] {
        match self {
            Self::Relative(part) => [from - part * from.abs(), to + part * to.abs()],
            Self::Absolute(distance) => [from - distance, to + distance],
            Self::Within(bounds) => bounds,
        }
    }

    fn objection(self) -> Option<&'static str> {
        let sound = match self {
            Self::Relative(of) => (0.0..=1.0).contains(&of),
            Self::Absolute(of) => of.is_finite() && of >= 0.0,
            Self::Within(bounds) => ascending(bounds),
        };
        (!sound).then_some(
            "the tolerance cannot be met, expected `relative` as a part of the value (0.2 for 20 %), `absolute` 0 or more, \
             or `within` from the less to the more",
        )
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Without the last bits that a product with 100 has.
            Self::Relative(part) => write!(f, "{} %", (part * 1e8).round() / 1e6),
            Self::Absolute(distance) => write!(f, "{distance}"),
            Self::Within([from, to]) => write!(f, "{from} to {to}"),
        }
    }
}

fn ascending([from, to]: [f64; 2]) -> bool {
    from.is_finite() && to.is_finite() && from <= to
}

impl Targets {
    /// Why a map cannot be held against them: they are another country's. `home` is the one that the shipped
    /// ones are of.
    pub fn foreign_to(&self, map: &Map, home: &str) -> Option<String> {
        match &self.country {
            Some(country) if *country == map.country => None,
            Some(country) => Some(format!(
                "the targets are of {country}, and the map is of {}; expected targets of its own",
                map.country
            )),
            // Files from before targets said whose they are were of the country of the shipped ones.
            None if map.country == home => None,
            None => Some(format!(
                "the targets do not say whose they are, and the map is of {}; expected country = \"{}\" in them",
                map.country, map.country
            )),
        }
    }

    /// The same without what they say of their own country: each part in every full year of a run on this map,
    /// without a value, and in words of any country.
    #[must_use]
    pub fn unjudged(mut self, map: &Map, weeks: i32) -> Self {
        let years: Vec<i32> = (map.first_year..map.first_year + weeks / WEEKS_PER_YEAR).collect();
        for target in &mut self.targets {
            target.tolerance = None;
            target.role = Role::Report;
            let meaning = measures::meaning(&target.id);
            target.what = meaning.map_or_else(String::new, str::to_owned);
            let mut names: Vec<String> = Vec::new();
            target.parts.retain(|part| {
                let new = !names.contains(&part.name);
                names.push(part.name.clone());
                new
            });
            for part in &mut target.parts {
                part.tolerance = None;
                part.from_to = None;
                part.values = vec![f64::NAN; years.len()];
                part.years.clone_from(&years);
            }
            // Of a run without a full year nothing can be told.
            if years.is_empty() {
                target.parts.clear();
            }
        }
        self.country = None;
        self
    }

    /// The years of a value: its own, or the whole period.
    pub fn years(&self, year: Option<i32>) -> Years {
        let [first, last] = match (year, self.period) {
            (Some(year), _) => [year, year],
            (None, period) => period.expect("targets without years have a period"),
        };
        first..=last
    }

    /// What cannot be, though each value has the right type: where it stands, and why.
    pub fn objections(&self) -> Vec<(Vec<String>, String)> {
        let mut objections = Vec::new();
        let mut seen: Vec<(&str, &str, Option<i32>)> = Vec::new();
        for (at, target) in self.targets.iter().enumerate() {
            let target_at = ["target".to_owned(), at.to_string()];
            let mut object = |key: &str, message: String| {
                let below = (!key.is_empty()).then(|| key.to_owned());
                objections.push((target_at.iter().cloned().chain(below).collect(), message));
            };
            let id = target.id.as_str();
            let Some(scale) = measures::scale(id) else {
                let known = measures::ids().join(", ");
                object("id", format!("target `{id}` is unknown, expected {known}"));
                continue;
            };
            if target.unit != scale.unit {
                object(
                    "unit",
                    format!(
                        "the unit of {id} is `{}` ({}), found `{}`",
                        scale.unit, scale.words, target.unit
                    ),
                );
            }
            if let Some(message) = target.tolerance.and_then(Tolerance::objection) {
                object("tolerance", message.to_owned());
            }
            for (part_at, part) in target.parts.iter().enumerate() {
                let part_at = ["parts".to_owned(), part_at.to_string()];
                let part_at: Vec<String> = target_at.iter().chain(&part_at).cloned().collect();
                let mut object = |message: String| objections.push((part_at.clone(), message));
                let name = part.name.as_str();
                if !measures::parts(id).any(|known| known == name) {
                    let known: Vec<&str> = measures::parts(id).collect();
                    let known = known.join(", ");
                    object(format!("{id} has no part `{name}`, expected {known}"));
                }
                let wanted = part.years.len().max(1);
                let judged = part.tolerance.or(target.tolerance).is_some();
                match (part.values.len(), part.from_to) {
                    (0, None) if !judged => {}
                    (0, Some(range)) if wanted == 1 && ascending(range) => {}
                    (given, None) if given == wanted => {}
                    (_, Some(_)) => object(
                        "expected `from_to` as [from, to], from the less, without `values` and \
                         with one year at most"
                            .to_owned(),
                    ),
                    (given, None) => {
                        object(format!(
                            "expected {wanted} of `values`, one for each year, found {given}"
                        ));
                    }
                }
                if let Some(message) = beyond(part, scale) {
                    object(format!("{id}: {message}"));
                }
                if let Some(message) = part.tolerance.and_then(Tolerance::objection) {
                    let at = part_at.iter().cloned().chain(["tolerance".to_owned()]);
                    objections.push((at.collect(), message.to_owned()));
                }
                let mut object = |message: String| objections.push((part_at.clone(), message));
                if let Some(year) = part.years.iter().find(|year| !YEARS.contains(year)) {
                    object(format!(
                        "{year} stands among `years`, expected years from {} to {}",
                        YEARS.start(),
                        YEARS.end()
                    ));
                }
                if part.years.is_empty() && self.period.is_none() {
                    object(
                        "expected `years`, or `period = [FIRST, LAST]` of all targets".to_owned(),
                    );
                }
                for (year, _) in part.observed() {
                    if seen.contains(&(id, name, year)) {
                        let of = year.map_or_else(String::new, |year| format!(" of {year}"));
                        object(format!("{id} `{name}`{of} stands twice"));
                    }
                    seen.push((id, name, year));
                }
            }
        }
        objections
    }
}

/// A value of a part that its measure cannot have.
fn beyond(part: &Part, scale: Scale) -> Option<String> {
    let [least, most] = scale.range;
    let mut values = part.values.iter().chain(part.from_to.iter().flatten());
    let wrong = values.find(|value| !value.is_finite() || **value < least || **value > most)?;
    let percent = scale.range == [0.0, 1.0] && (1.0..=100.0).contains(wrong);
    let percent = if percent {
        "; divide a percentage by 100"
    } else {
        ""
    };
    Some(format!(
        "a value is {wrong}, expected {}{percent}",
        scale.words
    ))
}
