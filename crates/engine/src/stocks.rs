//! Slow stocks: the worth of a programme, its target, and its pace.
//!
//! ```
//! use plaza_engine::stocks::{Pace, saturating};
//!
//! // Half of the way in the weeks in which the gap falls to a half.
//! let pace = Pace::both(52.0, 52.0 * std::f64::consts::LN_2);
//! assert!((pace.step(0.0, 1.0) - 0.5).abs() < 1e-12);
//! assert_eq!(saturating(1.0, 0.3), 1.0);
//! ```

/// The part of its full effect that a programme has at `level`, 0 to 1: `level (1 + half) /
/// (level + half)`, 1 at the full level.
#[inline]
pub fn saturating(level: f64, half: f64) -> f64 {
    if level <= 0.0 {
        return 0.0;
    }
    (level * (1.0 + half) / (level + half)).min(1.0)
}

/// A share after each of `parts` has closed that part of what is missing to 1.
#[inline]
pub fn closed(share: f64, parts: &[f64]) -> f64 {
    let open: f64 = parts.iter().map(|part| 1.0 - part).product();
    share + (1.0 - share) * (1.0 - open)
}

/// How fast a stock goes to its target: the part of the gap that closes in a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    up: f64,
    down: f64,
}

impl Pace {
    /// In a step of so many `weeks`, where the gap falls to 1/e in `up` weeks, or in `down` where
    /// the target is below the stock.
    #[inline]
    pub fn new(up: f64, down: f64, weeks: f64) -> Self {
        let part = |time: f64| -libm::expm1(-weeks / time);
        Self {
            up: part(up),
            down: part(down),
        }
    }

    /// As [`Self::new`], as fast down as up.
    #[inline]
    pub fn both(time: f64, weeks: f64) -> Self {
        Self::new(time, time, weeks)
    }

    /// The stock a step later.
    #[inline]
    pub fn step(self, stock: f64, target: f64) -> f64 {
        let part = if target > stock { self.up } else { self.down };
        stock + (target - stock) * part
    }
}
