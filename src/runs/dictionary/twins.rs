//! The tables of pairs of futures: what `plaza twin` keeps of each, so that it goes on where it was stopped.

use crate::runs::dictionary::place_maps::MUNICIPALITY;
use crate::runs::dictionary::{Column, DRAW, Kind, POLICY, REPLICATE, Table, Type};

/// One row per pair and event that took place.
pub static TWIN_EVENTS: Table = Table {
    name: "twin_events",
    row: "an event that took place in a pair",
    on_request: false,
    columns: &[
        POLICY,
        REPLICATE,
        DRAW,
        EVENT,
        text("organization", "key of the organization that it befell"),
        text("name", "its name"),
        whole(
            "size_rank",
            "1",
            "its rank by members the week before, from 1",
        ),
        whole("members", "person", "its members the week before"),
        text("municipality", "code of the map: where"),
        Column {
            nullable: true,
            ..text("rank", "leader or boss, where somebody fell")
        },
        Column {
            nullable: true,
            ..text("outcome", "how he fell")
        },
        Column {
            nullable: true,
            ..whole("successors", "person", "eligible heirs the week before")
        },
    ],
    averaged: None,
};

/// One row per pair, event, part of the country and week.
pub static TWIN_WEEKS: Table = Table {
    name: "twin_weeks",
    row: "a week in a part of the country, with an event and without it",
    on_request: false,
    columns: &[
        POLICY,
        REPLICATE,
        EVENT,
        Column {
            kind: Kind::Key,
            ..text("group", "part of the country, as in twin_curve.csv")
        },
        Column {
            kind: Kind::Key,
            nullable: true,
            ..whole("ring", "border", "ring of neighbours, where it is one")
        },
        Column {
            kind: Kind::Key,
            ..whole("week", "week", "the event's is 0")
        },
        count("oc_deaths_change", CHANGE),
        count("oc_deaths_without", WITHOUT),
        count("extortions_change", CHANGE),
        count("extortions_without", WITHOUT),
        count("displaced_change", CHANGE),
        count("displaced_without", WITHOUT),
        stock("organizations_change", CHANGE),
        stock("organizations_without", WITHOUT),
        stock("groups_change", CHANGE),
        stock("groups_without", WITHOUT),
        stock("effective_organizations_change", CHANGE),
        stock("effective_organizations_without", WITHOUT),
        stock("members_largest_change", CHANGE),
        stock("members_largest_without", WITHOUT),
    ],
    averaged: None,
};

/// One row per pair, event and municipality that it changes.
pub static TWIN_PLACES: Table = Table {
    name: "twin_places",
    row: "a municipality in which an event changes how many die",
    on_request: false,
    columns: &[
        POLICY,
        REPLICATE,
        EVENT,
        MUNICIPALITY,
        Column {
            kind: Kind::Count,
            ..whole(
                "oc_deaths",
                "person",
                "with the event less without it, from its week to the last told; never 0",
            )
        },
    ],
    averaged: None,
};

/// What stands in a column of changes, and in the one beside it.
const CHANGE: &str =
    "with the event less without it; how organizations stand is told of the country alone";
const WITHOUT: &str = "without the event";

const EVENT: Column = Column {
    name: "event",
    r#type: Type::Text,
    nullable: false,
    unit: "-",
    kind: Kind::Key,
    formula: "name of the event, as in the experiment",
};

const fn text(name: &'static str, formula: &'static str) -> Column {
    Column {
        name,
        formula,
        kind: Kind::Attribute,
        ..EVENT
    }
}

const fn whole(name: &'static str, unit: &'static str, formula: &'static str) -> Column {
    Column {
        r#type: Type::Integer,
        unit,
        ..text(name, formula)
    }
}

const fn count(name: &'static str, formula: &'static str) -> Column {
    Column {
        kind: Kind::Count,
        ..whole(name, "1/week", formula)
    }
}

const fn stock(name: &'static str, formula: &'static str) -> Column {
    Column {
        r#type: Type::Real,
        nullable: true,
        unit: "1",
        kind: Kind::Stock,
        ..text(name, formula)
    }
}
