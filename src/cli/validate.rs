//! `plaza validate DIR`: holds a result folder against the facts.

use std::path::PathBuf;

use plaza_batch::failure::Failure;
use plaza_batch::layout::width;
use plaza_batch::manifest::USUAL;
use plaza_batch::problem::Problem;
use plaza_batch::screen::note;

use crate::cli::telling::tell;
use crate::files::embedded;
use crate::maps::reference::reference;
use crate::runs::made::Made;
use crate::setup::results::Results;
use crate::setup::told_of;
use crate::studies::hindcast::files::observed;
use crate::studies::scores::rivals::{self, Rivals};
use crate::studies::validation::files::{Asked, Told, make};
use crate::studies::validation::read_targets as targets;

/// Compares a result folder with the targets: simulated median and 5-95 % band over replicates,
/// observed, accepted, verdict. Writes validation.csv and figures/validation.svg; where the
/// experiment names observed deaths, also hindcast.csv, hindcast_skill.csv, scores.csv and their figures.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  plaza validate results/default
  plaza validate results/default --targets my_targets.toml
  plaza validate results/hindcast --event-study          and the regression of the literature")]
pub struct Args {
    /// The result folder, as `plaza run` wrote it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Name of the policy that is held against the facts
    #[arg(long, value_name = "P", default_value = USUAL)]
    policy: String,
    /// Targets, instead of those that the program carries
    #[arg(long, value_name = "FILE")]
    targets: Option<PathBuf>,
    /// Forecasts that need no model, instead of those that the program carries: what a hindcast is scored beside
    #[arg(long, value_name = "FILE")]
    rivals: Option<PathBuf>,
    /// Also runs the event study of the literature on the simulated data: deaths around removals of
    /// leaders and plaza bosses, by Poisson regression with effects of municipalities and of states
    /// by month. Writes event_study.csv and figures/event_study.svg
    #[arg(long)]
    event_study: bool,
    /// Print one JSON document in the place of tables: rows with the names and numbers of the CSV files
    #[arg(long)]
    json: bool,
}

impl Args {
    /// What is noted with the files that are made: of targets of one's own, that they are such.
    fn by(&self) -> String {
        let targets = if self.targets.is_some() {
            " --targets"
        } else {
            ""
        };
        let study = if self.event_study {
            " --event-study"
        } else {
            ""
        };
        let rivals = if self.rivals.is_some() {
            " --rivals"
        } else {
            ""
        };
        format!(
            "plaza validate --policy {}{targets}{rivals}{study}",
            self.policy
        )
    }
}

/// Reads the folder once, and writes what it comes to.
pub fn run(args: &Args) -> Result<(), Failure> {
    let results = Results::of_run(&args.folder)?;
    let (policy, of_policy) = results.named(&args.policy)?;
    if of_policy.blocks.is_empty() {
        let message = format!("has no block of `{policy}` yet, expected one that is done");
        return Err(results.wrong(message).into());
    }
    let manifest = &results.manifest;
    let (done, all) = manifest.progress();
    if done < all {
        note(format_args!(
            "{done} of {all} blocks are done: what is held against the targets is these alone"
        ));
    }
    let map = results.map()?;
    let embedded = embedded::path(targets::EMBEDDED);
    let mut targets = targets::read_targets(args.targets.as_deref().unwrap_or(&embedded))?;
    told_of(manifest).iter().for_each(note);
    if let Some(foreign) = targets.foreign_to(map, &reference().country) {
        if let Some(own) = &args.targets {
            return Err(Problem::whole(own, foreign).into());
        }
        note(format_args!(
            "{foreign}: without `--targets FILE` what is simulated is reported, and nothing is judged"
        ));
        targets = targets.unjudged(map, manifest.weeks);
    }
    let (observed, notice) = observed(&results)?;
    notice.iter().for_each(note);
    let rivals = embedded::path(rivals::EMBEDDED);
    let rivals = Rivals::read(args.rivals.as_deref().unwrap_or(&rivals))?;
    let mut made = Made::open(&results, args.by());
    let asked = Asked {
        policy,
        targets,
        observed: &observed,
        rivals,
        event_study: args.event_study,
    };
    let Told { text, facts, far } = make(&results, asked, &mut made, width())?;
    for notice in far {
        remark!("note: {notice}");
    }
    Ok(tell(&mut made, &results, &text, facts, args.json)?)
}
