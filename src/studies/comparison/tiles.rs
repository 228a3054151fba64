//! Tiles: a relative difference each, coloured by its sign and size, full where it is certain.

use plotters::style::{Color, RGBColor, WHITE};

use crate::figures::style::{Anchor, Drawn, INK, MARK, Paper, SMALL, block, text};

/// The largest percentage that fits a tile.
const MOST: f64 = 999.0;
/// Height of a row of tiles [px].
pub const ROW: f64 = 34.0;
/// White space between tiles [px].
const SPACE: f64 = 2.0;
/// The relative difference of the strongest colour.
pub const STRONGEST: f64 = 0.5;

/// One tile.
#[derive(Clone, Copy, Debug)]
pub struct Tile {
    /// The relative difference; none where there is nothing to be relative to.
    pub relative: Option<f64>,
    /// The colour of its sign.
    pub colour: RGBColor,
    /// Whether it fills its place.
    pub certain: bool,
    /// What stands there instead.
    pub word: Option<&'static str>,
}

/// How strong a colour is, of a difference that is so many times the strongest.
pub fn strength(size: f64) -> f64 {
    0.12 + 0.83 * size.min(1.0).sqrt()
}

impl Tile {
    /// Draws it so wide, its upper left corner at (x, y) [px].
    pub fn draw(&self, paper: &Paper, (x, y): (f64, f64), width: f64) -> Drawn {
        let middle = (x + width / 2.0, y + ROW / 2.0);
        if let Some(word) = self.word {
            return text(paper, middle, word, MARK);
        }
        let strength = strength(self.relative.unwrap_or(STRONGEST).abs() / STRONGEST);
        let (across, down) = match self.certain {
            true => (width - SPACE, ROW - SPACE),
            false => (11.0, 11.0),
        };
        let corner = (middle.0 - across / 2.0, middle.1 - down / 2.0);
        block(paper, corner, (across, down), self.colour.mix(strength))?;
        match self.relative {
            Some(relative) if self.certain => {
                let ink = if strength > 0.6 { WHITE } else { INK };
                let percent = relative * 100.0;
                let number = match percent {
                    _ if percent > MOST => format!(">{MOST}"),
                    _ if percent < -MOST => format!("<-{MOST}"),
                    _ => format!("{percent:+.0}"),
                };
                text(paper, middle, &number, (SMALL, ink, Anchor::Middle))
            }
            _ => Ok(()),
        }
    }
}
