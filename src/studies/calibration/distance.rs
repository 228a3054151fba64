//! How far a point is from the facts: deviations in tolerances, and one number of them all.

use crate::studies::validation::future::Years;
use crate::studies::validation::targets::{Target, Targets};

/// Deviations are cut to this many tolerances; so far is a line without a value, too.
pub const FARTHEST: f64 = 10.0;

/// A part of a target in one year, or in the whole period, that the status quo is held against.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetLine {
    /// The id of the target.
    pub target: String,
    /// Which part of it.
    pub part: String,
    /// The year; none of the whole period.
    pub year: Option<i32>,
    /// That year, or those of the whole period.
    pub years: Years,
    /// Where the observed value lies: from, to.
    pub observed: [f64; 2],
    /// The least and the most that is accepted.
    pub accepted: [f64; 2],
}

impl TargetLine {
    /// Its name, as in `C1.all.2007`.
    pub fn name(&self) -> String {
        let Self { target, part, .. } = self;
        match self.year {
            Some(year) => format!("{target}.{part}.{year}"),
            None => format!("{target}.{part}"),
        }
    }

    /// How far a value is from the observations, and the tolerance on that side; with its sign, 0
    /// between the ends of observations.
    pub fn gap(&self, value: f64) -> (f64, f64) {
        let [from, to] = self.observed;
        let [least, most] = self.accepted;
        if value < from {
            (value - from, from - least)
        } else {
            ((value - to).max(0.0), most - to)
        }
    }

    /// How many tolerances a value is from the observations: 1 is on the edge of what is accepted.
    pub fn deviation(&self, value: Option<f64>) -> f64 {
        let Some(value) = value else { return FARTHEST };
        let (gap, tolerance) = self.gap(value);
        match gap {
            0.0 => 0.0,
            _ if tolerance > 0.0 => (gap / tolerance).clamp(-FARTHEST, FARTHEST),
            _ => FARTHEST.copysign(gap),
        }
    }
}

/// The lines of a target with a tolerance: of these years alone, where they are named. A value of the
/// whole period is of all its years.
pub fn lines(of: &Targets, target: &Target, years: Option<&[i32]>) -> Vec<TargetLine> {
    let held = |mut of: Years| years.is_none_or(|years| of.all(|year| years.contains(&year)));
    let mut lines = Vec::new();
    for part in &target.parts {
        let Some(tolerance) = part.tolerance.or(target.tolerance) else {
            continue;
        };
        for (year, observed) in part.observed() {
            if held(of.years(year)) {
                lines.push(TargetLine {
                    target: target.id.clone(),
                    part: part.name.clone(),
                    year,
                    years: of.years(year),
                    observed,
                    accepted: tolerance.bounds(observed),
                });
            }
        }
    }
    lines
}

/// One target at one point, in tolerances.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetDistance {
    /// The id of the target.
    pub target: String,
    /// The root mean square of its lines' deviations.
    pub distance: f64,
    /// The mean of them, with their signs.
    pub signed: f64,
}

/// Target by target; lines of a target stand together.
pub fn by_target(lines: &[TargetLine], values: &[Option<f64>]) -> Vec<TargetDistance> {
    let pairs: Vec<(&TargetLine, Option<f64>)> = lines.iter().zip(values.iter().copied()).collect();
    let of_target = |lines: &[(&TargetLine, Option<f64>)]| {
        let deviations = lines.iter().map(|(line, value)| line.deviation(*value));
        let (sum, squares) = deviations.fold((0.0, 0.0), |(sum, squares), deviation| {
            (sum + deviation, squares + deviation * deviation)
        });
        let number = lines.len() as f64;
        TargetDistance {
            target: lines[0].0.target.clone(),
            distance: (squares / number).sqrt(),
            signed: sum / number,
        }
    };
    pairs
        .chunk_by(|a, b| a.0.target == b.0.target)
        .map(of_target)
        .collect()
}

/// The whole: the root mean square over targets.
pub fn distance(lines: &[TargetLine], values: &[Option<f64>]) -> f64 {
    let deviations = lines.iter().zip(values);
    let squares = deviations.map(|(line, value)| {
        let deviation = line.deviation(*value);
        deviation * deviation
    });
    root_mean_squares(lines, squares)
}

/// The root mean square over targets, from the squares of their lines.
pub fn root_mean_squares(lines: &[TargetLine], squares: impl Iterator<Item = f64>) -> f64 {
    let pairs: Vec<(&TargetLine, f64)> = lines.iter().zip(squares).collect();
    let targets = pairs.chunk_by(|a, b| a.0.target == b.0.target);
    let means: Vec<f64> = targets
        .map(|of| of.iter().map(|(_, square)| square).sum::<f64>() / of.len() as f64)
        .collect();
    (means.iter().sum::<f64>() / means.len() as f64).sqrt()
}
