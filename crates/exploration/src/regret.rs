//! Regret and robustness: how policies do over all points, each against the best one there.
//!
//! The regret of a policy at a point is what it loses to the policy that is best there (Savage 1951, Journal of the
//! American Statistical Association 46; over many points Lempert, Popper and Bankes 2003, Shaping the Next One
//! Hundred Years). Of few futures for each point the best is partly the luckiest, so that every regret is too large.
//! So the mean regret is told a second time, *held out*: against the policy that is best in all futures but one, in
//! that one, the mean over which is left out. The truth lies between both.

use plaza_engine::quantiles::of_sorted;
use plaza_engine::statistics::{MeanEstimate, mean};

use crate::resampling::{Purpose, Resampling, central};

/// What policies lose at each point in each future, on equal luck; less is better.
#[derive(Clone, Debug, PartialEq)]
pub struct Losses {
    /// By policy, point and future; not a number where a future is missing, of all policies at that point.
    values: Vec<Vec<Vec<f64>>>,
    /// Their means over futures, by policy and point.
    means: Vec<Vec<f64>>,
    /// How many futures there are at most.
    futures: usize,
}

/// How a policy does over all points.
#[derive(Clone, Debug, PartialEq)]
pub struct Robustness {
    /// Its mean loss.
    pub mean: f64,
    /// Its greatest loss at a point.
    pub worst: f64,
    /// Its greatest regret.
    pub regret_max: f64,
    /// Its mean regret.
    pub regret_mean: f64,
    /// The 95 % interval of that, of points and futures drawn again.
    pub regret_interval: Option<[f64; 2]>,
    /// The regret that nine in ten points do not exceed.
    pub regret_q90: f64,
    /// Its mean regret, held out; none of a single future.
    pub regret_held_out: Option<f64>,
    /// The share of points at which it is the best; policies that tie share them.
    pub best_share: f64,
    /// The share of points at which it is the best, and clear of the second by a paired 95 % interval.
    pub clearly_best_share: f64,
    /// The share of points at which it loses no more than a limit.
    pub satisficing_share: f64,
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

    /// The best policy at each point; of equal ones the first.
    pub fn winners(&self) -> Vec<usize> {
        let winner = |point: usize| {
            let best = |policy: &usize| self.means[*policy][point] == self.least(point);
            let mut policies = 0..self.policies();
            policies.find(best).expect("one loses least")
        };
        (0..self.points()).map(winner).collect()
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

    /// How each policy does, the groups of `together` points and the futures drawn again for intervals. What loses no
    /// more than `limit` satisfices.
    pub fn robustness(
        &self,
        together: usize,
        limit: f64,
        resampling: &Resampling,
    ) -> Vec<Robustness> {
        let points = self.points();
        let intervals = self.intervals(together, resampling);
        let held_out = self.held_out();
        let clear = self.clear();
        let winners: Vec<Vec<usize>> = (0..points)
            .map(|point| {
                let best = |policy: &usize| self.means[*policy][point] == self.least(point);
                (0..self.policies()).filter(best).collect()
            })
            .collect();
        let of = |policy: usize| {
            let mut regrets = self.regrets(policy);
            regrets.sort_unstable_by(f64::total_cmp);
            let means = &self.means[policy];
            let share = |sum: f64| sum / points as f64;
            let best = winners.iter().filter(|of| of.contains(&policy));
            let satisfied = means.iter().filter(|loss| **loss <= limit);
            Robustness {
                mean: mean(means).unwrap_or(0.0),
                worst: means.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                regret_max: regrets.last().copied().unwrap_or(0.0),
                regret_mean: mean(&regrets).unwrap_or(0.0),
                regret_interval: intervals.as_ref().map(|of| of[policy]),
                regret_q90: of_sorted(&regrets, 0.9),
                regret_held_out: held_out.as_ref().map(|of| of[policy]),
                best_share: share(best.fold(0.0, |sum, of| sum + 1.0 / of.len() as f64)),
                clearly_best_share: share(
                    clear.iter().filter(|of| **of == Some(policy)).count() as f64
                ),
                satisficing_share: share(satisfied.count() as f64),
            }
        };
        (0..self.policies()).map(of).collect()
    }

    /// The policy that is clearly the best at each point, if one is.
    fn clear(&self) -> Vec<Option<usize>> {
        let of_point = |point: usize| {
            let mut order: Vec<usize> = (0..self.policies()).collect();
            order.sort_by(|a, b| self.means[*a][point].total_cmp(&self.means[*b][point]));
            let [first, second] = [*order.first()?, *order.get(1)?];
            let pairs = self.at(first, point).iter().zip(self.at(second, point));
            let lead: Vec<f64> = pairs.map(|(a, b)| a - b).filter(|d| !d.is_nan()).collect();
            let [_, high] = MeanEstimate::of_differences(&lead)?.interval(0.95);
            (high < 0.0).then_some(first)
        };
        (0..self.points()).map(of_point).collect()
    }

    /// The mean regret of each policy against the one that is best in the other futures.
    fn held_out(&self) -> Option<Vec<f64>> {
        let mut sums = vec![0.0; self.policies()];
        let mut count = 0.0;
        for point in 0..self.points() {
            for future in 0..self.futures {
                let value = |policy: usize| self.values[policy][point].get(future).copied();
                let there = |value: &f64| !value.is_nan();
                let n = self
                    .at(0, point)
                    .iter()
                    .filter(|value| there(value))
                    .count() as f64;
                if n < 2.0 || value(0).is_none_or(f64::is_nan) {
                    continue;
                }
                // The mean of the others, but for a factor that all policies share.
                let others = |policy: &usize| {
                    n * self.means[*policy][point] - value(*policy).unwrap_or(f64::NAN)
                };
                let policies = 0..self.policies();
                let chosen = policies.min_by(|a, b| others(a).total_cmp(&others(b)))?;
                for (policy, sum) in sums.iter_mut().enumerate() {
                    *sum += value(policy)? - value(chosen)?;
                }
                count += 1.0;
            }
        }
        (count > 0.0).then(|| sums.into_iter().map(|sum| sum / count).collect())
    }

    /// The 95 % interval of the mean regret of each policy: points and futures are both drawn again, as luck is the
    /// same at every point (the pigeonhole bootstrap, Owen 2007, Annals of Applied Statistics 1).
    fn intervals(&self, together: usize, resampling: &Resampling) -> Option<Vec<[f64; 2]>> {
        let mut drawn = vec![Vec::new(); self.policies()];
        for index in 0..resampling.count {
            let times = draw(self.points(), together, self.futures, resampling, index);
            let mut sums = vec![0.0; self.policies()];
            let mut count = 0.0;
            for (point, &often) in times.points.iter().enumerate() {
                if often == 0.0 {
                    continue;
                }
                let means = (0..self.policies()).map(|policy| times.mean(self.at(policy, point)));
                let Some(means) = means.collect::<Option<Vec<f64>>>() else {
                    continue;
                };
                let least = means.iter().copied().fold(f64::INFINITY, f64::min);
                for (sum, mean) in sums.iter_mut().zip(means) {
                    *sum += often * (mean - least);
                }
                count += often;
            }
            if count > 0.0 {
                let each = drawn.iter_mut().zip(sums);
                each.for_each(|(drawn, sum)| drawn.push(sum / count));
            }
        }
        let intervals = drawn.iter_mut().map(|of| central(of));
        intervals.collect()
    }
}

/// How often each point and each future is drawn in a resample.
#[derive(Clone, Debug, PartialEq)]
pub struct Times {
    /// Of each point.
    pub points: Vec<f64>,
    /// Of each future.
    pub futures: Vec<f64>,
}

impl Times {
    /// The mean of values, one for each future, those missing left out; none where none that is drawn is there.
    pub fn mean(&self, values: &[f64]) -> Option<f64> {
        let (mut sum, mut count) = (0.0, 0.0);
        for (value, often) in values.iter().zip(&self.futures) {
            if !value.is_nan() {
                sum += often * value;
                count += often;
            }
        }
        (count > 0.0).then(|| sum / count)
    }
}

/// A resample of points, in groups that stay together, and of futures; of a single future of points alone.
pub fn draw(
    points: usize,
    together: usize,
    futures: usize,
    resampling: &Resampling,
    index: u32,
) -> Times {
    let count = |drawn: Vec<usize>, units: usize| {
        let mut times = vec![0.0; units];
        drawn.into_iter().for_each(|unit| times[unit] += 1.0);
        times
    };
    let groups = points / together;
    let drawn = resampling.drawn(Purpose::Bootstrap, index, groups);
    let of_groups = count(drawn, groups);
    let of_futures = match futures {
        0 | 1 => vec![1.0; futures],
        _ => count(resampling.drawn(Purpose::Crossed, index, futures), futures),
    };
    Times {
        points: (0..points)
            .map(|point| of_groups[point / together])
            .collect(),
        futures: of_futures,
    }
}
