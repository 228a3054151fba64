//! `plaza calibrate`: estimates parameters from the targets.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::value_parser;
use serde_json::{Value as Json, json};

use plaza_batch::threads;

use plaza_batch::layout::width;
use plaza_batch::problem::Problem;

use crate::cli::telling::{Telling, documented, documented_rows, say_notices};
use crate::files::csv_text::csv;
use crate::runs::replicate::Stop;
use crate::setup as config;
use crate::setup::Overrides;
use crate::setup::run::YEARS;
use crate::studies::calibration::files::fitted::fitted;
use crate::studies::calibration::files::ledger::Ledger;
use crate::studies::calibration::files::{digest_of, open, tables, write};
use crate::studies::calibration::search::Searched;
use crate::studies::calibration::section::Calibrated;
use crate::studies::calibration::summary::{summary, together};
use crate::studies::calibration::{
    Calibration, Evaluate, Known, Posterior, screen, screening, search, waves,
};
use plaza_batch::failure::Failure;
use plaza_batch::progress::Progress;
use plaza_batch::screen::note;
use plaza_batch::stop::stop_on_interrupt;

/// Estimates free parameters: those at which the status quo comes nearest to the targets.
///
/// Each evaluation is kept in `evaluations.jsonl` when it is done: the same command after a crash or
/// Ctrl-C goes on, more points or waves extend.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  plaza calibrate configs/experiments/calibrate.toml
  plaza calibrate configs/experiments/calibrate.toml --out results/calibrate \\
    --set calibration.posterior.waves=4                 goes on with one more wave
  plaza calibrate my_experiment.toml --out results/mine --threads 64")]
pub struct Args {
    /// An experiment with a section `[calibration]`
    #[arg(value_name = "EXPERIMENT.toml")]
    experiment: PathBuf,
    /// Folder of the results [default: results/ and the experiment's name; with `--replicates`, `--seed` or
    /// `--set` and 6 digits of the digest of what an evaluation depends on]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replicates of each point
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = value_parser!(u32).range(2..=1_000_000))]
    replicates: Option<u32>,
    /// Random seed
    #[arg(long, value_name = "S", allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Change a value of the experiment, as in `calibration.posterior.waves=4`; may be given several times
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Threads; 0 for one per core. Results do not depend on it
    #[arg(
        long,
        value_name = "T",
        default_value_t = 0,
        allow_negative_numbers = true
    )]
    threads: usize,
    #[command(flatten)]
    telling: Telling,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let of_rules = |set: &&String| set.trim_start().starts_with("parameters.");
    if let Some(set) = args.set.iter().find(of_rules) {
        let message = format!(
            "`--set {set}` sets a number of the rules, expected it in a parameter file, of which `calibrated.toml` \
             then says what it was"
        );
        return Err(Failure::Call(message));
    }
    let overrides = Overrides {
        replicates: args.replicates,
        seed: args.seed,
        set: args.set.clone(),
        ..Overrides::default()
    };
    let loaded = config::load(Some(&args.experiment), &overrides)?;
    let Some(calibrated) = &loaded.calibration else {
        let message = "has no section `[calibration]`, expected one whose key `free` names numbers";
        return Err(Problem::whole(&args.experiment, message).into());
    };
    let changed = args.replicates.is_some() || args.seed.is_some() || !args.set.is_empty();
    let folder = &match (&args.out, changed) {
        (Some(folder), _) => folder.clone(),
        (None, false) => loaded.folder.clone(),
        (None, true) => {
            let name = format!("{}-{:.6}", loaded.design.name, digest_of(&loaded));
            loaded.folder.with_file_name(name)
        }
    };
    let ledger = open(folder, &loaded, calibrated)?;
    let telling = args.telling;
    say_notices(&loaded, telling);
    if let Some(notice) = ledger.notice() {
        note(notice);
    }
    let stop = Arc::new(Stop::default());
    stop_on_interrupt(stop.clone());
    let Calibrated { plan, model, .. } = calibrated;
    let mut work = Work {
        folder,
        calibrated,
        plan,
        ledger,
        stop: &stop,
        progress: Progress::start(plan.weeks(&|task| model.weeks(task)), YEARS, telling.quiet),
        telling,
        facts: json!({ "folder": folder.display().to_string() }),
        written: Vec::new(),
        is_empty: false,
    };
    let threads = threads::threads(args.threads, usize::MAX, threads::cores());
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Failure::Work(format!("cannot start threads: {error}")))?;
    let outcome = pool.install(|| work.stages());
    work.progress.finish();
    outcome?;
    work.ledger.sort().map_err(failed)?;
    work.facts["written"] = documented(folder, &work.written);
    match telling {
        Telling { json: true, .. } => say!("{:#}", work.facts),
        Telling { quiet: true, .. } => {}
        _ => say!("{}", telling.files(folder, &work.written)),
    }
    if work.is_empty {
        let message = "the posterior is empty, the rest is kept: no point is within the cutoff";
        return Err(Failure::Work(message.to_owned()));
    }
    let causes = work.ledger.causes();
    if causes.is_empty() {
        return Ok(());
    }
    Err(Failure::Work(format!(
        "points failed and count as far away, the rest is kept:\n  {}",
        causes.into_iter().collect::<Vec<_>>().join("\n  ")
    )))
}

/// The stages at work.
struct Work<'a> {
    folder: &'a Path,
    calibrated: &'a Calibrated,
    plan: &'a Calibration,
    ledger: Ledger<'a>,
    stop: &'a Stop,
    progress: Progress,
    telling: Telling,
    /// What a document is to hold.
    facts: Json,
    written: Vec<PathBuf>,
    /// Whether no point was kept for the posterior.
    is_empty: bool,
}

impl Work<'_> {
    /// One stage after the other.
    fn stages(&mut self) -> Result<(), Failure> {
        let plan = self.plan;
        let mut effects = Vec::new();
        if let Some(screening) = &plan.screening {
            effects = self.stage(|evaluate| screening::run(plan, screening, evaluate))?;
            self.put("screening.csv", &csv(&effects))?;
            self.facts["screening"] = json!(effects);
            self.tell(&screen::screening(screening, &effects, width()));
        }
        let searched = self.stage(|evaluate| search::run(plan, evaluate))?;
        let table = tables::search(plan, &searched);
        self.put("search.csv", &table)?;
        self.facts["search"] = documented_rows(&table);
        self.put(
            "calibrated.toml",
            &fitted(self.calibrated, &effects, &searched),
        )?;
        self.tell(&screen::search(plan, &searched, width()));
        let distances = crate::studies::calibration::figure::draw(plan, &searched, &[]);
        self.put("figures/calibration_distance.svg", &distances)?;
        match &plan.posterior {
            Some(posterior) => self.posterior(posterior, &searched),
            None => Ok(()),
        }
    }

    fn posterior(&mut self, posterior: &Posterior, searched: &[Searched]) -> Result<(), Failure> {
        let plan = self.plan;
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
            self.facts[name] = documented_rows(&table);
        }
        self.put("posterior.csv", &tables::posterior(plan, &kept))?;
        self.put("posterior_summary.csv", &csv(&summaries))?;
        self.put("posterior_correlations.csv", &csv(&pairs))?;
        self.facts["posterior_summary"] = json!(summaries);
        self.facts["posterior_correlations"] = json!(pairs);
        let figure = crate::studies::calibration::posterior_figure::draw(plan, &kept, &summaries);
        self.put("figures/posterior.svg", &figure)?;
        let distances = crate::studies::calibration::figure::draw(plan, searched, &waves);
        self.put("figures/calibration_distance.svg", &distances)?;
        self.tell(&screen::waves(
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

    fn tell(&self, text: &str) {
        let Telling { quiet, json, .. } = self.telling;
        if !quiet && !json {
            self.progress.suspend(|| say!("{text}"));
        }
    }
}

fn failed(problem: Problem) -> Failure {
    Failure::Work(problem.to_string())
}
