//! What each cause adds: bars with intervals, a panel for each outcome.

use plaza_engine::few;

use crate::figures::axis::Axis;
use crate::figures::style::{
    COLOURS, Drawn, FAINT, INK, MARGIN, MARK, NAME, Paper, SOFT, TEXT, WIDTH, block, disc, figure,
    heading, line, text, titles, titles_height, width_of,
};
use crate::studies::attribution::{ALL, Outcome, Row};

/// The captions of the panels.
const CAPTIONS: [&str; Outcome::ALL.len()] = [
    "deaths of the last year less those of the first",
    "deaths of all years",
];
/// Height of a cause's line, of what stands over the lines, and below them [px].
const LINE: f64 = 34.0;
const HEAD: f64 = 36.0;
const FOOT: f64 = 48.0;
/// Room between panels [px].
const GAP: f64 = 44.0;

/// The figure.
pub fn draw(rows: &[Row], policy: &str) -> String {
    let panels = Outcome::ALL.map(|outcome| -> Vec<&Row> {
        rows.iter()
            .filter(|row| row.outcome == outcome.name())
            .collect()
    });
    let causes: Vec<&str> = panels[0].iter().map(|row| row.cause.as_str()).collect();
    let replicates = rows.first().map_or(0, |row| row.replicates);
    let mut explained = format!(
        "Organized-crime deaths under {policy} that each cause adds, mean over {replicates} replicates on equal luck. \
         Bars: in the mean over all orders in which causes could come (Shapley), with 95 % intervals; they add to what \
         all add together. Open: alone, in a world without the others. Dark: last, in a world with all others."
    );
    if let Some(note) = few::note(replicates) {
        explained += " ";
        explained += &note;
    }
    let top = titles_height(&explained);
    let bottom = top + HEAD + causes.len() as f64 * LINE;
    figure(bottom + FOOT, |paper| {
        titles(paper, "What the deaths hang on", &explained)?;
        let names = causes.iter().map(|name| width_of(name, TEXT));
        let labels = names.fold(120.0, f64::max) + MARGIN + 12.0;
        let width = (WIDTH - labels - MARGIN) / panels.len() as f64 - GAP;
        for (index, cause) in causes.iter().enumerate() {
            let y = top + HEAD + (index as f64 + 0.5) * LINE;
            text(paper, (MARGIN, y), cause, NAME)?;
        }
        for (index, (caption, rows)) in CAPTIONS.iter().zip(&panels).enumerate() {
            let left = labels + index as f64 * (width + GAP) + GAP / 2.0;
            panel(paper, [left, left + width, top, bottom], caption, rows)?;
        }
        Ok(())
    })
}

/// One outcome: left, right, top and bottom of its panel [px].
fn panel(
    paper: &Paper,
    [left, right, top, bottom]: [f64; 4],
    caption: &str,
    rows: &[&Row],
) -> Drawn {
    let ends = |row: &&Row| {
        let [low, high] = interval(row);
        [[row.shapley, low, high], [0.0, row.alone, row.without]]
    };
    let axis = Axis::of_intervals(&rows.iter().flat_map(ends).collect::<Vec<_>>());
    let x = |value: f64| left + axis.part(value) * (right - left);
    heading(paper, (left, top + 14.0), caption, TEXT)?;
    let first = top + HEAD - 4.0;
    for mark in &axis.marks {
        let (colour, width) = match *mark == 0.0 {
            true => (SOFT, 1.2),
            false => (FAINT, 0.5),
        };
        line(
            paper,
            &[(x(*mark), first), (x(*mark), bottom)],
            colour,
            width,
        )?;
        let at = (x(*mark), bottom + 14.0);
        text(paper, at, &axis.label(*mark), MARK)?;
    }
    let under = (f64::midpoint(left, right), bottom + 32.0);
    text(paper, under, "deaths", MARK)?;
    for (index, row) in rows.iter().enumerate() {
        let y = top + HEAD + (index as f64 + 0.5) * LINE;
        let colour = match row.cause == ALL {
            true => SOFT,
            false => COLOURS[0],
        };
        let [from, to] = [row.shapley.min(0.0), row.shapley.max(0.0)].map(x);
        block(paper, (from, y - 7.0), (to - from, 14.0), colour)?;
        let [low, high] = interval(row).map(x);
        line(paper, &[(low, y), (high, y)], INK, 1.6)?;
        if row.cause != ALL {
            disc(paper, (x(row.without), y), 4.2, INK)?;
            disc(paper, (x(row.alone), y), 4.2, INK)?;
            disc(paper, (x(row.alone), y), 2.8, plotters::style::WHITE)?;
        }
    }
    Ok(())
}

/// The interval of a value, or the value itself where there is none.
fn interval(row: &Row) -> [f64; 2] {
    let [low, high] = [row.shapley_low, row.shapley_high];
    [low, high].map(|end| end.unwrap_or(row.shapley))
}
