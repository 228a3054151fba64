//! Single futures of the page: what happened to whom, who came from whom, and the maps of one replicate where its weeks
//! were recorded.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value as Json, json};

use plaza_batch::problem::Problem;
use plaza_batch::rows::Rows;
use plaza_model::state::map::Map;

use crate::explore::holders::{Holders, MEASURE, Replicate};
use crate::explore::measure::single as coded;
use crate::explore::pack::Chunk;
use crate::runs::design::{BLOCK, Weekly};
use crate::runs::dictionary::months::{MEASURES, WEEKS};
use crate::runs::dictionary::{CONTROL, EVENTS, NATIONAL, ORGANIZATIONS, PANEL};
use crate::setup::results::Results;
use crate::studies::story::{Source, Teller, happened};

/// Futures whose weeks were recorded and that are told, of all policies together, and of each at least.
const TOLD: usize = 8;
const LEAST: usize = 2;

/// Groups drawn at most: those that were the largest.
const GROUPS: usize = 60;

/// A future that is told.
#[derive(Debug, Serialize)]
pub struct Future {
    policy: String,
    replicate: u32,
    /// The measures whose map there is.
    measures: Vec<&'static str>,
}

/// Adds chunks `future:POLICY:REPLICATE` and, of futures whose weeks were recorded, `single:POLICY:REPLICATE:MEASURE`.
pub fn chunks(
    results: &Results,
    map: &Map,
    to: &mut Vec<Chunk>,
) -> Result<Vec<Future>, Vec<Problem>> {
    let mut futures = Vec::new();
    let record = &results.experiment()?.record;
    let months = (results.manifest.weeks / WEEKS) as usize;
    let mut holders = Holders::default();
    for (policy, of) in &results.manifest.policies {
        let panel = record.weekly_of(Weekly::Panel, policy);
        let control = record.weekly_of(Weekly::Control, policy);
        let recorded = |of: u32| panel.holds(of) || control.holds(of);
        let mut replicates: Vec<u32> = (0..of.replicates).collect();
        replicates.retain(|of| {
            !results
                .manifest
                .failed()
                .any(|(p, r, _)| p == policy && r == *of)
        });
        // Those whose weeks were recorded first.
        replicates.sort_by_key(|replicate| !recorded(*replicate));
        let most = match replicates.first() {
            Some(first) if recorded(*first) => {
                replicates.retain(|replicate| recorded(*replicate));
                (TOLD / results.manifest.policies.len()).max(LEAST)
            }
            _ => 1,
        };
        for replicate in replicates.into_iter().take(most) {
            let mut blocks = results.blocks_of(policy);
            let Some(block) = blocks.find(|block| block.number == replicate / BLOCK) else {
                continue;
            };
            let name = format!("{policy}:{replicate}");
            let source = Source {
                policy,
                replicate,
                map,
                national: &block.columns(&NATIONAL, &["policy", "replicate", "week"])?,
                organizations: &block.read(&ORGANIZATIONS)?,
                events: &block.read(&EVENTS)?,
            };
            to.push(Chunk::json(format!("future:{name}"), &future(source)));
            let mut measures = Vec::new();
            if panel.holds(replicate) && block.has(&PANEL) {
                for (measure, sums) in single(&block.read(&PANEL)?, replicate, map, months) {
                    let bytes = coded(months, &sums);
                    to.push(Chunk::raw(format!("single:{name}:{measure}"), &bytes));
                    measures.push(measure);
                }
            }
            if control.holds(replicate) && block.has(&CONTROL) {
                let of = Replicate {
                    control: &block.read(&CONTROL)?,
                    replicate,
                    teller: &Teller::new(source),
                };
                holders.add(name, &of, map, months, to);
                measures.push(MEASURE);
            }
            futures.push(Future {
                policy: policy.clone(),
                replicate,
                measures,
            });
        }
    }
    to.extend(holders.chunk());
    Ok(futures)
}

/// Events in words, and the groups.
fn future(source: Source<'_>) -> Json {
    let told = happened(source);
    let (groups, ends) = (groups(&source), ends(&source));
    let mut largest: Vec<&Group> = groups.values().collect();
    largest.sort_by(|a, b| b.most().total_cmp(&a.most()).then(a.key.cmp(&b.key)));
    largest.truncate(GROUPS);
    largest.sort_by(|a, b| a.born.cmp(&b.born).then(a.key.cmp(&b.key)));
    let index = |key: &str| largest.iter().position(|group| group.key == key);
    let list =
        |of: &dyn Fn(&Group) -> Json| largest.iter().map(|group| of(group)).collect::<Vec<_>>();
    json!({
        "week": told.iter().map(|event| event.week).collect::<Vec<_>>(),
        "kind": told.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(),
        "place": told.iter().map(|event| event.place).collect::<Vec<_>>(),
        "text": told.iter().map(|event| event.text.as_str()).collect::<Vec<_>>(),
        "group": told.iter().map(|event| event.organization.as_deref().and_then(index)).collect::<Vec<_>>(),
        "groups": {
            "name": list(&|group| json!(group.name)),
            "parent": list(&|group| json!(group.parent.as_deref().and_then(index))),
            "born": list(&|group| json!(group.born)),
            "end": list(&|group| json!(ends.get(&group.key))),
            "weeks": list(&|group| json!(group.sizes.iter().map(|(week, _)| week).collect::<Vec<_>>())),
            "members": list(&|group| json!(group.sizes.iter().map(|(_, members)| members).collect::<Vec<_>>())),
        },
    })
}

/// A group of a future.
struct Group {
    key: String,
    name: String,
    parent: Option<String>,
    born: i32,
    /// Weeks and members.
    sizes: Vec<(i32, f64)>,
}

impl Group {
    fn most(&self) -> f64 {
        self.sizes
            .iter()
            .map(|(_, members)| *members)
            .fold(0.0, f64::max)
    }
}

fn groups(of: &Source<'_>) -> BTreeMap<String, Group> {
    let table = of.organizations;
    let [keys, names, parents] =
        ["organization", "name", "parent"].map(|column| table.texts(column));
    let [weeks, born, members] =
        ["week", "born_week", "members"].map(|column| table.numbers(column));
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for row in of.rows(table) {
        let Some(key) = keys[row] else { continue };
        let group = groups.entry(key.to_owned()).or_insert_with(|| Group {
            key: key.to_owned(),
            name: names[row].unwrap_or_default().to_owned(),
            parent: parents[row].map(str::to_owned),
            born: born[row] as i32,
            sizes: Vec::new(),
        });
        group.sizes.push((weeks[row] as i32, members[row]));
    }
    groups
}

/// The weeks in which groups ceased to exist.
fn ends(of: &Source<'_>) -> BTreeMap<String, i32> {
    let events = of.events;
    let [kinds, organizations, others] =
        ["kind", "organization", "other"].map(|column| events.texts(column));
    let weeks = events.numbers("week");
    let ended = of.rows(events).into_iter().filter_map(|row| {
        let key = match kinds[row]? {
            "extinction" => organizations[row]?,
            "absorption" => others[row]?,
            _ => return None,
        };
        Some((key.to_owned(), weeks[row] as i32))
    });
    ended.collect()
}

/// The measures that the table `panel` has, of one replicate: the country and then place by place, each month by month.
fn single(panel: &Rows, replicate: u32, map: &Map, months: usize) -> Vec<(&'static str, Vec<u64>)> {
    let codes = panel.texts("municipality");
    let [replicates, weeks, present, federal, soldiers, flow] = [
        "replicate",
        "week",
        "organizations",
        "federal_police",
        "soldiers",
        "flow",
    ]
    .map(|column| panel.numbers(column));
    let counted = ["oc_deaths", "extortions", "displaced"];
    let counts = counted.map(|column| panel.numbers(column));
    let rows: Vec<(usize, usize, usize)> = (0..panel.len())
        .filter(|row| replicates[*row] == f64::from(replicate))
        .filter_map(|row| {
            let place = map.find(codes[row]?)? as usize;
            let month = weeks[row] as usize / WEEKS as usize;
            (month < months).then_some((row, place, month))
        })
        .collect();
    let last = |row: usize| (weeks[row] as i32 + 1) % WEEKS == 0;
    let of = |name: &str, row: usize| -> Option<f64> {
        let count = counted.iter().position(|known| *known == name);
        Some(match name {
            _ if count.is_some() => counts[count?][row],
            "organizations" if last(row) => present[row],
            "organizations" => 0.0,
            "contested" => f64::from(u8::from(present[row] >= 2.0)),
            "control" => f64::from(u8::from(present[row] == 1.0)),
            "forces" => federal[row] + soldiers[row],
            "flow" => flow[row] * 10.0,
            _ => return None,
        })
    };
    let mut all = Vec::new();
    for measure in MEASURES {
        let mut sums = vec![0.0; (map.places.len() + 1) * months];
        let mut known = false;
        for (row, place, month) in &rows {
            if let Some(value) = of(measure, *row) {
                known = true;
                sums[*month] += value;
                sums[(place + 1) * months + month] += value;
            }
        }
        if known {
            let sums = sums.into_iter().map(|sum| sum.round() as u64);
            all.push((measure, sums.collect()));
        }
    }
    all
}
