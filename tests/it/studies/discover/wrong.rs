//! What `plaza discover` refuses.

use std::fs;

use tempfile::tempdir;

use crate::program::{plaza, small, typed};
use crate::studies::discover::made_up::{Kind, MadeUp};
use crate::studies::discover::{flat, holds};

/// What is said of a call that is refused: one error.
#[track_caller]
fn refused(args: &[&str]) -> String {
    let said = plaza(args).refused();
    let errors = said
        .lines()
        .filter(|line| line.starts_with("error"))
        .count();
    assert_eq!(errors, 1, "{said}");
    flat(&said)
}

#[test]
fn what_is_wrong_is_said_in_one_message() {
    let there = tempdir().expect("a temporary folder");
    let folder = there.path().join("design");
    MadeUp::new(Kind::Lattice, 24, 1).write(&folder);
    let dir = typed(&folder);
    let with = |flag: &str, value: &str| refused(&["discover", dir, flag, value]);
    holds(
        &with("--outcome", "oc_death"),
        "there is no outcome `oc_death` (did you mean `oc_deaths`?)",
    );
    holds(
        &with("--baseline", "statusquo"),
        "no policy `statusquo` (did you mean `status_quo`?)",
    );
    holds(
        &with("--question", "trp worse than good"),
        "there is no policy `trp` (did you mean `trap`?)",
    );
    holds(
        &with("--question", "trap worse than trap"),
        "is worse than itself",
    );
    holds(
        &with("--question", "oc_death > 3"),
        "(did you mean `oc_deaths`?)",
    );
    holds(&with("--question", "regret > much"), "`much` is no number");
    holds(
        &with("--question", "regret < 3"),
        "regret is asked for above a limit",
    );
    for sign in [">=", "<="] {
        let question = format!("oc_deaths {sign} 3");
        let said = format!("`{sign}` in `{question}` is not strict, expected `>` or `<`");
        holds(&with("--question", &question), &said);
    }
    holds(&with("--question", "trap"), "is no question");
    holds(&with("--question", ""), "it is empty");
    let both = [
        "discover",
        dir,
        "--outcome",
        "extortions",
        "--question",
        "oc_deaths > 3",
    ];
    holds(
        &refused(&both),
        "is asked of `oc_deaths` and of the outcome `extortions`",
    );
    assert!(
        !folder.join("boxes.csv").exists(),
        "what is refused writes nothing"
    );

    holds(
        &refused(&["discover", typed(&there.path().join("nothing"))]),
        "is no result folder",
    );
    let few = there.path().join("few");
    MadeUp::new(Kind::Lattice, 15, 2).write(&few);
    holds(
        &refused(&["discover", typed(&few)]),
        "has 15 points with an outcome under every policy, expected 16 or more",
    );

    let altered = there.path().join("altered");
    MadeUp::new(Kind::Lattice, 24, 1).write(&altered);
    fs::write(altered.join("experiments.parquet"), "nothing").expect("written");
    holds(
        &refused(&["discover", typed(&altered)]),
        "it was altered after it was made",
    );
    fs::remove_file(altered.join("experiments.parquet")).expect("removed");
    holds(
        &refused(&["discover", typed(&altered)]),
        "has no `experiments.parquet`",
    );

    let damaged = there.path().join("damaged");
    MadeUp::new(Kind::Lattice, 24, 1).write(&damaged);
    fs::write(damaged.join("outcomes/trap/part-00001.parquet"), "nothing").expect("written");
    holds(
        &refused(&["discover", typed(&damaged)]),
        "was altered or truncated",
    );
}

#[test]
fn a_run_is_no_design() {
    let there = small("policies = [\"status_quo\"]\nreplicates = 1\n");
    let args = [
        "run",
        "small.toml",
        "--out",
        "run",
        "--weeks",
        "5",
        "--quiet",
        "--figures",
        "none",
    ];
    plaza(args).inside(there.path()).succeeds();
    let said = plaza(["discover", "run"]).inside(there.path()).refused();
    holds(
        &said,
        "holds no design of points, expected the results of `plaza design`",
    );
}
