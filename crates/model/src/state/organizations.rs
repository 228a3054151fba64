//! Criminal organizations: lineage, leader, cohesion.

use std::fmt;
use std::sync::Arc;

use foldhash::fast::FixedState;
use indexmap::IndexMap;
use rand::Rng;

use crate::engine::luck::mix_all;
use crate::engine::sampling::below;

/// The identity of an organization: a mix of its parent's key, and the week and place of its
/// founding. A split at one end of the country renumbers nobody at the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganizationKey(pub u64);

impl OrganizationKey {
    /// An organization of the first week, by its name.
    pub fn founder(name: &str) -> Self {
        let letters: Vec<u64> = name.bytes().map(u64::from).collect();
        Self(mix_all(&letters))
    }

    /// A splinter.
    pub fn child(self, week: i32, place: u32) -> Self {
        Self(mix_all(&[
            self.0,
            u64::from(week.cast_unsigned()),
            u64::from(place),
        ]))
    }
}

impl fmt::Display for OrganizationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A leader: the agent at the top of an organization.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leader {
    /// Identity: a mix of the organization's key and the week of taking over.
    pub key: u64,
    /// Week of taking over.
    pub since: i32,
    /// Whether the succession that made them leader was contested.
    pub contested: bool,
}

/// How a leader or plaza boss fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Killed by state forces.
    Killed,
    /// Arrested.
    Arrested,
    /// Killed by another organization.
    KilledByRivals,
    /// Arrested and handed to the United States.
    Extradited,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Killed,
        Self::Arrested,
        Self::KilledByRivals,
        Self::Extradited,
    ];

    /// As it is written.
    pub fn label(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Arrested => "arrested",
            Self::KilledByRivals => "killed_by_rivals",
            Self::Extradited => "extradited",
        }
    }
}

/// An organization with its own leadership.
#[derive(Clone, Debug, PartialEq)]
pub struct Organization {
    /// Identity.
    pub key: OrganizationKey,
    /// Its name: a founder's usual name; a splinter's is that of the faction it carries, or its
    /// lineage's with place and week.
    pub name: Arc<str>,
    /// The organization it split from.
    pub parent: Option<OrganizationKey>,
    /// Week of founding; founders: the first week.
    pub born_week: i32,
    /// The leader; `None` only between a fall and the succession of the same week.
    pub leader: Option<Leader>,
    /// How the last leader fell, until succession settles it this week.
    pub fallen: Option<Outcome>,
    /// How well it holds together, 0 to 1.
    pub cohesion: f64,
    /// Dead members and associates of the last weeks, decaying (persons).
    pub losses: f64,
    /// Money in hand [dollars of 2010].
    pub cash: f64,
    /// Part of this week's wages that could be paid, 0 to 1.
    pub pay: f64,
    /// Arms: rifles and the like, one to one but kept as a real number.
    pub arms: f64,
    /// People it killed in the last weeks, decaying (persons): its notoriety.
    pub violence: f64,
    /// The week since which it keeps an agreement with the government.
    pub agreement: Option<i32>,
    /// Members in all cells, counted at the week's end and after moves.
    pub members: u32,
    /// Associates in all cells.
    pub associates: u32,
    /// Where it has a cell, ascending.
    pub places: Vec<u32>,
    /// Members in each of these places and those before it, counted with them.
    pub members_upto: Vec<u32>,
}

impl Organization {
    /// A new organization without a leader, people or means; it pays its wages.
    pub fn new(key: OrganizationKey, name: Arc<str>, week: i32) -> Self {
        Self {
            key,
            name,
            parent: None,
            born_week: week,
            leader: None,
            fallen: None,
            cohesion: 0.0,
            losses: 0.0,
            cash: 0.0,
            pay: 1.0,
            arms: 0.0,
            violence: 0.0,
            agreement: None,
            members: 0,
            associates: 0,
            places: Vec::new(),
            members_upto: Vec::new(),
        }
    }

    /// Whether it counts as an organization rather than only as a group \[C11\]: own leadership,
    /// and two municipalities or 300 members.
    pub fn counts_as_organization(&self) -> bool {
        self.places.len() >= 2 || self.members >= 300
    }

    /// Counts nobody, before its cells are counted anew, place by place.
    pub fn count_none(&mut self) {
        self.members = 0;
        self.associates = 0;
        self.places.clear();
        self.members_upto.clear();
    }

    /// Counts its cell at `place`, which comes after those counted.
    pub fn count_cell(&mut self, place: u32, members: u32, associates: u32) {
        self.members += members;
        self.associates += associates;
        self.places.push(place);
        self.members_upto.push(self.members);
    }

    /// One of its places, chosen by the members there; `None` where it has none.
    pub fn place_by_members(&self, rng: &mut impl Rng) -> Option<u32> {
        let all = *self.members_upto.last().filter(|all| **all > 0)?;
        let chosen = below(rng, all as usize) as u32;
        let index = self.members_upto.partition_point(|upto| *upto <= chosen);
        Some(self.places[index])
    }

    /// Its places with the members there, ascending.
    pub fn members_by_place(&self) -> impl Iterator<Item = (u32, f64)> + '_ {
        let mut before = 0;
        self.places
            .iter()
            .zip(&self.members_upto)
            .map(move |(place, upto)| {
                let members = upto - std::mem::replace(&mut before, *upto);
                (*place, f64::from(members))
            })
    }

    /// Weeks the leader has led.
    pub fn tenure(&self, week: i32) -> i32 {
        self.leader.map_or(0, |leader| week - leader.since)
    }
}

/// All groups with own leadership, in order of their keys, which `insert_sorted` and `shift_remove` keep; found by
/// key at once.
pub type Organizations = IndexMap<OrganizationKey, Organization, FixedState>;
