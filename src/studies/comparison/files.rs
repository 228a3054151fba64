//! The comparison of a result folder: its outcomes read block by block, and all that is made of them.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use plaza_batch::problem::Problem;

use crate::files::embedded;
use crate::runs::design::Sharing;
use crate::runs::dictionary::{BUDGET, NATIONAL, TABLES};
use crate::runs::made::Made;
use crate::setup::posterior;
use crate::setup::results::Results;
use crate::studies::comparison::divisions::divisions;
use crate::studies::comparison::marginal::taken;
use crate::studies::comparison::outcomes::{Gathering, OF_BUDGET, Outcomes, Setting, columns};
use crate::studies::comparison::prices::Prices;
use crate::studies::comparison::screen::{glosses, screen};
use crate::studies::comparison::{
    Comparison, MARGIN, breakdown_figure, breakdown_screen, cost_effect_figure as cost_effect,
    difference_map, difference_map_figure, forest_figure as forest, marginal_figure, places,
    policy_metrics_figure as policy_metrics,
};
use crate::studies::scorecard;
use crate::studies::scorecard::files as tables;
use crate::studies::scorecard::read_rules::{EMBEDDED, read_scorecard};

/// What is asked of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Name of the policy that the others are compared with.
    pub baseline: String,
    /// Differences surely smaller than this share of the baseline are called equivalent.
    pub margin: f64,
    /// Whether the documents' own tables are filled too.
    pub scorecard: bool,
}

impl Asked {
    /// Of this baseline, with the usual margin.
    pub fn new(baseline: &str) -> Self {
        Self {
            baseline: baseline.to_owned(),
            margin: MARGIN,
            scorecard: false,
        }
    }

    /// What was asked of the command that made files, by what is noted with them; `None` of another command.
    pub fn of(by: &str) -> Option<Self> {
        let words: Vec<&str> = by.strip_prefix("plaza compare ")?.split(' ').collect();
        let ["--baseline", baseline, "--margin", margin, ref more @ ..] = words[..] else {
            return None;
        };
        Some(Self {
            margin: margin.parse().ok()?,
            scorecard: more == ["--scorecard"],
            ..Self::new(baseline)
        })
    }

    /// What is noted with the files that are made.
    pub fn by(&self) -> String {
        let scorecard = if self.scorecard { " --scorecard" } else { "" };
        let (baseline, margin) = (&self.baseline, self.margin);
        format!("plaza compare --baseline {baseline} --margin {margin}{scorecard}")
    }
}

/// What a comparison is told as: for a screen, and for programs.
pub type Told = (String, Json);

/// Makes all that a comparison of the folder comes to; gives what is to be said, on a screen of so many columns.
pub fn make(
    results: &Results,
    asked: &Asked,
    made: &mut Made,
    width: usize,
) -> Result<Told, Vec<Problem>> {
    made.is_by(asked.by());
    let manifest = &results.manifest;
    let (baseline, _) = results.named(&asked.baseline)?;
    if manifest.policies.len() < 2 {
        let message = format!("has only the policy `{baseline}`, expected two or more to compare");
        return Err(results.wrong(message).into());
    }
    results.whole(&TABLES)?;
    let outcomes = &outcomes(results)?;
    let baseline = outcomes.policy(baseline);
    let Some(baseline) = baseline.filter(|_| !outcomes.replicates.is_empty()) else {
        let message = "has no replicate that is there under every policy, expected one or more";
        return Err(results.wrong(message).into());
    };
    let compared = Comparison::new(outcomes, baseline, asked.margin);
    let mut told = vec![screen(&compared, width)];
    let mut whole = outcomes.policies.clone();
    whole.retain(|policy| !compared.without.contains(policy));
    told.push(glosses(results, &whole, width));
    if outcomes.prices == Prices::default() {
        told.push(
            "Prices count as certain: the levers and policies that are kept cannot be read.\n"
                .to_owned(),
        );
    }
    let dropped = dropped(results, outcomes);
    if !dropped.is_empty() {
        let causes = dropped.iter();
        let causes = causes.map(|(number, cause)| format!("\n  replicate {number}: {cause}"));
        let causes: String = causes.collect();
        told.push(format!(
            "dropped for every policy, since one lacks them:{causes}"
        ));
    }
    let mut facts = results.facts();
    facts["comparison"] = json!(compared.rows);
    facts["cost_effect"] = json!(compared.cost_effects);
    facts["dropped"] = json!(dropped);
    made.csv("comparison.csv", &compared.rows)?;
    made.csv("cost_effect.csv", &compared.cost_effects)?;
    if !compared.marginals.is_empty() {
        facts["marginal"] = json!(compared.marginals);
        made.csv("marginal.csv", &compared.marginals)?;
        made.draw("marginal", &marginal_figure::draw(&compared))?;
    }
    made.draw("forest", &forest::draw(&compared))?;
    made.draw("policy_metrics", &policy_metrics::draw(&compared))?;
    made.draw("cost_effect", &cost_effect::draw(&compared))?;
    let map = results.map()?;
    let (divisions, mut left_out) = divisions(map);
    let changes = difference_map::changes(results, map, &divisions, outcomes, baseline)?;
    match difference_map::lacking(manifest, outcomes) {
        Some(reason) => {
            told.push(format!(
                "skipped figure map_difference, and deaths by place: {reason}"
            ));
            left_out.clear();
        }
        None => {
            let rows = &changes.places;
            made.csv("difference_map.csv", rows)?;
            made.table(&places::table(rows))?;
            let figure = difference_map_figure::draw(map, rows, &compared.baseline, outcomes);
            made.draw("map_difference", &figure)?;
        }
    }
    made.csv("breakdown.csv", &changes.parts)?;
    made.draw(
        "breakdown",
        &breakdown_figure::draw(&compared, &changes.parts),
    )?;
    facts["breakdown"] = json!(changes.parts);
    let by_part = breakdown_screen::screen(&changes.parts, &left_out, &compared.baseline, width);
    told.insert(1, by_part);
    if asked.scorecard {
        let scorecard = read_scorecard(&embedded::path(EMBEDDED))?;
        let found = scorecard::held(&scorecard, outcomes);
        let (cells, bad_sides) = (tables::cells(&found), tables::bad_sides(&found));
        made.csv("scorecard.csv", &cells)?;
        made.csv("bad_sides.csv", &bad_sides)?;
        facts["scorecard"] = json!(cells);
        facts["bad_sides"] = json!(bad_sides);
        told.push(scorecard::screen::screen(&found, width));
    }
    Ok((told.join("\n"), facts))
}

/// What every replicate came to under every policy of a result folder that is whole.
pub fn outcomes(results: &Results) -> Result<Outcomes, Vec<Problem>> {
    let names = columns();
    let mut gathering = Gathering::new(setting(results)?);
    for block in results.blocks() {
        let national = block.columns(&NATIONAL, &names)?;
        gathering.add(
            block.policy,
            &national,
            &block.columns(&BUDGET, &OF_BUDGET)?,
        );
    }
    let mut outcomes = gathering.finish();
    // Where the levers and policies that are kept are of another version, prices count as certain.
    if let Ok(loaded) = results.loaded() {
        outcomes.prices = Prices::of(&loaded.design, &outcomes.policies);
    }
    outcomes.taken = taken(results.experiment()?, &outcomes);
    Ok(outcomes)
}

/// What the experiment kept in the folder says of its replicates.
pub fn setting(results: &Results) -> Result<Setting, Vec<Problem>> {
    let experiment = results.experiment()?;
    let table = experiment.posterior.as_ref();
    let rows = table.map(|table| posterior::rows(&results.input(table)));
    Ok(Setting {
        first_year: results.map()?.first_year,
        weeks: results.manifest.weeks,
        policies_from: experiment.policies_from,
        seed: results.manifest.seed,
        test: experiment.purpose.is_some(),
        sharing: Sharing {
            rows: rows.transpose()?,
            ..Sharing::in_a_row(experiment.luck_per_draw())
        },
    })
}

/// Which replicates are compared under no policy, because one lacks them, and why.
fn dropped(results: &Results, outcomes: &Outcomes) -> BTreeMap<u32, String> {
    let lacking = outcomes.dropped.iter();
    let mut causes: BTreeMap<u32, String> = lacking
        .map(|number| (*number, "not run under every policy".to_owned()))
        .collect();
    for (policy, replicate, cause) in results.manifest.failed() {
        causes.insert(replicate, format!("failed under {policy}: {cause}"));
    }
    causes
}
