//! `--set`: what it names acts and is kept, or is refused.

mod beyond_ranges;
mod nothing_changed;

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
    schedule
        .level(week, &Unconditional { start: 0 })
        .0
        .into_owned()
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
