//! Boxes: an interval of some inputs, some of the choices of others.

use crate::sample::Sample;
use crate::space::Over;

/// What a box leaves of an input.
#[derive(Clone, Debug, PartialEq)]
pub enum Limits {
    /// Numbers from the first to the second, both included.
    Between(f64, f64),
    /// The choices that are left, by index.
    Among(Vec<bool>),
}

/// What is left of each input.
pub type Bounds = Vec<Limits>;

/// A side of the limits of an input that can be given up: of an interval its lower or its upper end, of choices all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The lower end.
    Lower,
    /// The upper end.
    Upper,
    /// Which choices.
    Choices,
}

impl Limits {
    /// Whether a number lies within.
    pub fn holds(&self, x: f64) -> bool {
        match self {
            Self::Between(low, high) => *low <= x && x <= *high,
            Self::Among(left) => left.get(x as usize).copied().unwrap_or(false),
        }
    }

    /// The sides that are narrower than in `whole`.
    pub fn narrowed(&self, whole: &Self) -> Vec<Side> {
        match (self, whole) {
            (Self::Between(low, high), Self::Between(least, most)) => {
                let sides = [(Side::Lower, low != least), (Side::Upper, high != most)];
                let narrowed = sides.into_iter().filter(|(_, narrowed)| *narrowed);
                narrowed.map(|(side, _)| side).collect()
            }
            (mine, whole) if mine == whole => Vec::new(),
            _ => vec![Side::Choices],
        }
    }

    /// The same with one side as in `whole`.
    pub fn widened(&self, whole: &Self, side: Side) -> Self {
        match (self, whole, side) {
            (Self::Between(_, high), Self::Between(least, _), Side::Lower) => {
                Self::Between(*least, *high)
            }
            (Self::Between(low, _), Self::Between(_, most), Side::Upper) => {
                Self::Between(*low, *most)
            }
            _ => whole.clone(),
        }
    }
}

/// The box that all points of a sample are in: from the least to the greatest number, and the choices that any has.
pub fn around(sample: &Sample) -> Bounds {
    let of = |(input, over): (usize, &Over)| {
        let column = sample.column(input);
        match over {
            Over::Range { .. } => {
                let least = column.iter().copied().fold(f64::INFINITY, f64::min);
                let most = column.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                Limits::Between(least, most)
            }
            Over::Choices(names) => {
                let had = |choice: usize| column.iter().any(|x| *x as usize == choice);
                Limits::Among((0..names.len()).map(had).collect())
            }
        }
    };
    let overs = sample.inputs().iter().map(|input| &input.over);
    overs.enumerate().map(of).collect()
}

/// Whether a point is in a box.
pub fn is_in(sample: &Sample, bounds: &[Limits], point: usize) -> bool {
    let mut limits = bounds.iter().enumerate();
    limits.all(|(input, limits)| limits.holds(sample.column(input)[point]))
}

/// The inputs that a box narrows.
pub fn restricted(bounds: &[Limits], whole: &[Limits]) -> Vec<usize> {
    (0..bounds.len())
        .filter(|input| bounds[*input] != whole[*input])
        .collect()
}
