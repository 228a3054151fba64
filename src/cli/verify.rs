//! `plaza verify`: runs stored blocks again and compares.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;

use plaza_batch::blocks::Block;
use plaza_batch::manifest::{Manifest, VERSION};
use plaza_batch::problem::Problem;
use plaza_batch::{manifest, results};

use crate::cli::plot::{Asked, Figures};
use crate::cli::{compare, plot};
use crate::runs::made::{BY_RUN, BY_TWIN, Made, Standing};
use crate::setup as config;
use crate::setup::inputs::EXPERIMENT;
use crate::setup::run::YEARS;
use crate::setup::{Loaded, Overrides, inputs};
use crate::studies::dictionary::of_block;
use plaza_batch::failure::Failure;
use plaza_batch::fill::runs;
use plaza_batch::progress::Progress;
use plaza_batch::stop::Stop;
use plaza_batch::verify::{differences, sample};

/// Run stored blocks again, from the inputs kept in the folder, make again what was made of them, and compare
/// every byte.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  plaza verify results/default --sample 2")]
pub struct Args {
    /// The result folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// How many blocks to run again, evenly over the batch [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    sample: Option<u32>,
    /// Print one JSON document: how many blocks were run again, and what differs
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let folder = &args.folder;
    let manifest = Manifest::read(folder)?;
    if manifest.plaza != VERSION {
        let made = &manifest.plaza;
        let message = format!("was made by plaza {made}, expected plaza {VERSION}");
        return Err(Problem::whole(folder, message).into());
    }
    let tables = of_block(manifest.twin);
    let mut problems = manifest.damaged_inputs(folder);
    let parts = manifest.damaged(folder, tables, |_| true);
    problems.extend(parts.into_iter().map(|part| part.problem));
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let (done, all) = manifest.progress();
    if done == 0 {
        let message = "has no block that is done, expected one or more to verify";
        return Err(Problem::whole(folder, message).into());
    }
    let experiment = inputs::place(folder, EXPERIMENT);
    let loaded = config::load(Some(&experiment), &Overrides::default())?;
    if loaded.digest != manifest.digest {
        let message = "is not the experiment of the manifest, expected equal digests";
        return Err(Problem::whole(experiment, message).into());
    }

    let blocks = sample(manifest.blocks_done(), args.sample);
    let mut differing: Vec<String> = results::wrong_means(folder, &manifest, tables)?
        .iter()
        .filter_map(|policy| manifest::means(tables, policy))
        .map(|path| path.display().to_string())
        .collect();
    differing.extend(run_again(&manifest, &loaded, &blocks));
    differing.extend(made_again(folder, &manifest, &loaded)?);
    if args.json {
        let facts = json!({
            "folder": folder.display().to_string(),
            "run_again": blocks.len(),
            "differing": differing,
            "done": done,
            "all": all,
        });
        say!("{facts:#}");
    }
    if !differing.is_empty() {
        return Err(Failure::Work(format!(
            "{} differs when it is made again:\n  {}",
            folder.display(),
            differing.join("\n  ")
        )));
    }
    if !args.json {
        say!(
            "{} blocks run again, and what was made of them: every byte is equal",
            blocks.len()
        );
        let made = Made::open(folder, &manifest);
        let held: Vec<&str> = made
            .noted()
            .filter(|(_, by)| {
                ![BY_RUN, BY_TWIN].contains(by) && compare::Args::of(folder, by).is_none()
            })
            .map(|(name, _)| name)
            .collect();
        if !held.is_empty() {
            say!("held against their digests only: {}", held.join(", "));
        }
    }
    if done < all {
        return Err(Failure::Work(format!(
            "{} is not complete: {done} of {all} blocks are done; the call that made it goes on from there",
            folder.display()
        )));
    }
    Ok(())
}

/// Runs blocks again, and names what differs.
fn run_again(manifest: &Manifest, loaded: &Loaded, blocks: &[Block]) -> Vec<String> {
    let stop = Stop::default();
    let weeks = loaded.weeks_of_a_run();
    let progress = Progress::start(runs(blocks) * weeks, YEARS, false);
    let each = |runs: usize| progress.add(runs as u64 * weeks);
    let simulate = loaded.simulate(true, &stop, &|_, _, _| {});
    let tables = of_block(manifest.twin);
    let differing = differences(manifest, tables, blocks, &simulate, &each);
    progress.finish();
    differing
}

/// Makes summaries, comparison and figures again, as far as the folder has them, and names what differs, what was
/// altered, and what is of other results.
fn made_again(folder: &Path, manifest: &Manifest, loaded: &Loaded) -> Result<Vec<String>, Failure> {
    let made = Made::open(folder, manifest);
    let mut differing = BTreeSet::new();
    let mut commands = BTreeSet::new();
    for (name, by) in made.noted() {
        match made.standing(name) {
            Standing::Absent => drop(differing.insert(format!("{name}: it is gone"))),
            Standing::Stale(reason) => drop(differing.insert(format!("{name}: {reason}"))),
            Standing::Current => drop(commands.insert(by.to_owned())),
        }
    }
    for name in made.unnoted() {
        differing.insert(format!(
            "{name}: nothing says that it was made from these results"
        ));
    }
    let mut again = made.compared();
    if manifest.twin && commands.contains(BY_TWIN) {
        let pairs = crate::studies::twin::files::pairs(folder, manifest, &loaded.design)?;
        crate::studies::twin::files::make(loaded, &pairs, &mut again)?;
    }
    if commands.contains(BY_RUN) {
        let asked = Asked {
            figures: match again.by(BY_RUN).any(|name| name.starts_with("figures/")) {
                true => Figures::Standard,
                false => Figures::None,
            },
            csv: again.by(BY_RUN).any(|name| name == "outcomes.csv"),
        };
        plot::sum_up(folder, manifest, Some(loaded), asked, &mut again)?;
    }
    for command in &commands {
        if let Some(args) = compare::Args::of(folder, command) {
            compare::make(&args, manifest, &mut again)?;
        }
    }
    let differ = again.differing().iter();
    differing.extend(differ.map(|name| format!("{name}: it is not what these results come to")));
    Ok(differing.into_iter().collect())
}
