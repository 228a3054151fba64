//! `plaza calibrate`: estimates parameters from the targets.

use std::path::PathBuf;
use std::sync::Arc;

use clap::value_parser;
use serde_json::json;

use plaza_batch::problem::Problem;
use plaza_batch::threads;

use crate::cli::telling::{Telling, documented, say_notices};
use crate::runs::replicate::Stop;
use crate::setup as config;
use crate::setup::Overrides;
use crate::setup::run::YEARS;
use crate::studies::calibration::files::{digest_of, open};
use crate::studies::calibration::section::Calibrated;
use crate::studies::calibration::stages::{Work, failed};
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
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = value_parser!(u64).range(..=i64::MAX as u64))]
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
    let progress = Progress::start(plan.weeks(&|task| model.weeks(task)), YEARS, telling.quiet);
    let tell = |text: &str| {
        if !telling.quiet && !telling.json {
            progress.suspend(|| say!("{text}"));
        }
    };
    let mut work = Work {
        folder,
        calibrated,
        ledger,
        stop: &stop,
        progress: &progress,
        tell: &tell,
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
    progress.finish();
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
