//! Equal experiments give equal folders: whatever the threads, interruptions, shards, or the
//! order in which a folder grew.

use std::fs;
use std::path::Path;

use plaza_batch::manifest::Manifest;
use plaza_batch::merge::merge;
use plaza_batch::results::Results;

use plaza::runs::dictionary::{EVENTS, NATIONAL, TABLES};
use plaza::runs::replicate::Ending;
use tempfile::tempdir;

use crate::runs::fake::{assert_equal, call, files, simulate};

const POLICIES: [&str; 3] = ["kingpin_only", "no_intervention", "status_quo"];

fn whole(path: &Path) {
    let runs = call(&POLICIES, 37).run(path).expect("a new folder");
    assert_eq!(runs, 37 * 3);
}

#[test]
fn any_number_of_threads_gives_the_same_folder() {
    let there = tempdir().expect("a temporary folder");
    for threads in [1, 2, 7, 32] {
        let mut call = call(&POLICIES, 37);
        call.threads = threads;
        let path = there.path().join(threads.to_string());
        call.run(&path).expect("a new folder");
        assert_equal(&there.path().join("1"), &path);
    }
    // 5 blocks, 3 policies, 10 tables; experiment, parameters, map, 3 policies; the manifest.
    assert_eq!(files(&there.path().join("7")).len(), 5 * 3 * 10 + 6 + 1);
}

#[test]
fn killed_and_resumed_gives_the_same_folder() {
    let there = tempdir().expect("a temporary folder");
    let (one, other) = (there.path().join("one"), there.path().join("other"));
    whole(&one);
    let mut killed = call(&POLICIES, 37);
    killed.killed_after = Some(50);
    killed.run(&other).expect("a new folder");
    let done = Manifest::read(&other).expect("a manifest").blocks_done();
    assert!((1..5).contains(&done.len()), "{} blocks", done.len());
    let runs = call(&POLICIES, 37).run(&other).expect("a folder to resume");
    let kept: usize = done.iter().map(|block| block.replicates.len()).sum();
    assert_eq!(
        runs,
        (37 - kept) * 3,
        "blocks that are done are not run again"
    );
    assert_equal(&one, &other);
    assert_eq!(call(&POLICIES, 37).run(&other), Ok(0));
    assert_equal(&one, &other);
}

#[test]
fn killed_while_writing_gives_the_same_folder() {
    let there = tempdir().expect("a temporary folder");
    let (one, other) = (there.path().join("one"), there.path().join("other"));
    whole(&one);
    fs::create_dir_all(&other).expect("a temporary folder");
    fs::write(other.join(".manifest.json.part"), "{").expect("a temporary folder");
    let mut killed = call(&POLICIES, 37);
    killed.killed_after = Some(50);
    killed.run(&other).expect("only what a killed run leaves");
    let events = other.join("events/status_quo");
    fs::create_dir_all(&events).expect("a temporary folder");
    fs::write(events.join(".part-00004.parquet.part"), "PAR").expect("a temporary folder");
    fs::write(events.join("part-00004.parquet"), "without an entry").expect("a folder");
    call(&POLICIES, 37).run(&other).expect("a folder to resume");
    assert_equal(&one, &other);
}

#[test]
fn a_folder_may_grow_in_any_order() {
    let there = tempdir().expect("a temporary folder");
    let one = there.path().join("one");
    whole(&one);
    let orders: [&[(&[&'static str], u32)]; 4] = [
        &[
            (&POLICIES, 1),
            (&POLICIES, 8),
            (&POLICIES, 12),
            (&POLICIES, 37),
        ],
        &[
            (&POLICIES[2..], 37),
            (&POLICIES[..1], 37),
            (&POLICIES[1..2], 37),
            // One that names all says in which order they are.
            (&POLICIES, 37),
        ],
        &[(&POLICIES[..1], 9), (&POLICIES[..2], 20), (&POLICIES, 37)],
        &[
            (&["status_quo", "kingpin_only"], 37),
            (&["no_intervention"], 3),
            (&["no_intervention", "status_quo"], 37),
            (&POLICIES, 37),
        ],
    ];
    for (index, calls) in orders.into_iter().enumerate() {
        let other = there.path().join(index.to_string());
        for (policies, replicates) in calls {
            let call = call(policies, *replicates);
            call.run(&other).expect("a folder that grows");
        }
        assert_equal(&one, &other);
    }
}

#[test]
fn more_policies_run_only_what_is_missing() {
    let there = tempdir().expect("a temporary folder");
    call(&POLICIES[..2], 12)
        .run(there.path())
        .expect("a new folder");
    assert_eq!(call(&POLICIES, 12).run(there.path()), Ok(12));
    // The incomplete block of 4 is run again whole.
    assert_eq!(call(&POLICIES[..1], 17).run(there.path()), Ok(9));
}

#[test]
fn fewer_replicates_are_refused_and_nothing_is_lost() {
    let there = tempdir().expect("a temporary folder");
    call(&POLICIES, 12).run(there.path()).expect("a new folder");
    let before = files(there.path());
    let problem = call(&POLICIES, 8)
        .run(there.path())
        .expect_err("fewer replicates");
    assert_eq!(
        problem.message,
        "holds 12 replicates of `kingpin_only`, expected --replicates 12 or more instead of 8, or \
         another folder"
    );
    assert_eq!(files(there.path()), before);
}

#[test]
fn merged_shards_are_the_whole() {
    let there = tempdir().expect("a temporary folder");
    let one = there.path().join("one");
    whole(&one);
    // Seven shards of five blocks: two are empty.
    for shards in [1, 2, 7] {
        let folders: Vec<_> = (1..=shards)
            .map(|k| {
                let folder = there.path().join(format!("{k}-of-{shards}"));
                let call = call(&POLICIES, 37).shard(&format!("{k}/{shards}"));
                call.run(&folder).expect("a new folder");
                folder
            })
            .rev()
            .collect();
        let out = there.path().join(format!("merged-{shards}"));
        merge(&folders, &out, &TABLES).expect("shards that fit");
        assert_equal(&one, &out);
    }
}

#[test]
fn a_failing_replicate_is_named_and_the_batch_goes_on() {
    let there = tempdir().expect("a temporary folder");
    let failing = |policies: &[String], replicate: u32| {
        let mut endings = simulate(policies, replicate);
        if replicate == 9 {
            endings[1] = Ending::Failed("members are negative".to_owned());
        }
        endings
    };
    let call = call(&POLICIES, 20);
    call.run_with(there.path(), &failing).expect("a new folder");
    let manifest = Manifest::read(there.path()).expect("a manifest");
    assert_eq!(
        manifest.failed().collect::<Vec<_>>(),
        [("no_intervention", 9, "members are negative")]
    );
    let rows = Results::open(there.path())
        .and_then(|of| of.read(&NATIONAL))
        .expect("all parts");
    let policies = rows.texts("policy");
    let replicates = rows.numbers("replicate");
    let of_nine: Vec<&str> = (0..rows.len())
        .filter(|row| replicates[*row] == 9.0)
        .filter_map(|row| policies[row])
        .collect();
    assert_eq!(of_nine.len(), 2 * (9 * 5 % 17));
    assert!(!of_nine.contains(&"no_intervention"));
}

#[test]
fn rows_are_read_by_policy_and_replicate() {
    let there = tempdir().expect("a temporary folder");
    call(&["b", "a"], 20)
        .run(there.path())
        .expect("a new folder");
    let rows = Results::open(there.path())
        .and_then(|of| of.read(&EVENTS))
        .expect("all parts");
    let keys: Vec<(String, u32)> = rows
        .texts("policy")
        .into_iter()
        .zip(rows.numbers("replicate"))
        .map(|(policy, replicate)| {
            let policy = policy.expect("a policy").to_owned();
            (policy, replicate as u32)
        })
        .collect();
    assert_eq!(rows.len(), 2 * (0..20).map(|r| r * 5 % 17).sum::<usize>());
    // Policies in the order in which they were named.
    let places = keys
        .iter()
        .map(|(policy, replicate)| (policy != "b", replicate));
    assert!(places.is_sorted());
}
