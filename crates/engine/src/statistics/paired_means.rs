//! Two paired samples of amounts: the difference of their means, and the ratio.

use super::mean;
use super::mean_estimate::{MeanEstimate, OWN};
use super::straightened::{RAISED, corrected, raised_skewness, straightened};
use crate::quantiles::{student_t, student_t_p_value};

/// Two paired samples: the first less the second.
///
/// A value of the difference is rejected where Hall's t of the pairs is beyond Student's bound, and the interval
/// is what is not rejected. Which skewness differences have depends on the value that is looked at: where one
/// side is a multiple of the other, as a scenario makes it of many outcomes, they have none at a difference of 0
/// and that of the larger side far from it. So `OWN` of the skewness allowed for is the sample's, and the rest
/// that of two sides of one shape, which are pooled for it, at the means that the difference asks for.
///
/// Interval and p-value are of one test: the interval of the difference lacks 0 exactly where that of the
/// ratio lacks 1 and where the p-value is below 1 - confidence. Coverage: `tests/it/studies/coverage.rs`.
#[derive(Clone, Debug)]
pub struct PairedMeans {
    difference: MeanEstimate,
    /// The mean of both sides.
    middle: f64,
    sides: [Side; 2],
    /// Of two sides of amounts; none where a value is negative.
    shape: Option<Shape>,
}

/// One of two samples.
#[derive(Clone, Debug)]
struct Side {
    mean: f64,
    deviations: Vec<f64>,
    estimate: MeanEstimate,
}

/// Moments of two sides about their means, as parts of these, in the mean over both sides.
#[derive(Clone, Copy, Debug)]
struct Shape {
    squares: f64,
    cubes: f64,
    product: f64,
    /// Squares of one side times the other.
    mixed: f64,
}

impl PairedMeans {
    /// Of `differences` to a `baseline`; of fewer than two pairs there is none.
    ///
    /// # Panics
    /// When the two are not equally long.
    pub fn of(differences: &[f64], baseline: &[f64]) -> Option<Self> {
        assert_eq!(differences.len(), baseline.len(), "pairs have two sides");
        let difference = MeanEstimate::of_differences(differences)?;
        let scale = baseline.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        // What rounding leaves of a difference that takes all of the baseline is not below 0.
        let scenario = differences.iter().zip(baseline).map(|(d, b)| match d + b {
            sum if sum < 0.0 && sum > -1e-9 * scale => 0.0,
            sum => sum,
        });
        let scenario: Vec<f64> = scenario.collect();
        let amounts = scenario.iter().chain(baseline).all(|x| *x >= 0.0);
        let sides = [Side::of(&scenario)?, Side::of(baseline)?];
        Some(Self {
            difference,
            middle: f64::midpoint(sides[0].mean, sides[1].mean),
            shape: amounts.then(|| Shape::of(&sides)),
            sides,
        })
    }

    /// The mean difference.
    pub fn mean(&self) -> f64 {
        self.difference.mean
    }

    /// The standard error of the mean difference; exactly 0 where all differences are equal.
    pub fn error(&self) -> f64 {
        self.difference.error
    }

    /// Half the width of Student's interval of the difference.
    pub fn half_width_of_student(&self, confidence: f64) -> f64 {
        self.difference.half_width_of_student(confidence)
    }

    /// The two-sided p-value of equal means; 0 or 1 where all differences are equal.
    pub fn p_value(&self) -> f64 {
        match self.difference.error > 0.0 {
            true => student_t_p_value(self.place(0.0), self.difference.freedom),
            false => self.difference.p_value(),
        }
    }

    /// The interval that holds the difference of the means with this confidence. Of amounts it ends where the
    /// one side would be 0 and the other at the upper end of its own interval.
    pub fn interval(&self, confidence: f64) -> [f64; 2] {
        let MeanEstimate {
            mean,
            error,
            freedom,
            ..
        } = self.difference;
        if error == 0.0 {
            return [mean; 2];
        }
        let bound = student_t(confidence, freedom);
        let too_low = |value: f64| self.place(value) > bound;
        let too_high = |value: f64| self.place(value) < -bound;
        let low = end([mean, 0.0], -bound * error, &too_low);
        let high = end([mean, 0.0], bound * error, &too_high);
        if self.shape.is_none() {
            return [low, high];
        }
        let [most, least] = self.sides.each_ref().map(|side| side.estimate);
        [
            low.max(-least.interval(confidence)[1]),
            high.min(most.interval(confidence)[1]),
        ]
    }

    /// The ratio of the means less 1, and its interval, which never ends below -1; its upper end is infinite
    /// where the baseline is not clear of 0. `None` where a value is negative or the baseline is 0.
    ///
    /// A ratio is rejected where the first side less so many times the second is clear of 0 (Fieller 1954, J.
    /// Royal Statistical Society B 16), by the same test as that of the difference.
    pub fn relative(&self, confidence: f64) -> Option<(f64, [f64; 2])> {
        let [scenario, baseline] = &self.sides;
        if self.shape.is_none() || baseline.mean <= 0.0 {
            return None;
        }
        let ratio = scenario.mean / baseline.mean;
        let bound = student_t(confidence, self.difference.freedom);
        let too_low = |value: f64| self.place_of_ratio(value) > bound;
        let too_high = |value: f64| self.place_of_ratio(value) < -bound;
        let low = match 1.0 < ratio && too_low(1.0) {
            true => between(ratio, 1.0, &too_low),
            false if too_low(0.0) => between(ratio.min(1.0), 0.0, &too_low),
            false => 0.0,
        };
        let high = end([ratio, 1.0], ratio.max(1.0), &too_high);
        Some((ratio - 1.0, [low - 1.0, high - 1.0]))
    }

    /// Where the pairs lie if this is the difference of the means: a Student's t.
    fn place(&self, value: f64) -> f64 {
        let of = &self.difference;
        let shared = self.shape.map_or(0.0, |shape| {
            let means = [self.middle + value / 2.0, self.middle - value / 2.0];
            shape.skewness(means.map(|mean| mean.max(0.0)), self.pairs())
        });
        let skewness = of.skewness + (1.0 - OWN) * shared;
        straightened((of.mean - value) / of.error, skewness, self.pairs())
    }

    /// Where they lie if this is the ratio. Less so many times the other side, both have one mean.
    fn place_of_ratio(&self, ratio: f64) -> f64 {
        let [scenario, baseline] = &self.sides;
        let mean = scenario.mean - ratio * baseline.mean;
        let pairs = scenario.deviations.iter().zip(&baseline.deviations);
        let rest = pairs.map(|(a, b)| a - ratio * b);
        let sum = |of: &[f64]| of.iter().map(|d| d * d).sum::<f64>();
        let squares: f64 = rest.clone().map(|d| d * d).sum();
        let whole = sum(&scenario.deviations) + ratio * ratio * sum(&baseline.deviations);
        if squares <= 1e-24 * whole {
            // One side is so many times the other, in every pair.
            let none = mean.abs() <= 1e-12 * (scenario.mean + ratio * baseline.mean);
            return if none {
                0.0
            } else {
                mean.signum() * f64::INFINITY
            };
        }
        let n = self.pairs();
        let error = (squares / (n - 1.0) / n).sqrt();
        straightened(mean / error, OWN * raised_skewness(rest), n)
    }

    fn pairs(&self) -> f64 {
        f64::from(self.difference.freedom) + 1.0
    }
}

impl Side {
    fn of(sample: &[f64]) -> Option<Self> {
        let mean = mean(sample)?;
        Some(Self {
            mean,
            deviations: sample.iter().map(|x| x - mean).collect(),
            estimate: MeanEstimate::of(sample)?,
        })
    }
}

impl Shape {
    fn of(sides: &[Side; 2]) -> Self {
        let n = sides[0].deviations.len() as f64;
        let parts = |side: &Side| -> Vec<f64> {
            let part = |d: &f64| if side.mean > 0.0 { d / side.mean } else { 0.0 };
            side.deviations.iter().map(part).collect()
        };
        let known = sides.iter().filter(|side| side.mean > 0.0).count().max(1) as f64;
        let [a, b] = sides.each_ref().map(parts);
        let mut shape = Self {
            squares: 0.0,
            cubes: 0.0,
            product: 0.0,
            mixed: 0.0,
        };
        for (a, b) in a.into_iter().zip(b) {
            shape.squares += (a * a + b * b) / (known * n);
            shape.cubes += (a * a * a + b * b * b) / (known * n);
            shape.product += a * b / n;
            shape.mixed += (a * a * b + a * b * b) / (2.0 * n);
        }
        shape
    }

    /// The raised skewness of differences of `n` pairs between two sides of this shape with these means.
    fn skewness(&self, [a, b]: [f64; 2], n: f64) -> f64 {
        let cubes = (a * a * a - b * b * b) * self.cubes - 3.0 * a * b * (a - b) * self.mixed;
        let squares = (a * a + b * b) * self.squares - 2.0 * a * b * self.product;
        if squares <= 1e-12 * (a * a + b * b) * self.squares {
            return 0.0;
        }
        RAISED * corrected(n) * cubes / (squares * squares.sqrt())
    }
}

/// The end of an interval: from the estimate away by `step`s, the last value that is not rejected, infinite
/// where none is. Where the value of no effect lies on that side it is asked first, so that interval and test
/// agree on it.
fn end([estimate, none]: [f64; 2], step: f64, rejected: &dyn Fn(f64) -> bool) -> f64 {
    let on_this_side = (none - estimate) * step > 0.0;
    if on_this_side && rejected(none) {
        return between(estimate, none, rejected);
    }
    let mut inside = if on_this_side { none } else { estimate };
    let mut step = step;
    for _ in 0..60 {
        let outside = inside + step;
        if rejected(outside) {
            return between(inside, outside, rejected);
        }
        inside = outside;
        step *= 2.0;
    }
    step.signum() * f64::INFINITY
}

/// The last value that is not rejected, by bisection between one that is not and one that is.
fn between(mut inside: f64, mut outside: f64, rejected: &dyn Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let middle = f64::midpoint(inside, outside);
        let near = (outside - inside).abs() <= 1e-13 * (outside.abs() + inside.abs());
        if near || middle == inside || middle == outside {
            break;
        }
        if rejected(middle) {
            outside = middle;
        } else {
            inside = middle;
        }
    }
    inside
}
