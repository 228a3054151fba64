//! `--set`: what it names acts and is kept, or is refused.

use std::fs;
use std::path::{Path, PathBuf};

use plaza_model::policy::levers::Level;
use plaza_model::policy::policy::Unconditional;

use plaza::files::embedded;
use plaza::setup::{Loaded, Overrides, load};

fn smoke() -> PathBuf {
    embedded::path("experiments/smoke.toml")
}

fn asked(set: &[&str]) -> Overrides {
    Overrides {
        set: set.iter().map(|text| (*text).to_owned()).collect(),
        ..Overrides::default()
    }
}

#[track_caller]
fn loaded(set: &[&str]) -> Loaded {
    match load(Some(&smoke()), &asked(set)) {
        Ok(loaded) => loaded,
        Err(problems) => panic!("{problems:?}"),
    }
}

#[track_caller]
fn refused(overrides: &Overrides) -> String {
    let problems = load(Some(&smoke()), overrides).expect_err("this is refused");
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// The level of a lever of a policy in a week.
fn level(loaded: &Loaded, policy: &str, lever: &str, week: i32) -> Level {
    let policies = &loaded.design.policies;
    let policy = policies.iter().find(|of| of.name == policy);
    let mut schedules = policy.expect("it is compared").schedules();
    let (_, schedule) = schedules.find(|(name, _)| *name == lever).expect("a lever");
    schedule.level(week, &Unconditional { start: 0 }).0
}

/// Reads again what is kept of an experiment.
fn kept(loaded: &Loaded, folder: &Path) -> Loaded {
    for input in &loaded.inputs {
        let path = folder.join("inputs").join(&input.path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, &input.bytes).expect("written");
    }
    fs::write(folder.join("manifest.json"), "{}").expect("written");
    let path = folder.join("inputs/experiment.toml");
    match load(Some(&path), &Overrides::default()) {
        Ok(loaded) => loaded,
        Err(problems) => panic!("{problems:?}"),
    }
}

#[test]
fn what_is_typed_in_another_form_is_no_default() {
    for (set, expected) in [
        (
            "record=[]",
            "--set record=[]: expected a table, found a list",
        ),
        (
            "replay=[]",
            "--set replay=[]: expected a table, found a list",
        ),
        ("levers=", "--set levers=: the path of a file is empty"),
    ] {
        assert_eq!(refused(&asked(&[set])), expected);
    }
}

#[test]
fn a_lever_is_set_in_all_policies_or_in_one() {
    let plain = loaded(&[]);
    let all = loaded(&["levers.army_units=20000"]);
    let number = |of: f64| Level::Number(of);
    for policy in ["kingpin_only", "no_intervention", "status_quo"] {
        assert_eq!(level(&all, policy, "army_units", 0), number(20_000.0));
        assert_eq!(level(&all, policy, "army_units", 103), number(20_000.0));
    }
    let one = loaded(&[
        "levers.army_units=20000",
        "policies.status_quo.army_units=[{ from_week = 10, level = 3, ramp_weeks = 0 }]",
        "policies.status_quo.allocation=need",
    ]);
    assert_eq!(
        level(&one, "kingpin_only", "army_units", 50),
        number(20_000.0)
    );
    assert_eq!(
        level(&one, "status_quo", "army_units", 9),
        level(&plain, "status_quo", "army_units", 9)
    );
    assert_eq!(level(&one, "status_quo", "army_units", 10), number(3.0));
    assert_eq!(
        level(&one, "status_quo", "allocation", 0),
        Level::Option("need".to_owned())
    );
    let digests = [&plain, &all, &one].map(|of| of.digest.clone());
    assert!(
        digests[0] != digests[1] && digests[1] != digests[2],
        "{digests:?}"
    );
    let notice = "army_units is set to 20000 in all policies";
    assert!(all.notices.common.iter().any(|told| told == notice));
}

#[test]
fn what_is_set_is_kept_and_read_again() {
    let there = tempfile::tempdir().expect("a folder");
    let overrides = Overrides {
        beyond_ranges: true,
        policies: Some(vec!["status_quo".to_owned()]),
        ..asked(&[
            "levers.aid_shares=[0.5, 0.5, 0, 0]",
            "policies.status_quo.army_units=[{ from_week = 10, level = 3 }]",
            "parameters.recruitment.rate=0.02",
        ])
    };
    let first = load(Some(&smoke()), &overrides).expect("it is allowed");
    let again = kept(&first, there.path());
    assert_eq!(first.digest, again.digest);
    assert_eq!(first.policy_digests, again.policy_digests);
    assert_eq!(first.notices, again.notices);
    assert_eq!(first.inputs, again.inputs);
    assert_eq!(format!("{:?}", first.design), format!("{:?}", again.design));
    let notice = "recruitment.rate was set beyond its range, 0.0015 to 0.004 (--beyond-ranges)";
    assert!(first.notices.common.iter().any(|told| told == notice));
}

#[test]
fn a_crossing_may_be_named_in_either_order_and_variants_follow() {
    for name in ["retrenchment+police_lead", "police_lead+retrenchment"] {
        let overrides = Overrides {
            policies: Some(vec!["police_lead+retrenchment".to_owned()]),
            ..asked(&[&format!("policies.{name}.army_units=3")])
        };
        let crossed = load(Some(&smoke()), &overrides).expect("it is allowed");
        let found = level(&crossed, "retrenchment+police_lead", "army_units", 0);
        assert_eq!(found, Level::Number(3.0));
    }
    let alone = Overrides {
        policies: Some(vec!["police_lead+retrenchment".to_owned()]),
        ..asked(&["policies.police_lead.army_units=3"])
    };
    assert!(refused(&alone).contains("policy `police_lead` is not among those compared"));
    let there = tempfile::tempdir().expect("a folder");
    let path = there.path().join("own.toml");
    let text = embedded::text(&smoke()).expect("it is embedded");
    let text = text.replace("../maps/grid_12x12.toml", "grid.toml")
        + "\n[[variant]]\nname = \"bare\"\npolicy = \"status_quo\"\nwithout = [\"army_units\"]\n";
    fs::write(
        there.path().join("grid.toml"),
        include_str!("../../../configs/maps/grid_12x12.toml"),
    )
    .expect("written");
    fs::write(&path, text).expect("written");
    let varied = load(Some(&path), &asked(&["levers.army_units=777"])).expect("it is allowed");
    for policy in ["status_quo", "status_quo-bare"] {
        assert_eq!(
            level(&varied, policy, "army_units", 0),
            Level::Number(777.0)
        );
    }
}

#[test]
fn keys_that_do_nothing_are_refused() {
    for (set, expected) in [
        (
            "shared=social",
            "a policy is shared until policies part, and here they part in week 0",
        ),
        ("luck_per_draw=4", "replicates share draws where parameters"),
        (
            "beyond_ranges={ \"recruitment.rate\" = [0.0, 1.0] }",
            "the program writes this; `--beyond-ranges` lets a number",
        ),
    ] {
        let told = refused(&asked(&[set]));
        assert!(told.contains(expected), "{told}");
    }
    let both = refused(&asked(&["levers.army_units=1", "set.levers.army_units=2"]));
    assert!(both.contains("is set twice"), "{both}");
    let money = Overrides {
        equal_budget: Some("status_quo".to_owned()),
        ..asked(&["levers.army_units=1"])
    };
    assert!(refused(&money).contains("a lever that is set would be multiplied"));
}

#[test]
fn what_changes_nothing_known_is_refused() {
    for (set, expected) in [
        (
            "policies.foo=3",
            "expected policies.POLICY.LEVER=LEVEL, as in policies.foo.army_units=20000",
        ),
        (
            "policies.status_qou.army_units=3",
            "policy `status_qou` is not among those compared (did you mean `status_quo`?)",
        ),
        (
            "policies.status_quo.army_unit=3",
            "there is no lever `army_unit` (did you mean `army_units`?)",
        ),
        (
            "levers.army_unit=3",
            "there is no lever `army_unit` (did you mean `army_units`?)",
        ),
        ("levers.army_units.x=3", "expected levers.NAME=LEVEL"),
        (
            "levers.army_units=-1",
            "level -1 of `army_units` is outside 0 to 200000 [soldier]",
        ),
        (
            "levers.army_units=true",
            "expected a level, or levels over time",
        ),
        (
            "levers.allocation=ned",
            "`allocation` has no option \"ned\"",
        ),
        (
            "levers.army_units=[{ from_week = 9, level = 1 }, { from_week = 2, level = 1 }]",
            "from_week is 2, expected more than the 9 before it",
        ),
        (
            "policies.9=social",
            "`policies.9` is an entry of a list that is not so long",
        ),
        (
            "policies.status_quo.army_units.x=3",
            "expected policies.POLICY.LEVER=LEVEL",
        ),
        ("wekes=9", "unknown key `wekes` (did you mean `weeks`?)"),
        (
            "parameters.recruitment.rate=0.9",
            "0.9 is outside the range of `recruitment.rate`, 0.0015 to 0.004; `--beyond-ranges` allows it",
        ),
    ] {
        let told = refused(&asked(&[set]));
        assert!(told.starts_with(&format!("--set {set}: ")), "{told}");
        assert!(told.contains(expected), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
    let twice = refused(&asked(&["levers.army_units=3", "levers.army_units=4"]));
    assert!(
        twice.contains("`levers.army_units` is set twice"),
        "{twice}"
    );
    let impossible = Overrides {
        beyond_ranges: true,
        ..asked(&["parameters.leaders.rivals=-1"])
    };
    assert!(refused(&impossible).contains("expected numbers from 0"));
}

/// Of the settings of a call none may undo another.
#[test]
fn a_setting_that_another_undoes_is_refused() {
    let everywhere = [
        "levers.army_units=5",
        "policies.status_quo.army_units=6",
        "policies.no_intervention.army_units=7",
        "policies.kingpin_only.army_units=7",
    ];
    for (set, expected) in [
        (
            &everywhere[..],
            "--set levers.army_units=5: `army_units` is set in each of the policies too, which goes before",
        ),
        (
            &["levers.army_units=3", "set={}"],
            "--set set={}: `levers.army_units` is set too, and one of the two holds the other",
        ),
        (
            &["record.panel=true", "record={}"],
            "--set record={}: `record.panel` is set too",
        ),
        (
            &["record={}", "record.panel=true"],
            "--set record.panel=true: `record` is set too",
        ),
        (
            &["policies.0=retrenchment", "policies=[\"status_quo\"]"],
            "`policies.0` is set too",
        ),
        (
            &["policies.0=retrenchment", "policies.00=status_quo"],
            "`00` is no place in the list of policies, expected 0, 1, ...",
        ),
        (
            &["policies.+0=retrenchment"],
            "`+0` is no place in the list",
        ),
        (
            &[
                "parameters.recruitment.rate=0.002",
                "parameters.recruitment.rate=0.003",
            ],
            "`parameters.recruitment.rate` is set twice",
        ),
    ] {
        let told = refused(&asked(set));
        assert!(told.contains(expected), "{set:?}: {told}");
    }
    let overrides = Overrides {
        policies: Some(vec!["status_quo".to_owned()]),
        ..asked(&["policies.0=retrenchment"])
    };
    let told = refused(&overrides);
    assert!(told.contains("`--policies` is given too"), "{told}");
    // In some of the policies both act, and the notice says where.
    let some = loaded(&everywhere[..2]);
    assert_eq!(
        level(&some, "status_quo", "army_units", 0),
        Level::Number(6.0)
    );
    let told = "army_units is set to 5 in all policies but status_quo";
    assert!(
        some.notices.common.iter().any(|notice| notice == told),
        "{:?}",
        some.notices
    );
}

#[test]
fn a_crossing_has_one_name_in_a_call() {
    let crossed = |set: &[&str]| Overrides {
        policies: Some(vec!["police_lead+retrenchment".to_owned()]),
        ..asked(set)
    };
    let (one, other) = (
        "policies.retrenchment+police_lead.army_units=3",
        "policies.police_lead+retrenchment.army_units=4",
    );
    let told = refused(&crossed(&[one, other]));
    assert!(
        told.contains(
            "policy `retrenchment+police_lead` is `police_lead+retrenchment`, which is set too"
        ),
        "{told}"
    );
    for set in [one, other] {
        let loaded = load(Some(&smoke()), &crossed(&[set])).expect("it is allowed");
        let told = &loaded.notices.of_policies[0];
        assert!(
            told.iter()
                .any(|notice| notice.starts_with("army_units is set to ")),
            "{told:?}"
        );
    }
    let panel = |name: &str| format!("record.of.{name}.panel=true");
    let panels = ["retrenchment+police_lead", "police_lead+retrenchment"].map(panel);
    for set in &panels {
        let loaded = load(Some(&smoke()), &crossed(&[set])).expect("it is allowed");
        let of = &loaded.design.record.of;
        assert!(of.contains_key("retrenchment+police_lead"), "{of:?}");
    }
    let told = refused(&crossed(&[&panels[0], &panels[1]]));
    assert!(told.contains("which stands here too"), "{told}");
}

/// Steps of a level are tables, wherever they stand.
#[test]
fn a_step_is_never_filled_from_a_list() {
    for list in [
        "[[0, 3]]",
        "[[0, 3, 2]]",
        "[[]]",
        "[{ from_week = 0, level = 1 }, [5, 2]]",
    ] {
        let told = refused(&asked(&[&format!("levers.army_units={list}")]));
        assert!(
            told.contains("expected a table, found a list"),
            "{list}: {told}"
        );
        assert!(told.starts_with("--set levers.army_units="), "{told}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.toml");
    let text = embedded::text(&smoke()).expect("it is embedded");
    let text = text.replace("../maps/grid_12x12.toml", "grid.toml");
    let grid = include_str!("../../../configs/maps/grid_12x12.toml");
    fs::write(folder.path().join("grid.toml"), grid).expect("written");
    for (more, expected) in [
        (
            "[set.levers]\narmy_units = [[0, 3]]\n",
            "expected a table, found a list",
        ),
        (
            "[set.levers]\narmy_units = [{ from_week = 0, levle = 3 }]\n",
            "unknown key `levle` (did you mean `level`?)",
        ),
        (
            "[set.levers]\narmy_units = true\n",
            "expected a level, or levels over time",
        ),
    ] {
        fs::write(&path, format!("{text}\n{more}")).expect("written");
        let problems = load(Some(&path), &Overrides::default()).expect_err("it is refused");
        let told = problems[0].to_string();
        assert!(
            told.contains(expected) && problems[0].line.is_some(),
            "{told}"
        );
    }
}

/// A variant is a policy of the results, and set by its name there.
#[test]
fn a_lever_is_set_in_a_variant() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.toml");
    let text = embedded::text(&smoke()).expect("it is embedded");
    let text = text.replace("../maps/grid_12x12.toml", "grid.toml")
        + "\n[[variant]]\nname = \"x\"\npolicy = \"status_quo\"\nset = { \"raids.rate\" = 0.0 }\n";
    let grid = include_str!("../../../configs/maps/grid_12x12.toml");
    fs::write(folder.path().join("grid.toml"), grid).expect("written");
    fs::write(&path, text).expect("written");
    let set = [
        "levers.army_units=1",
        "policies.status_quo.army_units=2",
        "policies.status_quo-x.army_units=3",
    ];
    let of = load(Some(&path), &asked(&set)).expect("it is allowed");
    for (policy, expected) in [
        ("no_intervention", 1.0),
        ("status_quo", 2.0),
        ("status_quo-x", 3.0),
    ] {
        assert_eq!(
            level(&of, policy, "army_units", 0),
            Level::Number(expected),
            "{policy}"
        );
    }
    let index = of
        .design
        .policies
        .iter()
        .position(|of| of.name == "status_quo-x");
    let told = &of.notices.of_policies[index.expect("it is there")];
    assert!(
        told.contains(&"army_units is set to 3".to_owned()),
        "{told:?}"
    );
    let alone = load(Some(&path), &asked(&set[2..])).expect("it is allowed");
    assert_ne!(
        level(&alone, "status_quo", "army_units", 0),
        Level::Number(3.0)
    );
    assert_ne!(alone.digest, of.digest);
    kept(&of, folder.path());
    let wrong = load(Some(&path), &asked(&["policies.status_quo-y.army_units=3"]));
    let told = wrong.expect_err("there is none")[0].to_string();
    let (_, expected) = told.split_once("expected ").expect("what there is");
    assert_eq!(
        expected,
        "`no_intervention`, `kingpin_only`, `status_quo` or `status_quo-x`"
    );
}

#[test]
fn what_is_noted_as_beyond_ranges_is_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let beyond = Overrides {
        beyond_ranges: true,
        ..asked(&["parameters.recruitment.rate=0.02"])
    };
    let first = load(Some(&smoke()), &beyond).expect("it is allowed");
    kept(&first, folder.path());
    let path = folder.path().join("inputs/experiment.toml");
    let text = fs::read_to_string(&path).expect("it was kept");
    let right = "\"recruitment.rate\" = [0.0015, 0.004]";
    assert!(text.contains(right), "{text}");
    for (wrong, expected) in [
        (
            "\"recruitment.rate\" = [0.004, 0.0015]",
            "expected its smallest and its largest",
        ),
        (
            "\"recruitment.rate\" = [nan, 0.0015]",
            "expected its smallest and its largest",
        ),
        (
            "\"recruitment.rate\" = [0.0015, inf]",
            "expected its smallest and its largest",
        ),
        (
            "\"recruitment.rat\" = [0.0015, 0.004]",
            "recruitment.rat is not beyond",
        ),
    ] {
        fs::write(&path, text.replace(right, wrong)).expect("written");
        let problems = load(Some(&path), &Overrides::default()).expect_err("it is refused");
        assert!(problems[0].to_string().contains(expected), "{problems:?}");
    }
}

/// What cannot be is refused, whatever the flags.
#[test]
fn beyond_all_ranges_numbers_stay_possible() {
    for set in [
        "parameters.deployment.unit_size=0",
        "parameters.deployment.unit_size=0.5",
        "parameters.relations.stake=0",
        "parameters.alliances.stake=0",
        "parameters.alliances.weak=0",
        "parameters.reform.decline=0",
        "parameters.moves.reach=0",
        "parameters.recruitment.rate=nan",
        "parameters.recruitment.rate=1e300",
    ] {
        let overrides = Overrides {
            beyond_ranges: true,
            ..asked(&[set])
        };
        let told = refused(&overrides);
        assert!(told.starts_with(&format!("--set {set}: ")), "{told}");
        assert!(!told.contains("0000000000"), "{told}");
    }
}

/// A later call may run them, so that it is no error.
#[test]
fn panels_of_replicates_that_are_not_run_are_told() {
    let told = loaded(&["record.panel=[0, 9999]"]).notices.common;
    let expected = "the panel is to be recorded of replicates that are not run, the last of ";
    assert!(
        told.iter()
            .any(|notice| notice.starts_with(expected) && notice.ends_with(": 9999")),
        "{told:?}"
    );
    let told = loaded(&["record.panel=[0]"]).notices.common;
    assert!(
        !told.iter().any(|notice| notice.starts_with(expected)),
        "{told:?}"
    );
}
