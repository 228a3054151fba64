//! What policies lose: by policy, point and future, and which is best where.

use std::cmp::Ordering;

use plaza_engine::statistics::{MeanEstimate, mean, moments};

/// Of fewer futures than these nothing is sure.
pub const LEAST_FUTURES: usize = 4;

/// What policies lose at each point in each future, on equal luck; less is better.
#[derive(Clone, Debug, PartialEq)]
pub struct Losses {
    /// By policy, point and future; not a number where a future is missing, of all policies at that point.
    pub(crate) values: Vec<Vec<Vec<f64>>>,
    /// Their means over futures, by policy and point.
    means: Vec<Vec<f64>>,
    /// How many futures there are at most.
    pub(crate) futures: usize,
}

impl Losses {
    /// Of values by policy, point and future.
    ///
    /// # Panics
    /// When policies have other points or futures, or a point has no future.
    pub fn new(values: Vec<Vec<Vec<f64>>>) -> Self {
        let points = values.first().map_or(0, Vec::len);
        assert!(
            values.iter().all(|of| of.len() == points),
            "policies are run at the same points"
        );
        let futures = values.iter().flatten().map(Vec::len).max().unwrap_or(0);
        let of_point = |of: &Vec<f64>| {
            let there: Vec<f64> = of.iter().copied().filter(|value| !value.is_nan()).collect();
            mean(&there).expect("each point has a future")
        };
        let means = values
            .iter()
            .map(|of| of.iter().map(of_point).collect())
            .collect();
        Self {
            values,
            means,
            futures,
        }
    }

    /// The points that have any of some futures, and what is lost there in these.
    pub fn in_futures(&self, futures: &[usize]) -> (Vec<usize>, Self) {
        let there = |of: &[f64]| -> Vec<f64> {
            let values = futures.iter().filter_map(|at| of.get(*at));
            values.copied().collect()
        };
        let has_any = |point: &usize| there(self.at(0, *point)).iter().any(|of| !of.is_nan());
        let points: Vec<usize> = (0..self.points()).filter(has_any).collect();
        let of_policy = |of: &Vec<Vec<f64>>| points.iter().map(|at| there(&of[*at])).collect();
        let losses = Self::new(self.values.iter().map(of_policy).collect());
        (points, losses)
    }

    /// How many policies.
    pub fn policies(&self) -> usize {
        self.values.len()
    }

    /// How many points.
    pub fn points(&self) -> usize {
        self.means.first().map_or(0, Vec::len)
    }

    /// How many futures at most.
    pub fn futures(&self) -> usize {
        self.futures
    }

    /// The losses of a policy at a point, future by future.
    pub fn at(&self, policy: usize, point: usize) -> &[f64] {
        &self.values[policy][point]
    }

    /// The mean loss of a policy at each point.
    pub fn means(&self, policy: usize) -> &[f64] {
        &self.means[policy]
    }

    /// The regret of a policy at each point.
    pub fn regrets(&self, policy: usize) -> Vec<f64> {
        let regret = |point: usize| self.means[policy][point] - self.least(point);
        (0..self.points()).map(regret).collect()
    }

    /// The best policy at each point; none where several are.
    pub fn winners(&self) -> Vec<Option<usize>> {
        let alone = |point: usize| match self.best(point)[..] {
            [winner] => Some(winner),
            _ => None,
        };
        (0..self.points()).map(alone).collect()
    }

    /// The policies that lose least at a point.
    pub(crate) fn best(&self, point: usize) -> Vec<usize> {
        let best = |policy: &usize| self.means[*policy][point] == self.least(point);
        (0..self.policies()).filter(best).collect()
    }

    /// For each point the share of pairs of policies that stand the other way round than in the mean over all points; a
    /// tie on one side counts half (Kendall 1938, Biometrika 30).
    pub fn reversals(&self) -> Vec<f64> {
        let overall: Vec<f64> = (0..self.policies())
            .map(|policy| mean(&self.means[policy]).unwrap_or(0.0))
            .collect();
        let sign = |a: f64, b: f64| match a.partial_cmp(&b) {
            Some(order) => f64::from(order as i8),
            None => 0.0,
        };
        let of_point = |point: usize| {
            let (mut apart, mut pairs) = (0.0, 0.0);
            for a in 0..self.policies() {
                for b in a + 1..self.policies() {
                    let here = sign(self.means[a][point], self.means[b][point]);
                    apart += (here - sign(overall[a], overall[b])).abs() / 2.0;
                    pairs += 1.0;
                }
            }
            if pairs == 0.0 { 0.0 } else { apart / pairs }
        };
        (0..self.points()).map(of_point).collect()
    }

    fn least(&self, point: usize) -> f64 {
        let all = self.means.iter().map(|of| of[point]);
        all.fold(f64::INFINITY, f64::min)
    }

    /// The policy that is clearly the best at each point, if one is: compared with each other one, the level shared out
    /// (Bonferroni). Leads without any spread say nothing of luck.
    pub(crate) fn clear(&self) -> Vec<Option<usize>> {
        let others = self.policies().saturating_sub(1).max(1) as f64;
        let leads = |first: usize, other: usize, point: usize| {
            self.apart([first, other], point, 1.0 - 0.05 / others) == Some(Ordering::Less)
        };
        let of_point = |(point, winner): (usize, Option<usize>)| {
            let first = winner.filter(|_| self.policies() > 1)?;
            let mut all = (0..self.policies()).filter(|other| *other != first);
            all.all(|other| leads(first, other, point)).then_some(first)
        };
        self.winners()
            .into_iter()
            .enumerate()
            .map(of_point)
            .collect()
    }

    /// Whether a policy clearly loses less or more at a point than another: the paired interval of the mean over futures
    /// does not hold 0. None where it does, of fewer than four futures, and of differences without any spread.
    pub fn apart(&self, [mine, other]: [usize; 2], point: usize, level: f64) -> Option<Ordering> {
        let pairs = self.at(mine, point).iter().zip(self.at(other, point));
        let apart: Vec<f64> = pairs.map(|(a, b)| a - b).filter(|d| !d.is_nan()).collect();
        let (mean, spread) = moments(&apart).filter(|_| apart.len() >= LEAST_FUTURES)?;
        let [low, high] = MeanEstimate::of_differences(&apart)?.interval(level);
        match spread > 1e-9 * mean.abs() {
            true if high < 0.0 => Some(Ordering::Less),
            true if low > 0.0 => Some(Ordering::Greater),
            _ => None,
        }
    }
}
