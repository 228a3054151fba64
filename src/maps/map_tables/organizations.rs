//! The organizations of the start: who was seen in its year or has a home.

use std::collections::{BTreeMap, BTreeSet};

use plaza_model::state::map::{Home, InitialOrganization, Sighting};

use crate::maps::map_tables::reading::Reading;

/// Those with most records in the year of the start first, then by the weight of their homes and by name. Who was seen
/// in earlier years alone and has no home is there no more.
pub(super) fn ranked(
    mut seen: BTreeMap<String, Vec<Sighting>>,
    mut homes: BTreeMap<String, Vec<Home>>,
    year: i32,
    reading: &mut Reading,
) -> Vec<InitialOrganization> {
    let names: BTreeSet<String> = seen.keys().chain(homes.keys()).cloned().collect();
    let mut gone = Vec::new();
    let mut organizations = Vec::new();
    for name in names {
        let records = seen.remove(&name).unwrap_or_default();
        let homes = homes.remove(&name).unwrap_or_default();
        let last = records.last().map(|seen| seen.year);
        if homes.is_empty() && last != Some(year) {
            gone.push(name);
        } else {
            organizations.push(InitialOrganization {
                name,
                records,
                homes,
            });
        }
    }
    if !gone.is_empty() && !organizations.is_empty() {
        reading.notes.push(format!(
            "organizations seen before {year} and not in it are left out: {}",
            gone.join(", ")
        ));
    }
    let size = |of: &InitialOrganization| {
        let records: f64 = of.seen_in(year).map(|seen| seen.records).sum();
        let homes: f64 = of.homes.iter().map(|home| home.weight).sum();
        (records, homes)
    };
    // The names were in order, and the sort keeps that order among equals.
    organizations.sort_by(|a, b| {
        let ((records, homes), (others, of_others)) = (size(a), size(b));
        others.total_cmp(&records).then(of_others.total_cmp(&homes))
    });
    organizations
}
