//! `report.html`: one page that holds all of an experiment, without scripts and without the network.
//!
//! Equal folders give equal bytes. All text is escaped by the writer of HTML; of figures only those are
//! taken in that hold nothing but shapes and text.

mod answer;
mod captions;
mod checks;
mod figures;
mod numbers;
mod parameters;
mod policies;
mod provenance;
mod style;
mod table;
mod what;

use std::path::Path;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use plaza_batch::manifest::Manifest;
use plaza_batch::problem::Problem;

use crate::runs::made::{Made, Standing};
use crate::setup::Loaded;
use figures::Figures;
use table::Csv;

/// What the page is made from.
struct Material<'a> {
    manifest: &'a Manifest,
    loaded: &'a Loaded,
    figures: Figures,
    summary: Option<Csv>,
    comparison: Option<Csv>,
    validation: Option<Csv>,
    scorecard: Option<Csv>,
    bad_sides: Option<Csv>,
}

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
    ("figures", "Figures", figures::section),
    ("policies", "Policies", policies::section),
    ("validation", "Held against the facts", checks::validation),
    ("scorecard", "The documents' own tables", checks::scorecard),
    ("parameters", "Parameters", parameters::section),
    ("columns", "What the numbers are", provenance::columns),
    ("provenance", "Where this comes from", provenance::section),
];

/// The page of a result folder, and the files left out of it, each with the reason. `loaded` is the
/// experiment kept in the folder, `made` what was made from its results.
pub fn html(
    folder: &Path,
    manifest: &Manifest,
    loaded: &Loaded,
    made: &Made,
) -> Result<(String, Vec<String>), Problem> {
    let mut left_out = Vec::new();
    let mut table = |name: &str| match made.standing(name) {
        Standing::Absent => Ok(None),
        Standing::Current => Csv::find(&folder.join(name)),
        Standing::Stale(reason) => {
            left_out.push(format!("{name}: {reason}"));
            Ok(None)
        }
    };
    let material = Material {
        manifest,
        loaded,
        summary: table("summary.csv")?,
        comparison: table("comparison.csv")?,
        validation: table("validation.csv")?,
        scorecard: table("scorecard.csv")?,
        bad_sides: table("bad_sides.csv")?,
        figures: Figures::read(folder, made)?,
    };
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
                title { "plaza: " (manifest.experiment) }
                style { (PreEscaped(style::CSS)) }
            }
            body {
                header {
                    (what::header(&material))
                    nav {
                        @for (anchor, title, _) in &sections {
                            a href={ "#" (anchor) } { (title) } " "
                        }
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
    left_out.extend(material.figures.left_out());
    Ok((page.into_string(), left_out))
}
