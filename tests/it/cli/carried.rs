//! Experiments and maps that the program carries go by their bare names.

use std::fs;

use tempfile::tempdir;

use crate::program::{SMOKE, plaza};

#[test]
fn an_experiment_goes_by_its_name_and_is_that_of_its_file() {
    let folder = tempdir().expect("a folder");
    let [named, filed] = ["named", "filed"].map(|name| folder.path().join(name));
    plaza(["run", "smoke", "--replicates", "8", "--quiet", "--out"])
        .arg(&named)
        .inside(folder.path())
        .succeeds();
    plaza(["run", SMOKE, "--replicates", "8", "--quiet", "--out"])
        .arg(&filed)
        .succeeds();
    let manifest =
        |folder: &std::path::Path| fs::read(folder.join("manifest.json")).expect("written");
    assert_eq!(manifest(&named), manifest(&filed));
}

#[test]
fn a_folder_of_the_name_is_not_in_the_way() {
    let folder = tempdir().expect("a folder");
    fs::create_dir(folder.path().join("smoke")).expect("writable");
    plaza([
        "run",
        "smoke",
        "--replicates",
        "8",
        "--weeks",
        "10",
        "--quiet",
    ])
    .inside(folder.path())
    .succeeds();
}

#[test]
fn a_name_that_is_none_is_told_the_nearest_and_all() {
    let folder = tempdir().expect("a folder");
    let said = plaza(["run", "smok"]).inside(folder.path()).refused();
    assert!(
        said.contains("smok: there is no such file (did you mean `smoke`?)"),
        "{said}"
    );
    assert!(said.contains("robustness, smoke, twin"), "{said}");
}

#[test]
fn a_map_goes_by_its_name_too() {
    let folder = tempdir().expect("a folder");
    let run = |map: &str| {
        plaza([
            "run",
            "default",
            "--replicates",
            "8",
            "--weeks",
            "4",
            "--policies",
            "status_quo",
            "--quiet",
        ])
        .arg("--set")
        .arg(format!("map={map}"))
        .inside(folder.path())
    };
    run("grid_12x12").succeeds();
    assert!(
        run("grid_13x13")
            .refused()
            .contains("grid_13x13: no such map")
    );
}
