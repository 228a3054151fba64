//! The told story of one replicate: year by year the levels, then what happened, in words.
//!
//! The largest events of each kind stand in full, in order of time; the rest is counted.

mod chapter;
mod sentences;

use std::collections::BTreeMap;
use std::fmt;

use plaza_batch::rows::Rows;
use plaza_model::state::map::Map;
use plaza_model::units::WEEKS_PER_YEAR;

use chapter::chapter;
use plaza_engine::numbers::grouped;

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

/// The story of one replicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Of which replicate of what.
    pub title: String,
    /// Year by year what it is called and what is told of it.
    pub years: Vec<(String, String)>,
}

/// An event, as the table has it.
#[derive(Clone, Debug, Default)]
struct Event {
    week: i32,
    kind: String,
    organization: Option<String>,
    other: Option<String>,
    place: Option<String>,
    outcome: Option<String>,
    successors: Option<u32>,
    members: Option<u32>,
}

/// The story, or nothing where the replicate has no rows.
pub fn story(of: Source) -> Option<Story> {
    let weeks = of.national.numbers("week");
    let mut rows = of.rows(of.national);
    rows.sort_by(|a, b| weeks[*a].total_cmp(&weeks[*b]));
    let teller = Teller::new(of);
    let first = *rows.first()?;
    let title = format!(
        "{}, replicate {}: {}, {} weeks from {}",
        of.policy,
        of.replicate,
        of.map.name,
        rows.len(),
        date(of.map, weeks[first] as i32)
    );
    let mut years = Vec::new();
    let year_of = |row: &usize| of.map.year_of(weeks[*row] as i32);
    for year in rows.chunk_by(|a, b| year_of(a) == year_of(b)) {
        let number = year_of(&year[0]);
        let part = match year.len() as i32 {
            WEEKS_PER_YEAR => String::new(),
            weeks => format!(" ({weeks} weeks)"),
        };
        let mut text = levels(of.national, year);
        let of_year = |event: &&Event| of.map.year_of(event.week) == number;
        let events: Vec<&Event> = teller.events.iter().filter(of_year).collect();
        text += &chapter(&teller, &events);
        years.push((format!("{number}{part}"), text));
    }
    Some(Story { title, years })
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { title, years } = self;
        writeln!(f, "{title}\n{}", "=".repeat(title.chars().count()))?;
        writeln!(
            f,
            "A simulated country, not the real one: the events are of this replicate alone."
        )?;
        for (year, told) in years {
            write!(f, "\n{year}\n----\n{told}")?;
        }
        Ok(())
    }
}

impl Source<'_> {
    /// The rows of a table that are of this replicate.
    fn rows(&self, table: &Rows) -> Vec<usize> {
        let policies = table.texts("policy");
        let replicates = table.numbers("replicate");
        (0..table.len())
            .filter(|row| policies[*row].as_deref() == Some(self.policy))
            .filter(|row| replicates[*row] == f64::from(self.replicate))
            .collect()
    }
}

/// Knows names, and every event of the replicate.
struct Teller<'a> {
    map: &'a Map,
    names: BTreeMap<String, String>,
    events: Vec<Event>,
}

impl<'a> Teller<'a> {
    fn new(of: Source<'a>) -> Self {
        let keys = of.organizations.texts("organization");
        let names = of.organizations.texts("name");
        let owned = |text: &Option<std::sync::Arc<str>>| text.as_deref().map(str::to_owned);
        let names = of
            .rows(of.organizations)
            .into_iter()
            .filter_map(|row| Some((owned(&keys[row])?, owned(&names[row])?)))
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
    fn name(&self, key: &str) -> String {
        let known = self.names.get(key).cloned();
        known.unwrap_or_else(|| format!("an unnamed group ({})", &key[..key.len().min(6)]))
    }

    /// Where an event was: municipality and state.
    fn place(&self, event: &Event) -> Option<String> {
        let code = event.place.as_deref()?;
        let Some(place) = self.map.find(code) else {
            return Some(format!("municipality {code}"));
        };
        let place = &self.map.places[place as usize];
        let state = &self.map.states[usize::from(place.state)];
        Some(format!("{}, {state}", place.name))
    }

    /// The state an event was in.
    fn state(&self, event: &Event) -> Option<&str> {
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
            kind: kinds[row].as_deref().unwrap_or_default().to_owned(),
            organization: organizations[row].as_deref().map(str::to_owned),
            other: others[row].as_deref().map(str::to_owned),
            place: places[row].as_deref().map(str::to_owned),
            outcome: outcomes[row].as_deref().map(str::to_owned),
            successors: count(successors[row]),
            members: count(members[row]),
        })
        .collect()
}

/// Three lines on the levels of a year; a stock from its first week's end to its last.
fn levels(national: &Rows, year: &[usize]) -> String {
    let (first, last) = (year[0], year[year.len() - 1]);
    let stock = |column: &str| {
        let values = national.numbers(column);
        let [from, to] = [first, last].map(|row| grouped(values[row], 0));
        if from == to {
            to
        } else {
            format!("{from} -> {to}")
        }
    };
    let total = |column: &str| {
        let values = national.numbers(column);
        grouped(year.iter().map(|row| values[*row]).sum(), 0)
    };
    format!(
        "organizations {}, groups {}, members {}, wars {}\n\
         {} dead in organized crime: {} between groups, {} with the state's forces; {} were \
         bystanders\n\
         violent municipalities (12 or more dead in the last 52 weeks) {}\n",
        stock("organizations"),
        stock("groups"),
        stock("members"),
        stock("wars"),
        total("oc_deaths"),
        total("oc_deaths_between"),
        total("oc_deaths_state"),
        total("bystander_deaths"),
        stock("violent_municipalities"),
    )
}

/// Month and year of a week; a year has 52 weeks, a month a twelfth of them.
fn date(map: &Map, week: i32) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = week.rem_euclid(WEEKS_PER_YEAR) * 12 / WEEKS_PER_YEAR;
    format!("{} {}", MONTHS[month as usize], map.year_of(week))
}
