//! `plaza design`: an experiment at many points, on equal luck.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::value_parser;
use serde_json::{Value as Json, json};

use plaza_batch::failure::Failure;
use plaza_batch::fill::name_failed;
use plaza_batch::layout::width;
use plaza_batch::manifest::Manifest;
use plaza_batch::problem::Problem;
use plaza_batch::shard::Shard;
use plaza_batch::stop::stop_on_interrupt;
use plaza_batch::threads;
use plaza_engine::numbers::counted;

use crate::cli::machine::{Memory, refuse_beyond};
use crate::cli::telling::{Telling, documented, say_notices};
use crate::files::embedded;
use crate::runs::design::BLOCK;
use crate::runs::made::{BY_DESIGN, Made};
use crate::runs::replicate::Stop;
use crate::setup::results::Results;
use crate::setup::run::Running;
use crate::setup::{Loaded, Overrides, load};
use crate::studies::footprint::Footprint;
use crate::studies::points::Points;
use crate::studies::points::files::make;
use crate::studies::points::screen::{rows, screen};

/// Runs a design: an experiment at many points over parameters, levers and settings, each point under every policy and
/// on equal luck. Writes what was varied (experiments) and what each replicate came to (outcomes), as Parquet and CSV.
///
/// Blocks of 8 runs that the result folder holds already are not run again: the same command after a crash or Ctrl-C
/// goes on. More points of a Sobol sequence, or trajectories, extend; of other designs another size is another design.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  plaza design                                          the embedded small design
  plaza design configs/experiments/robustness.toml --points 64 --out results/mine
  plaza design my_design.toml --shard 2/4               one of four machines; then plaza merge")]
pub struct Args {
    /// An experiment with a section `[design]`; without it, the embedded one
    #[arg(value_name = "EXPERIMENT.toml")]
    experiment: Option<PathBuf>,
    /// Folder of the results [default: results/ and the experiment's name, with overrides that
    /// change it and 6 digits of its digest]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Points of a Latin hypercube or a Sobol sequence; of matrices, pairs of base points
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = value_parser!(u32).range(1..=65_536))]
    points: Option<u32>,
    /// Policies, instead of those of the experiment
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    policies: Option<Vec<String>>,
    /// Weeks to record
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = value_parser!(i32).range(1..=5200))]
    weeks: Option<i32>,
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
    /// Run shard k of n only: blocks k-1, k-1+n, k-1+2n ...
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
    /// Memory that may be used, as in `16G` or `800M`, instead of what the machine has free
    #[arg(long, value_name = "SIZE")]
    memory: Option<Memory>,
    /// Change a value of the experiment or of its parameters, as in `design.replicates_per_point=4`; may be given
    /// several times
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    #[command(flatten)]
    telling: Telling,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let overrides = Overrides {
        policies: args.policies.clone(),
        points: args.points,
        weeks: args.weeks,
        seed: args.seed,
        set: args.set.clone(),
        of_design: true,
        ..Overrides::default()
    };
    let default = embedded::path("experiments/design_smoke.toml");
    let experiment = args.experiment.as_deref().unwrap_or(&default);
    refuse_a_table(experiment)?;
    let loaded = load(Some(experiment), &overrides)?;
    let points = loaded.points.as_ref();
    let points = points.expect("an experiment without points was refused");
    let folder = match (&args.out, args.shard) {
        (Some(out), _) => out.clone(),
        (None, None) => loaded.folder.clone(),
        (None, Some(shard)) => shard.folder(&loaded.folder),
    };
    refuse_another_size(&folder, &loaded, points)?;
    let design = &loaded.design;
    let threads = threads::threads(args.threads, design.replicates as usize, threads::cores());
    let needed = |threads| Footprint::new(design, BLOCK as usize * 2, threads, false);
    refuse_beyond(args.memory, &design.name, threads, needed)?;
    say_notices(&loaded, args.telling);
    args.telling.say(format_args!(
        "{}, {} of each under {}",
        counted(points.points.len(), "point", "points"),
        counted(
            points.table.replicates_per_point as usize,
            "replicate",
            "replicates"
        ),
        counted(design.policies.len(), "policy", "policies")
    ));
    let stop = Arc::new(Stop::default());
    stop_on_interrupt(stop.clone());
    let running = Running {
        shard: args.shard,
        threads: args.threads,
        quiet: args.telling.quiet,
        ..Running::new(&stop)
    };
    let results = loaded.run_into(&folder, &running)?;
    let facts = match args.shard {
        None => conclude(&results, args.telling)?,
        Some(shard) => {
            args.telling.say(format_args!(
                "the shard's results are in {}; plaza merge joins shards",
                folder.display()
            ));
            json!({ "folder": folder.display().to_string(), "shard": shard.to_string() })
        }
    };
    if args.telling.json {
        say!("{facts:#}");
    }
    name_failed(&results.manifest)
}

/// Refuses a table of points, which an experiment names.
fn refuse_a_table(file: &Path) -> Result<(), Failure> {
    let ending = file.extension().unwrap_or_default();
    let is_table = ["csv", "parquet"]
        .iter()
        .any(|of| ending.eq_ignore_ascii_case(of));
    if !is_table {
        return Ok(());
    }
    let message = format!(
        "is a table, expected an experiment (`.toml`): one whose section `[design]` has `method = \"table\"` and \
         `file = \"{}\"` is run at its points",
        file.file_name().unwrap_or_default().to_string_lossy()
    );
    Err(Problem::whole(file, message).into())
}

/// Refuses a folder that holds more points, or a design of another size of a kind that does not extend.
fn refuse_another_size(folder: &Path, loaded: &Loaded, points: &Points) -> Result<(), Failure> {
    // What else may be wrong with the folder is told when it is opened.
    let Ok(Some(held)) = Manifest::find(folder) else {
        return Ok(());
    };
    let facts = points.facts();
    let Some(design) = held
        .design
        .as_ref()
        .filter(|of| of["method"] == facts["method"])
    else {
        return Ok(());
    };
    let size = |of: &Json| of["points"].as_u64().unwrap_or_default() as usize;
    let points_of = |size: usize| counted(size, "point", "points");
    let (there, asked) = (size(design), size(&facts));
    let method = points.table.method;
    if method.extends_by().is_some() && held.digest == loaded.digest && asked < there {
        let message = format!(
            "holds {}, and {asked} are asked for; expected as many or more, or another folder",
            points_of(there)
        );
        return Err(Problem::whole(folder, message).into());
    }
    if method.extends_by().is_none() && asked != there {
        let message = format!(
            "holds a design of method `{}` with {}; one of {asked} is another design, expected {there} or \
             another folder",
            method.name(),
            points_of(there)
        );
        return Err(Problem::whole(folder, message).into());
    }
    Ok(())
}

/// What follows once a folder holds all its blocks: the tables `experiments` and `outcomes`, and a look at them.
pub fn conclude(results: &Results, telling: Telling) -> Result<Json, Failure> {
    let points = results.loaded()?.points.as_ref();
    let points = points.expect("a folder of a design holds one");
    let mut made = Made::open(results, BY_DESIGN);
    let outcomes = make(results, points, &mut made)?;
    let written = made.finish()?;
    let told = rows(&outcomes);
    if telling.json {
        let mut facts = results.facts();
        facts["design"] = points.facts();
        facts["policies"] = json!(told);
        facts["written"] = documented(&results.folder, &written);
        return Ok(facts);
    }
    telling.say(screen(&told, points.points.len(), width()));
    telling.say(telling.files(&results.folder, &written));
    Ok(Json::Null)
}
