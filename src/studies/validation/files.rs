//! Targets and a result folder: its replicates one after the other, `validation.csv`.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use plaza_batch::manifest::Manifest;
use plaza_batch::problem::Problem;
use plaza_batch::results;
use plaza_model::state::map::Map;

use crate::runs::dictionary::{EVENTS, MUNICIPALITIES, NATIONAL, ORGANIZATIONS, PANEL, TABLES};
use crate::studies::validation::future::Future;
use crate::studies::validation::gathering::{OF_MUNICIPALITIES, OF_PANEL, Tables};
use crate::studies::validation::{Held, Line};

/// Calls `each` with every replicate of a policy that did not fail, in order. Blocks are read one at
/// a time, and of the large tables no more columns than are needed.
///
/// # Panics
/// When the manifest does not know the policy.
pub fn futures(
    folder: &Path,
    manifest: &Manifest,
    policy: &str,
    map: &Map,
    each: &mut dyn FnMut(&Future),
) -> Result<(), Vec<Problem>> {
    // All that is damaged is told at once.
    let parts = manifest.damaged(folder, &TABLES, |name| name == policy);
    let damaged: Vec<Problem> = parts.into_iter().map(|part| part.problem).collect();
    if !damaged.is_empty() {
        return Err(damaged);
    }
    for (number, block) in &manifest.policies[policy].blocks {
        let read = |table| results::read_block(folder, manifest, table, policy, *number);
        let some = |there: bool, table, columns: &[&str]| {
            let read = || {
                results::read_columns_of_block(folder, manifest, table, policy, *number, columns)
            };
            there.then(read).transpose()
        };
        let panel = block.parts.contains_key(PANEL.name);
        let tables = (|| {
            Ok(Tables {
                national: read(&NATIONAL)?,
                events: read(&EVENTS)?,
                organizations: read(&ORGANIZATIONS)?,
                municipalities: some(!manifest.means, &MUNICIPALITIES, &OF_MUNICIPALITIES)?,
                panel: some(panel, &PANEL, &OF_PANEL)?,
            })
        })();
        let futures = tables.map_err(|problem| vec![problem])?.futures(map);
        let futures = futures.map_err(|message| vec![Problem::whole(folder, message)])?;
        futures.values().for_each(&mut *each);
    }
    Ok(())
}

/// A row of `validation.csv`.
#[derive(Serialize, JsonSchema)]
pub struct Row<'a> {
    /// The target, C1 to C18.
    id: &'a str,
    /// Which part of it; `all` of one without parts.
    part: &'a str,
    /// The year; none of the whole period.
    year: Option<i32>,
    /// Median over replicates, where it can be computed.
    simulated: Option<f64>,
    /// 5 % quantile over replicates.
    low: Option<f64>,
    /// 95 % quantile.
    high: Option<f64>,
    /// The observations; the middle, where it is known to lie between two.
    observed: Option<f64>,
    /// How near is near enough, as the targets say it.
    tolerance: String,
    /// `inside` or `outside` what is accepted, `too few` of fewer than 8 replicates, `reported` where nothing is judged, `not computable`.
    verdict: &'static str,
    /// The least that is accepted.
    least: Option<f64>,
    /// The most.
    most: Option<f64>,
    /// Unit of the numbers.
    unit: &'a str,
    /// What the target is for: `fit`, `check`, `input`, `report`.
    role: &'static str,
    /// What is lacking where it cannot be computed.
    needs: String,
    /// The policy held against the target.
    policy: &'a str,
}

/// `validation.csv`: a row for each part of each target and year, of this policy.
pub fn rows<'a>(held: &'a [Held], policy: &'a str) -> Vec<impl Serialize + use<'a>> {
    let of = |held: &'a Held| held.lines.iter().map(move |line| row(held, line, policy));
    held.iter().flat_map(of).collect()
}

fn row<'a>(held: &'a Held, line: &'a Line, policy: &'a str) -> Row<'a> {
    Row {
        id: &held.target.id,
        part: &line.part,
        year: line.year,
        simulated: line.simulated.map(|band| band.median),
        low: line.simulated.map(|band| band.low),
        high: line.simulated.map(|band| band.high),
        observed: line.observed,
        tolerance: line.tolerance.map_or_else(String::new, |of| of.to_string()),
        verdict: line.verdict.name(),
        least: line.bounds.map(|[least, _]| least),
        most: line.bounds.map(|[_, most]| most),
        unit: &held.target.unit,
        role: held.target.role.name(),
        needs: line
            .needs
            .map_or_else(String::new, |needs| needs.to_string()),
        policy,
    }
}
