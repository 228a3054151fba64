//! Observers: what is recorded of a replicate, never what is decided.

mod events;
mod lives;
mod municipalities;
mod national;
mod organizations;
mod panel;
mod spending;

use std::sync::Arc;

use plaza_batch::rows::{Recorded, Value};
use plaza_model::state::events::Event;
use plaza_model::state::map::Map;
use plaza_model::state::memory::Life;
use plaza_model::state::organizations::OrganizationKey;
use plaza_model::state::world::World;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::design::Record;
use crate::runs::dictionary::TABLES;
use crate::runs::observers::municipalities::Municipalities;
use crate::runs::observers::national::NationalRow;
use crate::runs::observers::organizations::OrganizationRow;
use crate::runs::observers::panel::Panel;
use crate::runs::observers::spending::Spending;

/// Every how many weeks organizations are recorded.
const ORGANIZATIONS_EVERY: i32 = 13;

/// Everything recorded of one replicate so far; forks with it. While policies share weeks, it holds
/// what any of them wants to be recorded.
#[derive(Clone, Debug)]
pub struct Observer<'a> {
    record: &'a Record,
    replicate: u32,
    /// The draw of the numbers of the rules, if they are drawn.
    draw: Option<u32>,
    national: Vec<NationalRow>,
    organizations: Vec<OrganizationRow>,
    events: Vec<(i32, Event)>,
    municipalities: Municipalities,
    spending: Spending,
    panel: Option<Panel>,
    lives: Vec<(i32, Life)>,
}

impl<'a> Observer<'a> {
    /// Nothing recorded yet of a replicate, by its number and its draw, under these policies.
    pub fn new(
        record: &'a Record,
        policies: &[&str],
        (replicate, draw): (u32, Option<u32>),
        places: usize,
    ) -> Self {
        let mut observer = Self {
            record,
            replicate,
            draw,
            national: Vec::new(),
            organizations: Vec::new(),
            events: Vec::new(),
            municipalities: Municipalities::new(places),
            spending: Spending::default(),
            panel: Some(Panel::default()),
            lives: Vec::new(),
        };
        observer.keep_for(policies);
        observer
    }

    /// Forgets what none of these policies wants: the others have parted.
    pub fn keep_for(&mut self, policies: &[&str]) {
        let wants_panel = |policy: &&str| self.record.panel_of(policy).holds(self.replicate);
        if !policies.iter().any(wants_panel) {
            self.panel = None;
        }
        let wants_all = |policy: &&str| self.record.every_municipality(policy);
        if !policies.iter().any(wants_all) {
            self.municipalities.keep_active();
        }
    }

    /// Records the week that has just ended.
    pub fn week(&mut self, world: &World) {
        self.national.push(NationalRow::of(world));
        self.events
            .extend(world.events.iter().map(|event| (world.week, *event)));
        if (world.week + 1) % ORGANIZATIONS_EVERY == 0 {
            let groups = world.organizations.values();
            self.organizations
                .extend(groups.map(|group| OrganizationRow::of(group, world)));
        }
        self.municipalities.week(world);
        self.spending.week(world);
        if let Some(panel) = &mut self.panel {
            panel.week(world);
        }
        let told = world.lives.told.iter();
        self.lives.extend(told.map(|life| (world.week, *life)));
    }

    /// The rows of the tables under a policy.
    pub fn finish(mut self, policy: &str, map: &Map) -> Recorded {
        self.keep_for(&[policy]);
        let replicate = self.replicate;
        let policy: Arc<str> = policy.into();
        let codes: Vec<Arc<str>> = map
            .places
            .iter()
            .map(|place| place.code.as_str().into())
            .collect();
        let named = || [Value::Text(policy.clone()), int(replicate)].into_iter();
        let mut recorded = Recorded::of(&TABLES);
        let [
            national,
            organizations,
            events,
            municipalities,
            budget,
            panel,
            lives,
        ] = recorded.tables.as_mut_slice()
        else {
            unreachable!("the tables of a replicate");
        };
        national.reserve(self.national.len());
        for row in self.national {
            let draw = maybe(self.draw, int);
            national.push(named().chain(row.values()).chain([draw]));
        }
        for row in self.organizations {
            organizations.push(named().chain(row.values()));
        }
        for (week, event) in self.events {
            events.push(named().chain(events::values(week, &event, &codes)));
        }
        for row in self.municipalities.into_rows() {
            municipalities.push(named().chain(row.values(&codes)));
        }
        for row in self.spending.into_rows() {
            budget.push(named().chain(row));
        }
        for row in self.panel.iter().flat_map(|panel| panel.values(&codes)) {
            panel.push(named().chain(row));
        }
        let words = lives::Words::new();
        lives.reserve(self.lives.len());
        for (week, life) in self.lives {
            lives.push(named().chain(lives::values(week, &life, &codes, &words)));
        }
        recorded
    }
}

/// Whether a year ends with a week.
fn year_ends(week: i32) -> bool {
    (week + 1) % WEEKS_PER_YEAR == 0
}

/// A part of a whole; 0 of nothing.
fn part(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn int(value: impl Into<i64>) -> Value {
    Value::Integer(value.into())
}

/// A count of people, which are fewer than `i64` holds.
fn count(value: u64) -> Value {
    Value::Integer(value as i64)
}

fn maybe<T>(value: Option<T>, write: impl FnOnce(T) -> Value) -> Value {
    value.map_or(Value::Null, write)
}

fn key(key: OrganizationKey) -> Value {
    Value::Text(key.to_string().into())
}
