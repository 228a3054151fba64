//! How much deaths rise when a leader is removed, as one number with an error of its own.
//!
//! The event study compares each window with what is more than a year before a removal, or without one. Places where
//! leaders are removed are on the rise before: what is asked is months 0-5 *less the mean of the year before*,
//! `c = b_0 - (b_1 + b_2) / 2`. With `b_0 = c + (b_1 + b_2) / 2` in the regression, half of the window after the removal
//! is added to either window before it, and the coefficient of the window after it is c, with its clustered error.

use plaza_engine::poisson::{Coefficient, fit};
use plaza_model::state::map::Map;

use crate::studies::event_study::{History, Removed, SERIES, WINDOWS, Where};

/// What the months around a leader's removal at the place say; none where the months do not identify it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Contrast {
    /// Months 0-5 less the mean of months -12 to -1, logarithm of the ratio of deaths.
    pub rise: Option<Coefficient>,
    /// Months -12 to -7, and -6 to -1: placebos.
    pub before: [Option<Coefficient>; 2],
}

impl History {
    /// The contrast of the removal of leaders, of the regression with all other windows as they are.
    pub fn contrast(&self, map: &Map) -> Contrast {
        let column = |window| {
            let series = SERIES
                .iter()
                .position(|of| *of == (Removed::Leader, Where::Place));
            let window = WINDOWS.iter().position(|of| *of == window);
            let found = series.zip(window);
            let (series, window) = found.expect("leaders at the place have all windows");
            series * WINDOWS.len() + window
        };
        let before = [(-12, Some(-7)), (-6, Some(-1))].map(column);
        let after = column((0, Some(5)));
        let mut observations = self.observations(map);
        let half: Vec<f64> = observations.regressors[after]
            .iter()
            .map(|x| x / 2.0)
            .collect();
        for window in before {
            let added = observations.regressors[window].iter_mut().zip(&half);
            added.for_each(|(x, half)| *x += half);
        }
        let Some(found) = fit(&observations) else {
            return Contrast::default();
        };
        Contrast {
            rise: found.coefficients[after],
            before: before.map(|window| found.coefficients[window]),
        }
    }
}
