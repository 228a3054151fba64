//! `plaza twin`: pairs of futures that differ in one event.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::value_parser;

use crate::cli::Failure;
use crate::cli::fill::Filling;
use crate::cli::machine::{self, Memory};
use crate::cli::run::{refuse_beyond, say_again, say_notices, stop_on_interrupt};
use crate::experiment::few;
use crate::experiment::footprint::Footprint;
use crate::experiment::replicate::Stop;
use crate::experiment::summary::grouped;
use crate::experiment::twin::effects::{Effect, WINDOWS};
use crate::experiment::twin::surroundings::PARTS;
use crate::experiment::twin::{self, Pairs};
use crate::io::config::{self, Overrides, embedded};
use crate::io::made::Made;
use crate::io::manifest::Manifest;
use crate::io::problem::Problem;
use crate::io::result_folder::ResultFolder;
use crate::io::twin as io;

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
    /// Seed of all luck
    #[arg(long, value_name = "S", allow_negative_numbers = true)]
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
    /// Print nothing but errors
    #[arg(long)]
    quiet: bool,
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
    let Some(of) = &design.twin else {
        let message = "has no section `[twin]`, expected one that names an event";
        return Err(Problem::whole(experiment, message).into());
    };
    let folder = args.out.as_ref().unwrap_or(&loaded.folder);
    let threads = machine::threads(args.threads, design.replicates as usize, machine::cores());
    let needed = |threads| Footprint::of_pairs(design, threads);
    refuse_beyond(args.memory, &design.name, threads, needed)?;
    if !args.quiet {
        say_notices(&loaded);
    }
    let stop = Arc::new(Stop::default());
    stop_on_interrupt(stop.clone());
    let filling = Filling {
        threads: args.threads,
        weeks: twin::weeks_of_a_pair(design),
        quiet: args.quiet,
        stop: &stop,
    };
    let asked = Manifest::new(&loaded, None);
    let filled = ResultFolder::open(folder, asked, &loaded.inputs)?;
    let manifest = filling.fill(filled, &|_, number| vec![twin::run(design, number, &stop)])?;
    let work = |problem: Problem| Failure::Work(problem.to_string());
    let pairs = io::pairs(folder, &manifest, design).map_err(work)?;
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
    let mut made = Made::open(folder, &manifest);
    let effects = io::make(&loaded, &pairs, &mut made).map_err(work)?;
    let written = made.finish().map_err(work)?;
    if !args.quiet {
        say_again(design);
        say!("{}", screen(&pairs, &effects));
        say!("results are in {}:", folder.display());
        for path in &written {
            say!("  {}", path.strip_prefix(folder).unwrap_or(path).display());
        }
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

/// OC deaths by part of the country and window, an event after the other.
fn screen(pairs: &Pairs, effects: &[Effect]) -> String {
    let mut text = String::new();
    let mut put =
        |line: String| writeln!(text, "{line}").expect("writing to a string does not fail");
    for (index, event) in pairs.events.iter().enumerate() {
        let split = if pairs.events.len() > 1 {
            format!("event:{event}")
        } else {
            "all".to_owned()
        };
        // All of it together is in the table, and too wide for a screen.
        let windows = &WINDOWS[..WINDOWS.len() - 1];
        let mine = |effect: &&Effect| {
            let window = (effect.weeks_from, effect.weeks_to);
            effect.split == split && effect.outcome == "oc_deaths" && windows.contains(&window)
        };
        let mine: Vec<&Effect> = effects.iter().filter(mine).collect();
        put(format!(
            "{event}: OC deaths with the event less without it, {} pairs{}",
            pairs.of(index).count(),
            match pairs.without(index) {
                0 => String::new(),
                none => format!(" ({none} without anybody whom it could befall)"),
            }
        ));
        let reached = windows.iter().filter(|window| window.1 <= pairs.last);
        let heads = reached.map(|(from, to)| format!("{:>21}", format!("weeks {from}-{to}")));
        put(format!("{:34}{}", "", heads.collect::<String>()));
        for part in PARTS {
            let of_part =
                |effect: &&&Effect| effect.group == part.label() && effect.ring == part.ring();
            let cells = mine.iter().filter(of_part).map(|effect| {
                let digits = if effect.mean.abs() < 10.0 { 1 } else { 0 };
                let number = |value: f64| grouped(value, digits);
                let interval = match (effect.low, effect.high) {
                    (Some(low), Some(high)) => format!(" [{}, {}]", number(low), number(high)),
                    _ => String::new(),
                };
                format!("{:>21}", format!("{}{interval}", number(effect.mean)))
            });
            put(format!(
                "{:34}{}",
                part.caption(),
                cells.collect::<String>()
            ));
        }
        put(String::new());
    }
    text.push_str("Mean over pairs, those with the same draw of the numbers as one [95 % interval of the mean, Hall's t].\n");
    let fewest = effects.iter().map(|effect| effect.pairs).min();
    text += &fewest
        .and_then(few::note)
        .map_or_else(String::new, |note| note + "\n");
    text
}
