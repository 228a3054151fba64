//! `plaza run`: runs an experiment, or goes on with it.

mod bound;
mod filling;
mod until;

use std::sync::Arc;

use serde_json::json;

use plaza_batch::failure::Failure;
use plaza_batch::layout::width;
use plaza_batch::stop::stop_on_interrupt;

use crate::cli::answer::conclude;
use crate::cli::run::filling::run_to;
pub use crate::cli::run::filling::{Args, of_run};
use crate::cli::telling::say_again;
use crate::runs::design::BLOCK;
use crate::runs::replicate::Stop;
use crate::setup::results::Results;
use crate::studies::audit::Audit;
use crate::studies::firing;
use plaza_batch::fill::name_failed;

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let stop = Arc::new(Stop::default());
    stop_on_interrupt(stop.clone());
    let watching = Audit::default();
    let (run, not_enough) = match args.max_replicates {
        Some(most) => until::run_until(args, most, &stop, &watching)?,
        None => (
            run_to(args, args.changes.replicates, &stop, &watching)?,
            None,
        ),
    };
    finish(args, &run, &watching)?;
    not_enough.map_or(Ok(()), |told| Err(Failure::Work(told)))
}

/// What follows once everything is run.
fn finish(args: &Args, results: &Results, watching: &Audit) -> Result<(), Failure> {
    let design = &results.loaded()?.design;
    let telling = args.telling;
    if !telling.quiet {
        say_again(design);
    }
    let mut facts = match args.shard {
        None => conclude(results, telling, args.asked())?,
        Some(shard) => {
            let blocks = design.blocks();
            let folder = results.folder.display();
            match (0..blocks).any(|block| shard.holds(block)) {
                true if telling.json => {}
                true => telling.say(format_args!(
                    "the shard's results are in {folder}; plaza merge joins shards"
                )),
                false => remark!(
                    "warning: shard {shard} is empty: the experiment has {blocks} blocks of {BLOCK} replicates"
                ),
            }
            json!({ "folder": folder.to_string(), "shard": shard.to_string() })
        }
    };
    if args.audit && (telling.json || !telling.quiet) {
        let fired = firing::fires(results, watching.rules())?;
        match watching.looked_at() {
            (0, _) => {
                remark!("warning: nothing was audited: all blocks were in the folder already")
            }
            (runs, weeks) => telling.say(format_args!(
                "audited the world after {weeks} weeks of {runs} runs"
            )),
        }
        match telling.json {
            true => facts["fired"] = json!(fired),
            false => say!("\n{}", firing::table(&fired).fit(width())),
        }
    }
    if telling.json {
        say!("{facts:#}");
    }
    watching.name()?;
    name_failed(&results.manifest)
}
