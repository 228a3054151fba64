//! The tables of a calibration, stage by stage.

use serde::Serialize;

use plaza_model::submodels::MODEL;

use crate::files::csv_text;
use crate::studies::calibration::Calibration;
use crate::studies::calibration::search::{Searched, best};
use crate::studies::calibration::waves::{Tried, Wave};

/// `search.csv`: all points in order, with the least distance so far, what was found, and the numbers that are
/// free.
pub fn search(calibration: &Calibration, searched: &[Searched]) -> String {
    let free = &calibration.numbers[..calibration.free];
    let head = ["evaluation", "generation", "distance", "least", "found"].map(str::to_owned);
    let head = head
        .into_iter()
        .chain(free.iter().map(|of| of.name.clone()));
    let found = best(calibration, searched);
    let mut least = f64::INFINITY;
    let rows = searched.iter().enumerate().map(|(index, of)| {
        least = least.min(of.distance);
        let mut row = vec![index.to_string(), of.generation.to_string()];
        row.extend([of.distance, least].map(|number| number.to_string()));
        row.push(u8::from(index == found).to_string());
        row.extend(of.known.point[..free.len()].iter().map(f64::to_string));
        row
    });
    csv_text::table(head, rows)
}

/// `posterior.csv`: the points kept, a column for each number with a range.
pub fn posterior(calibration: &Calibration, kept: &[&Tried]) -> String {
    let names = calibration.numbers.iter().map(|of| of.name.clone());
    let head = ["model", "draw", "distance"].map(str::to_owned);
    let rows = kept.iter().enumerate().map(|(draw, of)| {
        let mut row = vec![MODEL.to_owned(), draw.to_string(), of.distance.to_string()];
        row.extend(of.known.point.iter().map(f64::to_string));
        row
    });
    csv_text::table(head.into_iter().chain(names), rows)
}

/// A row of `emulators.csv`.
#[derive(Serialize)]
struct EmulatorRow {
    wave: usize,
    line: String,
    points: Option<usize>,
    left_out_r2: Option<f64>,
    standardized_error: Option<f64>,
    linear_free: Option<f64>,
    linear_rest: Option<f64>,
    smooth: Option<f64>,
    nugget: Option<f64>,
    shared_luck: Option<f64>,
    luck: Option<f64>,
}

/// `emulators.csv`: how good the emulator of each line was in each wave, and the variances of its parts,
/// of values with variance 1; empty of a line that has none.
pub fn emulators(calibration: &Calibration, waves: &[Wave]) -> String {
    let of_wave = |(index, wave): (usize, &Wave)| -> Vec<EmulatorRow> {
        let lines = calibration.lines.iter().zip(&wave.emulators);
        let row = lines.map(|(line, emulator)| {
            let quality = emulator.as_ref().map(|(quality, _)| quality);
            let kernel = emulator.as_ref().map(|(_, emulator)| &emulator.kernel);
            EmulatorRow {
                wave: index + 1,
                line: line.name(),
                points: quality.map(|of| of.points),
                left_out_r2: quality.map(|of| of.r2),
                standardized_error: quality.map(|of| of.standardized_error),
                linear_free: kernel.map(|of| of.free),
                linear_rest: kernel.map(|of| of.rest),
                smooth: kernel.map(|of| of.smooth),
                nugget: kernel.map(|of| of.nugget),
                shared_luck: kernel.map(|of| of.shared),
                luck: emulator.as_ref().map(|(_, emulator)| emulator.luck()),
            }
        });
        row.collect()
    };
    csv_text::csv(waves.iter().enumerate().flat_map(of_wave))
}

/// A row of `waves.csv`.
#[derive(Serialize)]
struct WaveRow {
    wave: usize,
    point: usize,
    distance: f64,
    implausibility: Option<f64>,
    volume: f64,
}

/// `waves.csv`: the points run in each wave, and the part of the ranges that its emulators left.
pub fn waves(waves: &[Wave]) -> String {
    let of_wave = |(index, wave): (usize, &Wave)| -> Vec<WaveRow> {
        let tried = wave.tried.iter().enumerate();
        let row = tried.map(|(point, of)| WaveRow {
            wave: index + 1,
            point,
            distance: of.distance,
            implausibility: of.implausibility.is_finite().then_some(of.implausibility),
            volume: wave.volume,
        });
        row.collect()
    };
    csv_text::csv(waves.iter().enumerate().flat_map(of_wave))
}
