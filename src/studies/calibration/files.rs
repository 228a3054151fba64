//! The result folder of a calibration: its memory, its tables, its figures, and its origin.

pub mod fitted;
pub mod ledger;
pub mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use plaza_batch::files::{digest, read_kept, write_whole};
use plaza_batch::manifest::VERSION;
use plaza_batch::problem::Problem;

use crate::setup::inputs::PARAMETERS;
use crate::setup::{Loaded, inputs};
use crate::studies::calibration::files::ledger::Ledger;
use crate::studies::calibration::section::Calibrated;

/// The file that says what a folder holds; not that of a batch, which other commands read.
const MANIFEST: &str = "calibration.json";

/// What a folder is of.
#[derive(Serialize, Deserialize)]
struct Manifest {
    plaza: String,
    calibration: String,
    digest: String,
    seed: u64,
    sizes: BTreeMap<String, u64>,
    inputs: BTreeMap<String, String>,
}

/// Makes the folder of a calibration, or goes on with it, and opens its memory; refuses one that cannot be
/// made, or that another program fills, or that holds something else, or more than is asked for.
pub fn open<'a>(
    folder: &Path,
    loaded: &Loaded,
    calibrated: &'a Calibrated,
) -> Result<Ledger<'a>, Problem> {
    let wrong = |message: String| Err(Problem::whole(folder, message));
    let made = fs::create_dir_all(folder).and_then(|()| fs::read_dir(folder));
    // What is left of a first file that was being written is nothing yet, and so is an empty memory.
    let begun = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        let nothing = || entry.metadata().is_ok_and(|about| about.len() == 0);
        name.to_string_lossy().ends_with(".part") || name == ledger::FILE && nothing()
    };
    let empty = match made.map(|entries| entries.flatten().all(|entry| begun(&entry))) {
        Ok(empty) => empty,
        Err(error) => return wrong(format!("cannot be made or read: {error}")),
    };
    let asked = Manifest {
        plaza: VERSION.to_owned(),
        calibration: loaded.design.name.clone(),
        digest: digest_of(loaded),
        seed: loaded.design.seed,
        sizes: (calibrated.sizes.iter())
            .map(|(name, size)| ((*name).to_owned(), *size))
            .collect(),
        inputs: (loaded.inputs.iter())
            .map(|input| (input.path.clone(), digest(&input.bytes)))
            .collect(),
    };
    if !empty {
        let held = read_kept(&folder.join(MANIFEST)).ok();
        let held = held.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
        let Some(held) = held else {
            return wrong(
                "is not empty and holds no calibration, expected a new folder".to_owned(),
            );
        };
        if let Some(message) = foreign(&held, &asked) {
            return wrong(message);
        }
    }
    let parameters = asked.inputs.get(PARAMETERS).cloned().unwrap_or_default();
    let ledger = Ledger::open(folder, &calibrated.plan, &calibrated.model, parameters)?;
    let mut text = serde_json::to_string_pretty(&asked).expect("a manifest becomes JSON");
    text.push('\n');
    write(folder, MANIFEST, &text)?;
    inputs::write(folder, &loaded.inputs)?;
    Ok(ledger)
}

/// Why a folder cannot be gone on with.
fn foreign(held: &Manifest, asked: &Manifest) -> Option<String> {
    if held.plaza != asked.plaza {
        return Some(format!(
            "was written by plaza {}, expected that or a new folder for {}",
            held.plaza, asked.plaza
        ));
    }
    if held.digest != asked.digest {
        return Some(format!(
            "holds another calibration, {:.8}, expected {:.8} or a new folder",
            held.digest, asked.digest
        ));
    }
    let shrunk = |(name, size): (&String, &u64)| {
        let less = asked.sizes.get(name).copied().unwrap_or(0);
        (less < *size).then(|| {
            format!(
                "holds {name} = {size}, expected as many or more instead of {less}, or a new folder"
            )
        })
    };
    held.sizes.iter().find_map(shrunk)
}

/// The digest of everything answers depend on: also the policies and the replicates, which a batch may
/// add to.
pub fn digest_of(loaded: &Loaded) -> String {
    let parts = [&loaded.digest, &loaded.design.replicates.to_string()];
    let parts = parts.into_iter().chain(&loaded.policy_digests);
    digest(parts.cloned().collect::<Vec<_>>().join("\n").as_bytes())
}

/// Writes one of the files of a folder.
pub fn write(folder: &Path, name: &str, text: &str) -> Result<PathBuf, Problem> {
    let path = folder.join(name);
    write_whole(&path, text.as_bytes())?;
    Ok(path)
}
