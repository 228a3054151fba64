//! `plaza compare DIR`: every policy of a result folder against one of them, on equal luck.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cli::Failure;
use crate::experiment::comparison::outcomes::Outcomes;
use crate::experiment::comparison::places;
use crate::experiment::comparison::screen::screen;
use crate::experiment::comparison::{Comparison, MARGIN};
use crate::experiment::scorecard;
use crate::io::config::embedded;
use crate::io::config::scorecard::{EMBEDDED, read_scorecard};
use crate::io::csv_text::csv;
use crate::io::figures::{self, cost_effect, forest, policy_metrics};
use crate::io::files::write_whole;
use crate::io::manifest::{Manifest, USUAL};
use crate::io::problem::Problem;
use crate::io::{comparison, difference_map, inputs, results, scorecard as tables};

/// Compares every policy of a result folder with a baseline, replicate by replicate on equal luck:
/// paired differences with intervals, verdicts over the whole family, the chance of being the best,
/// deaths against cost. Writes comparison.csv, cost_effect.csv and figures.
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
}

impl Args {
    /// The call for this folder and baseline, with or without the scorecard, and otherwise as it is by
    /// default.
    pub fn new(folder: &Path, baseline: &str, scorecard: bool) -> Self {
        Self {
            folder: folder.to_owned(),
            baseline: baseline.to_owned(),
            margin: MARGIN,
            scorecard,
        }
    }
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..1.0).contains(share));
    share.ok_or_else(|| "expected a share of the baseline from 0 to below 1, as 0.02".to_owned())
}

/// Reads the folder block by block, and writes what it comes to.
pub fn run(args: &Args) -> Result<(), Failure> {
    let folder = &args.folder;
    let manifest = Manifest::read(folder)?;
    let baseline = manifest.named(folder, &args.baseline)?;
    if manifest.policies.len() < 2 {
        let message = format!("has only the policy `{baseline}`, expected two or more to compare");
        return Err(Problem::whole(folder, message).into());
    }
    let problems = comparison::problems(folder, &manifest);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let outcomes = comparison::outcomes(folder, &manifest, &inputs::map(folder)?)?;
    let baseline = outcomes.policy(baseline);
    let Some(baseline) = baseline.filter(|_| !outcomes.replicates.is_empty()) else {
        let message = "has no replicate that is there under every policy, expected one or more";
        return Err(Problem::whole(folder, message).into());
    };
    let compared = Comparison::new(&outcomes, baseline, args.margin);
    say!("{}", screen(&compared));
    if let Some(dropped) = dropped(&manifest, &outcomes) {
        say!("{dropped}\n");
    }
    let figures = [
        ("forest", forest::draw(&compared)),
        ("policy_metrics", policy_metrics::draw(&compared)),
        ("cost_effect", cost_effect::draw(&compared)),
    ];
    write(folder, "comparison.csv", csv(&compared.rows))?;
    write(folder, "cost_effect.csv", csv(&compared.cost_effects))?;
    for (name, svg) in figures {
        write(
            folder,
            &format!("figures/{name}.svg"),
            figures::stamped(&svg, &manifest.notices),
        )?;
    }
    map_differences(folder, &manifest, &outcomes, &compared.baseline)?;
    if args.scorecard {
        documents(folder, &outcomes)?;
    }
    Ok(())
}

/// Where policies change deaths; says why not where the folder does not tell.
fn map_differences(
    folder: &Path,
    manifest: &Manifest,
    outcomes: &Outcomes,
    baseline: &str,
) -> Result<(), Failure> {
    if let Some(reason) = difference_map::lacking(manifest, outcomes) {
        say!("skipped figure map_difference: {reason}");
        return Ok(());
    }
    let map = inputs::map(folder)?;
    let rows = difference_map::differences(folder, manifest, &map, outcomes, baseline)?;
    let figure = figures::difference_map::draw(&map, &rows, baseline, outcomes);
    write(folder, "difference_map.csv", csv(&rows))?;
    let bytes = results::encode(&places::table(&rows), &manifest.digest);
    write(folder, "difference_map.parquet", &bytes)?;
    write(
        folder,
        "figures/map_difference.svg",
        figures::stamped(&figure, &manifest.notices),
    )
}

/// Holds the outcomes against the documents' own tables.
fn documents(folder: &Path, outcomes: &Outcomes) -> Result<(), Failure> {
    let scorecard = read_scorecard(&embedded::path(EMBEDDED))?;
    let found = scorecard::held(&scorecard, outcomes);
    say!("\n{}", scorecard::screen::screen(&found));
    write(folder, "scorecard.csv", tables::cells(&found))?;
    write(folder, "bad_sides.csv", tables::bad_sides(&found))
}

/// Which replicates are compared under no policy, because one lacks them, and why.
fn dropped(manifest: &Manifest, outcomes: &Outcomes) -> Option<String> {
    let mut causes: BTreeMap<u32, String> = outcomes
        .dropped
        .iter()
        .map(|number| (*number, "not run under every policy".to_owned()))
        .collect();
    for (policy, replicate, cause) in manifest.failed() {
        causes.insert(replicate, format!("failed under {policy}: {cause}"));
    }
    let told: Vec<String> = causes
        .into_iter()
        .map(|(replicate, cause)| format!("\n  replicate {replicate}: {cause}"))
        .collect();
    (!told.is_empty()).then(|| {
        let told = told.concat();
        format!("dropped for every policy, since one lacks them:{told}")
    })
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> Result<(), Failure> {
    let path = folder.join(name);
    write_whole(&path, bytes.as_ref())?;
    say!("wrote {}", path.display());
    Ok(())
}
