//! What a finished design says on a screen: each policy over all points.

use plaza_batch::layout::{Table, numbers, words};
use plaza_batch::rows::Rows;
use plaza_engine::numbers::{counted, grouped};
use serde::Serialize;

use crate::runs::dictionary::POINT;

/// The outcome that is told.
const TOLD: &str = "oc_deaths";

/// One policy over all points.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The policy.
    pub policy: String,
    /// Mean of its deaths over all points.
    pub mean: f64,
    /// Mean over replicates at the point where it is least.
    pub least: f64,
    /// Mean over replicates at the point where it is most.
    pub most: f64,
    /// At how many points it has the fewest deaths of all, ties among them.
    pub best_at: usize,
}

/// Each policy over all points, in the order in which they appear.
pub fn rows(outcomes: &Rows) -> Vec<Row> {
    let (points, deaths) = (outcomes.numbers(POINT.name), outcomes.numbers(TOLD));
    // Of each policy, by point: sum and number of replicates.
    let mut policies: Vec<(&str, Vec<(f64, u32)>)> = Vec::new();
    for (row, policy) in outcomes.texts("policy").into_iter().enumerate() {
        let Some(policy) = policy else { continue };
        let known = policies.iter().position(|(name, _)| *name == policy);
        let index = known.unwrap_or_else(|| {
            policies.push((policy, Vec::new()));
            policies.len() - 1
        });
        let means = &mut policies[index].1;
        let point = points[row] as usize;
        if means.len() <= point {
            means.resize(point + 1, (0.0, 0));
        }
        means[point].0 += deaths[row];
        means[point].1 += 1;
    }
    let mean = |of: &(f64, u32)| (of.1 > 0).then(|| of.0 / f64::from(of.1));
    let means: Vec<Vec<Option<f64>>> = (policies.iter())
        .map(|(_, means)| means.iter().map(mean).collect())
        .collect();
    let all = means.iter().map(Vec::len).max().unwrap_or(0);
    let at = |policy: usize, point: usize| means[policy].get(point).copied().flatten();
    let least = |point: usize| {
        let of = (0..means.len()).filter_map(|policy| at(policy, point));
        of.min_by(f64::total_cmp)
    };
    let best_at = |policy: usize| {
        let best = |point: &usize| at(policy, *point).is_some_and(|of| Some(of) == least(*point));
        (0..all).filter(best).count()
    };
    let of = |(index, (policy, _)): (usize, &(&str, _))| {
        let means: Vec<f64> = means[index].iter().flatten().copied().collect();
        Row {
            policy: (*policy).to_owned(),
            mean: means.iter().sum::<f64>() / means.len().max(1) as f64,
            least: means.iter().copied().fold(f64::INFINITY, f64::min),
            most: means.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            best_at: best_at(index),
        }
    };
    policies.iter().enumerate().map(of).collect()
}

/// The same for a screen of so many columns.
pub fn screen(rows: &[Row], points: usize, width: usize) -> String {
    let mut table = Table::new([
        words("policy"),
        numbers("OC deaths"),
        numbers("lowest point"),
        numbers("highest point"),
        numbers("fewest of all"),
    ]);
    for row in rows {
        let [mean, least, most] = [row.mean, row.least, row.most].map(|of| grouped(of, 0));
        let best = format!("at {} of {points}", row.best_at);
        table.row([row.policy.clone(), mean, least, most, best]);
    }
    format!(
        "Means over {} and all replicates, and over replicates at single points:\n{}",
        counted(points, "point", "points"),
        table.fit(width).trim_end()
    )
}
