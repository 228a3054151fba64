//! PRIM: the trade-off between coverage and density along the search, and the box that is chosen.

use plotters::style::{Color, WHITE};

use plaza_exploration::prim::chosen::Chosen;
use plaza_exploration::prim::limits::{Limits, Side};
use plaza_exploration::sample::place;
use plaza_exploration::space::Over;

use crate::figures::style::{
    AXIS, Anchor, COLOURS, Drawn, FAINT, INK, MARGIN, MARK, NAME, PALE, Paper, SMALL, SOFT, TEXT,
    WIDTH, block, broken, disc, figure, heading, line, ring, text, titles, titles_height, upright,
    width_of,
};
use crate::studies::discover::boxes::Answer;
use crate::studies::discover::reading::Read;
use crate::studies::discover::trust::{Trial, Trust};
use crate::studies::discover::words::{choices, number, percent, short};

/// Side of the square of the trade-off [px].
const SQUARE: f64 = 360.0;
/// Height of a restriction [px].
const LINE: f64 = 52.0;
/// Room over and below the square [px].
const HEAD: f64 = 34.0;
const FOOT: f64 = 60.0;

/// The question that is drawn: that whose box is best, by coverage and density, of those that other points and other
/// futures confirm if there are any.
fn shown(answers: &[Answer]) -> Option<(&Answer, &Chosen)> {
    let found = answers
        .iter()
        .filter_map(|answer| Some((answer, answer.boxes.first()?)));
    let worth = |(answer, chosen): &(&Answer, &Chosen)| {
        let is_confirmed = answer.trust() == Some(Trust::Confirmed);
        (is_confirmed, chosen.step.coverage * chosen.step.density)
    };
    found.max_by(|a, b| {
        let (a, b) = (worth(a), worth(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    })
}

/// The figure.
pub fn draw(read: &Read, answers: &[Answer]) -> String {
    let shown = shown(answers);
    let explained = match shown {
        Some((answer, chosen)) => explained(answer, chosen, answers.len()),
        None => "No box is found: no question has cases enough, no restriction does more than chance would, or points hang \
                 together."
            .to_owned(),
    };
    let top = titles_height(&explained);
    let rows = shown.map_or(0, |(_, chosen)| chosen.step.restricted.len()) as f64;
    let height = (HEAD + rows * LINE).max(HEAD + SQUARE);
    figure(top + height + FOOT, |paper| {
        titles(paper, "Where it is so", &explained)?;
        if let Some((answer, chosen)) = shown {
            trade_off(paper, top + HEAD, chosen)?;
            restrictions(paper, top, read, answer, chosen)?;
        }
        Ok(())
    })
}

fn explained(answer: &Answer, chosen: &Chosen, all: usize) -> String {
    let mut told = format!(
        "{}: {} of {} points. Left: boxes of the search (PRIM), from all points to the last; the ring is the one \
         chosen, without restrictions that do no more than chance. Right: what it asks of inputs, each over its \
         range; it holds {} of the cases, and {} of its points are cases.",
        answer.words,
        answer.cases,
        answer.points,
        closed(chosen.step.coverage),
        closed(chosen.step.density),
    );
    let tried = answer.box_tried.as_ref().and_then(Trial::told);
    if let Some(tried) = tried {
        // No line breaks before a percent sign.
        let tried = tried.replace(" %", "%");
        told +=
            &format!(" The share of cases in boxes of halves, tried in the other halves: {tried}.");
    }
    if all > 1 {
        told += &format!(
            " Of {all} questions the one whose box is best, of those that other halves confirm if any is; the others are \
             in boxes.csv."
        );
    }
    told
}

/// A share in percent, without a space at which a line would break.
fn closed(share: f64) -> String {
    percent(share).replace(' ', "")
}

/// Coverage across, density upwards.
fn trade_off(paper: &Paper, top: f64, chosen: &Chosen) -> Drawn {
    let left = MARGIN + 64.0;
    let at =
        |coverage: f64, density: f64| (left + coverage * SQUARE, top + (1.0 - density) * SQUARE);
    for mark in [0.0, 0.25, 0.5, 0.75, 1.0] {
        line(paper, &[at(mark, 0.0), at(mark, 1.0)], PALE, 1.0)?;
        line(paper, &[at(0.0, mark), at(1.0, mark)], PALE, 1.0)?;
        let label = percent(mark);
        text(paper, (at(mark, 0.0).0, top + SQUARE + 14.0), &label, MARK)?;
        text(paper, (left - 24.0, at(0.0, mark).1), &label, MARK)?;
    }
    let middle = left + SQUARE / 2.0;
    text(
        paper,
        (middle, top + SQUARE + 38.0),
        "coverage: share of the cases in the box",
        AXIS,
    )?;
    upright(
        paper,
        (MARGIN + 8.0, top + SQUARE / 2.0),
        "density: share of the box that are cases",
    )?;
    let points: Vec<(f64, f64)> = chosen
        .trajectory
        .iter()
        .map(|step| at(step.coverage, step.density))
        .collect();
    line(paper, &points, FAINT, 1.0)?;
    let most = chosen
        .trajectory
        .iter()
        .map(|step| step.restricted.len())
        .max();
    let most = most.unwrap_or(1).max(1) as f64;
    for (step, point) in chosen.trajectory.iter().zip(&points) {
        let strength = 0.15 + 0.85 * step.restricted.len() as f64 / most;
        disc(paper, *point, 3.6, COLOURS[0].mix(strength))?;
    }
    ring(
        paper,
        at(chosen.step.coverage, chosen.step.density),
        7.0,
        COLOURS[1],
        2.4,
    )?;
    let note = format!("dark dots narrow more inputs, up to {most:.0}");
    text(
        paper,
        (left, top - 16.0),
        &note,
        (SMALL, SOFT, Anchor::Left),
    )
}

/// The restrictions of the chosen box, each over the range of its input.
fn restrictions(paper: &Paper, top: f64, read: &Read, answer: &Answer, chosen: &Chosen) -> Drawn {
    let whole = &answer.whole;
    let left = MARGIN + 64.0 + SQUARE + 70.0;
    let right = WIDTH - MARGIN - 20.0;
    let inputs = read.sample.inputs();
    heading(paper, (left, top + 12.0), "the box", TEXT)?;
    for (row, &input) in chosen.step.restricted.iter().enumerate() {
        let y = top + HEAD + row as f64 * LINE;
        let of = &inputs[input];
        let name = short(&of.name);
        text(paper, (left, y + 10.0), name, NAME)?;
        let by_points = answer.box_tried.as_ref().and_then(|of| of.points.as_ref());
        if let Some(tried) = by_points {
            let note = format!(
                "found again in {} of halves",
                percent(tried.found_again[input])
            );
            let x = right - width_of(&note, SMALL);
            if x > left + width_of(name, TEXT) + 12.0 {
                text(paper, (x, y + 10.0), &note, (SMALL, SOFT, Anchor::Left))?;
            }
        }
        let (bar, height) = (y + 20.0, 10.0);
        block(paper, (left, bar), (right - left, height), PALE)?;
        match (&chosen.step.bounds[input], &of.over) {
            (
                Limits::Between(low, high),
                Over::Range {
                    low: least,
                    high: most,
                    ..
                },
            ) => {
                let narrowed = chosen.step.bounds[input].narrowed(&whole[input]);
                // An end that is not narrowed is that of the range, beyond the last point.
                let end = |side: Side, mine: f64, whole: f64| match narrowed.contains(&side) {
                    true => mine,
                    false => whole,
                };
                let value = [
                    end(Side::Lower, *low, *least),
                    end(Side::Upper, *high, *most),
                ];
                let part = |value: f64| place(&of.over, value).clamp(0.0, 1.0);
                let [from, to] = value.map(|value| left + part(value) * (right - left));
                block(paper, (from, bar), (to - from, height), COLOURS[1])?;
                span(
                    paper,
                    [left, right, bar + height + 9.0],
                    [(from, value[0]), (to, value[1])],
                    [*least, *most],
                )?;
            }
            (Limits::Among(left_of), _) => {
                let named = choices(of, left_of).join(", ");
                let words = broken(&named, SMALL, right - left).swap_remove(0);
                block(paper, (left, bar), (right - left, height), WHITE)?;
                text(paper, (left, bar + 5.0), &words, (SMALL, INK, Anchor::Left))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The numbers below a bar: the ends of the range, and those of the box where there is room.
fn span(
    paper: &Paper,
    [left, right, y]: [f64; 3],
    ends: [(f64, f64); 2],
    [least, most]: [f64; 2],
) -> Drawn {
    let mut taken: Vec<[f64; 2]> = Vec::new();
    let mut put = |middle: f64, value: f64, colour| -> Drawn {
        let label = number(value);
        let half = width_of(&label, SMALL) / 2.0;
        let middle = middle.clamp(left + half, right - half);
        let mine = [middle - half - 6.0, middle + half + 6.0];
        if taken
            .iter()
            .any(|other| mine[0] < other[1] && other[0] < mine[1])
        {
            return Ok(());
        }
        taken.push(mine);
        text(paper, (middle, y), &label, (SMALL, colour, Anchor::Middle))
    };
    // The box's own ends first: they are what is to be read.
    for (x, value) in ends {
        put(x, value, INK)?;
    }
    put(left, least, SOFT)?;
    put(right, most, SOFT)
}
