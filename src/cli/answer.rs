//! The report of a finished batch: its answer first, then where the results are; or one document.

use serde_json::{Value as Json, json};

use plaza_batch::layout::{folded, width};
use plaza_batch::manifest::Manifest;

use crate::cli::telling::{Telling, documented};
use crate::runs::dictionary::TABLES;
use crate::runs::made::{BY_RUN, Made};
use crate::setup::results::Results;
use crate::studies::comparison::outcomes::Outcomes;
use crate::studies::comparison::{Comparison, MARGIN, files as comparison, screen};
use crate::studies::summary;
use crate::studies::summary::files::{Asked, SummedUp, sum_up};
use crate::studies::summary::plausible;
use plaza_batch::failure::Failure;

/// Lines that the answer has on a screen, what each policy is with it.
const LINES: usize = 44;

/// What follows once a folder holds all its blocks: `summary.csv`, the standard figures, and the answer; gives
/// what of it is for a document.
pub fn conclude(results: &Results, telling: Telling, asked: Asked) -> Result<Json, Failure> {
    let (folder, manifest) = (&results.folder, &results.manifest);
    let mut made = Made::open(results, BY_RUN);
    let summed_up = sum_up(results, asked, &mut made)?;
    let written = made.finish()?;
    let SummedUp {
        summary,
        samples,
        setting,
        strays,
        skipped,
    } = summed_up;
    if telling.quiet && !telling.json {
        return Ok(Json::Null);
    }
    // Weeks before the end are read again only for a document, which has the numbers of comparison.csv.
    let whole = telling.json && results.whole(&TABLES).is_ok();
    let outcomes = match whole {
        true => comparison::outcomes(results)?,
        false => Outcomes::at_the_end(&samples, setting),
    };
    let baseline = manifest.baseline().and_then(|name| outcomes.policy(name));
    let comparable = outcomes.policies.len() > 1 && !outcomes.replicates.is_empty();
    let baseline = baseline.filter(|_| comparable);
    let compared = baseline.map(|baseline| Comparison::new(&outcomes, baseline, MARGIN));
    if telling.json {
        let mut facts = results.facts();
        facts["comparison"] = json!(compared.map(|compared| compared.rows));
        facts["dropped"] = json!(outcomes.dropped);
        facts["summary"] = json!(summary.rows);
        facts["implausible"] = json!(strays);
        facts["skipped"] = json!(skipped);
        facts["written"] = documented(folder, &written);
        return Ok(facts);
    }
    let mut told = Vec::new();
    match &compared {
        Some(compared) => {
            let mut answer = screen::answer(compared, width());
            let glosses = screen::glosses(results, &outcomes.policies, width());
            if answer.lines().count() + glosses.lines().count() < LINES {
                answer = format!("{answer}\n{glosses}");
            }
            let more =
                "More of this: plaza compare, which also holds deaths against cost; plaza report.";
            told.push(answer + "\n" + &folded(more, width()));
        }
        None => told.push(alone(manifest, &outcomes)),
    }
    if compared.is_none() || telling.verbose {
        told.push(summary::screen(&summary, width()));
    }
    told.extend(of_strays(&strays, telling));
    told.push(telling.files(folder, &written));
    match telling.verbose {
        true => told.extend(skipped.iter().map(|skipped| format!("  skipped {skipped}"))),
        false if skipped.is_empty() => {}
        false => told.push(format!(
            "skipped {} figures; --verbose says why",
            skipped.len()
        )),
    }
    told.iter()
        .for_each(|told| say!("{}", told.trim_end_matches('\n')));
    Ok(Json::Null)
}

/// Why nothing is compared.
fn alone(manifest: &Manifest, outcomes: &Outcomes) -> String {
    let why = match manifest.policies.len() {
        1 => "One policy, so there is nothing to compare: what it comes to.",
        _ if outcomes.replicates.is_empty() => {
            "No replicate is there under every policy, so nothing is compared: what each comes to."
        }
        _ => "A policy has no replicate, so nothing is compared: what the others come to.",
    };
    folded(why, width())
}

/// Runs that left what is plausible, if any did.
fn of_strays(strays: &[plausible::Stray], telling: Telling) -> Option<String> {
    let left = match (strays.len(), telling.verbose) {
        (0, _) => return None,
        (_, true) => plausible::told(strays),
        (1, false) => "One run left what is plausible; --verbose says which.".to_owned(),
        (runs, false) => format!("{runs} runs left what is plausible; --verbose says which."),
    };
    Some(left)
}
