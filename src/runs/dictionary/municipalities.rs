//! The columns of the table `municipalities`, per replicate or as means over replicates, and of the
//! sums that the means are made of.

use plaza_batch::columns;

use crate::runs::dictionary::{Averaged, Column, Kind, REPLICATE, Table, Type};

/// One row per replicate, municipality and year.
pub static MUNICIPALITIES: Table = Table {
    name: "municipalities",
    row: "a municipality in one year (52 weeks) of one replicate; by default only rows with an \
          organization, a crime of one, captured police or a mobile unit: an absent row is zero in all but \
          population, other_homicides, police and flow. With `[record] municipalities = \"mean\"` a \
          municipality in one year, mean over the replicates that did not fail: `replicate` is null, \
          and every column but municipality and year is real",
    on_request: false,
    columns: COLUMNS,
    averaged: Some(&Averaged {
        sums: &MUNICIPALITY_SUMS,
        means: &MUNICIPALITY_MEANS,
    }),
};

/// One row per municipality and year: means over replicates, in place of [`MUNICIPALITIES`].
pub static MUNICIPALITY_MEANS: Table = Table {
    name: MUNICIPALITIES.name,
    row: "a municipality in one year (52 weeks), mean over the replicates that did not fail",
    on_request: false,
    columns: &MEANS,
    averaged: None,
};

/// One row per municipality and year of a block: what [`MUNICIPALITY_MEANS`] are made of.
pub static MUNICIPALITY_SUMS: Table = Table {
    name: "municipality_sums",
    row: "a municipality in one year (52 weeks), sum over the replicates of a block that did not fail; \
          only with `[record] municipalities = \"mean\"`. Of all parts of a policy, the sum of a column \
          by the sum of `replicates` is the mean in the table municipalities",
    on_request: true,
    columns: &SUMS,
    averaged: None,
};

const COLUMNS: &[Column] = columns! {
    municipality: Text, Key, "-", "code of the map";
    year: Integer, Key, "year", "year of week 0 + week / 52";
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
};

const MEANS: [Column; COLUMNS.len()] = {
    let mut columns: [Column; COLUMNS.len()] = of_several();
    let mut index = 0;
    while index < columns.len() {
        if !matches!(columns[index].kind, Kind::Key) {
            columns[index].r#type = Type::Real;
        }
        index += 1;
    }
    columns
};

const SUMS: [Column; COLUMNS.len() + 1] = {
    let mut columns: [Column; COLUMNS.len() + 1] = of_several();
    columns[COLUMNS.len()] = Column {
        name: "replicates",
        r#type: Type::Integer,
        nullable: false,
        unit: "replicate",
        kind: Kind::Count,
        formula: "replicates added up",
    };
    columns
};

/// The first of `N` columns: those of one replicate, but that `replicate` is null.
const fn of_several<const N: usize>() -> [Column; N] {
    let mut columns = [REPLICATE; N];
    let mut index = 0;
    while index < COLUMNS.len() {
        columns[index] = COLUMNS[index];
        index += 1;
    }
    columns[1].nullable = true;
    columns[1].formula = "null: of several replicates";
    columns
}
