//! The experiment that a call of `plaza run` names, and the folder that it fills.

use std::path::PathBuf;
use std::sync::Arc;

use clap::value_parser;

use plaza_batch::blocks::Block;
use plaza_batch::failure::Failure;
use plaza_batch::shard::Shard;
use plaza_batch::threads;
use plaza_model::state::world::World;

use crate::cli::changes::Changes;
use crate::cli::machine::{Memory, refuse_beyond};
use crate::cli::run::bound;
use crate::cli::telling::{Telling, say_notices};
use crate::files::embedded;
use crate::runs::design::Design;
use crate::setup as config;
use crate::setup::results::Results;
use crate::setup::run::Running;
use crate::setup::{Loaded, Overrides};
use crate::studies::audit::Audit;
use crate::studies::footprint::Footprint;
use crate::studies::summary::files::Asked;
use plaza_batch::stop::Stop;

/// Run an experiment: every policy and every replicate, in parallel.
///
/// Blocks of 8 replicates that the result folder holds already are not run again: the same
/// command after a crash or Ctrl-C goes on, more --replicates or other --policies extend.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  plaza run                                             the embedded default experiment
  plaza run configs/experiments/smoke.toml --out results/mine
  plaza run configs/experiments/smoke.toml --out results/mine --replicates 64
  plaza run configs/experiments/mexico.toml --shard 2/4 one of four machines; then plaza merge
  plaza run --policies police_lead,retrenchment+police_lead --equal-budget police_lead
  plaza run --until 'oc_deaths:5%' --max-replicates 200")]
pub struct Args {
    /// The experiment, a file or the name of one that the program carries; without it, `default`
    #[arg(value_name = "EXPERIMENT.toml")]
    experiment: Option<PathBuf>,
    /// Folder of the results [default: results/ and the experiment's name, with overrides that
    /// change it and 6 digits of its digest]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) changes: Changes,
    /// Threads; 0 for one per core. Results do not depend on it. More than there are replicates to
    /// run (or cores, where those are more), or than 1024, are not started
    #[arg(
        long,
        value_name = "T",
        default_value_t = 0,
        allow_negative_numbers = true
    )]
    threads: usize,
    /// Run shard k of n only: blocks k-1, k-1+n, k-1+2n ...
    #[arg(long, value_name = "K/N")]
    pub(super) shard: Option<Shard>,
    /// Add blocks of 8 replicates until the 95 % interval of every policy's mean is this narrow, half of
    /// it as a part of the mean or in the metric's unit, at two looks running; several with commas. Where
    /// it is not reached the last line says so, and the exit code is 1
    #[arg(long, value_name = "METRIC:BOUND", value_delimiter = ',', requires = "max_replicates",
          conflicts_with_all = ["shard", "replicates"])]
    pub(super) until: Vec<bound::Asked>,
    /// Stop at so many replicates, in whole blocks of 8, whatever is known by then
    #[arg(long, value_name = "N", requires = "until", allow_negative_numbers = true, value_parser = value_parser!(u32).range(16..=1_000_000))]
    pub(super) max_replicates: Option<u32>,
    /// Simulate every policy from the first week, also the weeks in which policies do not differ;
    /// the results are the same
    #[arg(long)]
    no_fork: bool,
    /// Audit the world after every week, and tell at the end what never and what always happens. The
    /// results are the same; blocks that the folder holds already are told of, but not audited
    #[arg(long)]
    pub(super) audit: bool,
    /// Memory that may be used, as in `16G` or `800M`, instead of what the machine has free
    #[arg(long, value_name = "SIZE")]
    memory: Option<Memory>,
    /// Figures that are drawn at the end
    #[arg(long, value_name = "WHICH", value_enum, default_value_t)]
    figures: Figures,
    /// Write the tables outcomes and draws as CSV too
    #[arg(long)]
    csv: bool,
    #[command(flatten)]
    pub(super) telling: Telling,
}

impl Args {
    /// A bare word in the place of the experiment that is no file: most likely a command was meant.
    pub fn mistyped(&self) -> Option<String> {
        let word = self.experiment.as_deref()?;
        let bare = word.extension().is_none() && word.components().count() == 1;
        let known = word.exists() || embedded::experiment(word).is_ok();
        (bare && !known).then(|| word.display().to_string())
    }

    /// What is wanted at the end.
    pub fn asked(&self) -> Asked {
        Asked {
            figures: self.figures == Figures::Standard,
            csv: self.csv,
        }
    }
}

/// Which figures are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Figures {
    /// None.
    None,
    /// The standard ones.
    #[default]
    Standard,
}

pub fn load(args: &Args, replicates: Option<u32>) -> Result<Loaded, Failure> {
    let overrides = Overrides {
        replicates,
        ..args.changes.overrides()
    };
    let loaded = config::load(args.experiment.as_deref(), &overrides)?;
    of_run(&loaded)?;
    Ok(loaded)
}

/// Refuses an experiment that another command runs.
pub fn of_run(loaded: &Loaded) -> Result<(), Failure> {
    let sections = [
        ("twin", "twin", loaded.design.twin.is_some()),
        ("calibration", "calibrate", loaded.calibration.is_some()),
        ("design", "design", loaded.points.is_some()),
    ];
    match sections.into_iter().find(|(.., there)| *there) {
        None => Ok(()),
        Some((section, command, _)) => Err(Failure::Call(format!(
            "experiment `{}` has a section `[{section}]`, expected `plaza {command}` for it",
            loaded.design.name
        ))),
    }
}

/// Where the results go.
pub fn out(args: &Args, loaded: &Loaded) -> PathBuf {
    match (&args.out, args.shard) {
        (Some(out), _) => out.clone(),
        (None, None) => loaded.folder.clone(),
        (None, Some(shard)) => shard.folder(&loaded.folder),
    }
}

/// Fills a folder up to so many replicates, or as many as the experiment asks for.
pub fn run_to(
    args: &Args,
    replicates: Option<u32>,
    stop: &Arc<Stop>,
    watching: &Audit,
) -> Result<Results, Failure> {
    let loaded = load(args, replicates)?;
    let path = out(args, &loaded);
    refuse_what_does_not_fit(&loaded.design, args)?;
    say_notices(&loaded, args.telling);
    if !args.telling.quiet {
        for (policy, factor) in &loaded.factors {
            remark!("for the same money: levers of {policy} x {factor:.3}");
        }
    }
    let watch = |world: &World, policy: &str, replicate| {
        if args.audit {
            watching.week(world, policy, replicate);
        }
    };
    let running = Running {
        shard: args.shard,
        threads: args.threads,
        fork: !args.no_fork,
        quiet: args.telling.quiet,
        stop,
        watch: &watch,
    };
    loaded.run_into(&path, &running)
}

/// Refuses a run that would not fit into memory, as far as that is known, before anything is written.
fn refuse_what_does_not_fit(design: &Design, args: &Args) -> Result<(), Failure> {
    let blocks = (0..design.blocks()).filter(|block| args.shard.is_none_or(|s| s.holds(*block)));
    let block = |block| Block::new(block, design.replicates, Vec::new());
    let replicates = blocks.map(|of| block(of).replicates.len()).sum();
    let threads = threads::threads(args.threads, replicates, threads::cores());
    let figures = args.figures == Figures::Standard && args.shard.is_none();
    let needed = |threads| Footprint::new(design, replicates, threads, figures);
    refuse_beyond(args.memory, &design.name, threads, needed)
}
