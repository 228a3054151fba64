//! The columns of the table `municipalities`.

use crate::experiment::dictionary::Table;

/// One row per replicate, municipality and year.
pub static MUNICIPALITIES: Table = Table {
    name: "municipalities",
    row: "a municipality in one year (52 weeks) of one replicate; by default only rows with an \
          organization, a crime of one, captured police or a mobile unit: an absent row is zero in all but \
          population, other_homicides, police and flow",
    on_request: false,
    columns: columns! {
        municipality: Text, Key, "-", "code of the map";
        year: Integer, Key, "year", "2007 + week / 52";
        population: Integer, Stock, "person", "residents alive";
        oc_deaths: Integer, Count, "person", "organized-crime deaths";
        other_homicides: Integer, Count, "person", "homicides that are not organized crime's";
        extortions: Integer, Count, "firm", "firms visited by extortionists for the first time";
        kidnappings: Integer, Count, "crime", "kidnappings by groups";
        displaced: Integer, Count, "person", "residents who fled their home here";
        organizations: Integer, Stock, "group", "groups with a cell here";
        organizations_visible: Integer, Count, "group",
            "groups the press named here at least once in the year [C14]";
        organizations_max: Integer, Count, "group", "most groups here at the end of a week";
        weeks_contested: Integer, Count, "week", "weeks that ended with two or more groups";
        members: Real, Mean, "person", "members here";
        police: Real, Mean, "person", "municipal, state and federal police officers here";
        soldiers: Real, Mean, "person", "soldiers and marines here";
        flow: Real, Mean, "t/week", "drugs that go through";
        captured_weeks: Integer, Count, "week",
            "weeks that ended with the municipal police serving a group";
    },
};
