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

    /// What all of so many values that `of` computes stay below at once 95 times in 100 when units are exchanged: of
    /// each its mean then, and as many standard deviations above it as the greatest of all values stays below so often.
    pub fn floors(
        &self,
        values: usize,
        units: usize,
        of: impl Fn(&[usize]) -> Vec<f64>,
    ) -> Vec<f64> {
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
        let mut all: Vec<f64> = resamples.iter().map(greatest).collect();
        all.sort_unstable_by(f64::total_cmp);
        let high = if all.is_empty() {
            0.0
        } else {
            of_sorted(&all, 0.95)
        };
        usual
            .iter()
            .map(|(mean, error)| mean + high * error)
            .collect()
    }
}
