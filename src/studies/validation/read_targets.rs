//! Targets files.

use std::path::Path;

use toml::Table;

use plaza_batch::problem::Problem;
use plaza_model::units::YEARS;

use crate::files::document::Document;
use crate::files::reading::Reading;
use crate::files::{embedded, reading};
use crate::studies::validation::targets::Targets;

/// The targets that the program carries.
pub const EMBEDDED: &str = "targets.toml";

/// Reads a targets file, embedded or on disk.
pub fn read_targets(path: &Path) -> Result<Targets, Vec<Problem>> {
    let document = Document::open(path)?;
    let valid = embedded::text(&embedded::path(EMBEDDED)).expect("the targets are embedded");
    let valid: Table = valid.parse().expect("the embedded targets are TOML");
    let reading: Reading<Targets> = reading::read(&document, &valid);
    let mut problems = reading.problems.clone();
    let Some(mut targets) = reading.value.clone() else {
        return Err(problems);
    };
    // Files from before targets said whose they are were of the same years as those of the program.
    if targets.country.is_none() && targets.period.is_none() {
        targets.period = valid
            .get("period")
            .and_then(|period| period.clone().try_into().ok());
    }
    if let Some(message) = targets.period.and_then(wrong_period) {
        problems.push(document.problem(&["period"], message));
    }
    for (place, message) in targets.objections() {
        let place: Vec<&str> = place.iter().map(String::as_str).collect();
        if reading.sound(&place) {
            problems.push(document.problem(&place, message));
        }
    }
    match problems.is_empty() {
        true => Ok(targets),
        false => Err(problems),
    }
}

/// What is wrong with a first and a last year.
fn wrong_period([first, last]: [i32; 2]) -> Option<String> {
    let right = YEARS.contains(&first) && YEARS.contains(&last) && first <= last;
    (!right).then(|| {
        format!(
            "period is [{first}, {last}], expected a first and a last year from {} to {}",
            YEARS.start(),
            YEARS.end()
        )
    })
}
