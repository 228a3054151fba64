//! Calls of `run`, `merge` and `verify` that are wrong: exit code 2, what was expected, no panic.

use tempfile::tempdir;

use crate::program::plaza;

#[track_caller]
fn wrong(args: &[&str], expected: &str) {
    let text = plaza(args).refused();
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_shard_is_k_of_n() {
    for shard in ["0/2", "3/2", "a", "1/0", "1", "-1/2", "1/2/3", ""] {
        wrong(
            &["run", &format!("--shard={shard}")],
            "expected k/n with k from 1 to n, as in `2/4`",
        );
    }
}

#[test]
fn numbers_have_bounds() {
    wrong(&["run", "--replicates", "0"], "0 is not in 1..=1000000");
    wrong(&["run", "--weeks", "0"], "0 is not in 1..");
    wrong(&["verify", "folder", "--sample", "0"], "0 is not in 1..");
}

#[test]
fn a_folder_without_a_manifest_is_no_result_folder() {
    let there = tempdir().expect("a temporary folder");
    let path = there.path().to_str().expect("a path in UTF-8");
    let expected = "is no result folder, expected `manifest.json` in it";
    wrong(&["verify", path], expected);
    wrong(&["verify", "no/such/folder"], expected);
    wrong(&["explain", path, "--replicate", "0"], expected);
    let out = there.path().join("out");
    let out = out.to_str().expect("a path in UTF-8");
    wrong(&["merge", path, "no/such/folder", "--out", out], expected);
    assert!(!there.path().join("out").exists());
}

#[test]
fn help_shows_an_example() {
    for command in ["run", "merge", "verify", "explain"] {
        let text = plaza([command, "--help"]).succeeds().out;
        assert!(text.contains(&format!("\n  plaza {command} ")), "{text}");
    }
}
