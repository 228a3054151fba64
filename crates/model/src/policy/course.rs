//! A course: policies one after another, as a country lives through them; what is in force in a
//! week, and what it costs.
//!
//! A level is paid from the week it is ordered and acts `lag_weeks` later, also across the week in
//! which one policy follows another. What aid pays for is felt as far as aid is delivered.

use std::borrow::Cow;
use std::sync::Arc;

use crate::policy::Policy;
use crate::policy::levers::{Catalogue, Level, Per};
use crate::policy::notes::Notes;
use crate::policy::regimes::{LEVERS, Reach};
use crate::state::government::{AREAS, Allocation, Area, Budget, PAYERS, Payer};
use crate::state::map::{Map, Place};
use crate::state::orders::{Locally, Orders};
use crate::state::world::World;
use crate::units::WEEKS_PER_YEAR;

/// How late levers act and what they cost on one map.
#[derive(Clone, Debug)]
pub struct Terms {
    /// One for each of [`LEVERS`].
    levers: Vec<Term>,
    map: Arc<Map>,
    /// The part of the country that each place is charged for: by crossings; by states, each by its
    /// residents; by residents.
    parts: [Vec<f64>; 3],
}

/// How late a lever acts and what it costs.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Term {
    /// Weeks from an order to its effect.
    lag: i32,
    /// What the money is spent on.
    area: Area,
    /// Dollars a week for one unit of the level in the whole country, by payer.
    dollars: [f64; PAYERS],
    /// Part of the cost that aid pays.
    aided: f64,
    /// What a place is charged by.
    per: Per,
}

impl Terms {
    /// The terms of each of [`LEVERS`].
    ///
    /// # Panics
    /// When the catalogue lacks a lever, which [`crate::policy::regimes::objections`] tells.
    pub fn all(catalogue: &Catalogue, map: &Arc<Map>) -> Self {
        let term = |name: &str| {
            let lever = catalogue.find(name).expect("the catalogue was checked");
            let cost = &lever.cost;
            let week = cost.dollars * cost.per.size(map) / f64::from(WEEKS_PER_YEAR);
            Term {
                lag: lever.lag_weeks.into(),
                area: cost.area,
                dollars: Payer::ALL.map(|payer| week * cost.payers.part(payer)),
                aided: cost.payers.part(Payer::UnitedStates),
                per: cost.per,
            }
        };
        Self {
            levers: LEVERS.iter().map(|lever| term(lever.name)).collect(),
            map: map.clone(),
            parts: parts(map),
        }
    }

    /// The part of the country that each place is charged for.
    fn parts(&self, per: Per) -> &[f64] {
        match per {
            Per::Crossing => &self.parts[0],
            Per::State => &self.parts[1],
            Per::Country | Per::Resident => &self.parts[2],
        }
    }
}

fn parts(map: &Map) -> [Vec<f64>; 3] {
    let people = |place: &Place| f64::from(place.population);
    let mut states = vec![0.0; map.states.len()];
    for place in &map.places {
        states[usize::from(place.state)] += people(place);
    }
    let inhabited = states.iter().filter(|people| **people > 0.0).count() as f64;
    let sizes: [&dyn Fn(&Place) -> f64; 3] = [
        &|place| f64::from(u8::from(place.crossing)),
        &|place| people(place) / states[usize::from(place.state)].max(1.0) / inhabited.max(1.0),
        &people,
    ];
    sizes.map(|size| {
        let all: f64 = map.places.iter().map(size).sum();
        let part = |place| if all > 0.0 { size(place) / all } else { 0.0 };
        map.places.iter().map(part).collect()
    })
}

/// What is in force in a week, and what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Measures {
    /// The orders, the same everywhere.
    pub orders: Orders,
    /// What is ordered otherwise for some places.
    pub locally: Locally,
    /// What the levers ordered cost.
    pub budget: Budget,
}

impl Measures {
    /// Begins a week of the world.
    pub fn begin(self, week: i32, world: &mut World) {
        world.begin_week(week, self.orders, self.budget);
        world.given.locally = self.locally;
    }
}

/// Policies one after another, with what their triggers and rules of place have seen.
#[derive(Clone, Debug)]
pub struct Course<'a> {
    terms: &'a Terms,
    /// Each policy with the week from which it is in force and from which its weeks count; the
    /// first is in force before, too.
    policies: Vec<(i32, &'a Policy, Notes)>,
}

impl<'a> Course<'a> {
    /// This policy from `week` on, and before.
    pub fn new(terms: &'a Terms, week: i32, policy: &'a Policy) -> Self {
        let none = Self {
            terms,
            policies: Vec::new(),
        };
        none.then(week, policy)
    }

    /// Then this policy from `week` on; weeks ascend.
    #[must_use]
    pub fn then(mut self, week: i32, policy: &'a Policy) -> Self {
        let notes = Notes::new(policy, &self.terms.map);
        self.policies.push((week, policy, notes));
        self
    }

    /// What triggers and rules of place see at the start of a week, before anything is ordered: the
    /// world as last week left it. To be called every week.
    pub fn observe(&mut self, week: i32, world: &World) {
        let index = self.in_force(week);
        let (start, policy, notes) = &mut self.policies[index];
        notes.take(policy, *start, week, world);
    }

    /// What is in force in a week and what it costs, if these parts of the aid are delivered.
    pub fn measures(&self, week: i32, aid: &[f64; AREAS]) -> Measures {
        let orders = self.orders(week, aid);
        Measures {
            orders,
            locally: self.named(week, aid, orders.allocation == Allocation::All),
            budget: self.budget(week, aid),
        }
    }

    /// What is in force in a week wherever no place is named.
    pub fn orders(&self, week: i32, aid: &[f64; AREAS]) -> Orders {
        let mut orders = Orders::NONE;
        for (index, lever) in LEVERS.iter().enumerate() {
            let term = &self.terms.levers[index];
            let week = week.saturating_sub(term.lag);
            // The strength of a force is one number, wherever it may be sent.
            let level = match lever.reach {
                Reach::Sent(_) => self.anywhere(index, week),
                Reach::Country | Reach::Places(_) => self.elsewhere(index, week),
            };
            lever.apply(&mut orders, &felt(&level, term, aid));
        }
        orders
    }

    /// What is in force in a week at places that a policy names.
    pub fn locally(&self, week: i32, aid: &[f64; AREAS]) -> Locally {
        let alike = self.orders(week, aid).allocation == Allocation::All;
        self.named(week, aid, alike)
    }

    /// The same; `alike` where programmes are spread over all places alike.
    fn named(&self, week: i32, aid: &[f64; AREAS], alike: bool) -> Locally {
        let mut locally = Locally::default();
        for (index, lever) in LEVERS.iter().enumerate() {
            let (Reach::Places(named) | Reach::Sent(named)) = lever.reach else {
                continue;
            };
            let term = &self.terms.levers[index];
            let week = week.saturating_sub(term.lag);
            let (start, policy, notes) = self.of(week);
            let Some(zones) = notes.zones(policy, index, *start, week) else {
                continue;
            };
            // Where programmes are spread alike, a place that is named for the same level is as any other.
            let elsewhere = (matches!(lever.reach, Reach::Places(_)) && alike)
                .then(|| self.elsewhere(index, week));
            let level = |zone: usize| {
                let (level, named) = &zones.levels[zone];
                if elsewhere.as_deref() == Some(level) {
                    return None;
                }
                match *felt(level, term, aid) {
                    Level::Number(level) if *named => Some(level),
                    _ => None,
                }
            };
            let levels: Vec<Option<f64>> = (0..zones.levels.len()).map(level).collect();
            // A force is sent where its order says, and nowhere else, even where it names no place yet.
            let sent = matches!(lever.reach, Reach::Sent(_))
                && notes.level(policy, index, *start, week, u32::MAX).1;
            if sent || levels.iter().any(Option::is_some) {
                let places = zones.of_place.iter().map(|zone| levels[*zone]);
                named(&mut locally).set(places.collect());
            }
        }
        locally
    }

    /// What the levers ordered in a week cost, if these parts of the aid are delivered.
    pub fn budget(&self, week: i32, aid: &[f64; AREAS]) -> Budget {
        let mut budget = Budget::default();
        for (_, area, costs) in self.costs(week) {
            for (planned, dollars) in budget.planned.iter_mut().zip(costs) {
                planned[area as usize] += dollars;
            }
        }
        budget.spent = budget.planned;
        let spent = &mut budget.spent[Payer::UnitedStates as usize];
        for (spent, delivered) in spent.iter_mut().zip(aid) {
            *spent *= delivered;
        }
        budget
    }

    /// The levers that are paid for in a week: which of [`LEVERS`], its area, and dollars by payer.
    pub fn costs(&self, week: i32) -> impl Iterator<Item = (usize, Area, [f64; PAYERS])> {
        let levers = self.terms.levers.iter().enumerate();
        levers.filter_map(move |(index, term)| match self.paid(index, week) {
            0.0 => None,
            level => Some((
                index,
                term.area,
                term.dollars.map(|dollars| level * dollars),
            )),
        })
    }

    /// The level of a lever that is paid for in a week, in the mean over the country; 0 of a lever that
    /// is no number.
    fn paid(&self, lever: usize, week: i32) -> f64 {
        let number = |level: &Level| match level {
            Level::Number(level) => *level,
            Level::Option(_) | Level::Shares(_) => 0.0,
        };
        if let Reach::Places(_) = LEVERS[lever].reach {
            let (start, policy, notes) = self.of(week);
            if let Some(zones) = notes.zones(policy, lever, *start, week) {
                // From what holds elsewhere, so that a level that is the same at all places costs
                // exactly what it costs without places.
                let elsewhere = number(&self.elsewhere(lever, week));
                let more = zones
                    .levels
                    .iter()
                    .map(|(level, _)| number(level) - elsewhere);
                let more: Vec<f64> = more.collect();
                let parts = self.terms.parts(self.terms.levers[lever].per);
                let charged = zones.of_place.iter().zip(parts);
                return elsewhere + charged.map(|(zone, part)| part * more[*zone]).sum::<f64>();
            }
        }
        number(&self.anywhere(lever, week))
    }

    /// The level of a lever that is ordered in a week where every rule of place holds.
    fn anywhere(&self, lever: usize, week: i32) -> Cow<'a, Level> {
        let (start, policy, notes) = self.of(week);
        notes.level(policy, lever, *start, week, u32::MAX).0
    }

    /// The level of a lever that is ordered in a week where no rule of place holds.
    fn elsewhere(&self, lever: usize, week: i32) -> Cow<'a, Level> {
        let (start, policy, notes) = self.of(week);
        notes.level(policy, lever, *start, week, 0).0
    }

    fn of(&self, week: i32) -> &(i32, &'a Policy, Notes) {
        &self.policies[self.in_force(week)]
    }

    /// The index of the policy in force in a week.
    fn in_force(&self, week: i32) -> usize {
        let begun = self.policies.partition_point(|(from, ..)| *from <= week);
        begun.saturating_sub(1)
    }
}

/// A level as it is felt, if these parts of the aid are delivered.
fn felt<'l>(level: &'l Level, term: &Term, aid: &[f64; AREAS]) -> Cow<'l, Level> {
    let Level::Number(number) = level else {
        return Cow::Borrowed(level);
    };
    let delivered = aid[term.area as usize];
    Cow::Owned(Level::Number(
        number * (1.0 - term.aided + term.aided * delivered),
    ))
}
