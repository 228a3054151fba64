//! The shipped policies on a map under `scale_levers = "population"`.

use std::path::Path;

use serde::Serialize;

use plaza_model::policy::levers::{Kind, Level};
use plaza_model::state::map::Map;

use crate::files::embedded;
use crate::setup::levers::read_catalogue;
use crate::setup::policies::read_policy;

/// A level of a lever in persons or money, as it stands in a policy file and as it would be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The policy.
    pub policy: String,
    /// The lever.
    pub lever: &'static str,
    /// Its unit.
    pub unit: String,
    /// The week from which the level holds.
    pub from_week: i32,
    /// The level.
    pub level: f64,
    /// The people of the country that it is of.
    pub people: f64,
    /// The level by the residents of the map.
    pub scaled: f64,
}

/// Every level that the files of the shipped policies name themselves.
///
/// # Panics
/// When a shipped file is wrong.
pub fn rows(map: &Map) -> Vec<Row> {
    let shipped = "what the program carries was checked";
    let (catalogue, _) = read_catalogue(&embedded::path("levers.toml")).expect(shipped);
    let residents = map.population() as f64;
    let mut rows = Vec::new();
    for name in embedded::names(Path::new(embedded::ROOT), "policies") {
        let path = embedded::path(&format!("policies/{name}.toml"));
        let read = read_policy(&path, &catalogue).expect(shipped);
        for (lever, schedule) in read.policy.schedules() {
            let known = catalogue.find(lever).filter(|known| known.counts());
            let unit = match known.map(|known| &known.kind) {
                Some(Kind::Number { unit, .. }) if read.own.iter().any(|own| own == lever) => unit,
                _ => continue,
            };
            let Some(people) = schedule.people else {
                continue;
            };
            for step in &schedule.steps {
                let Level::Number(level) = step.level else {
                    continue;
                };
                rows.push(Row {
                    policy: name.clone(),
                    lever,
                    unit: unit.clone(),
                    from_week: step.from_week,
                    level,
                    people,
                    scaled: (level * residents / people).round(),
                });
            }
        }
    }
    rows
}
