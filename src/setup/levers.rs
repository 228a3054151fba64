//! The catalogue of levers.

use std::path::Path;

use plaza_batch::problem::Problem;
use plaza_model::policy::levers::Catalogue;
use plaza_model::policy::regimes;

use crate::files::document::Document;
use crate::files::reading::Reading;
use crate::files::{embedded, reading};
use crate::setup::policies::file::wrong_people;

/// Reads the catalogue of levers; also its text.
pub fn read_catalogue(path: &Path) -> Result<(Catalogue, String), Vec<Problem>> {
    let document = Document::open(path)?;
    let valid = embedded::text(&embedded::path("levers.toml")).expect("the catalogue is embedded");
    let valid = valid.parse().expect("the embedded catalogue is TOML");
    let reading: Reading<Catalogue> = reading::read(&document, &valid);
    let Some(catalogue) = &reading.value else {
        return Err(reading.problems);
    };
    let mut problems = reading.problems.clone();
    if let Some(message) = wrong_people(catalogue.people) {
        problems.push(document.problem(&["people"], message));
    }
    for (index, message) in regimes::objections(catalogue) {
        let index = index.map(|index| index.to_string());
        let place: Vec<&str> = ["lever"].into_iter().chain(index.as_deref()).collect();
        if reading.sound(&place) {
            problems.push(document.problem(&place, message));
        }
    }
    match reading.value {
        Some(catalogue) if problems.is_empty() => Ok((catalogue, document.text)),
        _ => Err(problems),
    }
}
