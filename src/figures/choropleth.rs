//! A number for each municipality on the map: classes of colour, a panel per policy.

use std::sync::Arc;

use plotters::style::RGBColor;

use plaza_model::state::map::Map;

use plaza_engine::numbers::grouped;

use crate::figures::country::{Country, Frame};
use crate::figures::signs;
use crate::figures::style::{
    Anchor, Drawn, INK, MARGIN, PALE, Paper, SOFT, TEXT, WIDTH, figure, heading, swatches, text,
    titles, titles_height,
};

/// A class of colour: its lower bound.
pub type Class = (f64, RGBColor);

/// What a map says beside its panels.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The title.
    pub title: &'a str,
    /// What is shown, with its unit, and of what it is the mean.
    pub explained: &'a str,
    /// What a place of 0 has.
    pub none: &'a str,
}

/// One policy's panel: its name, and a number for each place of the map.
pub type Panel = (Arc<str>, Vec<f64>);

/// Height of the legend (px).
const LEGEND: f64 = 48.0;
/// Height of a panel's title (px).
const HEAD: f64 = 30.0;

/// The figure.
pub fn draw(map: &Map, panels: &[Panel], classes: &[Class], wording: Wording) -> String {
    let columns = match panels.len() {
        0 | 1 => 1,
        2 | 4 => 2,
        3 | 5 | 6 | 9 => 3,
        _ => 4,
    };
    draw_in(map, panels, columns, classes, wording)
}

/// The figure in so many columns.
pub fn draw_in(
    map: &Map,
    panels: &[Panel],
    columns: usize,
    classes: &[Class],
    wording: Wording,
) -> String {
    let country = Country::new(map);
    let gap = 24.0;
    let across = (WIDTH - 2.0 * MARGIN + gap) / columns as f64 - gap;
    let width = across.min(720.0 / country.aspect());
    let height = HEAD + width * country.aspect() + gap;
    let rows = panels.len().div_ceil(columns).max(1);
    let ways_out = signs::ways_out(map);
    let swatches = titles_height(wording.explained) + 12.0;
    let top = swatches - 12.0 + LEGEND + signs::height(&ways_out);
    figure(top + rows as f64 * height, |paper| {
        titles(paper, wording.title, wording.explained)?;
        legend(paper, swatches, classes, wording.none)?;
        signs::legend(paper, swatches + LEGEND, &ways_out)?;
        for (index, (policy, values)) in panels.iter().enumerate() {
            let frame = Frame {
                x: MARGIN + (index % columns) as f64 * (across + gap),
                y: top + (index / columns) as f64 * height + HEAD,
                width,
            };
            let at = (frame.x, frame.y - HEAD / 2.0);
            heading(paper, at, policy, TEXT, INK)?;
            panel(paper, &country, frame, values, classes)?;
        }
        if panels.is_empty() {
            let at = (WIDTH / 2.0, top + height / 2.0);
            let nothing = "no rows in the table national";
            text(paper, at, nothing, TEXT, SOFT, Anchor::Middle)?;
        }
        Ok(())
    })
}

fn panel(
    paper: &Paper,
    country: &Country,
    frame: Frame,
    values: &[f64],
    classes: &[Class],
) -> Drawn {
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); classes.len() + 1];
    for (place, value) in values.iter().enumerate() {
        places[class(*value, classes)].push(place);
    }
    country.fill(paper, frame, &places[0], PALE)?;
    for (places, (_, colour)) in places[1..].iter().zip(classes) {
        country.fill(paper, frame, places, *colour)?;
    }
    country.lines(paper, frame)?;
    signs::draw_ways_out(paper, country, frame)
}

/// 0 where there is nothing, else the number of the class from 1.
fn class(value: f64, classes: &[Class]) -> usize {
    if value > 0.0 {
        let reached = classes.iter().filter(|(from, _)| value >= *from).count();
        reached.max(1)
    } else {
        0
    }
}

fn legend(paper: &Paper, y: f64, classes: &[Class], none: &str) -> Drawn {
    let next = classes.iter().skip(1).map(Some).chain([None]);
    let labels = classes
        .iter()
        .zip(next)
        .map(|((from, _), next)| match next {
            Some((to, _)) if *from == 0.0 => format!("under {}", bound(*to)),
            Some((to, _)) => format!("{}\u{2013}{}", bound(*from), bound(*to)),
            None => format!("{} or more", bound(*from)),
        });
    let colours = classes.iter().map(|(_, colour)| *colour);
    let named = [(none.to_owned(), PALE)]
        .into_iter()
        .chain(labels.zip(colours));
    swatches(paper, y, 96.0, named)
}

/// A bound of a class: one digit that matters.
fn bound(value: f64) -> String {
    let digits = (0..6).find(|digits| {
        let scaled = value * libm::exp10(f64::from(*digits));
        (scaled - scaled.round()).abs() < 1e-6
    });
    grouped(value, digits.unwrap_or(6) as usize)
}
