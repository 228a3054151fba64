//! The inputs kept in a result folder: every file that its results depend on.

use std::path::{Path, PathBuf};

use crate::files::write_whole;
use crate::problem::Problem;

/// A file an experiment depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Path within `inputs/`, with `/`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The file that names the others.
pub const EXPERIMENT: &str = "experiment.toml";

/// Where an input lies in a result folder.
pub fn place(folder: &Path, input: &str) -> PathBuf {
    folder.join("inputs").join(input)
}

/// Writes inputs into `folder`.
pub fn write(folder: &Path, inputs: &[Input]) -> Result<(), Problem> {
    for input in inputs {
        let file = place(folder, &input.path);
        write_whole(&file, &input.bytes)?;
    }
    Ok(())
}
