//! `plaza calibrate`: the same for any threads and interruptions; what is wrong is told.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use tempfile::tempdir;

use plaza::setup as config;
use plaza::setup::{Overrides, parameters};
use plaza::studies::calibration::files::fitted;
use plaza::studies::calibration::files::ledger::Ledger;
use plaza::studies::calibration::search::Searched;
use plaza::studies::calibration::section::Calibrated;
use plaza::studies::calibration::{Answer, Known};

use crate::program::{plaza, typed};

/// The smoke test's country for two years, in all stages, with as little as can be.
const SMALL: &str = r#"
name = "small"
map = "MAP"
parameters = "baseline"
policies = ["status_quo"]
weeks = 104
burn_in = 13
replicates = 2
seed = 20070101

[calibration]
free = ["relations.onset", "fighting.rate"]
targets = ["C1", "C13", "C3"]
years = [2007, 2008, 2009, 2010]
"#;

const STAGES: &str = r#"
[calibration.screening]
parameters = ["fighting.rate", "moves.half"]
trajectories = 1
replicates = 2
policies = ["no_intervention"]
weeks = 104

[calibration.search]
points = 8
population = 4
rounds = 1

[calibration.posterior]
waves = 2
points = 4
cutoff = 30.0
candidates = 20
"#;

/// The same with nothing wrong: two years have no values of later ones, nor of all four.
fn right() -> String {
    SMALL.replace(", 2009, 2010", "").replace(r#""C13", "#, "")
}

fn experiment(folder: &Path, text: &str) -> String {
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/maps/grid_12x12.toml");
    let text = text.replace("MAP", map.to_str().expect("a path in UTF-8"));
    let file = folder.join("small.toml");
    fs::write(&file, text).expect("a file");
    file.to_str().expect("a path in UTF-8").to_owned()
}

/// The exit code and what was printed on the error stream, the folder named `F`.
fn calibrate(folder: &Path, words: &str, out: &str, threads: &str) -> (i32, String) {
    let file = experiment(folder, words);
    let answer = plaza(["calibrate", &file, "--quiet", "--threads", threads, "--out"])
        .arg(folder.join(out))
        .ends();
    (answer.code, answer.error.replace(typed(folder), "F"))
}

#[test]
fn a_folder_in_which_a_kill_left_nothing_is_begun_and_one_that_is_filled_is_left_as_it_is() {
    let there = tempdir().expect("a temporary folder");
    let folder = there.path();
    let begun = folder.join("begun");
    fs::create_dir(&begun).expect("a folder");
    let evaluations = begun.join("evaluations.jsonl");
    let filling = fs::File::create(&evaluations).expect("a file");
    filling.lock().expect("nobody else has it");
    let text = right() + "[calibration.search]\npoints = 4\npopulation = 4\nrounds = 0\n";
    let (code, said) = calibrate(folder, &text, "begun", "1");
    assert_eq!(code, 2);
    assert_snapshot!(said, @"error: F/begun: is being filled by another plaza, expected to be alone");
    assert_eq!(
        files(&begun).keys().collect::<Vec<_>>(),
        ["evaluations.jsonl"]
    );
    drop(filling);
    let (code, said) = calibrate(folder, &text, "begun", "1");
    assert_eq!((code, said.as_str()), (0, ""));
    assert!(begun.join("calibration.json").exists());
}

#[test]
fn what_is_set_for_a_calibration_is_of_the_experiment() {
    let there = tempdir().expect("a temporary folder");
    let file = experiment(there.path(), &right());
    let set = |set: &str| plaza(["calibrate", &file, "--set", set]).refused();
    assert_snapshot!(set("parameters.fighting.rate=0.001"), @"error: `--set parameters.fighting.rate=0.001` sets a number of the rules, expected it in a parameter file, of which `calibrated.toml` then says what it was");
    assert!(set(" parameters.fighting.rate=0.001").contains("sets a number of the rules"));
    assert_snapshot!(set("calibration.search.step=2.0"), @"error: --set calibration.search.step=2.0: calibration.search.step is 2, expected 0.001 to 1");
}

#[test]
fn evaluations_are_sorted_where_no_point_is_kept_too() {
    let there = tempdir().expect("a temporary folder");
    let folder = there.path();
    let text = right() + &STAGES.replace("cutoff = 30.0", "cutoff = 0.01");
    for (out, threads) in [("one", "1"), ("three", "3")] {
        let (code, said) = calibrate(folder, &text, out, threads);
        let expected =
            "error: the posterior is empty, the rest is kept: no point is within the cutoff\n";
        assert_eq!((code, said.as_str()), (1, expected));
    }
    let [one, three] = ["one", "three"].map(|out| files(&folder.join(out)));
    assert_eq!(one, three);
}

/// Every file of a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(below).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("a path below it");
                let bytes = fs::read(&path).expect("a file");
                found.insert(name.to_string_lossy().into_owned(), bytes);
            }
        }
    }
    found
}

#[test]
fn a_calibration_is_the_same_for_any_threads_and_interruptions() {
    let there = tempdir().expect("a temporary folder");
    let folder = there.path();
    let text = right() + STAGES;
    for (out, threads) in [("one", "1"), ("three", "3")] {
        let (code, said) = calibrate(folder, &text, out, threads);
        assert_eq!((code, said.as_str()), (0, ""));
    }
    let whole = files(&folder.join("one"));
    assert_eq!(whole, files(&folder.join("three")));
    let names: Vec<&str> = whole.keys().map(String::as_str).collect();
    let names = names.iter().filter(|name| !name.starts_with("inputs/"));
    let names = names.copied().collect::<Vec<_>>().join(" ");
    assert_snapshot!(names, @"calibrated.toml calibration.json emulators.csv evaluations.jsonl figures/calibration_distance.svg figures/posterior.svg posterior.csv posterior_correlations.csv posterior_summary.csv screening.csv search.csv waves.csv");
    fitted(&whole);
    let evaluations = folder.join("three/evaluations.jsonl");
    let bytes = &whole["evaluations.jsonl"];
    // Killed between two lines, within one, before the first: what is lacking is evaluated again.
    let line = bytes
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a line");
    for left in [bytes.len() / 2, line + 1, 0] {
        fs::write(&evaluations, &bytes[..left]).expect("a file");
        assert_eq!(calibrate(folder, &text, "three", "2").0, 0);
        assert_eq!(
            whole,
            files(&folder.join("three")),
            "{left} bytes were left"
        );
    }
    // A line is not believed that is not as it was written: in its numbers, its answer, its digest, its end.
    let text_of = String::from_utf8(bytes.clone()).expect("text");
    let mut lines: Vec<String> = text_of.lines().map(str::to_owned).collect();
    lines[0] = lines[0].replacen("\"distance\":", "\"distance\":1", 1);
    lines[1] = lines[1].replacen("\"key\":\"", "\"key\":\"0", 1);
    lines[2] = "{}".to_owned();
    lines[3].truncate(40);
    let at = lines[4].find(",\"sha256\"").expect("a digest");
    lines[4].replace_range(at.., "}");
    fs::write(&evaluations, lines.join("\n") + "\n").expect("a file");
    let (code, said) = calibrate(folder, &text, "three", "2");
    assert_eq!(code, 0);
    assert_snapshot!(said, @"note: F/three/evaluations.jsonl:1: 5 lines are not what plaza wrote, or of a version without digests: what they say is not believed and evaluated again");
    assert_eq!(whole, files(&folder.join("three")));
    assert_eq!(calibrate(folder, &text, "three", "2").1, "");
    let grown = text.replace("points = 8", "points = 12");
    assert_eq!(calibrate(folder, &grown, "three", "2").0, 0);
    let rows = |name: &str| {
        let text = fs::read_to_string(folder.join(name)).expect("a table");
        text.lines().count()
    };
    assert_eq!([rows("one/search.csv"), rows("three/search.csv")], [17, 21]);
    let (code, said) = calibrate(folder, &text, "three", "2");
    assert_eq!(code, 2);
    assert_snapshot!(said, @"error: F/three: holds search.points = 12, expected as many or more instead of 8, or a new folder");
    let (code, said) = calibrate(folder, &text.replace("20070101", "3"), "one", "2");
    assert_eq!(code, 2);
    let said = said
        .split("calibration, ")
        .next()
        .expect("words")
        .to_owned();
    assert_snapshot!(said, @"error: F/one: holds another");
}

/// The parameter file holds the free numbers of the best point of the search, as they were run.
fn fitted(files: &BTreeMap<String, Vec<u8>>) {
    let text = |name: &str| String::from_utf8(files[name].clone()).expect("text");
    let rows = text("search.csv");
    let rows: Vec<Vec<&str>> = rows.lines().map(|row| row.split(',').collect()).collect();
    let found = rows[1..].iter().position(|row| row[4] == "1");
    let best = &rows[1 + found.expect("something is found")];
    assert!(found >= Some(rows.len() - 4), "of those checked");
    let fitted: toml::Table = text("calibrated.toml").parse().expect("TOML");
    assert_eq!(fitted["extends"].as_str(), Some("baseline"));
    for (column, name) in rows[0].iter().enumerate().skip(5) {
        let (section, name) = name.split_once('.').expect("a section");
        let number = &fitted[section][name];
        let [value, was] = ["value", "was"].map(|key| number[key].as_float().expect("a number"));
        assert_eq!(value.to_string(), best[column]);
        assert_eq!(was.to_string(), rows[1][column]);
        let why = number["why"].as_str().expect("a reason");
        let kept = best[5..] == rows[1][5..];
        let begins = if kept {
            "fitted and kept: moves C"
        } else {
            "fitted: moves C"
        };
        assert!(why.starts_with(begins), "{why}");
        assert_eq!(number["unit"].as_str(), Some("1/week"));
    }
}

#[test]
fn a_fitted_file_needs_no_other_and_says_what_each_number_was() {
    let there = tempdir().expect("a temporary folder");
    let own = "extends = \"baseline\"\n[fighting]\n\
               tail = { value = 2.9, unit = \"1\", range = [2.0, 4.0], source = \"mine\" }\n";
    fs::write(there.path().join("own.toml"), own).expect("a file");
    let text =
        right().replace(r#""baseline""#, r#""own.toml""#) + "[calibration.search]\nrounds = 0\n";
    let file = experiment(there.path(), &text);
    let loaded = config::load(Some(Path::new(&file)), &Overrides::default());
    let calibrated = loaded.expect("it is right").calibration;
    let calibrated = calibrated.expect("it is a calibration");
    let numbers = &calibrated.plan.numbers;
    let start: Vec<f64> = numbers.iter().map(|number| number.start).collect();
    let mut other = start.clone();
    other[0] = numbers[0].range.low;
    let searched = |point: &[f64], distance| Searched {
        generation: 0,
        known: Known {
            point: point.to_vec(),
            answer: Answer::default(),
            luck: 0,
        },
        distance,
    };
    let told = |distance: f64| {
        let searched = [searched(&start, 0.8), searched(&other, distance)];
        let text = fitted::fitted(&calibrated, &[], &searched);
        let path = there.path().join("apart").join("fitted.toml");
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, &text).expect("a file");
        let (_, whole) = parameters::read(&path, &[]).expect("it needs no other file");
        let whole: toml::Table = whole.parse().expect("TOML");
        assert_eq!(whole["fighting"]["tail"]["value"].as_float(), Some(2.9));
        let (section, name) = numbers[0].name.split_once('.').expect("a section");
        whole[section][name].clone()
    };
    let [kept, moved] = [0.9, 0.7].map(told);
    assert_eq!(kept["value"], kept["was"]);
    assert!(
        kept["why"]
            .to_string()
            .contains("nearest of what was checked, 0.800"),
        "{kept}"
    );
    assert_eq!(moved["value"].as_float(), Some(numbers[0].range.low));
    assert_eq!(moved["was"].as_float(), Some(numbers[0].start));
    assert!(
        moved["why"].to_string().contains("from 0.800 to 0.700"),
        "{moved}"
    );
}

#[test]
fn a_torn_line_is_taken_away_before_others_follow() {
    let there = tempdir().expect("a temporary folder");
    let file = experiment(there.path(), &right());
    let loaded = config::load(Some(Path::new(&file)), &Overrides::default());
    let calibrated = loaded.expect("it is right").calibration;
    let Calibrated { plan, model, .. } = calibrated.expect("it is a calibration");
    let evaluations = there.path().join("evaluations.jsonl");
    fs::write(&evaluations, "{\"key\":\"31").expect("a file");
    let ledger = Ledger::open(there.path(), &plan, &model, String::new()).expect("a ledger");
    assert_eq!(fs::read(&evaluations).expect("a file"), b"");
    let second = Ledger::open(there.path(), &plan, &model, String::new()).expect_err("it is taken");
    assert!(second.to_string().contains("expected to be alone"));
    drop(ledger);
    fs::write(&evaluations, "{}\n").expect("a file");
    let ledger = Ledger::open(there.path(), &plan, &model, String::new()).expect("a ledger");
    let notice = ledger.notice().expect("a line is no evaluation");
    assert!(
        notice.contains("evaluations.jsonl:1: 1 line is not what plaza wrote"),
        "{notice}"
    );
}

#[test]
fn what_is_wrong_with_a_calibration_is_told() {
    let there = tempdir().expect("a temporary folder");
    let folder = there.path();
    let wrong = |text: &str| {
        let (code, said) = calibrate(folder, text, "out", "1");
        assert_eq!(code, 2, "{said}");
        assert!(!folder.join("out").exists());
        said
    };
    let free = r#"["relations.onset", "fighting.rate"]"#;
    let right = right();
    let told = wrong(&right.replace("fighting.rate", "fighting.rat"));
    assert_snapshot!(told, @"error: F/small.toml:12:28: there is no parameter `fighting.rat` (did you mean `fighting.rate`?), expected one as in `fighting.rate`");
    let told = wrong(&right.replace("replicates = 2", "replicates = 1"));
    assert_snapshot!(told, @"error: F/small.toml:8:14: a median of one replicate says nothing of its luck, expected 2 or more");
    let told = wrong(&right.replace("fighting.rate", "territory.market"));
    assert_snapshot!(told, @"error: F/small.toml:12:28: `territory.market` has the range [1.0, 1.0], expected a number with a range of two different ends");
    let told = wrong(&right.replace(free, &format!("{:?}", ["fighting.rate"; 13])));
    let told = told.lines().next().expect("a line").to_owned();
    assert_snapshot!(told, @"error: F/small.toml:12:8: 13 numbers are free, expected 1 to 12");
    let told = wrong(&right.replace("C3", "C27").replace("C1\"", "C16\""));
    assert_snapshot!(told, @r#"
    error: F/small.toml:13:12: target `C16` has no value with a tolerance in these years
    error: F/small.toml:13:19: there is no target `C27` (did you mean `C2`?), expected `C1`, `C2`, `C3`, `C4`, `C5`, `C6`, `C7`, `C8`, `C9`, `C10`, `C11`, `C12`, `C13`, `C14`, `C15`, `C16`, `C17`, `C18`, `C19`, `C20`, `C21`, `C22`, `C23`, `C24`, `C25` or `C26`
    "#);
    let told = wrong(SMALL);
    assert_snapshot!(told, @r#"
    error: F/small.toml:13:12: target `C1` is not computable in 104 weeks, expected weeks = 208 or more
    error: F/small.toml:13:18: target `C13` is not computable in 104 weeks, expected weeks = 208 or more
    error: F/small.toml:13:25: target `C3` is not computable in 104 weeks, expected weeks = 208 or more
    "#);
    let told = wrong(&right[..right.find("[calibration]").expect("it is there")]);
    assert_snapshot!(told, @"error: F/small.toml: has no section `[calibration]`, expected one whose key `free` names numbers");
    let told =
        wrong(&(right.replace("C3", "C1") + "[calibration.search]\npopulation = 2\nstep = 2.0"));
    assert_snapshot!(told, @r#"
    error: F/small.toml:13:18: target `C1` is named twice
    error: F/small.toml:16:14: calibration.search.population is 2, expected 4 to 10000
    error: F/small.toml:17:8: calibration.search.step is 2, expected 0.001 to 1
    "#);
    let told = wrong(&right.replace(r#"["status_quo"]"#, r#"["status_quo", "retrenchment"]"#));
    let told = told.lines().next().expect("a line").to_owned();
    assert_snapshot!(told, @r#"error: F/small.toml:5:12: a calibration holds one policy against the targets, expected one, as in `["status_quo"]`"#);
}

#[test]
fn a_calibration_is_not_for_run_and_a_file_is_no_folder() {
    let there = tempdir().expect("a temporary folder");
    let text = right();
    let file = experiment(there.path(), &text);
    assert_snapshot!(plaza(["run", &file]).refused(), @"error: experiment `small` has a section `[calibration]`, expected `plaza calibrate` for it");
    let (code, said) = calibrate(there.path(), &text, "small.toml", "1");
    assert_eq!(code, 2);
    assert!(
        said.starts_with("error: F/small.toml: cannot be made or read"),
        "{said}"
    );
}
