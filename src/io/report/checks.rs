//! What the results were held against: facts, and the documents' own tables.

use maud::{Markup, html};

use super::Material;

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
    let (inside, outside) = (count("inside"), count("outside"));
    Some(html! {
        p {
            (inside) " parts of targets lie inside what was observed or its tolerance, " (outside)
            " outside. low and high: 5 % and 95 % of the replicates."
        }
        details {
            summary { "All targets" }
            (validation.some_columns(&TARGETS, "Targets: docs/validation.md."))
        }
    })
}

/// The table of `plaza compare --scorecard`, if it was made.
pub fn scorecard(of: &Material<'_>) -> Option<Markup> {
    let scorecard = of.scorecard.as_ref()?;
    Some(scorecard.table("Rules and thresholds: docs/scorecard.md."))
}
