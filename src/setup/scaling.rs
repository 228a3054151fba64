//! The shipped policies on a map under `scale_levers = "population"`.

use std::path::Path;

use serde::Serialize;

use plaza_batch::layout::{Table, folded, numbers, words};
use plaza_batch::manifest::USUAL;
use plaza_engine::numbers::grouped;
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

/// What experiments would have to scale on a map of another size, for a screen of so many columns.
pub fn screen(map: &Map, scaled: &[Row], width: usize) -> Option<String> {
    let row = scaled.first()?;
    let residents = map.population() as f64;
    if (residents / row.people - 1.0).abs() < 0.1 {
        return None;
    }
    let head = format!(
        "levers of the shipped policies in persons and dollars are of {} million people. By residents, `scale_levers = \
         \"population\"` in an experiment would multiply them, and costs for the whole country, by {:.4}, as \
         scale_levers.csv says of each; of status_quo at most",
        grouped(row.people / 1e6, 0),
        residents / row.people
    );
    let mut shown: Vec<&Row> = Vec::new();
    for row in scaled.iter().filter(|row| row.policy == USUAL) {
        match shown.iter_mut().find(|of| of.lever == row.lever) {
            Some(of) if row.level > of.level => *of = row,
            Some(_) => {}
            None => shown.push(row),
        }
    }
    let mut table = Table::new([
        words("lever"),
        numbers("as it is"),
        numbers("by residents"),
        words("unit"),
    ]);
    for row in shown {
        let [level, scaled] = [row.level, row.scaled].map(|level| grouped(level, 0));
        table.row([
            format!("  {}", row.lever),
            level,
            scaled,
            row.unit.to_string(),
        ]);
    }
    let (head, table) = (folded(&head, width), table.fit(width));
    Some(format!("\n{head}\n{}", table.trim_end()))
}
