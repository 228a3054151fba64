//! `plaza plot DIR`: draws the figures of a result folder again.

use std::path::PathBuf;

use plaza_batch::failure::Failure;

use crate::runs::made::{BY_RUN, Made};
use crate::setup::results::Results;
use crate::studies::summary::files::{Asked, sum_up};

/// Draws the standard figures of a result folder again, from its tables.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: plaza plot results/default")]
pub struct Args {
    /// The result folder, as `plaza run` wrote it.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Reads the folder's tables and map, and writes its summary and figures.
pub fn run(args: &Args) -> Result<(), Failure> {
    let results = Results::of_run(&args.folder)?;
    let (done, all) = results.manifest.progress();
    if done == 0 {
        let message = "has no block that is done, expected one or more to sum up";
        return Err(results.wrong(message).into());
    }
    if done < all {
        remark!(
            "note: {done} of {all} blocks are done: of these alone are the summary and the figures"
        );
    }
    let mut made = Made::open(&results, BY_RUN);
    let summed_up = sum_up(&results, Asked::default(), &mut made)?;
    for path in made.finish()? {
        say!("wrote {}", path.display());
    }
    for skipped in summed_up.skipped {
        say!("skipped {skipped}");
    }
    Ok(())
}
