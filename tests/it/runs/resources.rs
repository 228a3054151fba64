//! Threads and memory: what any number of threads means, and that a run which would not fit is
//! refused before it starts.

use std::fs;
use std::path::Path;

use plaza::cli::machine::memory;
use plaza::runs::design::{Design, Record, RecordMunicipalities, RecordReplicates};
use plaza::setup::{Overrides, load};
use plaza::studies::footprint::{Footprint, fits};
use plaza_batch::threads::{cores, threads};
use tempfile::tempdir;

use crate::program::{Call, SMOKE, plaza, typed};
use crate::rules::worlds::smoke;
use crate::runs::fake::assert_equal;

/// A small run.
fn run(out: &Path, more: &[&str]) -> Call {
    plaza(["run", SMOKE, "--quiet", "--out", typed(out)])
        .args(["--weeks", "4", "--set", "burn_in=2", "--replicates", "10"])
        .args(more)
}

#[test]
fn threads_asked_and_threads_started() {
    for (asked, replicates, cores, started) in [
        (0, 24, 8, 8),
        (0, 1, 8, 8),
        (1, 24, 8, 1),
        (7, 24, 2, 7),
        (10_000, 24, 8, 24),
        (10_000, 1, 8, 8),
        (10_000, 0, 8, 8),
        (10_000, 1_000_000, 8, 1024),
        (usize::MAX, 1_000_000, 4096, 1024),
    ] {
        let found = threads(asked, replicates, cores);
        assert_eq!(found, started, "{asked} of {replicates} on {cores}");
    }
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let there = tempdir().expect("a temporary folder");
    let one = there.path().join("1");
    for asked in ["1", "0", "3", "10000"] {
        let out = there.path().join(asked);
        run(&out, &["--threads", asked]).succeeds();
        assert_equal(&one, &out);
        let log = fs::read_to_string(out.join("run.log")).expect("a log");
        let asked = asked.parse().expect("a number");
        let started = format!("2 blocks to run, {} threads", threads(asked, 10, cores()));
        assert!(log.contains(&started), "{log}");
    }
}

#[test]
fn a_number_of_threads_is_a_whole_number() {
    let there = tempdir().expect("a temporary folder");
    let out = there.path().join("out");
    for asked in ["-1", "two", "1.5", "", "99999999999999999999"] {
        let text = run(&out, &["--threads", asked]).refused();
        let expected = format!("invalid value '{asked}' for '--threads <T>'");
        let empty = "a value is required for '--threads <T>'";
        assert!(text.contains(&expected) || text.contains(empty), "{text}");
    }
    assert!(!out.exists());
}

/// The standard experiment, for one policy of which no more is recorded than of the others.
fn standard() -> Design {
    let overrides = Overrides {
        policies: Some(vec!["status_quo".to_owned()]),
        ..Overrides::default()
    };
    let loaded = load(None, &overrides);
    let mut standard = loaded.expect("the embedded experiment is right").design;
    standard.record.of.clear();
    standard.record.months = false;
    standard
}

fn megabytes(design: &Design, replicates: usize, threads: usize) -> f64 {
    Footprint::new(design, replicates, threads, true).bytes() / 1e6
}

#[test]
fn more_of_anything_needs_more_memory() {
    let least = standard();
    let of_one = megabytes(&least, 8, 1);
    for (what, change) in [
        ("weeks", (|d| d.weeks *= 2) as fn(&mut Design)),
        ("policies", |d| {
            d.policies.push(d.policies[0].clone());
            d.variants.push(None);
        }),
        ("every municipality", |d| {
            d.record.municipalities = RecordMunicipalities::All;
        }),
        ("panel", |d| d.record.panel = RecordReplicates::Every(true)),
        ("panel of two", |d| {
            d.record.panel = RecordReplicates::Replicates([0, 5].into());
        }),
        ("pairs", |d| d.record.pairs = RecordReplicates::Every(true)),
        ("control", |d| {
            d.record.control = RecordReplicates::Every(true);
        }),
        ("lives", |d| d.record.lives = true),
        ("months", |d| d.record.months = true),
    ] {
        let mut more = least.clone();
        change(&mut more);
        let of_more = megabytes(&more, 8, 1);
        assert!(
            of_more > of_one,
            "{what}: {of_more} MB, {of_one} MB without"
        );
    }
    assert!(megabytes(&least, 1600, 1) > of_one, "replicates");
    assert!(megabytes(&smoke(), 8, 1) < of_one, "a smaller map");
    let mut lives = least;
    lives.record.lives = true;
    let of_few = megabytes(&lives, 8, 1);
    lives.memory_one_in = 1;
    assert!(megabytes(&lives, 8, 1) > 10.0 * of_few, "everyone's life");
    for design in [lives, standard(), smoke()] {
        let by_threads: Vec<f64> = (1..40).map(|n| megabytes(&design, 24, n)).collect();
        assert!(by_threads.is_sorted());
        assert!(by_threads[1] > by_threads[0]);
        assert_eq!(
            by_threads[23], by_threads[38],
            "threads without a replicate need nothing"
        );
    }
}

/// Peaks of resident memory (GNU time), in megabytes: the estimate is neither far below, where a run that does not fit
/// would start, nor far above, where one that fits would be refused.
fn assert_near(what: &str, needed: f64, measured: f64) {
    assert!(
        (0.85..=1.3).contains(&(needed / measured)),
        "{what}: {needed:.0} MB, measured {measured}"
    );
}

/// Of `plaza run configs/experiments/NAME.toml`.
#[test]
fn the_estimate_is_near_what_was_measured() {
    for (name, replicates, threads, measured) in [
        ("smoke", 8, 1, 26.3),
        ("smoke", 256, 1, 37.3),
        ("smoke", 1024, 1, 68.0),
        ("smoke", 4096, 1, 198.3),
        ("default", 8, 1, 421.1),
    ] {
        let path = format!("configs/experiments/{name}.toml");
        let loaded = load(Some(Path::new(&path)), &Overrides::default());
        let design = loaded.expect("the experiment is right").design;
        let needed = megabytes(&design, replicates, threads);
        assert_near(&format!("{name} x {replicates}"), needed, measured);
    }
    // The same of `plaza twin`.
    for (pairs, threads, measured) in [(8, 1, 56.5), (32, 1, 64.4), (32, 2, 73.0)] {
        let overrides = Overrides {
            replicates: Some(pairs),
            ..Overrides::default()
        };
        let loaded = load(Some(Path::new("configs/experiments/twin.toml")), &overrides);
        let design = loaded.expect("the experiment is right").design;
        let needed = Footprint::of_pairs(&design, threads).bytes() / 1e6;
        assert_near(&format!("{pairs} pairs"), needed, measured);
    }
}

/// Of 8 replicates of the standard experiment, for one policy and for six, with one thread and with two.
#[test]
fn the_estimate_follows_what_is_recorded() {
    type Change = fn(&mut Record);
    let one = standard();
    let loaded = load(None, &Overrides::default());
    let mut six = loaded.expect("the embedded experiment is right").design;
    six.record.of.clear();
    six.record.months = false;
    for (what, change, of_one, of_six) in [
        ("active", (|_| {}) as Change, [43.7, 55.6], [77.3, 95.3]),
        (
            "all",
            |record| record.municipalities = RecordMunicipalities::All,
            [51.9, 64.4],
            [124.8, 147.6],
        ),
        (
            "mean",
            |record| record.municipalities = RecordMunicipalities::Mean,
            [58.1, 72.2],
            [122.7, 144.2],
        ),
        (
            "panel",
            |record| record.panel = RecordReplicates::Every(true),
            [155.7, 179.0],
            [551.8, 621.4],
        ),
    ] {
        for (design, measured) in [(&one, of_one), (&six, of_six)] {
            let mut design = design.clone();
            change(&mut design.record);
            for (threads, measured) in (1..).zip(measured) {
                let needed = megabytes(&design, 8, threads);
                let policies = design.policies.len();
                assert_near(
                    &format!("{what} x {policies} on {threads}"),
                    needed,
                    measured,
                );
            }
        }
    }
}

#[test]
fn what_does_not_fit_is_refused_with_the_estimate() {
    let design = standard();
    assert_eq!(
        fits(
            |threads| Footprint::new(&design, 24, threads, true),
            2,
            24e9
        ),
        Ok(())
    );
    let mut panel = design;
    panel.record.panel = RecordReplicates::Every(true);
    let of_panel = |threads| Footprint::new(&panel, 24, threads, true);
    let needed = |threads| of_panel(threads).bytes();
    let refused = fits(of_panel, 8, needed(5)).expect_err("five would fit");
    let text = refused.to_string();
    let start = format!(
        "would need about {:.1} GB of memory with 8 threads, ",
        needed(8) / 1e9
    );
    assert!(text.starts_with(&start), "{text}");
    let end = format!(
        "of it for rows of `panel`, and {:.1} GB are there; expected --threads 5 or fewer",
        needed(5) / 1e9
    );
    assert!(text.ends_with(&end), "{text}");
    let text = fits(of_panel, 1, 1e6).expect_err("a megabyte").to_string();
    let end = "; expected less to record, fewer policies or replicates, no figures, a smaller map, or --memory, which says what \
               may be used";
    assert!(text.ends_with(end), "{text}");
}

#[test]
fn the_program_refuses_before_anything_is_written() {
    memory().expect("the system says how much memory there is");
    let there = tempdir().expect("a temporary folder");
    let out = there.path().join("out");
    let text = plaza(["run", "--weeks", "5200", "--replicates", "1000000"])
        .args(["--threads", "10000", "--set", "record.panel=true", "--out"])
        .arg(&out)
        .refused();
    let start = "error: experiment `default` would need about ";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains(" GB of memory with 1024 threads"), "{text}");
    assert!(!out.exists());
}
