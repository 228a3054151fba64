//! Crossings of policies, and variants of them.

use std::fs;
use std::sync::Arc;

use plaza_model::policy::course::Course;

use super::{FULL, experiment, small};
use crate::program::plaza;

#[test]
fn a_crossing_brings_each_side_s_levers() {
    let folder = tempfile::tempdir().expect("a folder");
    let north = "extends = \"status_quo\"\nabout = \"North.\"\nside = \"united_states\"\n\
                 [[lever]]\nname = \"inspection_northward\"\nlevel = 0.9\n\
                 [[lever]]\nname = \"police_vetting\"\nlevel = 1\n\
                 [[lever]]\nname = \"extradition\"\nlevel = 0.05";
    fs::write(folder.path().join("north.toml"), north).expect("written");
    let text = small("[\"social+north.toml\", \"north.toml\", \"social\"]", "");
    let loaded = experiment(folder.path(), &text).expect("a sound experiment");
    let [crossed, north, south] = &loaded.design.policies[..] else {
        panic!("three policies");
    };
    assert_eq!(crossed.name, "north+social");
    let terms = loaded.design.terms();
    let orders = |policy| Course::new(&terms, 0, policy).orders(100, &FULL);
    let (crossed, north, south) = (orders(crossed), orders(north), orders(south));
    assert_eq!(crossed.inspection_northward, 0.9);
    // The southern file alone names what aid is for.
    assert_eq!(crossed.aid_shares, south.aid_shares);
    assert_ne!(north.aid_shares, south.aid_shares);
    // Mexico's answer, which its own policy says nothing of, and what it does say.
    assert_eq!(crossed.extradition, 0.05);
    assert_ne!(south.extradition, 0.05);
    assert_eq!(crossed.police_vetting, south.police_vetting);
    assert_eq!(crossed.police_training, south.police_training);
    assert_eq!(north.police_vetting, 1.0);
    // The kept experiment says the same again.
    let kept = loaded
        .inputs
        .iter()
        .find(|input| input.path == "experiment.toml");
    let kept = String::from_utf8_lossy(&kept.expect("it is kept").bytes).into_owned();
    assert!(
        kept.contains("policies/north.toml+policies/social.toml"),
        "{kept}"
    );
}

#[test]
fn only_one_policy_of_each_side_can_be_crossed() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |policy: &str| {
        let text = small(&format!("[\"{policy}\"]"), "");
        experiment(folder.path(), &text).expect_err("this cannot be")
    };
    insta::assert_snapshot!(refused("military_lead+police_lead"), @"own.toml:3:13: `military_lead+police_lead`: crosses two of Mexico's policies, expected one of the United States' and one of Mexico's");
    insta::assert_snapshot!(refused("status_quo+police_lead"), @"own.toml:3:13: `status_quo+police_lead`: `status_quo` is both sides' policy, expected one of the United States' and one of Mexico's");
    insta::assert_snapshot!(refused("police_lead+accommodation+kingpin_only"), @"own.toml:3:13: `police_lead+accommodation+kingpin_only`: crosses 3 policies, expected one of the United States' and one of Mexico's");
}

#[test]
fn a_variant_without_a_lever_has_that_of_the_policy_extended() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = small(
        "[\"police_lead\", \"status_quo\"]",
        "[[variant]]\nname = \"army_stays\"\npolicy = \"police_lead\"\nwithout = [\"army_units\"]",
    );
    let loaded = experiment(folder.path(), &text).expect("a sound experiment");
    let design = &loaded.design;
    let terms = design.terms();
    let orders = |index: usize| Course::new(&terms, 0, &design.policies[index]).orders(312, &FULL);
    let (police, status_quo, variant) = (orders(0), orders(1), orders(2));
    assert_eq!(design.policies[2].name, "police_lead-army_stays");
    assert_eq!(variant.army_units, status_quo.army_units);
    assert_ne!(variant.army_units, police.army_units);
    assert_eq!(variant.federal_police_units, police.federal_police_units);
    assert!(
        Arc::ptr_eq(design.parameters_of(2), design.parameters_of(0)),
        "they can share weeks"
    );
    let text = text
        .replace("army_units", "army_unit")
        .replace("police_lead\"\nw", "status_quo\"\nw");
    let told = experiment(folder.path(), &text).expect_err("it names no such lever");
    assert!(
        told.contains(
            "`status_quo` names no lever `army_unit` itself (did you mean `army_units`?)"
        ),
        "{told}"
    );
}

#[test]
fn a_crossing_is_run_extended_verified_and_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    experiment(
        folder.path(),
        &small("[\"police_lead+retrenchment\", \"status_quo\"]", ""),
    )
    .expect("sound");
    let within = |args: &[&str]| plaza(args).inside(folder.path()).succeeds();
    for replicates in ["8", "16"] {
        let run = ["run", "own.toml", "--quiet", "--out", "out"];
        within(&[&run[..], &["--weeks", "20", "--replicates", replicates]].concat());
    }
    within(&["verify", "out", "--sample", "1"]);
    within(&["compare", "out"]);
    assert!(
        folder
            .path()
            .join("out/national/retrenchment+police_lead")
            .is_dir()
    );
}

#[test]
fn a_crossing_keeps_what_a_policy_takes_from_its_own_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let again = "extends = \"retrenchment\"\nabout = \"the same\"\nside = \"united_states\"";
    fs::write(folder.path().join("again.toml"), again).expect("written");
    let text = small(
        "[\"again.toml+police_lead\", \"retrenchment+police_lead\"]",
        "",
    );
    let design = experiment(folder.path(), &text)
        .expect("a sound experiment")
        .design;
    let terms = design.terms();
    let orders = |index: usize| Course::new(&terms, 0, &design.policies[index]).orders(60, &FULL);
    assert_eq!(orders(0), orders(1));
}
