//! `report.html`: one page that holds all of an experiment, without scripts and without the network.
//!
//! Equal folders give equal bytes. All text is escaped by the writer of HTML; of figures only those are
//! taken in that hold nothing but shapes and text.

pub mod answer;
mod captions;
mod checks;
mod figures;
mod material;
mod numbers;
mod parameters;
mod policies;
mod provenance;
mod style;
pub mod table;
mod what;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use plaza_batch::problem::Problem;

use crate::report::material::Material;
use crate::runs::made::{BY_RUN, Made, Standing};
use crate::setup::results::Results;
use crate::studies::comparison::files as comparison;
use crate::studies::summary::files::{Asked, sum_up};

/// The page of `plaza explore`, in the result folder.
pub const EXPLORER: &str = "explore.html";

/// A part of the page: its anchor, its title, what it says; left out where it has nothing to say.
type Section = (
    &'static str,
    &'static str,
    fn(&Material<'_>) -> Option<Markup>,
);

/// All parts in their order: the answer first.
const SECTIONS: [Section; 10] = [
    ("answer", "What came out", answer::section),
    ("limits", "What this may not be used for", what::limits),
    ("numbers", "Means of all policies", numbers::section),
    ("figures", "Figures", answer::other_figures),
    ("policies", "Policies", policies::section),
    ("validation", "Held against the facts", checks::validation),
    ("scorecard", "The documents' own tables", checks::scorecard),
    ("parameters", "Parameters", parameters::section),
    ("columns", "What the numbers are", provenance::columns),
    ("provenance", "Where this comes from", provenance::section),
];

/// Makes summary, figures and comparison, where the folder does not have them, or not of these results; gives what
/// is to be said of the comparison, on a screen of so many columns.
pub fn make_what_is_missing(
    results: &Results,
    made: &mut Made,
    width: usize,
) -> Result<Option<comparison::Told>, Vec<Problem>> {
    let manifest = &results.manifest;
    let is_current = |made: &Made, name: &str| made.standing(name) == Standing::Current;
    let of_run = made.by(BY_RUN).all(|name| is_current(made, name));
    let has = is_current(made, "summary.csv") && results.folder.join("figures").is_dir();
    if !of_run || !has {
        sum_up(results, Asked::default(), made)?;
        made.finish()?;
    }
    // One that is renewed is of the baseline and the margin that were asked for.
    let by = made.noted().find(|(name, _)| *name == "comparison.csv");
    let by = by.map(|(_, by)| by.to_owned());
    let whole = by.as_ref().is_some_and(|by| {
        let mut files = made.by(by);
        files.all(|name| is_current(made, name))
    });
    if whole && is_current(made, "comparison.csv") {
        return Ok(None);
    }
    let asked = by.and_then(|by| comparison::Asked::of(&by));
    let asked = asked.filter(|asked| manifest.policies.contains_key(&asked.baseline));
    match manifest.baseline() {
        Some(baseline) if manifest.policies.len() > 1 => {
            let mut asked = asked.unwrap_or_else(|| comparison::Asked::new(baseline));
            asked.scorecard |= made.standing("scorecard.csv") != Standing::Absent;
            comparison::make(results, &asked, made, width).map(Some)
        }
        _ => Ok(None),
    }
}

/// The page of a result folder, and the files left out of it, each with the reason. `made` is what was made from
/// its results.
pub fn html(results: &Results, made: &Made) -> Result<(String, Vec<String>), Vec<Problem>> {
    let (material, left_out) = Material::read(results, made)?;
    let sections: Vec<(&str, &str, Markup)> = SECTIONS
        .iter()
        .filter_map(|(anchor, title, section)| Some((*anchor, *title, section(&material)?)))
        .collect();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "plaza: " (results.manifest.experiment) }
                style { (PreEscaped(style::CSS)) }
            }
            body {
                header {
                    (what::header(&material))
                    @if made.standing(EXPLORER) == Standing::Current {
                        p { a href=(EXPLORER) { "The same experiment to look around in: " (EXPLORER) } }
                    }
                }
                nav aria-label="contents" {
                    @for (anchor, title, _) in &sections {
                        a href={ "#" (anchor) } { (title) } " "
                    }
                }
                main {
                    @for (anchor, title, section) in &sections {
                        section id=(anchor) { h2 { (title) } (section) }
                    }
                }
            }
        }
    };
    Ok((page.into_string(), left_out))
}
