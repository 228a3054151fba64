//! Policies: levels over time, and each lever reaching exactly what it names.

mod catalogue;
mod money;
mod schedules;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use plaza_model::policy::Policy;
use plaza_model::policy::course::{Course, Terms};
use plaza_model::state::government::{AREAS, Allocation, Deployment};
use plaza_model::state::orders::Orders;
use plaza_model::units::WEEKS_PER_YEAR;

use plaza::files::embedded;
use plaza::setup::policies::read_policy;

use self::catalogue::catalogue;
use crate::rules::worlds::grid;

/// What the levers cost on the small grid, and how late they act.
static TERMS: LazyLock<Terms> = LazyLock::new(|| Terms::all(&catalogue(), &Arc::new(grid())));

/// All aid is delivered.
const FULL: [f64; AREAS] = [1.0; AREAS];

/// A week in which every lag and ramp is over.
const LATE: i32 = 2000;

fn standard(name: &str) -> Policy {
    let path = embedded::path(&format!("policies/{name}.toml"));
    read_policy(&path, &catalogue())
        .expect("embedded policies are valid")
        .policy
}

/// What a policy that starts in week `start` has in force in a week.
fn orders(policy: &Policy, week: i32, start: i32) -> Orders {
    Course::new(&TERMS, start, policy).orders(week, &FULL)
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
fn differences(a: &Orders, b: &Orders) -> Vec<String> {
    let parts = |orders: &Orders| -> Vec<String> {
        // Of shares all but the first have no name before them.
        let text = format!("{orders:?}")
            .replace(", 0", " 0")
            .replace(", 1", " 1");
        let text = text.trim_start_matches("Orders { ").split(", ");
        text.map(str::to_owned).collect()
    };
    let pairs = parts(a).into_iter().zip(parts(b));
    let differing = pairs.filter(|(one, other)| one != other);
    let name = |(part, _): (String, String)| part.split(": ").next().map(str::to_owned);
    differing.filter_map(name).collect()
}

#[test]
fn standard_policies_are_what_they_say() {
    let [before, nothing, kingpin, status_quo] =
        ["_2006", "no_intervention", "kingpin_only", "status_quo"].map(standard);
    for week in 0..624 {
        assert_eq!(orders(&before, week, 0), orders(&nothing, week, 0));
        let hunt = |policy: &Policy| {
            let orders = orders(policy, week, 0);
            (orders.leader_targeting, orders.kill_share)
        };
        assert_eq!(hunt(&kingpin), hunt(&status_quo));
        let differing = differences(&orders(&nothing, week, 0), &orders(&kingpin, week, 0));
        // As many of those found were killed until 2011 as before 2007.
        let expected: &[&str] = if week < 260 {
            &["leader_targeting"]
        } else {
            &["leader_targeting", "kill_share"]
        };
        assert_eq!(differing, expected);
    }
    let hunted: Vec<f64> = (0..208)
        .map(|week| orders(&status_quo, week, 0).leader_targeting)
        .collect();
    assert!(hunted.is_sorted());
    let mean = hunted.iter().sum::<f64>() / 208.0;
    assert!(
        (mean - 0.36).abs() < 0.01,
        "[C12] is .36, the schedule's mean is {mean}"
    );
    assert_eq!(orders(&status_quo, 0, 0).army_units, 45_000.0);
    assert_eq!(orders(&status_quo, 156, 0).army_units, 49_650.0);
    assert_eq!(
        orders(&status_quo, 0, 0).deployment_rule,
        Deployment::HotSpots
    );
}

#[test]
fn the_course_goes_on_to_2018_and_stays_there() {
    let course = standard("status_quo");
    let at = |week| orders(&course, week, 0);
    let soldiers = [207, 208, 312, 623].map(|week| at(week).army_units);
    assert_eq!(soldiers, [49_650.0, 52_690.0, 34_529.0, 54_980.0]);
    assert_eq!(at(624).federal_police_units, 37_331.0);
    // The change of government of December 2012, the window made public, the escape, the thaw, the next change.
    let window = [306, 307, 328, 443, 522, 619].map(|week| at(week).single_window);
    assert_eq!(window, [0.0, 0.4, 0.8, 0.8, 0.3, 0.5]);
    // What is appropriated for a year arrives in the next.
    let aid = [5, 6, 11].map(|year| at((year + 1) * WEEKS_PER_YEAR).aid_budget);
    assert_eq!(aid, [281.8e6, 227e6, 145e6]);
    // Two years from an order to the latest of its effects.
    let frozen = (12 + 2) * WEEKS_PER_YEAR;
    assert_eq!(at(frozen), at(5000));
}

#[test]
fn the_lead_is_where_the_policies_say() {
    let [status_quo, military, police, full, none, pact, nothing] = [
        "status_quo",
        "military_lead",
        "police_lead",
        "police_lead_full_support",
        "police_lead_no_support",
        "accommodation",
        "no_intervention",
    ]
    .map(standard);
    for start in [0, 312] {
        let at = |policy: &Policy, week: i32| orders(policy, start + week, start);
        assert_eq!(at(&military, 312).army_units, 49_650.0);
        for week in [52, 156, 208] {
            let leading = at(&military, week).army_units;
            for option in [&police, &full, &none] {
                assert_eq!(at(option, week).army_units, leading);
                assert_eq!(at(option, week).army_raids, 0.0);
            }
        }
        let [more, some, less] = [&full, &police, &none].map(|option| at(option, 312));
        for (more, less) in [(more, some), (some, less)] {
            assert!(more.army_units > less.army_units);
            assert!(more.army_raids > less.army_raids);
            assert!(more.intelligence_sharing > less.intelligence_sharing);
            assert!(more.army_units < less.federal_police_units);
        }
        assert!(at(&police, 312).police_training > 0.7);
        let (pact, nothing) = (at(&pact, 312), at(&nothing, 312));
        let mut differing = differences(&nothing, &pact);
        differing.sort_unstable();
        assert_eq!(
            differing,
            [
                "accommodation",
                "conditional_repression",
                "corridor_sharing",
                "extortion_strategy",
                "extradition",
                "federal_police_units",
                "intelligence_sharing",
                "kidnapping_strategy",
                "pact_monitoring",
                "single_window",
            ]
        );
    }
    assert_eq!(
        orders(&status_quo, 400, 0).allocation,
        Allocation::BorderCities
    );
    let shares = orders(&status_quo, 400, 0).aid_shares;
    assert_eq!(shares, [0.58, 0.16, 0.16, 0.1], "[S18]");
    assert_eq!(orders(&status_quo, 208, 0).federal_police_units, 35_000.0);
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

[[lever]]
name = "allocation"
level = [0.5, 0.5]

[[lever]]
name = "aid_shares"
level = [0.5, 0.5, 0.5, 0.5]

[[lever]]
name = "aid_shares"
level = [1, 0, 0]
"#), @r#"
    own.toml:2:1: unknown key `extend` (did you mean `extends`?)
    own.toml:3:9: expected text, found 3
    own.toml:4:12: expected true, false or a year
    own.toml:20:9: expected a number, the name of an option or a list of shares
    own.toml:7:8: there is no lever `army_unit` (did you mean `army_units`?); `plaza describe levers` tells them all
    own.toml:12:9: level 300000 of `army_units` is outside 0 to 200000 [soldier]
    own.toml:16:9: `kill_share` is a number from 0 to 1 [1], found "most"
    own.toml:24:9: `deployment_rule` has no option "hotspots", expected "home", "even", "hot_spots", "corridors", "border"
    own.toml:28:9: `allocation` is a choice of "all", "border_cities", "states_alike", "most_violent", "need", found [0.5, 0.5]
    own.toml:32:9: the shares of `aid_shares` add to 2.0000, expected 1
    own.toml:35:8: lever `aid_shares` is set twice in this file
    own.toml:36:9: `aid_shares` is a list of 4 shares (justice, criminal_groups, border, prevention), found [1.0, 0.0, 0.0]
    "#);
}

#[test]
fn extending_nothing_or_oneself_is_told() {
    insta::assert_snapshot!(wrong("extends = \"status-quo\"\nabout = \"\""), @"own.toml:1:11: there is no policy `status-quo` (did you mean `status_quo`?), expected a file beside this one or `_2006`, `accommodation`, `continuity`, `imagining_2024`, `kingpin_only`, `local_capacity`, `merida_refocus`, `military_lead`, `no_intervention`, `police_lead`, `police_lead_full_support`, `police_lead_no_support`, `retrenchment`, `social`, `social_legal_market`, `social_with_enforcement`, `status_quo` or `strategic_partnership`");
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
