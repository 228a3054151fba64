//! `plaza design`: equal luck at all points, extension, shards, interruption, wrong designs, and what other programs read.

mod others;
mod overwritten;
mod wrong;
mod wrong_tables;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{plaza, small};
use crate::runs::fake::assert_equal;

/// A design of Sobol points over a parameter, a lever and the weeks: seconds.
pub const SOBOL: &str = "policies = [\"status_quo\", \"no_intervention\"]\n[design]\nmethod = \"sobol\"\npoints = 12\n\
    replicates_per_point = 2\n[design.over]\n\"recruitment.rate\" = \"range\"\n\
    \"policies.status_quo.army_units\" = { low = 0, high = 9000 }\nweeks = [20, 30]\n";

/// A design whose points are a table beside it.
pub fn of_table(rows: &str) -> TempDir {
    let there = small(
        "policies = [\"status_quo\", \"no_intervention\"]\n[design]\nmethod = \"table\"\nfile = \"points.csv\"\n\
         replicates_per_point = 4\n",
    );
    fs::write(there.path().join("points.csv"), rows).expect("written");
    there
}

fn design(folder: &Path, more: &[&str]) {
    let args = [&["design", "small.toml", "--quiet"], more].concat();
    plaza(args).inside(folder).succeeds();
}

/// The lines of a table of results, behind its header.
pub fn lines(folder: &Path, table: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder.join(table)).expect("it was written");
    let lines = text.lines().skip(1);
    let cells = |line: &str| line.split(',').map(str::to_owned).collect();
    lines.map(cells).collect()
}

#[test]
fn every_point_has_every_policy_on_equal_luck() {
    // The second point differs from the first in a lever of one policy alone, the third in a parameter.
    let there = of_table(
        "recruitment.rate,policies.status_quo.army_units\n0.002,1000\n0.002,9000\n0.004,1000\n",
    );
    design(there.path(), &["--out", "out"]);
    let rows = lines(&there.path().join("out"), "outcomes.csv");
    assert_eq!(rows.len(), 3 * 2 * 4);
    let of = |point: &str, policy: &str| -> Vec<Vec<String>> {
        let rows = rows
            .iter()
            .filter(|row| row[0] == point && row[1] == policy);
        rows.map(|row| row[2..].to_vec()).collect()
    };
    assert_eq!(of("0", "no_intervention"), of("1", "no_intervention"));
    assert_ne!(of("0", "status_quo"), of("1", "status_quo"));
    assert_ne!(of("0", "no_intervention"), of("2", "no_intervention"));
    // Replicates of a point differ, and are numbered from 0 at each.
    let replicates: Vec<String> = of("2", "status_quo")
        .iter()
        .map(|row| row[0].clone())
        .collect();
    assert_eq!(replicates, ["0", "1", "2", "3"]);
    assert_ne!(of("0", "status_quo")[0][2..], of("0", "status_quo")[1][2..]);
    let points = lines(&there.path().join("out"), "experiments.csv");
    assert_eq!(points[1], ["1", "0.002", "9000"]);
}

#[test]
fn what_is_varied_in_one_policy_goes_before_what_is_varied_in_all() {
    let there =
        of_table("levers.army_units,policies.status_quo.army_units\n1000,5000\n9000,5000\n");
    design(there.path(), &["--out", "out"]);
    let rows = lines(&there.path().join("out"), "outcomes.csv");
    let of = |point: &str, policy: &str| -> Vec<Vec<String>> {
        let rows = rows
            .iter()
            .filter(|row| row[0] == point && row[1] == policy);
        rows.map(|row| row[2..].to_vec()).collect()
    };
    assert_eq!(of("0", "status_quo"), of("1", "status_quo"));
    assert_ne!(of("0", "no_intervention"), of("1", "no_intervention"));
}

#[test]
fn a_point_is_what_a_run_with_the_same_settings_comes_to() {
    let there =
        of_table("recruitment.rate,levers.army_units,weeks\n0.004,3000,40\n0.002,5000,60\n");
    let folder = there.path();
    design(folder, &["--out", "out"]);
    let plain = small("policies = [\"status_quo\", \"no_intervention\"]\nreplicates = 4\n");
    let args = [
        "run",
        "small.toml",
        "--out",
        "run",
        "--csv",
        "--quiet",
        "--figures",
        "none",
    ];
    let set = [
        "parameters.recruitment.rate=0.004",
        "levers.army_units=3000",
        "weeks=40",
    ];
    let set = set.into_iter().flat_map(|set| ["--set", set]);
    plaza(args).args(set).inside(plain.path()).succeeds();
    let run = lines(&plain.path().join("run"), "outcomes.csv");
    let of_point = lines(&folder.join("out"), "outcomes.csv").into_iter();
    let of_point: Vec<Vec<String>> = of_point
        .filter(|row| row[0] == "0")
        .map(|row| row[1..].to_vec())
        .collect();
    assert_eq!(of_point, run);
}

#[test]
fn an_extended_design_is_the_longer_one_and_contains_the_shorter() {
    let there = small(SOBOL);
    let folder = there.path();
    design(folder, &["--out", "grown", "--points", "5"]);
    let shorter = lines(&folder.join("grown"), "outcomes.csv");
    design(folder, &["--out", "grown"]);
    design(folder, &["--out", "whole"]);
    assert_equal(&folder.join("whole"), &folder.join("grown"));
    assert_eq!(
        lines(&folder.join("whole"), "outcomes.csv")[..shorter.len()],
        shorter
    );
    let fewer = ["design", "small.toml", "--out", "grown", "--points", "11"];
    let said = plaza(fewer).inside(folder).refused();
    assert!(
        said.contains("holds 12 points, and 11 are asked for"),
        "{said}"
    );
}

#[test]
fn a_hypercube_of_another_size_is_another_design() {
    let text = SOBOL.replace("sobol", "latin_hypercube");
    let there = small(&text);
    design(there.path(), &["--out", "out", "--points", "4"]);
    let other = ["design", "small.toml", "--out", "out", "--points", "5"];
    let said = plaza(other).inside(there.path()).refused();
    assert!(
        said.contains("with 4 points; one of 5 is another design"),
        "{said}"
    );
}

#[test]
fn shards_are_joined_to_what_one_machine_writes_and_verified() {
    let there = small(SOBOL);
    let folder = there.path();
    for shard in ["1/2", "2/2"] {
        let out = format!("shard_{}", &shard[..1]);
        design(folder, &["--shard", shard, "--out", &out]);
    }
    let merge = ["merge", "shard_1", "shard_2", "--out", "merged", "--quiet"];
    plaza(merge).inside(folder).succeeds();
    design(folder, &["--out", "whole", "--threads", "1"]);
    assert_equal(&folder.join("whole"), &folder.join("merged"));
    plaza(["verify", "merged"]).inside(folder).succeeds();
    for command in ["compare", "report", "plot", "validate"] {
        let said = plaza([command, "whole"]).inside(folder).refused();
        assert!(said.contains("holds a design of points"), "{said}");
    }
}

#[test]
fn a_choice_of_maps_is_kept_with_the_results() {
    let there = small(
        "policies = [\"status_quo\"]\n[design]\nmethod = \"factorial\"\n[design.over]\nmap = [\"map.toml\", \"other.toml\"]\n\
         start = [0, 20]\nfighting.rate = { low = 0.001, high = 0.005 }\n",
    );
    let folder = there.path();
    let map = fs::read_to_string(folder.join("map.toml")).expect("the map is there");
    let other = map.replace("population = 3_000_000", "population = 2_000_000");
    assert_ne!(map, other, "another country");
    fs::write(folder.join("other.toml"), other).expect("written");
    design(folder, &["--out", "out"]);
    let points = lines(&folder.join("out"), "experiments.csv");
    assert_eq!(points.len(), 8);
    assert_eq!(points[0][1..], ["map", "0.001", "0"]);
    assert_eq!(points[7][1..], ["other", "0.005", "20"]);
    assert_eq!(lines(&folder.join("out"), "outcomes.csv").len(), 8);
    // From what is kept alone.
    fs::remove_file(folder.join("other.toml")).expect("it is there");
    plaza(["verify", "out"]).inside(folder).succeeds();
}

#[test]
fn draws_of_a_posterior_are_those_of_the_replicate_at_every_point() {
    let there = small(&SOBOL.replace("[design]\n", "[design]\nseed = 3\n"));
    let text = fs::read_to_string(there.path().join("small.toml")).expect("written");
    let text = text.replace("\"baseline\"", "\"posterior\"");
    fs::write(there.path().join("small.toml"), text).expect("written");
    design(there.path(), &["--out", "out", "--points", "3"]);
    let rows = lines(&there.path().join("out"), "outcomes.csv");
    assert!(
        rows.iter().all(|row| row[3] == row[2]),
        "draw r in replicate r"
    );
}

#[test]
fn the_shipped_design_runs_without_a_file_and_is_told() {
    let there = tempfile::tempdir().expect("a temporary folder");
    let said = plaza(["design", "--out", "out"])
        .inside(there.path())
        .succeeds();
    for part in ["fewest of all", "lowest point", "highest point"] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    let said = plaza(["check", "configs/experiments/design_smoke.toml"]).succeeds();
    assert!(
        said.out.contains("points 16, replicates_per_point 2"),
        "{}",
        said.out
    );
    let said = plaza(["run", "configs/experiments/design_smoke.toml"]).refused();
    assert!(said.contains("expected `plaza design` for it"), "{said}");
    let said = plaza(["design", "configs/experiments/smoke.toml"]).refused();
    assert!(said.contains("has no section `[design]`"), "{said}");
}

#[test]
fn experiments_of_a_design_are_a_table_of_points() {
    let there = small(SOBOL);
    let folder = there.path();
    design(folder, &["--out", "made", "--points", "4"]);
    let table = small(
        "policies = [\"status_quo\", \"no_intervention\"]\n[design]\nmethod = \"table\"\nfile = \"points.parquet\"\n\
         replicates_per_point = 2\n",
    );
    let made = folder.join("made/experiments.parquet");
    fs::copy(made, table.path().join("points.parquet")).expect("copied");
    design(table.path(), &["--out", "again"]);
    let again = table.path().join("again");
    for file in ["experiments.csv", "outcomes.csv"] {
        assert_eq!(
            lines(&again, file),
            lines(&folder.join("made"), file),
            "{file}"
        );
    }
}

#[test]
fn each_method_has_its_number_of_points() {
    for (method, points) in [
        ("method = \"latin_hypercube\"\npoints = 5", 5),
        ("method = \"sobol\"\npoints = 5", 5),
        (
            "method = \"sobol\"\npoints = 4\nmatrices = \"saltelli\"",
            4 * 4,
        ),
        ("method = \"morris\"\ntrajectories = 3", 3 * 3),
        ("method = \"factorial\"\nlevels = 3", 3 * 2),
        ("method = \"one_at_a_time\"\nlevels = 2", 1 + 2 + 1),
    ] {
        let there = small(&format!(
            "policies = [\"status_quo\"]\n[design]\n{method}\n[design.over]\n\"recruitment.rate\" = \"range\"\nweeks = [20, 30]\n"
        ));
        let said = plaza(["check", "small.toml"])
            .inside(there.path())
            .succeeds()
            .out;
        assert!(
            said.contains(&format!("points {points}, ")),
            "{method}: {said}"
        );
        design(there.path(), &["--out", "out"]);
        assert_eq!(
            lines(&there.path().join("out"), "experiments.csv").len(),
            points
        );
        let manifest = fs::read_to_string(there.path().join("out/manifest.json"));
        let manifest: serde_json::Value =
            serde_json::from_str(&manifest.expect("written")).expect("JSON");
        assert_eq!(manifest["design"]["points"], points);
        assert_eq!(
            manifest["design"]["inputs"][0]["name"],
            "parameters.recruitment.rate"
        );
    }
}

#[test]
fn one_of_something_is_told_in_the_singular() {
    let there = small(
        "policies = [\"status_quo\"]\n[design]\nmethod = \"sobol\"\npoints = 1\n[design.over]\n\
         \"recruitment.rate\" = \"range\"\n",
    );
    let args = ["design", "small.toml", "--weeks", "5", "--out", "out"];
    let said = plaza(args).inside(there.path()).succeeds().out;
    for part in [
        "1 point, 1 replicate of each under 1 policy",
        "Means over 1 point and all replicates",
    ] {
        assert!(said.contains(part), "expected `{part}`: {said}");
    }
}

#[test]
fn a_column_that_is_the_same_at_all_points_is_set_and_no_input_of_what_is_discovered() {
    let rate = |row: usize| 0.002 + 0.0001 * row as f64;
    let row = |row: usize| format!("{row},{:.4},7\n", rate(row));
    let rows: String = (0..16).map(row).collect();
    let there = of_table(&format!("point,recruitment.rate,weeks\n{rows}"));
    let folder = there.path();
    design(folder, &["--out", "out"]);
    let points = lines(&folder.join("out"), "experiments.csv");
    assert_eq!(points[3], ["3", "0.0023", "7"]);
    let said = plaza(["discover", "out"]).inside(folder).succeeds().out;
    assert!(said.contains("16 points over 1 input,"), "{said}");
    let told = lines(&folder.join("out"), "ranking_sensitivity.csv");
    let of_weeks = told
        .iter()
        .any(|row| row.iter().any(|cell| cell == "weeks"));
    assert!(!told.is_empty() && !of_weeks, "{told:?}");
}
