//! Regret and robustness of every policy, and with which inputs it goes whether it is the best.

use std::cmp::Ordering;

use rayon::prelude::*;

use plaza_exploration::losses::LEAST_FUTURES;
use plaza_exploration::shift::{Shift, Shifts, delta};

use crate::studies::discover::RESAMPLED;
use crate::studies::discover::reading::Read;
use crate::studies::discover::rows::RegretRow;
use crate::studies::discover::words::short;

/// A row for each policy, in the order of the manifest.
pub fn rows(read: &Read) -> Vec<RegretRow> {
    let baseline = read.losses.means(read.baseline);
    let together = read.sample.together();
    let found = read.losses.robustness(together, baseline, &RESAMPLED);
    let winners = read.losses.winners();
    let goes_with = goes_with(read, &winners);
    let points = read.sample.len();
    let row = |(policy, of): (usize, plaza_exploration::regret::Robustness)| {
        let share = |order: Ordering| {
            let pairs = read.losses.means(policy).iter().zip(baseline);
            let found = pairs.filter(|(mine, theirs)| mine.partial_cmp(theirs) == Some(order));
            (policy != read.baseline).then(|| found.count() as f64 / points as f64)
        };
        let clearly = |order: Ordering| {
            let enough = policy != read.baseline && read.losses.futures() >= LEAST_FUTURES;
            let apart =
                |point: &usize| read.clearly([policy, read.baseline], *point) == Some(order);
            enough.then(|| (0..points).filter(apart).count() as f64 / points as f64)
        };
        RegretRow {
            policy: read.policies[policy].clone(),
            outcome: read.metric.name,
            points,
            futures: read.losses.futures(),
            mean: read.sign * of.mean,
            worst: read.sign * of.worst,
            regret_max: of.regret_max,
            regret_mean: of.regret_mean,
            regret_mean_held_out: of.regret_held_out,
            regret_mean_held_out_low: of.held_out_interval.map(|ends| ends[0]),
            regret_mean_held_out_high: of.held_out_interval.map(|ends| ends[1]),
            regret_q90: of.regret_q90,
            best_share: of.best_share,
            clearly_best_share: of.clearly_best_share,
            better_share: share(Ordering::Less),
            tied_share: share(Ordering::Equal),
            clearly_better_share: clearly(Ordering::Less),
            clearly_worse_share: clearly(Ordering::Greater),
            satisficing_share: of.satisficing_share,
            goes_with: goes_with[policy].clone(),
        }
    };
    found.into_iter().enumerate().map(row).collect()
}

/// For each policy the inputs with which it goes whether it alone is the best, the strongest first, divided by
/// semicolons. Floors hold for all policies at once.
fn goes_with(read: &Read, winners: &[Option<usize>]) -> Vec<String> {
    let policies: Vec<usize> = (0..read.policies.len()).collect();
    let of = |policy: &usize| {
        let best = winners.iter().map(|winner| *winner == Some(*policy));
        let best: Vec<usize> = best.map(usize::from).collect();
        delta(&read.sample, &best, 2, &RESAMPLED)
    };
    let shifts: Vec<Shifts> = policies.par_iter().map(of).collect();
    let names = |shifts: Vec<Shift>| {
        // What is the best always or never goes with nothing: its indices are their floors, 0.
        let mut found: Vec<(f64, &str)> = (shifts.into_iter().zip(read.names()))
            .filter(|(shift, _)| shift.matters())
            .map(|(shift, name)| (shift.value - shift.floor, short(name)))
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let names: Vec<&str> = found.into_iter().map(|(_, name)| name).collect();
        names.join(";")
    };
    Shifts::together(shifts).into_iter().map(names).collect()
}
