//! The table `municipalities`, per replicate or as means over replicates, and the sums that the means are made of: their
//! columns, and how each is read from a municipality at the end of a year.

use plaza_model::state::forces::Force;
use plaza_model::state::world::Municipality;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::dictionary::words::{Place, Words};
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
    folded: false,
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
    folded: false,
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
    folded: false,
    columns: &SUMS,
    averaged: None,
};

/// Of one replicate.
const COLUMNS: &[Column] = MunicipalityRow::COLUMNS;

columns! {
    /// A municipality in a year.
    pub struct MunicipalityRow of (at: &YearOfPlace<'_>) in Words {
        municipality: Place, Key, "-", "code of the map", Place(at.here.place);
        year: i32, Key, "year", "year of week 0 + week / 52", at.year;
        population: u32, Stock, "person", "residents alive", at.here.citizens.alive();
        oc_deaths: u32, Count, "person", "organized-crime deaths", at.sums.oc_deaths;
        other_homicides: u32, Count, "person",
            "homicides that are not organized crime's", at.sums.other_homicides;
        extortions: u32, Count, "firm", "firms visited by extortionists for the first time", at.sums.extortions;
        kidnappings: u32, Count, "crime", "kidnappings by groups", at.sums.kidnappings;
        displaced: u32, Count, "person", "residents who fled their home here", at.sums.displaced;
        organizations: u32, Stock, "group", "groups with a cell here", at.here.cells.len() as u32;
        organizations_visible: u32, Count, "group",
            "groups the press named here at least once in the year [C14]", at.visible;
        organizations_max: u32, Count, "group", "most groups here at the end of a week", at.sums.organizations_max;
        weeks_contested: u32, Count, "week", "weeks that ended with two or more groups", at.sums.weeks_contested;
        members: f64, Mean, "person", "members here", mean(at.sums.members as f64);
        police: f64, Mean, "person", "municipal, state and federal police officers here", mean(at.sums.police as f64);
        soldiers: f64, Mean, "person", "soldiers and marines here", mean(at.sums.soldiers as f64);
        flow: f64, Mean, "t/week", "drugs that go through", mean(at.sums.flow);
        captured_weeks: u32, Count, "week",
            "weeks that ended with the municipal police serving a group", at.sums.captured_weeks;
    }
}

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

/// A municipality at the end of a year.
#[derive(Debug)]
pub struct YearOfPlace<'a> {
    /// As it is then.
    pub here: &'a Municipality,
    /// Which year.
    pub year: i32,
    /// How many groups the press named here in it.
    pub visible: u32,
    /// What was added up over its weeks.
    pub sums: Sums,
}

/// Sums over the weeks of a year.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    oc_deaths: u32,
    other_homicides: u32,
    extortions: u32,
    kidnappings: u32,
    displaced: u32,
    organizations_max: u32,
    weeks_contested: u32,
    captured_weeks: u32,
    members: u64,
    police: u64,
    federal_police: u64,
    soldiers: u64,
    flow: f64,
}

impl Sums {
    /// Adds a week of a municipality where something happened.
    pub fn happened(&mut self, here: &Municipality) {
        let present = here.cells.len() as u32;
        self.oc_deaths += here.tally.oc_deaths();
        self.other_homicides += here.tally.other_homicides;
        self.extortions += here.tally.extortions;
        self.kidnappings += here.tally.kidnappings;
        self.displaced += here.tally.displaced;
        self.organizations_max = self.organizations_max.max(present);
        self.weeks_contested += u32::from(present >= 2);
        self.members += u64::from(here.members());
    }

    /// Adds a week of a municipality where a mobile unit was.
    pub fn garrisoned(&mut self, here: &Municipality) {
        self.federal_police += u64::from(here.on_duty(Force::Federal));
        self.soldiers += u64::from(here.soldiers());
    }

    /// Adds a week of any municipality, through which so many drugs went.
    pub fn week(&mut self, here: &Municipality, flow: f64) {
        self.captured_weeks += u32::from(here.police.captured_by.is_some());
        self.police += u64::from(here.police_officers());
        self.flow += flow;
    }

    /// Whether there was an organization, a crime of one, captured police or a mobile unit.
    pub fn active(&self) -> bool {
        let crimes = self.oc_deaths + self.extortions + self.kidnappings + self.displaced;
        let units = self.federal_police + self.soldiers;
        self.organizations_max + self.captured_weeks + crimes > 0 || units > 0
    }
}

/// A sum over the weeks of a year, for a week.
fn mean(sum: f64) -> f64 {
    sum / f64::from(WEEKS_PER_YEAR)
}
