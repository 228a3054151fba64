//! A panel of a forest: one measure under several policies, a line with its interval for each.

use plotters::style::{RGBColor, WHITE};

use crate::figures::axis::Axis;
use crate::figures::style::{
    Drawn, FAINT, MARK, PALE, Paper, SMALL, SOFT, TEXT, arrow, block, disc, heading, line, text,
    width_of,
};

/// Height of what stands over the lines, and below them [px].
pub const HEAD: f64 = 36.0;
pub const FOOT: f64 = 48.0;
/// Room between panels [px].
pub const GAP: f64 = 44.0;

/// The ends of an interval of shares of the baseline.
pub type Ends = [Option<f64>; 2];

/// A difference as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// In percent of the baseline: mean, interval, wider interval. One that has a lower end only is unbounded.
    percents: [f64; 5],
    colour: RGBColor,
    /// Whether it is clear of zero: full, not open.
    clear: bool,
}

impl Mark {
    /// Of shares of the baseline; none where the mean is of no baseline.
    pub fn new(
        mean: Option<f64>,
        interval: Ends,
        wider: Ends,
        colour: RGBColor,
        clear: bool,
    ) -> Option<Self> {
        let mean = mean?;
        let ends = |[low, high]: Ends| match low {
            Some(low) => [low, high.unwrap_or(f64::INFINITY)],
            None => [mean; 2],
        };
        let ([low, high], [least, most]) = (ends(interval), ends(wider));
        Some(Self {
            percents: [mean, low, high, least, most].map(|share| 100.0 * share),
            colour,
            clear,
        })
    }
}

/// An axis that all these marks fit on, and the margin about zero.
pub fn axis<'a>(marks: impl IntoIterator<Item = &'a Mark>, margin: f64) -> Axis {
    let spans = marks.into_iter().flat_map(|mark| {
        let [mean, low, high, least, most] = mark.percents;
        [[mean, low, high], [mean, least, most]]
    });
    let margins = [-margin, margin].map(|end| [end; 3]);
    Axis::of_intervals(&spans.chain(margins).collect::<Vec<_>>())
}

/// Whether an interval goes on beyond the axis.
pub fn is_cut(axis: &Axis, marks: &[Option<Mark>]) -> bool {
    let ends = marks.iter().flatten().flat_map(|mark| mark.percents);
    ends.into_iter().any(|end| axis.beyond(end) != 0.0)
}

/// One measure.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Left, right, top and bottom [px].
    pub place: [f64; 4],
    /// Height of a policy's line [px].
    pub line: f64,
    /// What differences within do not matter [%].
    pub margin: f64,
    /// The axis.
    pub axis: Axis,
}

impl Panel {
    fn x(&self, value: f64) -> f64 {
        let [left, right, ..] = self.place;
        left + self.axis.part(value) * (right - left)
    }

    /// Draws it, with a mark for each policy that has one.
    pub fn draw(&self, paper: &Paper, caption: &str, marks: &[Option<Mark>]) -> Drawn {
        let [left, right, top, bottom] = self.place;
        heading(paper, (left, top + 14.0), caption, TEXT)?;
        let first = top + HEAD - 4.0;
        if self.margin > 0.0 {
            let [from, to] = [-self.margin, self.margin].map(|end| self.x(end));
            block(paper, (from, first), (to - from, bottom - first), PALE)?;
        }
        let Axis { marks: ticks, .. } = &self.axis;
        let labels = ticks
            .iter()
            .map(|tick| width_of(&self.axis.label(*tick), SMALL));
        let room = (right - left) / ticks.len().saturating_sub(1).max(1) as f64;
        // Every second mark is named where all names would run into one another, zero always.
        let every = if labels.fold(0.0, f64::max) + 4.0 > room {
            2
        } else {
            1
        };
        let zero = ticks.iter().position(|tick| *tick == 0.0).unwrap_or(0);
        for (index, mark) in ticks.iter().enumerate() {
            let x = self.x(*mark);
            let (colour, width) = match *mark == 0.0 {
                true => (SOFT, 1.2),
                false => (FAINT, 0.5),
            };
            line(paper, &[(x, first), (x, bottom)], colour, width)?;
            if index.abs_diff(zero) % every == 0 {
                let at = (x, bottom + 14.0);
                text(paper, at, &self.axis.label(*mark), MARK)?;
            }
        }
        let under = (f64::midpoint(left, right), bottom + 32.0);
        text(paper, under, "difference, %", MARK)?;
        for (index, mark) in marks.iter().enumerate() {
            let y = top + HEAD + (index as f64 + 0.5) * self.line;
            if let Some(mark) = mark {
                self.interval(paper, y, mark)?;
            }
        }
        Ok(())
    }

    fn interval(&self, paper: &Paper, y: f64, mark: &Mark) -> Drawn {
        let (colour, [mean, low, high, least, most]) = (mark.colour, mark.percents);
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
        match mark.clear {
            true => Ok(()),
            false => disc(paper, (mean, y), 3.2, WHITE),
        }
    }
}
