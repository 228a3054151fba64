//! The posterior of single parameters, and their correlations.

use serde::Serialize;

use plaza_engine::quantiles::of_sorted;
use plaza_engine::statistics::correlation;

use crate::studies::calibration::Calibration;
use crate::studies::calibration::distance::by_target;
use crate::studies::calibration::screening::Effect;
use crate::studies::calibration::search::Searched;
use crate::studies::calibration::waves::Tried;

/// Numbers told that are not free: those that differ most from their range.
const OTHERS: usize = 30;
/// Weaker correlations are not told.
const STRONG: f64 = 0.3;
/// The part of a range between the 5 % and the 95 % quantile.
const CENTRAL: f64 = 0.9;

/// What the posterior says of a number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The number.
    pub parameter: String,
    /// Whether it is free.
    pub free: bool,
    /// The lower end of its range.
    pub prior_low: f64,
    /// The upper end.
    pub prior_high: f64,
    /// As the parameter file has it.
    pub start: f64,
    /// The median of the posterior.
    pub median: f64,
    /// Its 5 % quantile.
    pub low: f64,
    /// Its 95 % quantile.
    pub high: f64,
    /// The width between these as a part of the same width of the range.
    pub width_ratio: f64,
    /// How far its distribution is from that of the range: the distance of Kolmogorov.
    pub departure: f64,
}

/// Two numbers that go together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Together {
    /// One.
    pub parameter: String,
    /// The other.
    pub other: String,
    /// Their correlation, as parts of their ranges.
    pub correlation: f64,
}

/// The free numbers, then those others that differ most from their range; none without points.
pub fn summary(calibration: &Calibration, kept: &[&Tried]) -> Vec<Summary> {
    if kept.is_empty() {
        return Vec::new();
    }
    let of = |at: usize| of_number(calibration, kept, at);
    let mut all: Vec<Summary> = (0..calibration.numbers.len()).map(of).collect();
    let others = &mut all[calibration.free..];
    others.sort_by(|a, b| b.departure.total_cmp(&a.departure));
    all.truncate(calibration.free + OTHERS);
    all
}

fn of_number(calibration: &Calibration, kept: &[&Tried], at: usize) -> Summary {
    let number = &calibration.numbers[at];
    let mut values: Vec<f64> = kept.iter().map(|of| of.known.point[at]).collect();
    values.sort_unstable_by(f64::total_cmp);
    let [low, median, high] = [0.05, 0.5, 0.95].map(|p| of_sorted(&values, p));
    let part = |value: f64| number.range.part(value);
    let count = values.len() as f64;
    let departures = values.iter().enumerate().map(|(index, value)| {
        let (below, part) = (index as f64, part(*value));
        (part - below / count).max((below + 1.0) / count - part)
    });
    Summary {
        parameter: number.name.clone(),
        free: at < calibration.free,
        prior_low: number.range.low,
        prior_high: number.range.high,
        start: number.start,
        median,
        low,
        high,
        width_ratio: (part(high) - part(low)) / CENTRAL,
        departure: departures.fold(0.0, f64::max),
    }
}

/// Pairs of the numbers of a summary that go together.
pub fn together(
    calibration: &Calibration,
    kept: &[&Tried],
    summaries: &[Summary],
) -> Vec<Together> {
    let parts = |name: &str| -> Vec<f64> {
        let at = calibration.numbers.iter().position(|of| of.name == name);
        let at = at.expect("a summary is of a number");
        let range = calibration.numbers[at].range;
        kept.iter()
            .map(|of| range.part(of.known.point[at]))
            .collect()
    };
    let columns: Vec<Vec<f64>> = summaries.iter().map(|of| parts(&of.parameter)).collect();
    let mut pairs = Vec::new();
    for a in 0..columns.len() {
        for b in a + 1..columns.len() {
            let of = correlation(&columns[a], &columns[b]);
            if let Some(correlation) = of.filter(|of| of.abs() >= STRONG) {
                pairs.push(Together {
                    parameter: summaries[a].parameter.clone(),
                    other: summaries[b].parameter.clone(),
                    correlation,
                });
            }
        }
    }
    pairs
}

/// The two targets that a free number moves most: by the screening where it was screened, else by
/// correlation over the points of the search.
pub fn moved_most(
    calibration: &Calibration,
    effects: &[Effect],
    searched: &[Searched],
    at: usize,
) -> Vec<String> {
    let name = &calibration.numbers[at].name;
    let lines = calibration.lines.len();
    let targets = by_target(&calibration.lines, &vec![None; lines]);
    let parts: Vec<f64> = searched.iter().map(|of| of.known.point[at]).collect();
    let mut moved: Vec<(f64, String)> = Vec::new();
    for (index, target) in targets.into_iter().enumerate() {
        let mine = |of: &&Effect| of.parameter == *name && of.outcome == target.target;
        let size = match effects.iter().find(mine) {
            Some(effect) => effect.mu_star,
            None => {
                let signed = searched.iter().map(|of| {
                    by_target(&calibration.lines, &of.known.answer.values(lines))[index].signed
                });
                let signed: Vec<f64> = signed.collect();
                correlation(&parts, &signed).map_or(0.0, f64::abs)
            }
        };
        moved.push((size, target.target));
    }
    moved.sort_by(|a, b| b.0.total_cmp(&a.0));
    moved.truncate(2);
    moved.into_iter().map(|(_, target)| target).collect()
}
