//! The attribution of a result folder, and the files made of it.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use plaza_batch::problem::Problem;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::dictionary::{NATIONAL, TABLES};
use crate::runs::made::Made;
use crate::runs::trajectories::by_policy;
use crate::setup::results::Results;
use crate::studies::attribution::section::{AttributionTable, subsets};
use crate::studies::attribution::{Outcome, Worlds, figure, screen};

/// What is read of the table `national`.
const COLUMNS: [&str; 4] = ["policy", "replicate", "week", "oc_deaths"];

/// Writes `attribution.csv` and its figure; what is told, and the same as a document.
pub fn make(
    results: &Results,
    made: &mut Made,
    width: usize,
) -> Result<(String, Json), Vec<Problem>> {
    let experiment = results.experiment()?;
    let Some(table) = &experiment.attribution else {
        let message = "names no causes, expected a section `[attribution]` in its experiment";
        return Err(results.wrong(message).into());
    };
    results.whole(&TABLES)?;
    let worlds = worlds(results, table)?;
    let rows = worlds.rows();
    made.csv("attribution.csv", &rows)?;
    made.draw("attribution", &figure::draw(&rows, &table.policy))?;
    let mut facts = results.facts();
    facts["attribution"] = json!(rows);
    Ok((screen::screen(&rows, &table.policy, width), facts))
}

/// What came out in every world, in the replicates that are there in all of them.
fn worlds(results: &Results, table: &AttributionTable) -> Result<Worlds, Vec<Problem>> {
    let names: Vec<String> = subsets(table.cause.len())
        .map(|lacking| match lacking.is_empty() {
            true => table.policy.clone(),
            false => table.lacking(&lacking).of_policy(),
        })
        .collect();
    let mut found: Vec<BTreeMap<i64, [f64; 2]>> = vec![BTreeMap::new(); names.len()];
    let weeks = results.manifest.weeks;
    for block in results.blocks() {
        let Some(world) = names.iter().position(|name| name == block.policy) else {
            continue;
        };
        let national = block.columns(&NATIONAL, &COLUMNS)?;
        let [replicate, week, deaths] =
            ["replicate", "week", "oc_deaths"].map(|name| national.numbers(name));
        for rows in by_policy(&national)
            .into_iter()
            .flat_map(|of| of.replicates)
        {
            let sum = |from: i32, until: i32| -> f64 {
                let within = rows
                    .iter()
                    .filter(|row| (f64::from(from)..f64::from(until)).contains(&week[**row]));
                within.map(|row| deaths[*row]).sum()
            };
            let rise = sum(weeks - WEEKS_PER_YEAR, weeks) - sum(0, WEEKS_PER_YEAR);
            found[world].insert(replicate[rows[0]] as i64, [rise, sum(0, weeks)]);
        }
    }
    let common = |number: &i64| found.iter().all(|of| of.contains_key(number));
    let replicates: Vec<i64> = found[0].keys().copied().filter(common).collect();
    if replicates.is_empty() {
        let message = "has no replicate that is there in every world, expected one or more";
        return Err(results.wrong(message).into());
    }
    let values = |outcome: usize| -> Vec<Vec<f64>> {
        let of_world = |of: &BTreeMap<i64, [f64; 2]>| {
            replicates
                .iter()
                .map(|number| of[number][outcome])
                .collect()
        };
        found.iter().map(of_world).collect()
    };
    Ok(Worlds {
        causes: table.cause.iter().map(|cause| cause.name.clone()).collect(),
        values: std::array::from_fn::<_, { Outcome::ALL.len() }, _>(values),
    })
}
