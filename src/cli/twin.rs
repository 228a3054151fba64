//! `plaza twin`: pairs of futures that differ in one event.

use std::path::PathBuf;
use std::sync::Arc;

use clap::value_parser;
use serde_json::json;

use plaza_batch::failure::Failure;
use plaza_batch::threads;

use plaza_batch::layout::{Table, folded, numbers, width, words};
use plaza_batch::problem::Problem;
use plaza_engine::few;

use plaza_engine::numbers::grouped;

use crate::cli::machine::{Memory, refuse_beyond};
use crate::cli::telling::{Telling, documented, say_again, say_notices, stamp};
use crate::files::embedded;
use crate::runs::made::Made;
use crate::runs::replicate::Stop;
use crate::setup as config;
use crate::setup::Overrides;
use crate::setup::run::Running;
use crate::studies::footprint::Footprint;
use crate::studies::twin::effects::{Effect, WINDOWS};
use crate::studies::twin::surroundings::PARTS;
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
    let Some(of) = &design.twin else {
        let message = "has no section `[twin]`, expected one that names an event";
        return Err(Problem::whole(experiment, message).into());
    };
    let folder = args.out.as_ref().unwrap_or(&loaded.folder);
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
    let manifest = loaded.run_into(folder, &running)?;
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
    let told = io::make(&loaded, &pairs, &mut made).map_err(work)?;
    let written = made.finish().map_err(work)?;
    if !telling.quiet {
        say_again(design);
    }
    if telling.json {
        let mut facts = json!({
            "folder": folder.display().to_string(),
            "effects": told.effects,
            "pairs": told.pairs,
            "written": documented(folder, &written),
        });
        stamp(&mut facts, &manifest);
        say!("{facts:#}");
    } else if !telling.quiet {
        say!("{}", screen(&pairs, &told.effects));
        say!("{}", telling.files(folder, &written));
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
    for (index, event) in pairs.events.iter().enumerate() {
        let split = if pairs.events.len() > 1 {
            format!("event:{event}")
        } else {
            "all".to_owned()
        };
        let without = match pairs.without(index) {
            0 => String::new(),
            none => format!(" ({none} without anybody whom it could befall)"),
        };
        let head = format!(
            "{event}: OC deaths with the event less without it, {} pairs{without}",
            pairs.of(index).count(),
        );
        text += &folded(&head, width());
        // All of it together is in the table, and too wide for a screen.
        let windows = &WINDOWS[..WINDOWS.len() - 1];
        let reached = windows.iter().filter(|window| window.1 <= pairs.last);
        let headings = reached
            .clone()
            .map(|(from, to)| numbers(format!("weeks {from}-{to}")));
        let mut table = Table::new([words("")].into_iter().chain(headings));
        for part in PARTS {
            let cells = reached.clone().map(|window| {
                let mut effects = effects.iter();
                let found = effects.find(|effect| {
                    (effect.weeks_from, effect.weeks_to) == *window
                        && (effect.group, effect.ring) == (part.label(), part.ring())
                        && effect.split == split
                        && effect.outcome == "oc_deaths"
                });
                found.map_or_else(String::new, cell)
            });
            table.row([part.caption().to_owned()].into_iter().chain(cells));
        }
        text += &table.fit(width());
        text.push('\n');
    }
    text += &folded(
        "Mean over pairs, those with the same draw of the numbers as one [95 % interval of the mean, Hall's t].",
        width(),
    );
    let fewest = effects.iter().map(|effect| effect.pairs).min();
    let note = fewest.and_then(few::note);
    text + &note.map_or_else(String::new, |note| folded(&note, width()))
}

fn cell(effect: &Effect) -> String {
    let digits = if effect.mean.abs() < 10.0 { 1 } else { 0 };
    let number = |value: f64| grouped(value, digits);
    let interval = match (effect.low, effect.high) {
        (Some(low), Some(high)) => format!(" [{}, {}]", number(low), number(high)),
        _ => String::new(),
    };
    number(effect.mean) + &interval
}
