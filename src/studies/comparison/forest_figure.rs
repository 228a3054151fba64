//! Paired differences of all policies to the baseline: a forest of intervals for each of some metrics.

use plotters::style::RGBColor;

use plaza_engine::few;

use crate::figures::style::{
    COLOURS, CUT, MARGIN, NAME, SOFT, TEXT, WIDTH, figure, text, titles, titles_height, width_of,
};
use crate::studies::comparison::Comparison;
use crate::studies::comparison::forest_panel::{FOOT, GAP, HEAD, Mark, Panel, axis, is_cut};
use crate::studies::comparison::row::{Row, Verdict};

/// The metrics drawn, and their captions.
const PANELS: [(&str, &str); 4] = [
    ("oc_deaths", "organized-crime deaths"),
    ("bystander_deaths", "bystanders killed"),
    ("extortions", "extortions"),
    ("displaced", "displaced"),
];
/// Height of a policy's line [px].
const LINE: f64 = 28.0;

/// The colour of what is better.
pub const BETTER: RGBColor = COLOURS[0];
/// Of what is worse.
pub const WORSE: RGBColor = COLOURS[1];

/// The figure.
pub fn draw(comparison: &Comparison) -> String {
    let policies = sorted(comparison);
    let panels = PANELS.map(|(metric, _)| {
        let rows = policies.iter();
        let rows = rows.map(|policy| comparison.row(policy, metric).and_then(mark));
        let marks: Vec<Option<Mark>> = rows.collect();
        let axis = axis(marks.iter().flatten(), comparison.margin * 100.0);
        (marks, axis)
    });
    let mut explained = format!(
        "Policy less {}, relative to {}, mean over {} replicates on equal luck. Thick bars: 95 % \
         intervals; thin: intervals that are clear of zero where Holm's step-down over all policies and \
         metrics rejects at 5 %. Blue: better, orange: worse; open: not clear of zero, or surely within \
         the margin (grey, {} %), or too few replicates. Sorted by deaths; panels have scales of their own.",
        comparison.baseline,
        comparison.baseline,
        comparison.replicates,
        comparison.margin * 100.0
    );
    let cut = panels.iter().any(|(marks, axis)| is_cut(axis, marks));
    let notes = [cut.then(|| CUT.to_owned()), few::note(comparison.units)];
    for note in notes.into_iter().flatten() {
        explained += " ";
        explained += &note;
    }
    let title = "What each policy changes";
    let top = titles_height(&explained);
    let bottom = top + HEAD + policies.len() as f64 * LINE;
    figure(bottom + FOOT, |paper| {
        titles(paper, title, &explained)?;
        let names = policies.iter().map(|name| width_of(name, TEXT));
        let labels = names.fold(120.0, f64::max) + MARGIN + 12.0;
        let width = (WIDTH - labels - MARGIN) / PANELS.len() as f64 - GAP;
        for (index, policy) in policies.iter().enumerate() {
            let y = top + HEAD + (index as f64 + 0.5) * LINE;
            text(paper, (MARGIN, y), policy, NAME)?;
        }
        for (index, ((_, caption), (marks, axis))) in PANELS.iter().zip(&panels).enumerate() {
            let left = labels + index as f64 * (width + GAP) + GAP / 2.0;
            let panel = Panel {
                place: [left, left + width, top, bottom],
                line: LINE,
                margin: comparison.margin * 100.0,
                axis: axis.clone(),
            };
            panel.draw(paper, caption, marks)?;
        }
        Ok(())
    })
}

/// The policies but for the baseline, the fewest deaths first.
pub fn sorted(comparison: &Comparison) -> Vec<&str> {
    let deaths = comparison.rows.iter();
    let mut rows: Vec<&Row> = deaths
        .filter(|row| row.metric == "oc_deaths" && row.verdict != Verdict::Baseline)
        .collect();
    rows.sort_by(|a, b| a.difference.total_cmp(&b.difference));
    rows.iter().map(|row| row.policy.as_str()).collect()
}

/// What is drawn of a row.
fn mark(row: &Row) -> Option<Mark> {
    let (colour, clear) = match row.verdict {
        Verdict::Better => (BETTER, true),
        Verdict::Worse => (WORSE, true),
        _ => (SOFT, false),
    };
    let interval = [row.relative_low, row.relative_high];
    let holm = [row.relative_holm_low, row.relative_holm_high];
    Mark::new(row.relative, interval, holm, colour, clear)
}
