//! A calibration: the distance of each point in the order of evaluation, and of each target before and
//! after.

use plotters::style::RGBColor;

use crate::figures::axis::Axis;
use crate::figures::style::{
    COLOURS, Drawn, FAINT, INK, MARGIN, MARK, NAME, NOTE, PALE, Paper, SOFT, TEXT, WIDTH, disc,
    figure, heading, line, ring, text, titles, titles_height,
};
use crate::studies::calibration::Calibration;
use crate::studies::calibration::distance::by_target;
use crate::studies::calibration::search::{Searched, compared};
use crate::studies::calibration::waves::Wave;

/// Height of the panels, of what stands over them, and below them [px].
const PANEL: f64 = 420.0;
const HEAD: f64 = 36.0;
const FOOT: f64 = 56.0;
/// Where the left panel ends and the right one begins [px].
const LEFT_END: f64 = 760.0;
const RIGHT: f64 = 860.0;
/// Where marks of distance may stand.
const MARKS: [f64; 8] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0];

const SEARCH: RGBColor = COLOURS[0];
const WAVES: RGBColor = COLOURS[1];

/// The figure.
pub fn draw(calibration: &Calibration, searched: &[Searched], waves: &[Wave]) -> String {
    let explained = "Left: distance to the targets of every point in order of evaluation, the root mean \
                     square over targets in tolerances; 1 is the edge of what is accepted. Blue: search, \
                     with the least so far, which luck favours; black: the start (open) and what was found (full), \
                     where the search settled on luck of their own; orange: points of the waves, at which the \
                     numbers that are not free are drawn from their ranges too. Right: each target at the start \
                     (open) and at what was found (full).";
    let top = titles_height(explained) + HEAD;
    figure(top + PANEL + FOOT, |paper| {
        titles(paper, "How near the model comes to the targets", explained)?;
        distances(paper, top, calibration, searched, waves)?;
        targets(paper, top, calibration, searched)
    })
}

/// A height for distances, in logarithms.
struct Height {
    top: f64,
    low: f64,
    high: f64,
}

impl Height {
    fn of(top: f64, distances: impl Iterator<Item = f64>) -> Self {
        let (least, most) = distances.fold((1.0_f64, 1.0_f64), |(least, most), of| {
            (least.min(of), most.max(of))
        });
        let below = MARKS.iter().rev().find(|mark| **mark <= least);
        let above = MARKS.iter().find(|mark| **mark >= most);
        Self {
            top,
            low: libm::log(*below.unwrap_or(&MARKS[0])),
            high: libm::log(*above.unwrap_or(&MARKS[MARKS.len() - 1])),
        }
    }

    fn y(&self, distance: f64) -> f64 {
        let part = (libm::log(distance.max(1e-9)) - self.low) / (self.high - self.low).max(1e-9);
        self.top + PANEL * (1.0 - part.clamp(0.0, 1.0))
    }

    fn marks(&self) -> impl Iterator<Item = f64> {
        let within = self.low - 1e-9..=self.high + 1e-9;
        MARKS
            .into_iter()
            .filter(move |mark| within.contains(&libm::log(*mark)))
    }
}

fn distances(
    paper: &Paper,
    top: f64,
    calibration: &Calibration,
    searched: &[Searched],
    waves: &[Wave],
) -> Drawn {
    let of_waves = waves
        .iter()
        .flat_map(|wave| &wave.tried)
        .map(|of| of.distance);
    let of_search = searched.iter().map(|of| of.distance);
    let all: Vec<f64> = of_search.chain(of_waves).collect();
    let height = Height::of(top, all.iter().copied());
    let axis = Axis::of_amounts(all.len() as f64);
    let left = MARGIN + 40.0;
    let x = |index: usize| left + axis.part(index as f64 + 0.5) * (LEFT_END - left);
    heading(paper, (left, top - 18.0), "distance (log scale)", TEXT)?;
    for mark in height.marks() {
        let (colour, width) = if mark == 1.0 {
            (SOFT, 1.2)
        } else {
            (PALE, 1.0)
        };
        line(
            paper,
            &[(left, height.y(mark)), (LEFT_END, height.y(mark))],
            colour,
            width,
        )?;
        let at = (left - 22.0, height.y(mark));
        text(paper, at, &format!("{mark}"), MARK)?;
    }
    for mark in &axis.marks {
        let at = (
            left + axis.part(*mark) * (LEFT_END - left),
            top + PANEL + 16.0,
        );
        text(paper, at, &axis.label(*mark), MARK)?;
    }
    let under = (f64::midpoint(left, LEFT_END), top + PANEL + 36.0);
    text(paper, under, "evaluation", MARK)?;
    let mut first = searched.len();
    for (index, wave) in waves.iter().enumerate() {
        let at = left + axis.part(first as f64) * (LEFT_END - left);
        line(paper, &[(at, top), (at, top + PANEL)], FAINT, 0.8)?;
        let name = format!("wave {}", index + 1);
        text(paper, (at + 4.0, top + 8.0), &name, NOTE)?;
        first += wave.tried.len();
    }
    for (index, distance) in all.iter().enumerate() {
        let colour = if index < searched.len() {
            SEARCH
        } else {
            WAVES
        };
        disc(paper, (x(index), height.y(*distance)), 2.6, colour)?;
    }
    let mut best = f64::INFINITY;
    let mut steps = Vec::new();
    for (index, of) in searched.iter().enumerate() {
        if of.distance < best {
            steps.extend(steps.last().map(|(_, y)| (x(index), *y)));
            best = of.distance;
            steps.push((x(index), height.y(best)));
        }
    }
    steps.push((x(searched.len() - 1), height.y(best)));
    line(paper, &steps, SEARCH, 1.6)?;
    let [start, found] = compared(calibration, searched);
    let at = |index: usize| (x(index), height.y(searched[index].distance));
    disc(paper, at(found), 5.2, INK)?;
    ring(paper, at(start), 8.0, INK, 1.6)
}

fn targets(paper: &Paper, top: f64, calibration: &Calibration, searched: &[Searched]) -> Drawn {
    let [start, best] = compared(calibration, searched).map(|at| {
        by_target(
            &calibration.lines,
            &searched[at].known.answer.values(calibration.lines.len()),
        )
    });
    let distances = || start.iter().chain(&best).map(|of| of.distance);
    let axis = Axis::of_amounts(distances().fold(1.0, f64::max));
    let x = |distance: f64| RIGHT + axis.part(distance) * (WIDTH - MARGIN - RIGHT);
    heading(paper, (RIGHT, top - 18.0), "targets, in tolerances", TEXT)?;
    let bottom = top + PANEL;
    for mark in axis.marks.iter().copied().chain([1.0]) {
        let (colour, width) = if mark == 1.0 {
            (SOFT, 1.2)
        } else {
            (PALE, 1.0)
        };
        line(paper, &[(x(mark), top), (x(mark), bottom)], colour, width)?;
    }
    for mark in &axis.marks {
        let at = (x(*mark), bottom + 16.0);
        text(paper, at, &axis.label(*mark), MARK)?;
    }
    let step = PANEL / start.len() as f64;
    for (index, (before, after)) in start.iter().zip(&best).enumerate() {
        let y = top + (index as f64 + 0.5) * step;
        text(paper, (RIGHT - 48.0, y), &before.target, NAME)?;
        let ends = [(x(before.distance), y), (x(after.distance), y)];
        line(paper, &ends, FAINT, 1.2)?;
        disc(paper, ends[1], 5.2, SEARCH)?;
        ring(paper, ends[0], 8.0, SEARCH, 1.6)?;
    }
    Ok(())
}
