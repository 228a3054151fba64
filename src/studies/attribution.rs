//! A rise shared out between causes: the Shapley value of each over the worlds that lack some of them.
//!
//! With `v(S)` what comes out in a world with the causes S and no other, the value of cause i is
//!
//! ```text
//! sum over S without i of |S|! (n - |S| - 1)! / n! * (v(S + i) - v(S))
//! ```
//!
//! the mean of what it adds over all orders in which causes could come (Shapley 1953, Contributions to the Theory of
//! Games II). The values of all causes add to the difference between the world of all and that of none. It is taken
//! replicate by replicate, on equal luck, so that intervals are those of paired differences. What a cause adds *alone*,
//! and what goes *without* it, stand beside: where these differ causes need or replace each other.

pub mod figure;
pub mod files;
pub mod screen;
pub mod section;

use schemars::JsonSchema;
use serde::Serialize;

use plaza_engine::few::LEAST;
use plaza_engine::statistics::{MeanEstimate, mean, ratio_of_means};

use crate::studies::comparison::difference::CONFIDENCE;

/// In the column `cause`: all causes together.
pub const ALL: &str = "all";

/// What is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Organized-crime deaths of the last year less those of the first.
    Rise,
    /// Organized-crime deaths of all weeks.
    Deaths,
}

impl Outcome {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Rise, Self::Deaths];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rise => "rise",
            Self::Deaths => "oc_deaths",
        }
    }
}

/// What came out in each world and replicate: worlds in the order of [`section::subsets`] of the causes that they lack.
#[derive(Clone, Debug, PartialEq)]
pub struct Worlds {
    /// Names of the causes.
    pub causes: Vec<String>,
    /// By outcome, world and replicate.
    pub values: [Vec<Vec<f64>>; Outcome::ALL.len()],
}

/// A row of `attribution.csv`: a cause's part of an outcome. Of fewer than eight replicates there are no intervals.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Row {
    /// `rise`, deaths of the last year less those of the first, or `oc_deaths`, those of all weeks (persons).
    pub outcome: &'static str,
    /// The cause, or `all` together: the world of all causes less the world of none.
    pub cause: String,
    /// What the cause adds in the mean over all orders in which causes could come (persons).
    pub shapley: f64,
    /// Lower end of its 95 % interval.
    pub shapley_low: Option<f64>,
    /// Upper end.
    pub shapley_high: Option<f64>,
    /// That as a part of what all causes add; empty where that is not clear of 0.
    pub share: Option<f64>,
    /// Lower end of its 95 % interval (Fieller).
    pub share_low: Option<f64>,
    /// Upper end.
    pub share_high: Option<f64>,
    /// What it adds to a world without any other cause.
    pub alone: f64,
    /// Lower end of its 95 % interval.
    pub alone_low: Option<f64>,
    /// Upper end.
    pub alone_high: Option<f64>,
    /// What goes where it alone is lacking: the world of all causes less the world without it.
    pub without: f64,
    /// Lower end of its 95 % interval.
    pub without_low: Option<f64>,
    /// Upper end.
    pub without_high: Option<f64>,
    /// How many replicates.
    pub replicates: usize,
}

impl Worlds {
    /// The row of every cause and of all together, outcome by outcome.
    pub fn rows(&self) -> Vec<Row> {
        let outcomes = Outcome::ALL.iter().zip(&self.values);
        let rows = outcomes.flat_map(|(outcome, worlds)| self.rows_of(*outcome, worlds));
        rows.collect()
    }

    fn rows_of(&self, outcome: Outcome, worlds: &[Vec<f64>]) -> Vec<Row> {
        let none = worlds.len() - 1;
        let all = minus(&worlds[0], &worlds[none]);
        let mut rows = Vec::new();
        for (index, name) in self.causes.iter().enumerate() {
            let bit = 1 << index;
            let parts = [
                shapley(worlds, index),
                minus(&worlds[none ^ bit], &worlds[none]),
                minus(&worlds[0], &worlds[bit]),
            ];
            rows.push(row(outcome, name, &parts, &all));
        }
        let parts = [all.clone(), all.clone(), all.clone()];
        rows.push(row(outcome, ALL, &parts, &all));
        rows
    }
}

/// Pair by pair.
fn minus(these: &[f64], those: &[f64]) -> Vec<f64> {
    these.iter().zip(those).map(|(a, b)| a - b).collect()
}

/// The Shapley value of a cause in each replicate. Bits of a world are the causes that it lacks.
fn shapley(worlds: &[Vec<f64>], cause: usize) -> Vec<f64> {
    let causes = worlds.len().trailing_zeros();
    let bit = 1 << cause;
    let mut value = vec![0.0; worlds[0].len()];
    for world in (0..worlds.len()).filter(|world| world & bit == 0) {
        // Causes beside this one that the world has.
        let others = causes - 1 - world.count_ones();
        let weight = 1.0 / (f64::from(causes) * choose(causes - 1, others));
        for (sum, added) in value
            .iter_mut()
            .zip(minus(&worlds[world], &worlds[world | bit]))
        {
            *sum += weight * added;
        }
    }
    value
}

/// In how many ways k of n can be chosen.
fn choose(n: u32, k: u32) -> f64 {
    (0..k).fold(1.0, |ways, i| ways * f64::from(n - i) / f64::from(i + 1))
}

/// Of the value, what is added alone, and what goes without, replicate by replicate.
fn row(outcome: Outcome, cause: &str, parts: &[Vec<f64>; 3], all: &[f64]) -> Row {
    let replicates = all.len();
    let interval = |sample: &[f64]| {
        let estimate = MeanEstimate::of_differences(sample).filter(|_| replicates >= LEAST);
        estimate.map(|of| of.interval(CONFIDENCE))
    };
    let means = parts.each_ref().map(|of| mean(of).unwrap_or_default());
    let intervals = parts.each_ref().map(|of| interval(of));
    let end = |of: usize, side: usize| intervals[of].map(|ends| ends[side]);
    let share = ratio_of_means(&parts[0], all, CONFIDENCE).filter(|_| replicates >= LEAST);
    Row {
        outcome: outcome.name(),
        cause: cause.to_owned(),
        shapley: means[0],
        shapley_low: end(0, 0),
        shapley_high: end(0, 1),
        share: share.map(|(share, _)| share),
        share_low: share.map(|(_, [low, _])| low),
        share_high: share.map(|(_, [_, high])| high),
        alone: means[1],
        alone_low: end(1, 0),
        alone_high: end(1, 1),
        without: means[2],
        without_low: end(2, 0),
        without_high: end(2, 1),
        replicates,
    }
}
