//! The paired difference of one metric between a policy and the baseline.

use plaza_engine::few::LEAST;
use plaza_engine::statistics::{Components, PairedMeans, correlation, welch_half_width};

use crate::runs::metrics::{Direction, Metric};
use crate::studies::comparison::outcomes::{HORIZONS, Outcomes};
use crate::studies::comparison::row::Verdict;
use crate::studies::comparison::units::Units;

/// The confidence of intervals.
pub const CONFIDENCE: f64 = 0.95;
/// That of the interval that must lie within the margin: two one-sided tests at 5 %.
const EQUIVALENCE: f64 = 0.90;

/// A policy less the baseline.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The mean under the baseline.
    pub baseline: f64,
    /// The mean difference.
    pub difference: f64,
    /// What is known of its error; none of a single unit.
    pub estimate: Option<PairedMeans>,
    /// How many units it stands on.
    pub units: usize,
    /// Whether the two are equal in every replicate.
    pub same: bool,
    /// Share of replicates in which the policy is lower, ties half.
    pub lower_share: f64,
    /// How much wider Student's interval would be without pairing.
    pub narrowing: Option<f64>,
    /// Correlations at [`HORIZONS`].
    pub correlations: [Option<f64>; HORIZONS.len()],
    /// Luck and parameters, where replicates share draws.
    pub split: Option<Components>,
}

impl Difference {
    /// Of two policies by their indices, in the metric's `values` at the end.
    pub fn new(
        outcomes: &Outcomes,
        units: &Units,
        values: &[Vec<f64>],
        metric: &Metric,
        [policy, baseline]: [usize; 2],
    ) -> Self {
        let correlations = HORIZONS.map(|week| {
            let at = outcomes.at(metric.name, week)?;
            correlation(&at[policy], &at[baseline])
        });
        Self {
            correlations,
            ..Self::of(units, &values[policy], &values[baseline])
        }
    }

    /// Of one sample less another, each with a value for each replicate; of the weeks before nothing is known.
    pub fn of(units: &Units, mine: &[f64], theirs: &[f64]) -> Self {
        let differences: Vec<f64> = mine.iter().zip(theirs).map(|(a, b)| a - b).collect();
        let lower: f64 = differences.iter().map(|d| lower(*d)).sum();
        let baseline = units.mean(theirs);
        let [mine, theirs, paired] = [mine, theirs, &differences].map(|of| units.means(of));
        let estimate = PairedMeans::of(&paired, &theirs);
        let half = estimate
            .as_ref()
            .map(|of| of.half_width_of_student(CONFIDENCE));
        let narrowing = half.filter(|half| *half > 0.0).and_then(|half| {
            welch_half_width(&mine, &theirs, CONFIDENCE).map(|unpaired| unpaired / half)
        });
        Self {
            baseline,
            difference: units.mean(&differences),
            estimate,
            units: units.count(),
            same: differences.iter().all(|d| *d == 0.0),
            lower_share: lower / differences.len() as f64,
            narrowing,
            correlations: [None; HORIZONS.len()],
            split: units.split(&differences),
        }
    }

    /// The 95 % interval.
    pub fn interval(&self) -> Option<[f64; 2]> {
        Some(self.estimate.as_ref()?.interval(CONFIDENCE))
    }

    /// The p-value of counts: those that happen to differ by the same in a few replicates prove nothing.
    pub fn p_of_counts(&self) -> Option<f64> {
        let estimate = self.estimate.as_ref()?;
        Some(if estimate.error() > 0.0 {
            estimate.p_value()
        } else {
            1.0
        })
    }

    /// The share of replicates in which the policy is better.
    pub fn better_share(&self, direction: Direction) -> Option<f64> {
        match direction {
            Direction::Lower => Some(self.lower_share),
            Direction::Higher => Some(1.0 - self.lower_share),
            Direction::None => None,
        }
    }

    /// What the difference comes to: `holm` is its interval within the family, of a metric with a
    /// direction; the margin is a share of the baseline.
    pub fn verdict(&self, direction: Direction, holm: Option<[f64; 2]>, margin: f64) -> Verdict {
        if self.same {
            return Verdict::Same;
        }
        let known = self.estimate.as_ref().filter(|_| self.units >= LEAST);
        let Some(estimate) = known else {
            return Verdict::TooFew;
        };
        let within = margin * self.baseline.abs();
        let [low, high] = estimate.interval(EQUIVALENCE);
        if -within < low && high < within {
            return Verdict::Equivalent;
        }
        let [low, high] = holm.unwrap_or_else(|| estimate.interval(CONFIDENCE));
        match direction {
            _ if low <= 0.0 && 0.0 <= high => Verdict::Unclear,
            Direction::None if high < 0.0 => Verdict::Lower,
            Direction::None => Verdict::Higher,
            Direction::Lower if high < 0.0 => Verdict::Better,
            Direction::Higher if low > 0.0 => Verdict::Better,
            Direction::Lower | Direction::Higher => Verdict::Worse,
        }
    }
}

/// 1 of a difference below 0, half of none.
fn lower(difference: f64) -> f64 {
    match difference {
        d if d < 0.0 => 1.0,
        0.0 => 0.5,
        _ => 0.0,
    }
}
