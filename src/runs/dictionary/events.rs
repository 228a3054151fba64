//! The columns of the table `events`.

use plaza_batch::columns;

use crate::runs::dictionary::Table;

/// One row per notable event.
pub static EVENTS: Table = Table {
    name: "events",
    row: "a notable event of one replicate",
    on_request: false,
    columns: columns! {
        week: Integer, Key, "week", "week of the model; 0 is the first week of the year after the map's";
        kind: Text, Key, "-",
            "leader_removed, boss_removed, succession, split, defection, absorption, \
             alliance, betrayal, war, truce, extinction, pact, pact_broken, deployment, \
             escape, police_captured";
        organization: Text (null), Attribute, "-", "whom it is about: key";
        other: Text (null), Attribute, "-",
            "the enemy, the ally, the splinter, the organization joined: key";
        municipality: Text (null), Attribute, "-",
            "where: code of the map; null for what has no one place";
        rank: Text (null), Attribute, "-", "who fell or escaped: leader, boss";
        outcome: Text (null), Attribute, "-",
            "how: killed, arrested, extradited, killed_by_rivals; of a succession: heir, \
             contested";
        successors: Integer (null), Attribute, "person", "eligible heirs the week before";
        members: Integer (null), Attribute, "person",
            "members of the organization, the cell, the splinter; soldiers of a unit";
    },
    averaged: None,
};
