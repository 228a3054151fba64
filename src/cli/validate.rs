//! `plaza validate DIR`: holds a result folder against the facts.

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use plaza_batch::layout::{folded, width};
use plaza_batch::manifest::{Manifest, USUAL};
use plaza_batch::problem::Problem;

use crate::cli::telling::{documented, stamp};
use crate::files::csv_text::csv;
use crate::files::embedded;
use crate::maps::reference::reference;
use crate::runs::design::TEST;
use crate::runs::made::Made;
use crate::setup as config;
use crate::setup::inputs;
use crate::studies::event_study::files as event_study;
use crate::studies::hindcast::screen::screen as skill_screen;
use crate::studies::hindcast::{Hindcast, files as tables};
use crate::studies::scores;
use crate::studies::scores::Scores;
use crate::studies::scores::rivals::{self, Rivals};
use crate::studies::validation::far::far_off;
use crate::studies::validation::screen::screen;
use crate::studies::validation::{Validation, files as validation, read_targets as targets};
use plaza_batch::failure::Failure;
use plaza_batch::screen::note;

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
    let folder = &args.folder;
    let manifest = Manifest::of_run(folder)?;
    let policy = manifest.named(folder, &args.policy)?;
    if manifest.policies[policy].blocks.is_empty() {
        let message = format!("has no block of `{policy}` yet, expected one that is done");
        return Err(Problem::whole(folder, message).into());
    }
    let (done, all) = manifest.progress();
    if done < all {
        note(format_args!(
            "{done} of {all} blocks are done: what is held against the targets is these alone"
        ));
    }
    let map = inputs::map(folder)?;
    let embedded = embedded::path(targets::EMBEDDED);
    let mut targets = targets::read_targets(args.targets.as_deref().unwrap_or(&embedded))?;
    for notice in config::told_of(&manifest) {
        note(notice);
    }
    if let Some(foreign) = targets.foreign_to(&map, &reference().country) {
        if let Some(own) = &args.targets {
            return Err(Problem::whole(own, foreign).into());
        }
        note(format_args!(
            "{foreign}: without `--targets FILE` what is simulated is reported, and nothing is judged"
        ));
        targets = targets.unjudged(&map, manifest.weeks);
    }
    let (observed, notice) = tables::observed(folder, &map)?.unwrap_or_default();
    if let Some(notice) = notice {
        note(notice);
    }
    let mut hindcast = Hindcast::new(&map, &observed);
    let rivals = (args.rivals.clone()).unwrap_or_else(|| embedded::path(rivals::EMBEDDED));
    let facts = tables::facts(folder, &map, &observed, manifest.weeks)?;
    let mut scores = Scores::new(facts, Rivals::read(&rivals)?);
    let mut validation = Validation::new(targets);
    validation::futures(folder, &manifest, policy, &map, &mut |future| {
        validation.add(future);
        hindcast.add(future);
        scores.add(future);
    })?;
    // First, so that nothing is written where it cannot be done.
    let study = args
        .event_study
        .then(|| event_study::event_study(folder, &manifest, policy, width()));
    let study = study.transpose()?;
    let mut made = Made::open(folder, &manifest);
    let by = &args.by();
    let replicates = validation.replicates();
    let held = validation.held();
    let far = far_off(&held);
    for notice in &far {
        remark!("note: {notice}");
    }
    let figure = crate::studies::validation::figure::draw(&held, policy, replicates);
    let mut told = Vec::new();
    if manifest.is_test() {
        told.push(folded(TEST, width()));
    }
    told.push(screen(&held, policy, replicates, width()));
    let rows = validation::rows(&held, policy);
    let mut facts = json!({
        "folder": folder.display().to_string(),
        "replicates": replicates,
        "validation": rows,
        "notices": far,
    });
    stamp(&mut facts, &manifest);
    made.put("validation.csv", csv(&rows).as_bytes(), by)?;
    made.draw("validation", &figure, by)?;
    if !observed.years.is_empty() {
        told.push(compare(&hindcast, &scores, &mut facts, (&mut made, by))?);
    }
    if let Some(found) = study {
        made.put("event_study.csv", csv(&found.effects).as_bytes(), by)?;
        made.draw("event_study", &found.figure, by)?;
        facts["event_study"] = json!(found.effects);
        told.push(found.text);
    }
    let written = made.finish()?;
    if args.json {
        facts["written"] = documented(folder, &written);
        say!("{facts:#}");
        return Ok(());
    }
    say!("{}", told.join("\n"));
    for path in written {
        say!("wrote {}", path.display());
    }
    Ok(())
}

/// Writes the hindcast, and says how good it is.
fn compare(
    hindcast: &Hindcast,
    scores: &Scores,
    facts: &mut Json,
    (made, by): (&mut Made, &str),
) -> Result<String, Failure> {
    if hindcast.years().is_empty() {
        let lacking = "no hindcast: expected years that are observed and simulated, and [record] \
                       municipalities = \"all\" or \"active\"";
        return Ok(folded(lacking, width()));
    }
    let skill = hindcast.skill();
    facts["hindcast_skill"] = json!(skill);
    made.put("hindcast.csv", csv(hindcast.compared()).as_bytes(), by)?;
    made.put("hindcast_skill.csv", csv(&skill).as_bytes(), by)?;
    let figures = [
        (
            "hindcast_map",
            crate::studies::hindcast::map_figure::draw(hindcast),
        ),
        (
            "hindcast_ranks",
            crate::studies::hindcast::ranks_figure::draw(hindcast),
        ),
    ];
    for (name, svg) in figures {
        made.draw(name, &svg, by)?;
    }
    let mut told = skill_screen(&skill, width());
    if scores.replicates() > 1 && !scores.facts.scored().is_empty() {
        let rows = scores.rows(&scores.scored());
        facts["scores"] = json!(rows);
        made.put("scores.csv", csv(&rows).as_bytes(), by)?;
        made.draw("scores_pit", &scores::pit_figure::draw(scores), by)?;
        made.draw("scores_where", &scores::where_figure::draw(scores), by)?;
        told = format!("{told}\n{}", scores::screen::screen(scores, &rows, width()));
    }
    Ok(told)
}
