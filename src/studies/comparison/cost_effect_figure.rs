//! Deaths against cost: each policy as far from the baseline as it is, and which of them no other beats.

use plotters::prelude::*;

use plaza_engine::few;

use crate::figures::axis::{Axis, axes};
use crate::figures::style::{
    AXIS, Anchor, COLOURS, CUT, Drawn, FAINT, INK, MARGIN, NOTE, Paper, SMALL, SOFT, WIDTH, arrow,
    disc, figure, line, ring, text, titles, titles_height, units, upright, width_of,
};
use crate::studies::comparison::Comparison;
use crate::studies::comparison::cost_effect::{ALL, CostEffect};
use crate::studies::comparison::gap::BILLION;

/// Height of the plane, and room below it [px].
const HEIGHT: f64 = 620.0;
const FOOT: f64 = 44.0;
/// Room left of the plane, and for the marks of its axes [px].
const LEFT: f64 = 52.0;
const MARKS: f64 = 64.0;

const FRONTIER: RGBColor = COLOURS[2];

/// The figure.
pub fn draw(comparison: &Comparison) -> String {
    let points: Vec<&CostEffect> = comparison
        .cost_effects
        .iter()
        .filter(|row| row.payer == ALL)
        .collect();
    let judged = comparison.units >= few::LEAST;
    let mut explained = format!(
        "Each policy less {}: organized-crime deaths and what all payers pay, mean over {} replicates on \
         equal luck; crosses: 95 % intervals, of costs with what is not known of prices. {}Prices are assumed \
         (configs/levers.toml).",
        comparison.baseline,
        comparison.replicates,
        match judged {
            true =>
                "Green: the frontier, where no other policy has as few deaths at as little cost. ",
            false => "",
        }
    );
    let mut plane = Plane::new(&points, judged);
    let notes = [
        plane.cuts(&points).then(|| CUT.to_owned()),
        few::note(comparison.units),
    ];
    for note in notes.into_iter().flatten() {
        explained += " ";
        explained += &note;
    }
    let top = titles_height(&explained);
    plane.top = top;
    figure(top + HEIGHT + FOOT, |paper| {
        titles(paper, "Deaths against cost", &explained)?;
        plane.axes(paper)?;
        plane.frontier(paper, &points)?;
        for point in &points {
            plane.point(paper, point)?;
        }
        let taken = plane.quadrants(paper)?;
        plane.names(paper, &points, taken)
    })
}

/// A point's cost [billion dollars] and deaths, with their intervals.
fn spans(point: &CostEffect) -> [[f64; 3]; 2] {
    let cost = [Some(point.cost_difference), point.cost_low, point.cost_high];
    let deaths = [
        Some(point.deaths_difference),
        point.deaths_low,
        point.deaths_high,
    ];
    [
        cost.map(|end| end.unwrap_or(point.cost_difference) / BILLION),
        deaths.map(|end| end.unwrap_or(point.deaths_difference)),
    ]
}

/// Where differences lie on paper.
struct Plane {
    top: f64,
    cost: Axis,
    deaths: Axis,
    /// Whether the frontier is shown: not of few replicates.
    judged: bool,
}

impl Plane {
    fn new(points: &[&CostEffect], judged: bool) -> Self {
        let axis = |which: usize| {
            let all = points.iter().map(|point| spans(point)[which]);
            Axis::of_intervals(&all.collect::<Vec<_>>())
        };
        Self {
            top: 0.0,
            cost: axis(0),
            deaths: axis(1),
            judged,
        }
    }

    /// Whether an interval goes on beyond an axis.
    fn cuts(&self, points: &[&CostEffect]) -> bool {
        points.iter().any(|point| {
            let [cost, deaths] = spans(point);
            let beyond =
                |axis: &Axis, span: [f64; 3]| span.iter().any(|end| axis.beyond(*end) != 0.0);
            beyond(&self.cost, cost) || beyond(&self.deaths, deaths)
        })
    }

    /// The pixel of a point.
    fn at(&self, cost: f64, deaths: f64) -> (f64, f64) {
        let left = LEFT + MARKS;
        (
            left + self.cost.part(cost) * (WIDTH - MARGIN - left),
            self.top + HEIGHT - 30.0 - self.deaths.part(deaths) * (HEIGHT - 40.0),
        )
    }

    fn axes(&self, paper: &Paper) -> Drawn {
        let place = (units(LEFT), units(self.top));
        let area = paper
            .clone()
            .shrink(place, (units(WIDTH - MARGIN - LEFT), units(HEIGHT)));
        let mut chart = ChartBuilder::on(&area)
            .margin_top(units(10.0))
            .x_label_area_size(units(30.0))
            .y_label_area_size(units(MARKS))
            .build_cartesian_2d(self.cost.clone(), self.deaths.clone())?;
        axes(&mut chart)?;
        let ([left, right], [low, high]) = (ends(&self.cost), ends(&self.deaths));
        line(paper, &[self.at(left, 0.0), self.at(right, 0.0)], SOFT, 1.2)?;
        line(paper, &[self.at(0.0, low), self.at(0.0, high)], SOFT, 1.2)?;
        let name = "difference in cost, billion dollars of 2010";
        let under = (
            f64::midpoint(LEFT + MARKS, WIDTH - MARGIN),
            self.top + HEIGHT + 18.0,
        );
        text(paper, under, name, AXIS)?;
        let beside = (MARGIN + 6.0, self.top + HEIGHT / 2.0);
        upright(paper, beside, "difference in organized-crime deaths")
    }

    /// The frontier, a stair from each of its policies to the next dearer one.
    fn frontier(&self, paper: &Paper, points: &[&CostEffect]) -> Drawn {
        let drawn = points.iter().filter(|point| point.frontier && self.judged);
        let mut on: Vec<&&CostEffect> = drawn.collect();
        on.sort_by(|a, b| a.cost_difference.total_cmp(&b.cost_difference));
        let corner = |pair: &[&&CostEffect]| {
            let [[cheap, ..], [deaths, ..]] = spans(pair[0]);
            let [[dear, ..], [fewer, ..]] = spans(pair[1]);
            [
                self.at(cheap, deaths),
                self.at(dear, deaths),
                self.at(dear, fewer),
            ]
        };
        for pair in on.windows(2) {
            line(paper, &corner(pair), FRONTIER.mix(0.7), 2.4)?;
        }
        Ok(())
    }

    fn point(&self, paper: &Paper, point: &CostEffect) -> Drawn {
        let [[cost, cheapest, dearest], [deaths, fewest, most]] = spans(point);
        let across = [self.at(cheapest, deaths), self.at(dearest, deaths)];
        let up = [self.at(cost, fewest), self.at(cost, most)];
        line(paper, &across, FAINT, 1.6)?;
        line(paper, &up, FAINT, 1.6)?;
        for (end, at) in [cheapest, dearest].into_iter().zip(across) {
            let side = self.cost.beyond(end);
            if side != 0.0 {
                arrow(paper, (at.0 + 4.0 * side, at.1), (side, 0.0), FAINT)?;
            }
        }
        for (end, at) in [fewest, most].into_iter().zip(up) {
            let side = self.deaths.beyond(end);
            if side != 0.0 {
                arrow(paper, (at.0, at.1 - 4.0 * side), (0.0, -side), FAINT)?;
            }
        }
        let at = self.at(cost, deaths);
        let colour = if point.frontier && self.judged {
            FRONTIER
        } else {
            INK
        };
        if point.deaths_low.is_none() {
            return ring(paper, at, 5.0, colour, 2.0);
        }
        disc(paper, at, 5.0, colour)
    }

    /// What each quadrant is, in its corner.
    fn quadrants(&self, paper: &Paper) -> Drawn<Vec<Bounds>> {
        let mut taken = Vec::new();
        let [left, right] = ends(&self.cost);
        let [low, high] = ends(&self.deaths);
        for (deaths, more) in [(low, "fewer deaths"), (high, "more deaths")] {
            for (cost, dearer) in [(left, "cheaper"), (right, "dearer")] {
                if deaths == 0.0 || cost == 0.0 {
                    continue;
                }
                let words = format!("{more}, {dearer}");
                let width = width_of(&words, SMALL);
                let (x, y) = self.at(cost, deaths);
                let x = if cost < 0.0 { x + 8.0 } else { x - 8.0 - width };
                let y = if deaths < 0.0 { y - 14.0 } else { y + 14.0 };
                text(paper, (x, y), &words, NOTE)?;
                taken.push([x, x + width, y - 8.0, y + 8.0]);
            }
        }
        Ok(taken)
    }

    /// The policies' names, each beside its point where no other name, point, interval or axis is, if
    /// there is such a place.
    fn names(&self, paper: &Paper, points: &[&CostEffect], mut taken: Vec<Bounds>) -> Drawn {
        let (x, y) = self.at(0.0, 0.0);
        taken.push([0.0, WIDTH, y - 1.0, y + 1.0]);
        taken.push([x - 1.0, x + 1.0, 0.0, self.top + HEIGHT]);
        for point in points {
            let [[cost, cheapest, dearest], [deaths, fewest, most]] = spans(point);
            let (x, y) = self.at(cost, deaths);
            let ((left, low), (right, high)) = (self.at(cheapest, fewest), self.at(dearest, most));
            taken.push([x - 6.0, x + 6.0, y - 6.0, y + 6.0]);
            taken.push([left - 1.0, right + 1.0, y - 1.0, y + 1.0]);
            taken.push([x - 1.0, x + 1.0, high - 1.0, low + 1.0]);
        }
        for point in points {
            let (x, y) = self.at(point.cost_difference / BILLION, point.deaths_difference);
            let width = width_of(&point.policy, SMALL);
            let places = [-11.0, 11.0, -24.0, 24.0, -37.0, 37.0].map(|down| {
                let left = [x + 8.0, x - 8.0 - width];
                left.map(|left| [left, left + width, y + down - 6.5, y + down + 6.5])
            });
            let free = |place: &Bounds| {
                let inside = place[0] > LEFT + MARKS && place[1] < WIDTH - 4.0;
                inside && !taken.iter().any(|other| overlap(place, other))
            };
            let all = places.as_flattened();
            let place = *all.iter().find(|place| free(place)).unwrap_or(&all[0]);
            taken.push(place);
            let left = (place[0], f64::midpoint(place[2], place[3]));
            text(paper, left, &point.policy, (SMALL, INK, Anchor::Left))?;
        }
        Ok(())
    }
}

/// Left, right, top and bottom [px].
type Bounds = [f64; 4];

/// Where an axis begins and ends.
fn ends(axis: &Axis) -> [f64; 2] {
    [axis.marks[0], axis.marks[axis.marks.len() - 1]]
}

fn overlap(a: &Bounds, b: &Bounds) -> bool {
    a[0] < b[1] && b[0] < a[1] && a[2] < b[3] && b[2] < a[3]
}
