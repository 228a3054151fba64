//! A model run into a folder, and stored blocks run again.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Numbers, Run, Study};
use crate::blocks::of;
use crate::failure::Failure;
use crate::files::{digest, read_kept_text};
use crate::fill::{Filling, name_failed, runs};
use crate::inputs::{self, EXPERIMENT, Input};
use crate::manifest::{Manifest, PolicyResults, VERSION};
use crate::model::Model;
use crate::problem::{Problem, nearest};
use crate::progress::{Progress, Unit};
use crate::result_folder::ResultFolder;
use crate::results::Results;
use crate::say;
use crate::stop::{Stop, stop_on_interrupt};
use crate::verify::{differences, sample};

const STEPS: Unit = Unit {
    name: "replicate-steps",
    steps: 1,
};

/// The file `experiment.toml` of a folder: all that results depend on but the policies and the number of replicates.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Experiment<N> {
    model: String,
    version: String,
    seed: u64,
    numbers: N,
}

impl<N: Numbers, M: Model> Study<N, M> {
    /// The model that a folder holds futures of.
    pub(super) fn kept(&self, folder: &Path) -> Result<(Results, M), Failure> {
        let results = Results::of_run(folder)?;
        let path = inputs::place(folder, EXPERIMENT);
        let wrong = |message: String| Problem::whole(&path, message);
        let text = read_kept_text(&path).map_err(|error| Problem::unread(&path, &error))?;
        let kept: Experiment<N> = toml::from_str(&text).map_err(|error| {
            wrong(format!(
                "is no experiment of {}: {}",
                self.name,
                error.message()
            ))
        })?;
        if (kept.model.as_str(), kept.version.as_str()) != (self.name, self.version) {
            let message = format!(
                "is of {} {}, expected {} {}",
                kept.model, kept.version, self.name, self.version
            );
            return Err(wrong(message).into());
        }
        Ok((results, (self.model)(kept.numbers, kept.seed)))
    }

    /// Fills a folder.
    pub(super) fn run(&self, asked: Run<N>) -> Result<(), Failure> {
        let experiment = Experiment {
            model: self.name.to_owned(),
            version: self.version.to_owned(),
            seed: asked.seed,
            numbers: asked.numbers,
        };
        let text = toml::to_string(&experiment)
            .map_err(|error| Failure::Call(format!("the numbers cannot be kept: {error}")))?;
        let model = (self.model)(experiment.numbers, asked.seed);
        let policies = chosen(&model.policies(), asked.policies)?;
        let digest_of = |text: &str| digest(text.as_bytes());
        let results = |name: &String| PolicyResults::asked(digest_of(name), asked.replicates);
        let inputs = vec![Input {
            path: EXPERIMENT.to_owned(),
            bytes: text.clone().into_bytes(),
        }];
        let manifest = Manifest {
            plaza: VERSION.to_owned(),
            experiment: self.name.to_owned(),
            digest: digest_of(&text),
            seed: asked.seed,
            weeks: model.steps().end,
            shard: asked.shard,
            means: false,
            twin: false,
            design: None,
            notices: Vec::new(),
            inputs: BTreeMap::from([(EXPERIMENT.to_owned(), digest_of(&text))]),
            policies: policies
                .iter()
                .map(|name| (name.clone(), results(name)))
                .collect(),
            sha256: String::new(),
        };
        let out = asked.out.unwrap_or_else(|| {
            let whole = Path::new("results").join(self.name);
            asked
                .shard
                .map_or(whole.clone(), |shard| shard.folder(&whole))
        });
        let stop = Arc::new(Stop::default());
        stop_on_interrupt(stop.clone());
        let folder = ResultFolder::open(&out, manifest, M::TABLES, &|_, _| Ok(inputs.clone()))?;
        let filling = Filling {
            threads: asked.threads,
            steps: steps(&model),
            unit: STEPS,
            quiet: asked.quiet,
            stop: &stop,
        };
        let filled = filling.fill(folder, &of(&model, true, &stop))?;
        if !asked.quiet {
            say!("the results are in {}", out.display());
        }
        name_failed(&filled.manifest)
    }

    /// Runs stored blocks again.
    pub(super) fn verify(&self, folder: &Path, how_many: Option<u32>) -> Result<(), Failure> {
        let (results, model) = self.kept(folder)?;
        results.undamaged(M::TABLES)?;
        let manifest = &results.manifest;
        let (done, all) = manifest.progress();
        if done == 0 {
            let message = "has no block that is done, expected one or more to verify";
            return Err(results.wrong(message).into());
        }
        let blocks = sample(manifest.blocks_done(), how_many);
        let stop = Stop::default();
        let progress = Progress::start(runs(&blocks) * steps(&model), STEPS, false);
        let each = |runs: usize| progress.add(runs as u64 * steps(&model));
        let simulate = of(&model, true, &stop);
        let differing = differences(manifest, M::TABLES, &blocks, &simulate, &each);
        progress.finish();
        if !differing.is_empty() {
            return Err(Failure::Work(format!(
                "{} differs when it is made again:\n  {}",
                folder.display(),
                differing.join("\n  ")
            )));
        }
        say!("{} blocks run again: every byte is equal", blocks.len());
        if done < all {
            return Err(Failure::Work(format!(
                "{} is not complete: {done} of {all} blocks are done; the call that made it goes on from there",
                folder.display()
            )));
        }
        Ok(())
    }
}

/// The policies asked for, or all.
fn chosen(known: &[&str], asked: Option<Vec<String>>) -> Result<Vec<String>, Failure> {
    let Some(asked) = asked else {
        return Ok(known.iter().map(|name| (*name).to_owned()).collect());
    };
    match asked.iter().find(|name| !known.contains(&name.as_str())) {
        None => Ok(asked),
        Some(unknown) => Err(Failure::Call(format!(
            "there is no policy `{unknown}`{}, expected one of {}",
            nearest(unknown, known.iter().copied()),
            known.join(", ")
        ))),
    }
}

fn steps<M: Model>(model: &M) -> u64 {
    model.steps().len() as u64
}
