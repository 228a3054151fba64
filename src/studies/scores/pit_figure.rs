//! Histograms of the probability integral transform: flat where a forecast's chances are right.

use crate::figures::style::{
    COLOURS, Drawn, FAINT, INK, MARGIN, NOTE, Paper, TEXT, WIDTH, block, figure, heading, line,
    text, titles, titles_height,
};
use crate::studies::scores::cells::Level;
use crate::studies::scores::where_figure::span;
use crate::studies::scores::{SIMULATED, Scores};

/// Bins of a histogram.
const BINS: usize = 10;
/// The levels shown, each a column.
const LEVELS: [(Level, &str); 2] = [
    (Level::MunicipalityYear, "Municipalities in a year"),
    (Level::StateYear, "States in a year"),
];
/// Height of the columns' titles, of a histogram with its name, and of its bars where a bin holds what it should [px].
const HEAD: f64 = 34.0;
const ROW: f64 = 96.0;
const EVEN: f64 = 24.0;

/// The figure: a row for the simulated forecast and for each rival.
pub fn draw(scores: &Scores) -> String {
    let rivals = scores.rivals.rivals.iter();
    let names: Vec<&str> = std::iter::once(SIMULATED)
        .chain(rivals.map(|rival| rival.name.as_str()))
        .collect();
    let explained = format!(
        "Where in each forecast what was observed lies, all cells of {}: of every cell the chance of fewer deaths to the \
         chance of as many, spread evenly (Czado, Gneiting and Held 2009). Bars are level where chances are right; high at \
         the ends: too narrow; high on the right: too low.",
        span(scores.facts.scored())
    );
    let top = titles_height(&explained) + HEAD;
    figure(top + names.len() as f64 * ROW + MARGIN, |paper| {
        titles(paper, "Are the chances right?", &explained)?;
        let width = (WIDTH - 3.0 * MARGIN) / 2.0;
        for (column, (level, title)) in LEVELS.into_iter().enumerate() {
            let left = MARGIN + column as f64 * (width + MARGIN);
            heading(paper, (left, top - HEAD / 2.0), title, TEXT)?;
            for (row, name) in names.iter().enumerate() {
                let bottom = top + (row + 1) as f64 * ROW;
                text(paper, (left, bottom - ROW + 12.0), name, NOTE)?;
                histogram(
                    paper,
                    (left, bottom - 6.0),
                    width,
                    &transform(scores, level, name),
                )?;
            }
        }
        Ok(())
    })
}

fn histogram(paper: &Paper, (left, bottom): (f64, f64), width: f64, bins: &[f64]) -> Drawn {
    let step = width / BINS as f64;
    for (index, share) in bins.iter().enumerate() {
        let height = (share * BINS as f64 * EVEN).min(ROW - 30.0);
        let corner = (left + index as f64 * step + 1.0, bottom - height);
        block(paper, corner, (step - 2.0, height), COLOURS[1])?;
    }
    for (y, colour) in [(bottom, INK), (bottom - EVEN, FAINT)] {
        line(paper, &[(left, y), (left + width, y)], colour, 1.0)?;
    }
    Ok(())
}

/// The histogram of a forecast over all years that it has; nothing of one that has none.
fn transform(scores: &Scores, level: Level, name: &str) -> Vec<f64> {
    let mut years = Vec::new();
    for year in scores.facts.scored() {
        let Some(observed) = scores.observed(level, *year) else {
            continue;
        };
        let rival = scores.rivals.rivals.iter().find(|rival| rival.name == name);
        let forecast = match rival {
            Some(rival) => rival.forecast(&scores.facts, level, *year),
            None => scores.simulated(level, *year),
        };
        years.extend(forecast.map(|forecast| forecast.transform(&observed, BINS)));
    }
    let all = years.len().max(1) as f64;
    let share = |bin: usize| years.iter().map(|of| of[bin]).sum::<f64>() / all;
    (0..BINS).map(share).collect()
}
