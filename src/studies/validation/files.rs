//! Targets and a result folder: its replicates one after the other, and all that is made of them.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value as Json, json};

use plaza_batch::layout::folded;
use plaza_batch::problem::Problem;
use plaza_batch::results::Stored;

use crate::maps::observed::Observed;
use crate::runs::design::TEST;
use crate::runs::dictionary::{
    EVENTS, MUNICIPALITIES, NATIONAL, ORGANIZATIONS, PAIRS, PANEL, TABLES,
};
use crate::runs::made::Made;
use crate::setup::results::Results;
use crate::studies::event_study::files as event_study;
use crate::studies::hindcast::{Hindcast, files as hindcast};
use crate::studies::scores;
use crate::studies::scores::Scores;
use crate::studies::scores::rivals::Rivals;
use crate::studies::validation::far::far_off;
use crate::studies::validation::future::Future;
use crate::studies::validation::gathering::dyads::OF_PAIRS;
use crate::studies::validation::gathering::{OF_MUNICIPALITIES, OF_PANEL, Tables};
use crate::studies::validation::screen::screen;
use crate::studies::validation::targets::Targets;
use crate::studies::validation::{Held, Line, Validation, figure};

/// What of a folder is held against what.
pub struct Asked<'a> {
    /// The policy that is held against the facts.
    pub policy: &'a str,
    /// The targets.
    pub targets: Targets,
    /// The deaths observed.
    pub observed: &'a Observed,
    /// The forecasts that need no model.
    pub rivals: Rivals,
    /// Whether the event study is made too.
    pub event_study: bool,
}

/// What a validation is told as.
pub struct Told {
    /// For a screen.
    pub text: String,
    /// For programs.
    pub facts: Json,
    /// Observed values that are most likely in another unit.
    pub far: Vec<String>,
}

/// Reads the folder once, and makes what it comes to; gives what is to be said, on a screen of so many columns.
pub fn make(
    results: &Results,
    asked: Asked<'_>,
    made: &mut Made,
    width: usize,
) -> Result<Told, Vec<Problem>> {
    let policy = asked.policy;
    let map = results.map()?;
    let mut compared = Hindcast::new(map, asked.observed);
    let mut scores = Scores::new(scores::files::facts(results, asked.observed)?, asked.rivals);
    let mut validation = Validation::new(asked.targets);
    // All that is damaged is told at once.
    let damaged = results.damaged(&TABLES, |name| name == policy);
    if !damaged.is_empty() {
        return Err(damaged);
    }
    // First, so that nothing is written where it cannot be done.
    let study = asked.event_study;
    let study = study.then(|| event_study::event_study(results, policy, width));
    let study = study.transpose()?;
    futures(results, policy, &mut |number, future| {
        let study = study.as_ref().map(|study| &study.contrasts);
        future.removal = study.map(|of| of.get(&number).copied().unwrap_or_default());
        validation.add(future, map);
        compared.add(future);
        scores.add(future);
    })?;
    let replicates = validation.replicates();
    let held = validation.held();
    let far = far_off(&held);
    let test = results.manifest.is_test();
    let mut told: Vec<String> = test.then(|| folded(TEST, width)).into_iter().collect();
    told.push(screen(&held, policy, replicates, width));
    let rows = rows(&held, policy);
    let mut facts = results.facts();
    facts["replicates"] = json!(replicates);
    facts["validation"] = json!(rows);
    facts["notices"] = json!(far);
    made.csv("validation.csv", &rows)?;
    made.draw("validation", &figure::draw(&held, policy, replicates))?;
    if !asked.observed.years.is_empty() {
        told.push(hindcast::make(&compared, &mut facts, made, width)?);
        told.extend(scores::files::make(&scores, &mut facts, made, width)?);
    }
    if let Some(found) = study {
        made.csv("event_study.csv", &found.effects)?;
        made.draw("event_study", &found.figure)?;
        facts["event_study"] = json!(found.effects);
        told.push(found.text);
    }
    let text = told.join("\n");
    Ok(Told { text, facts, far })
}

/// Calls `each` with every replicate of a policy that did not fail and its number, in order. Blocks are read one at
/// a time, and of the large tables no more columns than are needed.
///
/// # Panics
/// When the manifest does not know the policy.
fn futures(
    results: &Results,
    policy: &str,
    each: &mut dyn FnMut(i64, &mut Future),
) -> Result<(), Vec<Problem>> {
    let map = results.map()?;
    for block in results.blocks_of(policy) {
        let futures = tables(&block, !results.manifest.means)?.futures(map);
        let mut futures = futures.map_err(|message| results.wrong(message))?;
        let all = futures.iter_mut();
        all.for_each(|(number, future)| each(*number, future));
    }
    Ok(())
}

/// The tables of a block.
fn tables(block: &Stored<'_>, municipalities: bool) -> Result<Tables, Problem> {
    let some = |there: bool, table, columns: &[&str]| {
        there.then(|| block.columns(table, columns)).transpose()
    };
    Ok(Tables {
        national: block.read(&NATIONAL)?,
        events: block.read(&EVENTS)?,
        organizations: block.read(&ORGANIZATIONS)?,
        municipalities: some(municipalities, &MUNICIPALITIES, &OF_MUNICIPALITIES)?,
        panel: some(block.has(&PANEL), &PANEL, &OF_PANEL)?,
        pairs: some(block.has(&PAIRS), &PAIRS, &OF_PAIRS)?,
    })
}

/// A row of `validation.csv`.
#[derive(Serialize, JsonSchema)]
pub struct Row<'a> {
    /// The target, C1 to C26.
    id: &'a str,
    /// Which part of it; `all` of one without parts.
    part: &'a str,
    /// The year; none of the whole period.
    year: Option<i32>,
    /// Median over replicates, where it can be computed.
    simulated: Option<f64>,
    /// 5 % quantile over replicates.
    low: Option<f64>,
    /// 95 % quantile.
    high: Option<f64>,
    /// The observations; the middle, where it is known to lie between two.
    observed: Option<f64>,
    /// How near is near enough, as the targets say it.
    tolerance: String,
    /// `inside` or `outside` what is accepted, `too few` of fewer than 8 replicates, `reported` where nothing is judged, `not computable`.
    verdict: &'static str,
    /// The least that is accepted.
    least: Option<f64>,
    /// The most.
    most: Option<f64>,
    /// Unit of the numbers.
    unit: &'a str,
    /// What the target is for: `fit`, `check`, `input`, `report`.
    role: &'static str,
    /// What is lacking where it cannot be computed.
    needs: String,
    /// The policy held against the target.
    policy: &'a str,
    /// How many replicates `simulated`, `low` and `high` are over.
    replicates: usize,
}

/// `validation.csv`: a row for each part of each target and year, of this policy.
pub fn rows<'a>(held: &'a [Held], policy: &'a str) -> Vec<impl Serialize + use<'a>> {
    let of = |held: &'a Held| held.lines.iter().map(move |line| row(held, line, policy));
    held.iter().flat_map(of).collect()
}

fn row<'a>(held: &'a Held, line: &'a Line, policy: &'a str) -> Row<'a> {
    Row {
        id: &held.target.id,
        part: &line.part,
        year: line.year,
        simulated: line.simulated.map(|band| band.median),
        low: line.simulated.map(|band| band.low),
        high: line.simulated.map(|band| band.high),
        observed: line.observed,
        tolerance: line.tolerance.map_or_else(String::new, |of| of.to_string()),
        verdict: line.verdict.name(),
        least: line.bounds.map(|[least, _]| least),
        most: line.bounds.map(|[_, most]| most),
        unit: &held.target.unit,
        role: held.target.role.name(),
        needs: line
            .needs
            .map_or_else(String::new, |needs| needs.to_string()),
        policy,
        replicates: line.replicates,
    }
}
