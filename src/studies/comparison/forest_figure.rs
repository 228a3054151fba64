//! Paired differences of all policies to the baseline: a forest of intervals for each of some metrics.

use plotters::style::RGBColor;

use plaza_engine::few;

use crate::figures::axis::Axis;
use crate::figures::style::{
    COLOURS, CUT, Drawn, FAINT, MARGIN, MARK, NAME, PALE, Paper, SOFT, TEXT, WIDTH, arrow, block,
    disc, figure, heading, line, text, titles, titles_height, width_of,
};
use crate::studies::comparison::Comparison;
use crate::studies::comparison::row::{Row, Verdict};

/// The metrics drawn, and their captions.
const PANELS: [(&str, &str); 4] = [
    ("oc_deaths", "organized-crime deaths"),
    ("bystander_deaths", "bystanders killed"),
    ("extortions", "extortions"),
    ("displaced", "displaced"),
];
/// Height of a policy's line, of what stands over the lines, and below them [px].
const LINE: f64 = 28.0;
const HEAD: f64 = 36.0;
const FOOT: f64 = 48.0;
/// Room between panels [px].
const GAP: f64 = 44.0;

const BETTER: RGBColor = COLOURS[0];
const WORSE: RGBColor = COLOURS[1];

/// The figure.
pub fn draw(comparison: &Comparison) -> String {
    let policies = sorted(comparison);
    let panels = PANELS.map(|(metric, _)| {
        let rows = policies.iter();
        let rows: Vec<Option<&Row>> = rows.map(|policy| comparison.row(policy, metric)).collect();
        let axis = axis(&rows, comparison.margin * 100.0);
        (rows, axis)
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
    let cut = panels.iter().any(|(rows, axis)| {
        let drawn = rows.iter().flatten().filter_map(|row| percents(row));
        drawn.flatten().any(|end| axis.beyond(end) != 0.0)
    });
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
        for (index, ((_, caption), (rows, axis))) in PANELS.iter().zip(&panels).enumerate() {
            let left = labels + index as f64 * (width + GAP) + GAP / 2.0;
            let panel = Panel {
                place: [left, left + width, top, bottom],
                margin: comparison.margin * 100.0,
                axis: axis.clone(),
            };
            panel.draw(paper, caption, rows)?;
        }
        Ok(())
    })
}

/// The policies but for the baseline, the fewest deaths first.
fn sorted(comparison: &Comparison) -> Vec<&str> {
    let deaths = comparison.rows.iter();
    let mut rows: Vec<&Row> = deaths
        .filter(|row| row.metric == "oc_deaths" && row.verdict != Verdict::Baseline)
        .collect();
    rows.sort_by(|a, b| a.difference.total_cmp(&b.difference));
    rows.iter().map(|row| row.policy.as_str()).collect()
}

/// What is drawn of a row, in percent of the baseline: mean, interval, Holm's interval. An interval that has
/// a lower end only is unbounded.
fn percents(row: &Row) -> Option<[f64; 5]> {
    let mean = row.relative?;
    let interval = |low: Option<f64>, high: Option<f64>| match low {
        Some(low) => [low, high.unwrap_or(f64::INFINITY)],
        None => [mean; 2],
    };
    let [low, high] = interval(row.relative_low, row.relative_high);
    let [least, most] = interval(row.relative_holm_low, row.relative_holm_high);
    Some([mean, low, high, least, most].map(|share| 100.0 * share))
}

fn axis(rows: &[Option<&Row>], margin: f64) -> Axis {
    let values = rows.iter().flatten().filter_map(|row| percents(row));
    let spans =
        values.flat_map(|[mean, low, high, least, most]| [[mean, low, high], [mean, least, most]]);
    let margins = [-margin, margin].map(|end| [end; 3]);
    Axis::of_intervals(&spans.chain(margins).collect::<Vec<_>>())
}

/// One metric.
struct Panel {
    /// Left, right, top and bottom [px].
    place: [f64; 4],
    margin: f64,
    axis: Axis,
}

impl Panel {
    fn x(&self, value: f64) -> f64 {
        let [left, right, ..] = self.place;
        left + self.axis.part(value) * (right - left)
    }

    fn draw(&self, paper: &Paper, caption: &str, rows: &[Option<&Row>]) -> Drawn {
        let [left, right, top, bottom] = self.place;
        heading(paper, (left, top + 14.0), caption, TEXT)?;
        let first = top + HEAD - 4.0;
        let [from, to] = [-self.margin, self.margin].map(|end| self.x(end));
        block(paper, (from, first), (to - from, bottom - first), PALE)?;
        for mark in &self.axis.marks {
            let x = self.x(*mark);
            let (colour, width) = match *mark == 0.0 {
                true => (SOFT, 1.2),
                false => (FAINT, 0.5),
            };
            line(paper, &[(x, first), (x, bottom)], colour, width)?;
            let at = (x, bottom + 14.0);
            text(paper, at, &self.axis.label(*mark), MARK)?;
        }
        let under = (f64::midpoint(left, right), bottom + 32.0);
        text(paper, under, "difference, %", MARK)?;
        for (index, row) in rows.iter().enumerate() {
            let y = top + HEAD + (index as f64 + 0.5) * LINE;
            if let Some(row) = row
                && let Some(percents) = percents(row)
            {
                self.interval(paper, y, row.verdict, percents)?;
            }
        }
        Ok(())
    }

    fn interval(
        &self,
        paper: &Paper,
        y: f64,
        verdict: Verdict,
        [mean, low, high, least, most]: [f64; 5],
    ) -> Drawn {
        let colour = match verdict {
            Verdict::Better => BETTER,
            Verdict::Worse => WORSE,
            _ => SOFT,
        };
        for end in [least, most, low, high] {
            let side = self.axis.beyond(end);
            if side != 0.0 {
                arrow(paper, (self.x(end) + 4.0 * side, y), (side, 0.0), colour)?;
            }
        }
        let [mean, low, high, least, most] =
            [mean, low, high, least, most].map(|value| self.x(value));
        line(paper, &[(least, y), (most, y)], colour, 1.2)?;
        line(paper, &[(low, y), (high, y)], colour, 3.6)?;
        disc(paper, (mean, y), 5.2, colour)?;
        match verdict {
            Verdict::Better | Verdict::Worse => Ok(()),
            _ => disc(paper, (mean, y), 3.2, plotters::style::WHITE),
        }
    }
}
