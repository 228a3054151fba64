//! The files and figures that are made of a design.

use serde_json::{Value as Json, json};

use plaza_batch::problem::Problem;

use crate::files::csv_text;
use crate::runs::made::{Made, Standing};
use crate::setup::results::Results;
use crate::studies::described::names_of;
use crate::studies::discover::question::{Question, usual};
use crate::studies::discover::reading::{Read, metric, read};
use crate::studies::discover::screen::{Found, Sentences, screen, sentences};
use crate::studies::discover::{
    boxes, boxes_figure, boxes_rows, frontier, frontier_figure, regret_figure, robustness,
    sensitivity, sensitivity_figure,
};

/// The files that one call makes.
pub const FILES: [&str; 6] = [
    "ranking_sensitivity.csv",
    "boxes.csv",
    "tree.csv",
    "regret.csv",
    "breakdown.csv",
    "breakdown_curve.csv",
];

/// What is noted with files of a design, before what was asked for.
const BY: &str = "plaza discover";

/// What is asked of a design.
#[derive(Clone, Debug, Default)]
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

impl Asked {
    /// What is noted with the files that are made.
    pub fn by(&self) -> String {
        let named = [("outcome", &self.outcome), ("baseline", &self.baseline)];
        let named = named.iter().filter_map(|(flag, value)| {
            let value = value.as_ref()?;
            Some(format!(" --{flag} {value}"))
        });
        let question = self.question.as_ref();
        let question = question.map(|question| format!(" --question '{question}'"));
        let named: String = named.chain(question).collect();
        format!("{BY}{named}")
    }

    /// What was asked of the command that made files, by what is noted with them; `None` of another command.
    pub fn of(by: &str) -> Option<Self> {
        let said = by.strip_prefix(BY)?;
        let (said, question) = match said.split_once(" --question '") {
            Some((before, question)) => (before, Some(question.strip_suffix('\'')?)),
            None => (said, None),
        };
        let mut asked = Self {
            question: question.map(str::parse).transpose().ok()?,
            ..Self::default()
        };
        let words: Vec<&str> = said.split_whitespace().collect();
        for pair in words.chunks(2) {
            match pair {
                ["--outcome", outcome] => asked.outcome = Some((*outcome).to_owned()),
                ["--baseline", baseline] => asked.baseline = Some((*baseline).to_owned()),
                _ => return None,
            }
        }
        Some(asked)
    }
}

/// Writes the files and figures; what is told, and the same as a document.
pub fn make(
    results: &Results,
    asked: &Asked,
    made: &mut Made,
    width: usize,
) -> Result<(String, Json), Vec<Problem>> {
    let (read, found) = found(results, asked, made)?;
    let facts = write(results, &read, &found, made)?;
    Ok((screen(&read, &found, width), facts))
}

/// What was told when the files were made, in sentences, and of what outcome and baseline.
pub fn told(results: &Results, made: &Made) -> Result<Sentences, Vec<Problem>> {
    let by = made.noted().find(|(name, _)| *name == FILES[0]);
    let asked = by.and_then(|(_, by)| Asked::of(by)).unwrap_or_default();
    let (read, found) = found(results, &asked, made)?;
    Ok(sentences(&read, &found))
}

/// Whether all files of a design were made of these results.
pub fn are_made(made: &Made) -> bool {
    FILES
        .iter()
        .all(|name| made.standing(name) == Standing::Current)
}

/// Reads a design and finds what it tells.
fn found(results: &Results, asked: &Asked, made: &Made) -> Result<(Read, Found), Vec<Problem>> {
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
    let with_cases = |of: Question| Ok((of.clone(), of.cases(&read)?));
    let questions: Result<Vec<_>, String> = questions.into_iter().map(with_cases).collect();
    let questions = questions.map_err(|message| results.wrong(message))?;
    let found = Found {
        sensitivity: sensitivity::rows(&read),
        answers: boxes::answers(&read, questions),
        regret: robustness::rows(&read),
        headlines: frontier::headlines(&read),
    };
    Ok((read, found))
}

/// Writes all of it.
fn write(results: &Results, read: &Read, found: &Found, made: &mut Made) -> Result<Json, Problem> {
    let boxes = boxes_rows::box_rows(read, &found.answers);
    let tree = boxes_rows::tree_rows(read, &found.answers);
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
