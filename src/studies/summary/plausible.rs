//! Runs beyond belief: shown, never clipped.

use serde::Serialize;

use plaza_batch::rows::Rows;

use crate::runs::trajectories::by_policy;

/// What a column of the table `national` should stay within.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The column.
    pub column: &'static str,
    /// Whether bounds are per 100,000 residents.
    pub per_100k: bool,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// Organizations between 2 and 60; members between 20,000 and 500,000 in a country of 110 million.
pub static BOUNDS: [Bounds; 2] = [
    Bounds {
        column: "organizations",
        per_100k: false,
        low: 2.0,
        high: 60.0,
    },
    Bounds {
        column: "members",
        per_100k: true,
        low: 18.2,
        high: 454.5,
    },
];

/// A run that left the bounds: where it first did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stray {
    /// The policy.
    pub policy: String,
    /// The replicate.
    pub replicate: i64,
    /// The column.
    pub column: &'static str,
    /// The first week outside.
    pub week: i64,
    /// The value then, as it is bounded.
    pub value: f64,
}

/// The columns of the table `national` that [`strays`] reads.
pub fn columns() -> Vec<&'static str> {
    let bounded = BOUNDS.iter().map(|bounds| bounds.column);
    ["replicate", "week", "population"]
        .into_iter()
        .chain(bounded)
        .collect()
}

/// Every run that left the bounds of a column, at its first week outside.
pub fn strays(national: &Rows) -> Vec<Stray> {
    let weeks = national.numbers("week");
    let replicates = national.numbers("replicate");
    let population = national.numbers("population");
    let mut strays = Vec::new();
    for bounds in &BOUNDS {
        let values = national.numbers(bounds.column);
        let value = |row: usize| {
            if bounds.per_100k {
                values[row] / population[row] * 1e5
            } else {
                values[row]
            }
        };
        for policy in by_policy(national) {
            for rows in &policy.replicates {
                let outside = |row: &&usize| !(bounds.low..=bounds.high).contains(&value(**row));
                if let Some(&row) = rows.iter().find(outside) {
                    strays.push(Stray {
                        policy: policy.policy.to_string(),
                        replicate: replicates[row] as i64,
                        column: bounds.column,
                        week: weeks[row] as i64,
                        value: value(row),
                    });
                }
            }
        }
    }
    strays
}

/// The runs that left the bounds, for a terminal; empty when none did.
pub fn told(strays: &[Stray]) -> String {
    let mut text = String::new();
    for bounds in &BOUNDS {
        let found: Vec<&Stray> = strays
            .iter()
            .filter(|s| s.column == bounds.column)
            .collect();
        if found.is_empty() {
            continue;
        }
        let unit = if bounds.per_100k {
            " per 100,000 residents"
        } else {
            ""
        };
        let Bounds {
            column, low, high, ..
        } = bounds;
        let runs = found.len();
        text += &format!("{runs} runs left {low} to {high} {column}{unit}; first weeks:\n");
        for stray in found.iter().take(8) {
            let Stray {
                policy,
                replicate,
                week,
                value,
                ..
            } = stray;
            text += &format!("  {policy} replicate {replicate}, week {week}: {value:.1}\n");
        }
    }
    text
}
