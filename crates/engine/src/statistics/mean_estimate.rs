//! The mean behind a sample, with its uncertainty: Hall's t, Welch's two samples, Fieller's ratio.

use super::straightened::{bent, raised_skewness, straightened};
use super::{mean, moments};
use crate::quantiles::{student_t, student_t_p_value};

/// The mean of a sample with what is known of its error: interval and p-value are Student's, of a t from which
/// Hall's cubic took the skewness (`straightened.rs`). Of a sample without skewness they are Student's own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanEstimate {
    /// The mean.
    pub mean: f64,
    /// Its standard error; exactly 0 where all values are equal.
    pub error: f64,
    /// Degrees of freedom of the error.
    pub freedom: u32,
    /// The skewness that is allowed for.
    pub skewness: f64,
}

/// How much of the skewness of differences is their own, and not chance: the large values of two sides fall
/// by luck on one or the other. With none of it what a scenario adds to some futures is held less often, with more
/// no effect is: over the shapes of `tests/it/studies/coverage.rs` coverage lies about 95 % at a fifth.
pub const OWN: f64 = 0.2;

impl MeanEstimate {
    /// Of amounts; of fewer than two values there is none.
    pub fn of(sample: &[f64]) -> Option<Self> {
        let (mean, deviation) = moments(sample)?;
        let freedom = u32::try_from(sample.len() - 1).ok().filter(|f| *f > 0)?;
        let varies = sample.iter().any(|x| *x != sample[0]);
        if !varies {
            return Some(Self {
                mean: sample[0],
                error: 0.0,
                freedom,
                skewness: 0.0,
            });
        }
        Some(Self {
            mean,
            error: deviation / (sample.len() as f64).sqrt(),
            freedom,
            skewness: raised_skewness(sample.iter().map(|x| x - mean)),
        })
    }

    /// Of differences whose two sides are not known, or of other values of either sign: a part of their
    /// skewness, `OWN`, is taken for their own.
    pub fn of_differences(sample: &[f64]) -> Option<Self> {
        let mut estimate = Self::of(sample)?;
        estimate.skewness *= OWN;
        Some(estimate)
    }

    /// The interval that holds the mean behind the sample with this confidence.
    pub fn interval(&self, confidence: f64) -> [f64; 2] {
        let bound = student_t(confidence, self.freedom);
        let end = |t: f64| self.mean - bent(t, self.skewness, self.values()) * self.error;
        [end(bound), end(-bound)]
    }

    /// Half of its width.
    pub fn half_width(&self, confidence: f64) -> f64 {
        let [low, high] = self.interval(confidence);
        (high - low) / 2.0
    }

    /// The two-sided p-value of a mean of 0 behind the sample; 0 or 1 where it has no spread.
    pub fn p_value(&self) -> f64 {
        match (self.error > 0.0, self.mean == 0.0) {
            (true, _) => {
                let t = straightened(self.mean / self.error, self.skewness, self.values());
                student_t_p_value(t, self.freedom)
            }
            (false, true) => 1.0,
            (false, false) => 0.0,
        }
    }

    /// Half the width of Student's interval, which knows no skewness.
    pub fn half_width_of_student(&self, confidence: f64) -> f64 {
        student_t(confidence, self.freedom) * self.error
    }

    fn values(&self) -> f64 {
        f64::from(self.freedom) + 1.0
    }
}

/// Half the width of the interval of the difference of the means of two samples that are not paired
/// (Welch 1947, Biometrika 34), its degrees of freedom rounded down. `None` of fewer than two values
/// on a side, or where neither has spread.
pub fn welch_half_width(a: &[f64], b: &[f64], confidence: f64) -> Option<f64> {
    let squares = [a, b].map(|sample| {
        MeanEstimate::of(sample).map(|of| (of.error * of.error, f64::from(of.freedom)))
    });
    let [(a, a_freedom), (b, b_freedom)] = [squares[0]?, squares[1]?];
    let freedom = (a + b) * (a + b) / (a * a / a_freedom + b * b / b_freedom);
    (a + b > 0.0).then(|| student_t(confidence, (freedom + 1e-9) as u32) * (a + b).sqrt())
}

/// The ratio of the means of two paired samples, and its interval (Fieller 1954, J. Royal Statistical
/// Society B 16). `None` where the interval is unbounded: the denominator is not clear of 0.
///
/// # Panics
/// When the two samples are not equally long.
pub fn ratio_of_means(
    numerator: &[f64],
    denominator: &[f64],
    confidence: f64,
) -> Option<(f64, [f64; 2])> {
    ratio_of_uncertain_means(numerator, denominator, [0.0; 2], confidence)
}

/// The same where the denominator's mean may also be off by a cause that no sample shows, as far as so much
/// below and above at the same confidence. Errors add as squares, each on its own side (Zou and Donner 2008,
/// Statistics in Medicine 27): without the samples' errors the interval is the ratio to both ends.
///
/// # Panics
/// When the two samples are not equally long.
pub fn ratio_of_uncertain_means(
    numerator: &[f64],
    denominator: &[f64],
    off: [f64; 2],
    confidence: f64,
) -> Option<(f64, [f64; 2])> {
    assert_eq!(numerator.len(), denominator.len(), "pairs have two sides");
    let (above, below) = (mean(numerator)?, MeanEstimate::of(denominator)?);
    let t = student_t(confidence, below.freedom);
    let pairs = || numerator.iter().zip(denominator);
    let spread = t * t / (f64::from(below.freedom) * numerator.len() as f64);
    let squares: f64 = numerator.iter().map(|x| (x - above) * (x - above)).sum();
    let products: f64 = pairs().map(|(x, y)| (x - above) * (y - below.mean)).sum();
    let half = below.half_width_of_student(confidence);
    let b = above * below.mean - spread * products;
    let c = above * above - spread * squares;
    // A small denominator makes a ratio far from 0, a large one a ratio near it.
    let [small, large] = match below.mean > 0.0 {
        true => off,
        false => [off[1], off[0]],
    };
    let a = |off: f64| below.mean * below.mean - half * half - off * off;
    let root = |off: f64| (b * b - a(off) * c).max(0.0).sqrt();
    let far = |side: f64| (b + side * root(small)) / a(small);
    let near = |side: f64| c / (b + side * root(large));
    let bounds = match () {
        () if c <= 0.0 => [far(-1.0), far(1.0)],
        () if b > 0.0 => [near(1.0), far(1.0)],
        () => [far(-1.0), near(-1.0)],
    };
    (a(small) > 0.0).then_some((above / below.mean, bounds))
}
