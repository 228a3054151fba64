//! The tornado of the ranking: how much goes with each input of which policy wins, and of the whole ranking.

use plotters::style::Color;

use crate::figures::axis::Axis;
use crate::figures::style::{
    Anchor, COLOURS, Drawn, FAINT, INK, MARGIN, MARK, NAME, Paper, SMALL, SOFT, TEXT, WIDTH, block,
    broken, figure, heading, line, text, titles, titles_height, width_of,
};
use crate::studies::discover::reading::Read;
use crate::studies::discover::rows::SensitivityRow;
use crate::studies::discover::sensitivity::{DIFFERENCE, OUTCOME, RANKING, WINNER, above};
use crate::studies::discover::words::short;

/// How many inputs are shown: the strongest.
const SHOWN: usize = 20;
/// Height of an input's line, of what stands over the lines, and below them [px].
const LINE: f64 = 26.0;
const HEAD: f64 = 34.0;
const FOOT: f64 = 52.0;
/// Room between panels [px].
const GAP: f64 = 44.0;

/// What a panel shows, and how it is called.
struct Panel<'a> {
    caption: String,
    index: &'static str,
    rows: Vec<&'a SensitivityRow>,
}

/// The figure.
pub fn draw(read: &Read, rows: &[SensitivityRow]) -> String {
    let panels = panels(read, rows);
    let names = order(&panels);
    let explained = format!(
        "{} points, {}. Bars: how far an input shifts what is named, 0 not at all, 1 wholly, with 95 % intervals of \
         points drawn again; grey strokes: the floor, which all inputs stay below 95 times in 100 where none tells \
         anything; bars that stay below it are pale. {}",
        read.sample.len(),
        read.metric.name,
        match read.sample.inputs().len() {
            all if all > SHOWN =>
                format!("Of {all} inputs the {SHOWN} farthest above their floors."),
            _ => "All inputs, those farthest above their floors first.".to_owned(),
        }
    );
    let top = titles_height(&explained);
    let bottom = top + HEAD + names.len() as f64 * LINE;
    figure(bottom + FOOT, |paper| {
        titles(paper, "What the ranking of policies hangs on", &explained)?;
        let widest = names.iter().map(|name| width_of(short(name), TEXT));
        let left = widest.fold(80.0, f64::max) + MARGIN + 8.0;
        let width = (WIDTH - left - MARGIN) / panels.len() as f64 - GAP;
        for (at, name) in names.iter().enumerate() {
            let y = top + HEAD + (at as f64 + 0.5) * LINE;
            text(paper, (MARGIN, y), short(name), NAME)?;
        }
        for (at, panel) in panels.iter().enumerate() {
            let left = left + at as f64 * (width + GAP) + GAP / 2.0;
            draw_panel(paper, [left, left + width, top, bottom], panel, &names)?;
        }
        Ok(())
    })
}

/// The winner and the ranking; of a single policy its outcome.
fn panels<'a>(read: &Read, rows: &'a [SensitivityRow]) -> Vec<Panel<'a>> {
    let panel = |of: &str, index: &'static str, caption: String| {
        let policy = rows
            .iter()
            .find(|row| row.of == of)
            .and_then(|row| row.policy.clone());
        let chosen = rows.iter();
        let chosen =
            chosen.filter(|row| row.of == of && row.index == index && row.policy == policy);
        Panel {
            caption,
            index,
            rows: chosen.collect(),
        }
    };
    match read.policies.len() {
        1 => vec![panel(
            OUTCOME,
            "pawn",
            format!("{} of {}", read.metric.name, read.policies[0]),
        )],
        2 => {
            let other = read.others().next().unwrap_or(read.baseline);
            let caption = format!(
                "{} less {}",
                read.policies[other], read.policies[read.baseline]
            );
            vec![
                panel(WINNER, "delta", "which policy is best".to_owned()),
                panel(DIFFERENCE, "pawn", caption),
            ]
        }
        _ => vec![
            panel(WINNER, "delta", "which policy is best".to_owned()),
            panel(RANKING, "pawn", "how far the ranking turns".to_owned()),
        ],
    }
}

/// The inputs by the first panel, the farthest above their floors first.
fn order(panels: &[Panel<'_>]) -> Vec<String> {
    let mut rows = panels
        .first()
        .map_or_else(Vec::new, |panel| panel.rows.clone());
    rows.sort_by(|a, b| above(b).total_cmp(&above(a)));
    rows.truncate(SHOWN);
    rows.into_iter().map(|row| row.input.clone()).collect()
}

/// One panel: left, right, top and bottom [px].
fn draw_panel(
    paper: &Paper,
    [left, right, top, bottom]: [f64; 4],
    panel: &Panel<'_>,
    names: &[String],
) -> Drawn {
    let ends = panel
        .rows
        .iter()
        .map(|row| row.high.unwrap_or(row.value).max(row.value));
    let axis = Axis::of_amounts(ends.fold(0.1, f64::max));
    let x = |value: f64| left + axis.part(value) * (right - left);
    let caption = broken(&panel.caption, TEXT, right - left);
    heading(paper, (left, top + 12.0), &caption[0], TEXT)?;
    for mark in &axis.marks {
        line(
            paper,
            &[(x(*mark), top + HEAD - 6.0), (x(*mark), bottom)],
            FAINT,
            0.5,
        )?;
        text(paper, (x(*mark), bottom + 14.0), &axis.label(*mark), MARK)?;
    }
    let name = match panel.index {
        "delta" => "delta (total variation)",
        _ => "PAWN (Kolmogorov-Smirnov)",
    };
    text(
        paper,
        (f64::midpoint(left, right), bottom + 34.0),
        name,
        (SMALL, SOFT, Anchor::Middle),
    )?;
    for (at, name) in names.iter().enumerate() {
        let Some(row) = panel.rows.iter().find(|row| row.input == *name) else {
            continue;
        };
        let y = top + HEAD + (at as f64 + 0.5) * LINE;
        let strength = if row.matters == Some(true) { 1.0 } else { 0.3 };
        let width = x(row.value) - left;
        block(
            paper,
            (left, y - 8.0),
            (width, 16.0),
            COLOURS[0].mix(strength),
        )?;
        if let (Some(low), Some(high)) = (row.low, row.high) {
            line(paper, &[(x(low), y), (x(high), y)], INK, 1.4)?;
        }
        if let Some(floor) = row.floor {
            line(
                paper,
                &[(x(floor), y - 11.0), (x(floor), y + 11.0)],
                SOFT,
                1.6,
            )?;
        }
    }
    Ok(())
}
