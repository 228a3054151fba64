//! What an experiment came from, as it is kept in its result folder, and its digest.

use std::collections::BTreeMap;

use plaza_batch::files::digest;

use crate::setup::experiment::Experiment;
use crate::setup::inputs::Input;

/// The files an experiment depends on, by the paths they are kept under.
#[derive(Default)]
pub struct Inputs {
    files: BTreeMap<String, Vec<u8>>,
    /// Paths under which two different files would be kept.
    pub clashes: Vec<String>,
}

impl Inputs {
    /// Keeps these bytes under this path.
    pub fn add(&mut self, path: &str, bytes: Vec<u8>) {
        match self.files.get(path) {
            Some(kept) if *kept != bytes => self.clashes.push(path.to_owned()),
            _ => drop(self.files.insert(path.to_owned(), bytes)),
        }
    }

    /// Keeps these.
    pub fn extend(&mut self, inputs: &[Input]) {
        for input in inputs {
            self.add(&input.path, input.bytes.clone());
        }
    }

    /// The digest of these files and an experiment, for this version of the program.
    pub fn digest(&self, experiment: &Experiment) -> String {
        let mut all = format!(
            "plaza {}\n{}",
            env!("CARGO_PKG_VERSION"),
            text_of(experiment)
        );
        for (path, bytes) in &self.files {
            all += &format!("{path} {}\n", digest(bytes));
        }
        digest(all.as_bytes())
    }

    /// By path.
    pub fn into_list(self) -> Vec<Input> {
        let files = self.files.into_iter();
        files.map(|(path, bytes)| Input { path, bytes }).collect()
    }
}

/// An experiment as it is kept.
pub fn text_of(experiment: &Experiment) -> String {
    toml::to_string(experiment).expect("an experiment is TOML")
}
