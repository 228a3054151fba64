//! One metric under one policy.

use schemars::JsonSchema;
use serde::Serialize;

use crate::runs::metrics::Direction;

/// What the difference to the baseline comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is the baseline.
    Baseline,
    /// Equal in every replicate, to the last bit.
    Same,
    /// The 90 % interval lies within the margin: two one-sided tests at 5 % (Schuirmann 1987), whether
    /// or not the difference is clear of 0.
    Equivalent,
    /// Clear of 0 after Holm's step-down over the whole family, on the better side.
    Better,
    /// The same on the other side.
    Worse,
    /// Of a metric without direction: the 95 % interval lies above 0.
    Higher,
    /// Below 0.
    Lower,
    /// None of these.
    Unclear,
    /// There are fewer than eight units: nothing is said.
    #[serde(rename = "too few")]
    TooFew,
}

impl Verdict {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Same => "same",
            Self::Equivalent => "equivalent",
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Unclear => "unclear",
            Self::TooFew => "too few",
        }
    }
}

/// A row of `comparison.csv`: a metric under a policy, against the baseline on equal luck. What is not
/// defined is absent; of the baseline itself there is no test.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Row {
    /// The policy.
    pub policy: String,
    /// The metric.
    pub metric: &'static str,
    /// Which way it is better.
    pub direction: Direction,
    /// Its mean under the baseline.
    pub baseline: f64,
    /// The mean of the paired differences, policy less baseline.
    pub difference: f64,
    /// Lower end of its 95 % interval (Hall's t of pairs).
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Share of replicates in which the policy is better, ties half; only of a metric with a direction.
    pub better_share: Option<f64>,
    /// Lower end of the interval that is clear of 0 exactly where Holm's step-down at 5 % rejects. The
    /// family: all metrics with a direction under all policies.
    pub holm_low: Option<f64>,
    /// Upper end.
    pub holm_high: Option<f64>,
    /// What it comes to.
    pub verdict: Verdict,
    /// How likely the policy has the best mean of all, baseline included; only of a metric with a
    /// direction.
    pub best_probability: Option<f64>,
    /// Correlation of policy and baseline over replicates, 52 weeks after policies part.
    pub correlation_52: Option<f64>,
    /// The metric's unit.
    pub unit: &'static str,
    /// Its mean under the policy.
    pub mean: f64,
    /// Difference / baseline.
    pub relative: Option<f64>,
    /// Two-sided p-value of the paired difference.
    pub p: Option<f64>,
    /// The same adjusted by Holm's step-down.
    pub holm_p: Option<f64>,
    /// By how much the policy's mean is expected to miss the best of all [the metric's unit].
    pub expected_regret: Option<f64>,
    /// Width of Student's interval without pairing (Welch) / with it.
    pub narrowing: Option<f64>,
    /// Correlation 13 weeks after policies part.
    pub correlation_13: Option<f64>,
    /// Correlation 156 weeks after.
    pub correlation_156: Option<f64>,
    /// Correlation 312 weeks after.
    pub correlation_312: Option<f64>,
    /// How many replicates.
    pub replicates: usize,
    /// Variance of the paired differences within draws of the parameters; only where draws are shared.
    pub variance_luck: Option<f64>,
    /// Between draws.
    pub variance_parameters: Option<f64>,
    /// Lower end of the 95 % interval of the ratio of the means, less 1: never below -1. It lacks 0 exactly
    /// where the interval of the difference does.
    pub relative_low: Option<f64>,
    /// Upper end; none beside a lower end where it is unbounded, the baseline not clear of 0.
    pub relative_high: Option<f64>,
    /// Lower end of the interval that goes with `holm_low`.
    pub relative_holm_low: Option<f64>,
    /// Upper end.
    pub relative_holm_high: Option<f64>,
}

impl Row {
    /// Correlations at the horizons, ascending.
    pub fn correlations(&self) -> [Option<f64>; 4] {
        [
            self.correlation_13,
            self.correlation_52,
            self.correlation_156,
            self.correlation_312,
        ]
    }
}
