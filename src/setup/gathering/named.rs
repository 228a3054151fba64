//! An experiment's document while it is read, and the files that its keys name.

use std::path::{Path, PathBuf};

use plaza_batch::manifest;
use plaza_batch::messages::one_of;
use plaza_batch::problem::{Problem, nearest};

use crate::files::document::Document;
use crate::files::reading::Reading;
use crate::files::{embedded, reading};
use crate::setup::experiment::{Experiment, expand};
use crate::setup::policies::Origin;
use crate::setup::{draws, posterior};

/// An experiment while the files it names are read.
pub struct Gathering<'a> {
    pub(super) document: &'a Document,
    pub(super) reading: Reading<Experiment>,
    /// The folder of the experiment file, from which its paths start.
    pub(super) folder: &'a Path,
    pub(super) problems: Vec<Problem>,
    /// How policies are read.
    pub(super) origin: Origin,
    /// What is to be told of the files read: changed maps, numbers of one's own, years that tables do not cover.
    pub(super) told: Vec<String>,
}

impl<'a> Gathering<'a> {
    /// Reads the experiment itself; `problems` are those known already.
    pub fn new(document: &'a Document, mut problems: Vec<Problem>) -> Self {
        let valid = embedded::text(&embedded::path("experiments/default.toml"))
            .expect("the default experiment is embedded");
        let valid = valid.parse().expect("the default experiment is TOML");
        let reading: Reading<Experiment> = reading::read(document, &valid);
        problems.extend(reading.problems.iter().cloned());
        if !["replicates", "design"]
            .iter()
            .any(|key| document.values.contains_key(*key))
        {
            problems.push(document.problem(&[], "key `replicates` is missing"));
        }
        if let Some(experiment) = &reading.value {
            for (key, message) in experiment.objections() {
                if reading.sound(&[key]) {
                    problems.push(document.problem(&[key], message));
                }
            }
        }
        Self {
            document,
            reading,
            folder: document.file.parent().unwrap_or(Path::new("")),
            problems,
            origin: Origin {
                first_year: None,
                kept: is_kept(&document.file),
            },
            told: Vec::new(),
        }
    }

    /// That something is wrong with what stands at `place`.
    pub(super) fn refuse(&mut self, place: &[&str], message: impl Into<String>) {
        self.problems.push(self.document.problem(place, message));
    }

    /// What was read, or else its problems kept.
    pub(super) fn keep<T>(&mut self, read: Option<Result<T, Vec<Problem>>>) -> Option<T> {
        match read? {
            Ok(value) => Some(value),
            Err(problems) => {
                self.problems.extend(problems);
                None
            }
        }
    }

    /// The path that stands at `place`.
    pub(super) fn file(&mut self, place: &[&str], path: &str) -> Option<PathBuf> {
        if !self.reading.sound(place) {
            return None;
        }
        match expand(path) {
            Ok(empty) if empty.as_os_str().is_empty() => {
                let message = "the path of a file is empty";
                self.refuse(place, message);
                None
            }
            // What is typed on the command line starts from where it is typed.
            Ok(path) if self.document.is_typed(place) => Some(path),
            Ok(path) => Some(self.folder.join(path)),
            Err(message) => {
                self.refuse(place, message);
                None
            }
        }
    }

    /// The file that a name, or a path ending in .toml, means.
    pub(super) fn named(&mut self, place: &[&str], kind: &str, reference: &str) -> Option<PathBuf> {
        if reference.ends_with(".toml") {
            return self.file(place, reference);
        }
        if !self.reading.sound(place) {
            return None;
        }
        let beside = self.folder.join("..");
        let found = embedded::named(&beside, kind, reference);
        let shadow = found
            .as_ref()
            .filter(|_| kind == "parameters" && !self.origin.kept);
        // One that lies beside the experiment is not what the bare name means.
        let own = self.folder.join(format!("{reference}.toml"));
        let own = (!self.origin.kept && own.is_file()).then_some(own);
        let twice = |path: &PathBuf| embedded::twice_named(path, kind);
        if let Some(problem) = shadow.and_then(twice).or(own.as_ref().and_then(twice)) {
            self.problems.push(problem);
        }
        if found.is_none() {
            let mut known = embedded::names(&beside, kind);
            if place == ["parameters"] {
                known.extend([draws::PRIOR, posterior::POSTERIOR].map(str::to_owned));
            }
            let near = nearest(reference, known.iter().map(String::as_str));
            let message = format!(
                "there is no `{reference}` among the {kind}{near}, expected {}, or a path ending in .toml",
                one_of(&known)
            );
            self.refuse(place, message);
        }
        found
    }
}

/// Whether a file is one that the program has kept in a result folder.
fn is_kept(file: &Path) -> bool {
    let folder = file.parent().filter(|folder| folder.ends_with("inputs"));
    folder.is_some_and(|folder| {
        let above = folder.parent().unwrap_or(Path::new(""));
        above.join(manifest::FILE).is_file()
    })
}
