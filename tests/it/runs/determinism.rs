//! The same experiment gives the same bytes: whatever the threads, the batch around a replicate,
//! the fork, the interruption, the shards.

use std::path::Path;
use std::sync::{Arc, Mutex};

use plaza_batch::blocks as batch;
use plaza_batch::blocks::{Block, Finished, Sink};
use plaza_batch::folded::Folded;
use plaza_batch::rows::{Recorded, Rows};
use plaza_model::state::grid::{Recipe, generate};

use plaza::runs::design::Design;
use plaza::runs::dictionary::{MONTHS, TABLES, Tables};
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};
use tempfile::tempdir;

use crate::program::{SMOKE, plaza, typed};
use crate::rules::worlds::{recipe, smoke_by_month};
use crate::runs::fake::assert_equal;

/// A year on 1,024 municipalities and 25 million people: large enough to be split among threads.
fn large() -> Design {
    let recipe = Recipe {
        width: 32,
        height: 32,
        population: 25_000_000,
        ..recipe()
    };
    Design {
        map: Arc::new(generate(&recipe)),
        weeks: 52,
        burn_in: 10,
        replicates: 11,
        ..smoke_by_month()
    }
}

/// Keeps what it is given.
#[derive(Default)]
struct Kept(Mutex<Vec<Finished>>);

impl Sink for Kept {
    type Error = String;

    fn tables(&self) -> Tables {
        &TABLES
    }

    fn block(&self, finished: Vec<Finished>) -> Result<(), String> {
        self.0
            .lock()
            .map_err(|error| error.to_string())?
            .extend(finished);
        Ok(())
    }
}

/// The whole batch on so many threads, in order of blocks.
fn batch(design: &Design, threads: usize) -> Vec<Finished> {
    let names: Vec<String> = design
        .policies
        .iter()
        .map(|policy| policy.name.clone())
        .collect();
    let blocks: Vec<Block> = (0..design.blocks())
        .map(|number| Block::new(number, design.replicates, names.clone()))
        .collect();
    let stop = Stop::default();
    let simulate = |_: &[String], number: u32| {
        let all: Vec<usize> = (0..design.policies.len()).collect();
        replicate::run(design, &all, number, true, &stop)
    };
    let kept = Kept::default();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("a pool of a few threads")
        .install(|| batch::run(&blocks, &simulate, &stop, &kept, &|_| {}))
        .expect("nothing is refused");
    let mut finished = kept.0.into_inner().expect("no thread panicked");
    finished.sort_by_key(|one| one.block);
    finished
}

fn rows<'a>(tables: impl Iterator<Item = &'a Recorded>) -> Vec<usize> {
    tables
        .flat_map(|recorded| recorded.parts().map(Rows::len))
        .collect()
}

#[test]
fn threads_and_the_batch_leave_no_trace() {
    let design = large();
    let one = batch(&design, 1);
    let counts = rows(one.iter().map(|finished| &finished.recorded));
    assert!(
        counts.iter().all(|rows| *rows > 0),
        "every table has rows: {counts:?}"
    );
    assert!(one.iter().all(|finished| finished.failed.is_empty()));
    for threads in [2, 7] {
        assert!(one == batch(&design, threads), "{threads} threads");
    }
    // Replicates 8, 9 and 10 alone, one after the other, are the second block.
    let mut alone = vec![Recorded::of(&TABLES); design.policies.len()];
    let mut months = vec![Folded::new(&MONTHS); design.policies.len()];
    for number in 8..11 {
        for (policy, alone) in alone.iter_mut().enumerate() {
            match replicate::run(&design, &[policy], number, true, &Stop::default()).remove(0) {
                Ending::Done(recorded) => {
                    months[policy].add(&recorded.tables[TABLES.len() - 1]);
                    alone.append(*recorded);
                }
                ending => panic!("{ending:?}"),
            }
        }
    }
    let second = one.iter().filter(|finished| finished.block == 1);
    // Months are added up, not put one behind the other.
    for (alone, months) in alone.iter_mut().zip(months) {
        alone.tables[TABLES.len() - 1] = months.rows();
    }
    for (alone, finished) in alone.iter().zip(second) {
        assert!(*alone == finished.recorded, "{}", finished.policy);
    }
}

#[test]
fn forked_or_not_the_tables_are_the_same() {
    let design = Design {
        policies_from: 20,
        ..large()
    };
    let all = [0, 1, 2];
    for number in 0..2 {
        let forked = replicate::run(&design, &all, number, true, &Stop::default());
        let apart = replicate::run(&design, &all, number, false, &Stop::default());
        assert!(forked == apart, "replicate {number}");
        assert!(forked[0] != forked[2], "policies differ in the end");
    }
}

/// The smoke experiment through the program, with these further arguments.
fn run(out: &Path, further: &[&str]) {
    let run = [
        "run",
        SMOKE,
        "--weeks",
        "60",
        "--quiet",
        "--out",
        typed(out),
    ];
    plaza(run).args(further).succeeds();
}

#[test]
fn the_program_writes_the_same_folder() {
    let there = tempdir().expect("a temporary folder");
    let folder = |name: &str| there.path().join(name);
    let whole = folder("whole");
    run(&whole, &["--threads", "1"]);

    run(&folder("threads"), &["--threads", "7"]);
    assert_equal(&whole, &folder("threads"));

    run(&folder("apart"), &["--no-fork"]);
    assert_equal(&whole, &folder("apart"));

    run(
        &folder("grown"),
        &["--replicates", "5", "--policies", "status_quo"],
    );
    run(&folder("grown"), &["--replicates", "8"]);
    run(&folder("grown"), &[]);
    assert_equal(&whole, &folder("grown"));

    run(&folder("first"), &["--shard", "1/2"]);
    run(&folder("second"), &["--shard", "2/2"]);
    plaza(["merge"])
        .args([folder("second"), folder("first")])
        .arg("--out")
        .arg(folder("merged"))
        .succeeds();
    assert_equal(&whole, &folder("merged"));
}
