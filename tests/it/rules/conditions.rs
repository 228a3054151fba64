//! Levels that hold somewhere or for a time only: rules of place, triggers, crossings, equal money.

mod budgets;
mod crossings;
mod draws;
mod places;

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use plaza_batch::rows::Recorded;
use plaza_model::policy::Policy;
use plaza_model::policy::course::{Course, Terms};
use plaza_model::policy::levers::Catalogue;
use plaza_model::state::government::AREAS;
use plaza_model::state::map::Map;

use plaza::files::embedded;
use plaza::runs::design::Design;
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};
use plaza::setup as config;
use plaza::setup::Overrides;
use plaza::setup::levers::read_catalogue;
use plaza::setup::policies::read_policy;

use self::places::lived;
use crate::rules::worlds::grid;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let read = read_catalogue(&embedded::path("levers.toml"));
    read.expect("the embedded catalogue is valid").0
});
static MAP: LazyLock<Arc<Map>> = LazyLock::new(|| Arc::new(grid()));
static TERMS: LazyLock<Terms> = LazyLock::new(|| Terms::all(&CATALOGUE, &MAP));

/// All aid is delivered.
const FULL: [f64; AREAS] = [1.0; AREAS];

fn policy(text: &str) -> Policy {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.toml");
    fs::write(
        &path,
        format!("extends = \"_2006\"\nabout = \"a test\"\n{text}"),
    )
    .expect("written");
    match read_policy(&path, &CATALOGUE) {
        Ok(read) => read.policy,
        Err(problems) => panic!("{problems:?}"),
    }
}

fn wrong(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.toml");
    fs::write(&path, text).expect("written");
    let problems = read_policy(&path, &CATALOGUE).expect_err("this policy is wrong");
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let prefix = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
    lines.join("\n").replace(&prefix, "")
}

/// The places of the small grid in its first state.
fn first_state() -> Vec<bool> {
    MAP.places.iter().map(|place| place.state == 0).collect()
}

fn in_first_state(lever: &str, level: f64) -> Policy {
    let state = &MAP.states[0];
    policy(&format!(
        "[[lever]]\nname = \"{lever}\"\nlevels = [{{ from_week = 10, level = {level}, ramp_weeks = 0 }}]\n\
         where = {{ states = [\"{state}\"] }}"
    ))
}

#[test]
fn a_trigger_holds_from_one_bound_to_the_other_and_its_weeks_count_from_there() {
    let ours = policy(
        "[[lever]]\nname = \"army_units\"\n\
         levels = [{ from_week = 0, level = 55_000, ramp_weeks = 4 }]\n\
         when = { indicator = \"approval\", below = 0.3, until_above = 0.5 }",
    );
    let mut world = lived(&policy(""), 1);
    let mut course = Course::new(&TERMS, 0, &ours);
    let approvals = [0.6, 0.31, 0.29, 0.4, 0.49, 0.49, 0.49, 0.51, 0.4, 0.2];
    let ordinary = 37_253.0;
    let rising = |weeks: f64| ordinary + (55_000.0 - ordinary) * weeks / 4.0;
    let risen = [1.0, 2.0, 3.0, 4.0].map(rising);
    let expected = [[ordinary; 3].as_slice(), &risen, &[ordinary; 3]].concat();
    for (week, (approval, expected)) in (0..).zip(approvals.into_iter().zip(expected)) {
        world.institutions.government.approval = approval;
        course.observe(week, &world);
        let soldiers = course.orders(week, &FULL).army_units;
        assert!(
            (soldiers - expected).abs() < 1e-6,
            "week {week}: {soldiers}"
        );
    }
    // It began again in the last week; the past is not rewritten.
    assert_eq!(course.orders(13, &FULL).army_units, 55_000.0);
    assert_eq!(course.orders(6, &FULL).army_units, 55_000.0);
    assert_eq!(course.orders(8, &FULL).army_units, ordinary);
}

#[test]
fn a_trigger_acts_a_lag_later() {
    // Joint command acts four weeks after it is ordered.
    let ours = policy(
        "[[lever]]\nname = \"joint_command\"\nlevel = 0.8\n\
         when = { indicator = \"oc_deaths_rate_13w\", above = 0.1 }",
    );
    let mut world = lived(&policy(""), 1);
    for recent in &mut world.land.recent {
        recent.quarter = 0;
    }
    let mut course = Course::new(&TERMS, 0, &ours);
    for (week, deaths) in [(0, 0), (1, 3), (2, 0), (3, 0)] {
        world.land.recent[5].quarter = deaths;
        course.observe(week, &world);
    }
    let levels: Vec<f64> = (0..9)
        .map(|week| course.orders(week, &FULL).joint_command)
        .collect();
    assert_eq!(levels, [0.0, 0.0, 0.0, 0.0, 0.0, 0.8, 0.0, 0.0, 0.0]);
}

fn experiment(folder: &Path, text: &str) -> Result<config::Loaded, String> {
    let map = embedded::text(&embedded::path("maps/grid_12x12.toml")).expect("embedded");
    fs::write(folder.join("map.toml"), map).expect("written");
    let path = folder.join("own.toml");
    fs::write(&path, text).expect("written");
    config::load(Some(&path), &Overrides::default()).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let prefix = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
        lines.join("\n").replace(&prefix, "")
    })
}

fn small(policies: &str, more: &str) -> String {
    format!(
        "name = \"own\"\nmap = \"map.toml\"\npolicies = {policies}\nweeks = 104\nreplicates = 2\nseed = 1\n{more}"
    )
}

#[test]
fn what_is_wrong_with_a_condition_is_told_with_its_line() {
    let told = wrong(
        r#"
extends = "_2006"
about = "wrong conditions"

[[lever]]
name = "extradition"
level = 0.5
where = "border"

[[lever]]
name = "police_pay"
level = 0.5
where = "everywhere"

[[lever]]
name = "police_training"
level = 0.5
where = { states = [] }

[[lever]]
name = "prisons"
level = 0.5
where = { top = { n = 0, by = "oc_deaths" } }

[[lever]]
name = "army_units"
level = 1000
when = { indicator = "oc_death_rate_13w", above = 3.0 }

[[lever]]
name = "navy_units"
level = 1000
when = { indicator = "approval", above = 0.3, below = 0.2 }

[[lever]]
name = "kill_share"
level = 0.5
when = { indicator = "approval", above = 0.3, until_below = 0.4 }

[[lever]]
name = "federal_police_units"
levels = [{ from_week = 0, level = 35_000 }, { from_week = 51, level = 9 }]
"#,
    );
    insta::assert_snapshot!(told, @r#"
        own.toml:13:9: unknown value `everywhere`, expected `all`, `border`, `need`, `states` or `top`
        own.toml:8:9: `extradition` acts in the whole country, expected no `where`; levers that act at places are leader_targeting, army_units, navy_units, federal_police_units, intervention_in_captured_forces, police_pay, police_vetting, police_training, unified_state_command, community_policing, focused_deterrence, prosecutors_and_courts, independent_prosecutors, prisons, crossings, youth_programmes, work_and_school, culture_of_lawfulness, civil_society, reporting_channels, witness_protection, extortion_strategy, kidnapping_strategy, smuggling_strategy
        own.toml:18:9: no state is named, expected one or more
        own.toml:23:9: n is 0, expected 1 or more
        own.toml:28:22: there is no indicator `oc_death_rate_13w` (did you mean `oc_deaths_rate_13w`?), expected `oc_deaths_rate_13w`, `oc_deaths_rate_52w`, `violent_municipalities`, `organizations`, `complaints_rate`, `approval`, `trust_army` or `cooperation`
        own.toml:33:22: expected `above`, perhaps with `until_below`, or `below`, perhaps with `until_above`
        own.toml:38:61: until_below is 0.4, expected 0.3 or less: what has begun would end at once
        own.toml:42:60: from_week is 51, in the middle of the ramp before it, which ends in week 208; expected 208 or more
        "#);
    let told = wrong(
        "about = \"a root\"\n[[lever]]\nname = \"police_pay\"\nlevel = 1\nwhere = \"border\"",
    );
    insta::assert_snapshot!(told, @r#"
        own.toml:5:9: `where` of `police_pay` leaves open what holds otherwise, expected `extends` with a policy that has it
        "#);
    let folder = tempfile::tempdir().expect("a folder");
    let text = "extends = \"_2006\"\nabout = \"a state\"\n[[lever]]\nname = \"police_pay\"\nlevel = 1\n\
                where = { states = [\"Chihuaha\"] }";
    fs::write(folder.path().join("north.toml"), text).expect("written");
    let told =
        experiment(folder.path(), &small("[\"north.toml\"]", "")).expect_err("no such state");
    let known = told.split("expected").next().unwrap_or_default();
    insta::assert_snapshot!(known, @"north.toml:6:21: policy `north`, lever `police_pay`: map `grid 12x12` has no state `Chihuaha`,");
}

/// One replicate under every policy of a design.
fn recorded(design: &Design, fork: bool) -> Vec<Recorded> {
    let all: Vec<usize> = (0..design.policies.len()).collect();
    let endings = replicate::run(design, &all, 0, fork, &Stop::default());
    let done = |ending| match ending {
        Ending::Done(recorded) => *recorded,
        ending => panic!("{ending:?}"),
    };
    endings.into_iter().map(done).collect()
}
