//! Flows of members under many policies: a line for each policy, a panel for each flow.

use crate::figures::axis::Axis;
use crate::figures::bands::Week;
use crate::figures::curves::BASELINE;
use crate::figures::style::{
    AXIS, Anchor, COLOURS, Drawn, FAINT, INK, MARGIN, MARK, PALE, Paper, SMALL, SOFT, TEXT, WIDTH,
    block, disc, figure, heading, line, text, titles, titles_height, width_of,
};

/// A flow: its column of the table `national`, its name, and the range observed in 2012-2022
/// [person/(1000 member week)], as \[C17\] has it.
pub const FLOWS: [(&str, &str, [f64; 2]); 4] = [
    ("recruited", "recruited", [2.5, 2.5]),
    ("member_deaths", "killed", [0.58, 0.72]),
    ("jailed", "jailed", [0.63, 0.96]),
    ("left", "left", [0.24, 0.37]),
];

/// By how much a flow may leave its range, relative \[C17\].
pub const TOLERANCE: f64 = 0.30;

/// Height of a policy's line, of what stands over the lines, and below them [px].
const LINE: f64 = 26.0;
const HEAD: f64 = 36.0;
const FOOT: f64 = 56.0;
/// Room between panels [px].
const GAP: f64 = 28.0;

const EXPLAINED: &str = "Persons per 1,000 members and week, mean over the full years of 52 weeks: \
    recruited, killed, arrested and kept in jail, and left of their own will. Dot: median over \
    replicates; bar: 90 % of them; upright line: the median of status_quo. Shaded: observed in \
    Mexico, 2012\u{2013}2022 [C17], dark the range, light 30 % around it; a prior for the model, no target.";

/// The figure: of each flow, one value for each policy.
pub fn draw(policies: &[&str], flows: &[Vec<Option<Week>>; FLOWS.len()]) -> String {
    let top = titles_height(EXPLAINED);
    let bottom = top + HEAD + LINE * policies.len() as f64;
    let names = policies.iter().map(|name| width_of(name, SMALL));
    let labels = names.fold(100.0, f64::max) + MARGIN + 12.0;
    let width = (WIDTH - labels - MARGIN) / FLOWS.len() as f64 - GAP;
    figure(bottom + FOOT, |paper| {
        titles(paper, "Where members come from and go to", EXPLAINED)?;
        for (index, policy) in policies.iter().enumerate() {
            let y = top + HEAD + (index as f64 + 0.5) * LINE;
            text(paper, (MARGIN, y), policy, (SMALL, INK, Anchor::Left))?;
        }
        for (index, (values, (_, name, observed))) in flows.iter().zip(FLOWS).enumerate() {
            let left = labels + index as f64 * (width + GAP) + GAP / 2.0;
            heading(paper, (left, top + 14.0), name, TEXT)?;
            let place = [left, left + width, top + HEAD, bottom];
            panel(paper, place, policies, values, observed)?;
        }
        let at = (labels + (WIDTH - labels) / 2.0, bottom + 40.0);
        text(paper, at, "per 1,000 members and week", AXIS)
    })
}

fn panel(
    paper: &Paper,
    [left, right, top, bottom]: [f64; 4],
    policies: &[&str],
    values: &[Option<Week>],
    observed: [f64; 2],
) -> Drawn {
    let tolerated = [
        observed[0] * (1.0 - TOLERANCE),
        observed[1] * (1.0 + TOLERANCE),
    ];
    let ends = values.iter().flatten().map(|value| value.outer[1]);
    let axis = Axis::of_amounts(ends.fold(tolerated[1], f64::max));
    let x = |value: f64| left + axis.part(value) * (right - left);
    for (range, strength) in [(tolerated, PALE), (observed, FAINT)] {
        let [from, to] = range.map(x);
        block(
            paper,
            (from, top),
            ((to - from).max(1.5), bottom - top),
            strength,
        )?;
    }
    for mark in &axis.marks {
        let at = x(*mark);
        line(paper, &[(at, top), (at, bottom)], PALE, 1.0)?;
        let label = axis.label(*mark);
        text(paper, (at, bottom + 14.0), &label, MARK)?;
    }
    let usual = policies.iter().position(|name| *name == BASELINE);
    if let Some(usual) = usual.and_then(|index| values[index]) {
        let at = x(usual.median);
        line(paper, &[(at, top), (at, bottom)], SOFT, 1.0)?;
    }
    for (index, value) in values.iter().enumerate() {
        let Some(value) = value else { continue };
        let y = top + (index as f64 + 0.5) * LINE;
        let colour = if Some(index) == usual {
            INK
        } else {
            COLOURS[0]
        };
        let [from, to] = value.outer.map(x);
        line(paper, &[(from, y), (to, y)], colour, 1.8)?;
        disc(paper, (x(value.median), y), 4.0, colour)?;
    }
    Ok(())
}
