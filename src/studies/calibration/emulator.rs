//! Emulators: the value of a line at a point that was not run, with its uncertainty.
//!
//! A Gaussian process (Rasmussen and Williams 2006) of the parts of all ranges: a constant, linear in
//! all numbers with one variance for the free ones and one for the rest, smooth in the free ones with a
//! length for each, and noise: a nugget, and the known variance of each median, of which points on the same
//! luck share a part. Variances, lengths and that part are those of the greatest marginal likelihood that a
//! pattern search finds.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use plaza_engine::statistics::moments;

/// Variance of the constant, of values with variance 1.
const CONSTANT: f64 = 4.0;
/// Variances and lengths are chosen from this many points at most, evenly taken.
const CHOSEN_FROM: usize = 200;
/// Steps of the pattern search, in logarithms, and sweeps with each.
const STEPS: [f64; 4] = [2.0, 1.0, 0.5, 0.25];
const SWEEPS: usize = 3;
/// Logarithms of the least and greatest variance of a part, nugget and length.
const VARIANCE: [f64; 2] = [-9.0, 6.0];
const NUGGET: [f64; 2] = [-12.0, 1.0];
const LENGTH: [f64; 2] = [-2.3, 2.3];

/// Points as parts of ranges, the free numbers first.
#[derive(Clone, Debug)]
pub struct Inputs {
    free: usize,
    centre: Vec<f64>,
    /// Differences to the centre.
    rows: Vec<Vec<f64>>,
}

impl Inputs {
    /// Points of which the first so many numbers are free; linear terms are 0 at the centre.
    pub fn new(free: usize, centre: Vec<f64>, points: &[Vec<f64>]) -> Self {
        let mut inputs = Self {
            free,
            centre,
            rows: Vec::new(),
        };
        inputs.rows = points.iter().map(|point| inputs.centred(point)).collect();
        inputs
    }

    fn centred(&self, point: &[f64]) -> Vec<f64> {
        point.iter().zip(&self.centre).map(|(x, c)| x - c).collect()
    }

    /// A point as all emulators of these inputs see it.
    pub fn look(&self, point: &[f64]) -> Look {
        let point = self.centred(point);
        let free = self.free;
        let rows = self.rows.iter();
        Look {
            dots: rows.map(|row| dots(row, &point, free)).collect(),
            own: dots(&point, &point, free),
            free: point[..free].to_vec(),
        }
    }
}

/// A point beside the points of inputs.
#[derive(Clone, Debug)]
pub struct Look {
    dots: Vec<[f64; 2]>,
    own: [f64; 2],
    free: Vec<f64>,
}

/// Scalar products over the free numbers and over the rest.
fn dots(a: &[f64], b: &[f64], free: usize) -> [f64; 2] {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum();
    [dot(&a[..free], &b[..free]), dot(&a[free..], &b[free..])]
}

/// Variances and lengths, of values with variance 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Kernel {
    /// Of what is linear in the free numbers.
    pub free: f64,
    /// Of what is linear in the rest.
    pub rest: f64,
    /// Of what is smooth in the free numbers.
    pub smooth: f64,
    /// Of what is none of that.
    pub nugget: f64,
    /// The part of their luck that points on the same replicates share.
    pub shared: f64,
    /// Lengths of the smooth part, by free number.
    pub lengths: Vec<f64>,
}

impl Kernel {
    /// From logarithms in the order of the fields.
    fn of(logs: &[f64]) -> Self {
        let exp = |log: f64, [least, most]: [f64; 2]| libm::exp(log.clamp(least, most));
        Self {
            free: exp(logs[0], VARIANCE),
            rest: exp(logs[1], VARIANCE),
            smooth: exp(logs[2], VARIANCE),
            nugget: exp(logs[3], NUGGET),
            shared: 1.0 / (1.0 + libm::exp(-logs[4])),
            lengths: logs[5..].iter().map(|log| exp(*log, LENGTH)).collect(),
        }
    }

    fn covariance(&self, [free, rest]: [f64; 2], a: &[f64], b: &[f64]) -> f64 {
        let mut apart = 0.0;
        for ((a, b), length) in a.iter().zip(b).zip(&self.lengths) {
            let scaled = (a - b) / length;
            apart += scaled * scaled;
        }
        CONSTANT + self.free * free + self.rest * rest + self.smooth * libm::exp(-0.5 * apart)
    }
}

/// A value at a row of inputs.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    /// The row.
    pub row: usize,
    /// The value.
    pub value: f64,
    /// Its variance over other luck.
    pub variance: f64,
    /// Values that share this have the same luck.
    pub luck: u32,
}

/// An emulator of one line.
#[derive(Clone, Debug)]
pub struct Emulator {
    /// Its variances and lengths.
    pub kernel: Kernel,
    rows: Vec<usize>,
    free: Vec<Vec<f64>>,
    mean: f64,
    scale: f64,
    noise: Vec<f64>,
    factor: Cholesky<f64, Dyn>,
    weights: DVector<f64>,
}

/// How good an emulator is at points it was made from, each left out in turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// Points.
    pub points: usize,
    /// The part of the variance that is told.
    pub r2: f64,
    /// Root mean square of errors over their standard deviations: 1 where those are honest.
    pub standardized_error: f64,
}

impl Emulator {
    /// From values at rows of inputs; `None` of fewer than three, or where all are the same.
    pub fn fit(inputs: &Inputs, values: &[Value]) -> Option<Self> {
        let (mean, scale) = moments(&values.iter().map(|of| of.value).collect::<Vec<f64>>())?;
        if values.len() < 3 || scale <= 1e-12 * mean.abs() {
            return None;
        }
        let every = values.len().div_ceil(CHOSEN_FROM);
        let some: Vec<Value> = values.iter().copied().step_by(every).collect();
        let some = Standard::new(inputs, &some, mean, scale);
        let logs = pattern_search(start(inputs.free), |logs| {
            some.likelihood(&Kernel::of(logs))
        });
        let kernel = Kernel::of(&logs);
        let all = Standard::new(inputs, values, mean, scale);
        let (factor, weights) = all.solved(&kernel)?;
        Some(Self {
            rows: values.iter().map(|of| of.row).collect(),
            free: all.free,
            noise: all.noise,
            mean,
            scale,
            factor,
            weights,
            kernel,
        })
    }

    /// The expected value at a point, and its variance but for luck.
    pub fn predict(&self, look: &Look) -> (f64, f64) {
        let kernel = &self.kernel;
        let with = self.rows.iter().zip(&self.free);
        let with = with.map(|(row, free)| kernel.covariance(look.dots[*row], &look.free, free));
        let with = DVector::from_iterator(self.rows.len(), with);
        let expected = with.dot(&self.weights);
        let solved = self.factor.l_dirty().solve_lower_triangular(&with);
        let told = solved.map_or(0.0, |solved| solved.norm_squared());
        let own = kernel.covariance(look.own, &look.free, &look.free);
        let variance = (own - told).max(0.0) + kernel.nugget;
        (
            self.mean + self.scale * expected,
            self.scale * self.scale * variance,
        )
    }

    /// How good it is.
    pub fn quality(&self) -> Quality {
        let inverse = self.factor.inverse();
        let points = self.rows.len();
        let (mut left, mut all, mut standardized) = (0.0, 0.0, 0.0);
        for row in 0..points {
            let variance = 1.0 / inverse[(row, row)];
            let error = self.weights[row] * variance;
            // The covariance matrix times the weights gives the values back.
            left += error * error;
            standardized += error * error / variance;
        }
        let values = self.factor.l() * (self.factor.l().transpose() * &self.weights);
        for value in values.iter() {
            all += value * value;
        }
        Quality {
            points,
            r2: 1.0 - left / all,
            standardized_error: (standardized / points as f64).sqrt(),
        }
    }

    /// The mean variance of its values that is luck, as a part of their variance.
    pub fn luck(&self) -> f64 {
        self.noise.iter().sum::<f64>() / self.noise.len() as f64
    }
}

/// Values with mean 0 and variance 1.
struct Standard {
    dots: Vec<Vec<[f64; 2]>>,
    free: Vec<Vec<f64>>,
    values: DVector<f64>,
    noise: Vec<f64>,
    luck: Vec<u32>,
}

impl Standard {
    fn new(inputs: &Inputs, values: &[Value], mean: f64, scale: f64) -> Self {
        let row = |at: usize| &inputs.rows[values[at].row];
        let dots = (0..values.len()).map(|a| {
            let below = (0..=a).map(|b| dots(row(a), row(b), inputs.free));
            below.collect()
        });
        let standard = values.iter().map(|of| (of.value - mean) / scale);
        Self {
            dots: dots.collect(),
            free: (0..values.len())
                .map(|at| row(at)[..inputs.free].to_vec())
                .collect(),
            values: DVector::from_iterator(values.len(), standard),
            noise: (values.iter())
                .map(|of| of.variance / (scale * scale))
                .collect(),
            luck: values.iter().map(|of| of.luck).collect(),
        }
    }

    /// The factor of the covariances of all values, and the weights of the values.
    fn solved(&self, kernel: &Kernel) -> Option<(Cholesky<f64, Dyn>, DVector<f64>)> {
        let number = self.values.len();
        let mut covariances = DMatrix::zeros(number, number);
        for a in 0..number {
            for b in 0..=a {
                let mut of = kernel.covariance(self.dots[a][b], &self.free[a], &self.free[b]);
                if a != b && self.luck[a] == self.luck[b] {
                    of += kernel.shared * (self.noise[a] * self.noise[b]).sqrt();
                }
                covariances[(a, b)] = of;
                covariances[(b, a)] = of;
            }
            covariances[(a, a)] += kernel.nugget + self.noise[a];
        }
        let factor = Cholesky::new(covariances)?;
        let weights = factor.solve(&self.values);
        Some((factor, weights))
    }

    /// The log marginal likelihood, but for a constant.
    fn likelihood(&self, kernel: &Kernel) -> f64 {
        let Some((factor, weights)) = self.solved(kernel) else {
            return f64::NEG_INFINITY;
        };
        let diagonal = factor.l_dirty().diagonal();
        let halves: f64 = diagonal.iter().map(|of| libm::log(*of)).sum();
        -0.5 * self.values.dot(&weights) - halves
    }
}

/// Where the pattern search starts: logarithms of variances, nugget, odds of shared luck, lengths.
fn start(free: usize) -> Vec<f64> {
    let mut logs = vec![0.0, -2.0, -1.0, -4.0, 0.0];
    logs.resize(5 + free, 0.0);
    logs
}

/// Climbs from `start` along each coordinate, and along all lengths together, with shorter and shorter
/// steps.
fn pattern_search(start: Vec<f64>, height: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let number = start.len();
    let ways = (0..number)
        .map(|at| at..at + 1)
        .chain(std::iter::once(5..number));
    let ways: Vec<_> = ways.collect();
    let (mut best, mut highest) = (start.clone(), height(&start));
    for step in STEPS {
        for _ in 0..SWEEPS {
            let before = highest;
            for way in &ways {
                for step in [step, -step] {
                    let mut next = best.clone();
                    next[way.clone()].iter_mut().for_each(|log| *log += step);
                    let there = height(&next);
                    if there > highest {
                        (best, highest) = (next, there);
                        break;
                    }
                }
            }
            if highest <= before + 1e-3 {
                break;
            }
        }
    }
    best
}
