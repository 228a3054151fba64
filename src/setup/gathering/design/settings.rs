//! That maps, starts and lengths over which a design goes can be, before anything is read or sampled.

use std::collections::BTreeMap;
use std::path::Path;

use plaza_model::units::plain;

use crate::files::embedded;
use crate::maps::map_folder;
use crate::setup::experiment::expand;
use crate::setup::gathering::named::Gathering;
use crate::setup::varied::{Setting, Target, Varied};
use crate::studies::points::section::Choice;

/// The experiment as it is, of which points have other settings.
pub struct Usual<'a> {
    /// The folder from which paths start.
    pub folder: &'a Path,
    /// Weeks recorded.
    pub weeks: f64,
    /// The week at which policies part.
    pub start: f64,
}

impl Usual<'_> {
    /// What is wrong with the settings of a point.
    pub fn objection(&self, settings: &BTreeMap<Setting, Choice>) -> Option<String> {
        let of = |setting| settings.get(&setting).and_then(number);
        let no_map = match settings.get(&Setting::Map) {
            Some(Choice::Text(path)) => self.no_map(path),
            _ => None,
        };
        no_map.or_else(|| self.too_late(of(Setting::Start), of(Setting::Weeks)))
    }

    /// That there is no such map, neither at this path nor, by a bare name, among those that the program carries. What
    /// is wrong within a map is told of its own file.
    fn no_map(&self, named: &str) -> Option<String> {
        let path = match expand(named) {
            Ok(path) => self.folder.join(path),
            Err(message) => return Some(message),
        };
        let carried = embedded::path(&format!("maps/{named}.toml"));
        let there = path.exists() || [&path, &carried].into_iter().any(|of| embedded::exists(of));
        let problems = (!there).then(|| map_folder::load(&path).err())??;
        let problem = problems.first()?;
        Some(format!("map is `{}`: {}", path.display(), problem.message))
    }

    /// That policies do not part within the weeks, where one of the two is varied or both are.
    fn too_late(&self, start: Option<f64>, weeks: Option<f64>) -> Option<String> {
        let last = weeks.unwrap_or(self.weeks) - 1.0;
        match (start, weeks) {
            (start, _) if start.unwrap_or(self.start) <= last => None,
            (Some(start), None) => Some(format!(
                "start is {}, expected 0 to {}: policies part within the {} weeks",
                plain(start),
                plain(last),
                plain(self.weeks)
            )),
            (Some(start), Some(weeks)) => Some(format!(
                "start is {} and weeks {}, expected 0 to {}: policies part within the weeks",
                plain(start),
                plain(weeks),
                plain(last)
            )),
            (None, Some(weeks)) => Some(format!(
                "weeks is {}, expected more than policies_from, which is {}: policies part within the weeks",
                plain(weeks),
                plain(self.start)
            )),
            (None, None) => None,
        }
    }
}

impl Gathering<'_> {
    /// That each choice of a setting can be, of starts and lengths together with any of the other.
    pub(super) fn settings_can_be(&mut self, varied: &[Varied], usual: &Usual<'_>) {
        let of = |setting| {
            let mut varied = varied.iter();
            varied.find(|of| of.target == Target::Setting(setting))
        };
        let shortest = of(Setting::Weeks).and_then(|of| {
            let numbers = of.choices.iter().filter_map(number);
            numbers.reduce(f64::min)
        });
        let starts = of(Setting::Start).is_some();
        for (setting, of) in Setting::ALL.into_iter().filter_map(|s| Some((s, of(s)?))) {
            for (index, choice) in of.choices.iter().enumerate() {
                let message = match (setting, choice) {
                    (Setting::Map, Choice::Text(path)) => usual.no_map(path),
                    (Setting::Start, Choice::Number(start)) => {
                        usual.too_late(Some(*start), shortest)
                    }
                    (Setting::Weeks, Choice::Number(weeks)) if !starts => {
                        usual.too_late(None, Some(*weeks))
                    }
                    _ => None,
                };
                if let Some(message) = message {
                    let index = index.to_string();
                    let place = of.place.iter().map(String::as_str);
                    let place: Vec<&str> = place.chain([index.as_str()]).collect();
                    self.refuse(&place, message);
                }
            }
        }
    }
}

/// A choice that is a number.
fn number(choice: &Choice) -> Option<f64> {
    match choice {
        Choice::Number(number) => Some(*number),
        Choice::Text(_) => None,
    }
}
