//! Which inputs shift outcomes, differences to the baseline, the ranking of policies and its winner.

use rayon::prelude::*;

use plaza_exploration::morris;
use plaza_exploration::shift::{Shift, Shifts, delta, pawn};
use plaza_exploration::sobol::{Estimate, indices};

use crate::studies::discover::RESAMPLED;
use crate::studies::discover::reading::{Read, Structure};
use crate::studies::discover::rows::SensitivityRow;

/// What an input shifts.
pub const OUTCOME: &str = "outcome";
/// The difference to the baseline.
pub const DIFFERENCE: &str = "difference";
/// How policies are ranked.
pub const RANKING: &str = "ranking";
/// Which policy is best.
pub const WINNER: &str = "winner";

/// Something with a number at every point.
struct Told {
    of: &'static str,
    policy: Option<usize>,
    values: Vec<f64>,
}

/// The rows of the file: of the winner and the ranking first, then of differences, then of outcomes.
pub fn rows(read: &Read) -> Vec<SensitivityRow> {
    let mut rows = Vec::new();
    let several = read.policies.len() > 1;
    if several {
        // A tie is a class of its own: none of those that tie stands first.
        let tied = read.policies.len();
        let winners = read.losses.winners().into_iter();
        let winners: Vec<usize> = winners.map(|winner| winner.unwrap_or(tied)).collect();
        let shifts = delta(&read.sample, &winners, tied + 1, &RESAMPLED).alone();
        for (input, shift) in shifts.iter().enumerate() {
            rows.push(of_shift(read, (WINNER, None), input, "delta", shift));
        }
    }
    let ranking = several.then(|| Told {
        of: RANKING,
        policy: None,
        values: read.losses.reversals(),
    });
    let differences = read.others().map(|policy| Told {
        of: DIFFERENCE,
        policy: Some(policy),
        values: read.differences(policy),
    });
    let outcomes = (0..read.policies.len()).map(|policy| {
        let losses = read.losses.means(policy).iter();
        Told {
            of: OUTCOME,
            policy: Some(policy),
            values: losses.map(|loss| read.sign * loss).collect(),
        }
    });
    let kinds: [Vec<Told>; 3] = [
        ranking.into_iter().collect(),
        differences.collect(),
        outcomes.collect(),
    ];
    rows.extend(kinds.iter().flat_map(|told| of_all(read, told)));
    rows
}

/// The rows of what is of one kind. Its floors hold for all policies at once.
fn of_all(read: &Read, told: &[Told]) -> Vec<SensitivityRow> {
    let shifts: Vec<Shifts> = told
        .par_iter()
        .map(|told| pawn(&read.sample, &told.values, &RESAMPLED))
        .collect();
    let shifts = Shifts::together(shifts);
    let pairs = told.par_iter().zip(&shifts);
    let rows: Vec<Vec<SensitivityRow>> =
        pairs.map(|(told, shifts)| of(read, told, shifts)).collect();
    rows.into_iter().flatten().collect()
}

/// The rows of something with a number at every point.
fn of(read: &Read, told: &Told, shifts: &[Shift]) -> Vec<SensitivityRow> {
    let what = (told.of, told.policy);
    let mut rows = Vec::new();
    for (input, shift) in shifts.iter().enumerate() {
        rows.push(of_shift(read, what, input, "pawn", shift));
    }
    let inputs = read.sample.inputs().len();
    let mut add = |index, input: usize, estimate: &Estimate| {
        rows.push(row(
            read,
            what,
            input,
            index,
            estimate.value,
            estimate.interval,
        ));
    };
    match read.structure {
        Structure::Alone | Structure::Moves => {}
        Structure::Blocks => {
            let found = indices(&told.values, inputs, &RESAMPLED).unwrap_or_default();
            for (input, of) in found.iter().enumerate() {
                add("sobol_first", input, &of.first);
                add("sobol_total", input, &of.total);
            }
        }
        Structure::Trajectories => {
            let found = morris::effects(&read.sample, &told.values, &RESAMPLED);
            for (input, of) in found.unwrap_or_default().iter().enumerate() {
                add("morris_mu_star", input, &of.mu_star);
                add("morris_mu", input, &of.mu);
                add("morris_sigma", input, &of.sigma);
            }
        }
    }
    rows
}

fn of_shift(
    read: &Read,
    what: (&'static str, Option<usize>),
    input: usize,
    index: &'static str,
    shift: &Shift,
) -> SensitivityRow {
    SensitivityRow {
        floor: Some(shift.floor),
        matters: Some(shift.matters()),
        ..row(read, what, input, index, shift.value, shift.interval)
    }
}

fn row(
    read: &Read,
    (of, policy): (&'static str, Option<usize>),
    input: usize,
    index: &'static str,
    value: f64,
    interval: Option<[f64; 2]>,
) -> SensitivityRow {
    SensitivityRow {
        of,
        policy: policy.map(|policy| read.policies[policy].clone()),
        outcome: read.metric.name,
        input: read.sample.inputs()[input].name.clone(),
        index,
        value,
        low: interval.map(|ends| ends[0]),
        high: interval.map(|ends| ends[1]),
        floor: None,
        matters: None,
        points: read.sample.len(),
    }
}

/// By how much an index is above its floor: what makes indices of inputs with few and with many levels alike.
pub fn above(row: &SensitivityRow) -> f64 {
    row.value - row.floor.unwrap_or(0.0)
}

/// The rows of an index of the ranking or the winner, the farthest above its floor first.
pub fn strongest<'a>(rows: &'a [SensitivityRow], of: &str) -> Vec<&'a SensitivityRow> {
    let mut found: Vec<&SensitivityRow> = rows
        .iter()
        .filter(|row| row.of == of && row.matters.is_some())
        .collect();
    found.sort_by(|a, b| above(b).total_cmp(&above(a)));
    found
}
