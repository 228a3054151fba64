//! Files that never end, or are none: said by name, with exit code 2, in bounded time and memory. Pipes are read.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};

use plaza_batch::files;
use tempfile::{TempDir, tempdir};

use crate::program::{Call, shell, small};

/// A line of the shell with 2 GB of memory and 20 seconds.
fn limited(line: &str, folder: &Path) -> Call {
    shell(&format!("ulimit -v 2000000; ulimit -t 20; {line}")).inside(folder)
}

#[track_caller]
fn refused(line: &str, folder: &Path, said: &str) {
    let begun = Instant::now();
    let text = limited(line, folder).ends_with(2).error;
    assert!(text.contains(said), "{line}: {text}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{line}");
}

/// A folder with an experiment of two policies on a small map, `small.toml`.
fn experiment() -> TempDir {
    small("policies = [\"status_quo\", \"no_intervention\"]\nreplicates = 1\n")
}

const LONG: &str = "it is longer than";

#[test]
fn what_never_ends_is_refused_wherever_a_file_is_named() {
    let there = experiment();
    let folder = there.path();
    for name in ["zero.toml", "zero.csv", "zero.geojson"] {
        symlink("/dev/zero", folder.join(name)).expect("a link");
    }
    for line in [
        "$plaza check zero.csv",
        "$plaza run /dev/zero --out out",
        "$plaza run small.toml --set map=zero.toml --out out",
        "$plaza run small.toml --set parameters=zero.toml --out out",
        "$plaza run small.toml --policies ./zero.toml --out out",
        "$plaza twin /dev/zero --out out",
        "$plaza calibrate /dev/zero --out out",
        "$plaza map draw zero.toml",
        "$plaza map build --municipalities zero.csv --adjacency zero.csv --out out",
        "$plaza map build --municipalities zero.csv --outlines zero.geojson --out out",
        "yes | $plaza run /dev/stdin --out out",
    ] {
        refused(line, folder, LONG);
    }
    // A check reads a file more than once, so that it cannot read a pipe.
    for line in [
        "$plaza check /dev/zero",
        "$plaza check small.toml /dev/stdin < /dev/null",
    ] {
        refused(line, folder, "is no regular file");
    }
    assert!(!folder.join("out").exists(), "something was written");
}

#[test]
fn a_file_that_is_too_long_is_not_read() {
    let there = tempdir().expect("a temporary folder");
    let path = there.path().join("long.toml");
    let file = fs::File::create(&path).expect("a file");
    // It has no bytes on the disk.
    file.set_len(1 << 40).expect("a file with a hole");
    refused("$plaza check long.toml", there.path(), LONG);
    assert_eq!(
        files::read(&path, 1 << 20).expect_err("too long").kind(),
        std::io::ErrorKind::FileTooLarge
    );
    file.set_len(1 << 20).expect("a shorter file");
    assert_eq!(
        files::read(&path, 1 << 20)
            .expect("as long as it may be")
            .len(),
        1 << 20
    );
    files::read(&path, (1 << 20) - 1).expect_err("a byte too long");
}

#[test]
fn pipes_are_read() {
    let there = experiment();
    let line = "sed s#map.toml#$PWD/map.toml# small.toml | $plaza run /dev/stdin --figures none --quiet --out out";
    limited(line, there.path()).succeeds();
    assert!(there.path().join("out/summary.csv").is_file());
}

#[test]
fn a_part_that_is_no_file_is_refused_or_made_again() {
    let there = experiment();
    let folder = there.path();
    let run = "$plaza run small.toml --figures none --quiet --out out";
    limited(run, folder).succeeds();
    let part = folder.join("out/national/status_quo/part-00000.parquet");
    let whole = fs::read(&part).expect("a part");
    for make in ["ln -s /dev/zero", "mkfifo"] {
        fs::remove_file(&part).expect("it is there");
        limited(&format!("{make} {}", part.display()), folder).succeeds();
        for command in [
            "plot out",
            "compare out",
            "explain out --replicate 0",
            "verify out",
        ] {
            let answer = limited(&format!("$plaza {command}"), folder).ends();
            let (code, text) = (answer.code, answer.error);
            assert!(matches!(code, 1 | 2), "{command} ends with {code}: {text}");
            assert!(text.contains("part-00000.parquet"), "{command}: {text}");
        }
        fs::remove_file(&part).expect("it is there");
        limited(run, folder).succeeds();
        assert_eq!(fs::read(&part).expect("a part"), whole);
    }
}
