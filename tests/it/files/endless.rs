//! Files that never end, or are none: said by name, with exit code 2, in bounded time and memory. Pipes are read.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use plaza_batch::files;
use tempfile::{TempDir, tempdir};

/// What the shell does with a line in which `$plaza` is the program, with 2 GB of memory and 20 seconds.
fn shell(line: &str, folder: &Path) -> Output {
    let limited = format!("ulimit -v 2000000; ulimit -t 20; {line}");
    Command::new("sh")
        .current_dir(folder)
        .args(["-c", &limited])
        .env("plaza", env!("CARGO_BIN_EXE_plaza"))
        .output()
        .expect("a shell")
}

#[track_caller]
fn refused(line: &str, folder: &Path, said: &str) {
    let begun = Instant::now();
    let output = shell(line, folder);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{line}: {text}");
    assert!(text.contains(said), "{line}: {text}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{line}");
}

/// A folder with an experiment of two policies on a small map, `small.toml`.
fn experiment() -> TempDir {
    let there = tempdir().expect("a temporary folder");
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/maps/grid_12x12.toml");
    fs::copy(map, there.path().join("map.toml")).expect("the map is there");
    let text = "name = \"small\"\nmap = \"map.toml\"\nparameters = \"baseline\"\nweeks = 4\nseed = 5\n\
        policies = [\"status_quo\", \"no_intervention\"]\nreplicates = 1\n";
    fs::write(there.path().join("small.toml"), text).expect("it can be written");
    there
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
    let output = shell(line, there.path());
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(there.path().join("out/summary.csv").is_file());
}

#[test]
fn a_part_that_is_no_file_is_refused_or_made_again() {
    let there = experiment();
    let folder = there.path();
    let run = "$plaza run small.toml --figures none --quiet --out out";
    assert!(shell(run, folder).status.success());
    let part = folder.join("out/national/status_quo/part-00000.parquet");
    let whole = fs::read(&part).expect("a part");
    for make in ["ln -s /dev/zero", "mkfifo"] {
        fs::remove_file(&part).expect("it is there");
        assert!(
            shell(&format!("{make} {}", part.display()), folder)
                .status
                .success()
        );
        for command in [
            "plot out",
            "compare out",
            "explain out --replicate 0",
            "verify out",
        ] {
            let output = shell(&format!("$plaza {command}"), folder);
            let text = String::from_utf8_lossy(&output.stderr);
            let code = output.status.code();
            assert!(
                matches!(code, Some(1 | 2)),
                "{command} ends with {code:?}: {text}"
            );
            assert!(text.contains("part-00000.parquet"), "{command}: {text}");
        }
        fs::remove_file(&part).expect("it is there");
        let again = shell(run, folder);
        assert!(
            again.status.success(),
            "{}",
            String::from_utf8_lossy(&again.stderr)
        );
        assert_eq!(fs::read(&part).expect("a part"), whole);
    }
}
