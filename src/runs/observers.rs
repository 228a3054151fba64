//! Observers: they record a replicate and decide nothing.

mod months;
mod municipalities;
mod spending;

use plaza_batch::rows::Recorded;
use plaza_model::state::events::Event;
use plaza_model::state::map::Map;
use plaza_model::state::memory::Life;
use plaza_model::state::world::World;

use crate::runs::design::{Record, Weekly};
use crate::runs::dictionary::TABLES;
use crate::runs::dictionary::control::{self, ControlRow};
use crate::runs::dictionary::events::EventRow;
use crate::runs::dictionary::lives::LifeRow;
use crate::runs::dictionary::national::{NationalRow, Week};
use crate::runs::dictionary::organizations::{Group, OrganizationRow};
use crate::runs::dictionary::pairs::{self, PairRow};
use crate::runs::dictionary::panel::{PanelRow, WeekOfPlace};
use crate::runs::dictionary::words::Words;
use crate::runs::observers::months::Months;
use crate::runs::observers::municipalities::Municipalities;
use crate::runs::observers::spending::Spending;

/// Every how many weeks organizations are recorded.
const ORGANIZATIONS_EVERY: i32 = 13;

/// Everything recorded of one replicate so far; forks with it. While policies share weeks, it holds
/// what any of them wants to be recorded.
#[derive(Clone, Debug)]
pub struct Observer<'a> {
    record: &'a Record,
    replicate: u32,
    /// The draw of the parameters, if they are drawn.
    draw: Option<u32>,
    national: Vec<NationalRow>,
    organizations: Vec<OrganizationRow>,
    events: Vec<(i32, Event)>,
    municipalities: Municipalities,
    spending: Spending,
    panel: Option<Vec<PanelRow>>,
    lives: Vec<(i32, Life)>,
    pairs: Option<Vec<PairRow>>,
    control: Option<Vec<ControlRow>>,
    months: Option<Months>,
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
            panel: Some(Vec::new()),
            lives: Vec::new(),
            pairs: Some(Vec::new()),
            control: Some(Vec::new()),
            months: record.months.then(|| Months::new(places)),
        };
        observer.keep_for(policies);
        observer
    }

    /// Forgets what none of these policies wants: the others have parted.
    pub fn keep_for(&mut self, policies: &[&str]) {
        let record = self.record;
        let wanted = |table| record.any_wants(table, policies, self.replicate);
        if !wanted(Weekly::Panel) {
            self.panel = None;
        }
        if !wanted(Weekly::Pairs) {
            self.pairs = None;
        }
        if !wanted(Weekly::Control) {
            self.control = None;
        }
        let wants_all = |policy: &&str| record.every_municipality(policy);
        if !policies.iter().any(wants_all) {
            self.municipalities.keep_active();
        }
    }

    /// Records the week that has just ended.
    pub fn week(&mut self, world: &World) {
        self.national
            .push(NationalRow::of(&Week::of(world, self.draw)));
        let week = world.given.week;
        let events = world.record.events.iter();
        self.events.extend(events.map(|event| (week, *event)));
        if (week + 1) % ORGANIZATIONS_EVERY == 0 {
            let groups = world.groups.organizations.values();
            self.organizations
                .extend(groups.map(|group| OrganizationRow::of(&Group::of(group, world))));
        }
        self.municipalities.week(world);
        self.spending.week(world);
        if let Some(panel) = &mut self.panel {
            let places = told(world).into_iter();
            let weeks =
                places.filter_map(|(place, counted)| WeekOfPlace::of(world, place, counted));
            panel.extend(weeks.map(PanelRow::of));
        }
        let told = world.record.lives.told.iter();
        self.lives.extend(told.map(|life| (week, *life)));
        if let Some(pairs) = &mut self.pairs {
            pairs.extend(pairs::rows(world));
        }
        if let Some(control) = &mut self.control {
            control.extend(control::rows(world));
        }
        if let Some(months) = &mut self.months {
            months.week(world);
        }
    }

    /// The rows of the tables under a policy.
    pub fn rows(&self, policy: &str, map: &Map) -> Recorded {
        let of = (policy, self.replicate);
        let wanted = |table| self.record.any_wants(table, &[policy], self.replicate);
        let words = &mut Words::new(map);
        let mut recorded = Recorded::of(&TABLES);
        let [
            national,
            organizations,
            events,
            municipalities,
            budget,
            panel,
            lives,
            pairs,
            control,
            months,
        ] = recorded.tables.as_mut_slice()
        else {
            unreachable!("the tables of a replicate");
        };
        let events_of: Vec<EventRow> = (self.events.iter())
            .map(|(week, event)| EventRow::of(*week, event))
            .collect();
        let lives_of: Vec<LifeRow> = (self.lives.iter())
            .map(|(week, life)| LifeRow::of(*week, life))
            .collect();
        let every_municipality = self.record.every_municipality(policy);
        national.write(of, &self.national, words);
        organizations.write(of, &self.organizations, words);
        events.write(of, &events_of, words);
        municipalities.write(of, &self.municipalities.rows(every_municipality), words);
        budget.write(of, &self.spending.rows(), words);
        panel.write(of, kept(&self.panel, wanted(Weekly::Panel)), words);
        lives.write(of, &lives_of, words);
        pairs.write(of, kept(&self.pairs, wanted(Weekly::Pairs)), words);
        control.write(of, kept(&self.control, wanted(Weekly::Control)), words);
        if let Some(recorded) = &self.months {
            *months = recorded.rows(policy, map);
        }
        recorded
    }
}

/// The rows of a weekly table if they are wanted.
fn kept<Row>(rows: &Option<Vec<Row>>, wanted: bool) -> &[Row] {
    rows.as_deref().filter(|_| wanted).unwrap_or_default()
}

/// Places with something counted this week or a mobile unit, ascending, each with whether something is counted.
fn told(world: &World) -> Vec<(u32, bool)> {
    let occupied = &world.land.occupied;
    let units = &world.institutions.garrisoned;
    let alone = (units.iter()).filter(|place| occupied.binary_search(place).is_err());
    let counted = occupied.iter().map(|place| (*place, true));
    let mut places: Vec<_> = counted.chain(alone.map(|place| (*place, false))).collect();
    // Two runs that are in order: quick for a stable sort.
    places.sort();
    places
}
