//! `plaza discover DIR`: what a design of points tells.

use std::path::PathBuf;

use plaza_batch::failure::Failure;
use plaza_batch::layout::width;

use crate::cli::telling::tell;
use crate::runs::made::Made;
use crate::setup::results::Results;
use crate::studies::discover::files::{Asked, make};
use crate::studies::discover::question::Question;

/// Reads a design of points: which inputs decide which policy wins, where a policy is worse than another (boxes of
/// PRIM and a small tree), what each policy risks (regret), and how far each input must move until a headline turns.
/// Writes ranking_sensitivity.csv, boxes.csv, tree.csv, regret.csv, breakdown.csv, breakdown_curve.csv and figures.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  plaza design configs/experiments/design_smoke.toml
  plaza discover results/design_smoke
  plaza discover results/robustness --question 'local_capacity worse than status_quo'
  plaza discover results/robustness --outcome extortions --question 'regret of social > 1000'
  plaza discover results/robustness --question 'oc_deaths of status_quo > 50000'")]
pub struct Args {
    /// The result folder, as `plaza design` wrote it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The outcome: a metric of `plaza compare`, as oc_deaths [default: that of the question, or oc_deaths]
    #[arg(long, value_name = "NAME")]
    outcome: Option<String>,
    /// Name of the policy that the others are compared with [default: status_quo, or the first]
    #[arg(long, value_name = "P")]
    baseline: Option<String>,
    /// What is to be explained: `A worse than B` (or better), `OUTCOME [of POLICY] > NUMBER` (or <, above, below),
    /// `regret [of POLICY] > NUMBER`; the policy is the baseline unless it is named [default: of each policy whether it
    /// is worse than the baseline]
    #[arg(long, value_name = "QUESTION")]
    question: Option<Question>,
    /// Print one JSON document in the place of tables: rows with the names and numbers of the CSV files
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let results = Results::of_design(&args.folder)?;
    let asked = Asked {
        outcome: args.outcome.clone(),
        baseline: args.baseline.clone(),
        question: args.question.clone(),
    };
    let mut made = Made::open(&results, asked.by());
    let (text, facts) = make(&results, &asked, &mut made, width())?;
    Ok(tell(&mut made, &results, &text, facts, args.json)?)
}
