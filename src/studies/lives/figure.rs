//! How long groups last: survival of founders and of splinters, a panel per policy.

use plotters::prelude::*;

use plaza_engine::survival::{Life, Step, kaplan_meier};

use plaza_engine::numbers::grouped;

use crate::figures::axis::{Axis, axes};
use crate::figures::panels::{Panels, grid};
use crate::figures::style::{
    COLOURS, Drawn, INK, MARGIN, NOTE, Paper, SMALL, TEXT, block, figure, heading, line, text,
    titles, titles_height, units, width_of,
};
use crate::studies::lives::Lives;

/// Standard errors of an interval of 95 %.
const Z: f64 = 1.959_963_984_540_054;
/// Height of the legend [px].
const LEGEND: f64 = 34.0;
/// Room left of the first column for marks [px].
const LEFT: f64 = 40.0;

const EXPLAINED: &str = "Share of groups with own leadership that have not ceased to exist, by the \
    estimate of Kaplan and Meier over all replicates together; groups alive at the end of the run \
    are censored there. Bands: intervals of 95 % by the error of Greenwood (log-log), which take \
    groups as independent; those of one replicate are not, so that the bands are too narrow. \
    Counts: groups of the first week, then splinters.";

/// The two sorts of groups, and their colours.
const SORTS: [(&str, RGBColor); 2] = [
    ("groups of the first week", INK),
    ("splinters founded later", COLOURS[1]),
];

/// The figure.
pub fn draw(policies: &[Lives]) -> String {
    let (columns, _) = grid(policies.len());
    let watched = policies
        .iter()
        .flat_map(|of| of.founders.iter().chain(&of.splinters));
    let longest = watched.map(|life| life.time).fold(0.0, f64::max);
    let scale = Scale {
        age: Axis::of_ages(longest, 20 / columns),
        share: Axis::of_amounts(1.0),
    };
    let panels = Panels::new(policies.len(), titles_height(EXPLAINED) + LEGEND, LEFT);
    figure(panels.total(), |paper| {
        titles(paper, "Survival of criminal groups", EXPLAINED)?;
        legend(paper, panels.top - LEGEND / 2.0)?;
        if longest <= 0.0 {
            let nothing = "no rows in the tables organizations and events";
            return panels.nothing(paper, nothing);
        }
        let names = ["share that survives", &scale.age.name()];
        panels.draw(paper, names, |index, panel, marked| {
            scale.panel(panel, &policies[index], marked)
        })
    })
}

fn legend(paper: &Paper, y: f64) -> Drawn {
    let mut x = MARGIN;
    for (sort, colour) in SORTS {
        block(paper, (x, y - 7.0), (26.0, 14.0), colour.mix(0.2))?;
        line(paper, &[(x, y), (x + 26.0, y)], colour, 2.4)?;
        text(paper, (x + 34.0, y), sort, NOTE)?;
        x += 64.0 + width_of(sort, SMALL);
    }
    Ok(())
}

/// The scales all panels share.
struct Scale {
    age: Axis,
    share: Axis,
}

impl Scale {
    fn panel(&self, panel: &Paper, of: &Lives, marked: f64) -> Drawn {
        heading(panel, (marked, 12.0), &of.policy, TEXT)?;
        let [first, later] = [&of.founders, &of.splinters].map(|lives| counted(lives));
        let counts = format!("ended: {first}, {later}");
        text(panel, (marked, 31.0), &counts, NOTE)?;
        let mut chart = ChartBuilder::on(panel)
            .margin_top(units(46.0))
            .margin_right(units(16.0))
            .x_label_area_size(units(24.0))
            .y_label_area_size(units(marked))
            .build_cartesian_2d(self.age.clone(), self.share.clone())?;
        axes(&mut chart)?;
        let sorts = [&of.founders, &of.splinters].into_iter().zip(SORTS);
        for (lives, (_, colour)) in sorts.filter(|(lives, _)| !lives.is_empty()) {
            let steps = kaplan_meier(lives, Z);
            let end = lives.iter().map(|life| life.time).fold(0.0, f64::max);
            let upper = stairs(&steps, end, |step| step.interval[1]);
            let lower = stairs(&steps, end, |step| step.interval[0]);
            let band: Vec<_> = upper.into_iter().chain(lower.into_iter().rev()).collect();
            chart.draw_series([Polygon::new(band, colour.mix(0.2).filled())])?;
            let style = colour.stroke_width(units(2.4) as u32);
            let curve = stairs(&steps, end, |step| step.share);
            chart.draw_series([PathElement::new(curve, style)])?;
        }
        Ok(())
    }
}

fn counted(lives: &[Life]) -> String {
    let ended = lives.iter().filter(|life| life.ended).count();
    let [ended, all] = [ended, lives.len()].map(|count| grouped(count as f64, 0));
    format!("{ended} of {all}")
}

/// From 1 at age 0, level to each step and down it, and on to the `end`.
fn stairs(steps: &[Step], end: f64, height: fn(&Step) -> f64) -> Vec<(f64, f64)> {
    let mut points = vec![(0.0, 1.0)];
    let mut level = 1.0;
    for step in steps {
        points.push((step.time, level));
        level = height(step);
        points.push((step.time, level));
    }
    points.push((end, level));
    points
}
