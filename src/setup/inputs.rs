//! The inputs kept in a result folder: those of all calls that filled it.
//!
//! A folder may be filled by several calls, each with some policies and a number of replicates.
//! What is kept is what one call for all of them would have had: `experiment.toml` names all policies, in the order
//! of the last call that named them all and behind them what later calls added, and the most replicates.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;

pub use plaza_batch::inputs::{EXPERIMENT, Input, place, write};

use plaza_batch::files::read_kept;
use plaza_batch::manifest::{FILE, Manifest};
use plaza_batch::problem::Problem;
use plaza_batch::result_folder::ResultFolder;

use crate::setup::crossing;
use crate::setup::variants::Variant;
use crate::studies::attribution::section::AttributionTable;
use crate::studies::dictionary::of_block;

/// The parameter file.
pub const PARAMETERS: &str = "parameters.toml";

/// Opens a result folder for what `asked` asks for; of it, `inputs` are kept.
pub fn open(path: &Path, asked: Manifest, inputs: &[Input]) -> Result<ResultFolder, Problem> {
    let tables = of_block(&asked);
    ResultFolder::open(path, asked, tables, &|manifest, is_held| {
        joined(path, inputs, manifest, is_held)
    })
}

/// The inputs of this call as `folder` is to keep them: the experiment of all policies and the most
/// replicates of `manifest`, which is to hold what was there and what is asked for. Where nothing says what was
/// there (`is_held`), the experiment in the folder counts for nothing.
pub fn joined(
    folder: &Path,
    inputs: &[Input],
    manifest: &Manifest,
    is_held: bool,
) -> Result<Vec<Input>, Problem> {
    let mut inputs = inputs.to_vec();
    for input in &mut inputs {
        if input.path == EXPERIMENT {
            let held = is_held.then(|| place(folder, EXPERIMENT));
            input.bytes = join(held.as_deref(), &input.bytes, manifest)?;
        }
    }
    Ok(inputs)
}

/// The experiment `asked`, but for its policies, in their order, and its replicates: those of the manifest.
/// Of the file that is there, `held`, is taken only the records of policies that this call does not name:
/// nobody is to run another experiment by editing it. One that is lost, torn or altered is made anew by a call that
/// names them all.
fn join(held: Option<&Path>, asked: &[u8], manifest: &Manifest) -> Result<Vec<u8>, Problem> {
    let wrong = |message: String| Problem::whole(held.unwrap_or(Path::new(EXPERIMENT)), message);
    let before = match held.map(read_kept) {
        Some(Ok(bytes)) => parse(&bytes),
        Some(Err(error)) if error.kind() != ErrorKind::NotFound => {
            return Err(wrong(format!("cannot read: {error}")));
        }
        Some(Err(_)) | None => Err("is lost".to_owned()),
    };
    let mut all = parse(asked).map_err(wrong)?;
    // Variants are part of the experiment: the same in every call.
    let variants = all.get("variant").cloned();
    let variants: Option<Vec<Variant>> = variants.and_then(|of| of.try_into().ok());
    let worlds = all.get("attribution").cloned();
    let worlds: Option<AttributionTable> = worlds.and_then(|of| of.try_into().ok());
    let worlds = worlds.iter().flat_map(AttributionTable::worlds);
    let variants = variants.into_iter().flatten().chain(worlds);
    let variants: Vec<(String, String)> = variants
        .map(|variant| (variant.of_policy(), variant.policy))
        .collect();
    let named = |calls: &[&toml::Table]| -> BTreeSet<String> {
        let named = calls.iter().filter_map(|call| call.get("policies"));
        let named = named.filter_map(toml::Value::as_array).flatten();
        let mut names: BTreeSet<String> = named
            .filter_map(|entry| Some(crossing::name_of_kept(entry.as_str()?)))
            .collect();
        let of_variants = variants.iter().filter(|(_, of)| names.contains(of));
        let of_variants: Vec<String> = of_variants.map(|(name, _)| name.clone()).collect();
        names.extend(of_variants);
        names
    };
    let expected: BTreeSet<String> = manifest.policies.keys().cloned().collect();
    let before = match before {
        Ok(before) if named(&[&before, &all]) == expected => Some(before),
        _ if named(&[&all]) == expected => None,
        Ok(before) => {
            let list = |names: BTreeSet<String>| names.into_iter().collect::<Vec<_>>().join(", ");
            return Err(wrong(format!(
                "was altered: it comes to the policies {}, expected {} as in `{FILE}`",
                list(named(&[&before, &all])),
                list(expected)
            )));
        }
        Err(problem) => {
            let names: Vec<&str> = manifest.policies.keys().map(String::as_str).collect();
            return Err(wrong(format!(
                "cannot be used ({problem}); a call that names all policies of the folder makes it anew: {}",
                names.join(", ")
            )));
        }
    };
    let is_variant = |name: &&String| variants.iter().any(|(known, _)| known == *name);
    let policies = manifest.policies.keys().filter(|name| !is_variant(name));
    let policies = policies.map(|name| toml::Value::String(crossing::kept_of(name)));
    let policies: Vec<toml::Value> = policies.collect();
    let replicates = manifest.policies.values().map(|policy| policy.replicates);
    let replicates = i64::from(replicates.max().unwrap_or_default());
    let recorded = recorded_of(before.iter().chain([&all]), manifest);
    if let Some(record) = all.get_mut("record").and_then(toml::Value::as_table_mut)
        && !recorded.is_empty()
    {
        record.insert("of".to_owned(), toml::Value::Table(recorded));
    }
    all.insert("policies".to_owned(), toml::Value::Array(policies));
    all.insert("replicates".to_owned(), toml::Value::Integer(replicates));
    Ok(all.to_string().into_bytes())
}

/// What the calls record of single policies, those of the manifest, by their names in order.
fn recorded_of<'a>(
    calls: impl Iterator<Item = &'a toml::Table>,
    manifest: &Manifest,
) -> toml::Table {
    let of = |call: &'a toml::Table| call.get("record")?.get("of")?.as_table();
    let mut recorded = BTreeMap::new();
    for (name, of) in calls.filter_map(of).flatten() {
        if manifest.policies.contains_key(name) {
            recorded.insert(name.clone(), of.clone());
        }
    }
    recorded.into_iter().collect()
}

fn parse(bytes: &[u8]) -> Result<toml::Table, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    text.parse()
        .map_err(|error: toml::de::Error| error.message().to_owned())
}
