//! The distribution of a count, as a forecast gives it, and proper scores of it against the count observed
//! (Gneiting and Raftery 2007; for counts Czado, Gneiting and Held 2009). All scores are smaller for the better.

use libm::{lgamma, log};

/// What is left out of the upper tail of a distribution that has no end.
const TAIL: f64 = 1e-10;
/// The logarithm of a chance that no longer counts.
const LEAST: f64 = -60.0;
/// The upper ends of the classes of the log score, those of the VIEWS prediction challenge 2023/24; the last is open.
const CLASSES: [u32; 10] = [0, 2, 5, 10, 25, 50, 100, 250, 500, 1_000];
/// The share of every forecast that is spread evenly over the classes before its log score is taken: what never
/// occurred in a sample is not impossible.
pub const FLOOR: f64 = 0.01;

/// The distribution of a count.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    /// The values it can take, ascending.
    values: Vec<u32>,
    /// The chance of each value or a smaller one.
    upto: Vec<f64>,
    /// How many draws it is known from; none of a distribution that is known as such.
    draws: Option<usize>,
}

impl Counts {
    /// As known from independent draws.
    ///
    /// # Panics
    /// When there is none.
    pub fn of_sample(mut sample: Vec<u32>) -> Self {
        assert!(!sample.is_empty(), "a sample has a draw");
        sample.sort_unstable();
        let all = sample.len();
        let mut drawn = Self::empty(Some(all));
        for (index, value) in sample.iter().enumerate() {
            if sample.get(index + 1) != Some(value) {
                drawn.push(*value, (index + 1) as f64 / all as f64);
            }
        }
        drawn
    }

    /// The negative binomial distribution with this mean and variance `mean + mean² / dispersion`; Poisson's where
    /// the dispersion is infinite.
    pub fn negative_binomial(mean: f64, dispersion: f64) -> Self {
        let mut counts = Self::empty(None);
        if mean <= 0.0 {
            counts.push(0, 1.0);
            return counts;
        }
        // Each chance from the one before it: what is lost to rounding stays small however long the tail.
        let ratio = |value: u32| match dispersion.is_infinite() {
            true => mean / f64::from(value),
            false => {
                (f64::from(value) - 1.0 + dispersion) / f64::from(value) * mean
                    / (mean + dispersion)
            }
        };
        let mut logarithm = ln_negative_binomial(0, mean, dispersion);
        let mut upto = libm::exp(logarithm);
        let mut value = 0;
        while f64::from(value) < mean || (upto < 1.0 - TAIL && logarithm > LEAST) {
            counts.push(value, upto.min(1.0));
            value += 1;
            logarithm += log(ratio(value));
            upto += libm::exp(logarithm);
        }
        counts.push(value, 1.0);
        counts
    }

    /// The sum of so many draws, with replacement, from these values: the bootstrap without its draws.
    pub fn sum_of(draws: usize, values: &[u32]) -> Self {
        let most = values.iter().copied().max().unwrap_or(0) as usize;
        let mut chances = vec![1.0];
        for _ in 0..draws {
            let mut next = vec![0.0; chances.len() + most];
            for (sum, chance) in chances.iter().enumerate() {
                for value in values {
                    next[sum + *value as usize] += chance / values.len() as f64;
                }
            }
            chances = next;
        }
        let mut counts = Self::empty(None);
        let mut upto = 0.0;
        for (value, chance) in (0..).zip(&chances).filter(|(_, chance)| **chance > 0.0) {
            upto += chance;
            counts.push(value, upto.min(1.0));
        }
        counts
    }

    fn empty(draws: Option<usize>) -> Self {
        Self {
            values: Vec::new(),
            upto: Vec::new(),
            draws,
        }
    }

    fn push(&mut self, value: u32, upto: f64) {
        self.values.push(value);
        self.upto.push(upto);
    }

    /// The chance of this value or a smaller one.
    pub fn at_most(&self, value: u32) -> f64 {
        match self.values.partition_point(|known| *known <= value) {
            0 => 0.0,
            after => self.upto[after - 1],
        }
    }

    /// The chance of a smaller value.
    pub fn below(&self, value: u32) -> f64 {
        value.checked_sub(1).map_or(0.0, |less| self.at_most(less))
    }

    /// The smallest value that is not exceeded with this chance.
    pub fn quantile(&self, chance: f64) -> u32 {
        let found = self.upto.partition_point(|upto| *upto < chance);
        self.values[found.min(self.values.len() - 1)]
    }

    /// The central interval that holds the count with this chance or more.
    pub fn interval(&self, chance: f64) -> [u32; 2] {
        [(1.0 - chance) / 2.0, f64::midpoint(1.0, chance)].map(|tail| self.quantile(tail))
    }

    /// The continuous ranked probability score on a scale that rises with the count: the integral of the squared
    /// distance between the distribution and the step at what was observed. Of draws it is the fair form, whose mean
    /// does not depend on how many there are (Ferro 2014).
    pub fn crps(&self, observed: u32, scale: impl Fn(f64) -> f64) -> f64 {
        let (mut distance, mut spread) = (0.0, 0.0);
        let mut add = |from: f64, to: f64, upto: f64, reached: bool| {
            let missing = upto - f64::from(u8::from(reached));
            distance += missing * missing * (to - from);
            spread += upto * (1.0 - upto) * (to - from);
        };
        let seen = scale(f64::from(observed));
        let mut from = scale(f64::from(self.values[0])).min(seen);
        let mut upto = 0.0;
        for (value, next) in self.values.iter().zip(&self.upto) {
            let to = scale(f64::from(*value));
            if from < seen && seen < to {
                add(from, seen, upto, false);
                from = seen;
            }
            add(from, to, upto, from >= seen);
            (from, upto) = (to, *next);
        }
        add(from, from.max(seen), 1.0, false);
        let unfair = self
            .draws
            .map_or(0.0, |draws| 1.0 / (draws as f64 - 1.0).max(1.0));
        distance - spread * unfair
    }

    /// Minus the logarithm of the chance of the class that what was observed is in, [`FLOOR`] of it spread evenly over
    /// all classes.
    pub fn log_score(&self, observed: u32) -> f64 {
        let class = CLASSES.partition_point(|end| *end < observed);
        let upto = CLASSES.get(class).map_or(1.0, |end| self.at_most(*end));
        let chance = upto
            - class
                .checked_sub(1)
                .map_or(0.0, |less| self.at_most(CLASSES[less]));
        let even = 1.0 / (CLASSES.len() + 1) as f64;
        -log((1.0 - FLOOR) * chance + FLOOR * even)
    }

    /// The interval score of the central interval on a scale that rises with the count: its width, and the distance of
    /// what lies outside times `2 / (1 - chance)`.
    pub fn interval_score(&self, observed: u32, chance: f64, scale: impl Fn(f64) -> f64) -> f64 {
        let [low, high] = self.interval(chance).map(|end| scale(f64::from(end)));
        let seen = scale(f64::from(observed));
        let outside = (low - seen).max(0.0) + (seen - high).max(0.0);
        high - low + outside * 2.0 / (1.0 - chance)
    }

    /// Whether the central interval holds what was observed.
    pub fn holds(&self, observed: u32, chance: f64) -> bool {
        let [low, high] = self.interval(chance);
        (low..=high).contains(&observed)
    }

    /// Adds the probability integral transform of what was observed to a histogram: spread evenly from the chance of
    /// less to the chance of as much, as counts need it.
    pub fn enter_transform(&self, observed: u32, histogram: &mut [f64]) {
        let bins = histogram.len() as f64;
        let (low, high) = (self.below(observed), self.at_most(observed));
        for (bin, held) in histogram.iter_mut().enumerate() {
            let (from, to) = (bin as f64 / bins, (bin + 1) as f64 / bins);
            *held += if high > low {
                (to.min(high) - from.max(low)).max(0.0) / (high - low)
            } else {
                // What has no chance at all: below everything, or above it.
                f64::from(u8::from(
                    (from..to).contains(&low) || (to >= 1.0 && low >= 1.0),
                ))
            };
        }
    }
}

/// The logarithm of the negative binomial chance of a value.
fn ln_negative_binomial(value: u32, mean: f64, dispersion: f64) -> f64 {
    let k = f64::from(value);
    if dispersion.is_infinite() {
        return k * log(mean) - mean - lgamma(k + 1.0);
    }
    lgamma(k + dispersion)
        - lgamma(dispersion)
        - lgamma(k + 1.0)
        - dispersion * libm::log1p(mean / dispersion)
        + k * (log(mean) - log(mean + dispersion))
}

/// The dispersion under which these counts are likeliest, each negative binomial with its mean, between 0.01 and
/// 10,000 (as good as Poisson's). Counts whose mean is 0 say nothing.
pub fn likeliest_dispersion(counts: &[u32], means: &[f64]) -> f64 {
    const ENDS: [f64; 2] = [-4.605_170_185_988_091, 9.210_340_371_976_182];
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let likelihood = |log: f64| -> f64 {
        let dispersion = libm::exp(log);
        let pairs = counts.iter().zip(means).filter(|(_, mean)| **mean > 0.0);
        pairs
            .map(|(count, mean)| ln_negative_binomial(*count, *mean, dispersion))
            .sum()
    };
    let [mut low, mut high] = ENDS;
    let inner = |low: f64, high: f64| [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    let [mut left, mut right] = inner(low, high);
    let (mut at_left, mut at_right) = (likelihood(left), likelihood(right));
    while high - low > 1e-6 {
        if at_left >= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = inner(low, high)[0];
            at_left = likelihood(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = inner(low, high)[1];
            at_right = likelihood(right);
        }
    }
    libm::exp(f64::midpoint(low, high))
}
