//! The columns of the table `panel`.

use plaza_batch::columns;

use crate::runs::dictionary::Table;

/// One row per replicate, week and municipality with something to tell.
pub static PANEL: Table = Table {
    name: "panel",
    row: "a municipality in one week of one replicate, where an organization is, a crime of one \
          was counted, or a mobile unit stands",
    on_request: true,
    columns: columns! {
        week: Integer, Key, "week", "week of the model; 0 is the first week of the year after the map's";
        municipality: Text, Key, "-", "code of the map";
        oc_deaths: Integer, Count, "person", "organized-crime deaths";
        organizations: Integer, Stock, "group", "groups with a cell here";
        organizations_visible: Integer, Count, "group",
            "groups the press named here this week [C14]";
        organization_ids: Texts, Count, "-", "keys of the groups the press named here this week";
        members: Integer, Stock, "person", "members here";
        police: Integer, Stock, "person", "municipal, state and federal police officers here";
        federal_police: Integer, Stock, "person", "federal police officers here";
        soldiers: Integer, Stock, "person", "soldiers and marines here";
        extortions: Integer, Count, "firm", "firms visited by extortionists for the first time";
        kidnappings: Integer, Count, "crime", "kidnappings by groups";
        displaced: Integer, Count, "person", "residents who fled their home here";
        flow: Real, Stock, "t/week", "drugs that go through";
    },
    averaged: None,
};
