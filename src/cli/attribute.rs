//! `plaza attribute DIR`: shares a rise of deaths out between causes.

use std::path::PathBuf;

use plaza_batch::failure::Failure;
use plaza_batch::layout::width;

use crate::cli::telling::tell;
use crate::runs::made::Made;
use crate::setup::results::Results;
use crate::studies::attribution::files::make;

/// Shares organized-crime deaths, and their rise from the first year to the last, out between the causes that the
/// experiment names: the Shapley value of each over all worlds that lack some of them, with intervals. Writes
/// attribution.csv and figures/attribution.svg.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  plaza run configs/experiments/attribution.toml
  plaza attribute results/attribution")]
pub struct Args {
    /// The result folder, as `plaza run` wrote it of an experiment with a section `[attribution]`
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Print one JSON document in the place of tables: rows with the names and numbers of the CSV files
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let results = Results::of_run(&args.folder)?;
    let mut made = Made::open(&results, "plaza attribute");
    let (text, facts) = make(&results, &mut made, width())?;
    Ok(tell(&mut made, &results, &text, facts, args.json)?)
}
