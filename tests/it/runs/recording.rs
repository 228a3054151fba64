//! What is recorded may differ by policy: each has exactly its own, whoever it shared weeks with.

use std::fs;
use std::path::{Path, PathBuf};

use plaza_batch::rows::Recorded;

use plaza::runs::design::{Record, RecordMunicipalities, RecordOf, RecordReplicates};
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};
use plaza::setup as config;
use plaza::setup::{Loaded, Overrides};
use plaza::studies::footprint::Footprint;

use crate::program::{plaza, shortened, typed};
use crate::rules::worlds::smoke;
use crate::runs::fake::assert_equal;

fn full() -> RecordOf {
    RecordOf {
        municipalities: Some(RecordMunicipalities::All),
        panel: Some(RecordReplicates::Every(true)),
        pairs: Some(RecordReplicates::Every(true)),
        control: Some(RecordReplicates::Every(true)),
    }
}

/// Replicate 3 of a year in which policies part at week 20, recorded so, under these policies. The
/// last is `status_quo` by another name, and never parts from it.
fn recorded(record: &Record, policies: &[usize], fork: bool) -> Vec<Recorded> {
    let mut design = smoke();
    design.weeks = 52;
    design.policies_from = 20;
    design.record = record.clone();
    let twin = design.policies[2].named("same".to_owned());
    design.policies.push(twin);
    design.variants.push(None);
    let endings = replicate::run(&design, policies, 3, fork, &Stop::default());
    let done = |ending| match ending {
        Ending::Done(recorded) => *recorded,
        ending => panic!("{ending:?}"),
    };
    endings.into_iter().map(done).collect()
}

#[test]
fn each_policy_has_exactly_its_own_whoever_it_shared_weeks_with() {
    let mut otherwise = Record::default();
    otherwise.of.insert("status_quo".to_owned(), full());
    let everywhere = Record {
        municipalities: RecordMunicipalities::All,
        panel: RecordReplicates::Every(true),
        pairs: RecordReplicates::Every(true),
        control: RecordReplicates::Every(true),
        ..Record::default()
    };
    let together = recorded(&otherwise, &[0, 1, 2, 3], true);
    assert!(together == recorded(&otherwise, &[0, 1, 2, 3], false));
    for policy in 0..4 {
        let alone = recorded(&otherwise, &[policy], true);
        assert!(together[policy..=policy] == alone, "policy {policy}");
    }
    let [plain, full] = [Record::default(), everywhere].map(|r| recorded(&r, &[0, 1, 2, 3], true));
    assert!(together[0] == plain[0] && together[1] == plain[1] && together[3] == plain[3]);
    assert!(together[2] == full[2]);
    let rows = |of: &[Recorded], table: usize| -> Vec<usize> {
        of.iter().map(|one| one.tables[table].len()).collect()
    };
    assert_eq!(rows(&together, 3)[2], 144);
    assert!(rows(&plain, 3)[2] < 144);
    for (table, weekly) in [(5, "panel"), (7, "pairs"), (8, "control")] {
        assert_eq!(plain[0].tables[table].table.name, weekly);
        assert_eq!(rows(&plain, table), [0, 0, 0, 0]);
        assert!(rows(&full, table)[0] > 0 && rows(&together, table)[2] > 0);
    }
}

#[test]
fn what_one_policy_records_weighs_once() {
    let mut design = smoke();
    let weighs = |design: &_| Footprint::new(design, 8, 2, true).bytes();
    let plain = weighs(&design);
    design.record.of.insert("status_quo".to_owned(), full());
    let one = weighs(&design) - plain;
    design
        .record
        .of
        .insert("no_intervention".to_owned(), full());
    let two = weighs(&design) - plain;
    design.record.of.insert("kingpin_only".to_owned(), full());
    let three = weighs(&design) - plain;
    let mut alone = smoke();
    alone.policies.truncate(1);
    alone.variants.truncate(1);
    let plain = weighs(&alone);
    alone.record.of.insert("no_intervention".to_owned(), full());
    let only = weighs(&alone) - plain;
    assert!((only / one - 1.0).abs() < 1e-9, "{only} {one}");
    // Rows of each policy wait, and those of one policy at a time are written.
    let more = two - one;
    assert!(0.0 < more && more < one, "{one} {two}");
    assert!(((three - two) / more - 1.0).abs() < 1e-9, "{two} {three}");
}

/// The smoke experiment of four weeks with these lines behind it.
fn written(folder: &Path, lines: &str) -> PathBuf {
    shortened(folder, 4, 2, lines)
}

fn read(path: &Path, policies: Option<&[&str]>) -> Result<Loaded, String> {
    let policies = policies.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    let overrides = Overrides {
        policies,
        ..Overrides::default()
    };
    config::load(Some(path), &overrides).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let folder = path.parent().expect("a folder").display().to_string();
        let text = lines.join("\n");
        text.replace(&format!("{folder}{}", std::path::MAIN_SEPARATOR), "")
    })
}

#[test]
fn names_are_of_the_file_of_its_variants_and_of_the_call() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = |lines: &str| read(&written(folder.path(), lines), None).expect_err("it is wrong");
    insta::assert_snapshot!(wrong("[record.of.staus_quo]\npanel = true"), @"own.toml:15:12: policy `staus_quo` is not among those compared (did you mean `status_quo`?), expected `kingpin_only`, `no_intervention` or `status_quo`");
    insta::assert_snapshot!(wrong("[record.of.status_quo]\nmunicipalities = \"mean\""), @"own.toml:16:18: means over replicates are recorded of all policies or of none, expected `all` or `active` here and in `record.municipalities`");
    insta::assert_snapshot!(wrong("[record]\nmunicipalities = \"mean\"\n[record.of.status_quo]\nmunicipalities = \"all\""), @"own.toml:18:18: means over replicates are recorded of all policies or of none, expected `all` or `active` here and in `record.municipalities`");
    insta::assert_snapshot!(wrong("[record.of.status_quo]\nlives = true"), @"own.toml:16:1: unknown key `lives`, expected `municipalities`, `panel`, `pairs` or `control`");

    let lines = "[record.of.status_quo]\npanel = true\n[record.of.status_quo-calm]\npanel = true\n\
                 [record.of.military_lead]\npanel = true\n[[variant]]\nname = \"calm\"\n\
                 policy = \"status_quo\"\nset = { \"raids.rate\" = 0.0 }";
    let path = written(folder.path(), lines);
    let error = read(&path, None).expect_err("military_lead is not compared");
    assert!(
        error.contains("policy `military_lead` is not among"),
        "{error}"
    );
    let dropped = read(&path, Some(&["status_quo", "military_lead"])).expect("it is asked for");
    let kept: Vec<&String> = dropped.design.record.of.keys().collect();
    assert_eq!(kept, ["military_lead", "status_quo", "status_quo-calm"]);
}

#[test]
fn what_is_recorded_of_a_policy_is_part_of_that_policy() {
    let folder = tempfile::tempdir().expect("a folder");
    let digests = |lines: &str, policies: Option<&[&str]>| {
        let loaded = read(&written(folder.path(), lines), policies).expect("it is right");
        (loaded.digest, loaded.policy_digests)
    };
    let of = "[record.of.status_quo]\npanel = true";
    let (plain, recorded) = (digests("", None), digests(of, None));
    assert_eq!(plain.0, recorded.0);
    assert_eq!(plain.1[..2], recorded.1[..2]);
    assert_ne!(plain.1[2], recorded.1[2]);
    assert_eq!(recorded.1[2], digests(of, Some(&["status_quo"])).1[0]);
    let fewer = "[record.of.status_quo]\npanel = [1]";
    assert_ne!(recorded.1[2], digests(fewer, None).1[2]);
}

/// Policies in the order in which a summary has them.
fn policies_of(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("summary.csv")).expect("a summary");
    let names = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next());
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.dedup();
    names
}

#[test]
fn a_folder_filled_policy_by_policy_is_the_folder_of_one_call() {
    let there = tempfile::tempdir().expect("a folder");
    let path = written(there.path(), "[record.of.status_quo]\npanel = true");
    let run = |out: &Path, policies: &str| {
        let run = ["run", typed(&path), "--quiet", "--replicates", "9"];
        let part = ["--policies", policies, "--out", typed(out)];
        plaza(run).args(part).succeeds();
    };
    let [one, other, whole] = ["one", "other", "whole"].map(|name| there.path().join(name));
    run(&whole, "kingpin_only,status_quo");
    run(&one, "kingpin_only");
    run(&one, "status_quo");
    run(&other, "status_quo");
    run(&other, "kingpin_only");
    assert_eq!(policies_of(&other), ["status_quo", "kingpin_only"]);
    // A call that names all says in which order they are.
    run(&other, "kingpin_only,status_quo");
    assert_eq!(policies_of(&other), ["kingpin_only", "status_quo"]);
    assert_equal(&whole, &one);
    assert_equal(&whole, &other);
    assert!(whole.join("panel/status_quo/part-00001.parquet").is_file());
    assert!(!whole.join("panel/kingpin_only").exists());
    plaza(["verify", typed(&one)]).succeeds();
}
