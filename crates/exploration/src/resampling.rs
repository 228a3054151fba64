//! Resamples: what an estimate would be of other points, and of points that say nothing.
//!
//! Each resample has a stream of its own, named by its number and by what it is for, so that results do not depend on
//! which others are drawn.

use plaza_engine::luck::Key;
use plaza_engine::quantiles::of_sorted;
use plaza_engine::sampling::{below, shuffle};
use plaza_engine::statistics::moments;

/// What resamples are for: their streams differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Units drawn again, with replacement (Efron 1979).
    Bootstrap = 0,
    /// Units exchanged, so that inputs say nothing of outcomes.
    Permutation = 1,
    /// Units dealt into two halves.
    Halves = 2,
    /// A second kind of unit drawn again beside the first.
    Crossed = 3,
    /// Futures dealt into two halves.
    Futures = 4,
}

/// How many resamples are drawn, and with which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// The random seed.
    pub seed: u64,
    /// How many.
    pub count: u32,
}

/// Half-width of a 95 % interval, in standard errors.
pub const WIDE: f64 = 1.959_963_984_540_054;

impl Resampling {
    /// Units drawn with replacement in resample `index`: as many as there are.
    pub fn drawn(&self, purpose: Purpose, index: u32, units: usize) -> Vec<usize> {
        let mut stream = self.stream(purpose, index);
        (0..units).map(|_| below(&mut stream, units)).collect()
    }

    /// The units in another order.
    pub fn shuffled(&self, purpose: Purpose, index: u32, units: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..units).collect();
        shuffle(&mut self.stream(purpose, index), &mut order);
        order
    }

    fn stream(&self, purpose: Purpose, index: u32) -> plaza_engine::luck::Stream {
        let luck = Key::new(self.seed, u64::from(index)).luck(purpose as u16, 0);
        luck.of(0, 0)
    }

    /// The 95 % intervals of some values: their standard errors over resamples of so many units to either side. `of`
    /// computes them of the units drawn. None of fewer than two units.
    pub fn intervals(
        &self,
        values: &[f64],
        units: usize,
        of: impl Fn(&[usize]) -> Vec<f64>,
    ) -> Vec<Option<[f64; 2]>> {
        if units < 2 || self.count < 2 {
            return vec![None; values.len()];
        }
        let resamples: Vec<Vec<f64>> = (0..self.count)
            .map(|index| of(&self.drawn(Purpose::Bootstrap, index, units)))
            .collect();
        let interval = |(at, value): (usize, &f64)| {
            let drawn: Vec<f64> = resamples.iter().map(|of| of[at]).collect();
            let (_, error) = moments(&drawn)?;
            Some([value - WIDE * error, value + WIDE * error])
        };
        values.iter().enumerate().map(interval).collect()
    }

    /// What so many values that `of` computes are when units are exchanged.
    pub fn chance(&self, values: usize, units: usize, of: impl Fn(&[usize]) -> Vec<f64>) -> Chance {
        let resamples: Vec<Vec<f64>> = (0..self.count)
            .map(|index| of(&self.shuffled(Purpose::Permutation, index, units)))
            .collect();
        let usual: Vec<(f64, f64)> = (0..values)
            .map(|at| {
                let drawn: Vec<f64> = resamples.iter().map(|of| of[at]).collect();
                moments(&drawn).unwrap_or((0.0, 0.0))
            })
            .collect();
        let greatest = |of: &Vec<f64>| {
            let spread = of.iter().zip(&usual).filter(|(_, (_, error))| *error > 0.0);
            let apart = spread.map(|(value, (mean, error))| (value - mean) / error);
            apart.fold(0.0, f64::max)
        };
        Chance {
            greatest: resamples.iter().map(greatest).collect(),
            usual,
        }
    }
}

/// What some values are by chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Chance {
    /// Mean and standard deviation of each value over resamples.
    usual: Vec<(f64, f64)>,
    /// In each resample by how many standard deviations the greatest value lies above its mean.
    greatest: Vec<f64>,
}

/// What values stay below by chance, all of one list and of all lists at once, 95 times in 100: of each its mean, and
/// as many standard deviations above it as the greatest of all stays below so often (as Westfall and Young 1993). The
/// lists are of the same resamples.
pub fn floors<'a>(lists: impl Iterator<Item = &'a Chance> + Clone) -> Vec<Vec<f64>> {
    let resamples = lists.clone().map(|of| of.greatest.len()).max().unwrap_or(0);
    let greatest = |index: usize| {
        let of_lists = lists.clone().filter_map(|of| of.greatest.get(index));
        of_lists.copied().fold(0.0, f64::max)
    };
    let mut all: Vec<f64> = (0..resamples).map(greatest).collect();
    all.sort_unstable_by(f64::total_cmp);
    let high = match all.is_empty() {
        true => 0.0,
        false => of_sorted(&all, 0.95),
    };
    let of_list = |of: &Chance| {
        let usual = of.usual.iter();
        usual.map(|(mean, error)| mean + high * error).collect()
    };
    lists.map(of_list).collect()
}
