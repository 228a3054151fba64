//! Observers: what is recorded of a replicate, never what is decided.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::experiment::design::{Record, RecordMunicipalities};
use crate::experiment::tables::{Recorded, Value};
use crate::state::citizens::Age;
use crate::state::events::{Event, EventKind};
use crate::state::forces::Force;
use crate::state::map::Map;
use crate::state::memory::Life;
use crate::state::organizations::OrganizationKey;
use crate::state::tally::Tally;
use crate::state::world::World;
use crate::units::WEEKS_PER_YEAR;

/// Every how many weeks organizations are recorded.
const ORGANIZATIONS_EVERY: i32 = 13;

/// Deaths a year that make a municipality violent \[S05\].
const VIOLENT: u32 = 12;

/// The first year of the model.
const FIRST_YEAR: i32 = 2007;

/// Everything recorded of one replicate so far; forks with it.
#[derive(Clone, Debug)]
pub struct Observer {
    record: Record,
    national: Vec<NationalRow>,
    organizations: Vec<OrganizationRow>,
    events: Vec<(i32, Event)>,
    lives: Vec<(i32, Life)>,
    municipalities: Vec<MunicipalityRow>,
    /// Counts of the running year by place.
    year: Vec<YearOfPlace>,
    /// Who was visible where in the running year.
    visible: BTreeSet<(u32, OrganizationKey)>,
}

#[derive(Clone, Debug)]
struct NationalRow {
    week: i32,
    population: u64,
    organizations: u32,
    groups: u32,
    effective: f64,
    largest_share: f64,
    members: u64,
    associates: u64,
    prisoners: u32,
    wars: u32,
    police: u64,
    soldiers: u64,
    violent: u32,
    tally: Tally,
}

#[derive(Clone, Debug)]
struct OrganizationRow {
    week: i32,
    key: OrganizationKey,
    name: Arc<str>,
    parent: Option<OrganizationKey>,
    born_week: i32,
    members: u32,
    municipalities: u32,
    cohesion: f64,
    tenure: i32,
}

#[derive(Clone, Debug)]
struct MunicipalityRow {
    place: u32,
    year: i32,
    population: u32,
    organizations: u32,
    visible: u32,
    police: u32,
    counts: YearOfPlace,
}

#[derive(Clone, Copy, Debug, Default)]
struct YearOfPlace {
    oc_deaths: u32,
    organizations_max: u32,
    weeks_contested: u32,
    member_weeks: u64,
    soldier_weeks: u64,
}

impl Observer {
    /// Nothing recorded yet.
    pub fn new(record: Record, places: usize) -> Self {
        Self {
            record,
            national: Vec::new(),
            organizations: Vec::new(),
            events: Vec::new(),
            lives: Vec::new(),
            municipalities: Vec::new(),
            year: vec![YearOfPlace::default(); places],
            visible: BTreeSet::new(),
        }
    }

    /// Records the week that has just ended.
    pub fn week(&mut self, world: &World) {
        self.national.push(national(world));
        self.events
            .extend(world.events.iter().map(|event| (world.week, *event)));
        self.lives
            .extend(world.lives.told.iter().map(|life| (world.week, *life)));
        if (world.week + 1) % ORGANIZATIONS_EVERY == 0 {
            self.organizations(world);
        }
        for &place in &world.occupied {
            let here = &world.municipalities[place as usize];
            let year = &mut self.year[place as usize];
            let present = here.cells.len() as u32;
            year.oc_deaths += here.tally.oc_deaths();
            year.organizations_max = year.organizations_max.max(present);
            year.weeks_contested += u32::from(present >= 2);
            year.member_weeks += u64::from(here.members());
            for cell in here.cells.iter().filter(|cell| cell.visible) {
                self.visible.insert((place, cell.organization));
            }
        }
        for &place in &world.garrisoned {
            self.year[place as usize].soldier_weeks +=
                u64::from(world.municipalities[place as usize].soldiers());
        }
        if (world.week + 1) % WEEKS_PER_YEAR == 0 {
            self.municipalities(world);
        }
    }

    fn organizations(&mut self, world: &World) {
        self.organizations
            .extend(world.organizations.values().map(|group| OrganizationRow {
                week: world.week,
                key: group.key,
                name: group.name.clone(),
                parent: group.parent,
                born_week: group.born_week,
                members: group.members,
                municipalities: group.places.len() as u32,
                cohesion: group.cohesion,
                tenure: group.tenure(world.week),
            }));
    }

    fn municipalities(&mut self, world: &World) {
        let mut visible = vec![0; self.year.len()];
        for (place, _) in std::mem::take(&mut self.visible) {
            visible[place as usize] += 1;
        }
        for here in &world.municipalities {
            let counts = std::mem::take(&mut self.year[here.place as usize]);
            let active =
                counts.organizations_max > 0 || counts.oc_deaths > 0 || counts.soldier_weeks > 0;
            if !active && self.record.municipalities == RecordMunicipalities::Active {
                continue;
            }
            self.municipalities.push(MunicipalityRow {
                place: here.place,
                year: FIRST_YEAR + world.week / WEEKS_PER_YEAR,
                population: here.citizens.alive(),
                organizations: here.cells.len() as u32,
                visible: visible[here.place as usize],
                police: here.on_duty(Force::Municipal),
                counts,
            });
        }
    }

    /// The rows of the tables.
    pub fn finish(self, policy: &str, replicate: u32, map: &Map) -> Recorded {
        let policy: Arc<str> = policy.into();
        let codes: Vec<Arc<str>> = map
            .places
            .iter()
            .map(|place| place.code.as_str().into())
            .collect();
        let named = || [Value::Text(policy.clone()), int(replicate)];
        let mut recorded = Recorded::default();
        let [national, organizations, events, municipalities, lives] = &mut recorded.tables;
        for row in self.national {
            national.push(named().into_iter().chain(row.values()));
        }
        for row in self.organizations {
            organizations.push(named().into_iter().chain(row.values()));
        }
        for (week, event) in self.events {
            events.push(
                named()
                    .into_iter()
                    .chain(event_values(week, &event, &codes)),
            );
        }
        for row in self.municipalities {
            municipalities.push(named().into_iter().chain(row.values(&codes)));
        }
        for (week, life) in self.lives {
            lives.push(named().into_iter().chain(life_values(week, &life, &codes)));
        }
        recorded
    }
}

fn int(value: impl Into<i64>) -> Value {
    Value::Integer(value.into())
}

fn maybe<T>(value: Option<T>, write: impl FnOnce(T) -> Value) -> Value {
    value.map_or(Value::Null, write)
}

fn key(key: OrganizationKey) -> Value {
    Value::Text(key.to_string().into())
}

fn national(world: &World) -> NationalRow {
    let sizes: Vec<f64> = world
        .organizations
        .values()
        .map(|group| f64::from(group.members))
        .collect();
    let sum: f64 = sizes.iter().sum();
    let squares: f64 = sizes.iter().map(|size| size * size).sum();
    let largest = sizes.iter().copied().fold(0.0, f64::max);
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    NationalRow {
        week: world.week,
        population: world.population,
        organizations: world
            .organizations
            .values()
            .filter(|group| group.counts_as_organization())
            .count() as u32,
        groups: world.organizations.len() as u32,
        effective: share(sum * sum, squares),
        largest_share: share(largest, sum),
        members: world
            .organizations
            .values()
            .map(|group| u64::from(group.members))
            .sum(),
        associates: world
            .organizations
            .values()
            .map(|group| u64::from(group.associates))
            .sum(),
        prisoners: world.prisoners(),
        wars: world.relations.wars(),
        police: world
            .municipalities
            .iter()
            .map(|here| u64::from(here.on_duty(Force::Municipal)))
            .sum(),
        soldiers: world
            .garrisoned
            .iter()
            .map(|place| u64::from(world.municipalities[*place as usize].soldiers()))
            .sum(),
        violent: world
            .troubled
            .iter()
            .filter(|place| world.recent[**place as usize].year >= VIOLENT)
            .count() as u32,
        tally: world.tally,
    }
}

impl NationalRow {
    fn values(self) -> impl Iterator<Item = Value> {
        let NationalRow { tally, .. } = self;
        let count = |n: u64| Value::Integer(n as i64);
        [
            int(self.week),
            count(self.population),
            int(self.organizations),
            int(self.groups),
            Value::Real(self.effective),
            Value::Real(self.largest_share),
            count(self.members),
            count(self.associates),
            int(tally.recruited),
            int(tally.left),
            int(tally.arrested),
            int(tally.jailed),
            int(self.prisoners),
            int(tally.oc_deaths()),
            int(tally.deaths_between),
            int(tally.deaths_state),
            int(tally.member_deaths),
            int(tally.associate_deaths),
            int(tally.bystander_deaths),
            int(tally.police_deaths),
            int(tally.soldier_deaths),
            int(tally.leaders_removed),
            int(tally.bosses_removed),
            int(tally.splits),
            int(tally.extinctions),
            int(self.wars),
            count(self.police),
            count(self.soldiers),
            int(self.violent),
        ]
        .into_iter()
    }
}

impl OrganizationRow {
    fn values(self) -> impl Iterator<Item = Value> {
        [
            int(self.week),
            key(self.key),
            Value::Text(self.name),
            maybe(self.parent, key),
            int(self.born_week),
            int(self.members),
            int(self.municipalities),
            Value::Real(self.cohesion),
            int(self.tenure),
        ]
        .into_iter()
    }
}

impl MunicipalityRow {
    fn values(self, codes: &[Arc<str>]) -> impl Iterator<Item = Value> {
        let mean = |weeks: u64| Value::Real(weeks as f64 / f64::from(WEEKS_PER_YEAR));
        [
            Value::Text(codes[self.place as usize].clone()),
            int(self.year),
            int(self.population),
            int(self.counts.oc_deaths),
            int(self.organizations),
            int(self.visible),
            int(self.counts.organizations_max),
            int(self.counts.weeks_contested),
            mean(self.counts.member_weeks),
            int(self.police),
            mean(self.counts.soldier_weeks),
        ]
        .into_iter()
    }
}

fn life_values(week: i32, life: &Life, codes: &[Arc<str>]) -> impl Iterator<Item = Value> {
    let age = match life.stratum.age() {
        Age::Child => "child",
        Age::Young => "young",
        Age::Adult => "adult",
        Age::Older => "older",
    };
    let sex = if life.stratum.female() {
        "female"
    } else {
        "male"
    };
    let text = |text: &'static str| Value::Text(text.into());
    [
        int(week),
        Value::Text(codes[life.place as usize].clone()),
        int(life.number),
        text(age),
        text(sex),
        int(life.stratum.vulnerable()),
        text(life.what.label()),
        int(life.reported),
    ]
    .into_iter()
}

fn event_values(week: i32, event: &Event, codes: &[Arc<str>]) -> impl Iterator<Item = Value> {
    let rank = match event.kind {
        EventKind::LeaderRemoved | EventKind::Escape => Some("leader"),
        EventKind::BossRemoved => Some("boss"),
        _ => None,
    };
    let text = |text: &'static str| Value::Text(text.into());
    [
        int(week),
        text(event.kind.label()),
        maybe(event.organization, key),
        maybe(event.other, key),
        maybe(event.place, |place| {
            Value::Text(codes[place as usize].clone())
        }),
        maybe(rank, text),
        maybe(event.outcome, |outcome| text(outcome.label())),
        maybe(event.successors, int),
        maybe(event.members, int),
    ]
    .into_iter()
}
