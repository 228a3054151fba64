//! `plaza merge`: joins the shards of a batch.

use std::path::PathBuf;

use plaza_batch::manifest::Manifest;
use plaza_batch::merge;

use crate::cli::answer::conclude;
use crate::cli::design;
use crate::cli::telling::Telling;
use crate::runs::dictionary::TABLES;
use crate::setup::results::Results;
use crate::studies::dictionary::of_block;
use crate::studies::summary::files::Asked;
use plaza_batch::failure::Failure;
use plaza_batch::fill::name_failed;

/// Join the shards of a batch into one result folder, equal to that of a run without shards.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  plaza merge results/mexico-shard-1-of-2 results/mexico-shard-2-of-2 --out results/mexico")]
pub struct Args {
    /// Folders of all shards
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// The folder to write: new or empty
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    telling: Telling,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let first = args.folders.first().map(|folder| Manifest::read(folder));
    let tables = match first {
        Some(Ok(manifest)) => of_block(&manifest),
        // What is wrong with the folder is told with all else that is wrong.
        _ => &TABLES,
    };
    let merged = Results::from(merge::merge(&args.folders, &args.out, tables)?);
    let facts = match merged.manifest.design {
        Some(_) => design::conclude(&merged, args.telling)?,
        None => conclude(&merged, args.telling, Asked::default())?,
    };
    if args.telling.json {
        say!("{facts:#}");
    }
    name_failed(&merged.manifest)
}
