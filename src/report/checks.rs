//! The comparison of results with facts and with the documents' own tables.

use maud::{Markup, html};

use crate::report::material::Material;

/// Columns of the targets that are shown.
const TARGETS: [&str; 9] = [
    "id",
    "part",
    "year",
    "simulated",
    "low",
    "high",
    "observed",
    "unit",
    "verdict",
];

/// The table of `plaza validate`, if it was made.
pub fn validation(of: &Material<'_>) -> Option<Markup> {
    let validation = of.validation.as_ref()?;
    let count = |verdict: &str| {
        let rows = validation
            .rows()
            .filter(|row| row.text("verdict") == verdict);
        rows.count()
    };
    let [inside, outside, few] = ["inside", "outside", "too few"].map(count);
    Some(html! {
        p {
            @if few > 0 {
                "No verdict on " (few) " parts of targets: too few replicates. "
            }
            @if inside + outside > 0 || few == 0 {
                (inside) " parts of targets lie inside what was observed or its tolerance, " (outside)
                " outside. "
            }
            "low and high: 5 % and 95 % of the replicates."
        }
        details {
            summary { "All targets" }
            (validation.some_columns(&TARGETS, "Targets: docs/validation.md."))
        }
    })
}

/// Columns of the scorecard and of the bad sides that are shown.
const CELLS: [&str; 11] = [
    "document",
    "option",
    "policy",
    "cell",
    "value",
    "low",
    "high",
    "verdict",
    "document_verdict",
    "agrees",
    "tag",
];
const BAD_SIDES: [&str; 9] = [
    "document",
    "policy",
    "bad_side",
    "column",
    "difference",
    "low",
    "high",
    "verdict",
    "against",
];

/// The tables of `plaza compare --scorecard`, if they were made.
pub fn scorecard(of: &Material<'_>) -> Option<Markup> {
    let scorecard = of.scorecard.as_ref()?;
    let rules = "Rules and thresholds, fixed before the first run, and sources: docs/scorecard.md.";
    Some(html! {
        details {
            summary { "Every cell beside the document's own verdict" }
            (scorecard.some_columns(&CELLS, rules))
        }
        @if let Some(bad_sides) = &of.bad_sides {
            details {
                summary { "Bad sides that the documents name, and whether they show" }
                (bad_sides.some_columns(&BAD_SIDES, rules))
            }
        }
    })
}
