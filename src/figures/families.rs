//! The groups of one replicate in the order of a family tree.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use plaza_batch::rows::Rows;

/// Lines that still can be read; of more groups the largest are shown.
const MOST: usize = 70;

/// One replicate's groups: founders by size, each followed by its descent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Family {
    /// The policy.
    pub policy: String,
    /// The replicate.
    pub replicate: i64,
    /// The groups shown: a parent, then its children from the last born to the first, each with
    /// its own; so that no line of descent crosses the life of a third group.
    pub groups: Vec<Group>,
    /// Of how many policies this one split most.
    pub policies: usize,
    /// How many groups there were.
    pub all: usize,
    /// The last week known.
    pub last_week: f64,
}

/// A group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// The week of founding.
    pub born: f64,
    /// Members at some weeks, from founding (or week 0) to the end.
    pub sizes: Vec<(f64, f64)>,
    /// Whether it ended before the run did.
    pub ended: bool,
    /// Index of its parent among the groups shown.
    pub parent_row: Option<usize>,
    /// Number of its founder among those with descent.
    pub descent: Option<usize>,
    /// Weeks in which its leader fell.
    pub falls: Vec<(f64, Fall)>,
    parent: Option<Arc<str>>,
}

/// How a leader fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fall {
    /// By the state's forces, dead.
    Killed,
    /// By the state's forces, alive.
    Arrested,
    /// By another group.
    KilledByRivals,
}

impl Group {
    /// Most members it had.
    pub fn peak(&self) -> f64 {
        self.sizes.iter().map(|size| size.1).fold(0.0, f64::max)
    }
}

impl Family {
    /// The groups of the first replicate of the policy that splits most in its first replicate;
    /// of equals the last.
    pub fn new(organizations: &Rows, events: &Rows) -> Self {
        let Some((policies, policy, replicate)) = chosen(organizations, events) else {
            return Self::default();
        };
        let mut found = recorded(organizations, &policy, replicate);
        let last_sample = found
            .values()
            .flat_map(|group| &group.sizes)
            .map(|size| size.0)
            .fold(0.0, f64::max);
        let last_week = note_events(&mut found, events, &policy, replicate).max(last_sample);
        for group in found.values_mut().filter(|group| !group.ended) {
            let (week, members) = group.sizes[group.sizes.len() - 1];
            if week < last_sample {
                group.ended = true;
            } else {
                group.sizes.push((last_week + 1.0, members));
            }
        }
        let all = found.len();
        let mut groups = in_order(&found, &shown(&found));
        colour(&mut groups);
        Self {
            policy: policy.to_string(),
            replicate,
            groups,
            policies,
            all,
            last_week,
        }
    }
}

type Found = BTreeMap<Arc<str>, Group>;

/// Rows of a table that belong to one replicate of one policy.
fn rows_of(table: &Rows, policy: &str, replicate: i64) -> Vec<usize> {
    let replicates = table.numbers("replicate");
    let policies = table.texts("policy");
    (0..table.len())
        .filter(|row| policies[*row] == Some(policy))
        .filter(|row| replicates[*row] as i64 == replicate)
        .collect()
}

fn chosen(organizations: &Rows, events: &Rows) -> Option<(usize, Arc<str>, i64)> {
    let replicates = organizations.numbers("replicate");
    let mut first: Vec<(&str, i64)> = Vec::new();
    for (policy, replicate) in organizations.texts("policy").into_iter().zip(&replicates) {
        let Some(policy) = policy else { continue };
        match first.iter_mut().find(|known| known.0 == policy) {
            Some(known) => known.1 = known.1.min(*replicate as i64),
            None => first.push((policy, *replicate as i64)),
        }
    }
    let kinds = events.texts("kind");
    let policies = first.len();
    first
        .into_iter()
        .max_by_key(|(policy, replicate)| {
            rows_of(events, policy, *replicate)
                .iter()
                .filter(|row| kinds[**row] == Some("split"))
                .count()
        })
        .map(|(policy, replicate)| (policies, Arc::from(policy), replicate))
}

fn recorded(organizations: &Rows, policy: &str, replicate: i64) -> Found {
    let [keys, names, parents] =
        ["organization", "name", "parent"].map(|column| organizations.texts(column));
    let [weeks, births, members] =
        ["week", "born_week", "members"].map(|column| organizations.numbers(column));
    let mut rows = rows_of(organizations, policy, replicate);
    rows.sort_by(|a, b| weeks[*a].total_cmp(&weeks[*b]));
    let mut found = Found::new();
    for row in rows {
        let Some(key) = keys[row] else { continue };
        let group = found.entry(Arc::from(key)).or_insert_with(|| Group {
            name: names[row].unwrap_or_default().to_owned(),
            born: births[row],
            sizes: vec![(births[row].max(0.0), members[row])],
            ended: false,
            parent_row: None,
            descent: None,
            falls: Vec::new(),
            parent: parents[row].map(Arc::from),
        });
        group.sizes.push((weeks[row], members[row]));
    }
    found
}

/// Enters ends and falls; returns the last week of an event.
fn note_events(found: &mut Found, events: &Rows, policy: &str, replicate: i64) -> f64 {
    let [kinds, whom, outcomes] =
        ["kind", "organization", "outcome"].map(|column| events.texts(column));
    let weeks = events.numbers("week");
    let mut last = 0.0_f64;
    for row in rows_of(events, policy, replicate) {
        let week = weeks[row];
        last = last.max(week);
        let Some(group) = whom[row].and_then(|key| found.get_mut(key)) else {
            continue;
        };
        match kinds[row] {
            Some("extinction") => {
                let members = group.sizes[group.sizes.len() - 1].1;
                group.sizes.push((week, members));
                group.ended = true;
            }
            Some("leader_removed") => {
                let fall = match outcomes[row] {
                    Some("arrested") => Fall::Arrested,
                    Some("killed_by_rivals") => Fall::KilledByRivals,
                    _ => Fall::Killed,
                };
                group.falls.push((week, fall));
            }
            _ => {}
        }
    }
    last
}

/// The largest groups with their ancestors, no more than [`MOST`].
fn shown(found: &Found) -> BTreeSet<&Arc<str>> {
    let mut by_size: Vec<(&Arc<str>, &Group)> = found.iter().collect();
    by_size.sort_by(|a, b| b.1.peak().total_cmp(&a.1.peak()));
    let mut shown = BTreeSet::new();
    for (key, _) in by_size {
        let mut line = BTreeSet::new();
        let mut next = Some(key);
        while let Some((key, group)) = next.and_then(|key| found.get_key_value(key)) {
            if shown.contains(key) || !line.insert(key) {
                break;
            }
            next = group.parent.as_ref();
        }
        if shown.len() + line.len() <= MOST {
            shown.append(&mut line);
        }
    }
    shown
}

fn in_order(found: &Found, shown: &BTreeSet<&Arc<str>>) -> Vec<Group> {
    let known_parent = |group: &Group| {
        group
            .parent
            .as_ref()
            .and_then(|key| found.get_key_value(key))
            .map(|(key, _)| key)
    };
    let mut children: BTreeMap<Option<&Arc<str>>, Vec<&Arc<str>>> = BTreeMap::new();
    for key in shown {
        children
            .entry(known_parent(&found[*key]))
            .or_default()
            .push(key);
    }
    for (parent, keys) in &mut children {
        if parent.is_some() {
            keys.sort_by(|a, b| found[*a].born.total_cmp(&found[*b].born));
        } else {
            keys.sort_by(|a, b| found[*a].peak().total_cmp(&found[*b].peak()));
        }
    }
    // The last of a list is taken first: founders from the largest, children from the youngest.
    let mut waiting = children.remove(&None).unwrap_or_default();
    let mut rows: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
    let mut groups = Vec::new();
    while let Some(key) = waiting.pop() {
        let group = &found[key];
        rows.insert(key, groups.len());
        groups.push(Group {
            parent_row: known_parent(group).and_then(|parent| rows.get(parent).copied()),
            ..group.clone()
        });
        waiting.extend(children.remove(&Some(key)).unwrap_or_default());
    }
    groups
}

/// Numbers the founders that have descent, and passes the number on.
fn colour(groups: &mut [Group]) {
    let mut next = 0;
    for row in 0..groups.len() {
        groups[row].descent = match groups[row].parent_row {
            Some(parent) => groups[parent].descent,
            None if groups
                .get(row + 1)
                .is_some_and(|g| g.parent_row == Some(row)) =>
            {
                next += 1;
                Some(next - 1)
            }
            None => None,
        };
    }
}
