//! `plaza explore DIR`: all of an experiment on one page that answers.

use std::path::PathBuf;

use plaza_batch::failure::Failure;
use plaza_batch::layout::width;

use crate::cli::telling::tell;
use crate::explore::{self, FILE};
use crate::report::make_what_is_missing;
use crate::runs::made::{BY_RUN, Made, Standing};
use crate::setup::results::Results;
use crate::studies::dictionary::of_block;

/// The map of a twin experiment, without which there is no page.
const TWIN_MAP: &str = "twin_map.csv";

/// Writes explore.html, one page that needs neither a server nor the network: the answer in words, the map
/// month by month, two policies side by side or their difference, curves, and single futures told. The map needs the
/// table months, which standard experiments record (`[record] months = true`). What is missing of summary and
/// comparison is made first. Of a folder that `plaza twin` filled: the effects of the event, and where.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  plaza explore results/default")]
pub struct Args {
    /// The result folder, as `plaza run` wrote it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let results = Results::open(&args.folder)?;
    let mut made = Made::open(&results, BY_RUN);
    if results.manifest.twin {
        results.whole(of_block(true))?;
        if made.standing(TWIN_MAP) != Standing::Current {
            let message = format!(
                "has no `{TWIN_MAP}` of these pairs, expected `plaza twin` to make it first"
            );
            return Err(results.wrong(message).into());
        }
    } else {
        let results = Results::of_run(&args.folder)?;
        results.whole(of_block(false))?;
        let compared = make_what_is_missing(&results, &mut made, width())?;
        if let Some((text, facts)) = compared {
            tell(&mut made, &results, &text, facts, false)?;
        }
    }
    let page = explore::page(&results, &made)?;
    made.is_by("plaza explore");
    made.put(FILE, page.as_bytes())?;
    for path in made.finish()? {
        say!("wrote {}", path.display());
    }
    Ok(())
}
