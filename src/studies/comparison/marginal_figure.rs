//! What each lever does where its policy stands: deaths, cost, and deaths averted for each billion dollars.

use plotters::style::{RGBColor, WHITE};

use plaza_engine::few;
use plaza_engine::numbers::{digits, grouped};

use crate::figures::axis::Axis;
use crate::figures::style::{
    COLOURS, CUT, Drawn, FAINT, INK, MARGIN, MARK, NAME, Paper, SMALL, SOFT, TEXT, WIDTH, arrow,
    disc, figure, heading, line, text, titles, titles_height,
};
use crate::studies::comparison::Comparison;
use crate::studies::comparison::marginal::Marginal;

/// Height of a lever's line and of a policy's name, of what stands over the lines, and below them [px].
const LINE: f64 = 19.0;
const POLICY: f64 = 30.0;
const HEAD: f64 = 24.0;
const FOOT: f64 = 30.0;
/// Where the two panels and the column of costs between them are [px].
const DEATHS: [f64; 2] = [260.0, 600.0];
const COST: f64 = 680.0;
const AVERTED: [f64; 2] = [760.0, WIDTH - MARGIN - 20.0];

const FEWER: RGBColor = COLOURS[0];
const MORE: RGBColor = COLOURS[1];

/// The figure.
pub fn draw(comparison: &Comparison) -> String {
    let policies = sorted(&comparison.marginals);
    let mut explained = format!(
        "Each policy less the same without one of its levers, mean over {} replicates on equal luck, and 95 % \
         intervals: of deaths of luck alone, of the ratio of luck and prices, which are assumed. Blue: fewer deaths, \
         orange: more, open: not clear of zero. A ratio only where the cost is clear above zero; its axis is straight \
         near 0 and logarithmic farther off. Of so many intervals one in twenty misses.",
        comparison.replicates
    );
    let all = || policies.iter().flatten();
    let deaths = Axis::of_intervals(&Vec::from_iter(all().map(|row| deaths(row))));
    let ratios = Bent::new(&Vec::from_iter(all().filter_map(|row| ratio(row))));
    let cut = all().any(|row| {
        let of_deaths = self::deaths(row).map(|end| deaths.beyond(end));
        let of_ratio = ratio(row).map(|ends| ends.map(|end| ratios.beyond(end)));
        let mut sides = of_deaths.into_iter().chain(of_ratio.into_iter().flatten());
        sides.any(|side| side != 0.0)
    });
    let notes = [cut.then(|| CUT.to_owned()), few::note(comparison.units)];
    for note in notes.into_iter().flatten() {
        explained += " ";
        explained += &note;
    }
    let top = titles_height(&explained);
    let lines = comparison.marginals.len() as f64 * LINE;
    let bottom = top + HEAD + policies.len() as f64 * POLICY + lines;
    figure(bottom + FOOT, |paper| {
        titles(
            paper,
            "What each lever does where its policy stands",
            &explained,
        )?;
        let marks = deaths.marks.iter();
        let marks: Vec<_> = marks
            .map(|mark| (deaths.part(*mark), deaths.label(*mark)))
            .collect();
        let heights = [top + HEAD, bottom];
        grid(paper, DEATHS, heights, &marks, "deaths averted")?;
        let bent = ratios.marks();
        grid(
            paper,
            AVERTED,
            heights,
            &bent,
            "deaths averted for each billion dollars",
        )?;
        text(paper, (COST, top + 10.0), "million dollars", MARK)?;
        let mut y = top + HEAD;
        for rows in &policies {
            heading(paper, (MARGIN, y + POLICY / 2.0), &rows[0].policy, TEXT)?;
            y += POLICY + LINE / 2.0;
            for row in rows {
                let colour = colour(row);
                text(paper, (MARGIN + 10.0, y), &row.lever, (SMALL, INK, NAME.2))?;
                let ends = self::deaths(row).map(|end| (deaths.part(end), deaths.beyond(end)));
                interval(paper, DEATHS, y, ends, colour)?;
                let millions = row.cost_difference / 1e6;
                let millions = grouped(millions, digits(millions.abs()));
                text(paper, (COST, y), &millions, MARK)?;
                if let Some(ends) = ratio(row) {
                    let ends = ends.map(|end| (ratios.part(end), ratios.beyond(end)));
                    interval(paper, AVERTED, y, ends, colour)?;
                }
                y += LINE;
            }
            y -= LINE / 2.0;
        }
        Ok(())
    })
}

/// The rows of each policy, the lever with fewest deaths first.
fn sorted(rows: &[Marginal]) -> Vec<Vec<&Marginal>> {
    let policies = rows.chunk_by(|a, b| a.policy == b.policy);
    let sorted = policies.map(|rows| {
        let mut rows: Vec<&Marginal> = rows.iter().collect();
        rows.sort_by(|a, b| a.deaths_difference.total_cmp(&b.deaths_difference));
        rows
    });
    sorted.collect()
}

/// Deaths averted and their interval.
fn deaths(row: &Marginal) -> [f64; 3] {
    let mean = row.deaths_difference;
    [Some(mean), row.deaths_high, row.deaths_low].map(|end| -end.unwrap_or(mean))
}

/// Deaths averted for each billion dollars, if that is known, and the interval.
fn ratio(row: &Marginal) -> Option<[f64; 3]> {
    Some([
        row.averted_per_billion?,
        row.averted_low?,
        row.averted_high?,
    ])
}

/// The colour of a lever, and whether its deaths are clear of zero.
fn colour(row: &Marginal) -> (RGBColor, bool) {
    let [_, low, high] = deaths(row);
    match row.deaths_low.is_some() {
        true if low > 0.0 => (FEWER, true),
        true if high < 0.0 => (MORE, true),
        _ => (SOFT, false),
    }
}

/// The marks of a panel, each at a part of its width, and what its axis is called.
fn grid(
    paper: &Paper,
    [left, right]: [f64; 2],
    [top, bottom]: [f64; 2],
    marks: &[(f64, String)],
    caption: &str,
) -> Drawn {
    for (part, label) in marks {
        let x = left + part * (right - left);
        let (colour, width) = match label == "0" {
            true => (SOFT, 1.2),
            false => (FAINT, 0.5),
        };
        line(paper, &[(x, top), (x, bottom)], colour, width)?;
        text(paper, (x, bottom + 14.0), label, MARK)?;
    }
    let over = (f64::midpoint(left, right), top - HEAD + 10.0);
    text(paper, over, caption, MARK)
}

/// A mean and the ends of its interval, each at a part of the width and on a side of the axis.
fn interval(
    paper: &Paper,
    [left, right]: [f64; 2],
    y: f64,
    ends: [(f64, f64); 3],
    (colour, clear): (RGBColor, bool),
) -> Drawn {
    let x = |part: f64| left + part * (right - left);
    let [mean, low, high] = ends.map(|(part, _)| x(part));
    for (part, side) in ends {
        if side != 0.0 {
            arrow(paper, (x(part) + 4.0 * side, y), (side, 0.0), colour)?;
        }
    }
    line(paper, &[(low, y), (high, y)], colour, 2.4)?;
    disc(paper, (mean, y), 4.4, colour)?;
    match clear {
        true => Ok(()),
        false => disc(paper, (mean, y), 2.6, WHITE),
    }
}

/// An axis that is straight near 0 and logarithmic farther off on both sides, in decades.
struct Bent {
    /// Where it ends, on both sides.
    last: f64,
}

/// Up to about here it is straight.
const STRAIGHT: f64 = 3.0;

impl Bent {
    /// For means with their intervals: as far as the decade beyond the largest mean, or its lower neighbour where that
    /// holds all ends.
    fn new(spans: &[[f64; 3]]) -> Self {
        let largest = |most: f64, value: f64| most.max(value.abs());
        let means = spans.iter().map(|[mean, ..]| *mean).fold(0.0, largest);
        let ends = spans.iter().flatten().copied().fold(0.0, largest);
        let decade = |value: f64| libm::exp10(libm::ceil(libm::log10(value.max(10.0)) - 1e-9));
        Self {
            last: decade(ends).min(10.0 * decade(means)),
        }
    }

    fn part(&self, value: f64) -> f64 {
        let bent = |value: f64| libm::asinh(value / STRAIGHT);
        let value = value.clamp(-self.last, self.last);
        0.5 + 0.5 * bent(value) / bent(self.last)
    }

    fn beyond(&self, value: f64) -> f64 {
        match value.abs() > self.last {
            true => value.signum(),
            false => 0.0,
        }
    }

    fn marks(&self) -> Vec<(f64, String)> {
        let mut marks = vec![0.0];
        let mut mark = 10.0;
        while mark <= self.last {
            marks.extend([-mark, mark]);
            mark *= 10.0;
        }
        // Decades lie close together.
        let label = |mark: f64| match mark.abs() >= 1000.0 {
            true => format!("{}k", grouped(mark / 1000.0, 0)),
            false => grouped(mark, 0),
        };
        let marks = marks.into_iter();
        marks.map(|mark| (self.part(mark), label(mark))).collect()
    }
}
