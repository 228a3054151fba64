//! The columns of the table `organizations`.

use plaza_batch::columns;

use crate::runs::dictionary::Table;

/// One row per replicate, group and 13th week.
pub static ORGANIZATIONS: Table = Table {
    name: "organizations",
    row: "a group with own leadership in every 13th week (12, 25, ...) of one replicate",
    on_request: false,
    columns: columns! {
        week: Integer, Key, "week", "week of the model; 0 is the first week of the year after the map's";
        organization: Text, Key, "-", "key from its lineage, 16 hexadecimal digits";
        name: Text, Attribute, "-", "usual name; a splinter's from faction or lineage";
        parent: Text (null), Attribute, "-", "key of the group it split from; null: a founder";
        born_week: Integer, Attribute, "week", "week of founding; founders: first week";
        members: Integer, Stock, "person", "members in all its cells";
        municipalities: Integer, Stock, "municipality", "municipalities with a cell";
        cash: Real, Stock, "dollar of 2010", "money in hand";
        arms: Real, Stock, "arm", "rifles and the like";
        cohesion: Real, Stock, "1", "how well it holds together, 0 to 1";
        tenure_weeks: Integer, Stock, "week", "weeks its leader has led";
        share_trafficking: Real, Stock, "1",
            "part of its work: tolls on drugs that pass; mean over cells by members";
        share_retail: Real, Stock, "1", "part of its work: drugs sold; mean over cells by members";
        share_extortion: Real, Stock, "1",
            "part of its work: firms that pay; mean over cells by members";
        share_kidnapping: Real, Stock, "1",
            "part of its work: kidnapping and robbery; mean over cells by members";
        share_smuggling: Real, Stock, "1",
            "part of its work: migrants brought north; mean over cells by members";
    },
    averaged: None,
};
