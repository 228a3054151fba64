//! What the shell is told where output cannot be written: never a panic, never success where something is lost.
#![cfg(target_os = "linux")]

use crate::program::shell;

const RUN: &str = "run configs/experiments/smoke.toml --replicates 8 --weeks 4";

/// How a line ends in which `$out` is a new folder.
#[track_caller]
fn ends(line: &str, code: i32, said: &str) {
    let there = tempfile::tempdir().expect("a folder");
    let call = shell(line).env("out", there.path().join("out"));
    let text = call.ends_with(code).error;
    assert!(text.contains(said), "{line}: {text}");
}

#[test]
fn lost_answers_are_a_failure() {
    let lost = "error: the standard output cannot be written: No space left on device";
    for command in [
        "describe parameters",
        "check configs/experiments/smoke.toml",
        "--help",
        "--version",
    ] {
        ends(&format!("$plaza {command} > /dev/full"), 1, lost);
    }
    ends(&format!("$plaza {RUN} --out $out > /dev/full"), 1, lost);
}

#[test]
fn who_reads_no_further_is_no_failure() {
    let line = "{ $plaza describe parameters; echo $? > $out; } | head -1; exit $(cat $out)";
    ends(line, 0, "");
    ends("$plaza describe parameters >&-", 0, "");
}

#[test]
fn remarks_that_nobody_can_read_change_nothing() {
    for stderr in ["2>&-", "2>/dev/full"] {
        ends(&format!("$plaza {RUN} --out $out {stderr}"), 0, "");
        ends(&format!("$plaza run nothing.toml {stderr}"), 2, "");
    }
}

/// The limit on a file's size stands for a full disk.
#[test]
fn a_disk_that_fails_is_no_wrong_call() {
    let limited = |rest: &str| format!("trap '' XFSZ; ulimit -f 16; $plaza {rest}");
    let said = "cannot be written: File too large";
    ends(&limited(&format!("{RUN} --out $out")), 1, said);
    ends(
        &format!("$plaza {RUN} --out /proc/plaza"),
        2,
        "/proc/plaza: cannot be written",
    );
}

/// The same command afterwards gives the bytes of a run that nothing stopped.
#[test]
fn a_run_goes_on_when_the_disk_has_room_again() {
    let there = tempfile::tempdir().expect("a folder");
    let run = format!("$plaza {RUN} --quiet --out");
    let line = format!(
        "set -e
         for blocks in 1 4 16 64; do (trap '' XFSZ; ulimit -f $blocks; {run} $out/a) && echo done; done || true
         {run} $out/a; {run} $out/b; diff -r -x run.log $out/a $out/b"
    );
    let answer = shell(&line).env("out", there.path()).succeeds();
    assert!(answer.error.contains("File too large"), "{}", answer.error);
    assert_eq!(answer.out, "");
}

#[test]
fn a_mistyped_command_is_told_the_nearest() {
    for (word, near) in [
        ("rnu", " (did you mean `run`?)"),
        ("comapre", " (did you mean `compare`?)"),
        ("xyzzy", "\n"),
    ] {
        let said = format!("error: there is no command and no file `{word}`{near}");
        ends(&format!("$plaza {word}"), 2, &said);
    }
    // With what a command takes behind it, too.
    for call in ["comapre o1", "valdate --targets x o1", "desribe levers"] {
        ends(&format!("$plaza {call}"), 2, "(did you mean `");
    }
    ends(
        "$plaza nothing.toml",
        2,
        "error: nothing.toml: there is no such file",
    );
}
