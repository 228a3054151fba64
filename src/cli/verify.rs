//! `plaza verify`: runs stored blocks again and compares.

use std::path::PathBuf;

use serde_json::json;

use plaza_batch::failure::Failure;

use crate::setup::results::Results;
use crate::studies::verified::{Verified, verify};

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
    let folder = args.folder.display();
    let results = Results::open(&args.folder)?;
    let Verified {
        run_again,
        differing,
        held,
    } = verify(&results, args.sample)?;
    let (done, all) = results.manifest.progress();
    if args.json {
        let facts = json!({
            "folder": folder.to_string(),
            "run_again": run_again,
            "differing": differing,
            "done": done,
            "all": all,
        });
        say!("{facts:#}");
    }
    if !differing.is_empty() {
        return Err(Failure::Work(format!(
            "{folder} differs when it is made again:\n  {}",
            differing.join("\n  ")
        )));
    }
    if !args.json {
        say!("{run_again} blocks run again, and what was made of them: every byte is equal");
        if !held.is_empty() {
            say!("held against their digests only: {}", held.join(", "));
        }
    }
    if done < all {
        return Err(Failure::Work(format!(
            "{folder} is not complete: {done} of {all} blocks are done; the call that made it goes on from there"
        )));
    }
    Ok(())
}
