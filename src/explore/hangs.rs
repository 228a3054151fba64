//! What an answer hangs on, in the page: all that `plaza discover` made of a design of points, in sentences and tables.

use serde_json::{Map as Object, Value as Json, json};

use plaza_batch::problem::Problem;

use crate::explore::answer::columns;
use crate::explore::pack::Chunk;
use crate::report::table::Csv;
use crate::runs::made::Made;
use crate::setup::results::Results;
use crate::setup::schemas::Sort;
use crate::studies::discover::files::{FILES, are_made, told};

/// The chunk `hangs` of a folder of `plaza design`, whose tables are made.
pub fn chunk(results: &Results, made: &Made) -> Result<Chunk, Vec<Problem>> {
    if !are_made(made) {
        let message =
            "has no tables of what these points tell, expected `plaza discover` to make them first";
        return Err(results.wrong(message).into());
    }
    let mut tables = Object::new();
    for file in FILES {
        if let Some(table) = Csv::find(&results.folder.join(file))? {
            let name = file.trim_end_matches(".csv");
            tables.insert(name.to_owned(), columns(&table));
        }
    }
    let design = results.manifest.design.clone().unwrap_or_default();
    let schema = Sort::Parameters.schema();
    let inputs = design["inputs"].as_array().cloned().unwrap_or_default();
    let inputs = inputs.into_iter().map(|mut input| {
        let name = input["name"].as_str().unwrap_or_default();
        let about = name.strip_prefix("parameters.").and_then(|path| {
            let (section, number) = path.split_once('.')?;
            schema["properties"][section]["properties"][number]["description"].as_str()
        });
        input["about"] = json!(about);
        input
    });
    let glosses: Object<String, Json> = (results.manifest.policies.keys())
        .map(|policy| (policy.clone(), json!(results.gloss(policy))))
        .collect();
    Ok(Chunk::json(
        "hangs",
        &json!({
            "experiment": results.manifest.experiment,
            "digest": results.manifest.digest,
            "test": results.manifest.is_test(),
            "told": told(results, made)?,
            "inputs": inputs.collect::<Vec<_>>(),
            "glosses": glosses,
            "tables": tables,
        }),
    ))
}
