//! Differences between twin futures over the weeks around the event: a panel for each part of the country
//! or for each way to count organizations.

use plotters::prelude::*;

use plaza_engine::few;

use crate::figures::axis::{Axis, axes};
use crate::figures::panels::Panels;
use crate::figures::style::{
    COLOURS, Drawn, FAINT, MARGIN, NAME, Paper, SOFT, TEXT, disc, figure, heading, line, text,
    titles, titles_height, units, width_of,
};
use crate::studies::twin::curves::{Point, QUARTER};
use crate::studies::twin::pair::FRAGMENTATION;
use crate::studies::twin::surroundings::{COUNTRY, PARTS};

/// Height of the legend [px].
const LEGEND: f64 = 30.0;
/// Room left of a panel for marks [px].
const LEFT: f64 = 52.0;

/// How a curve is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pen {
    /// A dot and the bar of its interval for each window.
    Dots,
    /// A line and the band of its interval.
    Line,
}

/// A panel: its title, and a curve for each split.
struct Panel<'a> {
    title: String,
    curves: Vec<Vec<&'a Point>>,
}

/// OC deaths (or another count) by part of the country, in windows of 13 weeks.
pub fn by_part(points: &[Point], outcome: &str, title: &str, unit: &str) -> String {
    let splits = splits(points);
    let windows = format!("{outcome}_13w");
    let panels: Vec<Panel> = PARTS[..COUNTRY]
        .iter()
        .map(|part| {
            let of_part = |point: &&Point| {
                point.outcome == windows && point.group == part.label() && point.ring == part.ring()
            };
            Panel {
                title: part.caption(),
                curves: curves(points, &splits, &of_part),
            }
        })
        .collect();
    let explained = format!(
        "Each dot: with the event less without it, summed over {QUARTER} weeks, mean over pairs of \
         futures that are equal in everything else, luck included; bars: 95 % intervals of that mean. \
         Before the event the futures are the same. The six parts are those of the event's week: ring 1 \
         borders on the place, ring 2 on ring 1. Panels have scales of their own. {}",
        counted(points)
    );
    let axis = format!("difference, {unit} in {QUARTER} weeks");
    draw(&panels, &splits, Pen::Dots, title, &explained, &axis)
}

/// How organizations break: their number, groups, effective number, members of the largest.
pub fn fragmentation(points: &[Point]) -> String {
    let splits = splits(points);
    let captions = [
        "organizations",
        "groups with own leadership",
        "effective number (inverse Herfindahl)",
        "members of the largest",
    ];
    let panels: Vec<Panel> = FRAGMENTATION
        .iter()
        .zip(captions)
        .map(|(outcome, caption)| Panel {
            title: caption.to_owned(),
            curves: curves(points, &splits, &|point| point.outcome == *outcome),
        })
        .collect();
    let explained = format!(
        "Lines: with the event less without it at the end of each week, mean over pairs of futures that \
         are equal in everything else, luck included; bands: 95 % intervals of that mean. {}",
        counted(points)
    );
    let title = "What one event does to the organizations: twin futures";
    draw(&panels, &splits, Pen::Line, title, &explained, "difference")
}

/// The splits drawn beside one another: the events, or all pairs where there is one event.
fn splits(points: &[Point]) -> Vec<String> {
    let mut splits: Vec<String> = Vec::new();
    for point in points {
        if point.split.starts_with("event:") && !splits.contains(&point.split) {
            splits.push(point.split.clone());
        }
    }
    if splits.is_empty() && !points.is_empty() {
        splits.push("all".to_owned());
    }
    splits
}

fn curves<'a>(
    points: &'a [Point],
    splits: &[String],
    chosen: &dyn Fn(&&'a Point) -> bool,
) -> Vec<Vec<&'a Point>> {
    let of_split = |split: &String| {
        let mine = points.iter().filter(|point| point.split == *split);
        mine.filter(chosen).collect()
    };
    splits.iter().map(of_split).collect()
}

fn counted(points: &[Point]) -> String {
    let pairs = points.iter().map(|point| point.pairs).max().unwrap_or(0);
    match pairs {
        1 => "One pair, so without intervals.".to_owned(),
        pairs => match few::note(pairs) {
            Some(note) => format!("{pairs} pairs. {note}"),
            None => format!("{pairs} pairs."),
        },
    }
}

fn draw(
    panels: &[Panel<'_>],
    splits: &[String],
    pen: Pen,
    title: &str,
    explained: &str,
    axis: &str,
) -> String {
    let places = Panels::new(panels.len(), titles_height(explained) + LEGEND, 0.0);
    figure(places.total(), |paper| {
        titles(paper, title, explained)?;
        legend(paper, places.top - LEGEND / 2.0, splits)?;
        if splits.is_empty() {
            return places.nothing(paper, "no pairs");
        }
        let names = [axis, &Axis::since_event(0.0, 1.0).name()];
        places.draw(paper, names, |index, area, _| {
            draw_panel(area, &panels[index], pen)
        })
    })
}

fn legend(paper: &Paper, y: f64, splits: &[String]) -> Drawn {
    let mut x = MARGIN;
    for (split, colour) in splits.iter().zip(COLOURS) {
        let name = split.trim_start_matches("event:");
        line(paper, &[(x, y), (x + 26.0, y)], colour, 2.4)?;
        disc(paper, (x + 13.0, y), 4.0, colour)?;
        text(paper, (x + 34.0, y), name, NAME)?;
        x += 64.0 + width_of(name, TEXT);
    }
    Ok(())
}

fn draw_panel(area: &Paper, panel: &Panel<'_>, pen: Pen) -> Drawn {
    heading(area, (LEFT, 12.0), &panel.title, TEXT)?;
    let points = || panel.curves.iter().flatten();
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for point in points() {
        low = low.min(point.low.unwrap_or(point.mean));
        high = high.max(point.high.unwrap_or(point.mean));
    }
    let first = points().map(|point| point.week).min().unwrap_or(0);
    let last = points().map(|point| point.week).max().unwrap_or(1);
    let width = if pen == Pen::Dots {
        QUARTER as f64
    } else {
        1.0
    };
    let time = Axis::since_event(f64::from(first), f64::from(last) + width);
    let amount = Axis::of_span(low, high);
    let mut chart = ChartBuilder::on(area)
        .margin_top(units(28.0))
        .margin_right(units(16.0))
        .x_label_area_size(units(24.0))
        .y_label_area_size(units(LEFT))
        .build_cartesian_2d(time, amount)?;
    axes(&mut chart)?;
    let thin = SOFT.stroke_width(units(1.0) as u32);
    let zero = vec![(f64::from(first), 0.0), (f64::from(last) + width, 0.0)];
    chart.draw_series([PathElement::new(zero, thin)])?;
    let event = vec![(0.0, low), (0.0, high)];
    chart.draw_series([PathElement::new(
        event,
        FAINT.stroke_width(units(1.0) as u32),
    )])?;
    let curves = panel.curves.len() as f64;
    let drawn = || panel.curves.iter().zip(COLOURS);
    match pen {
        Pen::Dots => {
            for (index, (curve, colour)) in drawn().enumerate() {
                let aside = (index as f64 - (curves - 1.0) / 2.0) * 3.0;
                for point in curve {
                    let x = f64::from(point.week) + width / 2.0 + aside;
                    let bar = [point.low, point.high].map(|end| (x, end.unwrap_or(point.mean)));
                    let style = colour.stroke_width(units(1.6) as u32);
                    chart.draw_series([PathElement::new(bar.to_vec(), style)])?;
                    let dot = Circle::new((x, point.mean), units(3.4), colour.filled());
                    chart.draw_series([dot])?;
                }
            }
        }
        Pen::Line => {
            // Lines lie over all bands, or these would change their colours.
            let at = |point: &Point| f64::from(point.week) + 0.5;
            for (curve, colour) in drawn() {
                let upper = curve.iter().map(|p| (at(p), p.high.unwrap_or(p.mean)));
                let lower = curve.iter().map(|p| (at(p), p.low.unwrap_or(p.mean)));
                let band: Vec<(f64, f64)> = upper.chain(lower.rev()).collect();
                chart.draw_series([Polygon::new(band, colour.mix(0.2).filled())])?;
            }
            for (curve, colour) in drawn() {
                let mean = curve.iter().map(|p| (at(p), p.mean));
                let style = colour.stroke_width(units(2.0) as u32);
                chart.draw_series([PathElement::new(mean.collect::<Vec<_>>(), style)])?;
            }
        }
    }
    Ok(())
}
