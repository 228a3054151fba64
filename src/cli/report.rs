//! `plaza report DIR`: all of an experiment on one page.

use std::path::PathBuf;

use plaza_batch::failure::Failure;
use plaza_batch::layout::width;
use plaza_batch::manifest::VERSION;

use crate::cli::telling::tell;
use crate::report;
use crate::runs::dictionary::TABLES;
use crate::runs::made::{BY_RUN, Made};
use crate::setup::results::Results;

/// The page, in the result folder.
const FILE: &str = "report.html";

/// Writes report.html, one page without scripts that needs no network: the comparison, the summary,
/// all figures, policies, parameters and where everything comes from. What is missing is made first:
/// the summary and the standard figures, and the comparison where there are two policies or more and
/// comparison.csv is not of all of them; one that was made before is renewed with its baseline and margin.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  plaza report results/default")]
pub struct Args {
    /// The result folder, as `plaza run` wrote it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let results = Results::of_run(&args.folder)?;
    results.whole(&TABLES)?;
    results.loaded().map_err(|problems| {
        let made = &results.manifest.plaza;
        let message = format!("was made by plaza {made}, expected plaza {VERSION}");
        match made == VERSION {
            true => problems,
            false => results.wrong(message).into(),
        }
    })?;
    let mut made = Made::open(&results, BY_RUN);
    let compared = report::make_what_is_missing(&results, &mut made, width())?;
    if let Some((text, facts)) = compared {
        tell(&mut made, &results, &text, facts, false)?;
    }
    let (page, left_out) = report::html(&results, &made)?;
    made.is_by("plaza report");
    made.put(FILE, page.as_bytes())?;
    for left_out in left_out {
        say!("left out {left_out}");
    }
    for path in made.finish()? {
        say!("wrote {}", path.display());
    }
    Ok(())
}
