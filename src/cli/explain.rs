//! `plaza explain DIR`: tells the story of one replicate.

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use plaza_batch::layout::{broken, folded, width};
use plaza_batch::manifest::{BlockResults, Manifest, USUAL};
use plaza_batch::problem::Problem;
use plaza_batch::results;

use crate::cli::telling::stamp;
use crate::runs::design::{BLOCK, TEST};
use crate::runs::dictionary::{EVENTS, NATIONAL, ORGANIZATIONS};
use crate::setup::inputs;
use crate::studies::story::{Source, story};
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
    let folder = &args.folder;
    let manifest = Manifest::of_run(folder)?;
    let policy = policy(args, &manifest)?;
    let block = args.replicate / BLOCK;
    held(args, &manifest, policy, block)?;
    let map = inputs::map(folder)?;
    let read = |table| results::read_block(folder, &manifest, table, policy, block);
    let told = story(Source {
        policy,
        replicate: args.replicate,
        map: &map,
        national: &read(&NATIONAL)?,
        organizations: &read(&ORGANIZATIONS)?,
        events: &read(&EVENTS)?,
    });
    let Some(told) = told else {
        let message = format!("has no rows of replicate {} of `{policy}`", args.replicate);
        return Err(Problem::whole(folder, message).into());
    };
    if args.json {
        let years: Vec<Json> = (told.years.iter())
            .map(|(year, told)| json!({ "year": year, "told": told.lines().collect::<Vec<_>>() }))
            .collect();
        let mut facts = json!({
            "folder": folder.display().to_string(),
            "policy": policy,
            "replicate": args.replicate,
            "title": told.title,
            "years": years,
        });
        stamp(&mut facts, &manifest);
        say!("{facts:#}");
        return Ok(());
    }
    if manifest.is_test() {
        say!("{}", folded(TEST, width()).trim_end());
    }
    say!("{}", fitted(&told.to_string(), width()).trim_end());
    Ok(())
}

/// A story whose lines fit the screen: what goes on below stands further in than its first line.
fn fitted(story: &str, width: usize) -> String {
    const HANGING: usize = 4;
    let mut text = String::new();
    for line in story.lines() {
        if line.chars().count() <= width {
            text += line;
        } else if line.chars().all(|rule| rule == '=') {
            text += &"=".repeat(width);
        } else {
            let words = line.trim_start();
            let indent = line.len() - words.len();
            // Two spaces that align a number stay.
            let first = broken(words, width - indent - 1).swap_remove(0);
            let count = first.split_whitespace().count();
            let end = words
                .char_indices()
                .filter(|(at, space)| *space == ' ' && !words[..*at].ends_with(' ') && *at > 0);
            let (first, rest) = words.split_at(end.map(|(at, _)| at).nth(count - 1).unwrap_or(0));
            text += &format!("{:indent$}{first}", "");
            let hanging = indent + HANGING;
            for line in broken(rest, width - hanging) {
                text += &format!("\n{:hanging$}{line}", "");
            }
        }
        text.push('\n');
    }
    text
}

/// The policy asked for, if the folder has it.
fn policy<'a>(args: &Args, manifest: &'a Manifest) -> Result<&'a str, Failure> {
    let first = || manifest.policies.keys().next().map(String::as_str);
    let named = |name| manifest.named(&args.folder, name);
    let found = match &args.policy {
        Some(wanted) => named(wanted),
        None => named(USUAL).or_else(|problem| first().ok_or(problem)),
    };
    Ok(found?)
}

/// Says why the folder does not hold the replicate, if so.
fn held(args: &Args, manifest: &Manifest, policy: &str, block: u32) -> Result<(), Failure> {
    let (number, results) = (args.replicate, &manifest.policies[policy]);
    let cause = |done: &BlockResults| done.failed.get(&number).cloned();
    let message = match results.blocks.get(&block) {
        _ if number >= results.replicates => format!(
            "has no replicate {number} of `{policy}`, expected 0 to {}",
            results.replicates.saturating_sub(1)
        ),
        None => format!(
            "has not run replicate {number} of `{policy}` yet (block {block}), expected one of a \
             block that is done"
        ),
        Some(done) => match cause(done) {
            Some(cause) => format!(
                "has no rows of replicate {number} of `{policy}`: it failed: {cause}; expected \
                 another"
            ),
            None => return Ok(()),
        },
    };
    Err(Problem::whole(&args.folder, message).into())
}
