//! `plaza compare DIR`: every policy of a result folder against one of them, on equal luck.

use std::path::PathBuf;

use plaza_batch::failure::Failure;
use plaza_batch::layout::width;
use plaza_batch::manifest::USUAL;

use crate::cli::telling::tell;
use crate::runs::made::Made;
use crate::setup::results::Results;
use crate::studies::comparison::MARGIN;
use crate::studies::comparison::files::{Asked, make};

/// Compares every policy of a result folder with a baseline, replicate by replicate on equal luck:
/// paired differences with intervals, verdicts over the whole family, the chance of being the best,
/// deaths against cost, where deaths change and who dies. Writes comparison.csv, cost_effect.csv,
/// breakdown.csv, difference_map.csv and figures, and marginal.csv where policies were also run without
/// one of their levers.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  plaza compare results/default
  plaza compare results/default --baseline no_intervention --margin 0.05
  plaza compare results/policies --scorecard             and the documents' own tables")]
pub struct Args {
    /// The result folder, as `plaza run` wrote it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Name of the policy that the others are compared with
    #[arg(long, value_name = "P", default_value = USUAL)]
    baseline: String,
    /// Differences surely smaller than this share of the baseline are called equivalent
    #[arg(long, value_name = "SHARE", default_value_t = MARGIN, value_parser = share, allow_hyphen_values = true)]
    margin: f64,
    /// Also fills the documents' own tables from the simulation, by the rules of docs/scorecard.md, whose
    /// baseline is their own. Writes scorecard.csv and bad_sides.csv
    #[arg(long)]
    scorecard: bool,
    /// Print one JSON document in the place of tables: rows with the names and numbers of the CSV files
    #[arg(long)]
    json: bool,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..1.0).contains(share));
    share.ok_or_else(|| "expected a share of the baseline from 0 to below 1, as 0.02".to_owned())
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let results = Results::of_run(&args.folder)?;
    let asked = Asked {
        baseline: args.baseline.clone(),
        margin: args.margin,
        scorecard: args.scorecard,
    };
    let mut made = Made::open(&results, asked.by());
    let (text, facts) = make(&results, &asked, &mut made, width())?;
    Ok(tell(&mut made, &results, &text, facts, args.json)?)
}
