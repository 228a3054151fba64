//! A result folder that is being filled: made, continued or extended, block by block.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use crate::experiment::batch::{Block, Finished, Sink};
use crate::experiment::design::BLOCK;
use crate::io::files::{digest, temporary, write_whole};
use crate::io::inputs;
use crate::io::inputs::Input;
use crate::io::manifest::{self, BlockResults, FILE, Manifest};
use crate::io::problem::Problem;
use crate::io::results;

/// A result folder that this process fills, and no other.
#[derive(Debug)]
pub struct ResultFolder {
    path: PathBuf,
    log: File,
    manifest: Mutex<Manifest>,
    missing: Vec<Block>,
    damaged: Vec<Problem>,
}

impl ResultFolder {
    /// Makes the folder at `path`, or goes on with the one that is there, to hold what `asked`
    /// asks for (a manifest without blocks). Nothing is written when something is wrong.
    pub fn open(path: &Path, asked: Manifest, inputs: &[Input]) -> Result<Self, Problem> {
        let wrong = |message: String| Problem::whole(path, message);
        if Manifest::find(path)?.is_none() && holds_something(path)? {
            return Err(wrong(format!(
                "is not empty and has no `{FILE}`, expected a result folder or a new one"
            )));
        }
        // What is read from here on, nobody else changes.
        let log = lock(path)?;
        let names: Vec<String> = asked.policies.keys().cloned().collect();
        let mut manifest = match Manifest::find(path)? {
            Some(held) => extend(held, asked).map_err(wrong)?,
            None => asked,
        };
        let inputs = inputs::joined(path, inputs, &manifest)?;
        for input in &inputs {
            let digest = digest(&input.bytes);
            manifest.inputs.insert(input.path.clone(), digest);
        }
        let mut damaged = Vec::new();
        for part in manifest.damaged(path, |name| names.iter().any(|n| n == name)) {
            if let Some(policy) = manifest.policies.get_mut(&part.policy) {
                policy.means = None;
                if let Some(block) = part.block {
                    policy.blocks.remove(&block);
                }
            }
            damaged.push(part.problem);
        }

        manifest.write(path)?;
        inputs::write(path, &inputs)?;
        remove_old_means(path, &manifest)?;
        Ok(Self {
            path: path.to_owned(),
            log,
            missing: missing(&manifest, &names),
            manifest: Mutex::new(manifest),
            damaged,
        })
    }

    /// The blocks that are still to be run.
    pub fn missing(&self) -> &[Block] {
        &self.missing
    }

    /// Parts that were missing or altered; their blocks are to be run again.
    pub fn damaged(&self) -> &[Problem] {
        &self.damaged
    }

    /// Adds a line to `run.log`, the one file that knows of time and threads.
    #[expect(
        clippy::disallowed_methods,
        reason = "`run.log` is no part of the results"
    )]
    pub fn log(&self, line: &str) -> Result<(), Problem> {
        let now = humantime::format_rfc3339_seconds(SystemTime::now());
        writeln!(&self.log, "{now} {line}")
            .map_err(|error| Problem::unwritten(self.path.join("run.log"), &error))
    }

    /// To be called when all blocks are done: makes what is made of them.
    pub fn finish(&self) -> Result<(), Problem> {
        let mut manifest = self.manifest.lock().expect("no thread panics holding it");
        if manifest.without_means().is_empty() {
            return Ok(());
        }
        results::write_means(&self.path, &mut manifest)?;
        manifest.write(&self.path)
    }

    /// The manifest as it stands now.
    pub fn into_manifest(self) -> Manifest {
        self.manifest
            .into_inner()
            .expect("no thread panics while it keeps a block")
    }
}

impl Sink for ResultFolder {
    type Error = Problem;

    fn block(&self, finished: Vec<Finished>) -> Result<(), Problem> {
        let (experiment, means) = {
            let manifest = self.manifest.lock().expect("no thread panics holding it");
            (manifest.digest.clone(), manifest.means)
        };
        let mut done = Vec::new();
        for block in finished {
            let mut parts = BTreeMap::new();
            let policy = &block.policy;
            for (table, bytes) in results::parts(&block.recorded, policy, means, &experiment) {
                let part = manifest::part(table, policy, block.block);
                let path = self.path.join(part);
                write_whole(&path, &bytes)?;
                parts.insert(table.to_owned(), digest(&bytes));
            }
            let failed = block.failed;
            done.push((block.policy, block.block, BlockResults { parts, failed }));
        }
        let mut manifest = self.manifest.lock().expect("no thread panics holding it");
        for (policy, block, results) in done {
            if let Some(policy) = manifest.policies.get_mut(&policy) {
                policy.blocks.insert(block, results);
            }
        }
        manifest.write(&self.path)
    }
}

/// What is held and what is asked for, together, or why that cannot be.
fn extend(mut held: Manifest, asked: Manifest) -> Result<Manifest, String> {
    if let Some(difference) = held.foreign_to(&asked) {
        return Err(difference);
    }
    if held.shard != asked.shard {
        let say = |manifest: &Manifest| match manifest.shard {
            Some(shard) => format!("shard {shard}"),
            None => "all blocks".to_owned(),
        };
        return Err(format!("holds {}, expected {}", say(&held), say(&asked)));
    }
    for (name, asked) in asked.policies {
        let policy = held.policies.entry(name.clone()).or_insert(asked.clone());
        if asked.replicates < policy.replicates {
            return Err(format!(
                "holds {} replicates of `{name}`, expected --replicates {0} or more instead of \
                 {}, or another folder",
                policy.replicates, asked.replicates
            ));
        }
        if asked.replicates > policy.replicates && !policy.replicates.is_multiple_of(BLOCK) {
            policy.blocks.remove(&(policy.replicates / BLOCK));
        }
        if asked.replicates > policy.replicates {
            policy.means = None;
        }
        policy.replicates = asked.replicates;
    }
    Ok(held)
}

/// The blocks of the policies `names` that the manifest asks for and has not.
fn missing(manifest: &Manifest, names: &[String]) -> Vec<Block> {
    let policies: Vec<_> = names
        .iter()
        .map(|name| (name, &manifest.policies[name]))
        .collect();
    let replicates = policies.iter().map(|(_, policy)| policy.replicates);
    let replicates = replicates.max().unwrap_or_default();
    (0..replicates.div_ceil(BLOCK))
        .filter(|number| manifest.shard.is_none_or(|shard| shard.holds(*number)))
        .map(|number| {
            let lacking = policies
                .iter()
                .filter(|(_, policy)| !policy.blocks.contains_key(&number))
                .map(|(name, _)| (*name).clone());
            Block::new(number, replicates, lacking.collect())
        })
        .filter(|block| !block.policies.is_empty())
        .collect()
}

/// Means of fewer replicates than are asked for are not left to readers.
fn remove_old_means(path: &Path, manifest: &Manifest) -> Result<(), Problem> {
    let policies = manifest.policies.iter();
    for (name, _) in policies.filter(|(_, policy)| manifest.means && policy.means.is_none()) {
        let old = path.join(manifest::means(name));
        match fs::remove_file(&old) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Problem::whole(&old, format!("cannot remove: {error}")));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a folder holds anything but what a run leaves that was killed before its manifest.
fn holds_something(path: &Path) -> Result<bool, Problem> {
    match fs::read_dir(path) {
        Ok(entries) => Ok(entries.flatten().any(|entry| {
            let name = entry.file_name();
            name != "run.log" && Path::new(&name) != temporary(Path::new(FILE))
        })),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Problem::unwritten(path, &error)),
    }
}

/// Makes the folder and takes its log, or says who has it.
fn lock(path: &Path) -> Result<File, Problem> {
    fs::create_dir_all(path).map_err(|error| Problem::unwritten(path, &error))?;
    let log = path.join("run.log");
    let file = OpenOptions::new().create(true).append(true).open(&log);
    let file = file.map_err(|error| Problem::unwritten(&log, &error))?;
    // Some file systems cannot lock; there, two runs at once only do the same work twice.
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        return Err(Problem::whole(
            path,
            "is being filled by another plaza, expected to be alone",
        ));
    }
    Ok(file)
}
