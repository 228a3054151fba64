//! Who joins the groups and who is lost to them: four flows by year, beside those observed.

use plotters::prelude::*;

use plaza_batch::rows::Rows;
use plaza_engine::statistics::mean;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::figures::axis::Axis;
use crate::figures::bands::Week;
use crate::figures::curves::{BASELINE, MOST_BEHIND};
use crate::figures::style::{
    AXIS, Anchor, COLOURS, Drawn, FAINT, INK, MARGIN, MARK, NOTE, PALE, Paper, SMALL, SOFT, TEXT,
    UNIT, WIDTH, block, disc, figure, heading, line, text, text_style, titles, titles_height,
    units, upright, width_of,
};
use crate::runs::per_policy::PerPolicy;
use crate::runs::trajectories::by_policy;
use crate::studies::summary::figures::flow_rows;
use crate::studies::summary::figures::flow_rows::{FLOWS, TOLERANCE};

/// Height of a panel [px].
const HEIGHT: f64 = 330.0;
/// Height of a line of the legend [px].
const LINE: f64 = 22.0;
/// Height of the strip with the x axis' name [px].
const FOOT: f64 = 44.0;
/// Room for the marks of an axis [px].
const LEFT: f64 = 48.0;

const EXPLAINED: &str = "Persons per 1,000 members and week, in each full year of 52 weeks: \
    recruited, killed, arrested and kept in jail, and left of their own will. Dot: median over \
    replicates; bar: 90 % of them. Shaded: observed in Mexico, 2012\u{2013}2022 [C17], dark the \
    range, light 30 % around it; a prior for the model, no target.";

/// One policy's flow, year by year.
type Yearly = Vec<Week>;

/// Rates of one replicate: flow by flow and year by year, each with the week its year begins with.
type Rates = [Vec<(f64, f64)>; FLOWS.len()];

/// The flows of all replicates, gathered part by part.
#[derive(Clone, Debug, Default)]
pub struct Flows(PerPolicy<Vec<Rates>>);

impl Flows {
    /// The columns of the table `national` they are made from.
    pub fn columns() -> Vec<&'static str> {
        let of_flows = FLOWS.iter().map(|(column, ..)| *column);
        ["replicate", "week", "members"]
            .into_iter()
            .chain(of_flows)
            .collect()
    }

    /// Adds replicates: all rows of each.
    pub fn add(&mut self, national: &Rows) {
        let counts = FLOWS.map(|(column, ..)| national.numbers(column));
        let members = national.numbers("members");
        let weeks = national.numbers("week");
        for of in by_policy(national) {
            let rates = of.replicates.iter().map(|rows| {
                counts.each_ref().map(|counts| {
                    let years = rows.chunks_exact(WEEKS_PER_YEAR as usize);
                    let rate = |year: &[usize]| {
                        let sum = |of: &[f64]| year.iter().map(|row| of[*row]).sum::<f64>();
                        let rate = 1e3 * sum(counts) / sum(&members).max(1.0);
                        (weeks[year[0]], rate)
                    };
                    years.map(rate).collect()
                })
            });
            self.0.of(&of.policy, Vec::new).extend(rates);
        }
    }

    /// Quantiles over replicates of the mean over full years, by flow and policy; none of a policy
    /// with a replicate that lacks a full year.
    fn overall(&self) -> [Vec<Option<Week>>; FLOWS.len()] {
        std::array::from_fn(|flow| {
            let of_policy = |replicates: &Vec<Rates>| {
                let means = replicates.iter().map(|rates| {
                    let rates: Vec<f64> = rates[flow].iter().map(|(_, rate)| *rate).collect();
                    mean(&rates)
                });
                let mut means: Vec<f64> = means.collect::<Option<_>>()?;
                means.sort_unstable_by(f64::total_cmp);
                Some(Week::new(0.0, &means))
            };
            self.0.iter().map(|(_, of)| of_policy(of)).collect()
        })
    }

    /// Quantiles over replicates of each flow, by policy and full year.
    fn yearly(&self) -> [Vec<Yearly>; FLOWS.len()] {
        std::array::from_fn(|flow| {
            let of_policy = |replicates: &Vec<Rates>| {
                let lengths = replicates.iter().map(|rates| rates[flow].len());
                let years = lengths.min().unwrap_or(0);
                let quantiles = |year: usize| {
                    let of_year = replicates.iter().map(|rates| rates[flow][year].1);
                    let mut values: Vec<f64> = of_year.collect();
                    values.sort_unstable_by(f64::total_cmp);
                    Week::new(replicates[0][flow][year].0, &values)
                };
                (0..years).map(quantiles).collect()
            };
            self.0.iter().map(|(_, of)| of_policy(of)).collect()
        })
    }
}

/// The figure.
pub fn draw(flows: &Flows, first_year: i32) -> String {
    let policies: Vec<&str> = flows.0.iter().map(|(policy, _)| &**policy).collect();
    if policies.len() > MOST_BEHIND {
        return flow_rows::draw(&policies, &flows.overall());
    }
    let colours = colours(&policies);
    let keys = placed(&policies);
    let lines = keys.last().map_or(0.0, |(_, line)| line + 1.0);
    let top = titles_height(EXPLAINED) + lines * LINE + 10.0;
    let total = top + 2.0 * HEIGHT + FOOT;
    figure(total, |paper| {
        titles(paper, "Where members come from and go to", EXPLAINED)?;
        for ((x, line), (policy, colour)) in keys.iter().zip(policies.iter().zip(&colours)) {
            let y = titles_height(EXPLAINED) + LINE * line;
            disc(paper, (x + 5.0, y), 4.5, *colour)?;
            text(paper, (x + 16.0, y), policy, NOTE)?;
        }
        let flows = flows.yearly();
        if flows[0].iter().all(Vec::is_empty) {
            let at = (WIDTH / 2.0, top + HEIGHT);
            return text(paper, at, "no full year", (TEXT, SOFT, Anchor::Middle));
        }
        let left = MARGIN + 20.0;
        let width = (WIDTH - left - MARGIN / 2.0) / 2.0;
        let axis = "per 1,000 members and week";
        upright(paper, (MARGIN + 4.0, top + HEIGHT), axis)?;
        let foot = (left + (WIDTH - left) / 2.0, total - 20.0);
        let time = "calendar year (52 weeks each); in each, policies in the order above";
        text(paper, foot, time, AXIS)?;
        for (index, (flow, (_, name, observed))) in flows.iter().zip(FLOWS).enumerate() {
            let x = left + (index % 2) as f64 * width;
            let y = top + (index / 2) as f64 * HEIGHT;
            let from = (units(x), units(y));
            let size = (units(width - 12.0), units(HEIGHT - 8.0));
            let shown = paper.clone().shrink(from, size);
            panel(&shown, name, observed, flow, (&colours, first_year))?;
        }
        Ok(())
    })
}

fn panel(
    panel: &Paper,
    name: &str,
    observed: [f64; 2],
    flow: &[Yearly],
    (colours, first_year): (&[RGBColor], i32),
) -> Drawn {
    let tolerated = [
        observed[0] * (1.0 - TOLERANCE),
        observed[1] * (1.0 + TOLERANCE),
    ];
    let years = || flow.iter().flatten();
    let top = years().map(|year| year.outer[1]).fold(0.0, f64::max);
    let first = years().map(|year| year.week).fold(f64::MAX, f64::min);
    let last = years().map(|year| year.week).fold(f64::MIN, f64::max);
    let amount = Axis::of_amounts(top.max(tolerated[1]));
    heading(panel, (LEFT, 14.0), name, TEXT)?;
    let year = f64::from(WEEKS_PER_YEAR);
    let mut chart = ChartBuilder::on(panel)
        .margin_top(units(30.0))
        .margin_right(units(8.0))
        .x_label_area_size(units(24.0))
        .y_label_area_size(units(LEFT))
        .build_cartesian_2d(0.0..(last - first) / year + 1.0, amount)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .disable_x_axis()
        .bold_line_style(PALE.stroke_width(UNIT as u32))
        .light_line_style(TRANSPARENT)
        .axis_style(FAINT.stroke_width(UNIT as u32))
        .set_all_tick_mark_size(units(4.0))
        .label_style(text_style(SMALL, SOFT, Anchor::Left))
        .draw()?;
    let (left, above) = panel.get_base_pixel();
    let at = |x: f64, y: f64| {
        let (x, y) = chart.backend_coord(&(x, y));
        (f64::from(x - left) / UNIT, f64::from(y - above) / UNIT)
    };
    let right = (last - first) / year + 1.0;
    for (range, strength) in [(tolerated, 0.12), (observed, 0.22)] {
        let (from, to) = (at(0.0, range[1]), at(right, range[0]));
        let height = (to.1 - from.1).max(1.5);
        block(panel, from, (to.0 - from.0, height), INK.mix(strength))?;
    }
    let step = 0.8 / flow.len() as f64;
    for (policy, (years, colour)) in flow.iter().zip(colours).enumerate() {
        for shown in years {
            let x = (shown.week - first) / year + 0.1 + step * (policy as f64 + 0.5);
            let ends = [at(x, shown.outer[0]), at(x, shown.outer[1])];
            line(panel, &ends, *colour, 1.6)?;
            disc(panel, at(x, shown.median), 3.4, *colour)?;
        }
    }
    let mut week = first;
    while week <= last {
        let (x, y) = at((week - first) / year + 0.5, 0.0);
        let label = format!("{:.0}", f64::from(first_year) + week / year);
        text(panel, (x, y + 14.0), &label, MARK)?;
        week += year;
    }
    Ok(())
}

/// The baseline in ink, the others in the palette's order.
fn colours(policies: &[&str]) -> Vec<RGBColor> {
    let mut others = COLOURS[..COLOURS.len() - 1].iter().cycle();
    policies
        .iter()
        .map(|policy| match *policy {
            BASELINE => INK,
            _ => *others.next().expect("a cycle does not end"),
        })
        .collect()
}

/// Where each policy's key stands: x [px] and line.
fn placed(policies: &[&str]) -> Vec<(f64, f64)> {
    let (mut x, mut line) = (MARGIN, 0.0);
    policies
        .iter()
        .map(|policy| {
            let width = 44.0 + width_of(policy, SMALL);
            if x + width > WIDTH - MARGIN && x > MARGIN {
                (x, line) = (MARGIN, line + 1.0);
            }
            x += width;
            (x - width, line)
        })
        .collect()
}
