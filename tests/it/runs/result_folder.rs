//! Result folders that are damaged, foreign, incomplete or cannot be written: each is said by
//! name, and nothing is overwritten.

use std::fs;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use plaza_batch::manifest::Manifest;
use plaza_batch::merge::merge;
use plaza_batch::problem::Problem;
use plaza_batch::result_folder::stamp;

use plaza::runs::dictionary::TABLES;
use plaza::setup::inputs;
use plaza_batch::verify::differences;
use tempfile::{TempDir, tempdir};

use crate::runs::fake::{Call, assert_equal, call, files, simulate};

const PART: &str = "national/a/part-00001.parquet";

fn filled(call: &Call) -> TempDir {
    let there = tempdir().expect("a temporary folder");
    call.run(there.path()).expect("a new folder");
    there
}

/// The problem of a call on a folder, which the call leaves as it is.
#[track_caller]
fn refused(call: &Call, folder: &Path) -> String {
    let before = files(folder);
    let problem = call.run(folder).expect_err("a folder that does not fit");
    assert_eq!(files(folder), before, "nothing is overwritten");
    problem.message
}

fn truncate(path: &Path) {
    let bytes = fs::read(path).expect("a part");
    fs::write(path, &bytes[..bytes.len() / 2]).expect("a temporary folder");
}

#[test]
fn a_clock_that_is_wrong_stops_no_run() {
    let after = |seconds| stamp(UNIX_EPOCH + Duration::from_secs(seconds));
    assert_eq!(after(0), "1970-01-01T00:00:00Z");
    assert_eq!(after(253_402_300_799), "9999-12-31T23:59:59Z");
    let wrong = "(the clock is before 1970 or after 9999)";
    assert_eq!(after(253_402_300_800), wrong);
    assert_eq!(stamp(UNIX_EPOCH - Duration::from_secs(1)), wrong);
}

#[test]
fn a_damaged_part_is_named_and_its_block_run_again() {
    let call = call(&["a", "b"], 20);
    let (whole, there) = (filled(&call), filled(&call));
    let part = there.path().join(PART);
    for damage in [truncate as fn(&Path), |path| {
        fs::remove_file(path).expect("a part");
    }] {
        damage(&part);
        let folder = inputs::open(there.path(), call.asked(), &call.inputs());
        let folder = folder.expect("a folder to mend");
        assert_eq!(folder.damaged().len(), 1);
        assert_eq!(folder.damaged()[0].file, part);
        drop(folder);
        assert_eq!(call.run(there.path()), Ok(8));
        assert_equal(whole.path(), there.path());
    }
}

#[test]
fn another_experiment_is_refused() {
    let there = filled(&call(&["a"], 8));
    let mut other = call(&["a"], 8);
    other.parameters = "rate = 2";
    insta::assert_snapshot!(refused(&other, there.path()), @"holds another experiment, `fake` ffe1fea5, expected `fake` 99b1a449; they differ in inputs/parameters.toml; name another folder (`--out`), or remove this one");
}

#[test]
fn a_policy_that_changed_is_refused() {
    let there = filled(&call(&["a"], 8));
    let call = call(&["a"], 8);
    let (mut asked, mut inputs) = (call.asked(), call.inputs());
    inputs[2].bytes = b"other".to_vec();
    let policy = asked.policies.get_mut("a").expect("the policy");
    policy.digest = "0".repeat(64);
    let problem = inputs::open(there.path(), asked, &inputs).expect_err("another policy");
    assert_eq!(
        problem.message,
        "has another policy `a`; name another folder (`--out`), or remove this one"
    );
}

#[test]
fn a_folder_of_another_version_is_refused() {
    let there = filled(&call(&["a"], 8));
    let mut manifest = Manifest::read(there.path()).expect("a manifest");
    manifest.plaza = "0.0.1".to_owned();
    manifest.write(there.path()).expect("a temporary folder");
    let message = refused(&call(&["a"], 8), there.path());
    assert!(
        message.starts_with("was made by plaza 0.0.1, expected plaza "),
        "{message}"
    );
}

#[test]
fn another_shard_is_refused() {
    let there = filled(&call(&["a"], 20).shard("1/2"));
    let other = call(&["a"], 20).shard("2/2");
    assert_eq!(
        refused(&other, there.path()),
        "holds shard 1/2, expected shard 2/2"
    );
    let all = call(&["a"], 20);
    assert_eq!(
        refused(&all, there.path()),
        "holds shard 1/2, expected all blocks"
    );
}

#[test]
fn a_folder_of_something_else_is_refused() {
    let there = tempdir().expect("a temporary folder");
    fs::write(there.path().join("thesis.tex"), "text").expect("a temporary folder");
    assert_eq!(
        refused(&call(&["a"], 8), there.path()),
        "is not empty and has no `manifest.json`, expected a result folder or a new one"
    );
}

#[test]
fn a_folder_that_cannot_be_written_is_a_problem() {
    let there = tempdir().expect("a temporary folder");
    let file = there.path().join("file");
    fs::write(&file, "text").expect("a temporary folder");
    for path in [file.clone(), file.join("folder")] {
        let problem = call(&["a"], 8)
            .run(&path)
            .expect_err("a file, not a folder");
        assert!(problem.message.starts_with("cannot "), "{problem}");
    }
    assert_eq!(fs::read(&file).expect("the file"), b"text");
}

#[test]
fn a_folder_in_use_is_refused() {
    let there = tempdir().expect("a temporary folder");
    let call = call(&["a"], 8);
    let _held = inputs::open(there.path(), call.asked(), &call.inputs());
    assert_eq!(
        refused(&call, there.path()),
        "is being filled by another plaza, expected to be alone"
    );
}

#[test]
fn an_experiment_edited_in_the_folder_runs_nothing_else() {
    let (call, part) = (call(&["a", "b"], 8), call(&["a"], 8));
    let (whole, there) = (filled(&call), filled(&call));
    let kept = there.path().join("inputs/experiment.toml");
    let text = fs::read_to_string(&kept).expect("the experiment");
    fs::write(&kept, text.replace("replicates = 8", "replicates = 80")).expect("written");
    assert_eq!(call.run(there.path()), Ok(0));
    assert_equal(whole.path(), there.path());
    fs::write(&kept, text.replace("\"policies/b.toml\"", "\"b\", \"c\"")).expect("written");
    assert_eq!(
        refused(&part, there.path()),
        "was altered: it comes to the policies a, b, c, expected a, b as in `manifest.json`"
    );
    // A call that names all makes it anew, also one that is torn or lost.
    assert_eq!(call.run(there.path()), Ok(0));
    assert_equal(whole.path(), there.path());
    fs::write(&kept, &text[..text.len() / 2]).expect("written");
    let message = refused(&part, there.path());
    assert!(
        message.ends_with("; a call that names all policies of the folder makes it anew: a, b"),
        "{message}"
    );
    assert_eq!(call.run(there.path()), Ok(0));
    assert_equal(whole.path(), there.path());
    fs::remove_file(&kept).expect("removed");
    assert_eq!(call.run(there.path()), Ok(0));
    assert_equal(whole.path(), there.path());
}

#[test]
fn a_broken_manifest_is_a_problem_with_its_line() {
    let there = filled(&call(&["a"], 8));
    let path = there.path().join("manifest.json");
    truncate(&path);
    let problem = Manifest::read(there.path()).expect_err("half a manifest");
    assert_eq!(problem.file, path);
    assert!(problem.line.is_some_and(|line| line > 1));
}

/// The problems of a merge, which writes nothing.
fn unmerged(folders: &[&TempDir]) -> Vec<Problem> {
    let there = tempdir().expect("a temporary folder");
    let out = there.path().join("out");
    let folders: Vec<_> = folders.iter().map(|f| f.path().to_owned()).collect();
    let problems = merge(&folders, &out, &TABLES).expect_err("shards that do not fit");
    assert!(!out.exists());
    problems
}

#[test]
fn a_merge_refuses_gaps_overlaps_and_foreign_shards_by_name() {
    let one = filled(&call(&["a"], 20).shard("1/2"));
    let two = filled(&call(&["a"], 20).shard("2/2"));

    let gap = unmerged(&[&one]);
    assert_eq!(gap.len(), 1);
    assert_eq!(
        gap[0].message,
        "shard 2/2 is missing among 1 folders: run `--shard 2/2` (of an array of tasks numbered from 1, task 2)"
    );

    let overlap = unmerged(&[&one, &two, &one]);
    assert_eq!(overlap[0].file, one.path());
    assert_eq!(
        overlap[0].message,
        "holds block 0 of `a`, which another folder holds too"
    );

    let mut other = call(&["a"], 20).shard("2/2");
    other.parameters = "rate = 2";
    let foreign = filled(&other);
    let problems = unmerged(&[&one, &foreign]);
    assert_eq!(problems[0].file, foreign.path());
    assert!(
        problems[0]
            .message
            .contains("differ in inputs/parameters.toml")
    );

    let longer = filled(&call(&["a"], 24).shard("2/2"));
    let problems = unmerged(&[&one, &longer]);
    assert_eq!(problems[0].file, longer.path());
    assert!(
        problems[0]
            .message
            .starts_with("is of a run of 24 replicates of `a`, expected 20"),
        "{}",
        problems[0]
    );

    let mut killed = call(&["a"], 20).shard("2/2");
    killed.killed_after = Some(1);
    killed.threads = 1;
    let unfinished = filled(&killed);
    let problems = unmerged(&[&one, &unfinished]);
    assert_eq!(problems[0].file, unfinished.path());
    assert_eq!(
        problems[0].message,
        "is of shard 2/2 that is not done: 0 of 1 blocks; the same call goes on with it"
    );

    truncate(&two.path().join(PART));
    let problems = unmerged(&[&one, &two]);
    assert_eq!(problems[0].file, two.path().join(PART));
}

#[test]
fn a_merge_into_a_filled_folder_is_refused() {
    let (one, out) = (filled(&call(&["a"], 8)), filled(&call(&["b"], 8)));
    let problems =
        merge(&[one.path().to_owned()], out.path(), &TABLES).expect_err("a filled folder");
    assert_eq!(problems[0].file, out.path());
}

#[test]
fn blocks_run_again_are_compared_part_by_part() {
    let there = filled(&call(&["a", "b"], 20));
    let manifest = Manifest::read(there.path()).expect("a manifest");
    let blocks = manifest.blocks_done();
    assert_eq!(blocks.len(), 3);
    let none = differences(&manifest, &TABLES, &blocks, &simulate, &|_| {});
    assert_eq!(none, Vec::<String>::new());
    let otherwise = |policies: &[String], replicate: u32| {
        let mut endings = simulate(policies, replicate);
        if replicate == 13 {
            endings[1] = simulate(policies, 12).swap_remove(1);
        }
        endings
    };
    let some = differences(&manifest, &TABLES, &blocks, &otherwise, &|_| {});
    let parts = [
        "budget",
        "control",
        "events",
        "lives",
        "months",
        "municipalities",
        "national",
        "organizations",
        "pairs",
        "panel",
    ];
    let expected = parts.map(|table| format!("{table}/b/part-00001.parquet"));
    assert_eq!(some, expected);
}
