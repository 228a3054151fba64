//! `plaza report DIR`: all of an experiment on one page.

use std::path::{Path, PathBuf};

use plaza_batch::manifest::{Manifest, VERSION};
use plaza_batch::problem::Problem;

use crate::cli::{compare, plot};
use crate::runs::made::{BY_RUN, Made, Standing};
use crate::setup::inputs::EXPERIMENT;
use crate::setup::{Overrides, inputs};
use crate::studies::comparison::files as comparison;
use crate::{report, setup as config};
use plaza_batch::failure::Failure;

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
    let folder = &args.folder;
    let manifest = Manifest::of_run(folder)?;
    let problems = comparison::problems(folder, &manifest);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let experiment = inputs::place(folder, EXPERIMENT);
    let loaded = config::load(Some(&experiment), &Overrides::default()).map_err(|problems| {
        let made = &manifest.plaza;
        let message = format!("was made by plaza {made}, expected plaza {VERSION}");
        match made == VERSION {
            true => problems,
            false => vec![Problem::whole(folder, message)],
        }
    })?;
    make_what_is_missing(folder, &manifest)?;
    let mut made = Made::open(folder, &manifest);
    let (page, left_out) = report::html(folder, &manifest, &loaded, &made)?;
    made.put(FILE, page.as_bytes(), "plaza report")?;
    for left_out in left_out {
        say!("left out {left_out}");
    }
    for path in made.finish()? {
        say!("wrote {}", path.display());
    }
    Ok(())
}

/// Summary, figures and comparison, where the folder does not have them, or not of these results.
fn make_what_is_missing(folder: &Path, manifest: &Manifest) -> Result<(), Failure> {
    let mut made = Made::open(folder, manifest);
    let is_current = |made: &Made, name: &str| made.standing(name) == Standing::Current;
    let of_run = made.by(BY_RUN).all(|name| is_current(&made, name));
    let has = is_current(&made, "summary.csv") && folder.join("figures").is_dir();
    if !of_run || !has {
        plot::sum_up(folder, manifest, None, plot::Asked::default(), &mut made)?;
        made.finish()?;
    }
    // One that is renewed is of the baseline and the margin that were asked for.
    let by = made.noted().find(|(name, _)| *name == "comparison.csv");
    let by = by.map(|(_, by)| by.to_owned());
    let whole = by
        .iter()
        .flat_map(|by| made.by(by))
        .all(|name| is_current(&made, name));
    if whole && is_current(&made, "comparison.csv") {
        return Ok(());
    }
    let asked = by.and_then(|by| compare::Args::of(folder, &by));
    let asked = asked.filter(|asked| asked.is_of(manifest));
    match manifest.baseline() {
        Some(baseline) if manifest.policies.len() > 1 => {
            let scored = made.standing("scorecard.csv") != Standing::Absent;
            let usual = || compare::Args::new(folder, baseline, scored);
            compare::run(&asked.map_or_else(usual, |asked| asked.and_scored(scored)))
        }
        _ => Ok(()),
    }
}
