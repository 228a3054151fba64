//! A national curve over the weeks: one panel per policy, median and bands of its replicates.
//!
//! The policies' bands overlap almost everywhere, so each has a panel of its own, on one scale;
//! the medians of the others stand behind it in grey, that of the baseline in black. Of many policies
//! only the baseline stands behind each, in grey and with its band.

use plotters::prelude::*;

use crate::figures::axis::{Axis, axes};
use crate::figures::bands::Bands;
use crate::figures::panels::{Panels, grid};
use crate::figures::style::{
    Anchor, COLOURS, Drawn, FAINT, INK, Paper, SMALL, SOFT, TEXT, TORN, UNIT, figure, heading,
    tear, text, titles, titles_height, units,
};

/// What a figure of curves says beside its curves.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The title.
    pub title: &'a str,
    /// What is counted, and how.
    pub explained: &'a str,
    /// The y axis with its unit.
    pub axis: &'a str,
    /// The largest value there can be.
    pub most: f64,
}

/// The policy others are read against: `status_quo`, or else the first.
pub const BASELINE: &str = "status_quo";

/// More policies than this are not drawn behind one another.
pub const MOST_BEHIND: usize = 6;

/// Room right of each panel for the last median (px).
const LAST: f64 = 46.0;
/// Room left of the first column for marks (px).
const LEFT: f64 = 52.0;

/// The figure.
pub fn draw(policies: &[Bands], wording: Wording, first_year: i32) -> String {
    let policies: Vec<&Bands> = policies.iter().filter(|p| !p.weeks.is_empty()).collect();
    let baseline = policies
        .iter()
        .position(|p| &*p.policy == BASELINE)
        .unwrap_or(0);
    let (columns, _) = grid(policies.len());
    let scale = Scale::new(&policies, columns, first_year, wording.most);
    let mut explained = format!("{} {}", wording.explained, key(&policies, baseline));
    if scale
        .as_ref()
        .is_some_and(|scale| scale.amount.leaves_out_zero())
    {
        explained += &format!(" {TORN}");
    }
    let panels = Panels::new(policies.len(), titles_height(&explained), LEFT);
    figure(panels.total(), |paper| {
        titles(paper, wording.title, &explained)?;
        let Some(scale) = &scale else {
            return panels.nothing(paper, "no values in the table national");
        };
        let names = [wording.axis, &scale.time.name()];
        panels.draw(paper, names, |index, panel, marked| {
            scale.panel(panel, &policies, index, baseline, marked)
        })
    })
}

/// The meaning of lines and bands.
fn key(policies: &[&Bands], baseline: usize) -> String {
    let most = policies.iter().map(|p| p.replicates).max().unwrap_or(0);
    let least = policies.iter().map(|p| p.replicates).min().unwrap_or(0);
    let (shown, value) = match (least, most) {
        (_, 0) => return String::new(),
        (_, 1) => ("Bold line: the one replicate".to_owned(), "value"),
        (least, most) => {
            let replicates = if least == most {
                format!("{most}")
            } else {
                format!("{least} to {most}")
            };
            let bands = "Bold line and bands: median, 50 % and 90 % of";
            (format!("{bands} {replicates} replicates"), "median")
        }
    };
    let behind = match policies.len() {
        1 => String::new(),
        many if many > MOST_BEHIND => {
            let band = if most > 1 { " and 90 % band" } else { "" };
            format!(
                " Grey in each panel: {value}{band} of {}.",
                policies[baseline].policy
            )
        }
        _ => format!(
            " Thin lines: {value} of {} (black) and of the others (grey).",
            policies[baseline].policy
        ),
    };
    format!("{shown}.{behind} Number: the last {value}.")
}

/// The scales all panels share.
struct Scale {
    time: Axis,
    amount: Axis,
}

impl Scale {
    fn new(policies: &[&Bands], columns: usize, first_year: i32, most: f64) -> Option<Self> {
        let weeks = || policies.iter().flat_map(|of| &of.weeks);
        let first = weeks().map(|week| week.week).min_by(f64::total_cmp)?;
        let last = weeks().map(|week| week.week).max_by(f64::total_cmp)?;
        let low = weeks().map(|week| week.outer[0]).min_by(f64::total_cmp)?;
        let high = weeks().map(|week| week.outer[1]).max_by(f64::total_cmp)?;
        Some(Self {
            time: Axis::of_weeks(first_year, first, last, 20 / columns),
            amount: Axis::of_curves(low, high, most),
        })
    }

    /// One policy in front, the others behind.
    fn panel(
        &self,
        panel: &Paper,
        policies: &[&Bands],
        front: usize,
        baseline: usize,
        marked: f64,
    ) -> Drawn {
        let shown = policies[front];
        let many = policies.len() > MOST_BEHIND;
        let colour = match many && front != baseline {
            true => COLOURS[0],
            false => colour(front, baseline),
        };
        heading(panel, (marked, 16.0), &shown.policy, TEXT)?;
        let mut chart = ChartBuilder::on(panel)
            .margin_top(units(32.0))
            .margin_right(units(LAST))
            .x_label_area_size(units(24.0))
            .y_label_area_size(units(marked))
            .build_cartesian_2d(self.time.clone(), self.amount.clone())?;
        axes(&mut chart)?;
        if many && front != baseline && policies[baseline].replicates > 1 {
            let behind = FAINT.mix(0.4);
            chart.draw_series([ribbon(policies[baseline], outer, behind)])?;
        }
        for (index, other) in policies.iter().enumerate() {
            if !many && index != front && index != baseline {
                chart.draw_series(median(other, FAINT.mix(0.8), 1.0))?;
            }
        }
        if shown.replicates > 1 {
            for (band, strength) in [(outer as Band, 0.18), (inner as Band, 0.32)] {
                chart.draw_series([ribbon(shown, band, colour.mix(strength))])?;
            }
        }
        if front != baseline {
            let line = if many { SOFT.mix(1.0) } else { INK.mix(0.9) };
            chart.draw_series(median(policies[baseline], line, 1.2))?;
        }
        chart.draw_series(median(shown, colour.mix(1.0), 2.6))?;
        let last = shown.weeks[shown.weeks.len() - 1];
        if shown.weeks.len() == 1 {
            chart.draw_series([Circle::new(
                (last.week, last.median),
                units(4.0),
                colour.filled(),
            )])?;
        }
        let (left, above) = panel.get_base_pixel();
        let at = |week: f64, amount: f64| {
            let (x, y) = chart.backend_coord(&(week, amount));
            (f64::from(x - left) / UNIT, f64::from(y - above) / UNIT)
        };
        if marked > 0.0 && self.amount.leaves_out_zero() {
            let (x, y) = at(shown.weeks[0].week, self.amount.marks[0]);
            tear(panel, (x, y - 11.0))?;
        }
        let (x, y) = at(last.week, last.median);
        text(
            panel,
            (x + 7.0, y),
            &self.amount.finer_label(last.median),
            (SMALL, INK, Anchor::Left),
        )
    }
}

type Band = fn(&crate::figures::bands::Week) -> [f64; 2];

fn inner(week: &crate::figures::bands::Week) -> [f64; 2] {
    week.inner
}

fn outer(week: &crate::figures::bands::Week) -> [f64; 2] {
    week.outer
}

fn ribbon(of: &Bands, band: Band, colour: RGBAColor) -> Polygon<(f64, f64)> {
    let upper = of.weeks.iter().map(|week| (week.week, band(week)[1]));
    let lower = of.weeks.iter().map(|week| (week.week, band(week)[0]));
    Polygon::new(
        upper.chain(lower.rev()).collect::<Vec<_>>(),
        colour.filled(),
    )
}

fn median(of: &Bands, colour: RGBAColor, width: f64) -> [PathElement<(f64, f64)>; 1] {
    let points = of.weeks.iter().map(|week| (week.week, week.median));
    let style = colour.stroke_width(units(width) as u32);
    [PathElement::new(points.collect::<Vec<_>>(), style)]
}

/// The colour of a policy: the baseline's is that of ink.
fn colour(policy: usize, baseline: usize) -> RGBColor {
    if policy == baseline {
        return INK;
    }
    let others = if policy > baseline {
        policy - 1
    } else {
        policy
    };
    COLOURS[others % (COLOURS.len() - 1)]
}
