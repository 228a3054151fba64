//! A metric under a policy with all that is said of it, before it is a row.

use plaza_engine::statistics::{Adjusted, step_down};

use crate::runs::metrics::{Direction, Metric};
use crate::studies::comparison::best::Standing;
use crate::studies::comparison::difference::{CONFIDENCE, Difference};
use crate::studies::comparison::row::{Row, Verdict};

/// One metric under one policy.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The index of the policy.
    pub policy: usize,
    /// The metric.
    pub metric: &'static Metric,
    /// Which way it is better.
    pub direction: Direction,
    /// Its mean.
    pub mean: f64,
    /// Against the baseline; none of the baseline itself.
    pub difference: Option<Difference>,
    /// Among all policies; none without direction.
    pub standing: Option<Standing>,
    /// The place of its test in the family; none outside it.
    pub adjusted: Option<Adjusted>,
}

/// Gives every test its place in the family: all metrics with a direction under all policies but the
/// baseline.
pub fn adjust(judged: &mut [Judged]) {
    let tested = |judged: &Judged| match judged.direction {
        Direction::None => None,
        _ => Some(judged.difference.as_ref()?.estimate.as_ref()?.p_value()),
    };
    let p_values: Vec<f64> = judged.iter().filter_map(tested).collect();
    let family = judged.iter_mut().filter(|judged| tested(judged).is_some());
    for (judged, adjusted) in family.zip(step_down(&p_values, 1.0 - CONFIDENCE)) {
        judged.adjusted = Some(adjusted);
    }
}

impl Judged {
    /// As a row of the table.
    pub fn row(&self, policy: String, replicates: usize, margin: f64) -> Row {
        let of =
            |read: &dyn Fn(&Difference) -> Option<f64>| self.difference.as_ref().and_then(read);
        let estimate = self.difference.as_ref().and_then(|of| of.estimate.as_ref());
        let interval = estimate.map(|of| of.interval(CONFIDENCE));
        let relative = estimate.and_then(|of| Some(of.relative(CONFIDENCE)?.1));
        let holm = estimate.zip(self.adjusted);
        let relative_holm =
            holm.and_then(|(of, adjusted)| Some(of.relative(adjusted.confidence)?.1));
        let holm = holm.map(|(of, adjusted)| of.interval(adjusted.confidence));
        let end = |of: Option<[f64; 2]>, end: usize| of.map(|of| of[end]).filter(|x| x.is_finite());
        let baseline = of(&|of| Some(of.baseline)).unwrap_or(self.mean);
        let difference = of(&|of| Some(of.difference)).unwrap_or(0.0);
        let verdict = self.difference.as_ref().map_or(Verdict::Baseline, |of| {
            of.verdict(self.direction, holm, margin)
        });
        Row {
            policy,
            metric: self.metric.name,
            direction: self.direction,
            baseline,
            difference,
            low: interval.map(|[low, _]| low),
            high: interval.map(|[_, high]| high),
            better_share: of(&|of| of.better_share(self.direction)),
            holm_low: holm.map(|[low, _]| low),
            holm_high: holm.map(|[_, high]| high),
            verdict,
            best_probability: self.standing.map(|of| of.best),
            correlation_52: of(&|of| of.correlations[1]),
            unit: self.metric.unit,
            mean: self.mean,
            relative: (baseline != 0.0).then(|| difference / baseline),
            p: estimate.map(|of| of.p_value()),
            holm_p: self.adjusted.map(|of| of.p),
            expected_regret: self.standing.map(|of| of.regret),
            narrowing: of(&|of| of.narrowing),
            correlation_13: of(&|of| of.correlations[0]),
            correlation_156: of(&|of| of.correlations[2]),
            correlation_312: of(&|of| of.correlations[3]),
            replicates,
            variance_luck: of(&|of| Some(of.split?.within)),
            variance_parameters: of(&|of| Some(of.split?.between)),
            relative_low: end(relative, 0),
            relative_high: end(relative, 1),
            relative_holm_low: end(relative_holm, 0),
            relative_holm_high: end(relative_holm, 1),
        }
    }
}
