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

use std::collections::BTreeSet;
use std::path::Path;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::io::config::Loaded;
use crate::io::manifest::Manifest;
use crate::io::problem::Problem;
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

/// Whether the folder's `comparison.csv` is there, and of all policies and replicates of the manifest.
pub fn is_compared(folder: &Path, manifest: &Manifest) -> Result<bool, Problem> {
    let Some(comparison) = Csv::find(&folder.join("comparison.csv"))? else {
        return Ok(false);
    };
    let failed: BTreeSet<u32> = manifest
        .failed()
        .map(|(_, replicate, _)| replicate)
        .collect();
    let least = manifest
        .policies
        .values()
        .map(|policy| policy.replicates)
        .min();
    let common = (0..least.unwrap_or(0))
        .filter(|replicate| !failed.contains(replicate))
        .count();
    let policies: BTreeSet<&str> = comparison.rows().map(|row| row.text("policy")).collect();
    let mut rows = comparison.rows();
    Ok(rows.all(|row| row.text("replicates") == common.to_string())
        && policies.iter().copied().eq(manifest.policies.keys()))
}

/// The page of a result folder, and the figures left out of it, each with the reason. `loaded` is the
/// experiment kept in the folder.
pub fn html(
    folder: &Path,
    manifest: &Manifest,
    loaded: &Loaded,
) -> Result<(String, Vec<String>), Problem> {
    let material = Material {
        manifest,
        loaded,
        figures: Figures::read(folder)?,
        summary: Csv::find(&folder.join("summary.csv"))?,
        comparison: Csv::find(&folder.join("comparison.csv"))?,
        validation: Csv::find(&folder.join("validation.csv"))?,
        scorecard: Csv::find(&folder.join("scorecard.csv"))?,
        bad_sides: Csv::find(&folder.join("bad_sides.csv"))?,
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
    Ok((page.into_string(), material.figures.left_out()))
}
