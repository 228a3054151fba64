//! The levers and the policies that the program carries.

use serde_json::{Value as Json, json};

use plaza_batch::failure::Failure;
use plaza_model::policy::Policy;
use plaza_model::policy::levers::Catalogue;
use plaza_model::policy::policy::{Unconditional, gloss};
use plaza_model::units::WEEKS_PER_YEAR;

use crate::files::embedded;
use crate::setup::levers::read_catalogue;
use crate::setup::policies::read_policy;

/// Years in which the levels of a policy are shown.
const YEARS_SHOWN: i32 = 6;

pub fn catalogue() -> Result<Catalogue, Failure> {
    Ok(read_catalogue(&embedded::path("levers.toml"))?.0)
}

pub fn policies_known() -> Result<Vec<Policy>, Failure> {
    let catalogue = catalogue()?;
    let root = embedded::path("");
    let mut policies = Vec::new();
    for (path, _) in embedded::FILES {
        if path.starts_with("policies/") {
            policies.push(read_policy(&root.join(path), &catalogue)?.policy);
        }
    }
    Ok(policies)
}

pub fn policy(policy: &Policy) -> Json {
    let weeks: Vec<i32> = (0..=YEARS_SHOWN)
        .map(|year| year * WEEKS_PER_YEAR)
        .collect();
    let levers = policy.schedules().map(|(lever, schedule)| {
        let plain = Unconditional { start: 0 };
        let levels = weeks.iter().map(|week| schedule.level(*week, &plain).0);
        let mut told = json!({ "lever": lever, "levels": levels.collect::<Vec<_>>() });
        let conditions: Vec<Json> = schedule
            .conditions(0)
            .map(|(holds, meant)| {
                let levels = weeks.iter().map(|week| schedule.level(*week, &meant).0);
                json!({ "holds": holds, "levels": levels.collect::<Vec<_>>() })
            })
            .collect();
        if !conditions.is_empty() {
            told["conditions"] = json!(conditions);
        }
        told
    });
    json!({
        "name": policy.name,
        "gloss": gloss(&policy.about),
        "about": policy.about,
        "side": policy.side,
        "weeks": weeks,
        "levers": levers.collect::<Vec<_>>(),
    })
}
