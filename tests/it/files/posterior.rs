//! Numbers of the rules drawn from the table of a calibration: `parameters = "posterior"`.

use std::fs;
use std::path::{Path, PathBuf};

use plaza_model::submodels::MODEL;
use plaza_model::units::Quantity;

use plaza::setup::{Loaded, Overrides, load};
use plaza::studies::comparison::units::Units;
use tempfile::TempDir;

use crate::program::{Answer, plaza, typed};

/// Three draws of two numbers, in another order than the parameter file's.
fn table() -> String {
    format!(
        "model,draw,distance,relations.onset,fighting.rate\n\
         {MODEL},0,0.9,0.001,0.002\n{MODEL},1,1.1,0.002,0.003\n{MODEL},2,0.8,0.003,0.004\n"
    )
}

/// A folder with an experiment of two policies on the small grid, with these lines more, and a table.
fn made(more: &str, table: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("written");
    };
    write(
        "grid.toml",
        include_str!("../../../configs/maps/grid_12x12.toml"),
    );
    write("draws.csv", table);
    let text = "name = \"small\"\nmap = \"grid.toml\"\npolicies = [\"status_quo\", \"no_intervention\"]\n\
         weeks = 4\nburn_in = 0\nreplicates = 10\nseed = 3\n";
    write("own.toml", &format!("{text}{more}\n"));
    folder
}

const DRAWN: &str = "parameters = \"posterior\"\nposterior = \"draws.csv\"";

fn loaded(folder: &TempDir, set: &[&str]) -> Loaded {
    let overrides = Overrides {
        set: set.iter().map(|set| (*set).to_owned()).collect(),
        ..Overrides::default()
    };
    let path = folder.path().join("own.toml");
    load(Some(&path), &overrides).expect("a sound experiment")
}

/// The two numbers of each of the first replicates, under each policy.
fn numbers(loaded: &Loaded, replicates: u32) -> Vec<Vec<(f64, f64)>> {
    let of = |replicate| {
        let parameters = loaded.design.parameters_in(replicate);
        let both = parameters.iter();
        both.map(|p| (p.relations.onset.get(), p.fighting.rate.get()))
            .collect()
    };
    (0..replicates).map(of).collect()
}

#[test]
fn a_replicate_has_its_row_under_all_policies_and_rows_begin_again() {
    let folder = made(DRAWN, &table());
    let (a, b, c) = ((0.001, 0.002), (0.002, 0.003), (0.003, 0.004));
    let expected = [a, b, c, a, b].map(|row| vec![row; 2]);
    let drawn = loaded(&folder, &[]);
    assert_eq!(numbers(&drawn, 5), expected);
    let draws = drawn.design.draws.as_ref().expect("numbers are drawn");
    assert_eq!(draws.sharing.rows, Some(3));
    let again = [3, 4].map(|replicates| draws.sharing.again_from(replicates));
    assert_eq!(again, [None, Some(3)]);
    // Intervals are made of draws: those that share one are no news of one another.
    let units = Units::of(&[0, 1, 2, 3, 5], draws.sharing);
    assert_eq!(units.means(&[1.0, 2.0, 4.0, 3.0, 8.0]), [2.0, 2.0, 6.0]);
    assert!(units.split(&[1.0, 2.0, 4.0, 3.0, 8.0]).is_some());
    assert_eq!(
        Units::of(&[0, 1, 2], draws.sharing).split(&[1.0, 2.0, 4.0]),
        None
    );
    // Replicates may share a draw.
    let folder = made(&format!("{DRAWN}\nluck_per_draw = 2"), &table());
    let drawn = loaded(&folder, &[]);
    let expected = [a, a, b, b, c, c, a].map(|row| vec![row; 2]);
    assert_eq!(numbers(&drawn, 7), expected);
}

#[test]
fn other_numbers_are_those_of_the_file_and_what_the_user_set_is_not_drawn() {
    let file = "extends = \"baseline\"\n[raids]\n\
        rate = { value = 0.004, unit = \"1/week\", range = [0.0, 0.01], source = \"assumed\" }\n";
    let folder = made(&format!("{DRAWN}\nranges = \"mine.toml\""), &table());
    fs::write(folder.path().join("mine.toml"), file).expect("written");
    let drawn = loaded(&folder, &["parameters.relations.onset=0.02"]);
    for replicate in 0..4 {
        let of = &drawn.design.parameters_in(replicate)[0];
        assert_eq!(of.raids.rate.get(), 0.004);
    }
    let expected = [0.002, 0.003, 0.004].map(|rate| vec![(0.02, rate); 2]);
    assert_eq!(numbers(&drawn, 3), expected);
    // And so it is in the folder that is kept.
    let there = tempfile::tempdir().expect("a folder");
    for input in &drawn.inputs {
        let path = there.path().join(&input.path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, &input.bytes).expect("written");
    }
    let kept = load(
        Some(&there.path().join("experiment.toml")),
        &Overrides::default(),
    );
    let kept = kept.expect("what is kept is sound");
    assert_eq!(kept.digest, drawn.digest);
    assert_eq!(numbers(&kept, 3), expected);
}

#[test]
fn the_table_is_part_of_the_experiment() {
    let digest = |table: &str| loaded(&made(DRAWN, table), &[]).digest;
    assert_eq!(digest(&table()), digest(&table()));
    assert_ne!(digest(&table()), digest(&table().replace("0.004", "0.005")));
}

/// Numbers fitted to other rules say nothing of these: a new version brings a new table.
#[test]
fn the_programs_own_table_is_this_versions() {
    let folder = made("parameters = \"posterior\"", "");
    let drawn = loaded(&folder, &[]);
    let draws = drawn.design.draws.as_ref().expect("numbers are drawn");
    assert!(draws.sharing.rows.is_some_and(|rows| rows >= 2));
    assert_eq!(draws.sharing.luck_per_draw, 1);
    for replicate in 0..10 {
        drawn.design.parameters_in(replicate);
    }
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let refused = |more: &str, table: &str| {
        let folder = made(more, table);
        let path = folder.path().join("own.toml");
        let problems = load(Some(&path), &Overrides::default()).expect_err("this cannot be");
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let here = format!("{}/", folder.path().display());
        told.join("\n").replace(&here, "").replace(MODEL, "MODEL")
    };
    let altered = |from: &str, to: &str| {
        let altered = table().replacen(from, to, 1);
        assert_ne!(altered, table());
        refused(DRAWN, &altered)
    };
    insta::assert_snapshot!(refused(DRAWN, &table().replace(MODEL, "0.1.0")), @"draws.csv:2: column `model` is `0.1.0`, expected `MODEL`, the version of the rules and numbers of this program; `plaza calibrate` makes a new table");
    insta::assert_snapshot!(altered("relations.onset", "relations.onst"), @"draws.csv:1: column `relations.onst` is no number of the rules (did you mean `relations.onset`?), expected section.name");
    insta::assert_snapshot!(altered("relations.onset", "onset"), @"draws.csv:1: column `onset` is no number of the rules, expected section.name");
    insta::assert_snapshot!(altered("relations.onset", "fighting.rate"), @"draws.csv:1: column `fighting.rate` stands twice, expected each name once");
    insta::assert_snapshot!(altered("0.003,0.004", "0.003,4"), @"draws.csv:4: column `fighting.rate` is `4`, expected a number from 0.0002 to 0.01");
    insta::assert_snapshot!(altered("0.003,0.004", "nan,"), @"
    draws.csv:4: column `relations.onset` is `nan`, expected a number from 0.00001 to 0.02
    draws.csv:4: column `fighting.rate` is empty, expected a number from 0.0002 to 0.01
    ");
    insta::assert_snapshot!(altered(",0,0.9", ",first,near"), @r#"
draws.csv:2: column `draw` is `first`, expected a whole number, 0 or more
draws.csv:2: column `distance` is `near`, expected a number, 0 or more
"#);
    insta::assert_snapshot!(altered("model,", "version,"), @"draws.csv:1: no column `model`; expected model, draw, distance; there are version, draw, distance, relations.onset, fighting.rate");
    insta::assert_snapshot!(altered("0.003,0.004", "0.003"), @"draws.csv:4: 4 fields, expected 5 as in the header");
    insta::assert_snapshot!(refused(DRAWN, table().lines().next().expect("a header")), @"draws.csv: has no row after its header, expected one for each draw");
    insta::assert_snapshot!(refused(DRAWN, ""), @"draws.csv: the file is empty, expected a header line with names of columns");
    insta::assert_snapshot!(refused("parameters = \"posterior\"\nposterior = \"drawn.csv\"", ""), @"drawn.csv: there is no such file");
    insta::assert_snapshot!(refused("posterior = \"draws.csv\"", ""), @r#"own.toml:8:13: a posterior is drawn from where parameters = "posterior""#);
    insta::assert_snapshot!(refused("parameters = \"prior\"\nposterior = \"draws.csv\"", ""), @r#"own.toml:9:13: a posterior is drawn from where parameters = "posterior""#);
    let varied = format!(
        "{DRAWN}\n[[variant]]\nname = \"calm\"\npolicy = \"status_quo\"\nset = {{ \"raids.rate\" = 0.0 }}"
    );
    insta::assert_snapshot!(refused(&varied, &table()), @r#"own.toml:13:7: the numbers are drawn (parameters = "posterior"), so that none can be set; expected `without`"#);
}

#[test]
fn the_folder_alone_runs_again_and_a_resumed_run_is_an_uninterrupted_one() {
    let folder = made(DRAWN, &table());
    let own = folder.path().join("own.toml");
    let own = typed(&own);
    let (whole, parts) = (folder.path().join("whole"), folder.path().join("parts"));
    let Answer { out, error, .. } = plaza(["run", own, "--out", typed(&whole)]).succeeds();
    assert!(out.contains("results are in"), "{out}");
    assert_eq!(
        error.matches("from replicate 3 on they begin").count(),
        1,
        "{error}"
    );
    let some = plaza(["run", own, "--out", typed(&parts), "--replicates", "3"]).succeeds();
    let error = some.error;
    assert!(!error.contains("begin"), "{error}");
    plaza(["run", own, "--out", typed(&parts), "--quiet"]).succeeds();
    let files = tables(&whole);
    assert!(files.len() > 4, "{files:?}");
    assert_eq!(files, tables(&parts));
    for file in files {
        let read = |folder: &Path| fs::read(folder.join(&file)).expect("a table");
        assert!(read(&whole) == read(&parts), "{}", file.display());
    }
    fs::remove_file(folder.path().join("draws.csv")).expect("removed");
    fs::remove_file(folder.path().join("grid.toml")).expect("removed");
    let told = plaza(["verify", typed(&whole)]).succeeds().out;
    assert!(told.contains("every byte is equal"), "{told}");
    let compared = plaza(["compare", typed(&whole), "--baseline", "status_quo"]);
    let told = compared.succeeds().out;
    assert!(
        told.contains("10 replicates on equal luck, in 3 draws of the parameters"),
        "{told}"
    );
    plaza(["report", typed(&whole)]).succeeds();
    let page = fs::read_to_string(whole.join("report.html")).expect("a report");
    assert!(
        page.contains(
            "3 draws that a calibration left possible; replicates share draws, and means"
        )
    );
    // The kept table is watched as the other inputs are.
    fs::write(
        whole.join("inputs/posterior.csv"),
        table().replace("0.004", "0.005"),
    )
    .expect("written");
    let told = plaza(["verify", typed(&whole)]).refused();
    assert!(
        told.contains("posterior.csv: was altered or truncated"),
        "{told}"
    );
}

/// The tables of a result folder, in order.
fn tables(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "parquet") {
                found.push(path.strip_prefix(folder).expect("below it").to_owned());
            }
        }
    }
    found.sort();
    found
}
