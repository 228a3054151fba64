//! Designs whose points hang together: trajectories of Morris and blocks of Saltelli, made by plaza or by others.

use std::fs;
use std::path::Path;

use tempfile::tempdir;

use crate::program::{plaza, small, typed};
use crate::studies::discover::made_up::{Kind, MadeUp};
use crate::studies::discover::{cell, flat, holds, number, rows_of, table};

#[test]
fn designs_with_a_structure_have_indices_of_their_own() {
    let there = tempdir().expect("a temporary folder");
    let folder = there.path().join("morris");
    MadeUp::new(Kind::Morris, 20, 2).write(&folder);
    let said = flat(&plaza(["discover", typed(&folder)]).succeeds().out);
    assert!(said.contains("No boxes and no trees"), "{said}");
    assert!(table(&folder, "tree.csv").is_empty());
    let boxes = table(&folder, "boxes.csv");
    assert_eq!(boxes.len(), 2, "all points of each question: {boxes:?}");
    assert!(boxes.iter().all(|row| cell(row, "restricted") == "0"));
    assert!(said.contains("Of the ranking the elementary effect (mu*) is greatest of"));
    let rows = table(&folder, "ranking_sensitivity.csv");
    let of = |index: &str, input: &str| {
        let cells = [
            ("of", "difference"),
            ("policy", "good"),
            ("index", index),
            ("input", input),
        ];
        let found = rows_of(&rows, &cells);
        assert_eq!(found.len(), 1, "{index} {input}");
        number(found[0], "value")
    };
    // `good` leaves 10 + 4 x effect fewer dead: over the whole range 4.
    assert!((of("morris_mu", "parameters.removal.effect") + 4.0).abs() < 1e-6);
    assert!(of("morris_sigma", "parameters.removal.effect") < 1e-6);
    assert!(of("morris_mu_star", "parameters.unused.rate") < 1e-9);

    let folder = there.path().join("saltelli");
    MadeUp::new(Kind::Saltelli, 32, 2).write(&folder);
    let said = flat(&plaza(["discover", typed(&folder)]).succeeds().out);
    assert!(said.contains("are of the points A and B"), "{said}");
    assert!(said.contains("of 64 points"), "{said}");
    assert!(
        said.contains("Of the ranking Sobol's total index is greatest of"),
        "{said}"
    );
    let boxes = table(&folder, "boxes.csv");
    let first = rows_of(
        &boxes,
        &[("kind", "trajectory"), ("search", "1"), ("step", "0")],
    );
    assert_eq!(number(first[0], "points"), 64.0, "two of each block");
    let rows = table(&folder, "ranking_sensitivity.csv");
    let cells = [
        ("of", "difference"),
        ("policy", "good"),
        ("index", "sobol_total"),
    ];
    let found = rows_of(&rows, &cells);
    let values: Vec<f64> = found.iter().map(|row| number(row, "value")).collect();
    assert!(
        values[0] > 0.8 && values[1] < 1e-9 && values[2] < 1e-9,
        "{values:?}"
    );
}

/// A design of two inputs and a third column that is the same everywhere, discovered: its folder.
fn discovered(there: &Path, section: &str, out: &str) {
    let head = fs::read_to_string(there.join("head.toml")).expect("it was written");
    fs::write(there.join("small.toml"), format!("{head}{section}")).expect("written");
    let design = ["design", "small.toml", "--quiet", "--out", out];
    plaza(design).inside(there).succeeds();
    plaza(["discover", out]).inside(there).succeeds();
}

/// What stands in one of the indices, input by input.
fn indices(folder: &Path, index: &str) -> Vec<(String, f64)> {
    let rows = table(folder, "ranking_sensitivity.csv");
    let of = [
        ("of", "outcome"),
        ("policy", "status_quo"),
        ("index", index),
    ];
    let found = rows_of(&rows, &of).into_iter();
    found
        .map(|row| (cell(row, "input").to_owned(), number(row, "value")))
        .collect()
}

/// A sampler's rows are read as plaza's own: the same points, told as a table, have the same indices.
#[test]
fn a_table_of_a_sampler_keeps_its_structure() {
    let there = small("policies = [\"status_quo\", \"no_intervention\"]\n");
    let there = there.path();
    fs::rename(there.join("small.toml"), there.join("head.toml")).expect("renamed");
    let over = "replicates_per_point = 2\n[design.over]\n\"recruitment.rate\" = { low = 0.002, high = 0.004 }\n\
        \"policies.status_quo.army_units\" = { low = 0, high = 9000 }\n";
    for (arranged, own, named) in [
        (
            "saltelli",
            "method = \"sobol\"\nmatrices = \"saltelli\"\npoints = 5",
            ["sobol_first", "sobol_total"],
        ),
        (
            "morris",
            "method = \"morris\"\ntrajectories = 12",
            ["morris_mu", "morris_sigma"],
        ),
    ] {
        discovered(there, &format!("[design]\n{own}\n{over}"), arranged);
        let points = fs::read_to_string(there.join(arranged).join("experiments.csv"));
        let points = points.expect("it was written");
        let with_weeks = |(row, line): (usize, &str)| match row {
            0 => format!("{line},weeks\n"),
            _ => format!("{line},60\n"),
        };
        let rows: String = points.lines().enumerate().map(with_weeks).collect();
        fs::write(there.join("points.csv"), rows).expect("written");
        let section = format!(
            "[design]\nmethod = \"table\"\nfile = \"points.csv\"\narranged = \"{arranged}\"\nreplicates_per_point = 2\n"
        );
        let read = format!("{arranged}_table");
        discovered(there, &section, &read);
        for index in named {
            let [own, told] = [arranged, &read].map(|of| indices(&there.join(of), index));
            assert_eq!(own.len(), 2, "{index}");
            assert!(
                own.iter().any(|(_, value)| *value != 0.0),
                "{index}: {own:?}"
            );
            assert_eq!(own, told, "{index}");
        }
    }
}

/// An input whose own range is logarithmic has steps of its logarithm in a table too, unless they are even as they are.
#[test]
fn a_table_of_a_sampler_keeps_the_scale_of_its_steps() {
    let there = small("policies = [\"status_quo\", \"no_intervention\"]\n");
    let there = there.path();
    fs::rename(there.join("small.toml"), there.join("head.toml")).expect("renamed");
    let section = "[design]\nmethod = \"table\"\nfile = \"points.csv\"\narranged = \"morris\"\nreplicates_per_point = 2\n";
    for (name, onset, is_log) in [
        ("log", "\"range\"", true),
        ("even", "{ low = 1e-5, high = 2e-2 }", false),
    ] {
        let own = format!(
            "[design]\nmethod = \"morris\"\ntrajectories = 12\nreplicates_per_point = 2\n[design.over]\n\
             \"relations.onset\" = {onset}\n\"recruitment.rate\" = \"range\"\n"
        );
        discovered(there, &own, name);
        fs::copy(
            there.join(name).join("experiments.csv"),
            there.join("points.csv"),
        )
        .expect("copied");
        let read = format!("{name}_table");
        discovered(there, section, &read);
        for folder in [name, &read] {
            let manifest = fs::read_to_string(there.join(folder).join("manifest.json"));
            let manifest: serde_json::Value =
                serde_json::from_str(&manifest.expect("written")).expect("JSON");
            let inputs = &manifest["design"]["inputs"];
            assert_eq!(inputs[1]["name"], "parameters.relations.onset");
            assert_eq!(inputs[1]["over"]["range"]["log"], is_log, "{folder}");
        }
        for index in ["morris_mu", "morris_mu_star", "morris_sigma"] {
            let [own, told] = [name, &read].map(|of| indices(&there.join(of), index));
            assert_eq!(own.len(), 2, "{index}");
            for ((input, own), (_, told)) in own.iter().zip(&told) {
                let near = (own - told).abs() <= 1e-9 * own.abs().max(1.0);
                assert!(near && *own != 0.0, "{name} {index} {input}: {own} {told}");
            }
        }
    }
}

#[test]
fn a_table_without_its_structure_is_refused() {
    let there = small("policies = [\"status_quo\"]\n");
    let there = there.path();
    let head = fs::read_to_string(there.join("small.toml")).expect("it was written");
    let refused = |arranged: &str, rows: &str| -> String {
        fs::write(there.join("points.csv"), rows).expect("written");
        let section = format!(
            "[design]\nmethod = \"table\"\nfile = \"points.csv\"\narranged = \"{arranged}\"\n"
        );
        fs::write(there.join("small.toml"), format!("{head}{section}")).expect("written");
        flat(&plaza(["check", "small.toml"]).inside(there).refused())
    };
    let columns = "recruitment.rate,policies.status_quo.army_units\n";
    // The inputs of B stand in the other order.
    let said = refused(
        "saltelli",
        &format!("{columns}0.002,100\n0.002,900\n0.004,100\n0.004,900\n"),
    );
    holds(&said, "points.csv:3");
    holds(
        &said,
        "row 2 of its group of 4 does not fit: A, A with each input of B",
    );
    let said = refused(
        "saltelli",
        &format!("{columns}0.002,100\n0.004,100\n0.002,900\n"),
    );
    holds(&said, "points.csv:4");
    holds(
        &said,
        "has 3 rows, expected whole groups of 4 (2 inputs vary)",
    );
    let said = refused(
        "morris",
        &format!("{columns}0.002,100\n0.004,100\n0.002,100\n"),
    );
    holds(
        &said,
        "has 3 rows, expected whole groups of 2 (1 input varies)",
    );
    let said = refused(
        "morris",
        &format!("{columns}0.002,100\n0.004,100\n0.003,100\n0.002,100\n0.004,100\n0.004,900\n"),
    );
    holds(&said, "points.csv:4");
    holds(
        &said,
        "row 3 of its group of 3 does not fit: each row moves one input",
    );
    let said = refused(
        "morris",
        &format!("{columns}0.002,100\n0.004,900\n0.004,100\n"),
    );
    holds(&said, "points.csv:3");
    holds(&said, "row 2 of its group of 3 does not fit");
    for arranged in ["morris", "saltelli"] {
        let said = refused(
            arranged,
            &format!("{columns}0.002,100\n0.002,100\n0.002,100\n"),
        );
        holds(&said, "points.csv:2");
        holds(
            &said,
            "the rows are all the same point, so that no input moves",
        );
    }
    let said = refused("salteli", columns);
    holds(&said, "did you mean `saltelli`?");
}
