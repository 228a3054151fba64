//! `plaza check`: every problem of the files named, before anything runs.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use toml::{Table, Value};

use plaza_batch::problem::Problem;
use plaza_model::state::map::Map;

use plaza_engine::numbers::counted;

use crate::files::document::Document;
use crate::files::embedded;
use crate::maps::aliases::Aliases;
use crate::maps::map_folder;
use crate::setup as config;
use crate::setup::schemas::Sort;
use crate::setup::{Overrides, in_order, levers, parameters, policies, posterior};
use crate::studies::scorecard::read_rules as scorecard;
use crate::studies::scores::rivals::Rivals;
use crate::studies::validation::read_targets as targets;
use plaza_batch::failure::Failure;

/// Reads experiments, policies, levers, parameters, posteriors (.csv), maps, targets and scorecards, and reports
/// every problem in them; runs nothing.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  plaza check my_experiment.toml my_policy.toml results/maps/mexico"
)]
pub struct Args {
    /// Files, or folders of maps; what each is shows in its keys.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON document: what each file is, and every problem
    #[arg(long)]
    json: bool,
}

/// Checks all files.
pub fn run(args: &Args) -> Result<(), Failure> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut right = Vec::new();
    for file in &args.files {
        match check(file) {
            Ok(is) if args.json => {
                right.push(json!({ "file": file.display().to_string(), "is": is }))
            }
            Ok(is) => say!("ok {}: {is}", file.display()),
            Err(found) => problems.extend(found),
        }
    }
    let problems = in_order(problems);
    if args.json {
        let wrong: Vec<Json> = problems.iter().map(wrong).collect();
        say!("{:#}", json!({ "right": right, "problems": wrong }));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.into())
    }
}

fn wrong(problem: &Problem) -> Json {
    json!({
        "file": problem.file.display().to_string(),
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
    })
}

/// A line on what the file is, or all that is wrong with it.
fn check(file: &Path) -> Result<String, Vec<Problem>> {
    if file.is_dir() {
        return Ok(map_line(&map_folder::load(file)?.map));
    }
    if file.extension().is_some_and(|extension| extension == "csv") {
        let (_, parameters) = parameters::read(&embedded::path("parameters/baseline.toml"), &[])?;
        let (draws, _) = posterior::read(file, &parameters, 1)?;
        let rows = draws.sharing.rows.unwrap_or_default();
        return Ok(format!("posterior of {rows} draws"));
    }
    if file.exists() && !file.is_file() {
        let message = "is no regular file, and is read more than once: expected a file";
        return Err(vec![Problem::whole(file, message)]);
    }
    let document = Document::open(file)?;
    let Some(sort) = Sort::of(&document.values) else {
        let known = Sort::ALL.map(Sort::name).join(", ");
        let message = format!("has the keys of no kind of file, expected one of {known}");
        return Err(vec![Problem::whole(file, message)]);
    };
    Ok(match sort {
        Sort::Experiment => {
            let loaded = config::load(Some(file), &Overrides::default())?;
            let design = &loaded.design;
            for notice in loaded.notices.told(design) {
                remark!("note: {notice}");
            }
            let names = design.policies.iter().map(|policy| policy.name.as_str());
            let names: Vec<&str> = names.collect();
            let policies = config::without_variants(&names);
            let variants = match names.len() - policies.len() {
                0 => String::new(),
                variants => format!(" and {}", counted(variants, "variant", "variants")),
            };
            let replicates = match &loaded.points {
                Some(points) => format!(
                    "points {}, replicates_per_point {}",
                    points.points.len(),
                    points.table.replicates_per_point
                ),
                None => format!("replicates {}", design.replicates),
            };
            format!(
                "experiment `{}`: {}{variants}; {replicates}, weeks {}, municipalities {}",
                design.name,
                policies.join(", "),
                design.weeks,
                design.map.places.len()
            )
        }
        Sort::Policy => {
            let (catalogue, _) = levers::read_catalogue(&embedded::path("levers.toml"))?;
            let policy = policies::read_policy(file, &catalogue)?.policy;
            format!("policy `{}`: {}", policy.name, policy.about)
        }
        Sort::Levers => {
            let (catalogue, _) = levers::read_catalogue(file)?;
            format!("catalogue of {} levers", catalogue.levers.len())
        }
        Sort::Parameters => {
            parameters::read(file, &[])?;
            let sections = document.values.values().filter_map(Value::as_table);
            let sections: Vec<usize> = sections.map(Table::len).collect();
            let numbers: usize = sections.iter().sum();
            match document.values.get(parameters::EXTENDS) {
                Some(base) => format!("parameters: {numbers} in place of those of {base}"),
                None => format!("parameters of {} submodels", sections.len()),
            }
        }
        Sort::Map => map_line(&map_folder::load(file)?.map),
        Sort::Targets => {
            let targets = targets::read_targets(file)?.targets;
            format!("{} targets", targets.len())
        }
        Sort::Rivals => {
            let rivals = Rivals::read(file)?.rivals;
            format!("{} forecasts that need no model", rivals.len())
        }
        Sort::Scorecard => {
            let scorecard = scorecard::read_scorecard(file)?;
            let (cells, bad_sides) = (scorecard.cells.len(), scorecard.bad_sides.len());
            format!("scorecard of {cells} cells and {bad_sides} bad sides")
        }
        Sort::Aliases => {
            Aliases::parse(file, document.text.as_bytes())?;
            "aliases of organizations".to_owned()
        }
    })
}

fn map_line(map: &Map) -> String {
    format!(
        "map `{}`: {}, {} people, {}",
        map.name,
        counted(map.places.len(), "municipality", "municipalities"),
        map.population(),
        counted(map.organizations.len(), "organization", "organizations")
    )
}
