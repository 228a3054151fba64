//! `plaza explain`: the story of a small made-up replicate, and what is said of wrong calls.

use std::path::Path;

use plaza_batch::manifest::Manifest;
use plaza_batch::rows::{Rows, Value};
use plaza_engine::graph::Graph;
use plaza_model::state::map::{Map, Place};

use plaza::runs::dictionary::{EVENTS, NATIONAL, ORGANIZATIONS};
use plaza::studies::story::{Source, story};

use crate::program::{SMOKE, plaza, typed};
use crate::runs::fake::{call, push};

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn map() -> Map {
    let place = |code: &str, name: &str, state| Place {
        code: code.to_owned(),
        name: name.to_owned(),
        state,
        population: 100_000,
        populations: Vec::new(),
        poverty: 0.4,
        x: 0.0,
        y: 0.0,
        crossing: false,
        port: false,
        coast: false,
        south_border: false,
        crop: 0.0,
        crossing_km: 0.0,
        homicides: 0.0,
    };
    Map {
        name: "two towns".to_owned(),
        country: "Mexico".to_owned(),
        first_year: 2007,
        states: vec!["North".to_owned(), "South".to_owned()],
        places: vec![place("01", "Alba", 0), place("02", "Brisa", 1)],
        graph: Graph::new(2, [(0, 1)]),
        organizations: Vec::new(),
        conflicts: Vec::new(),
        outlines: Vec::new(),
    }
}

/// Week, kind, organization, other, municipality, outcome, heirs, members.
type Told = (
    i64,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    i64,
);

/// One event of each kind and more; `""` and -1 are null.
const EVENTS_TOLD: [Told; 24] = [
    (3, "deployment", "", "", "01", "", -1, 1200),
    (3, "deployment", "", "", "02", "", -1, 600),
    (9, "leader_removed", "aa", "", "01", "killed", 0, 900),
    (9, "succession", "aa", "", "", "contested", 0, 900),
    (9, "split", "aa", "bb", "02", "", -1, 300),
    (9, "split", "aa", "cccccccc", "02", "", -1, 20),
    (10, "war", "aa", "bb", "02", "", -1, 880),
    (12, "extinction", "cccccccc", "", "", "", -1, -1),
    (15, "boss_removed", "aa", "", "01", "arrested", -1, 40),
    (16, "boss_removed", "aa", "", "01", "killed", -1, 10),
    (
        17,
        "boss_removed",
        "aa",
        "",
        "01",
        "killed_by_rivals",
        -1,
        60,
    ),
    (18, "boss_removed", "aa", "", "02", "arrested", -1, 50),
    (19, "boss_removed", "bb", "", "02", "arrested", -1, 50),
    (30, "truce", "aa", "bb", "", "", -1, 870),
    (52, "alliance", "aa", "bb", "", "", -1, 860),
    (53, "leader_removed", "bb", "", "02", "extradited", 1, 1),
    (53, "succession", "bb", "", "", "heir", 1, 1),
    (55, "betrayal", "bb", "aa", "", "", -1, 850),
    (56, "defection", "aa", "bb", "01", "", -1, 30),
    (57, "police_captured", "bb", "", "02", "", -1, 120),
    (58, "pact", "aa", "", "", "", -1, 500),
    (59, "pact_broken", "aa", "", "", "", -1, 490),
    (60, "escape", "dddddddd", "", "", "", -1, -1),
    (61, "absorption", "aa", "bb", "99", "", -1, 800),
];

fn tables() -> (Rows, Rows, Rows) {
    let mut national = Rows::new(&NATIONAL);
    let mut organizations = Rows::new(&ORGANIZATIONS);
    let mut events = Rows::new(&EVENTS);
    for week in 0..80 {
        let row = [
            ("replicate", Value::Integer(4)),
            ("week", Value::Integer(week)),
            ("organizations", Value::Integer(2 + week / 40)),
            ("members", Value::Integer(1_200)),
            ("oc_deaths", Value::Integer(30)),
            ("oc_deaths_between", Value::Integer(25)),
            ("oc_deaths_state", Value::Integer(5)),
            ("violent_municipalities", Value::Integer(week / 60)),
        ];
        push(&mut national, &row);
    }
    for (key, name) in [("aa", "alfa"), ("bb", "bravo")] {
        let row = [
            ("replicate", Value::Integer(4)),
            ("week", Value::Integer(12)),
            ("organization", text(key)),
            ("name", text(name)),
        ];
        push(&mut organizations, &row);
    }
    let maybe = |value: &str| match value {
        "" => Value::Null,
        value => text(value),
    };
    let count = |value: i64| match value {
        -1 => Value::Null,
        value => Value::Integer(value),
    };
    for (week, kind, organization, other, place, outcome, heirs, members) in EVENTS_TOLD {
        for replicate in [3, 4] {
            let row = [
                ("replicate", Value::Integer(replicate)),
                ("week", Value::Integer(week)),
                ("kind", text(kind)),
                ("organization", maybe(organization)),
                ("other", maybe(other)),
                ("municipality", maybe(place)),
                ("outcome", maybe(outcome)),
                ("successors", count(heirs)),
                ("members", count(members)),
            ];
            push(&mut events, &row);
        }
    }
    (national, organizations, events)
}

#[test]
fn a_replicate_is_told() {
    let (national, organizations, events) = tables();
    let map = map();
    let source = Source {
        policy: "p",
        replicate: 4,
        map: &map,
        national: &national,
        organizations: &organizations,
        events: &events,
    };
    insta::assert_snapshot!(story(source).expect("the replicate has rows").to_string());
    let absent = Source {
        replicate: 5,
        ..source
    };
    assert_eq!(story(absent), None);
}

#[test]
fn every_kind_of_event_is_told() {
    let kinds = EVENTS
        .columns
        .iter()
        .find(|column| column.name == "kind")
        .expect("events have a kind");
    for kind in kinds.formula.split(", ") {
        assert!(
            EVENTS_TOLD.iter().any(|event| event.1 == kind),
            "{kind} is not told"
        );
    }
}

#[track_caller]
fn wrong(folder: &Path, args: &[&str], expected: &str) {
    let error = plaza(["explain", typed(folder)]).args(args).refused();
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(error.contains(expected), "{error}");
}

#[test]
fn a_replicate_that_is_not_there_is_one_clear_error() {
    let there = tempfile::tempdir().expect("a temporary folder");
    let folder = there.path();
    call(&["a", "status_quo"], 12).run(folder).expect("a batch");
    let expected = "has no replicate 12 of `status_quo`, expected 0 to 11";
    wrong(folder, &["--replicate", "12"], expected);
    let expected = "has no policy `status_qo` (did you mean `status_quo`?)";
    wrong(
        folder,
        &["--replicate", "1", "--policy", "status_qo"],
        expected,
    );

    let mut manifest = Manifest::read(folder).expect("a manifest");
    let policy = manifest.policies.get_mut("a").expect("the policy");
    let block = policy.blocks.get_mut(&0).expect("the first block");
    block.failed = [(2, "a stock was negative".to_owned())].into();
    policy.blocks.remove(&1);
    manifest.write(folder).expect("written");
    let expected = "no rows of replicate 2 of `a`: it failed: a stock was negative";
    wrong(folder, &["--replicate", "2", "--policy", "a"], expected);
    let expected = "has not run replicate 9 of `a` yet";
    wrong(folder, &["--replicate", "9", "--policy", "a"], expected);
}

#[test]
fn the_story_is_a_document_too_and_fits_the_screen() {
    let there = tempfile::tempdir().expect("a temporary folder");
    let out = there.path().join("out");
    let out = typed(&out);
    let run = plaza(["run", SMOKE, "--quiet", "--out", out]);
    let more = [
        "--replicates",
        "1",
        "--policies",
        "status_quo",
        "--figures",
        "none",
    ];
    run.args(more).succeeds();
    let explain = || plaza(["explain", out, "--replicate", "0"]).env("COLUMNS", "80");
    let told = explain().succeeds().out;
    assert!(told.starts_with("test: "), "{told}");
    assert!(
        told.lines().all(|line| line.chars().count() <= 80),
        "{told}"
    );
    let document = explain().arg("--json").succeeds().out;
    let document: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    assert_eq!(document["purpose"], "test");
    let years = document["years"].as_array().expect("years");
    let said = years
        .iter()
        .flat_map(|year| year["told"].as_array().expect("lines"));
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = words(&told);
    for line in said {
        let line = words(line.as_str().expect("text"));
        assert!(told.contains(&line), "{line} is not on the screen");
    }
}
