//! `plaza compare DIR`: every policy of a result folder against one of them, on equal luck.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use plaza_batch::layout::width;
use plaza_batch::manifest::{Manifest, USUAL};
use plaza_batch::problem::Problem;

use crate::cli::answer::glosses;
use crate::cli::telling::{documented, stamp};
use crate::files::csv_text::csv;
use crate::files::embedded;
use crate::runs::made::Made;
use crate::setup::inputs;
use crate::studies::comparison::outcomes::Outcomes;
use crate::studies::comparison::screen::screen;
use crate::studies::comparison::{
    Comparison, MARGIN, cost_effect_figure as cost_effect, difference_map, files as comparison,
    forest_figure as forest, places, policy_metrics_figure as policy_metrics,
};
use crate::studies::scorecard;
use crate::studies::scorecard::files as tables;
use crate::studies::scorecard::read_rules::{EMBEDDED, read_scorecard};
use plaza_batch::failure::Failure;

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
    /// Print one JSON document in the place of tables: rows with the names and numbers of the CSV files
    #[arg(long)]
    json: bool,
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
            json: false,
        }
    }

    /// The call that made files, by what is noted with them; `None` of another command's.
    pub fn of(folder: &Path, by: &str) -> Option<Self> {
        let words: Vec<&str> = by.strip_prefix("plaza compare ")?.split(' ').collect();
        let ["--baseline", baseline, "--margin", margin, ref more @ ..] = words[..] else {
            return None;
        };
        let scorecard = more == ["--scorecard"];
        Some(Self {
            margin: margin.parse().ok()?,
            ..Self::new(folder, baseline, scorecard)
        })
    }

    /// The same, with the scorecard too if `scored` says so.
    pub fn and_scored(self, scored: bool) -> Self {
        Self {
            scorecard: self.scorecard || scored,
            ..self
        }
    }

    /// Whether the folder has the baseline.
    pub fn is_of(&self, manifest: &Manifest) -> bool {
        manifest.policies.contains_key(&self.baseline)
    }

    /// What is noted with the files that are made.
    fn by(&self) -> String {
        let scorecard = if self.scorecard { " --scorecard" } else { "" };
        let (baseline, margin) = (&self.baseline, self.margin);
        format!("plaza compare --baseline {baseline} --margin {margin}{scorecard}")
    }
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..1.0).contains(share));
    share.ok_or_else(|| "expected a share of the baseline from 0 to below 1, as 0.02".to_owned())
}

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let folder = &args.folder;
    let manifest = Manifest::of_run(folder)?;
    let mut made = Made::open(folder, &manifest);
    let Compared { text, mut facts } = make(args, &manifest, &mut made)?;
    let written = made.finish()?;
    if args.json {
        facts["written"] = documented(folder, &written);
        say!("{facts:#}");
        return Ok(());
    }
    say!("{text}");
    for path in written {
        say!("wrote {}", path.display());
    }
    Ok(())
}

/// What a comparison is told as.
pub struct Compared {
    /// For a screen.
    text: String,
    /// For programs.
    facts: Json,
}

/// Reads the folder block by block, and makes what it comes to; gives what is to be said.
pub fn make(args: &Args, manifest: &Manifest, made: &mut Made) -> Result<Compared, Failure> {
    let folder = &args.folder;
    let baseline = manifest.named(folder, &args.baseline)?;
    if manifest.policies.len() < 2 {
        let message = format!("has only the policy `{baseline}`, expected two or more to compare");
        return Err(Problem::whole(folder, message).into());
    }
    let problems = comparison::problems(folder, manifest);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let outcomes = comparison::outcomes(folder, manifest, &inputs::map(folder)?)?;
    let baseline = outcomes.policy(baseline);
    let Some(baseline) = baseline.filter(|_| !outcomes.replicates.is_empty()) else {
        let message = "has no replicate that is there under every policy, expected one or more";
        return Err(Problem::whole(folder, message).into());
    };
    let compared = Comparison::new(&outcomes, baseline, args.margin);
    let mut told = vec![screen(&compared, width())];
    told.push(glosses(folder, &outcomes.policies));
    let dropped = dropped(manifest, &outcomes);
    told.extend(dropped_told(&dropped));
    let mut facts = json!({
        "folder": folder.display().to_string(),
        "comparison": compared.rows,
        "cost_effect": compared.cost_effects,
        "dropped": dropped,
    });
    stamp(&mut facts, manifest);
    let figures = [
        ("forest", forest::draw(&compared)),
        ("policy_metrics", policy_metrics::draw(&compared)),
        ("cost_effect", cost_effect::draw(&compared)),
    ];
    let by = &args.by();
    made.put("comparison.csv", csv(&compared.rows).as_bytes(), by)?;
    made.put(
        "cost_effect.csv",
        csv(&compared.cost_effects).as_bytes(),
        by,
    )?;
    for (name, svg) in figures {
        made.draw(name, &svg, by)?;
    }
    match difference_map::lacking(manifest, &outcomes) {
        Some(reason) => told.push(format!("skipped figure map_difference: {reason}")),
        None => map_differences(folder, manifest, &outcomes, &compared.baseline, (made, by))?,
    }
    if args.scorecard {
        told.push(documents(&outcomes, &mut facts, (made, by))?);
    }
    let text = told.join("\n");
    Ok(Compared { text, facts })
}

/// Where policies change deaths.
fn map_differences(
    folder: &Path,
    manifest: &Manifest,
    outcomes: &Outcomes,
    baseline: &str,
    (made, by): (&mut Made, &str),
) -> Result<(), Failure> {
    let map = inputs::map(folder)?;
    let rows = difference_map::differences(folder, manifest, &map, outcomes, baseline)?;
    let figure =
        crate::studies::comparison::difference_map_figure::draw(&map, &rows, baseline, outcomes);
    made.put("difference_map.csv", csv(&rows).as_bytes(), by)?;
    made.table(&places::table(&rows), &manifest.digest, by)?;
    made.draw("map_difference", &figure, by)?;
    Ok(())
}

/// Holds the outcomes against the documents' own tables.
fn documents(
    outcomes: &Outcomes,
    facts: &mut Json,
    (made, by): (&mut Made, &str),
) -> Result<String, Failure> {
    let scorecard = read_scorecard(&embedded::path(EMBEDDED))?;
    let found = scorecard::held(&scorecard, outcomes);
    let (cells, bad_sides) = (tables::cells(&found), tables::bad_sides(&found));
    made.put("scorecard.csv", csv(&cells).as_bytes(), by)?;
    made.put("bad_sides.csv", csv(&bad_sides).as_bytes(), by)?;
    facts["scorecard"] = json!(cells);
    facts["bad_sides"] = json!(bad_sides);
    Ok(scorecard::screen::screen(&found, width()))
}

/// Which replicates are compared under no policy, because one lacks them, and why.
fn dropped(manifest: &Manifest, outcomes: &Outcomes) -> BTreeMap<u32, String> {
    let mut causes: BTreeMap<u32, String> = outcomes
        .dropped
        .iter()
        .map(|number| (*number, "not run under every policy".to_owned()))
        .collect();
    for (policy, replicate, cause) in manifest.failed() {
        causes.insert(replicate, format!("failed under {policy}: {cause}"));
    }
    causes
}

fn dropped_told(causes: &BTreeMap<u32, String>) -> Option<String> {
    let told: Vec<String> = causes
        .iter()
        .map(|(replicate, cause)| format!("\n  replicate {replicate}: {cause}"))
        .collect();
    (!told.is_empty()).then(|| {
        let told = told.concat();
        format!("dropped for every policy, since one lacks them:{told}")
    })
}
