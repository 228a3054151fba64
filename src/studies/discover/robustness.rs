//! Regret and robustness of every policy, and which inputs decide whether it is the best.

use plaza_engine::statistics::mean;
use plaza_exploration::shift::delta;

use crate::studies::discover::RESAMPLED;
use crate::studies::discover::reading::Read;
use crate::studies::discover::rows::RegretRow;
use crate::studies::discover::words::short;

/// A row for each policy, in the order of the manifest.
pub fn rows(read: &Read) -> Vec<RegretRow> {
    let baseline = read.losses.means(read.baseline);
    let limit = mean(baseline).unwrap_or(0.0);
    let together = read.sample.together();
    let found = read.losses.robustness(together, limit, &RESAMPLED);
    let winners = read.losses.winners();
    let points = read.sample.len();
    let row = |(policy, of): (usize, plaza_exploration::regret::Robustness)| {
        let pairs = read.losses.means(policy).iter().zip(baseline);
        let better = pairs.map(|(mine, theirs)| match mine.total_cmp(theirs) {
            std::cmp::Ordering::Less => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Greater => 0.0,
        });
        RegretRow {
            policy: read.policies[policy].clone(),
            outcome: read.metric.name,
            points,
            futures: read.losses.futures(),
            mean: read.sign * of.mean,
            worst: read.sign * of.worst,
            regret_max: of.regret_max,
            regret_mean: of.regret_mean,
            regret_mean_low: of.regret_interval.map(|ends| ends[0]),
            regret_mean_high: of.regret_interval.map(|ends| ends[1]),
            regret_mean_held_out: of.regret_held_out,
            regret_q90: of.regret_q90,
            best_share: of.best_share,
            clearly_best_share: of.clearly_best_share,
            better_share: (policy != read.baseline).then(|| better.sum::<f64>() / points as f64),
            satisficing_share: of.satisficing_share,
            satisficing_limit: read.sign * limit,
            decided_by: decided_by(read, &winners, policy),
        }
    };
    found.into_iter().enumerate().map(row).collect()
}

/// The inputs that decide whether a policy is the best, the strongest first.
fn decided_by(read: &Read, winners: &[usize], policy: usize) -> String {
    let best: Vec<usize> = winners
        .iter()
        .map(|winner| usize::from(*winner == policy))
        .collect();
    // Always or never is decided by nothing.
    if best.iter().all(|of| *of == best[0]) {
        return String::new();
    }
    let mut found: Vec<(f64, &str)> = delta(&read.sample, &best, 2, &RESAMPLED)
        .into_iter()
        .zip(read.names())
        .filter(|(shift, _)| shift.matters())
        .map(|(shift, name)| (shift.value - shift.floor, short(name)))
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let names: Vec<&str> = found.into_iter().map(|(_, name)| name).collect();
    names.join(";")
}
