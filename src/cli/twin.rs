//! `plaza twin`: pairs of futures that differ in one event.

use std::path::PathBuf;
use std::sync::Arc;

use clap::value_parser;
use serde_json::json;

use plaza_batch::failure::Failure;
use plaza_batch::threads;

use plaza_batch::layout::width;
use plaza_batch::problem::Problem;

use crate::cli::machine::{Memory, refuse_beyond};
use crate::cli::telling::{Telling, documented, say_again, say_notices};
use crate::files::embedded;
use crate::runs::made::{BY_TWIN, Made};
use crate::runs::replicate::Stop;
use crate::setup as config;
use crate::setup::Overrides;
use crate::setup::run::Running;
use crate::studies::footprint::Footprint;
use crate::studies::twin::screen::screen;
use crate::studies::twin::{Pairs, files as io};
use plaza_batch::stop::stop_on_interrupt;

/// Lives through pairs of futures that are equal, luck included, until one event, and tells what the
/// event changes: where it happens, around it, and in the country.
///
/// Blocks of 8 pairs that the result folder holds already are not lived through again: the same command after a crash
/// or Ctrl-C goes on, more --replicates extend.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  plaza twin                                            the embedded twin experiment
  plaza twin configs/experiments/twin_ranks.toml --replicates 50 --out results/mine
  plaza twin --set twin.week=104                        the same events two years into the run")]
pub struct Args {
    /// An experiment with a section `[twin]`; without it, the embedded one
    #[arg(value_name = "EXPERIMENT.toml")]
    experiment: Option<PathBuf>,
    /// Folder of the results [default: results/ and the experiment's name, with overrides that
    /// change it and 6 digits of its digest]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Pairs
    #[arg(long, value_name = "R", allow_negative_numbers = true, value_parser = value_parser!(u32).range(1..=1_000_000))]
    replicates: Option<u32>,
    /// Random seed
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = value_parser!(u64).range(..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Threads; 0 for one per core. Results do not depend on it
    #[arg(
        long,
        value_name = "T",
        default_value_t = 0,
        allow_negative_numbers = true
    )]
    threads: usize,
    /// Memory that may be used, as in `16G` or `800M`, instead of what the machine has free
    #[arg(long, value_name = "SIZE")]
    memory: Option<Memory>,
    /// Change a value of the experiment or of its parameters, as in `twin.week=104`; may be given
    /// several times
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Let `--set` put numbers beyond their ranges; the results say which
    #[arg(long)]
    beyond_ranges: bool,
    #[command(flatten)]
    telling: Telling,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let overrides = Overrides {
        replicates: args.replicates,
        seed: args.seed,
        set: args.set.clone(),
        beyond_ranges: args.beyond_ranges,
        ..Overrides::default()
    };
    let default = embedded::path("experiments/twin.toml");
    let experiment = args.experiment.as_deref().unwrap_or(&default);
    let loaded = config::load(Some(experiment), &overrides)?;
    let design = &loaded.design;
    let Some(of) = design.twin.clone() else {
        let message = "has no section `[twin]`, expected one that names an event";
        return Err(Problem::whole(experiment, message).into());
    };
    let folder = args.out.clone().unwrap_or(loaded.folder.clone());
    let threads = threads::threads(args.threads, design.replicates as usize, threads::cores());
    let needed = |threads| Footprint::of_pairs(design, threads);
    refuse_beyond(args.memory, &design.name, threads, needed)?;
    let telling = args.telling;
    say_notices(&loaded, telling);
    let stop = Arc::new(Stop::default());
    stop_on_interrupt(stop.clone());
    let running = Running {
        threads: args.threads,
        quiet: telling.quiet,
        ..Running::new(&stop)
    };
    let results = loaded.run_into(&folder, &running)?;
    let design = &results.loaded()?.design;
    let work = |problem: Problem| Failure::Work(problem.to_string());
    let pairs = io::pairs(&results, design).map_err(work)?;
    for (index, event) in of.events.iter().enumerate() {
        if pairs.of(index).next().is_none() && !pairs.pairs.is_empty() {
            return Err(Failure::Call(format!(
                "event `{}` took place in none of the {} pairs: in week {} there is nobody whom it could \
                 befall, expected an organization or a municipality that has one then",
                event.name,
                pairs.pairs.len(),
                of.week
            )));
        }
    }
    let mut made = Made::open(&results, BY_TWIN);
    let told = io::make(design, &pairs, &mut made).map_err(work)?;
    let written = made.finish().map_err(work)?;
    if !telling.quiet {
        say_again(design);
    }
    if telling.json {
        let mut facts = results.facts();
        facts["effects"] = json!(told.effects);
        facts["pairs"] = json!(told.pairs);
        facts["written"] = documented(&folder, &written);
        say!("{facts:#}");
    } else if !telling.quiet {
        say!("{}", screen(&pairs, &told.effects, width()));
        say!("{}", telling.files(&folder, &written));
    }
    name_failed(&pairs)
}

fn name_failed(pairs: &Pairs) -> Result<(), Failure> {
    if pairs.failed.is_empty() {
        return Ok(());
    }
    let failed: Vec<String> = (pairs.failed.iter())
        .map(|(pair, cause)| format!("  pair {pair}: {cause}"))
        .collect();
    Err(Failure::Work(format!(
        "{} of the pairs failed and are left out, the rest is kept:\n{}",
        failed.len(),
        failed.join("\n")
    )))
}
