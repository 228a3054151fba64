//! The script of a replicate: what happens whatever its luck. Leaders who fall and units that are sent, as a table of
//! real events or one experiment with two futures says; what goes on abroad, by year.
//!
//! An empty script changes nothing; rules draw for everything else as they would without it.

use std::ops::Range;
use std::sync::Arc;

use crate::state::forces::Force;
use crate::state::organizations::{OrganizationKey, Outcome};

/// What happens whatever the luck.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// Who falls.
    pub removals: Vec<Removal>,
    /// The weeks in which no leader falls but by the script.
    pub leaders_fall_by_script: Range<i32>,
    /// Where units are sent.
    pub postings: Vec<Posting>,
    /// Drugs that are sent from abroad.
    pub supply: Trend,
    /// Arms that can be had in the north.
    pub arms: Trend,
}

/// How something beyond the country's reach goes on, relative to what it was at first: from each of these weeks, in
/// order, a level. Without any it stays as it was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trend(Vec<(i32, f64)>);

impl Trend {
    /// From these weeks these levels, in any order.
    pub fn new(mut levels: Vec<(i32, f64)>) -> Self {
        levels.sort_by_key(|(week, _)| *week);
        Self(levels)
    }

    /// The level of a week; before the first, 1.
    pub fn at(&self, week: i32) -> f64 {
        let next = self.0.partition_point(|(from, _)| *from <= week);
        let last = next.checked_sub(1).map(|index| self.0[index].1);
        last.unwrap_or(1.0)
    }
}

/// Somebody falls.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    /// When.
    pub week: i32,
    /// Who.
    pub who: Who,
    /// How; without it, as the government's orders have it.
    pub outcome: Option<Outcome>,
}

/// Who falls.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// The leader of an organization; where he is, if it is known and the organization is there, else
    /// at its seat.
    Leader(OrganizationKey, Option<u32>),
    /// The boss of an organization's cell at a place.
    Boss(OrganizationKey, u32),
    /// Somebody known from reports.
    Reported(Reported),
}

/// Somebody known from reports, who is looked for in the world as it has become.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// What the organization was called: its own name, or a faction's.
    pub name: Arc<str>,
    /// The organization that a faction of this name belongs to.
    pub within: Arc<str>,
    /// Whether it was the leader.
    pub leader: bool,
    /// Where, if it is known.
    pub place: Option<u32>,
}

/// Officers and soldiers are sent to places, from each force in proportion to its strength.
#[derive(Clone, Debug, PartialEq)]
pub struct Posting {
    /// Of which forces.
    pub forces: Vec<Force>,
    /// How many of all forces; without it, as many as an operation of unknown size has.
    pub strength: Option<f64>,
    /// The places, and how much of the units each gets relative to the others.
    pub places: Vec<(u32, f64)>,
    /// The weeks in which they are wanted there.
    pub weeks: Range<i32>,
}

impl Script {
    /// Who falls in a week.
    pub fn removals_of(&self, week: i32) -> impl Iterator<Item = &Removal> {
        self.removals
            .iter()
            .filter(move |removal| removal.week == week)
    }

    /// Where units of a force are wanted in a week.
    pub fn postings_of(&self, force: Force, week: i32) -> impl Iterator<Item = &Posting> {
        self.postings
            .iter()
            .filter(move |posting| posting.forces.contains(&force) && posting.weeks.contains(&week))
    }
}
