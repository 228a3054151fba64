//! The files and figures that are made of a design.

use serde_json::{Value as Json, json};

use plaza_batch::problem::Problem;

use crate::files::csv_text;
use crate::runs::made::Made;
use crate::setup::results::Results;
use crate::studies::described::names_of;
use crate::studies::discover::question::{Question, usual};
use crate::studies::discover::reading::{Read, metric, read};
use crate::studies::discover::screen::{Found, screen};
use crate::studies::discover::{
    boxes, boxes_figure, frontier, frontier_figure, regret_figure, robustness, sensitivity,
    sensitivity_figure,
};

/// What is asked of a design.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The outcome; without one that of the question, or deaths of organized crime.
    pub outcome: Option<String>,
    /// The policy that the others are compared with; without one `status_quo`, or the first.
    pub baseline: Option<String>,
    /// The question; without one whether each policy is worse than the baseline.
    pub question: Option<Question>,
}

/// The outcome that is meant unless another is named.
const USUAL: &str = "oc_deaths";

/// Writes the files and figures; what is told, and the same as a document.
pub fn make(
    results: &Results,
    asked: &Asked,
    made: &mut Made,
    width: usize,
) -> Result<(String, Json), Vec<Problem>> {
    let named = asked.question.as_ref().and_then(Question::outcome);
    let name = match (asked.outcome.as_deref(), named) {
        (Some(outcome), Some(named)) if outcome != named => {
            let message = format!(
                "is asked of `{named}` and of the outcome `{outcome}`, expected one of both"
            );
            return Err(results.wrong(message).into());
        }
        (outcome, named) => outcome.or(named).unwrap_or(USUAL),
    };
    let metric = metric(name).map_err(|message| results.wrong(message))?;
    let baseline = asked.baseline.as_deref();
    let baseline = baseline.or(results.manifest.baseline()).unwrap_or_default();
    let read = read(results, made, metric, baseline)?;
    let questions = match &asked.question {
        Some(question) => vec![question.clone()],
        None => usual(&read),
    };
    let questions: Result<Vec<_>, String> = questions.iter().map(|of| of.cases(&read)).collect();
    let questions = questions.map_err(|message| results.wrong(message))?;
    let found = Found {
        sensitivity: sensitivity::rows(&read),
        answers: boxes::answers(&read, questions),
        regret: robustness::rows(&read),
        headlines: frontier::headlines(&read),
    };
    let facts = write(results, &read, &found, made)?;
    Ok((screen(&read, &found, width), facts))
}

/// Writes all of it.
fn write(results: &Results, read: &Read, found: &Found, made: &mut Made) -> Result<Json, Problem> {
    let boxes = boxes::box_rows(read, &found.answers);
    let tree = boxes::tree_rows(read, &found.answers);
    let frontiers = frontier::rows(read, &found.headlines);
    let curves = frontier::curve_rows(read, &found.headlines);
    put(made, "ranking_sensitivity.csv", &found.sensitivity)?;
    put(made, "boxes.csv", &boxes)?;
    put(made, "tree.csv", &tree)?;
    put(made, "regret.csv", &found.regret)?;
    put(made, "breakdown.csv", &frontiers)?;
    put(made, "breakdown_curve.csv", &curves)?;
    made.draw(
        "tornado",
        &sensitivity_figure::draw(read, &found.sensitivity),
    )?;
    made.draw("prim", &boxes_figure::draw(read, &found.answers))?;
    made.draw(
        "regret",
        &regret_figure::draw(read, &found.sensitivity, &found.regret),
    )?;
    made.draw("breakdown", &frontier_figure::draw(read, &found.headlines))?;
    let mut facts = results.facts();
    facts["outcome"] = json!(read.metric.name);
    facts["baseline"] = json!(read.policies[read.baseline]);
    facts["points"] = json!(read.sample.len());
    facts["futures"] = json!(read.losses.futures());
    facts["dropped"] = json!(read.dropped);
    facts["ranking_sensitivity"] = json!(found.sensitivity);
    facts["boxes"] = json!(boxes);
    facts["tree"] = json!(tree);
    facts["regret"] = json!(found.regret);
    facts["breakdown"] = json!(frontiers);
    Ok(facts)
}

/// Writes rows as CSV, of no row the names of its columns: what an earlier call made is not left there.
fn put<T>(made: &mut Made, name: &str, rows: &[T]) -> Result<(), Problem>
where
    T: serde::Serialize + schemars::JsonSchema,
{
    match rows.is_empty() {
        true => {
            let none: [[&str; 0]; 0] = [];
            made.put(name, csv_text::table(names_of::<T>(), none).as_bytes())
        }
        false => made.csv(name, rows),
    }
}
