//! The stages of a calibration at work: screening, search, posterior, each written down and told when it is done.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use plaza_batch::failure::Failure;
use plaza_batch::layout::width;
use plaza_batch::problem::Problem;
use plaza_batch::progress::Progress;

use crate::files::csv_text::{csv, documented};
use crate::runs::replicate::Stop;
use crate::studies::calibration::files::fitted::fitted;
use crate::studies::calibration::files::ledger::Ledger;
use crate::studies::calibration::files::{tables, write};
use crate::studies::calibration::search::Searched;
use crate::studies::calibration::section::Calibrated;
use crate::studies::calibration::summary::{summary, together};
use crate::studies::calibration::{
    Evaluate, Known, Posterior, figure, posterior_figure, screen, screening, search, waves,
};

/// The stages at work.
pub struct Work<'a> {
    /// Where the results go.
    pub folder: &'a Path,
    /// What is estimated.
    pub calibrated: &'a Calibrated,
    /// The memory.
    pub ledger: Ledger<'a>,
    /// Told to stop.
    pub stop: &'a Stop,
    /// What is shown of it.
    pub progress: &'a Progress,
    /// Says what a stage came to.
    pub tell: &'a (dyn Fn(&str) + Sync),
    /// What a document is to hold.
    pub facts: Json,
    /// The files written.
    pub written: Vec<PathBuf>,
    /// Whether no point was kept for the posterior.
    pub is_empty: bool,
}

impl Work<'_> {
    /// One stage after the other.
    pub fn stages(&mut self) -> Result<(), Failure> {
        let plan = &self.calibrated.plan;
        let mut effects = Vec::new();
        if let Some(screening) = &plan.screening {
            effects = self.stage(|evaluate| screening::run(plan, screening, evaluate))?;
            self.put("screening.csv", &csv(&effects))?;
            self.facts["screening"] = json!(effects);
            (self.tell)(&screen::screening(screening, &effects, width()));
        }
        let searched = self.stage(|evaluate| search::run(plan, evaluate))?;
        let table = tables::search(plan, &searched);
        self.put("search.csv", &table)?;
        self.facts["search"] = documented(&table);
        self.put(
            "calibrated.toml",
            &fitted(self.calibrated, &effects, &searched),
        )?;
        (self.tell)(&screen::search(plan, &searched, width()));
        let distances = figure::draw(plan, &searched, &[]);
        self.put("figures/calibration_distance.svg", &distances)?;
        match &plan.posterior {
            Some(posterior) => self.posterior(posterior, &searched),
            None => Ok(()),
        }
    }

    fn posterior(&mut self, posterior: &Posterior, searched: &[Searched]) -> Result<(), Failure> {
        let plan = &self.calibrated.plan;
        let known: Vec<Known> = searched.iter().map(|of| of.known.clone()).collect();
        let waves = self.stage(|evaluate| waves::run(plan, posterior, &known, evaluate))?;
        let kept = waves::kept(plan, &waves, posterior);
        let summaries = summary(plan, &kept);
        let pairs = together(plan, &kept, &summaries);
        for (name, table) in [
            ("waves", tables::waves(&waves)),
            ("emulators", tables::emulators(plan, &waves)),
        ] {
            self.put(&format!("{name}.csv"), &table)?;
            self.facts[name] = documented(&table);
        }
        self.put("posterior.csv", &tables::posterior(plan, &kept))?;
        self.put("posterior_summary.csv", &csv(&summaries))?;
        self.put("posterior_correlations.csv", &csv(&pairs))?;
        self.facts["posterior_summary"] = json!(summaries);
        self.facts["posterior_correlations"] = json!(pairs);
        let figure = posterior_figure::draw(plan, &kept, &summaries);
        self.put("figures/posterior.svg", &figure)?;
        let distances = figure::draw(plan, searched, &waves);
        self.put("figures/calibration_distance.svg", &distances)?;
        (self.tell)(&screen::waves(
            &waves,
            posterior,
            kept.len(),
            &summaries,
            width(),
        ));
        self.is_empty = kept.is_empty();
        Ok(())
    }

    /// What a stage comes to, unless it is stopped.
    fn stage<T>(&mut self, stage: impl FnOnce(&mut Evaluate) -> Option<T>) -> Result<T, Failure> {
        let Self {
            ledger,
            stop,
            progress,
            folder,
            ..
        } = self;
        let weeks = |weeks: u64, simulated: bool| match simulated {
            true => progress.add(weeks),
            false => progress.spared(weeks),
        };
        let done = stage(&mut |tasks| ledger.evaluate(tasks, stop, &weeks));
        match (done, ledger.problem()) {
            (_, Some(problem)) => Err(failed(problem.clone())),
            (Some(done), None) => Ok(done),
            (None, None) => Err(Failure::Interrupted(format!(
                "stopped; finished evaluations are in {}, the same command goes on from there",
                folder.display()
            ))),
        }
    }

    fn put(&mut self, name: &str, text: &str) -> Result<(), Failure> {
        let path = write(self.folder, name, text).map_err(failed)?;
        if !self.written.contains(&path) {
            self.written.push(path);
        }
        Ok(())
    }
}

/// Problems of files that a calibration keeps are its failure.
pub fn failed(problem: Problem) -> Failure {
    Failure::Work(problem.to_string())
}
