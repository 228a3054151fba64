//! What the page knows before any data are unpacked.

use serde_json::json;

use plaza_batch::problem::Problem;

use crate::explore::answer::named;
use crate::explore::curves::Shown;
use crate::explore::curves::baseline;
use crate::explore::futures::Future;
use crate::explore::months::Told;
use crate::runs::dictionary::months::{MEASURES, WEEKS};
use crate::runs::metrics::METRICS;
use crate::setup::results::Results;
use crate::setup::told_of;

/// As JSON that can stand in a page.
pub fn index(
    results: &Results,
    told: &Told,
    columns: &[Shown],
    futures: &[Future],
) -> Result<String, Vec<Problem>> {
    let manifest = &results.manifest;
    let map = results.map()?;
    let experiment = results.experiment()?;
    let policies = manifest
        .policies
        .iter()
        .enumerate()
        .map(|(index, (name, of))| {
            json!({
                "name": name,
                "gloss": results.gloss(name),
                "replicates": of.replicates,
                "failed": of.blocks.values().map(|block| block.failed.len()).sum::<usize>(),
                "counted": told.replicates.get(index),
            })
        });
    let metrics = METRICS.iter().map(|metric| {
        json!({
            "name": metric.name,
            "words": named(metric.name),
            "unit": metric.unit,
            "direction": metric.direction,
        })
    });
    let index = json!({
        "experiment": manifest.experiment,
        "plaza": manifest.plaza,
        "digest": manifest.digest,
        "seed": manifest.seed,
        "test": manifest.is_test(),
        "twin": manifest.twin,
        "design": manifest.design.is_some(),
        "notices": told_of(manifest),
        "baseline": baseline(results)?,
        "map": map.name,
        "places": map.places.len(),
        "population": map.population(),
        "first_year": map.first_year,
        "weeks": manifest.weeks,
        "weeks_of_a_month": WEEKS,
        "months": told.months,
        "steps": told.steps,
        "curve_months": manifest.weeks / WEEKS,
        "policies_from": experiment.policies_from,
        "policies": policies.collect::<Vec<_>>(),
        "measures": MEASURES,
        "metrics": metrics.collect::<Vec<_>>(),
        "columns": columns,
        "futures": futures,
    });
    // No tag may end the element in which it stands.
    Ok(index.to_string().replace('<', "\\u003c"))
}
