//! `built.json`: the SHA-256 of each file of a map as `plaza map build` wrote it. A map may be changed by hand; a run
//! on it says so. It is no part of the map: maps from before there was one are read without, and results do not
//! depend on it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use plaza_batch::files::{digest, read_kept, write_whole};
use plaza_batch::problem::Problem;

/// Its name in the folder of a map.
const BUILT: &str = "built.json";

/// Notes the files of a map that was built.
pub(super) fn write(folder: &Path, files: &BTreeMap<&str, Vec<u8>>) -> Result<(), Problem> {
    let digests = files.iter().map(|(name, bytes)| (*name, digest(bytes)));
    let digests: BTreeMap<&str, String> = digests.collect();
    let mut text = serde_json::to_string_pretty(&digests).expect("text becomes JSON");
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

/// That files are not as they were built, where that was noted; `optional` are those that a map may be without.
pub(super) fn changed(
    folder: &Path,
    files: &BTreeMap<&str, Vec<u8>>,
    optional: &[&'static str],
) -> Option<String> {
    let noted = read_kept(&folder.join(BUILT)).ok()?;
    let Ok(noted) = serde_json::from_slice::<BTreeMap<String, String>>(&noted) else {
        return Some(format!(
            "{BUILT} of the map cannot be read: nothing says whether files of the map were changed after it was built"
        ));
    };
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
