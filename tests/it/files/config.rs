//! Experiments: what is wrong is told with its place; what is kept can be run again.

mod wrong;

use std::fs;
use std::path::{Path, PathBuf};

use plaza_model::state::government::AREAS;
use plaza_model::units::Quantity;

use plaza::runs::design::{RecordMunicipalities, TEST};
use plaza::setup::{Loaded, Overrides, load};

use self::wrong::wrong;
use crate::program::{plaza, typed};

const SMOKE: &str = include_str!("../../../configs/experiments/smoke.toml");

/// An experiment like `smoke`, on the embedded map, with lines replaced.
fn written(folder: &Path, replace: &[(&str, &str)]) -> PathBuf {
    let mut text = SMOKE.replace("../maps/", "maps/");
    for (from, to) in replace {
        assert!(text.contains(from), "the test replaces `{from}`");
        text = text.replace(from, to);
    }
    let maps = folder.join("maps");
    fs::create_dir_all(&maps).expect("a folder");
    let recipe = include_str!("../../../configs/maps/grid_12x12.toml");
    fs::write(maps.join("grid_12x12.toml"), recipe).expect("written");
    let path = folder.join("own.toml");
    fs::write(&path, text).expect("written");
    path
}

fn loaded(path: &Path, overrides: &Overrides) -> Loaded {
    match load(Some(path), overrides) {
        Ok(loaded) => loaded,
        Err(problems) => panic!("{problems:?}"),
    }
}

fn set(settings: &[&str]) -> Overrides {
    Overrides {
        set: settings
            .iter()
            .map(|setting| (*setting).to_owned())
            .collect(),
        ..Overrides::default()
    }
}

/// Writes what is kept of an experiment, as a result folder does, and reads it again.
fn reloaded(kept: &Loaded, folder: &Path) -> Loaded {
    for input in &kept.inputs {
        let path = folder.join("inputs").join(&input.path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, &input.bytes).expect("written");
    }
    loaded(
        &folder.join("inputs/experiment.toml"),
        &Overrides::default(),
    )
}

#[test]
fn the_default_experiment_needs_no_file() {
    let default = load(None, &Overrides::default()).expect("the default is valid");
    let names: Vec<&str> = default
        .design
        .policies
        .iter()
        .map(|policy| policy.name.as_str())
        .collect();
    let expected = [
        "no_intervention",
        "kingpin_only",
        "status_quo",
        "military_lead",
        "police_lead",
        "accommodation",
    ];
    assert_eq!(names, expected);
    assert_eq!(default.design.map.places.len(), 2500);
    assert_eq!((default.design.weeks, default.design.replicates), (312, 24));
    assert_eq!(default.folder, Path::new("results/default"));
}

#[test]
fn what_is_kept_is_the_same_experiment() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = written(folder.path(), &[("seed = ", "policies_from = 52\nseed = ")]);
    let overrides = Overrides {
        replicates: Some(9),
        weeks: Some(60),
        ..set(&[
            "parameters.recruitment.rate=0.003",
            "record.municipalities=all",
            "record.panel=[2, 7]",
        ])
    };
    let first = loaded(&path, &overrides);
    let again = reloaded(&first, folder.path());
    assert_eq!(first.digest, again.digest);
    assert_eq!(first.policy_digests, again.policy_digests);
    assert_eq!(first.inputs, again.inputs);
    assert_eq!(format!("{:?}", first.design), format!("{:?}", again.design));
    assert_eq!(again.design.parameters.recruitment.rate.get(), 0.003);
    assert_eq!((again.design.replicates, again.design.weeks), (9, 60));
    assert_eq!(
        again.design.record.municipalities,
        RecordMunicipalities::All
    );
    assert_eq!(again.design.shared.name, "status_quo");
}

#[test]
fn a_built_map_is_kept_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let map = folder.path().join("built");
    let build = ["map", "build", "--grid", "12x12", "--out", typed(&map)];
    plaza(build).succeeds();
    let path = written(folder.path(), &[("maps/grid_12x12.toml", "built")]);
    let first = loaded(&path, &Overrides::default());
    let again = reloaded(&first, folder.path());
    assert_eq!(first.digest, again.digest);
    assert_eq!(first.design.map, again.design.map);
    // What is typed starts from where it is typed, whatever the folder of the experiment.
    let typed = loaded(&path, &set(&[&format!("map={}", map.display())]));
    assert_eq!(first.digest, typed.digest);
}

#[test]
fn a_policy_of_ones_own_is_kept_with_what_it_extends() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = "extends = \"base\"\nabout = \"mine\"";
    let base =
        "extends = \"status_quo\"\nabout = \"\"\n[[lever]]\nname = \"army_units\"\nlevel = 7";
    fs::write(folder.path().join("mine.toml"), own).expect("written");
    fs::write(folder.path().join("base.toml"), base).expect("written");
    let path = written(folder.path(), &[("\"kingpin_only\"", "\"mine.toml\"")]);
    let first = loaded(&path, &Overrides::default());
    let again = reloaded(&first, folder.path());
    assert_eq!(first.policy_digests, again.policy_digests);
    let terms = again.design.terms();
    let course = again.design.course(&terms, 1);
    assert_eq!(course.orders(9, &[1.0; AREAS]).army_units, 7.0);
    let kept: Vec<&str> = again
        .inputs
        .iter()
        .map(|input| input.path.as_str())
        .collect();
    insta::assert_snapshot!(kept.join("\n"), @r#"
        experiment.toml
        levers.toml
        map.toml
        parameters.toml
        policies/_2006.toml
        policies/base.toml
        policies/mine.toml
        policies/no_intervention.toml
        policies/status_quo.toml
        "#);
}

#[test]
fn replicates_and_policies_extend_an_experiment_and_the_rest_changes_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = written(folder.path(), &[]);
    let plain = loaded(&path, &Overrides::default());
    let extended = Overrides {
        replicates: Some(100),
        policies: Some(vec!["status_quo".to_owned(), "no_intervention".to_owned()]),
        ..Overrides::default()
    };
    let extended = loaded(&path, &extended);
    assert_eq!(plain.digest, extended.digest);
    assert_eq!(extended.folder, Path::new("results/smoke"));
    assert_eq!(plain.policy_digests[2], extended.policy_digests[0]);
    let others = [
        Overrides {
            seed: Some(1),
            ..Overrides::default()
        },
        Overrides {
            weeks: Some(103),
            ..Overrides::default()
        },
        set(&["burn_in=51"]),
        set(&["parameters.recruitment.rate=0.003"]),
        set(&["record.municipalities=all"]),
        set(&["record.panel=true"]),
        set(&["record.panel=[0, 3]"]),
    ];
    let mut digests = vec![plain.digest];
    for overrides in &others {
        let other = loaded(&path, overrides);
        assert!(
            !digests.contains(&other.digest),
            "{overrides:?} changes nothing"
        );
        let name = format!("results/smoke-{}", &other.digest[..6]);
        assert_eq!(other.folder, Path::new(&name));
        digests.push(other.digest);
    }
}

#[test]
fn a_test_of_the_program_says_so_and_changes_no_digest() {
    let folder = tempfile::tempdir().expect("a folder");
    let test = loaded(&written(folder.path(), &[]), &Overrides::default());
    assert_eq!(test.notices.common[0], TEST);
    let study = [("purpose = \"test\"\n", "")];
    let study = loaded(&written(folder.path(), &study), &Overrides::default());
    assert!(!study.notices.common.iter().any(|told| told == TEST));
    assert_eq!(test.digest, study.digest);
    let again = reloaded(&test, folder.path());
    assert_eq!(again.notices, test.notices);
    insta::assert_snapshot!(wrong(&[("purpose = \"test\"", "purpose = \"play\"")]), @"own.toml:13:11: unknown value `play`, expected `test`");
}
