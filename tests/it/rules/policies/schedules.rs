//! Steps and ramps: when a level holds.

use std::fs;
use std::path::Path;

use plaza_model::policy::Policy;

use plaza::setup::policies::read_policy;

use super::catalogue::catalogue;
use super::{orders, standard, wrong};

/// A policy of one's own, which extends an embedded one.
pub fn own(folder: &Path, text: &str) -> Policy {
    let path = folder.join("own.toml");
    fs::write(&path, format!("about = \"a test\"\n{text}")).expect("written");
    match read_policy(&path, &catalogue()) {
        Ok(read) => read.policy,
        Err(problems) => panic!("{problems:?}"),
    }
}

#[test]
fn a_ramp_is_a_straight_line_from_the_level_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let policy = own(
        folder.path(),
        "extends = \"_2006\"\n[[lever]]\nname = \"army_units\"\nlevels = [\
         { from_week = 10, level = 39_753, ramp_weeks = 25 },\
         { from_week = 60, level = 0 }]",
    );
    let soldiers = |week| orders(&policy, week, 0).army_units;
    // 37,253 is the level of 2006.
    let expected = [
        (-5, 37_253.0),
        (10, 37_253.0),
        (11, 37_353.0),
        (34, 39_653.0),
        (35, 39_753.0),
        (59, 39_753.0),
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
        assert_eq!(orders(&relative, week, 312), orders(&status_quo, week, 312));
    }
    assert_eq!(orders(&relative, 316, 312).army_units, 1000.0);
    assert_eq!(orders(&calendar, 312, 312).army_units, 1000.0);
    // What is extended keeps its own kind of weeks.
    for week in [0, 100, 300] {
        assert_eq!(
            orders(&relative, week, 312).leader_targeting,
            orders(&status_quo, week, 0).leader_targeting
        );
    }
}

#[test]
fn shares_change_in_a_straight_line_and_always_add_to_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let policy = own(
        folder.path(),
        "extends = \"_2006\"\n[[lever]]\nname = \"aid_shares\"\nlevels = [\
         { from_week = 0, level = [1, 0, 0, 0] },\
         { from_week = 10, level = [0, 0.5, 0.5, 0], ramp_weeks = 10 }]",
    );
    // A year passes from the order to the effect.
    let shares = |week: i32| orders(&policy, week + 52, 0).aid_shares;
    assert_eq!(shares(-1), [0.25, 0.5, 0.15, 0.1]);
    assert_eq!(shares(10), [1.0, 0.0, 0.0, 0.0]);
    assert_eq!(shares(15), [0.5, 0.25, 0.25, 0.0]);
    assert_eq!(shares(20), [0.0, 0.5, 0.5, 0.0]);
    for week in 0..30 {
        assert!((shares(week).iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
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

[[lever]]
name = "aid_shares"
levels = [{ from_week = 0, level = [0.2, 0.2, 0.2, 0.2] }, { from_week = 1, level = [2, -1, 0, 0] }]
"#), @r#"
        own.toml:10:19: expected a whole number, found 60.5
        own.toml:23:84: expected a whole number, 0 or more, found -2
        own.toml:14:8: lever `army_units` is set twice in this file
        own.toml:15:9: both `level` and `levels`, expected one of them
        own.toml:19:8: `kill_share` has neither `level` nor `levels`
        own.toml:27:57: `deployment_rule` is a choice, which cannot change in a ramp
        own.toml:27:87: `deployment_rule` is a choice of "home", "even", "hot_spots", "corridors", "border", found 2
        own.toml:31:36: the shares of `aid_shares` add to 0.8000, expected 1
        own.toml:31:85: the shares of `aid_shares` hold 2, expected each from 0 to 1
        "#);
}
