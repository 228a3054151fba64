//! Numbers of another size than they can be: targets, observed deaths, forces, and what is said of numbers of one's own.

use std::fmt::Write as _;
use std::fs;

use super::{Country, WITH};

/// A targets file with values for deaths, removals of leaders and firms.
fn targets(deaths: &str, leaders: &str) -> String {
    let target = |id: &str, unit: &str, value: &str| {
        format!(
            "[[target]]\nid = \"{id}\"\nwhat = \"a test\"\nunit = \"{unit}\"\nrole = \"check\"\n\
             parts = [{{ name = \"all\", years = [2007], values = [{value}] }}]\n"
        )
    };
    format!(
        "country = \"map\"\nperiod = [2007, 2007]\n{}{}",
        target("C1", "1/(100000 year)", deaths),
        target("C12", "1/year", leaders)
    )
}

#[test]
fn targets_of_another_size_are_refused_or_told() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    country.run(&[]);
    let validate = |text: &str| {
        country.write("targets.toml", text);
        country.plaza(&["validate", "out", "--targets", "targets.toml"])
    };
    // More than there are people.
    let error = validate(&targets("260000.0", "0.3")).refused();
    let said = "C1: a value is 260000, expected a number per 100,000 people and year, 0 to 100,000";
    assert!(
        error.contains("targets.toml:8") && error.contains(said),
        "{error}"
    );
    let error = validate(&targets("9.0", "360.0")).refused();
    assert!(
        error.contains("per organization and year, 0 to 52"),
        "{error}"
    );
    let error = validate(&targets("9000.0", "0.3")).succeeds().error;
    assert!(
        error.contains("note: C1 `all` is 9000 as observed and "),
        "{error}"
    );
    assert!(
        error.contains("100 times as much or more of one: is the value in 1/(100000 year)?"),
        "{error}"
    );
    let error = validate(&targets("9.0", "0.3")).succeeds().error;
    assert!(!error.contains("as observed and"), "{error}");
}

#[test]
fn observed_deaths_of_another_size_or_all_of_one_month_are_told() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("[observed]\noc_deaths = \"deaths.csv\"\n");
    let run = |deaths: u32, months: std::ops::RangeInclusive<u32>, out: &str| {
        let mut rows = "code,year,month,deaths\n".to_owned();
        for place in ["01001", "01002", "02001", "10019"] {
            for year in [2007, 2008] {
                for month in 1..=12 {
                    let deaths = if months.contains(&month) { deaths } else { 0 };
                    writeln!(rows, "{place},{year},{month},{deaths}").expect("a string takes all");
                }
            }
        }
        country.write("deaths.csv", &rows);
        country.run(&["--weeks", "104", "--out", out])
    };
    let (large, in_one) = (
        "more than 200 of 100,000 in a year",
        "are in month 1, as where totals of years stand in one month",
    );
    let told = run(2, 1..=12, "right");
    assert!(!told.contains(large) && !told.contains(in_one), "{told}");
    let told = run(2000, 1..=12, "large");
    assert!(
        told.contains("observed deaths are 96000 in 2007, 96000 in 2008, of "),
        "{told}"
    );
    assert!(told.contains(large), "{told}");
    let manifest =
        fs::read_to_string(country.0.path().join("large/manifest.json")).expect("a manifest");
    assert!(manifest.contains(large), "{manifest}");
    let told = run(24, 1..=1, "in_one");
    assert!(told.contains(in_one) && !told.contains(large), "{told}");
}

#[test]
fn forces_of_more_than_the_people_can_be_are_told() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    let told = country.run(&["--set", "levers.army_units=200000"]);
    let said =
        "forces of more than one in twenty of the people: at most army_units 200,000, and 3,";
    assert!(told.contains(said), "{told}");
    let told = country.run(&["--out", "fewer"]);
    assert!(!told.contains("one in twenty"), "{told}");
    // A range that was scaled has no decimals.
    country.experiment("scale_levers = \"population\"\n");
    let error = country
        .plaza(&["run", "own.toml", "--set", "levers.army_units=199999"])
        .refused();
    assert!(
        error.contains("level 199999 of `army_units` is outside 0 to 5"),
        "{error}"
    );
    assert!(!error.contains('.') || !error.contains(" to 5."), "{error}");
}

#[test]
fn numbers_of_ones_own_are_told() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    let said = "numbers of the rules are one's own, alike in all replicates: recruitment.rate are not those of `calibrated`";
    let told = country.run(&[]);
    assert!(!told.contains("one's own"), "{told}");
    country.write(
        "numbers.toml",
        "extends = \"calibrated\"\n[recruitment]\nrate = { value = 0.0031, unit = \"1/week\", range = [0.0, 1.0], source = \"a test\" }\n",
    );
    let own = country.0.path().join("own.toml");
    let text = fs::read_to_string(&own).expect("an experiment");
    country.write(
        "own.toml",
        &text.replace("\"calibrated\"", "\"numbers.toml\""),
    );
    let told = country.run(&["--out", "own"]);
    assert!(told.contains(said), "{told}");
    // As it was kept, it says the same.
    let told = country
        .plaza(&[
            "run",
            "own/inputs/experiment.toml",
            "--verbose",
            "--out",
            "again",
        ])
        .succeeds()
        .error;
    assert!(told.contains(said), "{told}");
}

#[test]
fn notices_of_ones_own_policies_come_first_and_each_calendar_is_told() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    country.write(
        "mine.toml",
        "extends = \"status_quo\"\nabout = \"a test\"\ncalendar = 2005\n\
         [[lever]]\nname = \"police_pay\"\nlevels = [{ from_week = 0, level = 0.5 }]\n\
         [[lever]]\nname = \"leader_targeting\"\nlevel = 0.4\n\
         when = { indicator = \"organizations\", above = -1 }\n",
    );
    let told = country.run(&["--policies", "status_quo,mine.toml"]);
    let at = |text: &str| told.find(text).unwrap_or_else(|| panic!("{text}: {told}"));
    assert!(
        at("policy mine: ") < at("policies status_quo, mine: "),
        "{told}"
    );
    at(
        "policy mine: the calendar of police_pay is of 2005: in the run, 2007 to 2008, the last ones hold",
    );
    at("`when` of leader_targeting holds in all weeks here, whatever happens");
}

#[test]
fn a_calendar_that_ends_before_the_run_is_told() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    country.write(
        "course.toml",
        "extends = \"no_intervention\"\nabout = \"a test\"\ncalendar = 2007\n\
         [[lever]]\nname = \"police_pay\"\nlevels = [{ from_week = 0, level = 0.1 }, { from_week = 20, level = 0.5 }]\n",
    );
    let said = "policy course: its calendar of levels ends in 2007: until 2008 the last ones hold";
    let told = country.run(&["--policies", "status_quo,course.toml"]);
    assert!(told.contains(said), "{told}");
    let told = country.run(&[
        "--policies",
        "course.toml",
        "--weeks",
        "52",
        "--out",
        "a_year",
    ]);
    assert!(!told.contains("ends in 2007"), "{told}");
}

#[test]
fn what_is_left_of_a_long_list_is_said_behind_it() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("[observed]\noc_deaths = \"deaths.csv\"\n");
    let rows: String = (0..30).map(|at| format!("99{at:03},2007,1,2\n")).collect();
    country.write("deaths.csv", &format!("code,year,month,deaths\n{rows}"));
    let error = country
        .plaza(&["run", "own.toml", "--out", "out"])
        .refused();
    assert!(
        error
            .trim_end()
            .ends_with("and 10 more problems in these files"),
        "{error}"
    );
}
