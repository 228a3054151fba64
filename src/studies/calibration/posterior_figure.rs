//! The posterior of each free number against its range.

use plotters::style::{Color, RGBColor};

use crate::figures::style::{
    Anchor, COLOURS, Drawn, FAINT, INK, MARGIN, PALE, Paper, SMALL, SOFT, TEXT, WIDTH, block,
    figure, heading, line, text, titles, titles_height,
};
use crate::studies::calibration::Calibration;
use crate::studies::calibration::summary::Summary;
use crate::studies::calibration::waves::Tried;

/// Panels side by side, their height, what stands over and below them, and the room between [px].
const COLUMNS: usize = 4;
const PANEL: f64 = 96.0;
const HEAD: f64 = 30.0;
const FOOT: f64 = 46.0;
const GAP: f64 = 36.0;
/// Bins of a range.
const BINS: usize = 12;

const POSTERIOR: RGBColor = COLOURS[0];

/// The figure; summaries begin with the free numbers.
pub fn draw(calibration: &Calibration, kept: &[&Tried], summaries: &[Summary]) -> String {
    let explained = format!(
        "Each panel is the range of one free number, even in its logarithm where it is wide. Grey: what \
         was thought possible before. Blue: the {} points that are not implausible, in twelfths of the \
         range. Tick below: the value in the parameter file; line: the median.",
        kept.len()
    );
    let top = titles_height(&explained);
    let free = calibration.free;
    let rows = free.div_ceil(COLUMNS) as f64;
    figure(top + rows * (HEAD + PANEL + FOOT) + MARGIN, |paper| {
        titles(
            paper,
            "What the targets leave of each free number",
            &explained,
        )?;
        let width = (WIDTH - 2.0 * MARGIN + GAP) / COLUMNS as f64 - GAP;
        for at in 0..free {
            let x = MARGIN + (at % COLUMNS) as f64 * (width + GAP);
            let y = top + (at / COLUMNS) as f64 * (HEAD + PANEL + FOOT) + HEAD;
            panel(
                paper,
                (x, y),
                width,
                calibration,
                kept,
                (at, summaries.get(at)),
            )?;
        }
        Ok(())
    })
}

fn panel(
    paper: &Paper,
    (x, y): (f64, f64),
    width: f64,
    calibration: &Calibration,
    kept: &[&Tried],
    (at, summary): (usize, Option<&Summary>),
) -> Drawn {
    let number = &calibration.numbers[at];
    heading(paper, (x, y - 14.0), &number.name, TEXT)?;
    let mut counts = [0_usize; BINS];
    for of in kept {
        let part = number.range.part(of.known.point[at]);
        counts[((part * BINS as f64) as usize).min(BINS - 1)] += 1;
    }
    // Even, a bin holds its share; the tallest reaches the top, of a panel of three shares at least.
    let share = kept.len() as f64 / BINS as f64;
    let most = counts.iter().copied().max().unwrap_or(0) as f64;
    let scale = PANEL / most.max(3.0 * share).max(1.0);
    let bottom = y + PANEL;
    block(
        paper,
        (x, bottom - share * scale),
        (width, share * scale),
        PALE,
    )?;
    let bin = width / BINS as f64;
    for (index, count) in counts.into_iter().enumerate() {
        let height = count as f64 * scale;
        let left = x + index as f64 * bin;
        block(
            paper,
            (left + 1.0, bottom - height),
            (bin - 2.0, height),
            POSTERIOR.mix(0.75),
        )?;
    }
    line(paper, &[(x, bottom), (x + width, bottom)], FAINT, 1.0)?;
    let place = |value: f64| x + number.range.part(value) * width;
    if let Some(summary) = summary {
        let median = place(summary.median);
        line(paper, &[(median, y), (median, bottom)], INK, 1.2)?;
    }
    let start = place(number.start);
    line(paper, &[(start, bottom), (start, bottom + 9.0)], INK, 2.0)?;
    for (value, anchor, at) in [
        (number.range.low, Anchor::Left, x),
        (number.range.high, Anchor::Middle, x + width - 14.0),
    ] {
        text(
            paper,
            (at, bottom + 20.0),
            &value.to_string(),
            (SMALL, SOFT, anchor),
        )?;
    }
    Ok(())
}
