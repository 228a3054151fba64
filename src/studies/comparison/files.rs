//! The outcomes of a result folder, read block by block.

use std::path::Path;

use plaza_batch::files::read_kept_text;
use plaza_batch::manifest::Manifest;
use plaza_batch::problem::Problem;
use plaza_batch::results::read_columns_of_block;
use plaza_model::state::map::Map;

use crate::files::toml_text;
use crate::runs::design::{BLOCK, Sharing};
use crate::runs::dictionary::{BUDGET, NATIONAL, TABLES};
use crate::setup::experiment::Experiment;
use crate::setup::inputs::{EXPERIMENT, place};
use crate::setup::posterior;
use crate::studies::comparison::outcomes::{Gathering, OF_BUDGET, Outcomes, Setting, columns};

/// What is wrong with a folder that is to be compared: it must be whole, complete and as it was
/// written.
pub fn problems(folder: &Path, manifest: &Manifest) -> Vec<Problem> {
    if let Err(problem) = complete(folder, manifest) {
        return vec![problem];
    }
    let parts = manifest.damaged(folder, &TABLES, |_| true);
    parts.into_iter().map(|part| part.problem).collect()
}

/// What every replicate came to under every policy of a result folder without [`problems`].
pub fn outcomes(folder: &Path, manifest: &Manifest, map: &Map) -> Result<Outcomes, Problem> {
    let names = columns();
    let mut gathering = Gathering::new(setting(folder, manifest, map)?);
    for (policy, results) in &manifest.policies {
        for &block in results.blocks.keys() {
            let read = |table, names: &[&str]| {
                read_columns_of_block(folder, manifest, table, policy, block, names)
            };
            let national = read(&NATIONAL, &names)?;
            gathering.add(policy, &national, &read(&BUDGET, &OF_BUDGET)?);
        }
    }
    Ok(gathering.finish())
}

/// Refuses a shard, and a folder in which blocks are still to be done.
fn complete(folder: &Path, manifest: &Manifest) -> Result<(), Problem> {
    if let Some(shard) = manifest.shard {
        let message = format!("holds shard {shard}, expected all blocks: plaza merge joins shards");
        return Err(Problem::whole(folder, message));
    }
    for (name, policy) in &manifest.policies {
        let (done, expected) = (policy.blocks.len(), policy.replicates.div_ceil(BLOCK));
        if done < expected as usize {
            let message = format!(
                "is not complete: {done} of {expected} blocks of `{name}` are done, expected all; \
                 the call of plaza run that made it goes on from there"
            );
            return Err(Problem::whole(folder, message));
        }
    }
    Ok(())
}

/// The experiment kept in the folder.
pub fn experiment(folder: &Path) -> Result<Experiment, Problem> {
    let file = place(folder, EXPERIMENT);
    let text = read_kept_text(&file)
        .map_err(|error| Problem::whole(&file, format!("cannot read: {error}")))?;
    toml_text::parse(&file, text.as_bytes())
}

/// What the experiment kept in the folder says of its replicates.
pub fn setting(folder: &Path, manifest: &Manifest, map: &Map) -> Result<Setting, Problem> {
    let experiment = experiment(folder)?;
    let table = experiment
        .posterior
        .as_ref()
        .map(|table| place(folder, table));
    let rows = table.map(|table| posterior::rows(&table)).transpose()?;
    Ok(Setting {
        first_year: map.first_year,
        weeks: manifest.weeks,
        policies_from: experiment.policies_from,
        seed: manifest.seed,
        test: experiment.purpose.is_some(),
        sharing: Sharing {
            rows,
            ..Sharing::in_a_row(experiment.luck_per_draw())
        },
    })
}
