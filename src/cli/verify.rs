//! `plaza verify`: runs stored blocks again and compares.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use crate::cli::Failure;
use crate::cli::progress::Progress;
use crate::cli::run::{runs, simulate};
use crate::experiment::batch::{self, Block, Finished, Simulate, Sink};
use crate::experiment::dictionary::ALL;
use crate::experiment::replicate::Stop;
use crate::io::config::{self, Overrides};
use crate::io::files::digest;
use crate::io::inputs::{self, EXPERIMENT};
use crate::io::manifest::{self, Manifest, VERSION};
use crate::io::problem::Problem;
use crate::io::results;

/// Run stored blocks again, from the inputs kept in the folder, and compare every byte.
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
    let mut problems = manifest.damaged_inputs(folder);
    let parts = manifest.damaged(folder, |_| true);
    problems.extend(parts.into_iter().map(|part| part.problem));
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let experiment = inputs::place(folder, EXPERIMENT);
    let loaded = config::load(Some(&experiment), &Overrides::default())?;
    if loaded.digest != manifest.digest {
        let message = "is not the experiment of the manifest, expected equal digests";
        return Err(Problem::whole(experiment, message).into());
    }

    let blocks = sample(manifest.blocks_done(), args.sample);
    let stop = Stop::default();
    let weeks = u64::from(manifest.weeks.unsigned_abs());
    let progress = Progress::start(runs(&blocks) * weeks, false);
    let mut differing: Vec<String> = results::wrong_means(folder, &manifest)?
        .iter()
        .map(|policy| manifest::means(policy).display().to_string())
        .collect();
    differing.extend(differences(
        &manifest,
        &blocks,
        &simulate(&loaded, true, &stop, &|_, _, _| {}),
        &|runs| {
            progress.add(runs as u64 * weeks);
        },
    ));
    progress.finish();
    if !differing.is_empty() {
        return Err(Failure::Work(format!(
            "{} differs when it is run again:\n  {}",
            folder.display(),
            differing.join("\n  ")
        )));
    }
    say!("{} blocks run again: every byte is equal", blocks.len());
    Ok(())
}

/// `n` of the blocks, evenly chosen; all without `n`.
fn sample(blocks: Vec<Block>, n: Option<u32>) -> Vec<Block> {
    let all = blocks.len();
    let n = n.map_or(all, |n| (n as usize).min(all));
    (0..n).map(|i| blocks[i * all / n].clone()).collect()
}

/// Runs `blocks` again and names what is not as the manifest says: parts, and failures.
pub fn differences(
    manifest: &Manifest,
    blocks: &[Block],
    simulate: Simulate<'_>,
    each: &(dyn Fn(usize) + Sync),
) -> Vec<String> {
    let comparison = Comparison {
        manifest,
        differing: Mutex::default(),
    };
    let Ok(()) = batch::run(blocks, simulate, &Stop::default(), &comparison, each);
    let differing = comparison.differing.into_inner();
    let mut differing = differing.expect("no thread panics while it compares");
    differing.sort();
    differing
}

struct Comparison<'a> {
    manifest: &'a Manifest,
    differing: Mutex<Vec<String>>,
}

impl Sink for Comparison<'_> {
    type Error = std::convert::Infallible;

    fn block(&self, finished: Vec<Finished>) -> Result<(), Self::Error> {
        for block in finished {
            let stored = &self.manifest.policies[&block.policy].blocks[&block.block];
            let Manifest {
                means, digest: of, ..
            } = self.manifest;
            let again: BTreeMap<String, String> =
                results::parts(&block.recorded, &block.policy, *means, of)
                    .map(|(table, bytes)| (table.to_owned(), digest(&bytes)))
                    .collect();
            let mut differing = Vec::new();
            for table in ALL.map(|table| table.name) {
                if stored.parts.get(table) != again.get(table) {
                    let part = manifest::part(table, &block.policy, block.block);
                    differing.push(part.display().to_string());
                }
            }
            if stored.failed != block.failed {
                differing.push(format!(
                    "failed replicates of {}, block {}",
                    block.policy, block.block
                ));
            }
            self.differing
                .lock()
                .expect("no thread panics while it compares")
                .append(&mut differing);
        }
        Ok(())
    }
}
