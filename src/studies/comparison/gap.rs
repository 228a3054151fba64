//! Two policies on the plane of deaths and costs: how far one is from the other.

use plaza_engine::few::LEAST;
use plaza_engine::statistics::{PairedMeans, mean, ratio_of_uncertain_means};

use crate::studies::comparison::difference::CONFIDENCE;
use crate::studies::comparison::plane::Plane;
use crate::studies::comparison::prices::{off, widened};

/// Dollars.
pub const BILLION: f64 = 1e9;

/// A mean with its interval, if there is one.
pub type Estimate = (f64, Option<[f64; 2]>);

/// One policy less another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// Deaths: luck alone.
    pub deaths: Estimate,
    /// Dollars: luck and prices.
    pub cost: Estimate,
    /// Deaths averted over dollars paid: of eight units or more, and only where the cost is clear of 0.
    ratio: Option<(f64, [f64; 2])>,
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
        let off = off(&parts.collect::<Vec<f64>>(), &plane.prices, CONFIDENCE);
        let cost = middle(&paid);
        let of_cost = interval(&paid, &plane.costs).map(|luck| widened(cost, luck, off));
        // Not negated, so that no difference is 0 and not -0.
        let fewer: Vec<f64> = more.iter().map(|more| 0.0 - more).collect();
        let clear = of_cost.is_some_and(|[low, high]| low > 0.0 || high < 0.0);
        let known = clear && paid.len() >= LEAST;
        let ratio = known
            .then(|| ratio_of_uncertain_means(&fewer, &paid, off, CONFIDENCE))
            .flatten();
        Self {
            deaths: (middle(&more), interval(&more, &plane.deaths)),
            cost: (cost, of_cost),
            ratio,
        }
    }

    /// Deaths averted for each billion dollars, where the cost is clear above 0: the mean and its interval.
    pub fn averted_per_billion(&self) -> [Option<f64>; 3] {
        let ratio = self.ratio.filter(|_| side(self.cost) > 0);
        let told = ratio.map(|(mean, [low, high])| [mean, low, high]);
        [0, 1, 2].map(|index| told.map(|told| told[index] * BILLION))
    }

    /// Dollars for each death less, where deaths and dollars go opposite ways and both are clear of 0.
    pub fn price(&self) -> Option<(f64, [f64; 2])> {
        let trade = side(self.deaths) * side(self.cost) < 0;
        let (averted, [low, high]) = self.ratio.filter(|(_, [low, _])| trade && *low > 0.0)?;
        Some((1.0 / averted, [1.0 / high, 1.0 / low]))
    }
}

/// On which side of 0 an interval lies.
fn side((_, interval): Estimate) -> i32 {
    match interval {
        Some([low, _]) if low > 0.0 => 1,
        Some([_, high]) if high < 0.0 => -1,
        _ => 0,
    }
}

/// The lower and upper end of an estimate.
pub fn ends((_, interval): Estimate) -> [Option<f64>; 2] {
    [0, 1].map(|end| interval.map(|interval| interval[end]))
}
