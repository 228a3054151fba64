//! A result folder, opened once by a command, with what the inputs kept in it say.

use std::cell::OnceCell;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use plaza_batch::files::read_kept_text;
use plaza_batch::problem::Problem;
use plaza_batch::results;
use plaza_model::policy::policy::gloss;
use plaza_model::state::map::Map;

use crate::files::toml_text;
use crate::maps::map_folder;
use crate::setup::experiment::Experiment;
use crate::setup::inputs::{EXPERIMENT, place};
use crate::setup::{Loaded, Overrides, load};

/// An opened result folder. What its inputs say is read when it is first asked for, and kept.
#[derive(Debug)]
pub struct Results {
    opened: results::Results,
    loaded: OnceCell<Loaded>,
    experiment: OnceCell<Experiment>,
    map: OnceCell<Map>,
}

impl Deref for Results {
    type Target = results::Results;

    fn deref(&self) -> &results::Results {
        &self.opened
    }
}

impl From<results::Results> for Results {
    fn from(opened: results::Results) -> Self {
        Self {
            opened,
            loaded: OnceCell::new(),
            experiment: OnceCell::new(),
            map: OnceCell::new(),
        }
    }
}

impl Results {
    /// Opens a result folder.
    pub fn open(folder: &Path) -> Result<Self, Problem> {
        Ok(results::Results::open(folder)?.into())
    }

    /// Opens a folder that `plaza run` or `plaza merge` filled, whose inputs are as they were.
    pub fn of_run(folder: &Path) -> Result<Self, Vec<Problem>> {
        Ok(results::Results::of_run(folder)?.into())
    }

    /// Opens a folder that `plaza design` filled, whose inputs are as they were.
    pub fn of_design(folder: &Path) -> Result<Self, Vec<Problem>> {
        Ok(results::Results::of_design(folder)?.into())
    }

    /// A folder that was just filled with this experiment.
    pub fn filled(opened: results::Results, loaded: Loaded) -> Self {
        Self {
            loaded: OnceCell::from(loaded),
            ..opened.into()
        }
    }

    /// Where an input lies.
    pub fn input(&self, path: &str) -> PathBuf {
        place(&self.folder, path)
    }

    /// The experiment with all it names.
    pub fn loaded(&self) -> Result<&Loaded, Vec<Problem>> {
        let read = || load(Some(&self.input(EXPERIMENT)), &Overrides::default());
        once(&self.loaded, read)
    }

    /// The experiment as it is kept.
    pub fn experiment(&self) -> Result<&Experiment, Problem> {
        once(&self.experiment, || {
            let file = self.input(EXPERIMENT);
            let text = read_kept_text(&file).map_err(|error| Problem::unread(&file, &error))?;
            toml_text::parse(&file, text.as_bytes())
        })
    }

    /// The map that it was made with.
    pub fn map(&self) -> Result<&Map, Vec<Problem>> {
        if let Some(loaded) = self.loaded.get() {
            return Ok(&loaded.design.map);
        }
        once(&self.map, || {
            let built = self.input("map");
            let recipe = built.with_extension("toml");
            Ok(map_folder::load(if built.is_dir() { &built } else { &recipe })?.map)
        })
    }

    /// What a policy is, in half a line: of the files kept of it, if they say so.
    pub fn gloss(&self, policy: &str) -> String {
        let of = |part: &str| {
            let text = read_kept_text(&self.input(&format!("policies/{part}.toml"))).ok()?;
            let kept: toml::Table = text.parse().ok()?;
            Some(gloss(kept.get("about")?.as_str()?).to_owned())
        };
        let parts: Option<Vec<String>> = policy.split('+').map(of).collect();
        parts.unwrap_or_default().join("; ")
    }

    /// What every document says of the folder: where it is, and that its numbers are only a test, where they are.
    pub fn facts(&self) -> Json {
        let mut facts = json!({ "folder": self.folder.display().to_string() });
        if self.manifest.is_test() {
            facts["purpose"] = json!("test");
        }
        facts
    }
}

/// What was read before, or is read now.
fn once<T, E>(kept: &OnceCell<T>, read: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
    match kept.get() {
        Some(known) => Ok(known),
        None => read().map(|read| kept.get_or_init(|| read)),
    }
}
