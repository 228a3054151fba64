//! Scorecard files.

use std::path::Path;

use plaza_batch::problem::Problem;

use crate::files::document::Document;
use crate::files::reading::Reading;
use crate::files::{embedded, reading};
use crate::studies::scorecard::rules::Scorecard;

/// The scorecard that the program carries.
pub const EMBEDDED: &str = "scorecard.toml";

/// Reads a scorecard, embedded or on disk.
pub fn read_scorecard(path: &Path) -> Result<Scorecard, Vec<Problem>> {
    let document = Document::open(path)?;
    let valid = embedded::text(&embedded::path(EMBEDDED)).expect("the scorecard is embedded");
    let valid = valid.parse().expect("the embedded scorecard is TOML");
    let reading: Reading<Scorecard> = reading::read(&document, &valid);
    let mut problems = reading.problems.clone();
    let Some(scorecard) = reading.value.as_ref() else {
        return Err(problems);
    };
    for (place, message) in scorecard.objections() {
        let place: Vec<&str> = place.iter().map(String::as_str).collect();
        if reading.sound(&place) {
            problems.push(document.problem(&place, message));
        }
    }
    match reading.value {
        Some(scorecard) if problems.is_empty() => Ok(scorecard),
        _ => Err(problems),
    }
}
