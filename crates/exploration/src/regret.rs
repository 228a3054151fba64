//! Regret and robustness: how policies do over all points, each against the best one there.
//!
//! The regret of a policy at a point is what it loses to the policy that is best there (Savage 1951, Journal of the
//! American Statistical Association 46; over many points Lempert, Popper and Bankes 2003, Shaping the Next One
//! Hundred Years). Of few futures for each point the best is partly the luckiest, so that every regret is too large.
//! So the mean regret is told a second time, *held out*: against the policy that is best in all futures but one, in
//! that one, the mean over which is left out. In expectation the truth lies between both, and never below 0.
//!
//! Luck is the same at every point, so that points and futures are both drawn again for intervals (the pigeonhole
//! bootstrap, Owen 2007, Annals of Applied Statistics 1). Of few futures resamples spread too little, and a normal
//! quantile is too small: what futures change is stretched by both.

use plaza_engine::quantiles::{of_sorted, student_t};
use plaza_engine::statistics::{mean, moments};

use crate::losses::Losses;
use crate::resampling::{Purpose, Resampling, WIDE};

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
    /// The regret that nine in ten points do not exceed.
    pub regret_q90: f64,
    /// Its mean regret, held out; none of a single future.
    pub regret_held_out: Option<f64>,
    /// The 95 % interval of that, of points and futures drawn again.
    pub held_out_interval: Option<[f64; 2]>,
    /// The share of points at which it is the best; policies that tie share them.
    pub best_share: f64,
    /// The share of points at which it is clearly the best: of four futures or more its leads over all others have
    /// paired intervals above 0, 95 % of them together.
    pub clearly_best_share: f64,
    /// The share of points at which it loses no more than the limit there.
    pub satisficing_share: f64,
}

impl Losses {
    /// How each policy does, the groups of `together` points and the futures drawn again for intervals. What loses no
    /// more at a point than the limit there satisfices.
    pub fn robustness(
        &self,
        together: usize,
        limits: &[f64],
        resampling: &Resampling,
    ) -> Vec<Robustness> {
        let points = self.points();
        let best = self.best_of_all();
        let held_out = self.held_out(&best);
        let errors = self.errors(&held_out, &best, together, resampling);
        let clear = self.clear();
        let winners: Vec<Vec<usize>> = (0..points).map(|point| self.best(point)).collect();
        let of = |policy: usize| {
            let mut regrets = self.regrets(policy);
            regrets.sort_unstable_by(f64::total_cmp);
            let means = self.means(policy);
            let share = |sum: f64| sum / points as f64;
            let best = winners.iter().filter(|of| of.contains(&policy));
            let satisfied = means
                .iter()
                .zip(limits)
                .filter(|(loss, limit)| loss <= limit);
            let held_out: Vec<f64> = held_out[policy].iter().flatten().copied().collect();
            Robustness {
                mean: mean(means).unwrap_or(0.0),
                worst: means.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                regret_max: regrets.last().copied().unwrap_or(0.0),
                regret_mean: mean(&regrets).unwrap_or(0.0),
                regret_q90: of_sorted(&regrets, 0.9),
                regret_held_out: mean(&held_out),
                held_out_interval: mean(&held_out)
                    .zip(errors[policy])
                    .map(|(mean, error)| [mean - WIDE * error, mean + WIDE * error]),
                best_share: share(best.fold(0.0, |sum, of| sum + 1.0 / of.len() as f64)),
                clearly_best_share: share(
                    clear.iter().filter(|of| **of == Some(policy)).count() as f64
                ),
                satisficing_share: share(satisfied.count() as f64),
            }
        };
        (0..self.policies()).map(of).collect()
    }

    /// By policy and point: what the policy loses, in the mean over futures, to the one that is best in the others;
    /// none where there are no two.
    fn held_out(&self, best: &[Vec<f64>]) -> Vec<Vec<Option<f64>>> {
        let once = vec![1.0; self.futures];
        let of = |policy: usize| {
            let lost = |point: usize| lost(self.at(policy, point), &best[point], &once);
            (0..self.points()).map(lost).collect()
        };
        (0..self.policies()).map(of).collect()
    }

    /// At each point and in each future what the policy loses there that is best in the others.
    fn best_of_all(&self) -> Vec<Vec<f64>> {
        let once = vec![1.0; self.futures];
        let all = 0..self.points();
        all.map(|point| self.best_of_others(point, &once)).collect()
    }

    /// In each future what the policy loses there that is best in the others, each counted so often; the mean of those
    /// that are. Not a number where the future is missing or does not count, or no other does.
    fn best_of_others(&self, point: usize, often: &[f64]) -> Vec<f64> {
        let values = || self.values.iter().map(|of| &of[point]);
        let counts = |future: &usize| {
            let value = self.values[0][point].get(*future);
            often[*future] > 0.0 && value.is_some_and(|value| !value.is_nan())
        };
        let drawn: Vec<usize> = (0..self.futures).filter(counts).collect();
        let sum = |of: &Vec<f64>| drawn.iter().map(|at| often[*at] * of[*at]).sum::<f64>();
        let sums: Vec<f64> = values().map(sum).collect();
        let mut best = vec![f64::NAN; self.futures];
        for &future in drawn.iter().filter(|_| drawn.len() > 1) {
            let others = || {
                let pairs = values().zip(&sums);
                pairs.map(|(of, sum)| (of[future], sum - often[future] * of[future]))
            };
            let least = others().map(|of| of.1).fold(f64::INFINITY, f64::min);
            let chosen = others().filter(|of| of.1 == least).map(|of| of.0);
            let chosen: Vec<f64> = chosen.collect();
            best[future] = mean(&chosen).expect("one loses least");
        }
        best
    }

    /// The standard error of the mean over points of what each policy loses, points and futures drawn again, and the
    /// best one chosen again; where one future alone is drawn, as it was.
    fn errors(
        &self,
        held_out: &[Vec<Option<f64>>],
        usual: &[Vec<f64>],
        together: usize,
        resampling: &Resampling,
    ) -> Vec<Option<f64>> {
        let mut drawn = vec![Vec::new(); self.policies()];
        for index in 0..resampling.count {
            let times = draw(self.points(), together, self.futures, resampling, index);
            let again = |point: usize| {
                let best = self.best_of_others(point, &times.futures);
                match best.iter().all(|best| best.is_nan()) {
                    true => usual[point].clone(),
                    false => best,
                }
            };
            let points: Vec<usize> = (0..self.points())
                .filter(|point| times.points[*point] > 0.0)
                .collect();
            let best: Vec<Vec<f64>> = points.iter().map(|point| again(*point)).collect();
            for (policy, drawn) in drawn.iter_mut().enumerate() {
                let (mut sum, mut count) = (0.0, 0.0);
                for (&point, best) in points.iter().zip(&best) {
                    let now = lost(self.at(policy, point), best, &times.futures);
                    if let Some((now, all)) = now.zip(held_out[policy][point]) {
                        sum += times.points[point] * times.stretched(now, all);
                        count += times.points[point];
                    }
                }
                if count > 0.0 {
                    drawn.push(sum / count);
                }
            }
        }
        let error = |of: &Vec<f64>| moments(of).filter(|_| of.len() > 1).map(|(_, error)| error);
        drawn.iter().map(error).collect()
    }
}

/// What a policy loses to the best, in the mean over futures that count so often; none where none has a best.
fn lost(values: &[f64], best: &[f64], often: &[f64]) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for ((value, best), often) in values.iter().zip(best).zip(often) {
        if !best.is_nan() {
            sum += often * (value - best);
            count += often;
        }
    }
    (count > 0.0).then(|| sum / count)
}

/// The mean of the values that are there.
fn mean_of(values: &[f64]) -> Option<f64> {
    let there: Vec<f64> = values
        .iter()
        .copied()
        .filter(|value| !value.is_nan())
        .collect();
    mean(&there)
}

/// How often each point and each future is drawn in a resample.
#[derive(Clone, Debug, PartialEq)]
pub struct Times {
    /// Of each point.
    pub points: Vec<f64>,
    /// Of each future.
    pub futures: Vec<f64>,
    /// By how much more than drawn a mean over futures is changed.
    stretch: f64,
}

impl Times {
    /// The mean of values, one for each future, those missing left out; none where none that is drawn is there. What it
    /// is from that of all futures is stretched.
    pub fn mean(&self, values: &[f64]) -> Option<f64> {
        let all = mean_of(values)?;
        let (mut sum, mut count) = (0.0, 0.0);
        for (value, often) in values.iter().zip(&self.futures) {
            if !value.is_nan() {
                sum += often * value;
                count += often;
            }
        }
        (count > 0.0).then(|| self.stretched(sum / count, all))
    }

    /// A mean over futures that are drawn, as far again from that of all futures as few resamples spread too little.
    fn stretched(&self, drawn: f64, all: f64) -> f64 {
        all + self.stretch * (drawn - all)
    }
}

/// By how much what futures change is stretched: drawn with replacement they spread less than they would, by the root
/// of (n - 1) / n, and a standard error of few is met with a quantile of Student's rather than the normal distribution.
fn stretch(futures: usize) -> f64 {
    let n = futures as f64;
    match futures {
        0 | 1 => 1.0,
        _ => (n / (n - 1.0)).sqrt() * student_t(0.95, futures as u32 - 1) / WIDE,
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
        stretch: stretch(futures),
    }
}
