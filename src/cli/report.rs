//! `plaza report DIR`: all of an experiment on one page.

use std::path::{Path, PathBuf};

use crate::cli::{Failure, compare, plot};
use crate::io::config::{self, Overrides};
use crate::io::files::write_whole;
use crate::io::inputs::{self, EXPERIMENT};
use crate::io::manifest::{Manifest, USUAL, VERSION};
use crate::io::problem::Problem;
use crate::io::{comparison, report};

/// The page, in the result folder.
const FILE: &str = "report.html";

/// Writes report.html, one page without scripts that needs no network: the comparison, the summary,
/// all figures, policies, parameters and where everything comes from. What is missing is made first:
/// the summary and the standard figures, and the comparison where there are two policies or more and
/// comparison.csv is not of all of them.
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
    let manifest = Manifest::read(folder)?;
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
    let (page, left_out) = report::html(folder, &manifest, &loaded)?;
    let path = folder.join(FILE);
    write_whole(&path, page.as_bytes())?;
    for left_out in left_out {
        say!("left out {left_out}");
    }
    say!("wrote {}", path.display());
    Ok(())
}

/// Summary, figures and comparison, where the folder does not have them.
fn make_what_is_missing(folder: &Path, manifest: &Manifest) -> Result<(), Failure> {
    if !folder.join("summary.csv").is_file() || !folder.join("figures").is_dir() {
        plot::sum_up(folder, plot::Asked::default())?;
    }
    let names = || manifest.policies.keys();
    let baseline = names().find(|name| *name == USUAL).or(names().next());
    match baseline {
        Some(baseline) if names().len() > 1 && !report::is_compared(folder, manifest)? => {
            let scored = folder.join("scorecard.csv").is_file();
            compare::run(&compare::Args::new(folder, baseline, scored))
        }
        _ => Ok(()),
    }
}
