//! Settings beyond ranges: noted, checked, and possible still.

use std::fs;

use plaza::setup::{Overrides, load};

use super::{asked, kept, loaded, refused, smoke};

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
    let expected =
        "the table `panel` is to be recorded of replicates that are not run, the last of ";
    assert!(
        told.iter()
            .any(|notice| notice.starts_with(expected) && notice.ends_with(": 9999")),
        "{told:?}"
    );
    let told = loaded(&["record.control=[7000]"]).notices.common;
    let of_control = told.iter().find(|notice| notice.contains("`control`"));
    assert!(of_control.is_some_and(|notice| notice.ends_with(": 7000")));
    let told = loaded(&["record.panel=[0]"]).notices.common;
    assert!(
        !told.iter().any(|notice| notice.starts_with(expected)),
        "{told:?}"
    );
}
