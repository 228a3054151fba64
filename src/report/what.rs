//! The experiment that was run, and the uses that are ruled out.

use maud::{Markup, html};

use plaza_batch::layout::cut;
use plaza_batch::manifest::VERSION;

use plaza_engine::numbers::grouped;

use crate::report::material::Material;
use crate::runs::design::{Draws, TEST};
use crate::setup as config;

/// Letters of a notice that are always seen.
const NOTICE: usize = 160;

/// The title and what stands under it.
pub fn header(of: &Material<'_>) -> Markup {
    let manifest = of.manifest;
    let design = &of.loaded.design;
    let failed = manifest.failed().count();
    let counts = manifest.policies.values().map(|policy| policy.replicates);
    let replicates = match (counts.clone().min(), counts.max()) {
        (Some(least), Some(most)) if least < most => format!("{least} to {most}"),
        (_, most) => most.unwrap_or(0).to_string(),
    };
    let year = design.map.year_of(design.policies_from);
    let first_year = design.map.first_year;
    let facts = [
        ("policies", manifest.policies.len().to_string()),
        (
            "map",
            format!(
                "{}: {} municipalities, {} million residents",
                design.map.name,
                grouped(design.map.places.len() as f64, 0),
                grouped(design.map.population() as f64 / 1e6, 1)
            ),
        ),
        (
            "weeks",
            format!(
                "{} from the first of {first_year}; policies part in week {} ({year})",
                manifest.weeks, design.policies_from
            ),
        ),
        (
            "replicates",
            format!("{replicates} of each policy on equal luck; {failed} runs failed"),
        ),
        (
            "numbers of the rules",
            match &design.draws {
                Some(draws) => drawn(draws, design.replicates),
                None => "the same in every replicate".to_owned(),
            },
        ),
        ("seed", manifest.seed.to_string()),
        ("made by", format!("plaza {}", manifest.plaza)),
        ("this page by", format!("plaza {VERSION}")),
        ("experiment", manifest.digest.clone()),
    ];
    let notices = config::told_of(manifest);
    html! {
        h1 { "plaza: " (manifest.experiment) }
        @if manifest.is_test() { p { b { (TEST) "." } } }
        p.soft {
            "An agent-based simulation of criminal organizations, police, military and citizens: what "
            "security policies do to violence, crime and the state, with the uncertainty of luck."
        }
        dl { @for (name, value) in &facts { dt.soft { (name) } dd { (value) } } }
        @if !notices.is_empty() {
            h2 { "To be known first" }
            ul { @for notice in &notices { li { (folded(notice)) } } }
        }
    }
}

/// A notice; the end of a long one opens by a press, so that the answer is not screens below.
fn folded(notice: &str) -> Markup {
    let short = cut(notice, NOTICE);
    html! {
        @if short == notice { (notice) }
        @else { details { summary { (short) } (notice) } }
    }
}

/// Where the parameters are drawn from, and who shares a draw.
fn drawn(draws: &Draws, replicates: u32) -> String {
    let sharing = draws.sharing;
    let origin = match sharing.rows {
        None => "drawn from their ranges".to_owned(),
        Some(rows) => format!("{rows} draws that a calibration left possible"),
    };
    let shared = match (sharing.luck_per_draw, sharing.again_from(replicates)) {
        (1, None) => return format!("{origin}; each replicate has its own"),
        (1, Some(_)) => "replicates share draws".to_owned(),
        (shared, _) => format!("{shared} replicates share a draw"),
    };
    format!("{origin}; {shared}, and means of draws are what intervals are made of")
}

/// What README.md says results may not be used for.
pub fn limits(_: &Material<'_>) -> Option<Markup> {
    Some(html! {
        p {
            "plaza compares policies in a stylized country. It says nothing about real persons, groups or "
            "places, and its results may not be used to predict what they will do, to target individuals "
            "or communities, or for operations of any kind."
        }
        p {
            "Numbers of the model are assumed or set by hand where a source does not give them, and most "
            "ranges are wide; differences between policies can change sign within them. Intervals on this "
            "page tell the luck of replicates, and of parameters only where the experiment draws them; "
            "they do not tell whether the model is right. Costs are assumed. What is known against the "
            "model stands in docs/odd.md and docs/validation.md of the program."
        }
    })
}
