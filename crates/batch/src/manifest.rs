//! The manifest of a result folder: which experiment it holds, which blocks are done, and what
//! every part must hash to. In a fixed order, and without time, host, threads or path: equal results have
//! equal manifests.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::blocks::{BLOCK, Block};
use crate::files::{digest, read_kept, read_kept_text, write_whole};
use crate::inputs;
use crate::messages::said;
use crate::problem::Problem;
use crate::shard::Shard;
use crate::table::Tables;

/// Its name in a result folder.
pub const FILE: &str = "manifest.json";

/// The policy that is meant unless another is named.
pub const USUAL: &str = "status_quo";

/// What is said of the results of an experiment whose purpose is `test`.
pub const TEST: &str = "test: this experiment only tests the program, its numbers are not for use";

/// The version that writes and continues results.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

impl PolicyResults {
    /// Nothing done yet of a policy with this digest.
    pub fn asked(digest: String, replicates: u32) -> Self {
        Self {
            digest,
            notices: Vec::new(),
            replicates,
            blocks: BTreeMap::new(),
            means: None,
        }
    }
}

/// The content of a result folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of plaza that wrote it.
    pub plaza: String,
    /// Name of the experiment.
    pub experiment: String,
    /// SHA-256 of the experiment but for its policies and its number of replicates.
    pub digest: String,
    /// The random seed.
    pub seed: u64,
    /// Weeks recorded.
    pub weeks: i32,
    /// Which shard it is; absent in a whole folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// Whether it holds means over replicates in place of a table.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub means: bool,
    /// Whether it holds pairs of futures, which `plaza twin` makes and reads.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub twin: bool,
    /// Of a design of points, what it says of itself: its method, how many points, and what is varied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<serde_json::Value>,
    /// Warnings to a reader of the results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
    /// SHA-256 of the files under `inputs/`, by their paths there.
    pub inputs: BTreeMap<String, String>,
    /// What was asked for and what is done, by name of policy: in the order of the last call that named them all, and
    /// behind them what later calls added. Tables, screens and figures follow it.
    pub policies: IndexMap<String, PolicyResults>,
    /// SHA-256 of all of the above; set where it is written, and empty in memory.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
}

/// One policy of a result folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyResults {
    /// SHA-256 of the policy with all it extends.
    pub digest: String,
    /// Warnings to a reader of its results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
    /// Replicates asked for.
    pub replicates: u32,
    /// Blocks done, by number.
    pub blocks: BTreeMap<u32, BlockResults>,
    /// SHA-256 of its means over replicates; absent until all blocks are done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
}

/// One block of one policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockResults {
    /// SHA-256 of its part of each table.
    pub parts: BTreeMap<String, String>,
    /// Replicates without rows, and why they failed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub failed: BTreeMap<u32, String>,
}

/// A part that is not there, or is not what the manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// Its policy.
    pub policy: String,
    /// Its block; none of means over replicates.
    pub block: Option<u32>,
    /// Which file, and what is wrong.
    pub problem: Problem,
}

impl Manifest {
    /// The manifest of a result folder.
    pub fn read(folder: &Path) -> Result<Self, Problem> {
        Self::find(folder)?.ok_or_else(|| {
            let lost = match folder.join("inputs").is_dir() {
                true => "; the call that filled it makes it anew from the parts",
                false => "",
            };
            let message = format!("is no result folder, expected `{FILE}` in it{lost}");
            Problem::whole(folder, message)
        })
    }

    /// The manifest of a folder, if there is one.
    pub fn find(folder: &Path) -> Result<Option<Self>, Problem> {
        let path = folder.join(FILE);
        let text = match read_kept_text(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Problem::unread(&path, &error)),
        };
        let mut manifest: Self = serde_json::from_str(&text).map_err(|error| {
            let message = format!("is no manifest of plaza: {}", said(&error));
            Problem::at(&path, error.line(), message)
        })?;
        let sealed = std::mem::take(&mut manifest.sha256);
        // Those of older versions have no seal.
        if manifest.plaza == VERSION && sealed != manifest.state() {
            let message = "is not what plaza wrote, expected it unaltered; the call that filled the folder makes it \
                           anew from the parts";
            return Err(Problem::whole(&path, message));
        }
        for (name, policy) in &manifest.policies {
            let blocks = policy.replicates.div_ceil(BLOCK);
            if let Some(block) = policy.blocks.keys().find(|block| **block >= blocks) {
                let message = format!("names block {block} of `{name}`, expected {blocks} blocks");
                return Err(Problem::whole(&path, message));
            }
        }
        Ok(Some(manifest))
    }

    /// Whether its experiment only tests the program.
    pub fn is_test(&self) -> bool {
        self.notices.iter().any(|notice| notice == TEST)
    }

    /// The policy that the others are usually compared with, or without it the first.
    pub fn baseline(&self) -> Option<&str> {
        let names = || self.policies.keys().map(String::as_str);
        names().find(|name| *name == USUAL).or(names().next())
    }

    /// Writes it whole.
    pub fn write(&self, folder: &Path) -> Result<(), Problem> {
        let json = self.json();
        let seal = format!(",\n  \"sha256\": \"{}\"\n}}\n", digest(json.as_bytes()));
        let open = json.strip_suffix("\n}\n").expect("an object ends so");
        write_whole(&folder.join(FILE), format!("{open}{seal}").as_bytes())
    }

    /// SHA-256 of all it says: which results the folder holds.
    pub fn state(&self) -> String {
        digest(self.json().as_bytes())
    }

    fn json(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("a manifest can be written as JSON");
        text.push('\n');
        text
    }

    /// How many blocks are done, and how many are to be.
    pub fn progress(&self) -> (usize, usize) {
        let of_shard = |block: &u32| self.shard.is_none_or(|shard| shard.holds(*block));
        let policies = self.policies.values();
        policies.fold((0, 0), |(done, all), policy| {
            let blocks = (0..policy.replicates.div_ceil(BLOCK)).filter(of_shard);
            (done + policy.blocks.len(), all + blocks.count())
        })
    }

    /// Replicates that failed: policy, replicate and cause.
    pub fn failed(&self) -> impl Iterator<Item = (&str, u32, &str)> {
        self.policies.iter().flat_map(|(name, policy)| {
            policy
                .blocks
                .values()
                .flat_map(|block| &block.failed)
                .map(move |(replicate, cause)| (name.as_str(), *replicate, cause.as_str()))
        })
    }

    /// The policies of a whole folder of which all blocks are done, and not yet the means that the
    /// experiment asks for.
    pub fn without_means(&self) -> Vec<String> {
        if !self.means || self.shard.is_some() {
            return Vec::new();
        }
        let done = |policy: &PolicyResults| {
            policy.means.is_none()
                && policy.blocks.len() == policy.replicates.div_ceil(BLOCK) as usize
        };
        let policies = self.policies.iter().filter(|(_, policy)| done(policy));
        policies.map(|(name, _)| name.clone()).collect()
    }

    /// The blocks that are done, with the policies that can be run together.
    pub fn blocks_done(&self) -> Vec<Block> {
        let mut together: BTreeMap<(u32, u32), Vec<String>> = BTreeMap::new();
        for (name, policy) in &self.policies {
            for &number in policy.blocks.keys() {
                let end = Block::new(number, policy.replicates, Vec::new())
                    .replicates
                    .end;
                together
                    .entry((number, end))
                    .or_default()
                    .push(name.clone());
            }
        }
        together
            .into_iter()
            .map(|((number, end), policies)| Block::new(number, end, policies))
            .collect()
    }

    /// Parts of the policies chosen that are missing or altered.
    pub fn damaged(
        &self,
        folder: &Path,
        tables: Tables,
        chosen: impl Fn(&str) -> bool,
    ) -> Vec<Damaged> {
        let mut damaged = Vec::new();
        for (name, policy) in self.policies.iter().filter(|(name, _)| chosen(name)) {
            let mut compare = |path: PathBuf, block, expected: &str| {
                if let Some(problem) = altered(folder.join(path), expected) {
                    let policy = name.clone();
                    damaged.push(Damaged {
                        policy,
                        block,
                        problem,
                    });
                }
            };
            for (&block, results) in &policy.blocks {
                for (table, expected) in &results.parts {
                    compare(part(table, name, block), Some(block), expected);
                }
            }
            if let (Some(expected), Some(means)) = (&policy.means, means(tables, name)) {
                compare(means, None, expected);
            }
        }
        damaged
    }

    /// Files under `inputs/` that are missing or altered.
    pub fn damaged_inputs(&self, folder: &Path) -> Vec<Problem> {
        self.inputs
            .iter()
            .filter_map(|(path, expected)| altered(inputs::place(folder, path), expected))
            .collect()
    }

    /// Why this folder and `other` do not hold the same experiment: to say behind the name of
    /// this one.
    pub fn foreign_to(&self, other: &Self) -> Option<String> {
        if self.plaza != other.plaza {
            return Some(format!(
                "was made by plaza {}, expected plaza {}",
                self.plaza, other.plaza
            ));
        }
        let mut differing = Vec::new();
        for (path, digest) in &self.inputs {
            let there = other.inputs.get(path);
            if path != inputs::EXPERIMENT && there.is_some_and(|there| there != digest) {
                differing.push(format!("inputs/{path}"));
            }
        }
        if self.digest != other.digest {
            if self.seed != other.seed {
                differing.push("the seed".to_owned());
            }
            if self.weeks != other.weeks {
                differing.push("the weeks".to_owned());
            }
            if differing.is_empty() {
                differing.push(format!("inputs/{}", inputs::EXPERIMENT));
            }
            return Some(format!(
                "holds another experiment, `{}` {:.8}, expected `{}` {:.8}; they differ in {}",
                self.experiment,
                self.digest,
                other.experiment,
                other.digest,
                differing.join(", ")
            ));
        }
        for (name, policy) in &self.policies {
            let there = other.policies.get(name);
            if there.is_some_and(|there| there.digest != policy.digest) {
                differing.push(format!("policy `{name}`"));
            }
        }
        (!differing.is_empty()).then(|| format!("has another {}", differing.join(", ")))
    }
}

/// What is wrong with a file that must have this digest.
fn altered(path: PathBuf, expected: &str) -> Option<Problem> {
    unaltered(&path, expected).err()
}

/// The bytes of a file, which must have this digest.
pub fn unaltered(path: &Path, expected: &str) -> Result<Vec<u8>, Problem> {
    match read_kept(path) {
        Ok(bytes) if digest(&bytes) == expected => Ok(bytes),
        Ok(_) => Err(Problem::whole(
            path,
            format!("was altered or truncated, expected SHA-256 {expected:.8}… of `{FILE}`"),
        )),
        Err(error) => Err(Problem::unread(path, &error)),
    }
}

/// Where a part lies in a result folder.
pub fn part(table: &str, policy: &str, block: u32) -> PathBuf {
    PathBuf::from(table)
        .join(policy)
        .join(format!("part-{block:05}.parquet"))
}

/// Where the means over replicates of a policy lie: the one part of their table.
pub fn means(tables: Tables, policy: &str) -> Option<PathBuf> {
    let averaged = tables.iter().find_map(|table| table.averaged)?;
    Some(part(averaged.means.name, policy, 0))
}
