//! The teller of a replicate's story knows its events, and the names of groups and places.

use std::collections::BTreeMap;

use plaza_batch::rows::Rows;
use plaza_model::state::map::Map;
use plaza_model::units::WEEKS_PER_YEAR;

/// Where the story of one replicate stands.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The policy.
    pub policy: &'a str,
    /// The replicate.
    pub replicate: u32,
    /// The map, for names of places.
    pub map: &'a Map,
    /// Rows of the table `national`, at least those of the replicate.
    pub national: &'a Rows,
    /// Rows of the table `organizations`.
    pub organizations: &'a Rows,
    /// Rows of the table `events`.
    pub events: &'a Rows,
}

/// An event, as the table has it.
#[derive(Clone, Debug, Default)]
pub struct Event {
    pub week: i32,
    pub kind: String,
    pub organization: Option<String>,
    pub other: Option<String>,
    pub place: Option<String>,
    pub outcome: Option<String>,
    pub successors: Option<u32>,
    pub members: Option<u32>,
}

impl Source<'_> {
    /// The rows of a table that are of this replicate.
    pub fn rows(&self, table: &Rows) -> Vec<usize> {
        let policies = table.texts("policy");
        let replicates = table.numbers("replicate");
        (0..table.len())
            .filter(|row| policies[*row] == Some(self.policy))
            .filter(|row| replicates[*row] == f64::from(self.replicate))
            .collect()
    }
}

/// Knows names, and every event of the replicate.
pub struct Teller<'a> {
    pub map: &'a Map,
    pub names: BTreeMap<String, String>,
    pub events: Vec<Event>,
}

impl<'a> Teller<'a> {
    pub fn new(of: Source<'a>) -> Self {
        let keys = of.organizations.texts("organization");
        let names = of.organizations.texts("name");
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let names = of
            .rows(of.organizations)
            .into_iter()
            .filter_map(|row| Some((owned(keys[row])?, owned(names[row])?)))
            .collect();
        let mut teller = Self {
            map: of.map,
            names,
            events: events(of),
        };
        teller.name_the_short_lived();
        teller
    }

    /// A splinter that ended before the table of organizations was written is named by whom it
    /// left, and when.
    fn name_the_short_lived(&mut self) {
        for event in self.events.iter().filter(|event| event.kind == "split") {
            let (Some(parent), Some(splinter)) = (&event.organization, &event.other) else {
                continue;
            };
            if !self.names.contains_key(splinter) {
                let week = event.week;
                let name = format!("a splinter of {} (week {week})", self.name(parent));
                self.names.insert(splinter.clone(), name);
            }
        }
    }

    /// What a group is called.
    pub fn name(&self, key: &str) -> String {
        let known = self.names.get(key).cloned();
        known.unwrap_or_else(|| format!("an unnamed group ({})", &key[..key.len().min(6)]))
    }

    /// Where an event was: municipality and state.
    pub fn place(&self, event: &Event) -> Option<String> {
        let code = event.place.as_deref()?;
        let Some(place) = self.map.find(code) else {
            return Some(format!("municipality {code}"));
        };
        let place = &self.map.places[place as usize];
        let state = &self.map.states[usize::from(place.state)];
        Some(format!("{}, {state}", place.name))
    }

    /// The state an event was in.
    pub fn state(&self, event: &Event) -> Option<&str> {
        let place = self.map.find(event.place.as_deref()?)?;
        let place = &self.map.places[place as usize];
        Some(&self.map.states[usize::from(place.state)])
    }
}

fn events(of: Source) -> Vec<Event> {
    let table = of.events;
    let [kinds, organizations, others, places, outcomes] =
        ["kind", "organization", "other", "municipality", "outcome"]
            .map(|column| table.texts(column));
    let [weeks, successors, members] =
        ["week", "successors", "members"].map(|column| table.numbers(column));
    let count = |value: f64| (!value.is_nan()).then_some(value as u32);
    let mut rows = of.rows(table);
    rows.sort_by(|a, b| weeks[*a].total_cmp(&weeks[*b]));
    rows.into_iter()
        .map(|row| Event {
            week: weeks[row] as i32,
            kind: kinds[row].unwrap_or_default().to_owned(),
            organization: organizations[row].map(str::to_owned),
            other: others[row].map(str::to_owned),
            place: places[row].map(str::to_owned),
            outcome: outcomes[row].map(str::to_owned),
            successors: count(successors[row]),
            members: count(members[row]),
        })
        .collect()
}

/// Month and year of a week; a year has 52 weeks, a month a twelfth of them.
pub fn date(map: &Map, week: i32) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = week.rem_euclid(WEEKS_PER_YEAR) * 12 / WEEKS_PER_YEAR;
    format!("{} {}", MONTHS[month as usize], map.year_of(week))
}
