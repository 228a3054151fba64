//! The plan of a calibration: parameters, targets, and the method of each stage.

use crate::studies::calibration::cube::Number;
use crate::studies::calibration::distance::TargetLine;
use crate::studies::calibration::{Point, Runs, Task};

/// What is estimated, from what, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// All parameters with a range of two different ends, the free ones first.
    pub numbers: Vec<Number>,
    /// How many of them are free.
    pub free: usize,
    /// What the status quo is held against.
    pub lines: Vec<TargetLine>,
    /// How the points of search and posterior are run.
    pub runs: Runs,
    /// The screening before the search.
    pub screening: Option<Screening>,
    /// The search for the point of least distance.
    pub search: Search,
    /// The waves after the search.
    pub posterior: Option<Posterior>,
    /// The random seed.
    pub seed: u64,
}

impl Calibration {
    /// The numbers as the parameter file has them.
    pub fn start(&self) -> Point {
        self.numbers.iter().map(|number| number.start).collect()
    }

    /// Weeks simulated in all stages, where each has its full length; `of` tells those of a replicate.
    pub fn weeks(&self, of: &dyn Fn(&Task) -> u64) -> u64 {
        let of = |runs: Runs, points: usize| {
            let point = Vec::new();
            of(&Task { point, runs }) * u64::from(runs.replicates) * points as u64
        };
        let search = self.search.evaluations();
        let waves = self.posterior.map_or(0, |of| of.waves * of.points);
        let screening = self.screening.as_ref();
        screening.map_or(0, |screening| of(screening.runs, screening.points()))
            + of(self.runs, search + waves)
    }

    /// The point whose first numbers lie at these parts of their ranges, all others as in the file.
    pub fn free_at(&self, parts: &[f64]) -> Point {
        let mut point = self.start();
        for ((value, number), part) in point.iter_mut().zip(&self.numbers).zip(parts) {
            *value = number.at(*part);
        }
        point
    }
}

/// How the screening is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Screening {
    /// The numbers screened, by their indices.
    pub numbers: Vec<usize>,
    /// Trajectories.
    pub trajectories: usize,
    /// How the points are run.
    pub runs: Runs,
    /// Names of the policies that are ranked against the status quo.
    pub ranked: Vec<String>,
}

impl Screening {
    /// Points evaluated.
    pub fn points(&self) -> usize {
        1 + self.trajectories * (self.numbers.len() + 1)
    }
}

/// Points checked in the end.
pub const CHECKED: usize = 3;
/// How many times as many replicates each of them has.
pub const CHECKS: u32 = 4;

/// How the search is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Points evaluated, besides the start.
    pub points: usize,
    /// Points of a generation.
    pub population: usize,
    /// The initial step, as a part of the ranges.
    pub step: f64,
    /// Rounds in which it settles, of as many points as a generation; 0 for the best point evaluated.
    pub rounds: usize,
}

impl Search {
    /// Evaluations in all, one with more replicates as so many.
    pub fn evaluations(&self) -> usize {
        let Self {
            points, population, ..
        } = *self;
        let settling = match self.rounds {
            0 => 0,
            rounds => rounds * population + CHECKED * CHECKS as usize,
        };
        1 + points / population * population + settling
    }
}

/// How the posterior is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Posterior {
    /// Waves.
    pub waves: usize,
    /// Points run in each wave.
    pub points: usize,
    /// The implausibility up to which a point is kept.
    pub cutoff: f64,
    /// Points of the posterior at most.
    pub draws: usize,
    /// Draws from the ranges that the volume left is told from.
    pub candidates: usize,
    /// The part of their ranges, around their values, in which numbers vary that are not free.
    pub rest: f64,
}
