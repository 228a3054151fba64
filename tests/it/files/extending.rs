//! Parameter files that extend another: only what differs, with what it was and why.

use std::fs;
use std::path::Path;

use plaza_model::units::Quantity;

use plaza::files::embedded;
use plaza::setup::{Overrides, load, parameters};
use plaza::studies::calibration::cube::Range;

use crate::program::{plaza, typed};

/// What is wrong with `mine.toml`, of this text, in a folder with these other files.
fn refused(text: &str, others: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in others.iter().chain(&[("mine.toml", text)]) {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let path = folder.path().join("mine.toml");
    let problems = parameters::read(&path, &[]).expect_err("this cannot be");
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let here = format!("{}/", folder.path().display());
    told.join("\n").replace(&here, "")
}

const RATE: &str =
    "rate = { value = 3.0e-3, unit = \"1/week\", range = [1.5e-3, 4.0e-3], source = \"prieto2023\"";

fn mine(more: &str) -> String {
    format!("extends = \"baseline\"\n[recruitment]\n{RATE}{more} }}\n")
}

#[test]
fn a_file_holds_only_what_differs() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        path
    };
    write(
        "first.toml",
        &mine(", was = 2.527474e-3, why = \"to try it\""),
    );
    // By name or as a path, and by more than one step.
    for extends in ["first", "first.toml", "../first.toml"] {
        fs::create_dir_all(folder.path().join("below")).expect("a folder");
        let below = if extends.starts_with("..") {
            "below/"
        } else {
            ""
        };
        let text = format!(
            "extends = \"{extends}\"\n[relations]\n\
             onset = {{ value = 0.002, unit = \"1/week\", range = [2.0e-4, 0.05], source = \"assumed\" }}\n"
        );
        let path = write(&format!("{below}second.toml"), &text);
        let (read, whole) = parameters::read(&path, &[]).expect("sound parameters");
        assert_eq!(read.recruitment.rate.get(), 3.0e-3);
        assert_eq!(read.relations.onset.get(), 0.002);
        // What is kept holds all numbers itself, in the order of the baseline.
        let table: toml::Table = whole.parse().expect("TOML");
        assert!(table.keys().eq(parameters::baseline().keys()));
        assert_eq!(
            table["recruitment"]["rate"]["was"].as_float(),
            Some(2.527474e-3)
        );
        let kept = write("kept.toml", &whole);
        let (again, _) = parameters::read(&kept, &[]).expect("sound parameters");
        assert_eq!(format!("{again:?}"), format!("{read:?}"));
    }
}

#[test]
fn the_shipped_file_of_fitted_numbers_says_what_each_was() {
    let path = embedded::path("parameters/calibrated.toml");
    let own: toml::Table = embedded::text(&path)
        .expect("embedded")
        .parse()
        .expect("TOML");
    let baseline = parameters::baseline();
    parameters::read(&path, &[]).expect("sound parameters");
    let mut told = 0;
    for (section, numbers) in own.iter().filter(|(_, numbers)| numbers.is_table()) {
        for (name, number) in numbers.as_table().expect("a section") {
            let before = &baseline[section][name];
            assert_eq!(number["was"], before["value"], "{section}.{name}");
            assert_eq!(number["source"], before["source"], "{section}.{name}");
            told += 1;
        }
    }
    assert_eq!(told, 12);
}

/// The start of the split in time: nothing of it was set with the years in view that are predicted.
#[test]
fn the_start_in_the_middle_is_in_the_middle_and_else_as_before() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/parameters/middle.toml");
    let text = fs::read_to_string(path).expect("a file");
    let middle: toml::Table = text.parse().expect("TOML");
    let text = include_str!("../../../configs/experiments/calibrate_2007_08.toml");
    let experiment: toml::Table = text.parse().expect("TOML");
    let free = experiment["calibration"]["free"].as_array().expect("names");
    for (section, numbers) in parameters::baseline() {
        for (name, number) in numbers.as_table().expect("a section") {
            let why = number
                .get("why")
                .and_then(toml::Value::as_str)
                .unwrap_or("");
            let ours = middle.get(&section).and_then(|of| of.get(name));
            let full = format!("{section}.{name}");
            if free.iter().any(|of| of.as_str() == Some(&full)) {
                let ours = ours.expect("it is free");
                assert_eq!(ours["was"], number["value"], "{full}");
                let [low, high] =
                    [0, 1].map(|end| number["range"][end].as_float().expect("an end"));
                let value = ours["value"].as_float().expect("a number");
                let part = Range { low, high }.part(value);
                assert!((part - 0.5).abs() < 0.02, "{full}: {part}");
            } else if why.contains("with an eye on C1") {
                assert_eq!(ours.map(|of| &of["value"]), number.get("was"), "{full}");
            } else {
                assert_eq!(ours, None, "{full}");
            }
        }
    }
}

#[test]
fn what_is_wrong_is_told_where_it_stands() {
    let change = |more: &str| refused(&mine(more), &[]);
    insta::assert_snapshot!(change(", was = 0.002"), @"mine.toml:3:8: `was` without `why`, expected the reason of the change");
    insta::assert_snapshot!(change(", why = \"x\""), @"mine.toml:3:8: `why` without `was`, expected the value before the change");
    insta::assert_snapshot!(change(", was = 0.002, why = \" \""), @"mine.toml:3:8: why is empty, expected the reason of the change");
    insta::assert_snapshot!(change(", was = -1, why = \"x\""), @"mine.toml:3:8: was is -1, expected a number from 0 to 1000000");
    insta::assert_snapshot!(change(", wos = 0.002"), @"mine.toml:3:92: unknown key `wos` (did you mean `was`?)");
    let told = refused(
        "extends = \"basline\"\n[recruitmnt]\nrate = 1\n[recruitment]\nrat = 1\nrate = { value = 9 }\n",
        &[],
    );
    insta::assert_snapshot!(told, @r"
mine.toml:1:11: there is no parameter file `basline` (did you mean `baseline`?), expected a file beside this one or `baseline` or `calibrated`
mine.toml:6:8: key `unit` is missing
mine.toml:6:8: key `range` is missing
mine.toml:6:8: key `source` is missing
mine.toml:5:1: unknown key `rat` (did you mean `rate`?)
mine.toml:2:2: unknown key `recruitmnt` (did you mean `recruitment`?)
");
    insta::assert_snapshot!(refused("extends = 3\n", &[]), @"mine.toml:1:11: expected the name of a parameter file, found 3");
    let wide = "extends = \"baseline\"\n[citizens]\n\
        young = { value = 0.9, unit = \"1\", range = [0.1, 0.9], source = \"x\" }\n";
    insta::assert_snapshot!(refused(wide, &[]), @"mine.toml:2:1: children, young and adults are together more than 1, expected parts of all");
    // A fault of what is extended is told there; a ring is none.
    insta::assert_snapshot!(refused("extends = \"other\"\n", &[("other.toml", &mine(", was = 1"))]), @"other.toml:3:8: `was` without `why`, expected the reason of the change");
    let ring = [("other.toml", "extends = \"mine\"\n")];
    insta::assert_snapshot!(refused("extends = \"other\"\n", &ring), @"other.toml:1:11: a parameter file cannot extend itself: mine extends other extends mine");
}

#[test]
fn an_experiment_with_such_numbers_can_be_set_varied_and_run_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let there = |name: &str| folder.path().join(name);
    fs::write(
        there("mine.toml"),
        mine(", was = 2.527474e-3, why = \"to try it\""),
    )
    .expect("written");
    let map = include_str!("../../../configs/maps/grid_12x12.toml");
    fs::write(there("grid.toml"), map).expect("written");
    let text = "name = \"small\"\nmap = \"grid.toml\"\nparameters = \"mine.toml\"\npolicies = [\"status_quo\"]\n\
         weeks = 2\nburn_in = 0\nreplicates = 1\nseed = 1\n\
         [[variant]]\nname = \"calm\"\npolicy = \"status_quo\"\nset = { \"raids.rate\" = 0.0 }\n";
    fs::write(there("own.toml"), text).expect("written");
    let set = Overrides {
        set: vec!["parameters.relations.onset=0.002".to_owned()],
        ..Overrides::default()
    };
    let loaded = load(Some(&there("own.toml")), &set).expect("a sound experiment");
    let design = &loaded.design;
    assert_eq!(design.parameters.recruitment.rate.get(), 3.0e-3);
    assert_eq!(design.parameters.relations.onset.get(), 0.002);
    assert_eq!(design.parameters_of(1).recruitment.rate.get(), 3.0e-3);
    assert_eq!(design.parameters_of(1).raids.rate.get(), 0.0);
    let plain = load(Some(&there("own.toml")), &Overrides::default()).expect("sound");
    assert_ne!(plain.digest, loaded.digest);

    let out = there("out");
    let own = there("own.toml");
    plaza(["run", typed(&own), "--quiet", "--out", typed(&out)]).succeeds();
    // What it extends may be gone: the folder is enough.
    fs::remove_file(there("mine.toml")).expect("removed");
    plaza(["verify", typed(&out)]).succeeds();
}

#[test]
fn describe_and_check_know_such_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.toml");
    fs::write(&file, mine(", was = 2.527474e-3, why = \"to try it\"")).expect("written");
    let told = plaza(["check", typed(&file)]).succeeds().out;
    assert!(
        told.ends_with("mine.toml: parameters: 1 in place of those of \"baseline\"\n"),
        "{told}"
    );
    let page = plaza(["describe", "parameters", "--of", typed(&file)]);
    let page = page.succeeds().out;
    assert!(page.contains("    was 0.002527474: to try it\n"), "{page}");
    let json = plaza(["describe", "parameters", "--json", "--of", typed(&file)]);
    let json = json.succeeds().out;
    let numbers: Vec<serde_json::Value> = serde_json::from_str(&json).expect("JSON");
    let rate = numbers
        .iter()
        .find(|number| number["path"] == "recruitment.rate");
    let rate = rate.expect("it is told");
    assert_eq!(
        (&rate["was"], &rate["value"]),
        (&2.527474e-3.into(), &3.0e-3.into())
    );
    assert_eq!(rate["why"], "to try it");
    let shipped = plaza(["describe", "parameters", "--of", "calibrated"]);
    let shipped = shipped.succeeds().out;
    assert!(shipped.contains("    was "), "{shipped}");
}
