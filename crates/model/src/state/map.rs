//! The map: the fixed facts about municipalities, states and the organizations of the first week.
//!
//! One type for both kinds: the synthetic grid ([`crate::state::grid`]) and a real map read from
//! tables (`src/maps/map_tables.rs`).

mod evidence;

use std::collections::BTreeMap;

pub use evidence::{Conflict, ConflictKind, Home, InitialOrganization, Sighting};

use crate::engine::graph::Graph;
use crate::units::WEEKS_PER_YEAR;

/// More people do not live in one municipality.
pub const MOST_RESIDENTS: u32 = 100_000_000;

/// A country.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// What it is called, as in `mexico` or `grid 50x50`.
    pub name: String,
    /// The country whose map it is, or which it stands for.
    pub country: String,
    /// The year that begins with week 0: the one after the year of the presence.
    pub first_year: i32,
    /// Names of the states; a place's `state` is an index into it.
    pub states: Vec<String>,
    /// The municipalities, ascending by code.
    pub places: Vec<Place>,
    /// Who borders whom; node `i` is `places[i]`.
    pub graph: Graph,
    /// Criminal organizations at the start: those with most records first.
    pub organizations: Vec<InitialOrganization>,
    /// Who fought or stood with whom at the start, and where.
    pub conflicts: Vec<Conflict>,
    /// Outlines for drawing, one list of rings of (x, y) per place; empty where none are known.
    pub outlines: Vec<Vec<Vec<(f64, f64)>>>,
}

/// A municipality: what does not change.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The map's own code: INEGI's five digits, or `r012c034`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Index of its state in [`Map::states`].
    pub state: u16,
    /// Residents at the start.
    pub population: u32,
    /// Residents in the year of week 0 and those that follow, after which they stay; empty where
    /// they stay as at the start.
    pub populations: Vec<u32>,
    /// Share of the residents who are poor, 0 to 1.
    pub poverty: f64,
    /// Position east (km), from any origin, for distances on the ground.
    pub x: f64,
    /// Position north (km).
    pub y: f64,
    /// A road crossing to the north.
    pub crossing: bool,
    /// A main sea port.
    pub port: bool,
    /// An outer edge on the sea.
    pub coast: bool,
    /// On the southern border.
    pub south_border: bool,
    /// Drug crops, relative to the municipality with most: 0 to 1.
    pub crop: f64,
    /// Distance to the nearest crossing (km).
    pub crossing_km: f64,
    /// Homicides a year before the start, on average; 0 too where none are given.
    pub homicides: f64,
}

impl Place {
    /// Whether drugs come from here: by sea, over the southern border, or from its fields.
    pub fn is_source(&self) -> bool {
        self.port || self.south_border || self.crop > 0.0
    }

    /// Residents in a year, counted from that of week 0.
    pub fn population_in(&self, year: usize) -> u32 {
        let last = self.populations.last().copied();
        let known = self.populations.get(year).copied().or(last);
        known.unwrap_or(self.population)
    }

    /// The largest population of any year.
    pub fn most_residents(&self) -> u32 {
        let years = self.populations.iter().copied();
        years.fold(self.population, u32::max)
    }
}

impl Map {
    /// The year of a week; a year has 52 weeks.
    pub fn year_of(&self, week: i32) -> i32 {
        self.first_year + week.div_euclid(WEEKS_PER_YEAR)
    }

    /// The first week of a year.
    pub fn week_of(&self, year: i32) -> i32 {
        (year - self.first_year) * WEEKS_PER_YEAR
    }

    /// The year of residents, presence and burn-in: the one before week 0.
    pub fn start_year(&self) -> i32 {
        self.first_year - 1
    }

    /// How many organizations were seen in each municipality in the year of the start.
    pub fn presence(&self) -> Vec<u32> {
        let mut presence = vec![0; self.places.len()];
        for organization in &self.organizations {
            for seen in organization.seen_in(self.start_year()) {
                presence[seen.place as usize] += 1;
            }
        }
        presence
    }

    /// Residents of all municipalities.
    pub fn population(&self) -> u64 {
        self.places
            .iter()
            .map(|place| u64::from(place.population))
            .sum()
    }

    /// Share of all residents who are poor.
    pub fn mean_poverty(&self) -> f64 {
        let poor = |place: &Place| place.poverty * f64::from(place.population);
        self.places.iter().map(poor).sum::<f64>() / self.population().max(1) as f64
    }

    /// Whether drugs can leave for the north.
    pub fn has_crossing(&self) -> bool {
        self.places.iter().any(|place| place.crossing)
    }

    /// Whether drugs come from anywhere.
    pub fn has_source(&self) -> bool {
        self.places.iter().any(Place::is_source)
    }

    /// Whether drugs pass through the country: they come from somewhere else than where they leave.
    pub fn has_flow(&self) -> bool {
        let inland = |place: &Place| place.is_source() && !place.crossing;
        self.has_crossing() && self.places.iter().any(inland)
    }

    /// Distance on the ground between two places (km).
    pub fn distance(&self, a: u32, b: u32) -> f64 {
        self.squared_distance(a, b).sqrt()
    }

    /// Its square: enough to know who is nearer.
    pub fn squared_distance(&self, a: u32, b: u32) -> f64 {
        let (a, b) = (&self.places[a as usize], &self.places[b as usize]);
        let (dx, dy) = (a.x - b.x, a.y - b.y);
        dx * dx + dy * dy
    }

    /// The codes of all places, in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(|place| place.code.as_str())
    }

    /// The place with this code.
    pub fn find(&self, code: &str) -> Option<u32> {
        let index = self
            .places
            .binary_search_by(|place| place.code.as_str().cmp(code))
            .ok()?;
        Some(index as u32)
    }

    /// Numbers that no country has: the place, if it is about one, and what is wrong.
    pub fn impossible(&self) -> Vec<(Option<u32>, String)> {
        let mut wrong = Vec::new();
        let mut points: BTreeMap<(u64, u64), u32> = BTreeMap::new();
        for (index, place) in (0_u32..).zip(&self.places) {
            let Place { code, x, y, .. } = place;
            if place.most_residents() > MOST_RESIDENTS {
                let people = place.most_residents();
                wrong.push((
                    Some(index),
                    format!("`{code}` has {people} residents, expected {MOST_RESIDENTS} or fewer"),
                ));
            }
            if !(x.is_finite() && y.is_finite()) {
                wrong.push((
                    Some(index),
                    format!("`{code}` lies nowhere, expected a position"),
                ));
            }
            if let Some(other) = points.insert((x.to_bits(), y.to_bits()), index) {
                let other = &self.places[other as usize].code;
                wrong.push((
                    Some(index),
                    format!(
                        "`{other}` and `{code}` lie at the same point, expected each at its own"
                    ),
                ));
            }
        }
        if self.states.len() > usize::from(u16::MAX) {
            let states = self.states.len();
            wrong.push((
                None,
                format!("there are {states} states, expected {} or fewer", u16::MAX),
            ));
        }
        wrong
    }

    /// What is wrong with the map as a whole; empty when it can be run. Every builder and reader
    /// of maps ends with this.
    pub fn problems(&self) -> Vec<MapProblem> {
        let mut problems = Vec::new();
        if self.places.is_empty() {
            problems.push(MapProblem::Empty);
            return problems;
        }
        for pair in self.places.windows(2) {
            if pair[0].code >= pair[1].code {
                problems.push(MapProblem::Order(pair[1].code.clone()));
            }
        }
        let all: Vec<u32> = (0..self.places.len() as u32).collect();
        let parts = self.graph.components(&all);
        if parts.len() > 1 {
            let smallest = parts
                .iter()
                .min_by_key(|part| part.len())
                .expect("two parts or more");
            problems.push(MapProblem::Disconnected {
                parts: parts.len(),
                smallest: smallest.len(),
                example: self.places[smallest[0] as usize].code.clone(),
            });
        }
        let impossible = self.impossible().into_iter();
        problems.extend(impossible.map(|(_, message)| MapProblem::Impossible(message)));
        if self.population() == 0 {
            problems.push(MapProblem::NoPeople);
        }
        if self.organizations.is_empty() {
            problems.push(MapProblem::NoOrganizations);
        }
        problems
    }
}

/// What makes a map impossible to run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MapProblem {
    /// No municipality.
    #[error("the map has no municipality, expected one or more")]
    Empty,
    /// Codes double or out of order.
    #[error("municipality `{0}` stands twice or out of order, expected ascending codes")]
    Order(String),
    /// Not every municipality can be reached from every other.
    #[error(
        "the map falls into {parts} parts without a border between them (the smallest has \
         {smallest}, among them `{example}`), expected one connected country"
    )]
    Disconnected {
        /// How many parts.
        parts: usize,
        /// Municipalities in the smallest.
        smallest: usize,
        /// The code of one of them.
        example: String,
    },
    /// A number that no country has.
    #[error("{0}")]
    Impossible(String),
    /// Nobody lives there.
    #[error("nobody lives in any municipality, expected residents")]
    NoPeople,
    /// Nobody to simulate.
    #[error("the map has no criminal organization at the start, expected one or more")]
    NoOrganizations,
}
