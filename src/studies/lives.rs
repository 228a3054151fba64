//! The lives of groups: from founding to extinction, or to the end of the run.

pub mod figure;
pub mod files;

use std::collections::BTreeMap;
use std::sync::Arc;

use plaza_batch::rows::Rows;
use plaza_engine::survival::Life;

use crate::runs::trajectories::by_policy;

/// The groups of all replicates of one policy; times in weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct Lives {
    /// The policy.
    pub policy: Arc<str>,
    /// How many replicates.
    pub replicates: usize,
    /// Groups that were there when recording began; watched from then.
    pub founders: Vec<Life>,
    /// Groups that split off later; watched from their founding.
    pub splinters: Vec<Life>,
}

/// When a splinter was founded and a group ended, in weeks of the model.
#[derive(Clone, Copy, Debug)]
struct Span {
    born: Option<f64>,
    ended: Option<f64>,
}

/// The columns of the tables `national`, `organizations` and `events` that [`lives`] reads.
pub static COLUMNS: [&[&str]; 3] = [
    &["policy", "replicate", "week"],
    &["policy", "replicate", "organization", "parent", "born_week"],
    &[
        "policy",
        "replicate",
        "week",
        "kind",
        "organization",
        "other",
    ],
];

/// Adds the lives of further replicates.
pub fn join(all: &mut Vec<Lives>, more: Vec<Lives>) {
    for more in more {
        match all.iter_mut().find(|of| of.policy == more.policy) {
            Some(of) => {
                of.replicates += more.replicates;
                of.founders.extend(more.founders);
                of.splinters.extend(more.splinters);
            }
            None => all.push(more),
        }
    }
}

/// Lives by policy, in the order of the table `national`. A splinter is known by its split, other
/// groups by their rows or by their end; a week begun counts as lived.
pub fn lives(national: &Rows, organizations: &Rows, events: &Rows) -> Vec<Lives> {
    let weeks = national.numbers("week");
    let numbers = national.numbers("replicate");
    let spans = spans(organizations, events);
    by_policy(national)
        .into_iter()
        .map(|of| {
            let (mut founders, mut splinters) = (Vec::new(), Vec::new());
            for rows in &of.replicates {
                let (first, last) = (weeks[rows[0]], weeks[rows[rows.len() - 1]]);
                let replicate = (Arc::clone(&of.policy), numbers[rows[0]] as i64);
                for span in spans.get(&replicate).into_iter().flat_map(BTreeMap::values) {
                    let born = span.born.filter(|born| *born >= first);
                    let life = Life {
                        time: span.ended.unwrap_or(last) + 1.0 - born.unwrap_or(first),
                        ended: span.ended.is_some(),
                    };
                    match born {
                        Some(_) => splinters.push(life),
                        None => founders.push(life),
                    }
                }
            }
            Lives {
                policy: of.policy,
                replicates: of.replicates.len(),
                founders,
                splinters,
            }
        })
        .collect()
}

/// The groups of one replicate by key.
type Spans = BTreeMap<Arc<str>, Span>;

fn spans(organizations: &Rows, events: &Rows) -> BTreeMap<(Arc<str>, i64), Spans> {
    let mut found: BTreeMap<(Arc<str>, i64), Spans> = BTreeMap::new();
    let mut note = |policy: Option<&str>, replicate: f64, key: Option<&str>, span: Span| {
        let (Some(policy), Some(key)) = (policy, key) else {
            return;
        };
        let of = found.entry((policy.into(), replicate as i64)).or_default();
        let known = of.entry(key.into()).or_insert(span);
        known.born = known.born.or(span.born);
        known.ended = known.ended.or(span.ended);
    };
    let (keys, born) = (
        organizations.texts("organization"),
        organizations.numbers("born_week"),
    );
    let parents = organizations.texts("parent");
    let policies = organizations.texts("policy");
    let replicates = organizations.numbers("replicate");
    for (row, key) in keys.into_iter().enumerate() {
        let span = Span {
            born: parents[row].map(|_| born[row]),
            ended: None,
        };
        note(policies[row], replicates[row], key, span);
    }
    let (policies, kinds) = (events.texts("policy"), events.texts("kind"));
    let (whom, others) = (events.texts("organization"), events.texts("other"));
    let (weeks, replicates) = (events.numbers("week"), events.numbers("replicate"));
    for (row, kind) in kinds.iter().enumerate() {
        let (key, born, ended) = match kind {
            Some("split") => (others[row], Some(weeks[row]), None),
            Some("extinction") => (whom[row], None, Some(weeks[row])),
            _ => continue,
        };
        note(policies[row], replicates[row], key, Span { born, ended });
    }
    found
}
