//! The table `events`: its columns, and how each is read from an event.

use plaza_batch::table::Table;

use plaza_model::state::events::Event;
use plaza_model::state::organizations::OrganizationKey;

use crate::runs::dictionary::words::{Label, Place, Words};

/// One row per notable event.
pub static EVENTS: Table = Table::new(
    "events",
    "a notable event of one replicate",
    EventRow::COLUMNS,
);

columns! {
    /// An event of a week.
    pub struct EventRow of (week: i32, event: &Event) in Words {
        week: i32, Key, "week", "week of the model; 0 is the first week of the year after the map's", week;
        kind: Label, Key, "-",
            "leader_removed, boss_removed, succession, split, defection, absorption, alliance, betrayal, war, \
             truce, extinction, pact, pact_broken, deployment, escape, police_captured",
            Label(event.kind.label());
        organization: Option<OrganizationKey>, Attribute, "-", "whom it is about: key", event.organization;
        other: Option<OrganizationKey>, Attribute, "-",
            "the enemy, the ally, the splinter, the organization joined: key", event.other;
        municipality: Option<Place>, Attribute, "-",
            "where: code of the map; null for what has no one place", event.place.map(Place);
        rank: Option<Label>, Attribute, "-", "who fell or escaped: leader, boss", event.kind.rank().map(Label);
        outcome: Option<Label>, Attribute, "-",
            "how: killed, arrested, extradited, killed_by_rivals; of a succession: heir, contested",
            event.outcome.map(|outcome| Label(outcome.label()));
        successors: Option<u32>, Attribute, "person", "eligible heirs the week before", event.successors;
        members: Option<u32>, Attribute, "person",
            "members of the organization, the cell, the splinter; soldiers of a unit", event.members;
    }
}
