//! Maps: what is written of them and read again, and outlines.

use std::path::Path;

use plaza_model::state::map::Map;

use plaza::maps::map_folder::Provenance;
use plaza::maps::{map_folder, outlines};

use super::{accepted, said};
use crate::files::fuzz::harness::{Fault, Judged, Outcome, Verdict};
use crate::files::fuzz::properties::{self, NAMES, SAME_AGAIN, WITHIN, holds};

pub fn shapes(bytes: &[u8]) -> Judged {
    let path = Path::new("outlines.geojson");
    let read = outlines::read(path, bytes, outlines::CODE).map_err(|problem| vec![problem]);
    let shapes = accepted!(read, path);
    properties::finite(&shapes)?;
    for (code, rings) in &shapes {
        holds!(!code.trim().is_empty(), NAMES, "an outline of `{code}`");
        let closed = rings
            .iter()
            .all(|ring| ring.len() >= 4 && ring.first() == ring.last());
        holds!(closed, WITHIN, "{rings:?}");
    }
    Ok(Outcome::Accepted)
}

/// A map that is written and read again must be the same.
pub fn written(map: &Map, provenance: &Provenance) -> Verdict {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let wrong = |what: String| Fault {
        property: SAME_AGAIN,
        what,
    };
    map_folder::write(map, provenance, folder.path())
        .map_err(|problem| wrong(problem.to_string()))?;
    let again = said(map_folder::load(folder.path()), folder.path())?
        .map_err(|refused| wrong(format!("{refused:?}")))?;
    let mut again = again.map;
    // What differs, for the message to say.
    holds!(
        again.name == map.name,
        SAME_AGAIN,
        "the name {:?} is {:?}",
        map.name,
        again.name
    );
    holds!(
        again.country == map.country,
        SAME_AGAIN,
        "{:?} is {:?}",
        map.country,
        again.country
    );
    holds!(
        again.first_year == map.first_year,
        SAME_AGAIN,
        "{} is {}",
        map.first_year,
        again.first_year
    );
    holds!(
        again.states == map.states,
        SAME_AGAIN,
        "{:?} is {:?}",
        map.states,
        again.states
    );
    for (old, new) in map.places.iter().zip(&again.places) {
        holds!(old == new, SAME_AGAIN, "{old:?} is {new:?}");
    }
    holds!(
        again.organizations == map.organizations,
        SAME_AGAIN,
        "{:?} is {:?}",
        map.organizations,
        again.organizations
    );
    holds!(
        again.outlines == map.outlines,
        SAME_AGAIN,
        "{:?} is {:?}",
        map.outlines,
        again.outlines
    );
    again.outlines.clone_from(&map.outlines);
    holds!(again == *map, SAME_AGAIN, "borders differ");
    Ok(())
}
