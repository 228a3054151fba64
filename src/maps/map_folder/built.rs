//! `built.json`: the SHA-256 of each file of a map as `plaza map build` wrote it, and what the build doubted of the
//! tables. A map may be changed by hand; a run on it says so, and what was doubted. It is no part of the map: maps from
//! before there was one are read without, and results do not depend on it. `map.toml` says that there is one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use plaza_batch::files::{digest, read_kept, write_whole};
use plaza_batch::problem::Problem;

/// Its name in the folder of a map.
const BUILT: &str = "built.json";

/// What stands in it.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Record {
    /// With what was doubted.
    Whole {
        files: BTreeMap<String, String>,
        doubts: Vec<String>,
    },
    /// As it was before: files alone.
    Files(BTreeMap<String, String>),
}

/// Notes the files of a map that was built, and what the build doubted.
pub(super) fn write(
    folder: &Path,
    files: &BTreeMap<&str, Vec<u8>>,
    doubts: &[String],
) -> Result<(), Problem> {
    let digests = files.iter();
    let digests = digests.map(|(name, bytes)| ((*name).to_owned(), digest(bytes)));
    let record = Record::Whole {
        files: digests.collect(),
        doubts: doubts.to_owned(),
    };
    let mut text = serde_json::to_string_pretty(&record).expect("text becomes JSON");
    text.push('\n');
    write_whole(&folder.join(BUILT), text.as_bytes())
}

/// Takes away what was noted of a map that was there before.
pub(super) fn forget(folder: &Path) -> Result<(), Problem> {
    match fs::remove_file(folder.join(BUILT)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Problem::unwritten(folder, &error))
        }
        _ => Ok(()),
    }
}

/// What a run on the map has to say: that files are not as they were built, where that was noted, and what the build
/// doubted; `optional` are the files that a map may be without, `noted` maps have a record, unless they are kept beside results.
pub(super) fn notices(
    folder: &Path,
    files: &BTreeMap<&str, Vec<u8>>,
    optional: &[&'static str],
    noted: bool,
) -> Vec<String> {
    let Ok(record) = read_kept(&folder.join(BUILT)) else {
        let lacks = format!(
            "the map has no {BUILT} any more: nothing says whether its files were changed after it was built, or what \
             `map build` told of its tables"
        );
        return Vec::from_iter((noted && !kept(folder)).then_some(lacks));
    };
    match serde_json::from_slice(&record) {
        Ok(Record::Whole {
            files: noted,
            doubts,
        }) => {
            let changed = changed(files, optional, &noted);
            changed.into_iter().chain(doubts).collect()
        }
        Ok(Record::Files(noted)) => Vec::from_iter(changed(files, optional, &noted)),
        Err(_) => vec![format!(
            "{BUILT} of the map cannot be read: nothing says whether files of the map were changed after it was built"
        )],
    }
}

/// Whether the folder is among the inputs of results, whose manifest has what was said of the map.
fn kept(folder: &Path) -> bool {
    let results = folder.parent().filter(|inputs| inputs.ends_with("inputs"));
    let results = results.and_then(Path::parent);
    results.is_some_and(|results| results.join("manifest.json").exists())
}

/// That files are not as they were built.
fn changed(
    files: &BTreeMap<&str, Vec<u8>>,
    optional: &[&'static str],
    noted: &BTreeMap<String, String>,
) -> Option<String> {
    let there = files.iter();
    let other = there.filter(|(name, bytes)| noted.get(**name) != Some(&digest(bytes)));
    let mut changed: BTreeSet<&str> = other.map(|(name, _)| *name).collect();
    changed.extend(
        optional
            .iter()
            .filter(|name| noted.contains_key(**name) && !files.contains_key(**name)),
    );
    let were = if changed.len() == 1 { "was" } else { "were" };
    (!changed.is_empty()).then(|| {
        let names = Vec::from_iter(changed).join(", ");
        format!("{names} {were} changed after the map was built: what `map build` checked and told is not of this map")
    })
}
