//! What policies change by place, read policy by policy: no more than two policies' counts are held at a time.

use plaza_batch::manifest::Manifest;
use plaza_batch::problem::Problem;
use plaza_batch::results::Results;
use plaza_model::state::map::Map;

use crate::runs::dictionary::MUNICIPALITIES;
use crate::studies::comparison::breakdown::{Part, of_places, of_victims};
use crate::studies::comparison::divisions::Division;
use crate::studies::comparison::outcomes::Outcomes;
use crate::studies::comparison::places::{Counts, OF_MUNICIPALITIES, PlaceDifference, years};

/// Why nothing is said of the places of a folder, if nothing is.
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

/// What policies change, each against the baseline.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// By municipality, where something can be said of places.
    pub places: Vec<PlaceDifference>,
    /// By groups of municipalities, likewise, and by who dies.
    pub parts: Vec<Part>,
}

/// All policies but the one of index `baseline`; of who dies alone where something is `lacking` to speak of places.
pub fn changes(
    results: &Results,
    map: &Map,
    divisions: &[Division],
    outcomes: &Outcomes,
    baseline: usize,
) -> Result<Changes, Problem> {
    let counts = |policy: &str| -> Result<Counts, Problem> {
        let mut counts = Counts::new(map, outcomes);
        for block in results.blocks_of(policy) {
            let rows = block.columns(&MUNICIPALITIES, &OF_MUNICIPALITIES)?;
            counts.add(map, outcomes, &rows);
        }
        Ok(counts)
    };
    let told = lacking(&results.manifest, outcomes).is_none();
    let of_baseline = told.then(|| counts(&outcomes.policies[baseline]));
    let of_baseline = of_baseline.transpose()?;
    let mut all = Changes::default();
    let policies = outcomes.policies.iter().enumerate();
    for (index, policy) in policies.filter(|(index, _)| *index != baseline) {
        if let Some(theirs) = &of_baseline {
            let mine = counts(policy)?;
            all.places
                .extend(mine.against(theirs, policy, map, outcomes));
            let parts = of_places(&mine, theirs, policy, divisions, map, outcomes);
            all.parts.extend(parts);
        }
        all.parts
            .extend(of_victims([index, baseline], map, outcomes));
    }
    Ok(all)
}
