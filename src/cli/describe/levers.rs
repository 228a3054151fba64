//! Levers and policies on pages.

use serde_json::{Value as Json, json};

use plaza_model::policy::levers::{Catalogue, Cost, Evidence, Kind, Lever, Per};
use plaza_model::policy::regimes::{LEVERS, Moves, Reach};
use plaza_model::policy::triggers::INDICATORS;
use plaza_model::state::government::Area;

use crate::cli::describe::page::{heading, paragraph, table, text};

/// Every second of the weeks known is shown: a line has room for four.
const SHOWN: usize = 2;

/// All that is known of every lever.
pub fn levers_page(catalogue: &Catalogue) -> String {
    let mut page = String::new();
    for lever in &catalogue.levers {
        page += &heading(&lever.name);
        let Evidence {
            outcome,
            direction,
            range: [low, high],
            known,
        } = &lever.evidence;
        let direction = text(&json!(direction));
        let rows = [
            ("moves", lever.moves.clone()),
            ("decided by", text(&json!(lever.side))),
            ("where", where_it_acts(&lever.name).to_owned()),
            ("level", kind(&lever.kind)),
            ("form", lever.form.clone()),
            (
                "timing",
                format!(
                    "lag {} weeks, ramp {} weeks",
                    lever.lag_weeks, lever.ramp_weeks
                ),
            ),
            ("cost", cost(lever)),
            ("payer", payers(&lever.cost)),
            ("area", text(&json!(lever.cost.area))),
            (
                "evidence",
                format!(
                    "{outcome}: {direction}, {low:+} to {high:+} relative; {}",
                    known.trim()
                ),
            ),
        ];
        page += &table(&[], &rows.map(|(what, said)| vec![what.to_owned(), said]));
    }
    page += &heading("Indicators, which triggers look at");
    let indicators = INDICATORS.iter().map(|indicator| {
        [indicator.name, indicator.unit, indicator.about]
            .map(str::to_owned)
            .to_vec()
    });
    page += &table(
        &["indicator", "unit", "what"],
        &indicators.collect::<Vec<_>>(),
    );
    page
}

fn where_it_acts(lever: &str) -> &'static str {
    let regime = LEVERS.iter().find(|regime| regime.name == lever);
    match regime.map(|regime| regime.reach) {
        Some(Reach::Places(_)) => "at places: `where` sets its level at some of them",
        Some(Reach::Sent(_)) => {
            "at places: `where` says to which it may be sent; not under the deployment rule `home`"
        }
        Some(Reach::Country) | None => "in the whole country",
    }
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Number {
            unit,
            range: [low, high],
        } => format!("a number from {low} to {high} [{unit}]"),
        Kind::Choice(options) => format!("one of {}", options.join(", ")),
        Kind::Shares(parts) => format!("shares, which add to 1, of {}", parts.join(", ")),
    }
}

fn cost(lever: &Lever) -> String {
    let Cost {
        dollars,
        per,
        source,
        ..
    } = &lever.cost;
    let unit = match &lever.kind {
        Kind::Number { unit, .. } => format!("for one [{unit}] and a year"),
        Kind::Choice(_) | Kind::Shares(_) => "a year".to_owned(),
    };
    let per = match per {
        Per::Country => "once for the country",
        Per::State => "for each state",
        Per::Crossing => "for each crossing",
        Per::Resident => "for each resident",
    };
    let within = match lever.cost.within() {
        factor if *dollars > 0.0 => format!(", within a factor of {factor}"),
        _ => String::new(),
    };
    format!("{dollars} dollars {unit}, {per}{within}; {source}")
}

fn payers(cost: &Cost) -> String {
    let parts = json!(cost.payers);
    let paying = parts.as_object().into_iter().flatten();
    let told = paying.filter_map(|(payer, part)| match part.as_f64()? {
        0.0 => None,
        1.0 => Some(payer.clone()),
        part => Some(format!("{payer} {:.0} %", part * 100.0)),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// Every policy with its levels: of the first, `_2006`, all, of the others those that differ.
pub fn policies_page(facts: &Json) -> String {
    let mut page = String::new();
    let policies = facts.as_array().map_or(&[][..], Vec::as_slice);
    for policy in policies {
        let gloss = text(&policy["gloss"]);
        let colon = if gloss.is_empty() { "" } else { ": " };
        page += &heading(&format!("{}{colon}{gloss}", text(&policy["name"])));
        page += &paragraph(0, &text(&policy["about"]));
        page += &paragraph(0, &format!("Decided by: {}.", text(&policy["side"])));
        let weeks = policy["weeks"].as_array().into_iter().flatten();
        let titles: Vec<String> = ["lever, as ordered".to_owned()]
            .into_iter()
            .chain(weeks.step_by(SHOWN).map(|week| format!("week {week}")))
            .collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let first = policy == &policies[0];
        let levers = policy["levers"].as_array().into_iter().flatten();
        let of_first = policies[0]["levers"].as_array().into_iter().flatten();
        let rows: Vec<Vec<String>> = levers
            .zip(of_first)
            .filter(|(lever, of_first)| first || lever != of_first)
            .flat_map(|(lever, _)| {
                let name = text(&lever["lever"]);
                let conditions = lever["conditions"].as_array().into_iter().flatten();
                let conditional = conditions.flat_map(|one| {
                    rows(&format!("{name}, {}", text(&one["holds"])), &one["levels"])
                });
                let plain = rows(&name, &lever["levels"]);
                plain.into_iter().chain(conditional).collect::<Vec<_>>()
            })
            .collect();
        if rows.is_empty() {
            page += &format!("All levers as in {}.\n", text(&policies[0]["name"]));
            continue;
        }
        page += &table(&titles, &rows);
        if !first {
            page += &format!("The other levers as in {}.\n", text(&policies[0]["name"]));
        }
    }
    page
}

/// The levels of a lever over time; for shares a row each.
fn rows(lever: &str, levels: &Json) -> Vec<Vec<String>> {
    let levels: Vec<&Json> = levels
        .as_array()
        .into_iter()
        .flatten()
        .step_by(SHOWN)
        .collect();
    let row = |name: String, of: &dyn Fn(&Json) -> String| {
        let levels = levels.iter().map(|level| of(level));
        [name].into_iter().chain(levels).collect()
    };
    let regime = LEVERS.iter().find(|regime| regime.name == lever);
    let Some(Moves::Shares(_)) = regime.map(|regime| &regime.moves) else {
        return vec![row(lever.to_owned(), &level)];
    };
    let of_part = |(index, area): (usize, Area)| {
        let name = format!("{lever} {}", area.label());
        row(name, &|shares| level(&shares[index]))
    };
    Area::ALL.into_iter().enumerate().map(of_part).collect()
}

/// A level, numbers in four digits or so.
fn level(level: &Json) -> String {
    match level.as_f64() {
        Some(number) if number >= 100.0 => format!("{number:.0}"),
        Some(number) => format!("{}", (number * 1000.0).round() / 1000.0),
        None => text(level),
    }
}
