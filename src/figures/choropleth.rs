//! A number for each municipality on the map: classes of colour, a panel per policy.

use std::sync::Arc;

use plotters::style::RGBColor;

use plaza_model::state::map::Map;

use plaza_engine::numbers::grouped;

use crate::figures::country::{Country, Frame};
use crate::figures::signs;
use crate::figures::style::{
    Anchor, Drawn, MARGIN, PALE, Paper, SOFT, TEXT, WIDTH, figure, heading, swatches, text, titles,
    titles_height,
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
/// Room between maps (px).
const GAP: f64 = 24.0;

/// Maps side by side, each below a head.
pub struct Tiles {
    columns: usize,
    across: f64,
    /// Width of a map (px).
    width: f64,
    /// Height of a map with its head and the room below (px).
    pub height: f64,
    head: f64,
}

impl Tiles {
    /// In so many columns, with heads this high (px).
    pub fn new(country: &Country, columns: usize, head: f64) -> Self {
        let across = (WIDTH - 2.0 * MARGIN + GAP) / columns as f64 - GAP;
        let width = across.min(720.0 / country.aspect());
        Self {
            columns,
            across,
            width,
            height: head + width * country.aspect() + GAP,
            head,
        }
    }

    /// The height that so many maps take (px).
    pub fn total(&self, maps: usize) -> f64 {
        maps.div_ceil(self.columns).max(1) as f64 * self.height
    }

    /// Where the map with this index lies, below `top` (px).
    pub fn frame(&self, index: usize, top: f64) -> Frame {
        Frame {
            x: MARGIN + (index % self.columns) as f64 * (self.across + GAP),
            y: top + (index / self.columns) as f64 * self.height + self.head,
            width: self.width,
        }
    }
}

/// The number of columns for so many maps.
pub fn columns(maps: usize) -> usize {
    match maps {
        0 | 1 => 1,
        2 | 4 => 2,
        3 | 5 | 6 | 9 => 3,
        _ => 4,
    }
}

/// The figure.
pub fn draw(map: &Map, panels: &[Panel], classes: &[Class], wording: Wording) -> String {
    draw_in(map, panels, columns(panels.len()), classes, wording)
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
    let tiles = Tiles::new(&country, columns, HEAD);
    let ways_out = signs::ways_out(map);
    let swatches = titles_height(wording.explained) + 12.0;
    let top = swatches - 12.0 + LEGEND + signs::height(&ways_out);
    figure(top + tiles.total(panels.len()), |paper| {
        titles(paper, wording.title, wording.explained)?;
        legend(
            paper,
            swatches,
            96.0,
            wording.none,
            classes,
            |from, next| match next {
                Some(to) if from == 0.0 => format!("under {}", bound(to)),
                Some(to) => format!("{}\u{2013}{}", bound(from), bound(to)),
                None => format!("{} or more", bound(from)),
            },
        )?;
        signs::legend(paper, swatches + LEGEND, &ways_out)?;
        for (index, (policy, values)) in panels.iter().enumerate() {
            let frame = tiles.frame(index, top);
            heading(paper, (frame.x, frame.y - HEAD / 2.0), policy, TEXT)?;
            let values = values.iter().map(|value| class(*value, classes));
            painted(paper, &country, frame, values, classes)?;
        }
        if panels.is_empty() {
            let at = (WIDTH / 2.0, top + tiles.height / 2.0);
            let nothing = "no rows in the table national";
            text(paper, at, nothing, (TEXT, SOFT, Anchor::Middle))?;
        }
        Ok(())
    })
}

/// Paints a map: each place in the colour of its class, from 1, or pale (0).
pub fn painted(
    paper: &Paper,
    country: &Country,
    frame: Frame,
    of_places: impl Iterator<Item = usize>,
    classes: &[Class],
) -> Drawn {
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); classes.len() + 1];
    for (place, class) in of_places.enumerate() {
        places[class].push(place);
    }
    country.fill(paper, frame, &places[0], PALE)?;
    for (places, (_, colour)) in places[1..].iter().zip(classes) {
        country.fill(paper, frame, places, *colour)?;
    }
    country.lines(paper, frame)?;
    signs::draw_ways_out(paper, country, frame)
}

/// The number of the class of a difference, from 1; 0 of one that is not clear of zero.
pub fn class_of_difference(mean: f64, clear: bool, classes: &[Class]) -> usize {
    let class = classes.iter().rposition(|(from, _)| mean >= *from);
    if clear { 1 + class.unwrap_or(0) } else { 0 }
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

/// The colours, each this wide (px), with what `label` says of the bounds of a class; the pale one first.
pub fn legend(
    paper: &Paper,
    y: f64,
    width: f64,
    none: &str,
    classes: &[Class],
    label: impl Fn(f64, Option<f64>) -> String,
) -> Drawn {
    let next = classes.iter().skip(1).map(|(to, _)| Some(*to));
    let next = next.chain([None]);
    let labels = classes.iter().zip(next);
    let labels = labels.map(|((from, colour), next)| (label(*from, next), *colour));
    let none = [(none.to_owned(), PALE)];
    swatches(paper, y, width, none.into_iter().chain(labels))
}

/// A bound of a class: one digit that matters.
fn bound(value: f64) -> String {
    let digits = (0..6).find(|digits| {
        let scaled = value * libm::exp10(f64::from(*digits));
        (scaled - scaled.round()).abs() < 1e-6
    });
    grouped(value, digits.unwrap_or(6) as usize)
}
