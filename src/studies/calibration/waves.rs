//! History matching in waves: the numbers at which the status quo is not implausible.
//!
//! Craig et al. 1997; Vernon, Goldstein and Bower 2010 (Bayesian Analysis 5). Each wave emulates every
//! line from all points that were run so far, draws points whose emulated implausibility is below a
//! cutoff from the ranges of *all* numbers, and runs them: those that are not free are the rest of our
//! ignorance, in all of their ranges or in a part around their values. Implausibility is the largest over
//! lines, as is usual for few outputs: the verdict on a point is in the end that of its own run, so that a
//! bad emulator costs points and no truth.
//!
//! Points are drawn by preconditioned Crank-Nicolson chains (Cotter et al. 2013, Statistical Science
//! 28) in normal scores of the parts of ranges, which leave the ranges' own law as it is in any number
//! of dimensions. A chain that starts beyond the cutoff never climbs, until it is below.

use rayon::prelude::*;

use plaza_engine::luck::{Key, NOWHERE};
use plaza_engine::quantiles::{normal, of_normal};
use plaza_engine::sampling::{below, normal as normal_draw, shuffle};

use crate::studies::calibration::distance::TargetLine;
use crate::studies::calibration::emulated::{Emulated, implausible};
use crate::studies::calibration::emulator::{Emulator, Quality};
use crate::studies::calibration::search::distance_of;
use crate::studies::calibration::{
    Answer, Calibration, Evaluate, Known, Luck, Point, Posterior, STREAM, Task,
};

/// Steps of each chain.
const STEPS: usize = 200;
/// How far a step goes: a part of the normal scores is drawn anew.
const STRIDES: [f64; 5] = [0.05, 0.15, 0.4, 0.8, 1.0];
/// Chains start inside of the ranges.
const INSIDE: f64 = 1e-4;

impl Posterior {
    /// The least part of its range that a number has, and how much more it may have.
    fn window(&self, calibration: &Calibration, at: usize) -> (f64, f64) {
        if at < calibration.free {
            return (0.0, 1.0);
        }
        let number = &calibration.numbers[at];
        let least = number.range.part(number.start) - self.rest / 2.0;
        (least.clamp(0.0, 1.0 - self.rest), self.rest)
    }

    /// Parts of ranges from normal scores.
    fn parts(&self, calibration: &Calibration, scores: &[f64]) -> Vec<f64> {
        let parts = scores.iter().enumerate().map(|(at, score)| {
            let (least, more) = self.window(calibration, at);
            least + more * normal(*score)
        });
        parts.collect()
    }

    /// Normal scores from parts of ranges; chains start inside of what is allowed.
    fn scores(&self, calibration: &Calibration, parts: &[f64]) -> Vec<f64> {
        let scores = parts.iter().enumerate().map(|(at, part)| {
            let (least, more) = self.window(calibration, at);
            of_normal(((part - least) / more).clamp(INSIDE, 1.0 - INSIDE))
        });
        scores.collect()
    }
}

/// A point that was run.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The numbers, and what they come to.
    pub known: Known,
    /// In tolerances.
    pub distance: f64,
    /// How implausible what it came to is.
    pub implausibility: f64,
}

/// A wave.
#[derive(Clone, Debug)]
pub struct Wave {
    /// The part of the ranges that is not implausible to the emulators.
    pub volume: f64,
    /// The points run.
    pub tried: Vec<Tried>,
    /// By line, how good its emulator was; none of a line that has none.
    pub emulators: Vec<Option<(Quality, Emulator)>>,
}

/// All waves, from points that are known; `None` when it was told to stop.
pub fn run(
    calibration: &Calibration,
    posterior: &Posterior,
    known: &[Known],
    evaluate: &mut Evaluate,
) -> Option<Vec<Wave>> {
    let mut known = known.to_vec();
    let mut waves: Vec<Wave> = Vec::new();
    for number in 0..posterior.waves {
        let emulated = Emulated::new(calibration, &known);
        let points = emulated.draw(posterior, number);
        let task = |(index, point): (usize, &Point)| Task {
            point: point.clone(),
            runs: (calibration.runs).on(Luck::Wave(number * posterior.points + index)),
        };
        let tasks: Vec<Task> = points.iter().enumerate().map(task).collect();
        let answers = evaluate(&tasks)?;
        let tried = tasks.iter().zip(answers).map(|(task, answer)| Tried {
            distance: distance_of(calibration, &answer),
            implausibility: implausibility(&calibration.lines, &answer),
            known: Known {
                point: task.point.clone(),
                answer,
                luck: task.runs.luck,
            },
        });
        let tried: Vec<Tried> = tried.collect();
        known.extend(tried.iter().map(|of| of.known.clone()));
        let emulators = emulated.emulators.par_iter();
        waves.push(Wave {
            volume: emulated.volume(posterior, number),
            tried,
            emulators: emulators
                .map(|emulator| emulator.clone().map(|of| (of.quality(), of)))
                .collect(),
        });
    }
    Some(waves)
}

/// The points of all waves that are not implausible by their own runs, in an order of chance: at most so
/// many. The first rows serve the first replicates of an experiment, and are of all waves.
pub fn kept<'a>(
    calibration: &Calibration,
    waves: &'a [Wave],
    posterior: &Posterior,
) -> Vec<&'a Tried> {
    let tried = waves.iter().flat_map(|wave| &wave.tried);
    let mut kept: Vec<&Tried> = tried
        .filter(|of| of.implausibility <= posterior.cutoff)
        .collect();
    let luck = Key::new(calibration.seed, 0).luck(STREAM, 4);
    shuffle(&mut luck.of(NOWHERE, 0), &mut kept);
    kept.truncate(posterior.draws);
    kept
}

/// How implausible what a point came to is; one that failed is beyond any cutoff.
fn implausibility(lines: &[TargetLine], answer: &Answer) -> f64 {
    if answer.failed.is_some() {
        return f64::INFINITY;
    }
    let of = lines.iter().zip(&answer.lines).map(|(line, estimate)| {
        estimate.map_or(f64::INFINITY, |of| implausible(line, of.value, of.variance))
    });
    of.fold(0.0, f64::max)
}

impl Emulated<'_> {
    /// The part of the ranges that is not implausible.
    fn volume(&self, posterior: &Posterior, wave: usize) -> f64 {
        let luck = Key::new(self.calibration.seed, wave as u64).luck(STREAM, 1);
        let left = (0..posterior.candidates as u64)
            .into_par_iter()
            .map(|draw| {
                let rng = &mut luck.of(NOWHERE, draw);
                let scores: Vec<f64> = self.inputs_of(|| normal_draw(rng));
                let parts = posterior.parts(self.calibration, &scores);
                usize::from(self.implausibility(&parts, posterior.cutoff) <= posterior.cutoff)
            });
        left.sum::<usize>() as f64 / posterior.candidates as f64
    }

    fn inputs_of(&self, of: impl FnMut() -> f64) -> Vec<f64> {
        std::iter::repeat_with(of)
            .take(self.calibration.numbers.len())
            .collect()
    }

    /// The points of a wave: the ends of chains that start from the least implausible points known.
    fn draw(&self, posterior: &Posterior, wave: usize) -> Vec<Point> {
        let looked = self.points.par_iter();
        let looked = looked.map(|parts| self.implausibility(parts, f64::INFINITY));
        let looked: Vec<f64> = looked.collect();
        let mut order: Vec<usize> = (0..looked.len()).collect();
        order.sort_by(|a, b| looked[*a].total_cmp(&looked[*b]).then(a.cmp(b)));
        order.truncate(posterior.points);
        let chains = (0..posterior.points).into_par_iter().with_max_len(1);
        let chains = chains.map(|chain| {
            let from = order[chain % order.len()];
            let parts = self.chain(posterior, wave, chain, (&self.points[from], looked[from]));
            let numbers = self.calibration.numbers.iter().zip(parts);
            numbers.map(|(number, part)| number.at(part)).collect()
        });
        chains.collect()
    }

    fn chain(
        &self,
        posterior: &Posterior,
        wave: usize,
        chain: usize,
        (from, mut current): (&[f64], f64),
    ) -> Vec<f64> {
        let luck = Key::new(self.calibration.seed, wave as u64).luck(STREAM, 2);
        let rng = &mut luck.of(NOWHERE, chain as u64);
        let mut scores = posterior.scores(self.calibration, from);
        for _ in 0..STEPS {
            let strides = [0; 2].map(|_| STRIDES[below(rng, STRIDES.len())]);
            let next: Vec<f64> = (scores.iter().enumerate())
                .map(|(at, score)| {
                    let stride = strides[usize::from(at >= self.calibration.free)];
                    (1.0 - stride * stride).sqrt() * score + stride * normal_draw(rng)
                })
                .collect();
            let bar = current.max(posterior.cutoff);
            let parts = posterior.parts(self.calibration, &next);
            let there = self.implausibility(&parts, bar);
            if there <= bar {
                (scores, current) = (next, there);
            }
        }
        posterior.parts(self.calibration, &scores)
    }
}
