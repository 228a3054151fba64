//! A result folder that is being filled: made, continued or extended, block by block.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::blocks::{BLOCK, Block, Finished, Sink};
use crate::files::{digest, temporary, write_whole};
use crate::inputs::{self, Input};
use crate::manifest::{self, BlockResults, FILE, Manifest};
use crate::problem::Problem;
use crate::results::{self, Found, Origin, Results};
use crate::table::Tables;

/// The inputs as the folder is to keep them, of a manifest that holds what was there and what is asked for; and
/// whether what was there is known, or its manifest was lost.
pub type Keep<'a> = &'a dyn Fn(&Manifest, bool) -> Result<Vec<Input>, Problem>;

/// A result folder that this process fills, and no other.
#[derive(Debug)]
pub struct ResultFolder {
    path: PathBuf,
    tables: Tables,
    log: File,
    filled: Mutex<Results>,
    missing: Vec<Block>,
    damaged: Vec<Problem>,
    lost: Option<Problem>,
}

impl ResultFolder {
    /// Makes the folder at `path`, or goes on with the one that is there, to hold what `asked`
    /// asks for (a manifest without blocks), in parts of these tables. Nothing is written when something is wrong.
    pub fn open(
        path: &Path,
        asked: Manifest,
        tables: Tables,
        inputs: Keep<'_>,
    ) -> Result<Self, Problem> {
        let wrong = |message: String| Problem::whole(path, message);
        if matches!(Manifest::find(path), Ok(None))
            && holds_something(path)?
            && !has_parts(path, tables, &asked)
        {
            return Err(wrong(format!(
                "is not empty and has no `{FILE}`, expected a result folder or a new one"
            )));
        }
        // What is read from here on, nobody else changes.
        let log = lock(path)?;
        let names: Vec<String> = asked.policies.keys().cloned().collect();
        let (held, lost) = held(path, tables, &asked)?;
        let mut manifest = match held {
            Some(held) => extend(held, asked).map_err(wrong)?,
            None => asked,
        };
        let inputs = inputs(&manifest, lost.is_none())?;
        for input in &inputs {
            let digest = digest(&input.bytes);
            manifest.inputs.insert(input.path.clone(), digest);
        }
        let mut damaged = Vec::new();
        for part in manifest.damaged(path, tables, |name| names.iter().any(|n| n == name)) {
            if let Some(policy) = manifest.policies.get_mut(&part.policy) {
                policy.means = None;
                if let Some(block) = part.block {
                    policy.blocks.remove(&block);
                }
            }
            damaged.push(part.problem);
        }
        let mut adopted = 0;
        for block in missing(&manifest, &names) {
            for name in &block.policies {
                match results::found(
                    path,
                    tables,
                    block.number,
                    &origin(&manifest, name, &block.replicates),
                ) {
                    Found::Nothing => {}
                    Found::Block(results) => {
                        adopted += 1;
                        let policy = manifest.policies.get_mut(name);
                        policy.map(|policy| policy.blocks.insert(block.number, results));
                    }
                    // Parts that a manifest does not speak of are left by a run that was stopped, or by fewer
                    // replicates; without one, what is of another experiment is not written over.
                    Found::Other(_) | Found::Foreign(_) if lost.is_none() => {}
                    Found::Other(problem) => damaged.push(problem),
                    Found::Foreign(problem) => return Err(problem),
                }
            }
        }
        let lost = lost.map(|problem| Problem {
            message: format!(
                "{}; made anew from the parts of {adopted} blocks of this call's policies",
                problem.message
            ),
            ..problem
        });

        manifest.write(path)?;
        inputs::write(path, &inputs)?;
        remove_old_means(path, tables, &manifest)?;
        Ok(Self {
            path: path.to_owned(),
            tables,
            log,
            missing: missing(&manifest, &names),
            filled: Mutex::new(Results {
                folder: path.to_owned(),
                manifest,
            }),
            damaged,
            lost,
        })
    }

    /// What was wrong with a manifest that was lost or torn, and is made anew.
    pub fn lost(&self) -> Option<&Problem> {
        self.lost.as_ref()
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
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
        let now = stamp(SystemTime::now());
        writeln!(&self.log, "{now} {line}")
            .map_err(|error| Problem::unwritten(self.path.join("run.log"), &error))
    }

    /// To be called when all blocks are done: makes what is made of them.
    pub fn finish(&self) -> Result<(), Problem> {
        let mut filled = self.filled.lock().expect("no thread panics holding it");
        if filled.manifest.without_means().is_empty() {
            return Ok(());
        }
        filled.write_means(self.tables)?;
        filled.manifest.write(&self.path)
    }

    /// What it holds now, opened to be read.
    pub fn into_results(self) -> Results {
        self.filled
            .into_inner()
            .expect("no thread panics while it keeps a block")
    }
}

/// A time as `run.log` has it. A clock may be wrong by more than a year of four digits can say.
pub fn stamp(now: SystemTime) -> String {
    let mut text = String::new();
    let is_said =
        now >= UNIX_EPOCH && write!(text, "{}", humantime::format_rfc3339_seconds(now)).is_ok();
    match is_said {
        true => text,
        false => "(the clock is before 1970 or after 9999)".to_owned(),
    }
}

impl Sink for ResultFolder {
    type Error = Problem;

    fn tables(&self) -> Tables {
        self.tables
    }

    fn block(&self, finished: Vec<Finished>) -> Result<(), Problem> {
        let asked = {
            let manifest = &self
                .filled
                .lock()
                .expect("no thread panics holding it")
                .manifest;
            let policies = finished.iter().map(|block| {
                let policy = &manifest.policies[&block.policy];
                policy.digest.clone()
            });
            (
                manifest.digest.clone(),
                manifest.means,
                policies.collect::<Vec<_>>(),
            )
        };
        let (experiment, means, digests) = asked;
        let mut done = Vec::new();
        for (block, of_policy) in finished.into_iter().zip(digests) {
            let mut parts = BTreeMap::new();
            let policy = &block.policy;
            let origin = Origin {
                experiment: &experiment,
                policy,
                digest: &of_policy,
                replicates: block.replicates.clone(),
                failed: Cow::Borrowed(&block.failed),
            };
            for (table, bytes) in results::parts(&block.recorded, means, &origin) {
                let part = manifest::part(table, policy, block.block);
                let path = self.path.join(part);
                write_whole(&path, &bytes)?;
                parts.insert(table.to_owned(), digest(&bytes));
            }
            let failed = block.failed;
            done.push((block.policy, block.block, BlockResults { parts, failed }));
        }
        let manifest = &mut self
            .filled
            .lock()
            .expect("no thread panics holding it")
            .manifest;
        for (policy, block, results) in done {
            if let Some(policy) = manifest.policies.get_mut(&policy) {
                policy.blocks.insert(block, results);
            }
        }
        manifest.write(&self.path)
    }
}

/// What the parts of a block must say that they are of.
pub fn origin<'a>(manifest: &'a Manifest, policy: &'a str, replicates: &Range<u32>) -> Origin<'a> {
    Origin {
        experiment: &manifest.digest,
        policy,
        digest: &manifest.policies[policy].digest,
        replicates: replicates.clone(),
        failed: Cow::default(),
    }
}

/// The manifest that a folder holds; where it is lost or torn, and there are parts of what is asked for, what was
/// wrong with it.
fn held(
    path: &Path,
    tables: Tables,
    asked: &Manifest,
) -> Result<(Option<Manifest>, Option<Problem>), Problem> {
    let lost = match Manifest::find(path) {
        Ok(Some(held)) => return Ok((Some(held), None)),
        Ok(None) if !has_parts(path, tables, asked) => return Ok((None, None)),
        Ok(None) => Problem::whole(path.join(FILE), "is lost"),
        // What else the folder holds nobody knows.
        Err(torn) if !has_parts(path, tables, asked) => return Err(torn),
        Err(torn) => torn,
    };
    Ok((None, Some(lost)))
}

/// Whether there is a part of what is asked for.
fn has_parts(path: &Path, tables: Tables, asked: &Manifest) -> bool {
    let mut policies = asked.policies.iter();
    policies.any(|(name, policy)| {
        let blocks = 0..policy.replicates.div_ceil(BLOCK);
        let part = |block| path.join(manifest::part(tables[0].name, name, block));
        blocks.into_iter().any(|block| part(block).exists())
    })
}

/// What is held and what is asked for, together, or why that cannot be.
fn extend(mut held: Manifest, asked: Manifest) -> Result<Manifest, String> {
    if let Some(difference) = held.foreign_to(&asked) {
        return Err(format!(
            "{difference}; name another folder (`--out`), or remove this one"
        ));
    }
    if held.shard != asked.shard {
        let say = |manifest: &Manifest| match manifest.shard {
            Some(shard) => format!("shard {shard}"),
            None => "all blocks".to_owned(),
        };
        return Err(format!("holds {}, expected {}", say(&held), say(&asked)));
    }
    let names: Vec<String> = asked.policies.keys().cloned().collect();
    held.design = asked.design;
    for (name, asked) in asked.policies {
        let policy = held
            .policies
            .entry(name.clone())
            .or_insert_with(|| asked.clone());
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
    // A call that names all of them says in which order they are; another adds behind those that are there.
    let place = |name: &String| names.iter().position(|known| known == name);
    if held.policies.keys().all(|name| place(name).is_some()) {
        held.policies.sort_by_cached_key(|name, _| place(name));
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
fn remove_old_means(path: &Path, tables: Tables, manifest: &Manifest) -> Result<(), Problem> {
    let policies = manifest.policies.iter();
    let lacking = policies.filter(|(_, policy)| manifest.means && policy.means.is_none());
    for old in lacking.filter_map(|(name, _)| manifest::means(tables, name)) {
        let old = path.join(old);
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
