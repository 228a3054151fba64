//! `report.html`: one page that holds all of an experiment, without scripts and without the network.
//!
//! Equal folders give equal bytes. All text is escaped by the writer of HTML; of figures only those are
//! taken in that hold nothing but shapes and text.

mod answer;
mod captions;
mod checks;
mod figures;
mod material;
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

use crate::report::material::Material;
use crate::runs::made::Made;
use crate::setup::Loaded;

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

/// The page of a result folder, and the files left out of it, each with the reason. `loaded` is the
/// experiment kept in the folder, `made` what was made from its results.
pub fn html(
    folder: &Path,
    manifest: &Manifest,
    loaded: &Loaded,
    made: &Made,
) -> Result<(String, Vec<String>), Problem> {
    let (material, left_out) = Material::read(folder, manifest, loaded, made)?;
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
    Ok((page.into_string(), left_out))
}
