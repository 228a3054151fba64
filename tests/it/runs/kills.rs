//! Commands that are killed at any moment: the same command afterwards leaves the bytes of one that was not.
//!
//! `PLAZA_KILLS=40` kills so many times; without it a few times.

use std::env;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::cli::design::SOBOL;
use crate::program::{plaza, small};
use crate::runs::fake::assert_equal;

/// How many times a command is killed.
fn kills(fewest: u32) -> u32 {
    let kills = env::var("PLAZA_KILLS").ok();
    kills.map_or(fewest, |kills| kills.parse().expect("a number"))
}

fn start(folder: &Path, args: &[&str]) -> Child {
    plaza(args)
        .inside(folder)
        .command()
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

#[track_caller]
fn whole(folder: &Path, args: &[&str]) -> Duration {
    let begun = Instant::now();
    plaza(args).inside(folder).succeeds();
    begun.elapsed()
}

/// Kills a command that fills `out` at so many moments spread over its course, each time ends it, and compares with
/// `expected`.
fn killed(folder: &Path, args: &[&str], expected: &str, fewest: u32) {
    let mut stopped = 0;
    let lasts = whole(folder, &[args, &["--out", expected]].concat());
    for number in 0..kills(fewest) {
        let out = format!("killed_{number}");
        let args = [args, &["--out", &out]].concat();
        let mut child = start(folder, &args);
        sleep(lasts.mul_f64(f64::from(number + 1) / f64::from(kills(fewest) + 1)));
        stopped += u32::from(child.try_wait().expect("its state").is_none());
        child.kill().expect("it is killed");
        child.wait().expect("it ends");
        whole(folder, &args);
        assert_equal(&folder.join(expected), &folder.join(&out));
        fs::remove_dir_all(folder.join(&out)).expect("it was made");
    }
    println!(
        "{stopped} of {} were at work when they were killed",
        kills(fewest)
    );
}

const TWIN: &str = "policies = [\"status_quo\"]\nreplicates = 40\n[twin]\nweek = 20\n\
    [[twin.event]]\nname = \"killed\"\nchange = \"remove_leader\"\norganization = \"largest\"\noutcome = \"killed\"\n";

#[test]
fn a_twin_experiment_goes_on_where_it_was_killed() {
    let there = small(TWIN);
    killed(
        there.path(),
        &["twin", "small.toml", "--threads", "2"],
        "whole",
        4,
    );
}

#[test]
fn a_twin_experiment_grows_and_is_verified() {
    let there = small(TWIN);
    let folder = there.path();
    whole(folder, &["twin", "small.toml", "--out", "whole"]);
    for replicates in ["3", "20", "40"] {
        let args = [
            "twin",
            "small.toml",
            "--out",
            "grown",
            "--replicates",
            replicates,
        ];
        whole(folder, &args);
        whole(folder, &["verify", "grown"]);
    }
    assert_equal(&folder.join("whole"), &folder.join("grown"));
    let refused = ["twin", "small.toml", "--out", "grown", "--replicates", "39"];
    plaza(refused).inside(folder).refused();
    for command in ["report", "plot", "compare", "validate"] {
        let said = plaza([command, "whole"]).inside(folder).refused();
        assert!(said.contains("holds a twin experiment"), "{said}");
    }
}

#[test]
fn a_merge_is_finished_by_the_same_command() {
    let there = small("policies = [\"status_quo\", \"no_intervention\"]\nreplicates = 40\n");
    let folder = there.path();
    for shard in ["1/2", "2/2"] {
        let out = format!("shard_{}", &shard[..1]);
        whole(
            folder,
            &["run", "small.toml", "--shard", shard, "--out", &out],
        );
    }
    killed(folder, &["merge", "shard_1", "shard_2"], "whole", 4);
    whole(folder, &["run", "small.toml", "--out", "run"]);
    assert_equal(&folder.join("whole"), &folder.join("run"));
    // What is not of this merge is left as it is.
    fs::create_dir(folder.join("other")).expect("a folder");
    fs::write(folder.join("other/notes.txt"), "mine").expect("written");
    let args = ["merge", "shard_1", "shard_2", "--out", "other"];
    plaza(args).inside(folder).refused();
}

#[test]
fn a_calibration_goes_on_where_it_was_killed() {
    let there = small(
        "policies = [\"status_quo\"]\nreplicates = 2\n[calibration]\nfree = [\"relations.onset\", \"fighting.rate\"]\n\
         targets = [\"C1\", \"C3\"]\nyears = [2007]\n[calibration.search]\npoints = 12\npopulation = 4\nrounds = 1\n",
    );
    let args = ["calibrate", "small.toml", "--threads", "2"];
    killed(there.path(), &args, "whole", 3);
}

#[test]
fn a_design_goes_on_where_it_was_killed() {
    let there = small(SOBOL);
    let args = ["design", "small.toml", "--threads", "2"];
    killed(there.path(), &args, "whole", 4);
}

/// Nobody reads what the command prints after its first letter, and it prints more than a pipe takes (64 KiB), so it is
/// at work until it is interrupted.
#[test]
fn an_interrupted_command_ends_with_130_whichever_it_is() {
    let mut child = plaza(["describe", "odd"])
        .command()
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut printed = child.stdout.take().expect("it is piped");
    printed.read_exact(&mut [0]).expect("a letter");
    let number = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &number]).status();
    assert!(sent.expect("there is `kill`").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
}
