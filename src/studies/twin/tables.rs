//! The tables of pairs of futures: `plaza twin` saves a record of each, so that it goes on where it was stopped.

use std::sync::Arc;

use plaza_batch::columns;
use plaza_batch::table::Table;

use plaza_model::state::organizations::OrganizationKey;

use crate::runs::dictionary::DRAW;
use crate::runs::dictionary::place_maps::MUNICIPALITY;
use crate::runs::dictionary::words::{Label, Place, Words};
use crate::studies::twin::subject::Subject;
use crate::studies::twin::surroundings::Part;

/// One row per pair and event that took place.
pub static TWIN_EVENTS: Table = Table::new(
    "twin_events",
    "an event that took place in a pair",
    TwinEventRow::COLUMNS,
);

/// One row per pair, event, part of the country and week.
pub static TWIN_WEEKS: Table = Table::new(
    "twin_weeks",
    "a week in a part of the country, with an event and without it",
    TwinWeekRow::COLUMNS,
);

/// One row per pair, event and municipality that it changes.
pub static TWIN_PLACES: Table = Table::new(
    "twin_places",
    "a municipality in which an event changes how many die",
    TwinPlaceRow::COLUMNS,
);

/// The tables of one pair of futures.
pub static TWIN_TABLES: [&Table; 3] = [&TWIN_EVENTS, &TWIN_WEEKS, &TWIN_PLACES];

/// What stands in a column of changes, in the one beside it, and in that of events.
const CHANGE: &str =
    "with the event less without it; how organizations stand is told of the country alone";
const WITHOUT: &str = "without the event";
const EVENT: &str = "name of the event, as in the experiment";

columns! {
    /// An event of a pair.
    pub struct TwinEventRow of (draw: Option<u32>, event: &Arc<str>, whom: &Subject) in Words {
        draw: Option<u32>, Attribute, "-", DRAW.formula, draw;
        event: Arc<str>, Key, "-", EVENT, event.clone();
        organization: OrganizationKey, Attribute, "-", "key of the organization that it befell", whom.organization;
        name: Arc<str>, Attribute, "-", "its name", whom.name.clone();
        size_rank: u32, Attribute, "1", "its rank by members the week before, from 1", whom.size_rank;
        members: u32, Attribute, "person", "its members the week before", whom.members;
        municipality: Place, Attribute, "-", "code of the map: where", Place(whom.place);
        rank: Option<Label>, Attribute, "-", "leader or boss, where somebody fell", whom.rank.map(Label);
        outcome: Option<Label>, Attribute, "-", "how he fell", whom.outcome.map(|how| Label(how.label()));
        successors: Option<u32>, Attribute, "person", "eligible heirs the week before", whom.successors;
    }
}

columns! {
    /// A week in a part of the country.
    pub struct TwinWeekRow of (at: &WeekOfPart) in Words {
        event: Arc<str>, Key, "-", EVENT, at.event.clone();
        group: Label, Key, "-", "part of the country, as in twin_curve.csv", Label(at.part.label());
        ring: Option<u32>, Key, "border", "ring of neighbours, where it is one", at.part.ring().map(u32::from);
        week: i32, Key, "week", "the event's is 0", at.week;
        oc_deaths_change: i64, Count, "1/week", CHANGE, at.counts[0][0] as i64;
        oc_deaths_without: i64, Count, "1/week", WITHOUT, at.counts[0][1] as i64;
        extortions_change: i64, Count, "1/week", CHANGE, at.counts[1][0] as i64;
        extortions_without: i64, Count, "1/week", WITHOUT, at.counts[1][1] as i64;
        displaced_change: i64, Count, "1/week", CHANGE, at.counts[2][0] as i64;
        displaced_without: i64, Count, "1/week", WITHOUT, at.counts[2][1] as i64;
        organizations_change: Option<f64>, Stock, "1", CHANGE, at.standing(|of| of[0][0]);
        organizations_without: Option<f64>, Stock, "1", WITHOUT, at.standing(|of| of[0][1]);
        groups_change: Option<f64>, Stock, "1", CHANGE, at.standing(|of| of[1][0]);
        groups_without: Option<f64>, Stock, "1", WITHOUT, at.standing(|of| of[1][1]);
        effective_organizations_change: Option<f64>, Stock, "1", CHANGE, at.standing(|of| of[2][0]);
        effective_organizations_without: Option<f64>, Stock, "1", WITHOUT, at.standing(|of| of[2][1]);
        members_largest_change: Option<f64>, Stock, "1", CHANGE, at.standing(|of| of[3][0]);
        members_largest_without: Option<f64>, Stock, "1", WITHOUT, at.standing(|of| of[3][1]);
    }
}

columns! {
    /// A municipality that an event changes.
    pub struct TwinPlaceRow of (event: &Arc<str>, place: u32, deaths: i32) in Words {
        event: Arc<str>, Key, "-", EVENT, event.clone();
        municipality: Place, Key, "-", MUNICIPALITY.formula, Place(place);
        oc_deaths: i32, Count, "person",
            "with the event less without it, from its week to the last told; never 0", deaths;
    }
}

/// A week in a part of the country: with the event less without it, and without it.
#[derive(Debug)]
pub struct WeekOfPart {
    /// The event.
    pub event: Arc<str>,
    /// The part of the country, by its distance from the event.
    pub part: Part,
    /// The week; the event's is 0.
    pub week: i32,
    /// What is counted, in the order of `twin::pair::COUNTED`.
    pub counts: [[f64; 2]; 3],
    /// How organizations stand, in the order of `twin::pair::FRAGMENTATION`.
    pub standing: [[f64; 2]; 4],
}

impl WeekOfPart {
    /// How organizations stand, which is told of the country alone.
    fn standing(&self, of: fn(&[[f64; 2]; 4]) -> f64) -> Option<f64> {
        (self.part == Part::Country).then(|| of(&self.standing))
    }
}
