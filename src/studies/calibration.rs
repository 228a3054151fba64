//! Calibration: parameters that are not observed, found by the results they have to give.
//!
//! A stage asks for evaluations of points, in batches, and is a pure function of what is answered: so
//! a calibration that is killed goes on by running again, with the answers it had looked up, and toy
//! models stand in for the country in tests.

pub mod cube;
pub mod distance;
pub mod emulated;
pub mod emulator;
pub mod evaluate;
pub mod figure;
pub mod files;
pub mod plan;
pub mod posterior_figure;
pub mod screen;
pub mod screening;
pub mod search;
pub mod section;
pub mod stages;
pub mod summary;
pub mod waves;

pub use crate::studies::calibration::plan::{Calibration, Posterior, Screening, Search};

/// The name of the streams of draws of a calibration, in the place of a process: no process has it.
const STREAM: u16 = u16::MAX - 1;

/// Values of all numbers, in the order of [`Calibration::numbers`].
pub type Point = Vec<f64>;

/// What is run of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Runs {
    /// Replicates.
    pub replicates: u32,
    /// Weeks recorded.
    pub weeks: i32,
    /// Whether the policies that are ranked are run too.
    pub ranked: bool,
    /// The first replicate: points that share it have the same luck.
    pub luck: u32,
}

/// Whose luck it is. The points of a generation are ranked, and share theirs; so do those that are checked in
/// the end. All others have their own, so that nothing is fitted to the luck of a few replicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Luck {
    /// Of a generation of the search.
    Generation(usize),
    /// Of a point evaluated while the search settles.
    Settling(usize),
    /// Of the points that are checked.
    Check,
    /// Of a point of a wave.
    Wave(usize),
}

impl Runs {
    /// The same runs on the luck of a batch.
    pub fn on(self, luck: Luck) -> Self {
        /// Each kind has so many replicates to itself.
        const KIND: usize = 1 << 28;
        let (kind, number) = match luck {
            Luck::Generation(number) => (0, number),
            Luck::Settling(number) => (1, number),
            Luck::Check => (2, 0),
            Luck::Wave(number) => (3, number),
        };
        Self {
            luck: (kind * KIND + number * self.replicates as usize) as u32,
            ..self
        }
    }
}

/// A point to be evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// The numbers.
    pub point: Point,
    /// What is run of them.
    pub runs: Runs,
}

/// A median over replicates, and how well it is known.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Estimate {
    /// The median.
    pub value: f64,
    /// The variance of the median over other luck.
    pub variance: f64,
}

/// What a point comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// By line of [`Calibration::lines`]; none where fewer than two replicates have a value.
    pub lines: Vec<Option<Estimate>>,
    /// By policy that is ranked: log of organized-crime deaths per person, less that of the status quo.
    pub effects: Vec<Estimate>,
    /// Why it failed, if it did.
    pub failed: Option<String>,
}

impl Answer {
    /// The medians by line; none at all of a point that failed.
    pub fn values(&self, lines: usize) -> Vec<Option<f64>> {
        let value = |of: &Option<Estimate>| of.map(|estimate| estimate.value);
        let mut values: Vec<Option<f64>> = self.lines.iter().map(value).collect();
        values.resize(lines, None);
        values
    }
}

/// A point that was evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The numbers.
    pub point: Point,
    /// What they come to.
    pub answer: Answer,
    /// The first replicate: points that share it have the same luck.
    pub luck: u32,
}

/// Evaluates points: one answer each, in order; `None` when it was told to stop.
pub type Evaluate<'a> = dyn FnMut(&[Task]) -> Option<Vec<Answer>> + 'a;
