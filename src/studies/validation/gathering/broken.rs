//! What falls of leaders broke off: the splinters of the same week.

use std::collections::BTreeMap;

use plaza_batch::rows::Rows;

use crate::studies::validation::future::{Broken, Future};

/// Replicate, week and organization.
type Fall<'a> = (i64, i32, &'a str);

/// Enters the falls of leaders in whose week the organization split, with what left it.
pub fn broken(events: &Rows, organizations: &Rows, futures: &mut BTreeMap<i64, Future>) {
    let reach = reach(organizations);
    let [numbers, weeks, members] = ["replicate", "week", "members"].map(|of| events.numbers(of));
    let [kinds, keys, others] = ["kind", "organization", "other"].map(|of| events.texts(of));
    let rows_of = |kind: &'static str| {
        let kinds = kinds.iter().enumerate();
        let rows = kinds.filter(move |(_, of)| **of == Some(kind));
        rows.map(|(row, _)| row)
    };
    let fall = |row: usize| -> Fall<'_> {
        let key = keys[row].unwrap_or_default();
        (numbers[row] as i64, weeks[row] as i32, key)
    };
    let mut falls: BTreeMap<Fall<'_>, Broken> = rows_of("leader_removed")
        .map(|row| {
            let broken = Broken {
                week: weeks[row] as i32,
                members: Vec::new(),
                municipalities: Vec::new(),
            };
            (fall(row), broken)
        })
        .collect();
    for row in rows_of("split") {
        let Some(broken) = falls.get_mut(&fall(row)) else {
            continue;
        };
        broken.members.push(members[row]);
        let splinter = others[row].unwrap_or_default();
        let records = reach.get(&(numbers[row] as i64, splinter));
        let mut records = records.into_iter().flatten();
        let first = records.find(|(week, _)| *week >= weeks[row]);
        broken
            .municipalities
            .extend(first.map(|(_, places)| *places));
    }
    for ((number, ..), broken) in falls {
        if let Some(future) = futures.get_mut(&number)
            && !broken.members.is_empty()
        {
            future.broken.push(broken);
        }
    }
}

/// Weeks and municipalities of each group, record by record, by replicate and key.
pub fn reach(organizations: &Rows) -> BTreeMap<(i64, &str), Vec<(f64, f64)>> {
    let mut reach: BTreeMap<(i64, &str), Vec<(f64, f64)>> = BTreeMap::new();
    let [numbers, weeks, places] =
        ["replicate", "week", "municipalities"].map(|column| organizations.numbers(column));
    for (row, key) in organizations.texts("organization").iter().enumerate() {
        let key = (numbers[row] as i64, key.unwrap_or_default());
        reach
            .entry(key)
            .or_default()
            .push((weeks[row], places[row]));
    }
    reach
}
