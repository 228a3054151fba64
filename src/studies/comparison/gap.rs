//! Two policies on the plane of deaths and costs: how far one is from the other.

use plaza_engine::few::LEAST;
use plaza_engine::statistics::{PairedMeans, mean, ratio_of_uncertain_means};

use crate::studies::comparison::difference::CONFIDENCE;
use crate::studies::comparison::plane::Plane;
use crate::studies::comparison::prices::{off, widened};

/// A mean with its interval, if there is one.
pub type Estimate = (f64, Option<[f64; 2]>);

/// One policy less another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// Deaths: luck alone.
    pub deaths: Estimate,
    /// Dollars: luck and prices.
    pub cost: Estimate,
    /// Deaths averted for each dollar paid (or, below 0, brought): of eight units or more, and only where the
    /// cost is clear of 0.
    pub averted: Option<(f64, [f64; 2])>,
}

impl Gap {
    /// Of two policies by their indices; without intervals of a policy to itself.
    pub fn new(plane: &Plane, policy: usize, other: usize) -> Self {
        let differences = |of: &[Vec<f64>]| -> Vec<f64> {
            let pairs = of[policy].iter().zip(&of[other]);
            pairs.map(|(mine, theirs)| mine - theirs).collect()
        };
        let middle = |of: &[f64]| mean(of).expect("a unit or more");
        let (more, paid) = (differences(&plane.deaths), differences(&plane.costs));
        let interval = |differences: &[f64], of: &[Vec<f64>]| {
            let pairs = PairedMeans::of(differences, &of[other]).filter(|_| policy != other);
            pairs.map(|of| of.interval(CONFIDENCE))
        };
        let parts = plane.parts.iter().map(|part| middle(&differences(part)));
        let off = off(&parts.collect::<Vec<f64>>(), &plane.prices);
        let cost = middle(&paid);
        let of_cost = interval(&paid, &plane.costs).map(|luck| widened(cost, luck, off));
        let fewer: Vec<f64> = more.iter().map(|more| -more).collect();
        let clear = of_cost.is_some_and(|[low, high]| low > 0.0 || high < 0.0);
        let known = clear && paid.len() >= LEAST;
        let averted = known
            .then(|| ratio_of_uncertain_means(&fewer, &paid, off, CONFIDENCE))
            .flatten();
        Self {
            deaths: (middle(&more), interval(&more, &plane.deaths)),
            cost: (cost, of_cost),
            averted,
        }
    }

    /// Dollars for each death less, where deaths and dollars go opposite ways and both are clear of 0.
    pub fn price(&self) -> Option<(f64, [f64; 2])> {
        let side = |(_, interval): Estimate| match interval {
            Some([low, _]) if low > 0.0 => 1,
            Some([_, high]) if high < 0.0 => -1,
            _ => 0,
        };
        let trade = side(self.deaths) * side(self.cost) < 0;
        let (averted, [low, high]) = self.averted.filter(|(_, [low, _])| trade && *low > 0.0)?;
        Some((1.0 / averted, [1.0 / high, 1.0 / low]))
    }
}

/// The lower and upper end of an estimate.
pub fn ends((_, interval): Estimate) -> [Option<f64>; 2] {
    [0, 1].map(|end| interval.map(|interval| interval[end]))
}
