//! Emulators, and the waves that they rule points out in.

use plaza::studies::calibration::distance::TargetLine;
use plaza::studies::calibration::emulator::{Emulator, Inputs, Value};
use plaza::studies::calibration::summary::{summary, together};
use plaza::studies::calibration::{Calibration, Known, Posterior, Task, waves};

use super::{RUNS, model, toy};
use crate::rules::worlds::near;

/// Points that fill a cube evenly: the fractional parts of multiples of irrational numbers.
fn spread(number: usize, dimensions: usize) -> Vec<Vec<f64>> {
    let irrational = [2.0_f64, 3.0, 5.0, 7.0, 11.0, 13.0].map(f64::sqrt);
    let point = |index: usize| {
        let of = irrational[..dimensions].iter();
        of.map(|x| ((index + 1) as f64 * x).fract()).collect()
    };
    (0..number).map(point).collect()
}

/// A value on luck of its own.
pub fn value(row: usize, value: f64, variance: f64) -> Value {
    Value {
        row,
        value,
        variance,
        luck: row as u32,
    }
}

/// Ten batches of eight points near one another, the luck of a batch shared: that it is shared is found, and ten
/// batches tell the level worse than eighty lots of luck would.
#[test]
fn an_emulator_knows_what_luck_is_shared() {
    let points = spread(80, 2);
    let inputs = Inputs::new(2, vec![0.5; 2], &points);
    let luck = |batch: usize| (batch * 37 % 10) as f64 - 4.5;
    let of = |row: usize, shared: bool| Value {
        row,
        value: 3.0 * points[row][0] + 0.4 * luck(if shared { row / 8 } else { row * 7 }),
        variance: 0.16 * 8.25,
        luck: if shared { row as u32 / 8 } else { row as u32 },
    };
    let fit = |shared: bool| {
        let values: Vec<Value> = (0..80).map(|row| of(row, shared)).collect();
        Emulator::fit(&inputs, &values).expect("a function")
    };
    let (shared, own) = (fit(true), fit(false));
    assert!(shared.kernel.shared > 0.8, "{:?}", shared.kernel);
    let look = inputs.look(&[0.5, 0.5]);
    let [with, without] = [&shared, &own].map(|of| of.predict(&look).1);
    assert!(with > 1.4 * without, "{with} {without}");
}

#[test]
fn an_emulator_tells_a_smooth_function_and_how_well() {
    let truth = |x: &[f64]| (4.0 * x[0]).sin() + x[0] * x[1] + 0.5 * x[2] - 0.2 * x[3];
    let points = spread(160, 4);
    let (made_from, held_back) = points.split_at(100);
    let noise = |index: usize| 0.02 * ((index * 37 % 11) as f64 / 5.0 - 1.0);
    let values = made_from.iter().enumerate();
    let values: Vec<Value> = values
        .map(|(row, x)| value(row, truth(x) + noise(row), 1.6e-4))
        .collect();
    let inputs = Inputs::new(2, vec![0.5; 4], made_from);
    let emulator = Emulator::fit(&inputs, &values).expect("a smooth function");
    let (mut errors, mut standardized) = (0.0, 0.0);
    for x in held_back {
        let (expected, variance) = emulator.predict(&inputs.look(x));
        let error = expected - truth(x);
        errors += error * error;
        standardized += error * error / variance;
    }
    let number = held_back.len() as f64;
    let (error, standardized) = ((errors / number).sqrt(), (standardized / number).sqrt());
    assert!(error < 0.03, "an error of {error}");
    assert!((0.3..2.0).contains(&standardized), "{standardized}");
    let quality = emulator.quality();
    assert_eq!(quality.points, 100);
    assert!(quality.r2 > 0.99, "{quality:?}");
    assert!(
        (0.5..1.5).contains(&quality.standardized_error),
        "{quality:?}"
    );
}

#[test]
fn leaving_one_out_is_leaving_one_out() {
    let points = spread(12, 2);
    let truth = |x: &[f64]| (3.0 * x[0]).sin() + x[1];
    let values = |skip: Option<usize>| -> Vec<Value> {
        let rows = (0..points.len()).filter(|row| Some(*row) != skip);
        rows.map(|row| value(row, truth(&points[row]), 1e-3))
            .collect()
    };
    let inputs = Inputs::new(1, vec![0.5; 2], &points);
    let all = Emulator::fit(&inputs, &values(None)).expect("a function");
    let quality = all.quality();
    let mean = values(None).iter().map(|of| of.value).sum::<f64>() / 12.0;
    let (mut errors, mut spread) = (0.0, 0.0);
    for Value { row, value, .. } in values(None) {
        let without = Emulator::fit(&inputs, &values(Some(row))).expect("a function");
        let error = without.predict(&inputs.look(&points[row])).0 - value;
        errors += error * error;
        spread += (value - mean) * (value - mean);
    }
    // The others choose variances and a mean of their own, so that this is near and not equal.
    near("r2", quality.r2, 1.0 - errors / spread, 0.02);
}

#[test]
fn waves_find_what_is_not_implausible() {
    // Numbers 0 and 1 are free and have to sum up to 1; number 2 disturbs, number 3 does nothing.
    let calibration = Calibration {
        lines: vec![TargetLine {
            observed: [1.0; 2],
            accepted: [0.95, 1.05],
            ..toy(1, 1, 1).lines[0].clone()
        }],
        ..toy(4, 2, 1)
    };
    let posterior = Posterior {
        waves: 3,
        points: 80,
        cutoff: 3.0,
        draws: 150,
        candidates: 4000,
        rest: 1.0,
    };
    let sum = |parts: &[f64]| vec![parts[0] + parts[1] + 0.1 * (parts[2] - 0.5)];
    let known: Vec<_> = spread(20, 2)
        .iter()
        .map(|parts| {
            let point = calibration.free_at(parts);
            let task = Task {
                point: point.clone(),
                runs: RUNS,
            };
            let answers = model(&calibration, sum)(&[task]).expect("nothing stops it");
            Known {
                point,
                answer: answers[0].clone(),
                luck: 0,
            }
        })
        .collect();
    let mut evaluate = model(&calibration, sum);
    let waves = waves::run(&calibration, &posterior, &known, &mut evaluate);
    let waves = waves.expect("nothing stops it");
    // P(|s - 1 + d| < 0.15), where s has the density 1 - |s - 1| and d is even between -0.05 and 0.05.
    let expected = 0.3 - 0.15 * 0.15 - 0.01 / 12.0;
    near("volume", waves[2].volume, expected, 0.02);
    let kept = waves::kept(&calibration, &waves, &posterior);
    assert_eq!(kept.len(), 150);
    for of in &kept {
        let parts = calibration.numbers.iter().zip(&of.known.point);
        let parts: Vec<f64> = parts.map(|(of, value)| of.range.part(*value)).collect();
        assert!(
            (sum(&parts)[0] - 1.0).abs() <= 0.15 + 1e-9,
            "{:?}",
            of.known.point
        );
    }
    let accepted = waves[2].tried.iter().filter(|of| of.implausibility <= 3.0);
    assert!(accepted.count() >= 72, "the last wave knows where to look");
    let summaries = summary(&calibration, &kept);
    for of in &summaries {
        assert!(of.width_ratio > 0.75, "all of a range is possible: {of:?}");
    }
    assert!(summaries[3].departure < 0.15, "{:?}", summaries[3]);
    let pairs = together(&calibration, &kept, &summaries);
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    assert!(pairs[0].correlation < -0.9, "{pairs:?}");
}
