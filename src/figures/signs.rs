//! Signs on a map, beside its colours: ways out of the country, crops, and where an event fell.

use plotters::style::{Color, RGBColor, WHITE};

use plaza_model::state::map::{Map, Place};

use crate::figures::country::{Country, Frame};
use crate::figures::style::{
    Drawn, INK, MARGIN, NOTE, Paper, SMALL, area, line, ring, text, width_of,
};

/// The meaning of a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A road crossing to the north.
    Crossing,
    /// A main sea port.
    Port,
    /// Drug crops.
    Crop,
    /// Where an event fell.
    Event,
}

/// Ways out of the country, as maps of results show them.
const WAYS_OUT: [Sign; 2] = [Sign::Crossing, Sign::Port];

/// Height of a line of signs in a legend (px).
const LINE: f64 = 26.0;
/// The width of a map on which signs have their full size (px), and their least size.
const FULL: f64 = 900.0;
const LEAST: f64 = 0.45;

impl Sign {
    /// What a legend calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Crossing => "crossing to the north",
            Self::Port => "main sea port",
            Self::Crop => "drug crops",
            Self::Event => "where the event fell",
        }
    }

    fn is_at(self, place: &Place) -> bool {
        match self {
            Self::Crossing => place.crossing,
            Self::Port => place.port,
            Self::Crop => place.crop > 0.0,
            Self::Event => false,
        }
    }

    /// Draws it so large (1 is its full size), on a seam of white, so that it is seen on dark colours.
    pub fn draw(self, paper: &Paper, at: (f64, f64), size: f64) -> Drawn {
        let corners = |corners: &[(f64, f64)]| -> Vec<(f64, f64)> {
            let corner = |(x, y): &(f64, f64)| (at.0 + size * x, at.1 + size * y);
            corners.iter().chain([&corners[0]]).map(corner).collect()
        };
        let outlined = |points: Vec<(f64, f64)>| {
            let width = (1.3 * size).max(0.8);
            line(paper, &points, WHITE.mix(0.8), width + 1.8)?;
            line(paper, &points, INK, width)
        };
        match self {
            Self::Crossing => outlined(corners(&[(0.0, -9.0), (8.0, 5.5), (-8.0, 5.5)])),
            Self::Port => outlined(corners(&[
                (-6.0, -6.0),
                (6.0, -6.0),
                (6.0, 6.0),
                (-6.0, 6.0),
            ])),
            Self::Crop => {
                let leaf = corners(&[(0.0, -4.0), (2.5, 0.0), (0.0, 4.0), (-2.5, 0.0)]);
                area(paper, &leaf, RGBColor(0x5b, 0x8c, 0x3a))
            }
            Self::Event => {
                ring(paper, at, 7.0 * size, WHITE, 5.2)?;
                ring(paper, at, 7.0 * size, INK, 2.6)
            }
        }
    }
}

/// Draws a sign at every place that has it.
pub fn draw(paper: &Paper, country: &Country, frame: Frame, sign: Sign) -> Drawn {
    let size = (frame.width / FULL).clamp(LEAST, 1.0);
    let places = country.map.places.iter().enumerate();
    places
        .filter(|(_, place)| sign.is_at(place))
        .try_for_each(|(index, _)| sign.draw(paper, country.at(frame, index), size))
}

/// Draws the ways out of the country.
pub fn draw_ways_out(paper: &Paper, country: &Country, frame: Frame) -> Drawn {
    let mut signs = WAYS_OUT.into_iter();
    signs.try_for_each(|sign| draw(paper, country, frame, sign))
}

/// The legend of the ways out that a map has.
pub fn ways_out(map: &Map) -> Vec<(Sign, String)> {
    let there = |sign: &Sign| map.places.iter().any(|place| sign.is_at(place));
    let signs = WAYS_OUT.into_iter().filter(there);
    signs.map(|sign| (sign, sign.label().to_owned())).collect()
}

/// The height that [`legend`] takes (px).
pub fn height(signs: &[(Sign, String)]) -> f64 {
    if signs.is_empty() { 0.0 } else { LINE }
}

/// Signs with their labels in one line.
pub fn legend(paper: &Paper, y: f64, signs: &[(Sign, String)]) -> Drawn {
    let mut x = MARGIN;
    for (sign, label) in signs {
        sign.draw(paper, (x + 8.0, y), 0.8)?;
        text(paper, (x + 22.0, y), label, NOTE)?;
        x += 46.0 + width_of(label, SMALL);
    }
    Ok(())
}
