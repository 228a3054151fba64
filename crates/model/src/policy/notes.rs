//! The events seen so far by the triggers and rules of place of a policy.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::policy::Policy;
use crate::policy::levers::Level;
use crate::policy::policy::Sight;
use crate::state::map::Map;
use crate::state::world::World;

/// Which schedule: index of the lever, and depth beneath the policy's own.
type Which = (usize, usize);

/// Whether a rule of place holds, place by place.
type Places = Arc<[bool]>;

/// When triggers began and ceased to hold, and which places were chosen when.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// For each schedule with a trigger: weeks, and whether it holds from then.
    switches: BTreeMap<Which, Vec<(i32, bool)>>,
    /// For each schedule with a rule of place: weeks, and where it holds from then.
    chosen: BTreeMap<Which, Vec<(i32, Places)>>,
}

/// A country in zones within which a lever has one level.
#[derive(Clone, Debug)]
pub struct Zones {
    /// The zone of each place.
    pub of_place: Vec<usize>,
    /// The level in each zone, and whether a rule of place sets it.
    pub levels: Vec<(Level, bool)>,
}

/// Somewhere: bit `d` says whether the rule of place at depth `d` holds there.
struct Spot<'a> {
    notes: &'a Notes,
    lever: usize,
    start: i32,
    inside: u32,
}

impl Sight for Spot<'_> {
    fn start(&self) -> i32 {
        self.start
    }

    fn since(&self, depth: usize, week: i32) -> Option<i32> {
        let switches = self.notes.switches.get(&(self.lever, depth))?;
        let (since, holds) = last(switches, week)?;
        holds.then_some(*since)
    }

    fn inside(&self, depth: usize) -> bool {
        self.inside.checked_shr(depth as u32).unwrap_or(0) & 1 == 1
    }
}

/// The last entry at a week.
fn last<T>(entries: &[(i32, T)], week: i32) -> Option<&(i32, T)> {
    let known = entries.partition_point(|(from, _)| *from <= week);
    entries[..known].last()
}

impl Notes {
    /// Nothing seen yet: no trigger holds, and places are as the map alone tells.
    pub fn new(policy: &Policy, map: &Map) -> Self {
        let mut notes = Self::default();
        for (lever, (_, schedule)) in policy.schedules().enumerate() {
            for (depth, layer) in schedule.layers().enumerate() {
                if layer.when.is_some() {
                    notes.switches.insert((lever, depth), Vec::new());
                }
                if let Some(places) = &layer.places {
                    let first = (i32::MIN, places.on(map).into());
                    notes.chosen.insert((lever, depth), vec![first]);
                }
            }
        }
        notes
    }

    /// Notes what is to be seen at the start of a week under a policy that started in week `start`.
    pub fn take(&mut self, policy: &Policy, start: i32, week: i32, world: &World) {
        let layer = |(lever, depth): Which| policy.schedule(lever).layers().nth(depth);
        for (which, switches) in &mut self.switches {
            let Some(trigger) = layer(*which).and_then(|layer| layer.when) else {
                continue;
            };
            let held = switches.last().is_some_and(|(_, holds)| *holds);
            let holds = trigger.holds(held, world);
            if holds != held {
                switches.push((week, holds));
            }
        }
        for (which, chosen) in &mut self.chosen {
            let places = layer(*which).and_then(|layer| layer.places.as_ref());
            if let Some(places) = places
                && places.follows_events()
                && places.chosen_in(week - start)
            {
                chosen.push((week, places.in_world(world).into()));
            }
        }
    }

    /// The level of a lever in a week where the rules of place hold whose bits are set, and whether one
    /// of them sets it.
    pub fn level<'p>(
        &self,
        policy: &'p Policy,
        lever: usize,
        start: i32,
        week: i32,
        inside: u32,
    ) -> (Cow<'p, Level>, bool) {
        let spot = Spot {
            notes: self,
            lever,
            start,
            inside,
        };
        policy.schedule(lever).level(week, &spot)
    }

    /// The zones of a lever in a week; `None` where no rule of place is in it.
    pub fn zones(&self, policy: &Policy, lever: usize, start: i32, week: i32) -> Option<Zones> {
        let rules: Vec<(usize, &Places)> = self
            .chosen
            .range((lever, 0)..=(lever, usize::MAX))
            .filter_map(|((_, depth), chosen)| Some((*depth, &last(chosen, week)?.1)))
            .collect();
        let places = rules.first()?.1.len();
        let mut patterns: BTreeMap<u32, usize> = BTreeMap::new();
        let mut levels = Vec::new();
        let of_place = (0..places).map(|place| {
            let holds = rules.iter().filter(|(_, chosen)| chosen[place]);
            let pattern = holds.fold(0, |bits, (depth, _)| {
                bits | 1_u32.checked_shl(*depth as u32).unwrap_or(0)
            });
            *patterns.entry(pattern).or_insert_with(|| {
                let (level, set) = self.level(policy, lever, start, week, pattern);
                levels.push((level.into_owned(), set));
                levels.len() - 1
            })
        });
        let of_place = of_place.collect();
        Some(Zones { of_place, levels })
    }
}
