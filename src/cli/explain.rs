//! `plaza explain DIR`: tells the story of one replicate.

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use plaza_batch::layout::{folded, width};
use plaza_batch::manifest::{PolicyResults, USUAL};
use plaza_batch::problem::Problem;

use crate::runs::design::{BLOCK, TEST};
use crate::runs::dictionary::{EVENTS, NATIONAL, ORGANIZATIONS};
use crate::setup::results::Results;
use crate::studies::story::{Source, fitted, story};
use plaza_batch::failure::Failure;

/// Tells the story of one replicate from its events: who fell, who split, who fought whom.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  plaza explain results/default --replicate 3 --policy kingpin_only")]
pub struct Args {
    /// The result folder, as `plaza run` wrote it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Number of the replicate, from 0
    #[arg(long, value_name = "N")]
    replicate: u32,
    /// Name of the policy [default: status_quo, or without it the folder's first]
    #[arg(long, value_name = "P")]
    policy: Option<String>,
    /// Print one JSON document: what is told of each year, line by line
    #[arg(long)]
    json: bool,
}

/// Prints the story.
pub fn run(args: &Args) -> Result<(), Failure> {
    let results = Results::of_run(&args.folder)?;
    let number = args.replicate;
    let (policy, of_policy) = policy(args, &results)?;
    let mut blocks = results.blocks_of(policy);
    let block = blocks.find(|block| block.number == number / BLOCK);
    let block = block.filter(|_| number < of_policy.replicates);
    let Some(block) = block.filter(|block| !block.results.failed.contains_key(&number)) else {
        return Err(results.wrong(lacking(policy, of_policy, number)).into());
    };
    let told = story(Source {
        policy,
        replicate: number,
        map: results.map()?,
        national: &block.read(&NATIONAL)?,
        organizations: &block.read(&ORGANIZATIONS)?,
        events: &block.read(&EVENTS)?,
    });
    let Some(told) = told else {
        let message = format!("has no rows of replicate {number} of `{policy}`");
        return Err(results.wrong(message).into());
    };
    if args.json {
        let years: Vec<Json> = (told.years.iter())
            .map(|(year, told)| json!({ "year": year, "told": told.lines().collect::<Vec<_>>() }))
            .collect();
        let mut facts = results.facts();
        facts["policy"] = json!(policy);
        facts["replicate"] = json!(number);
        facts["title"] = json!(told.title);
        facts["years"] = json!(years);
        say!("{facts:#}");
        return Ok(());
    }
    if results.manifest.is_test() {
        say!("{}", folded(TEST, width()).trim_end());
    }
    say!("{}", fitted(&told.to_string(), width()).trim_end());
    Ok(())
}

/// The policy asked for, if the folder has it.
fn policy<'a>(args: &Args, of: &'a Results) -> Result<(&'a str, &'a PolicyResults), Problem> {
    match &args.policy {
        Some(wanted) => of.named(wanted),
        None => of.named(of.manifest.baseline().unwrap_or(USUAL)),
    }
}

/// Why the folder does not hold the replicate.
fn lacking(policy: &str, results: &PolicyResults, number: u32) -> String {
    let block = number / BLOCK;
    if number >= results.replicates {
        let last = results.replicates.saturating_sub(1);
        return format!("has no replicate {number} of `{policy}`, expected 0 to {last}");
    }
    match results
        .blocks
        .get(&block)
        .and_then(|done| done.failed.get(&number))
    {
        Some(cause) => format!(
            "has no rows of replicate {number} of `{policy}`: it failed: {cause}; expected another"
        ),
        None => format!(
            "has not run replicate {number} of `{policy}` yet (block {block}), expected one of a \
             block that is done"
        ),
    }
}
