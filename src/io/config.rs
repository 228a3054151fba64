//! Stub.

use std::path::{Path, PathBuf};

use crate::experiment::design::Design;
use crate::io::problem::Problem;

/// An experiment read from files, with everything needed to run it again.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What to run.
    pub design: Design,
    /// The files it came from, as they are kept in the result folder under `inputs/`:
    /// `experiment.toml` (overrides applied) names the others by these relative paths.
    pub inputs: Vec<Input>,
    /// SHA-256 over all inputs but the policies compared and the number of replicates: folders
    /// with the same digest hold the same experiment and can be extended, resumed and merged.
    pub digest: String,
    /// SHA-256 of each compared policy with all it extends, in the order of `design.policies`.
    pub policy_digests: Vec<String>,
    /// `results/<name>`, or `results/<name>-<6 of the digest>` with overrides that change it.
    pub folder: PathBuf,
}

/// A file an experiment depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Path within `inputs/`, with `/`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What the call changes of the experiment file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--policies a,b`.
    pub policies: Option<Vec<String>>,
    /// `--replicates N`.
    pub replicates: Option<u32>,
    /// `--weeks N`.
    pub weeks: Option<i32>,
    /// `--seed S`.
    pub seed: Option<u64>,
    /// `--set path=value`, in order.
    pub set: Vec<String>,
}

/// Reads an experiment and all it names; without a path, the embedded default.
pub fn load(path: Option<&Path>, overrides: &Overrides) -> Result<Loaded, Vec<Problem>> {
    let _ = (path, overrides);
    Err(Vec::new())
}
