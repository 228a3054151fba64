//! The columns of `difference_map` and `twin_map`: one row per municipality, codes as text.

use crate::runs::dictionary::{Column, Kind, POLICY, Table, Type};

/// What `plaza compare` says of each municipality.
pub static DIFFERENCE_MAP: Table = Table {
    name: "difference_map",
    row: "a municipality under a policy, against the baseline on equal luck",
    on_request: true,
    folded: false,
    columns: &[
        POLICY,
        MUNICIPALITY,
        Column {
            unit: "person/(100000 residents year)",
            formula: "mean paired difference of oc_deaths to the baseline, over full years since policies part",
            ..MEAN
        },
        LOW,
        HIGH,
        CLEAR,
    ],
    averaged: None,
};

/// What `plaza twin` says of each municipality.
pub static TWIN_MAP: Table = Table {
    name: "twin_map",
    row: "a municipality, over all pairs",
    on_request: true,
    folded: false,
    columns: &[MUNICIPALITY, MEAN, LOW, HIGH, CLEAR],
    averaged: None,
};

/// Which municipality.
pub const MUNICIPALITY: Column = Column {
    name: "municipality",
    r#type: Type::Text,
    nullable: false,
    unit: "-",
    kind: Kind::Key,
    formula: "code of the map, as text: leading zeros are part of it",
};

const MEAN: Column = Column {
    name: "mean",
    r#type: Type::Real,
    nullable: false,
    unit: "person",
    kind: Kind::Mean,
    formula: "mean over pairs of oc_deaths with the event less without it",
};

const LOW: Column = Column {
    name: "low",
    nullable: true,
    formula: "lower end of the 95 % interval of the mean",
    unit: "as mean",
    ..MEAN
};

const HIGH: Column = Column {
    name: "high",
    formula: "upper end of the 95 % interval of the mean",
    ..LOW
};

const CLEAR: Column = Column {
    name: "clear",
    r#type: Type::Integer,
    nullable: false,
    unit: "0 or 1",
    kind: Kind::Attribute,
    formula: "1 where the mean differs from 0, at a rate of false discoveries of 5 % over all municipalities",
};
