//! Policies: levels over time, and each lever reaching exactly what it names.

use std::fs;
use std::path::{Path, PathBuf};

use plaza::io::config::embedded;
use plaza::io::config::levers::read_catalogue;
use plaza::io::config::policies::read_policy;
use plaza::policy::Policy;
use plaza::policy::levers::{Catalogue, Kind, Level};
use plaza::policy::regimes;
use plaza::state::government::{Deployment, Orders};

fn catalogue() -> Catalogue {
    read_catalogue(&embedded::path("levers.toml"))
        .expect("the embedded catalogue is valid")
        .0
}

fn standard(name: &str) -> Policy {
    let path = embedded::path(&format!("policies/{name}.toml"));
    read_policy(&path, &catalogue())
        .expect("embedded policies are valid")
        .policy
}

/// A policy of one's own, which extends an embedded one.
fn own(folder: &Path, text: &str) -> Policy {
    let path = folder.join("own.toml");
    fs::write(&path, format!("about = \"a test\"\n{text}")).expect("written");
    match read_policy(&path, &catalogue()) {
        Ok(read) => read.policy,
        Err(problems) => panic!("{problems:?}"),
    }
}

/// The problems of a policy file, without the folder.
fn wrong(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    wrong_in(folder.path(), text)
}

fn wrong_in(folder: &Path, text: &str) -> String {
    let path = folder.join("own.toml");
    fs::write(&path, text).expect("written");
    let problems = read_policy(&path, &catalogue()).expect_err("this policy is wrong");
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let prefix = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
    lines.join("\n").replace(&prefix, "")
}

/// The names of the parts of the orders that differ.
fn differences(a: &Orders, b: &Orders) -> Vec<&'static str> {
    let Orders {
        leader_targeting,
        kill_share,
        soldiers,
        deployment,
        ..
    } = *a;
    [
        ("leader_targeting", leader_targeting != b.leader_targeting),
        ("kill_share", kill_share != b.kill_share),
        ("soldiers", soldiers != b.soldiers),
        ("deployment", deployment != b.deployment),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}

#[test]
fn each_lever_moves_exactly_what_it_names() {
    let expected = [
        ("leader_targeting", "leader_targeting"),
        ("kill_share", "kill_share"),
        ("army_units", "soldiers"),
        ("deployment_rule", "deployment"),
    ];
    let catalogue = catalogue();
    let names: Vec<&str> = catalogue.names().collect();
    assert_eq!(names, expected.map(|(lever, _)| lever));
    let before = standard("_2006").orders(0, 0);
    let folder = tempfile::tempdir().expect("a folder");
    for (lever, moved) in expected {
        let level = match &catalogue.find(lever).expect("in the catalogue").kind {
            Kind::Number { range, .. } => range[1].to_string(),
            Kind::Choice(options) => format!("\"{}\"", options[options.len() - 1]),
        };
        let text = format!("extends = \"_2006\"\n[[lever]]\nname = \"{lever}\"\nlevel = {level}");
        let after = own(folder.path(), &text).orders(0, 0);
        assert_eq!(differences(&before, &after), [moved], "{lever}");
    }
}

#[test]
fn catalogue_and_model_know_the_same_levers() {
    let names: Vec<&str> = regimes::LEVERS.iter().map(|lever| lever.name).collect();
    let catalogue = catalogue();
    assert_eq!(catalogue.names().collect::<Vec<_>>(), names);
    assert!(regimes::objections(&catalogue).is_empty());
    for lever in &catalogue.levers {
        if let Kind::Choice(options) = &lever.kind {
            for option in options {
                let mut orders = Orders::NONE;
                let regime = regimes::LEVERS
                    .iter()
                    .find(|regime| regime.name == lever.name);
                let level = Level::Option(option.clone());
                regime.expect("the same names").apply(&mut orders, &level);
            }
        }
    }
}

#[test]
fn a_catalogue_that_the_model_does_not_know_is_refused() {
    let mut catalogue = catalogue();
    catalogue.levers[0].name = "hearts_and_minds".to_owned();
    catalogue.levers[1].kind = Kind::Choice(vec!["some".to_owned()]);
    catalogue.levers[2].kind = Kind::Number {
        unit: "battalion".to_owned(),
        range: [1.0, 2.0],
    };
    let messages: Vec<String> = regimes::objections(&catalogue)
        .into_iter()
        .map(|(_, message)| message)
        .collect();
    insta::assert_snapshot!(messages.join("\n"), @r#"
        lever `leader_targeting` is missing
        lever `hearts_and_minds` moves nothing in the model
        expected a number [1], found a choice
        unit is `battalion`, expected `soldier`
        range [1, 2] does not include 0, which means absent
        "#);
}

#[test]
fn standard_policies_are_what_they_say() {
    let [before, nothing, kingpin, status_quo] =
        ["_2006", "no_intervention", "kingpin_only", "status_quo"].map(standard);
    for week in 0..624 {
        assert_eq!(before.orders(week, 0), nothing.orders(week, 0));
        assert_eq!(
            kingpin.orders(week, 0).leader_targeting,
            status_quo.orders(week, 0).leader_targeting
        );
        let differing = differences(&nothing.orders(week, 0), &kingpin.orders(week, 0));
        assert_eq!(differing, ["leader_targeting"]);
    }
    let hunted: Vec<f64> = (0..208)
        .map(|week| status_quo.orders(week, 0).leader_targeting)
        .collect();
    assert!(hunted.is_sorted());
    let mean = hunted.iter().sum::<f64>() / 208.0;
    assert!(
        (mean - 0.36).abs() < 0.01,
        "[C12] is .36, the schedule's mean is {mean}"
    );
    assert_eq!(status_quo.orders(0, 0).soldiers, 37_000.0);
    assert_eq!(status_quo.orders(156, 0).soldiers, 50_000.0);
    assert_eq!(status_quo.orders(5000, 0).soldiers, 50_000.0);
    assert_eq!(status_quo.orders(0, 0).deployment, Deployment::HotSpots);
}

#[test]
fn a_ramp_is_a_straight_line_from_the_level_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let policy = own(
        folder.path(),
        "extends = \"_2006\"\n[[lever]]\nname = \"army_units\"\nlevels = [\
         { from_week = 10, level = 20_000, ramp_weeks = 50 },\
         { from_week = 35, level = 17_500, ramp_weeks = 10 },\
         { from_week = 60, level = 0 }]",
    );
    let soldiers = |week| policy.orders(week, 0).soldiers;
    // 15,000 is the level of 2006; the second step begins when half of the first is done.
    let expected = [
        (-5, 15_000.0),
        (10, 15_000.0),
        (11, 15_100.0),
        (34, 17_400.0),
        (35, 17_500.0),
        (59, 17_500.0),
        (60, 0.0),
        (900, 0.0),
    ];
    for (week, level) in expected {
        assert!(
            (soldiers(week) - level).abs() < 1e-6,
            "week {week}: {}",
            soldiers(week)
        );
    }
}

#[test]
fn weeks_count_from_the_start_of_the_policy_or_from_2007() {
    let folder = tempfile::tempdir().expect("a folder");
    let levels = "[[lever]]\nname = \"army_units\"\nlevels = [{ from_week = 4, level = 1000 }]";
    let relative = own(
        folder.path(),
        &format!("extends = \"status_quo\"\n{levels}"),
    );
    let calendar = own(
        folder.path(),
        &format!("extends = \"_2006\"\ncalendar = true\n{levels}"),
    );
    let status_quo = standard("status_quo");
    for week in [312, 315] {
        assert_eq!(relative.orders(week, 312), status_quo.orders(week, 312));
    }
    assert_eq!(relative.orders(316, 312).soldiers, 1000.0);
    assert_eq!(calendar.orders(312, 312).soldiers, 1000.0);
    // What is extended keeps its own kind of weeks.
    for week in [0, 100, 300] {
        assert_eq!(
            relative.orders(week, 312).leader_targeting,
            status_quo.orders(week, 0).leader_targeting
        );
    }
}

#[test]
fn what_is_wrong_with_a_policy_is_told_with_its_line() {
    insta::assert_snapshot!(wrong(r#"
extend = "_2006"
about = 3
calendar = "yes"

[[lever]]
name = "army_unit"
level = 1

[[lever]]
name = "army_units"
level = 300_000

[[lever]]
name = "kill_share"
level = "most"

[[lever]]
name = "kill_share"
level = true

[[lever]]
name = "deployment_rule"
level = "hotspots"
"#), @r#"
        own.toml:2:1: unknown key `extend` (did you mean `extends`?)
        own.toml:3:9: expected text, found 3
        own.toml:4:12: expected true or false, found the text "yes"
        own.toml:20:9: expected a number or the name of an option
        own.toml:7:8: there is no lever `army_unit` (did you mean `army_units`?), expected `leader_targeting`, `kill_share`, `army_units` or `deployment_rule`
        own.toml:12:9: level 300000 of `army_units` is outside 0 to 200000 [soldier]
        own.toml:16:9: `kill_share` is a number from 0 to 1 [1], found "most"
        own.toml:24:9: `deployment_rule` has no option "hotspots", expected "home", "even", "hot_spots"
        "#);
}

#[test]
fn what_is_wrong_with_a_schedule_is_told_with_its_line() {
    insta::assert_snapshot!(wrong(r#"
extends = "_2006"
about = "wrong schedules"

[[lever]]
name = "army_units"
levels = [
    { from_week = 52, level = 10 },
    { from_week = 52, level = nan },
    { from_week = 60.5, level = 10 },
]

[[lever]]
name = "army_units"
level = 10
levels = [{ from_week = 0, level = 10 }]

[[lever]]
name = "kill_share"

[[lever]]
name = "leader_targeting"
levels = [{ from_week = 10, level = 1 }, { from_week = 9, level = -1, ramp_weeks = -2 }]

[[lever]]
name = "deployment_rule"
levels = [{ from_week = 0, level = "even", ramp_weeks = 4 }, { from_week = 1, level = 2 }]
"#), @r#"
        own.toml:10:19: expected a whole number, found 60.5
        own.toml:23:84: expected a whole number, 0 or more, found -2
        own.toml:14:8: lever `army_units` is set twice in this file
        own.toml:15:9: both `level` and `levels`, expected one of them
        own.toml:19:8: `kill_share` has neither `level` nor `levels`
        own.toml:27:57: `deployment_rule` is a choice, which cannot change in a ramp
        own.toml:27:87: `deployment_rule` is a choice of "home", "even", "hot_spots", found 2
        "#);
}

#[test]
fn extending_nothing_or_oneself_is_told() {
    insta::assert_snapshot!(wrong("extends = \"status-quo\"\nabout = \"\""), @"own.toml:1:11: there is no policy `status-quo` (did you mean `status_quo`?), expected a file beside this one or `_2006`, `kingpin_only`, `no_intervention` or `status_quo`");
    insta::assert_snapshot!(wrong("about = \"alone\""), @r#"own.toml: lever `leader_targeting` has no level, expected one here or `extends = "_2006"`"#);
    let folder = tempfile::tempdir().expect("a folder");
    let other: PathBuf = folder.path().join("other.toml");
    fs::write(other, "extends = \"own\"\nabout = \"\"").expect("written");
    insta::assert_snapshot!(wrong_in(folder.path(), "about = \"\"\nextends = \"other\""), @"other.toml:1:11: a policy cannot extend itself: own extends other extends own");
}

#[test]
fn a_fault_below_is_told_in_the_file_that_holds_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = "extends = \"_2006\"\nabout = \"\"\n[[lever]]\nname = \"kill_share\"\nlevel = 2";
    fs::write(folder.path().join("base.toml"), base).expect("written");
    insta::assert_snapshot!(wrong_in(folder.path(), "about = \"\"\nextends = \"base\""), @"base.toml:5:9: level 2 of `kill_share` is outside 0 to 1 [1]");
}
