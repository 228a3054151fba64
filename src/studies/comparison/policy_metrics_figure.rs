//! Policies by metrics: a tile for each, coloured by whether it is better or worse than the baseline
//! and by how much, full where that is certain.

use plotters::style::{Color, RGBColor, WHITE};

use plaza_engine::few;

use crate::figures::style::{
    Anchor, COLOURS, Drawn, INK, MARGIN, NAME, NOTE, Paper, SMALL, SOFT, TEXT, WIDTH, block,
    figure, line, text, titles, titles_height, upwards, width_of,
};
use crate::runs::metrics::{Direction, Metric, compared};
use crate::studies::comparison::Comparison;
use crate::studies::comparison::row::{Row, Verdict};
use crate::studies::comparison::tiles::{ROW, STRONGEST, Tile, strength};

/// Height of the names of metrics, and of the legend [px].
const NAMES: f64 = 196.0;
const LEGEND: f64 = 56.0;

const BETTER: RGBColor = COLOURS[0];
const WORSE: RGBColor = COLOURS[1];

/// The figure.
pub fn draw(comparison: &Comparison) -> String {
    let rows = comparison.rows.chunk_by(|a, b| a.policy == b.policy);
    let policies: Vec<&[Row]> = rows
        .filter(|rows| rows[0].policy != comparison.baseline)
        .collect();
    let mut explained = format!(
        "Difference to {}, % of its mean, over {} replicates on equal luck. Blue: better, orange: worse, \
         grey: the metric has no direction; the stronger the larger. Full tiles with a number: clear of \
         zero after Holm's step-down at 5 % over all policies and metrics (grey: 95 % interval); small \
         tiles: not clear. =: surely within {} % of the baseline. 0: equal in every replicate. - less \
         is better, + more is better.",
        comparison.baseline,
        comparison.replicates,
        comparison.margin * 100.0
    );
    if let Some(note) = few::note(comparison.units) {
        explained += &format!(" {note}");
    }
    let top = titles_height(&explained) + LEGEND;
    let tiles = top + NAMES;
    figure(tiles + policies.len() as f64 * ROW + MARGIN, |paper| {
        let title = "Policies and what they change: direction, size, certainty";
        titles(paper, title, &explained)?;
        if comparison.units >= few::LEAST {
            legend(paper, top - LEGEND / 2.0)?;
        }
        let names = policies.iter().map(|rows| width_of(&rows[0].policy, TEXT));
        let left = names.fold(100.0, f64::max) + MARGIN + 10.0;
        let width = (WIDTH - left - MARGIN) / compared().count() as f64;
        for (index, (metric, direction)) in compared().enumerate() {
            let x = left + (index as f64 + 0.5) * width;
            name(paper, x, tiles, metric, direction)?;
        }
        for (index, rows) in policies.iter().enumerate() {
            let y = tiles + index as f64 * ROW;
            let at = (MARGIN, y + ROW / 2.0);
            text(paper, at, &rows[0].policy, NAME)?;
            for (index, (metric, _)) in compared().enumerate() {
                if let Some(row) = rows.iter().find(|row| row.metric == metric.name) {
                    let at = (left + index as f64 * width, y);
                    tile(row).draw(paper, at, width)?;
                }
            }
        }
        Ok(())
    })
}

/// A metric's name, read upwards, over its column.
fn name(paper: &Paper, x: f64, bottom: f64, metric: &Metric, direction: Direction) -> Drawn {
    let name = metric.name.replace('_', " ");
    upwards(paper, (x, bottom - 22.0), &name, SMALL, INK)?;
    let sign = match direction {
        Direction::Lower => "-",
        Direction::Higher => "+",
        Direction::None => return Ok(()),
    };
    text(paper, (x, bottom - 9.0), sign, (TEXT, SOFT, Anchor::Middle))
}

/// What stands for a row.
fn tile(row: &Row) -> Tile {
    Tile {
        relative: row.relative,
        colour: match (row.direction, row.difference < 0.0) {
            _ if row.verdict == Verdict::TooFew => SOFT,
            (Direction::None, _) => SOFT,
            (Direction::Lower, true) | (Direction::Higher, false) => BETTER,
            _ => WORSE,
        },
        certain: !matches!(row.verdict, Verdict::Unclear | Verdict::TooFew),
        word: match row.verdict {
            Verdict::Equivalent => Some("="),
            Verdict::Same => Some("0"),
            _ => None,
        },
    }
}

fn legend(paper: &Paper, y: f64) -> Drawn {
    let mut x = MARGIN;
    for (colour, word) in [(BETTER, "better"), (WORSE, "worse"), (SOFT, "no direction")] {
        for size in [0.02, 0.1, 0.25, STRONGEST] {
            let part = strength(size / STRONGEST);
            block(paper, (x, y - 10.0), (40.0, 20.0), colour.mix(part))?;
            let number = format!("{:.0} %", size * 100.0);
            let ink = if part > 0.6 { WHITE } else { INK };
            text(paper, (x + 20.0, y), &number, (SMALL, ink, Anchor::Middle))?;
            x += 42.0;
        }
        text(paper, (x + 6.0, y), word, NOTE)?;
        x += 30.0 + width_of(word, SMALL);
    }
    block(paper, (x, y - 5.5), (11.0, 11.0), BETTER.mix(0.6))?;
    text(paper, (x + 18.0, y), "not clear of zero", NOTE)?;
    let ends = [(MARGIN, y + 24.0), (WIDTH - MARGIN, y + 24.0)];
    line(paper, &ends, crate::figures::style::PALE, 1.0)
}
