//! Breakdown curves: the mean difference to the baseline along an input, and where its sign turns.

use plotters::style::Color;

use plaza_engine::numbers::counted;
use plaza_exploration::breakdown::{Frontier, Verdict};
use plaza_exploration::space::Over;

use crate::figures::axis::Axis;
use crate::figures::style::{
    Anchor, COLOURS, Drawn, FAINT, INK, MARGIN, MARK, PALE, Paper, SMALL, SOFT, TEXT, WIDTH, area,
    broken, disc, figure, heading, line, text, titles, titles_height, width_of,
};
use crate::studies::discover::frontier::{Headline, told, word};
use crate::studies::discover::reading::Read;
use crate::studies::discover::words::short;

/// How many curves are shown, and in how many columns.
const SHOWN: usize = 6;
const COLUMNS: usize = 3;
/// Height of a panel, and of what stands over its curve and below it [px].
const PANEL: f64 = 300.0;
const HEAD: f64 = 46.0;
const FOOT: f64 = 44.0;
/// Room for the marks of the upright axis [px].
const MARKS: f64 = 62.0;

/// How many curves of one policy come before those of others.
const OF_ONE: usize = 2;

/// The curves that are shown: those along which a sign turns first, then those on which it depends, then those that
/// are open, headlines without a sign among them; of these those that go furthest to the other side of 0, or come
/// nearest to it, by their intervals.
fn shown(headlines: &[Headline]) -> Vec<(&Headline, &Frontier)> {
    let mut all: Vec<(&Headline, &Frontier)> = headlines
        .iter()
        .flat_map(|headline| headline.frontiers.iter().map(move |of| (headline, of)))
        .filter(|(_, of)| of.held.is_none())
        .collect();
    let rank = |of: &Frontier| match of.verdict {
        Some(Verdict::Turns) => 0,
        Some(Verdict::Depends) => 1,
        Some(Verdict::May) | None => 2,
        Some(Verdict::Stays) => 3,
    };
    // The least difference on the side of the headline, in half-widths of its interval.
    let margin = |(headline, of): &(&Headline, &Frontier)| {
        let side = if headline.difference < 0.0 { -1.0 } else { 1.0 };
        let spots = of.curve.iter().filter_map(|spot| {
            let [low, high] = spot.interval?;
            Some(side * spot.value? / ((high - low) / 2.0).max(f64::MIN_POSITIVE))
        });
        spots.fold(f64::INFINITY, f64::min)
    };
    all.sort_by(|a, b| {
        rank(a.1)
            .cmp(&rank(b.1))
            .then(margin(a).total_cmp(&margin(b)))
    });
    let before = |at: usize| {
        let earlier = all[..at].iter();
        earlier.filter(|of| of.0.policy == all[at].0.policy).count()
    };
    let (first, rest): (Vec<usize>, Vec<usize>) =
        (0..all.len()).partition(|at| before(*at) < OF_ONE);
    let order = first.into_iter().chain(rest).take(SHOWN);
    order.map(|at| all[at]).collect()
}

/// The figure.
pub fn draw(read: &Read, headlines: &[Headline]) -> String {
    let shown = shown(headlines);
    let futures = read.losses.futures();
    let explained = format!(
        "{} under a policy less under {}, in the mean over points and {}, by local linear regression along one input, the \
         others as they are spread; band: its 95 % interval, of points{}. Dashed: the mean over all points, the headline. \
         Dots: where the sign turns, surely only where a verdict says so. The curves that turn first, then those that go \
         furthest to the other side of 0 or come nearest to it, by their intervals, {OF_ONE} of a policy at most before \
         those of others; all are in breakdown_curve.csv.",
        read.metric.name,
        read.policies[read.baseline],
        counted(futures, "future", "futures"),
        if futures > 1 { " and of futures" } else { "" },
    );
    let top = titles_height(&explained);
    let rows = shown.len().div_ceil(COLUMNS).max(1) as f64;
    figure(top + rows * PANEL + 16.0, |paper| {
        titles(paper, "How far assumptions must move", &explained)?;
        if shown.is_empty() {
            let at = (WIDTH / 2.0, top + PANEL / 2.0);
            return text(
                paper,
                at,
                "one policy has nothing to be compared with",
                MARK,
            );
        }
        let width = (WIDTH - 2.0 * MARGIN) / COLUMNS as f64;
        for (at, (headline, frontier)) in shown.iter().enumerate() {
            let x = MARGIN + (at % COLUMNS) as f64 * width;
            let y = top + (at / COLUMNS) as f64 * PANEL;
            panel(
                paper,
                [x, x + width - 10.0, y, y + PANEL],
                read,
                headline,
                frontier,
            )?;
        }
        Ok(())
    })
}

/// One curve: left, right, top and bottom of its panel [px].
fn panel(
    paper: &Paper,
    [left, right, top, bottom]: [f64; 4],
    read: &Read,
    headline: &Headline,
    frontier: &Frontier,
) -> Drawn {
    let input = &read.sample.inputs()[frontier.input];
    let is_range = matches!(input.over, Over::Range { .. });
    // Places that points tell: where, the difference, and the ends of its interval.
    let known = frontier.curve.iter().filter_map(|spot| {
        let value = spot.value?;
        Some((spot.place, value, spot.interval.unwrap_or([value; 2])))
    });
    let known: Vec<(f64, f64, [f64; 2])> = known.collect();
    let ends = |at: usize| known.iter().map(move |spot| spot.2[at]);
    let low = ends(0).fold(headline.difference, f64::min);
    let high = ends(1).fold(headline.difference, f64::max);
    let axis = Axis::of_span(low, high);
    let (from, to) = (left + MARKS, right);
    let (upper, lower) = (top + HEAD, bottom - FOOT);
    let y = |value: f64| lower - axis.part(value) * (lower - upper);
    let last = (frontier.curve.len() as f64 - 1.0).max(1.0);
    let x = |place: f64| match is_range {
        true => from + place * (to - from),
        false => from + (place + 0.5) / (last + 1.0) * (to - from),
    };
    let name = broken(&read.policies[headline.policy], TEXT, right - left).swap_remove(0);
    heading(paper, (left, top + 12.0), &name, TEXT)?;
    let verdict = frontier.verdict.map_or("no verdict", word);
    let verdict = format!("by {}: {verdict}", short(&input.name));
    let verdict = broken(&verdict, SMALL, right - left).swap_remove(0);
    text(
        paper,
        (left, top + 31.0),
        &verdict,
        (SMALL, SOFT, Anchor::Left),
    )?;
    for mark in &axis.marks {
        let (colour, width) = if *mark == 0.0 {
            (INK, 1.2)
        } else {
            (PALE, 1.0)
        };
        line(paper, &[(from, y(*mark)), (to, y(*mark))], colour, width)?;
        let label = axis.label(*mark);
        let beside = from - 8.0 - width_of(&label, SMALL);
        text(
            paper,
            (beside, y(*mark)),
            &label,
            (SMALL, SOFT, Anchor::Left),
        )?;
    }
    dashed(paper, [from, to], y(headline.difference))?;
    if is_range {
        let at = |of: fn(&(f64, f64, [f64; 2])) -> f64| -> Vec<(f64, f64)> {
            known.iter().map(|spot| (x(spot.0), y(of(spot)))).collect()
        };
        let mut band = at(|spot| spot.2[0]);
        band.extend(at(|spot| spot.2[1]).into_iter().rev());
        area(paper, &band, COLOURS[0].mix(0.2))?;
        line(paper, &at(|spot| spot.1), COLOURS[0], 2.4)?;
    } else {
        for (place, value, [low, high]) in &known {
            let across = x(*place);
            line(
                paper,
                &[(across, y(*low)), (across, y(*high))],
                COLOURS[0],
                1.8,
            )?;
            disc(paper, (across, y(*value)), 4.5, COLOURS[0])?;
        }
    }
    for crossing in crossings(frontier) {
        disc(paper, (x(crossing), y(0.0)), 5.0, COLOURS[1])?;
    }
    labels(paper, [from, to, lower + 14.0], read, frontier, &x)?;
    let scale = match input.over {
        Over::Range { log: true, .. } => " (logarithmic)",
        _ => "",
    };
    let axis = format!("{}{scale}", short(&input.name));
    text(paper, (f64::midpoint(from, to), lower + 33.0), &axis, MARK)
}

/// Where the sign turns; nowhere without a verdict.
fn crossings(frontier: &Frontier) -> impl Iterator<Item = f64> + '_ {
    let all = frontier.crossings.iter();
    all.filter(move |_| frontier.verdict.is_some())
        .map(|crossing| crossing.place)
}

/// What stands under a curve: the ends of the range and where the sign turns, or the choices, as far as there is room.
fn labels(
    paper: &Paper,
    [from, to, y]: [f64; 3],
    read: &Read,
    frontier: &Frontier,
    x: &dyn Fn(f64) -> f64,
) -> Drawn {
    let turns = crossings(frontier).map(|place| (place, COLOURS[1]));
    let is_range = matches!(
        read.sample.inputs()[frontier.input].over,
        Over::Range { .. }
    );
    let places: Vec<(f64, plotters::style::RGBColor)> = match is_range {
        true => turns.chain([(0.0, SOFT), (1.0, SOFT)]).collect(),
        false => frontier
            .curve
            .iter()
            .map(|spot| (spot.place, SOFT))
            .collect(),
    };
    let mut taken: Vec<[f64; 2]> = Vec::new();
    for (place, colour) in places {
        let label = told(read, frontier.input, place);
        let half = width_of(&label, SMALL) / 2.0;
        let middle = x(place).clamp(from + half - 20.0, to - half);
        let mine = [middle - half - 6.0, middle + half + 6.0];
        if taken
            .iter()
            .all(|other| mine[1] <= other[0] || other[1] <= mine[0])
        {
            taken.push(mine);
            text(paper, (middle, y), &label, (SMALL, colour, Anchor::Middle))?;
        }
    }
    Ok(())
}

/// A dashed line across.
fn dashed(paper: &Paper, [from, to]: [f64; 2], y: f64) -> Drawn {
    const DASH: f64 = 7.0;
    let dashes = ((to - from) / (2.0 * DASH)).floor() as usize;
    (0..dashes).try_for_each(|dash| {
        let x = from + 2.0 * DASH * dash as f64;
        line(paper, &[(x, y), (x + DASH, y)], FAINT, 1.2)
    })
}
