//! Differences of OC deaths by municipality, read policy by policy: no more than two policies'
//! deaths are held at a time.

use plaza_batch::manifest::Manifest;
use plaza_batch::problem::Problem;
use plaza_batch::results::Results;
use plaza_model::state::map::Map;

use crate::runs::dictionary::MUNICIPALITIES;
use crate::studies::comparison::outcomes::Outcomes;
use crate::studies::comparison::places::{Deaths, OF_MUNICIPALITIES, PlaceDifference, years};

/// Why there is no map of differences of a folder, if there is none.
pub fn lacking(manifest: &Manifest, outcomes: &Outcomes) -> Option<&'static str> {
    match years(&outcomes.setting) {
        _ if manifest.means => Some(
            "the table municipalities holds means over replicates, expected [record] \
             municipalities = \"active\" or \"all\"",
        ),
        (_, 0) => Some("no full year begins after policies part"),
        _ => None,
    }
}

/// All policies but the `baseline`, municipality by municipality.
pub fn differences(
    results: &Results,
    map: &Map,
    outcomes: &Outcomes,
    baseline: &str,
) -> Result<Vec<PlaceDifference>, Problem> {
    let deaths = |policy: &str| -> Result<Deaths, Problem> {
        let mut deaths = Deaths::new(map, outcomes);
        for block in results.blocks_of(policy) {
            let rows = block.columns(&MUNICIPALITIES, &OF_MUNICIPALITIES)?;
            deaths.add(map, outcomes, &rows);
        }
        Ok(deaths)
    };
    let of_baseline = deaths(baseline)?;
    let mut all = Vec::new();
    let policies = results.manifest.policies.keys();
    for policy in policies.filter(|name| *name != baseline) {
        all.extend(deaths(policy)?.against(&of_baseline, policy, map, outcomes));
    }
    Ok(all)
}
