//! Policies: levels over time, and each lever reaching exactly what it names.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use plaza_model::policy::course::{Course, Terms};
use plaza_model::policy::levers::{Catalogue, Kind, Level};
use plaza_model::policy::{Policy, regimes};
use plaza_model::state::government::{AREAS, Allocation, Area, Budget, Deployment, Payer};
use plaza_model::state::grid::generate;
use plaza_model::state::orders::Orders;
use plaza_model::units::WEEKS_PER_YEAR;

use plaza::files::embedded;
use plaza::setup::levers::read_catalogue;
use plaza::setup::policies::read_policy;

use crate::rules::worlds::grid;

/// What the levers cost on the small grid, and how late they act.
static TERMS: LazyLock<Terms> = LazyLock::new(|| Terms::all(&catalogue(), &Arc::new(grid())));

/// All aid is delivered.
const FULL: [f64; AREAS] = [1.0; AREAS];

/// A week in which every lag and ramp is over.
const LATE: i32 = 2000;

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
fn each_lever_moves_exactly_what_it_names() {
    let catalogue = catalogue();
    let before = orders(&standard("_2006"), LATE, 0);
    let folder = tempfile::tempdir().expect("a folder");
    let mut moved = Vec::new();
    for lever in &catalogue.levers {
        let name = &lever.name;
        let level = match &lever.kind {
            Kind::Number { range, .. } => range[1].to_string(),
            Kind::Choice(options) => format!("\"{}\"", options[options.len() - 1]),
            Kind::Shares(_) => "[0, 0, 0, 1]".to_owned(),
        };
        let text = format!("extends = \"_2006\"\n[[lever]]\nname = \"{name}\"\nlevel = {level}");
        let after = orders(&own(folder.path(), &text), LATE, 0);
        assert_eq!(differences(&before, &after), [name.as_str()], "{name}");
        assert!(!moved.contains(name), "{name} twice");
        moved.push(name.clone());
    }
    // And nothing in the orders is out of reach.
    let fields = format!("{:?}", Orders::NONE).matches(": ").count();
    assert_eq!(moved.len(), fields);
}

#[test]
fn catalogue_and_model_know_the_same_levers() {
    let names: Vec<&str> = regimes::LEVERS.iter().map(|lever| lever.name).collect();
    let catalogue = catalogue();
    assert_eq!(catalogue.names().collect::<Vec<_>>(), names);
    assert!(regimes::objections(&catalogue).is_empty());
    for lever in &catalogue.levers {
        if let Kind::Choice(options) = &lever.kind {
            assert_eq!(options.len(), 5, "every choice of the model is offered");
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
    catalogue.levers[2].cost.payers.mexico = 0.5;
    catalogue.levers[3].evidence.range = [0.1, 0.2];
    catalogue.levers[4].kind = Kind::Number {
        unit: "1".to_owned(),
        range: [1.0, 2.0],
    };
    catalogue.levers[5].kind = Kind::Number {
        unit: "battalion".to_owned(),
        range: [0.0, 2.0],
    };
    catalogue.levers[6].cost.dollars = f64::NAN;
    catalogue.levers[8].cost.dollars = 1.0;
    catalogue.levers[38].kind = Kind::Shares(vec!["justice".to_owned(), "border".to_owned()]);
    let messages: Vec<String> = regimes::objections(&catalogue)
        .into_iter()
        .map(|(_, message)| message)
        .collect();
    insta::assert_snapshot!(messages.join("\n"), @r#"
        lever `leader_targeting` is missing
        lever `hearts_and_minds` moves nothing in the model
        expected a number [1], found a choice
        the parts of the payers add to 0.5000, expected 1
        the range [0.1, 0.2] of the evidence does not include 0, no effect
        range [1, 2] does not include 0, which means absent
        unit is `battalion`, expected `soldier`
        cost is NaN dollars, expected 0 or more
        a lever that is no number has neither cost nor ramp
        shares of justice, border, expected justice, criminal_groups, border, prevention
        "#);
}

#[test]
fn standard_policies_are_what_they_say() {
    let [before, nothing, kingpin, status_quo] =
        ["_2006", "no_intervention", "kingpin_only", "status_quo"].map(standard);
    for week in 0..624 {
        assert_eq!(orders(&before, week, 0), orders(&nothing, week, 0));
        assert_eq!(
            orders(&kingpin, week, 0).leader_targeting,
            orders(&status_quo, week, 0).leader_targeting
        );
        let differing = differences(&orders(&nothing, week, 0), &orders(&kingpin, week, 0));
        assert_eq!(differing, ["leader_targeting"]);
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
    assert_eq!(orders(&status_quo, 0, 0).army_units, 37_000.0);
    assert_eq!(orders(&status_quo, 156, 0).army_units, 50_000.0);
    assert_eq!(orders(&status_quo, 5000, 0).army_units, 50_000.0);
    assert_eq!(
        orders(&status_quo, 0, 0).deployment_rule,
        Deployment::HotSpots
    );
}

#[test]
fn a_ramp_is_a_straight_line_from_the_level_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let policy = own(
        folder.path(),
        "extends = \"_2006\"\n[[lever]]\nname = \"army_units\"\nlevels = [\
         { from_week = 10, level = 17_500, ramp_weeks = 25 },\
         { from_week = 60, level = 0 }]",
    );
    let soldiers = |week| orders(&policy, week, 0).army_units;
    // 15,000 is the level of 2006.
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
fn a_level_is_paid_when_it_is_ordered_and_acts_later_even_under_the_next_policy() {
    let [before, after] = ["_2006", "no_intervention"].map(standard);
    let folder = tempfile::tempdir().expect("a folder");
    let text = "extends = \"_2006\"\n[[lever]]\nname = \"equipment\"\nlevel = 0.4";
    let equipped = own(folder.path(), text);
    let course = Course::new(&TERMS, -52, &before)
        .then(0, &equipped)
        .then(50, &after);
    let ordered = |week| {
        let budget = course.budget(week, &FULL);
        let a_week = budget.planned[Payer::UnitedStates as usize][Area::CriminalGroups as usize];
        // Besides intelligence and a fifth of financial intelligence, as in 2006.
        (a_week * f64::from(WEEKS_PER_YEAR) - 6e6 - 1.2e6) / 5e8
    };
    for (week, level) in [(-1, 0.02), (0, 0.4), (49, 0.4), (50, 0.02)] {
        assert!(
            (ordered(week) - level).abs() < 1e-9,
            "{week}: {}",
            ordered(week)
        );
        assert_eq!(course.orders(week + 104, &FULL).equipment, level);
    }
}

#[test]
fn what_aid_pays_is_felt_and_spent_as_far_as_it_is_delivered() {
    let policy = standard("status_quo");
    let course = Course::new(&TERMS, 0, &policy);
    let week = 400;
    let (all, none) = (
        course.orders(week, &FULL),
        course.orders(week, &[0.0; AREAS]),
    );
    assert_eq!(none.equipment, 0.0);
    assert_eq!(none.intelligence_sharing, 0.0);
    assert_eq!(
        none.financial_intelligence,
        0.8 * all.financial_intelligence
    );
    assert_eq!(none.army_units, all.army_units);
    assert_eq!(none.inspection_northward, all.inspection_northward);
    assert_eq!(
        (none.aid_budget, none.aid_shares),
        (all.aid_budget, all.aid_shares)
    );
    let mut aid = FULL;
    aid[Area::CriminalGroups as usize] = 0.5;
    let half = course.orders(week, &aid);
    assert_eq!(half.equipment, 0.5 * all.equipment);
    assert_eq!(half.crossings, all.crossings);
    let Budget { planned, spent } = course.budget(week, &aid);
    for payer in [
        Payer::Mexico,
        Payer::UnitedStates,
        Payer::UnitedStatesAtHome,
    ] {
        for area in 0..AREAS {
            let delivered = if payer == Payer::UnitedStates {
                aid[area]
            } else {
                1.0
            };
            assert_eq!(
                spent[payer as usize][area],
                delivered * planned[payer as usize][area]
            );
        }
    }
}

/// Millions of dollars of a year of a policy on the standard grid, by payer.
fn millions(policy: &str, year: i32) -> [[f64; AREAS]; 3] {
    let recipe = embedded::text(&embedded::path("maps/grid_50x50.toml")).expect("embedded");
    let map = generate(&toml::from_str(&recipe).expect("the shipped recipe is right"));
    let terms = Terms::all(&catalogue(), &Arc::new(map));
    let policy = standard(policy);
    let course = Course::new(&terms, 0, &policy);
    let mut sum = [[0.0; AREAS]; 3];
    for week in 0..WEEKS_PER_YEAR {
        let week = (year - 2007) * WEEKS_PER_YEAR + week;
        for (sum, planned) in sum.iter_mut().zip(course.budget(week, &FULL).planned) {
            for (sum, planned) in sum.iter_mut().zip(planned) {
                *sum += planned / 1e6;
            }
        }
    }
    sum
}

#[test]
fn the_course_of_2007_to_2010_costs_what_it_did_in_order_of_size() {
    let total = |of: [f64; AREAS]| of.iter().sum::<f64>();
    let before = total(millions("_2006", 2007)[0]);
    let [mexico, aid, _] = millions("status_quo", 2010);
    // Mexico's federal budget for security was of the order of ten billion dollars.
    assert!((1000.0..10_000.0).contains(&total(mexico)), "{mexico:?}");
    assert!(total(mexico) > 2.0 * before, "{before}");
    // The aid was for three years 1.4 billion, then 250 to 300 million a year [S19].
    assert!((250.0..500.0).contains(&total(aid)), "{aid:?}");
    let [_, aid, _] = millions("status_quo", 2014);
    assert!((200.0..300.0).contains(&total(aid)), "{aid:?}");
    for (planned, share) in aid.iter().zip([0.58, 0.16, 0.16, 0.1]) {
        let ratio = planned / (275.0 * share);
        assert!(
            (0.6..1.5).contains(&ratio),
            "the plan is of the shares of [S18]: {aid:?}"
        );
    }
}

#[test]
fn the_lead_is_where_the_policies_say() {
    let [status_quo, military, police, pact, nothing] = [
        "status_quo",
        "military_lead",
        "police_lead",
        "accommodation",
        "no_intervention",
    ]
    .map(standard);
    for start in [0, 312] {
        let at = |policy: &Policy, week: i32| orders(policy, start + week, start);
        let soldiers = |policy, week| at(policy, week).army_units + at(policy, week).navy_units;
        assert!(soldiers(&military, 312) > 1.5 * soldiers(&status_quo, 312));
        assert!(soldiers(&police, 156) > 0.6 * soldiers(&status_quo, 156));
        assert!(soldiers(&police, 312) < 0.5 * at(&police, 312).federal_police_units);
        assert!(at(&police, 312).police_training > 0.7);
        let (pact, nothing) = (at(&pact, 312), at(&nothing, 312));
        assert_eq!(
            differences(&nothing, &pact),
            [
                "conditional_repression",
                "extradition",
                "intelligence_sharing",
                "accommodation",
                "corridor_sharing",
                "pact_monitoring"
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

#[test]
fn extending_nothing_or_oneself_is_told() {
    insta::assert_snapshot!(wrong("extends = \"status-quo\"\nabout = \"\""), @"own.toml:1:11: there is no policy `status-quo` (did you mean `status_quo`?), expected a file beside this one or `_2006`, `accommodation`, `imagining_2024`, `kingpin_only`, `local_capacity`, `merida_refocus`, `military_lead`, `no_intervention`, `police_lead`, `retrenchment`, `social`, `social_with_enforcement`, `status_quo` or `strategic_partnership`");
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
