//! What commands print: short enough, narrow enough, in columns that never touch; and as one document the numbers
//! of the CSV files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use plaza_batch::layout::{Table, broken, cut, numbers, words};
use plaza_model::policy::policy::gloss;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::program::{Answer, plaza, typed};

/// The program on a screen of so many columns.
#[track_caller]
fn on(columns: &str, args: &[&str]) -> Answer {
    plaza(args).env("COLUMNS", columns).succeeds()
}

/// The thirteen policies for half a year in a small country, and a policy with a long name.
fn thirteen() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let there = tempfile::tempdir().expect("a folder");
        let out = there.path().join("run");
        on("120", &run(&out, &["--quiet"]));
        there
    });
    Box::leak(folder.path().join("run").into_boxed_path())
}

fn run<'a>(out: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    let out = typed(out);
    let base = [
        "run",
        "configs/experiments/policies.toml",
        "--set",
        "map=\"configs/maps/grid_12x12.toml\"",
        "--weeks",
        "26",
        "--replicates",
        "16",
        "--figures",
        "none",
        "--out",
        out,
    ];
    base.into_iter().chain(more.iter().copied()).collect()
}

/// Every line is narrow enough.
fn assert_narrow(said: &str, columns: usize) {
    for line in said.lines() {
        assert!(line.chars().count() <= columns, "{columns}: {line}\n{said}");
    }
}

#[test]
fn thirteen_policies_are_answered_on_sixty_lines() {
    for (columns, width) in [("80", 80), ("120", 120), ("40", 80), ("400", 120)] {
        let answer = on(columns, &run(thirteen(), &[]));
        let (said, beside) = (answer.out, answer.error);
        let notes = beside.lines().filter(|line| line.starts_with("note: "));
        assert!(said.lines().count() + notes.count() <= 60, "{said}{beside}");
        assert_narrow(&said, width);
        let answer = said.find("95 % interval").expect("the answer");
        let files = said.find("results are in").expect("where the results are");
        assert!(answer < files, "{said}");
        assert!(!said.contains("violent_municipalities"), "{said}");
    }
    let verbose = on("120", &run(thirteen(), &["--verbose"])).out;
    assert!(verbose.contains("violent_municipalities"), "{verbose}");
    assert!(verbose.contains("\n  summary.csv\n"), "{verbose}");
    let quiet = on("120", &run(thirteen(), &["--quiet"]));
    assert_eq!(quiet.told(), "");
}

#[test]
fn one_policy_and_few_replicates_have_no_verdict() {
    let there = tempfile::tempdir().expect("a folder");
    let alone = there.path().join("alone");
    let more = ["--policies", "status_quo"];
    let said = on("80", &run(&alone, &more)).out;
    assert!(
        said.starts_with("One policy, so there is nothing to compare"),
        "{said}"
    );
    assert!(said.contains("violent_municipalities"), "{said}");
    assert!(said.lines().count() <= 60, "{said}");
    assert_narrow(&said, 80);
    let few = there.path().join("few");
    let more = ["--policies", "status_quo,social", "--replicates", "4"];
    let args: Vec<&str> = run(&few, &[])
        .into_iter()
        .filter(|word| !["--replicates", "16"].contains(word))
        .chain(more)
        .collect();
    let said = on("80", &args).out;
    assert!(said.contains("no verdict below 8"), "{said}");
    assert!(
        !said.contains("better\n") && said.contains("too few"),
        "{said}"
    );
}

/// The rows of a CSV file, cell by cell, are those of a document: numbers to the last bit.
fn assert_equal(document: &Json, file: &Path, but: &[&str]) {
    let csv = fs::read_to_string(file).expect("it was written");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names = reader.headers().expect("a header").clone();
    let rows = document.as_array().expect("rows");
    let records: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), records.len(), "{}", file.display());
    for (row, record) in rows.iter().zip(&records) {
        let known: BTreeSet<&str> = names.iter().collect();
        let told: BTreeSet<&str> = row
            .as_object()
            .expect("a row")
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(known, told);
        for (name, cell) in names
            .iter()
            .zip(record)
            .filter(|(name, _)| !but.contains(name))
        {
            match &row[name] {
                Json::Null => assert!(cell.is_empty() || cell == "NaN", "{name}: {cell}"),
                Json::Number(number) => {
                    let of_file: f64 = cell.parse().expect("a number");
                    assert_eq!(number.as_f64(), Some(of_file), "{name}");
                }
                Json::Bool(is) => assert_eq!(is.to_string(), cell, "{name}"),
                told => assert_eq!(told.as_str(), Some(cell), "{name}"),
            }
        }
    }
}

#[test]
fn a_document_has_the_numbers_of_the_csv_files() {
    let there = tempfile::tempdir().expect("a folder");
    let folder = there.path().join("run");
    let document = |args: &[&str]| -> Json {
        let told = on("80", args).out;
        serde_json::from_str(&told).expect("one document and nothing else")
    };
    let mut args = run(
        &folder,
        &["--json", "--audit", "--policies", "status_quo,social"],
    );
    args.retain(|word| !["--figures", "none"].contains(word));
    let of_run = document(&args);
    assert_equal(&of_run["summary"], &folder.join("summary.csv"), &[]);
    assert!(
        of_run["fired"]
            .as_array()
            .is_some_and(|rows| !rows.is_empty())
    );
    let path = typed(&folder);
    let compared = document(&["compare", path, "--scorecard", "--json"]);
    for (key, name) in [
        ("comparison", "comparison.csv"),
        ("cost_effect", "cost_effect.csv"),
        ("breakdown", "breakdown.csv"),
        ("scorecard", "scorecard.csv"),
        ("bad_sides", "bad_sides.csv"),
    ] {
        assert_equal(&compared[key], &folder.join(name), &[]);
    }
    // At its end a run knows nothing of the weeks before it.
    let before = [
        "correlation_13",
        "correlation_52",
        "correlation_156",
        "correlation_312",
    ];
    assert_equal(
        &of_run["comparison"],
        &folder.join("comparison.csv"),
        &before,
    );
    let validated = document(&["validate", path, "--json"]);
    assert_equal(
        &validated["validation"],
        &folder.join("validation.csv"),
        &[],
    );
    let verified = document(&["verify", path, "--sample", "1", "--json"]);
    assert_eq!(verified["differing"], Json::Array(Vec::new()));
    let checked = document(&["check", "configs/experiments/smoke.toml", "--json"]);
    assert_eq!(checked["problems"], Json::Array(Vec::new()));
    let grid = "configs/maps/grid_12x12.toml";
    let map = document(&["map", "check", grid, "--against", grid, "--json"]);
    assert_eq!(map["municipalities"], 144);
    assert_eq!(map["likeness"][0]["distance"], 0.0);
    let twins = there.path().join("twins");
    let twins = typed(&twins);
    let small = "map=\"configs/maps/grid_12x12.toml\"";
    let told = document(&[
        "twin",
        "--replicates",
        "8",
        "--set",
        small,
        "--out",
        twins,
        "--json",
    ]);
    assert_equal(
        &told["effects"],
        &Path::new(twins).join("twin_effects.csv"),
        &[],
    );
    assert_equal(
        &told["pairs"],
        &Path::new(twins).join("twin_pairs.csv"),
        &[],
    );
}

#[test]
fn what_is_wrong_is_in_the_document_too() {
    let there = tempfile::tempdir().expect("a folder");
    let file = there.path().join("wrong.toml");
    fs::write(
        &file,
        "extends = \"status_quo\"\nextend = 1\nabout = \"x\"\n",
    )
    .expect("written");
    let told = plaza(["check", "--json", typed(&file)]).ends_with(2).out;
    let document: Json = serde_json::from_str(&told).expect("one document");
    assert_eq!(document["problems"][0]["line"], 2, "{document}");
}

#[test]
fn columns_never_touch() {
    let long = "police_lead_and_more-variant_x+another";
    let mut table = Table::new([
        words("policy"),
        numbers("mean"),
        numbers("95 % interval"),
        words("verdict"),
        numbers(long),
    ]);
    let big = "[-1,234,567,890,123, 9,876,543,210,987]";
    for name in ["a", long, &long.repeat(4)] {
        let cells = [name, "1,234,567,890", big, "equivalent", "-12"];
        table.row(cells.map(str::to_owned));
    }
    for width in [80, 100, 120, 200] {
        let shown = table.fit(width);
        assert_narrow(&shown, width);
        let flat = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(flat(&shown).matches(&flat(big)).count(), 3, "{shown}");
        for line in shown.lines().filter(|line| line.contains("equivalent")) {
            assert!(
                line.split("  ").any(|cell| cell.trim() == "equivalent"),
                "{shown}"
            );
        }
    }
    insta::assert_snapshot!(table.fit(80));
}

#[test]
fn texts_are_broken_and_cut() {
    assert_eq!(broken("one two three", 7), ["one two", "three"]);
    assert_eq!(broken("a_long+name", 7), ["a_long+", "name"]);
    assert_eq!(broken("unbreakable", 4), ["unbr", "eaka", "ble"]);
    assert_eq!(cut("one, two, three", 10), "one …");
    assert_eq!(cut("one", 3), "one");
    let about = "Option B of Downie (2011): the lead passes to the police; the army supports them.";
    assert_eq!(gloss(about), "the lead passes to the police");
    assert_eq!(
        gloss("Leaders are hunted. Nothing else (2011): so."),
        "Leaders are hunted"
    );
    let headed = "invented: federal forces in two states; no more";
    assert_eq!(gloss(headed), "invented: federal forces in two states");
}

#[test]
fn shells_complete_and_pages_are_written() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = on("80", &["completions", shell]).out;
        assert!(script.contains("equal-budget"), "{shell}");
    }
    let there = tempfile::tempdir().expect("a folder");
    let folder = there.path().join("man1");
    on("80", &["man", typed(&folder)]);
    let page = |name: &str| fs::read_to_string(folder.join(name)).expect("it was written");
    assert!(page("plaza.1").contains("plaza\\-run"));
    assert!(page("plaza-run.1").contains("until"));
    assert!(page("plaza-map-build.1").contains("crosswalk"));
    for (mistyped, meant) in [("completion", "completions"), ("mann", "man")] {
        let error = plaza([mistyped]).refused();
        assert!(
            error.contains(&format!("did you mean `{meant}`")),
            "{error}"
        );
    }
    let error = plaza(["completions", "bsh"]).refused();
    assert!(error.contains("similar value exists: 'bash'"), "{error}");
}
