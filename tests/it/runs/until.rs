//! `plaza run --until`: enough replicates, and no more.

use std::fs;
use std::path::Path;

use plaza::runs::design::Sharing;
use plaza::runs::metrics::METRICS;
use plaza::studies::until::{Goal, Sample, enough};
use tempfile::tempdir;

use crate::program::{Call, SMOKE, plaza, typed};
use crate::runs::fake::assert_equal;

fn run(there: &Path, out: &str, more: &[&str]) -> Call {
    let out = there.join(out);
    plaza(["run", SMOKE, "--weeks", "26", "--out", typed(&out)]).args(more)
}

/// A sample whose half-width of the mean shrinks as it grows: 10 and 12 in turn.
fn sample(replicates: u32) -> Sample {
    (0..replicates)
        .map(|number| (number, 11.0 + f64::from(number % 2) * 2.0 - 1.0))
        .collect()
}

fn goal(bound: f64, relative: bool) -> Goal {
    Goal {
        metric: &METRICS[0],
        bound,
        relative,
    }
}

#[test]
fn it_is_enough_when_two_looks_running_say_so() {
    // Of n values 10 and 12 in turn the deviation is sqrt(n / (n - 1)); the half-widths after 8, 16, 24 and
    // 32 are .8938, .5503, .4314 and .3663 (scipy.stats.t.ppf(.975, n - 1) * sqrt(1 / (n - 1))).
    let samples = vec![vec![sample(80)]];
    let at =
        |bound: f64, relative| enough(&[goal(bound, relative)], &samples, 80, Sharing::in_a_row(1));
    assert_eq!(at(0.9, false), Some(2));
    assert_eq!(at(0.89, false), Some(3));
    assert_eq!(at(0.551, false), Some(3));
    assert_eq!(at(0.55, false), Some(4));
    assert_eq!(at(0.55 / 11.0, true), Some(4));
    assert_eq!(at(0.551 / 11.0, true), Some(3));
    assert_eq!(at(0.1, false), None);
    // A second policy that scatters more has the last word; one lucky look is not enough.
    let wide: Sample = (0..80)
        .map(|number| {
            (
                number,
                if number < 16 {
                    5.0
                } else {
                    f64::from(number % 2) * 10.0
                },
            )
        })
        .collect();
    let samples = vec![vec![sample(80), wide[..].to_vec()]];
    assert_eq!(
        enough(&[goal(2.0, false)], &samples, 16, Sharing::in_a_row(1)),
        Some(2)
    );
    let samples = vec![vec![
        wide[8..].iter().map(|(n, value)| (n - 8, *value)).collect(),
    ]];
    assert_eq!(
        enough(&[goal(1.5, false)], &samples, 16, Sharing::in_a_row(1)),
        None
    );
    // Replicates that share a draw are one value.
    let samples = vec![vec![sample(80)]];
    assert_eq!(
        enough(&[goal(1e-9, false)], &samples, 80, Sharing::in_a_row(2)),
        Some(2)
    );
}

#[test]
fn blocks_are_added_until_it_is_enough_and_the_same_again_however_it_came() {
    let there = tempdir().expect("a folder");
    let until = ["--until", "oc_deaths:25%", "--max-replicates", "200"];
    let told = run(there.path(), "whole", &until).succeeds().out;
    assert!(
        told.contains("8 replicates: ") && told.contains("forecast: some "),
        "{told}"
    );
    let concluded = told
        .lines()
        .find(|line| line.starts_with("enough after "))
        .expect("it was");
    let replicates: u32 = concluded
        .split(" with ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next()?.parse().ok())
        .expect("a number");
    assert!((16..200).contains(&replicates), "{replicates}");
    // The same replicates asked for by number, and a batch that had some already, come to the same.
    let number = replicates.to_string();
    run(there.path(), "plain", &["--replicates", &number]).succeeds();
    for out in ["whole", "plain"] {
        fs::remove_file(there.path().join(out).join("run.log")).expect("a log");
    }
    assert_equal(&there.path().join("whole"), &there.path().join("plain"));
    run(there.path(), "begun", &["--replicates", "8", "--quiet"]).succeeds();
    let gone_on = run(there.path(), "begun", &until).succeeds().out;
    assert!(gone_on.contains(concluded), "{gone_on}");
    fs::remove_file(there.path().join("begun/run.log")).expect("a log");
    assert_equal(&there.path().join("whole"), &there.path().join("begun"));
    // Once more: nothing is run, and it says the same.
    let again = run(there.path(), "begun", &until).succeeds().out;
    assert!(again.contains(concluded), "{again}");
}

#[test]
fn it_ends_at_the_most_replicates() {
    let there = tempdir().expect("a folder");
    let most = run(
        there.path(),
        "most",
        &[
            "--until",
            "oc_deaths:0.01%,extortions:0.01%",
            "--max-replicates",
            "16",
        ],
    );
    let expected = "not enough after 2 looks, with the 16 replicates of --max-replicates";
    let told = most.ends_with(1).error;
    assert!(told.contains(expected), "{told}");
    assert!(there.path().join("most/summary.csv").exists());
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let there = tempdir().expect("a folder");
    let refused = |more: &[&str]| run(there.path(), "wrong", more).refused();
    let most = ["--max-replicates", "32"];
    for (until, expected) in [
        (
            "oc_death:5%",
            "there is no metric `oc_death` (did you mean `oc_deaths`?)",
        ),
        ("oc_deaths", "expected metric:bound"),
        ("oc_deaths:few", "expected metric:bound"),
        ("oc_deaths:-5%", "the bound is -5, expected more than 0"),
    ] {
        let told = refused(&[&["--until", until], &most[..]].concat());
        assert!(told.contains(expected), "{told}");
    }
    let told = refused(&["--until", "oc_deaths:5%"]);
    assert!(told.contains("--max-replicates"), "{told}");
    let told = refused(&[
        "--until",
        "oc_deaths:5%",
        "--max-replicates",
        "32",
        "--shard",
        "1/2",
    ]);
    assert!(told.contains("--shard"), "{told}");
    assert!(!there.path().join("wrong").exists());
}
