//! The table `lives`.

use plaza_batch::columns;

use crate::runs::dictionary::Table;

/// One row per thing that happened to somebody of the memory panel.
pub static LIVES: Table = Table {
    name: "lives",
    row: "what happened to one person of the memory panel in one week of one replicate; only where \
          `[record] lives = true`",
    on_request: true,
    columns: columns! {
        week: Integer, Key, "week", "week of the model; 0 is the first week of the year after the map's";
        municipality: Text, Key, "-", "home: code of the map";
        person: Integer, Key, "-", "the resident's number there";
        age: Text, Attribute, "-", "child, young, adult, older";
        sex: Text, Attribute, "-", "female, male";
        vulnerable: Integer, Attribute, "1", "1: poor, or without school and regular work; 0: not";
        what: Text, Attribute, "-", "extorted, kidnapped, robbed, bereaved, displaced, returned, forgot";
        reported: Integer, Attribute, "1", "1: they reported it; 0: not";
    },
    averaged: None,
};
