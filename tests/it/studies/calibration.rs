//! Calibration: each stage on a function whose answer is known, and the command on a small country.

mod command;
mod emulators;
mod screening;
mod searching;

use plaza::studies::calibration::cube::{Number, Range};
use plaza::studies::calibration::distance::TargetLine;
use plaza::studies::calibration::{Answer, Calibration, Estimate, Runs, Search, Task};

const RUNS: Runs = Runs {
    replicates: 1,
    weeks: 52,
    ranked: false,
    luck: 0,
};

/// Numbers between 0 and 1 but for the second, which is even in its logarithm; lines observed at 0 with
/// a tolerance of 1, each a target of its own.
fn toy(numbers: usize, free: usize, lines: usize) -> Calibration {
    let number = |at: usize| Number {
        name: format!("toy.n{at}"),
        range: match at {
            1 => Range {
                low: 0.1,
                high: 10.0,
            },
            _ => Range {
                low: 0.0,
                high: 1.0,
            },
        },
        start: if at == 1 { 1.0 } else { 0.5 },
    };
    let line = |at: usize| TargetLine {
        target: format!("T{at}"),
        part: "all".to_owned(),
        year: None,
        years: 2007..=2010,
        observed: [0.0; 2],
        accepted: [-1.0, 1.0],
    };
    Calibration {
        numbers: (0..numbers).map(number).collect(),
        free,
        lines: (0..lines).map(line).collect(),
        runs: RUNS,
        screening: None,
        search: Search {
            points: 400,
            population: 10,
            step: 0.25,
            rounds: 0,
        },
        posterior: None,
        seed: 7,
    }
}

/// A model that has these values at the parts of a point's ranges.
fn model<'a>(
    calibration: &'a Calibration,
    values: impl Fn(&[f64]) -> Vec<f64> + 'a,
) -> impl FnMut(&[Task]) -> Option<Vec<Answer>> + 'a {
    move |tasks| {
        let answers = tasks.iter().map(|task| {
            let parts = calibration.numbers.iter().zip(&task.point);
            let parts: Vec<f64> = parts.map(|(of, value)| of.range.part(*value)).collect();
            let estimate = |value| Estimate {
                value,
                variance: 0.0,
            };
            let lines = values(&parts)
                .into_iter()
                .map(|value| Some(estimate(value)));
            Answer {
                lines: lines.collect(),
                effects: Vec::new(),
                failed: None,
            }
        });
        Some(answers.collect())
    }
}
