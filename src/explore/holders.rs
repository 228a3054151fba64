//! Who holds what place, of single futures whose table `control` was recorded: at the end of each month the group with
//! the most members there, and what part of all members of groups there is its own.

use std::collections::BTreeMap;

use serde_json::json;

use plaza_batch::rows::Rows;
use plaza_model::state::map::Map;

use crate::explore::pack::{Chunk, unsigned};
use crate::runs::dictionary::months::WEEKS;
use crate::studies::story::Teller;

/// What the page calls it, among the measures of a future.
pub const MEASURE: &str = "holder";

/// Groups in the order in which they are met, with the places and months that each holds in all futures.
#[derive(Debug, Default)]
pub struct Holders {
    groups: Vec<Group>,
    found: BTreeMap<String, usize>,
}

#[derive(Debug)]
struct Group {
    name: String,
    held: u64,
}

/// The strongest group of a place at the end of a month.
#[derive(Clone, Copy, Default)]
struct Strongest {
    group: usize,
    members: f64,
    share: f64,
}

impl Holders {
    /// Adds the chunk of a replicate, by place and month: 0 where no group is, or else 1 and the group's number; then
    /// the percent that are its own, in the same order; then whether a third or more are of other groups.
    pub fn add(
        &mut self,
        name: String,
        rows: &Replicate<'_>,
        map: &Map,
        months: usize,
        to: &mut Vec<Chunk>,
    ) {
        let control = rows.control;
        let (codes, keys) = (control.texts("municipality"), control.texts("organization"));
        let [replicates, weeks, members, shares] =
            ["replicate", "week", "members", "share"].map(|column| control.numbers(column));
        let mut cells = vec![None::<Strongest>; map.places.len() * months];
        for row in 0..control.len() {
            let week = weeks[row] as usize;
            let is_last = (week + 1).is_multiple_of(WEEKS as usize);
            if replicates[row] != f64::from(rows.replicate) || !is_last {
                continue;
            }
            let place = codes[row].and_then(|code| map.find(code));
            let (Some(place), Some(key)) = (place, keys[row]) else {
                continue;
            };
            let month = week / WEEKS as usize;
            if month >= months || members[row] <= 0.0 {
                continue;
            }
            let group = self.number(key, rows.teller);
            let cell = &mut cells[place as usize * months + month];
            // Of equals the first by key, as the table has them in its order.
            if cell.is_none_or(|of| of.members < members[row]) {
                *cell = Some(Strongest {
                    group,
                    members: members[row],
                    share: shares[row],
                });
            }
        }
        let mut bytes = Vec::new();
        for cell in &cells {
            unsigned(cell.map_or(0, |of| 1 + of.group as u64), &mut bytes);
            if let Some(of) = cell {
                self.groups[of.group].held += 1;
            }
        }
        let percent = |of: &Strongest| (100.0 * of.share).round() as u8;
        bytes.extend(cells.iter().map(|cell| cell.as_ref().map_or(0, percent)));
        let divided = |of: &Strongest| u8::from(3.0 * of.share <= 2.0);
        bytes.extend(cells.iter().map(|cell| cell.as_ref().map_or(0, divided)));
        to.push(Chunk::new(format!("{MEASURE}:{name}"), &bytes));
    }

    fn number(&mut self, key: &str, teller: &Teller<'_>) -> usize {
        if let Some(known) = self.found.get(key) {
            return *known;
        }
        self.groups.push(Group {
            name: teller.name(key),
            held: 0,
        });
        self.found.insert(key.to_owned(), self.groups.len() - 1);
        self.groups.len() - 1
    }

    /// The chunk `holders`: names of groups by their numbers, and the numbers from the group that holds most.
    pub fn chunk(&self) -> Option<Chunk> {
        if self.groups.is_empty() {
            return None;
        }
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_key(|group| std::cmp::Reverse(self.groups[*group].held));
        let names: Vec<&str> = self.groups.iter().map(|of| of.name.as_str()).collect();
        Some(Chunk::json(
            "holders",
            &json!({ "name": names, "order": order }),
        ))
    }
}

/// A replicate of the table `control`.
pub struct Replicate<'a> {
    /// The table of its block.
    pub control: &'a Rows,
    /// Its number.
    pub replicate: u32,
    /// Knows the names of its groups, also of those that ended before the table of groups was written.
    pub teller: &'a Teller<'a>,
}
