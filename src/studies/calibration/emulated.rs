//! All lines of the targets, emulated.

use rayon::prelude::*;

use crate::studies::calibration::distance::{FARTHEST, TargetLine, root_mean_squares};
use crate::studies::calibration::emulator::{Emulator, Inputs, Value};
use crate::studies::calibration::{Calibration, Known, Point};

/// The distance from the observations in standard deviations, of which the tolerance is one of what
/// the model leaves out.
pub fn implausible(line: &TargetLine, value: f64, variance: f64) -> f64 {
    let (gap, tolerance) = line.gap(value);
    if gap == 0.0 {
        return 0.0;
    }
    gap.abs() / (variance + tolerance.max(0.0) * tolerance.max(0.0)).sqrt()
}

/// All that is known, emulated.
pub struct Emulated<'a> {
    pub(super) calibration: &'a Calibration,
    pub(super) inputs: Inputs,
    /// By line; none of a line that has none.
    pub(super) emulators: Vec<Option<Emulator>>,
    /// Parts of the points that are known.
    pub(super) points: Vec<Vec<f64>>,
}

impl<'a> Emulated<'a> {
    /// From points that are known.
    pub fn new(calibration: &'a Calibration, known: &[Known]) -> Self {
        let free = calibration.free;
        let parts = |point: &Point| -> Vec<f64> {
            let numbers = calibration.numbers.iter().zip(point);
            numbers
                .map(|(number, value)| number.range.part(*value))
                .collect()
        };
        let mut centre = parts(&calibration.start());
        centre[..free].fill(0.5);
        let points: Vec<Vec<f64>> = known.iter().map(|of| parts(&of.point)).collect();
        let inputs = Inputs::new(free, centre, &points);
        let emulators = (0..calibration.lines.len()).into_par_iter().map(|line| {
            let values = known.iter().enumerate().filter_map(|(row, of)| {
                let estimate = of.answer.lines.get(line).copied().flatten()?;
                Some(Value {
                    row,
                    value: estimate.value,
                    variance: estimate.variance,
                    luck: of.luck,
                })
            });
            Emulator::fit(&inputs, &values.collect::<Vec<_>>())
        });
        Self {
            emulators: emulators.collect(),
            calibration,
            inputs,
            points,
        }
    }

    /// The emulated implausibility of a point, or anything above `most` where it is above.
    pub fn implausibility(&self, parts: &[f64], most: f64) -> f64 {
        let look = self.inputs.look(parts);
        let mut largest = 0.0_f64;
        for (line, emulator) in self.calibration.lines.iter().zip(&self.emulators) {
            let Some(emulator) = emulator else { continue };
            let (expected, variance) = emulator.predict(&look);
            largest = largest.max(implausible(line, expected, variance));
            if largest > most {
                break;
            }
        }
        largest
    }

    /// The root of the expected square of the distance of a point: where little is known, far.
    pub fn distance(&self, parts: &[f64]) -> f64 {
        let look = self.inputs.look(parts);
        let lines = self.calibration.lines.iter().zip(&self.emulators);
        let squares = lines.map(|(line, emulator)| {
            let Some(emulator) = emulator else {
                return FARTHEST * FARTHEST;
            };
            let (expected, variance) = emulator.predict(&look);
            let deviation = line.deviation(Some(expected));
            let (_, tolerance) = line.gap(expected);
            deviation * deviation + variance / (tolerance * tolerance).max(f64::MIN_POSITIVE)
        });
        root_mean_squares(&self.calibration.lines, squares)
    }
}
