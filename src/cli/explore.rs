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
use crate::studies::discover::files as discover;

/// The map of a twin experiment, without which there is no page.
const TWIN_MAP: &str = "twin_map.csv";

/// Writes explore.html, one page that needs neither a server nor the network: the answer in words, the map
/// month by month, two policies side by side or their difference, curves, and single futures told. The map needs the
/// table months, which standard experiments record (`[record] months = true`). What is missing of summary and
/// comparison is made first. Of a folder that `plaza twin` filled: the effects of the event, and where. Of a folder of
/// `plaza design`: what `plaza discover` makes of it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  plaza explore results/default
  plaza explore results/policies --discovered results/robustness
  plaza explore results/robustness")]
pub struct Args {
    /// The result folder, as `plaza run`, `plaza twin` or `plaza design` wrote it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Tell in the same page what the answers hang on: by this folder of `plaza design`, which `plaza discover` has read
    #[arg(long, value_name = "DIR")]
    discovered: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let results = Results::open(&args.folder)?;
    let mut made = Made::open(&results, BY_RUN);
    let is_run = results.manifest.design.is_none() && !results.manifest.twin;
    let results = match (results.manifest.twin, is_run) {
        (true, _) => results,
        (_, true) => Results::of_run(&args.folder)?,
        (_, false) => Results::of_design(&args.folder)?,
    };
    if args.discovered.is_some() && !is_run {
        let message = "is none: `--discovered` goes with a folder of `plaza run`";
        return Err(results.wrong(message).into());
    }
    results.whole(of_block(&results.manifest))?;
    if results.manifest.twin {
        if made.standing(TWIN_MAP) != Standing::Current {
            let message = format!(
                "has no `{TWIN_MAP}` of these pairs, expected `plaza twin` to make it first"
            );
            return Err(results.wrong(message).into());
        }
    } else if is_run {
        let compared = make_what_is_missing(&results, &mut made, width())?;
        if let Some((text, facts)) = compared {
            tell(&mut made, &results, &text, facts, false)?;
        }
    } else if !discover::are_made(&made) {
        let asked = discover::Asked::default();
        made.is_by(asked.by());
        let (text, facts) = discover::make(&results, &asked, &mut made, width())?;
        tell(&mut made, &results, &text, facts, false)?;
    }
    let other = args.discovered.as_deref().map(Results::of_design);
    let other = other.transpose()?;
    let of_other = other.as_ref().map(|other| Made::open(other, BY_RUN));
    let discovered = match (&other, &of_other) {
        (Some(other), Some(of_other)) => Some((other, of_other)),
        _ => (!is_run && !results.manifest.twin).then_some((&results, &made)),
    };
    let page = explore::page(&results, &made, discovered)?;
    made.is_by("plaza explore");
    made.put(FILE, page.as_bytes())?;
    for path in made.finish()? {
        say!("wrote {}", path.display());
    }
    Ok(())
}
