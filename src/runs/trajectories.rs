//! The rows of the table `national`, sorted out by policy and replicate.

use std::collections::BTreeMap;
use std::sync::Arc;

use plaza_batch::rows::Rows;

/// The replicates of one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectories {
    /// The policy.
    pub policy: Arc<str>,
    /// For each replicate, ascending, the indices of its rows in order of weeks.
    pub replicates: Vec<Vec<usize>>,
}

/// The rows of each policy and replicate; policies in the order in which they appear.
pub fn by_policy(national: &Rows) -> Vec<Trajectories> {
    let names = national.texts("policy");
    let replicates = national.numbers("replicate");
    let weeks = national.numbers("week");
    let mut policies: Vec<&str> = Vec::new();
    let mut found: Vec<BTreeMap<i64, Vec<usize>>> = Vec::new();
    let mut current = 0;
    for (row, name) in names.into_iter().enumerate() {
        let Some(name) = name else { continue };
        if policies.get(current) != Some(&name) {
            current = policies
                .iter()
                .position(|known| *known == name)
                .unwrap_or(policies.len());
            if current == policies.len() {
                policies.push(name);
                found.push(BTreeMap::new());
            }
        }
        found[current]
            .entry(replicates[row] as i64)
            .or_default()
            .push(row);
    }
    policies
        .into_iter()
        .zip(found)
        .map(|(policy, found)| Trajectories {
            policy: Arc::from(policy),
            replicates: found
                .into_values()
                .map(|mut rows| {
                    rows.sort_by(|a, b| weeks[*a].total_cmp(&weeks[*b]));
                    rows
                })
                .collect(),
        })
        .collect()
}
