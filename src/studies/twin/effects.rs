//! The effects of a twin experiment over longer windows: those a reader quotes, and what a regression on
//! the same data would have to find.

use schemars::JsonSchema;
use serde::Serialize;

use crate::studies::twin::Pairs;
use crate::studies::twin::curves::{Estimate, splits};
use crate::studies::twin::pair::{COUNTED, counted};
use crate::studies::twin::surroundings::PARTS;

/// Windows of weeks from the event: months 0-5, 6-11, 12-23 and 24-35 of four weeks, as in the event
/// study, and three years.
pub const WINDOWS: [(i32, i32); 5] = [(0, 23), (24, 47), (48, 95), (96, 143), (0, 155)];

/// The effect on one part of the country in one window, as a row of `twin_effects.csv`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Effect {
    /// Which pairs.
    pub split: String,
    /// What is counted.
    pub outcome: &'static str,
    /// Part of the country.
    pub group: &'static str,
    /// Ring of neighbours.
    pub ring: Option<u8>,
    /// First week of the window; the event's is 0.
    pub weeks_from: i32,
    /// Its last week.
    pub weeks_to: i32,
    /// Mean over pairs of the sum with the event less without it; pairs that share a draw of the numbers
    /// of the rules count as one here and below.
    pub mean: f64,
    /// Lower end of its 95 % interval (Hall's t of pairs); none of a single one.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Mean of the sum without the event.
    pub without: f64,
    /// Mean with the event over that without it; none where that is 0.
    pub ratio: Option<f64>,
    /// Lower end of the 95 % interval of that ratio (Fieller's, by the test of the difference): never below 0. It
    /// lacks 1 exactly where the interval of the difference lacks 0.
    pub ratio_low: Option<f64>,
    /// Upper end; none beside a lower end where it is unbounded, the mean without the event not clear of 0.
    pub ratio_high: Option<f64>,
    /// How many pairs.
    pub pairs: usize,
}

/// All effects; a window that the run does not reach is left out.
pub fn effects(pairs: &Pairs) -> Vec<Effect> {
    let mut effects = Vec::new();
    let reached = |window: &&(i32, i32)| window.1 <= pairs.last;
    for split in splits(pairs) {
        for (outcome, name) in COUNTED.into_iter().enumerate() {
            for (part, of) in PARTS.iter().enumerate() {
                for &(weeks_from, weeks_to) in WINDOWS.iter().filter(reached) {
                    let start = counted(outcome, part) * pairs.weeks();
                    let index = |week: i32| start + (week - pairs.first) as usize;
                    let sum = |of: &[f64]| of[index(weeks_from)..=index(weeks_to)].iter().sum();
                    let effect = split.effect(|d| sum(&d.difference), |d| sum(&d.without));
                    let (Estimate { mean, low, high }, without, relative) = effect;
                    let ratio = relative.map(|ends| ends.map(|end| 1.0 + end));
                    effects.push(Effect {
                        split: split.name.clone(),
                        outcome: name,
                        group: of.label(),
                        ring: of.ring(),
                        weeks_from,
                        weeks_to,
                        mean,
                        low,
                        high,
                        without,
                        ratio: (without > 0.0).then(|| (without + mean) / without),
                        ratio_low: ratio.map(|[low, _]| low),
                        ratio_high: ratio.map(|[_, high]| high).filter(|high| high.is_finite()),
                        pairs: split.pairs.len(),
                    });
                }
            }
        }
    }
    effects
}
