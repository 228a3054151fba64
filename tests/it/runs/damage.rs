//! Files of a result folder that were damaged or edited: nothing of them is printed as if it were true.

use std::fs;
use std::path::{Path, PathBuf};

use plaza_batch::manifest::Manifest;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tempfile::TempDir;

use crate::program::{plaza, small};
use crate::runs::fake::{assert_equal, files};

#[track_caller]
fn well(folder: &Path, args: &[&str]) -> String {
    plaza(args).inside(folder).succeeds().told()
}

/// A folder with a run of two policies that is compared, validated and reported.
fn results() -> TempDir {
    let there = small("policies = [\"status_quo\", \"no_intervention\"]\nreplicates = 16\n");
    let folder = there.path();
    well(folder, &["run", "small.toml", "--out", "whole"]);
    well(folder, &["compare", "whole", "--scorecard"]);
    well(folder, &["validate", "whole"]);
    well(folder, &["report", "whole"]);
    there
}

fn copied(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }
}

/// Something wrong with the bytes of a file; `None` where it would change nothing.
fn damaged(bytes: &[u8], luck: &mut ChaCha8Rng) -> Option<Vec<u8>> {
    let mut bytes = bytes.to_vec();
    let before = bytes.clone();
    let at = luck.random_range(0..bytes.len().max(1));
    match luck.random_range(0..5) {
        0 => bytes.truncate(at),
        1 => bytes[at] ^= 1 << luck.random_range(0..8),
        // A digit of a text becomes another.
        2 => {
            let digits = bytes.iter().enumerate();
            let digits: Vec<usize> = digits
                .filter(|(_, b)| b.is_ascii_digit())
                .map(|(i, _)| i)
                .collect();
            let digit = *digits.get(luck.random_range(0..digits.len().max(1)))?;
            bytes[digit] = b'0' + (bytes[digit] - b'0' + 1) % 10;
        }
        3 => drop(bytes.drain(at..(at + 9).min(bytes.len()))),
        _ => drop(bytes.splice(at..at, *b"7")),
    }
    (bytes != before).then_some(bytes)
}

/// 200 files, each damaged once: every command that reads refuses or renews, and a run that goes on makes the folder
/// what it was.
#[test]
fn damaged_files_are_refused_or_renewed() {
    let there = results();
    let folder = there.path();
    let whole = files(&folder.join("whole"));
    let names: Vec<&String> = whole
        .keys()
        .filter(|name| !name.starts_with("inputs/"))
        .collect();
    let mut luck = ChaCha8Rng::seed_from_u64(20070101);
    let clean: Vec<(&[&str], String)> = [
        &["explain", "it", "--replicate", "3"][..],
        &[
            "explain",
            "it",
            "--replicate",
            "12",
            "--policy",
            "no_intervention",
        ],
        &["compare", "it", "--scorecard"],
        &["validate", "it"],
    ]
    .into_iter()
    .map(|args| {
        copied(&folder.join("whole"), &folder.join("it"));
        (args, well(folder, args))
    })
    .collect();
    let cases = std::env::var("PLAZA_DAMAGES").map_or(24, |cases| cases.parse().expect("a number"));
    let mut wrong: Vec<String> = Vec::new();
    let mut done = 0;
    while done < cases {
        let name = names[luck.random_range(0..names.len())];
        let Some(bytes) = damaged(&whole[name], &mut luck) else {
            continue;
        };
        done += 1;
        let it = folder.join("it");
        fs::remove_dir_all(&it).expect("it was made");
        copied(&folder.join("whole"), &it);
        fs::write(it.join(name), &bytes).expect("written");
        // What reads either says what it says of the whole, or fails.
        for (args, expected) in &clean {
            let answer = plaza(*args).inside(folder).ends();
            let said = answer.told();
            if answer.code == 0 && said != *expected {
                wrong.push(format!("{name}: {args:?} says {said}"));
            }
        }
        fs::write(it.join(name), &bytes).expect("written");
        let verified = plaza(["verify", "it"]).inside(folder).ends();
        // The page is of whole files only, and made.json of the others may be lost: what it named is made again.
        if verified.code == 0 && !["made.json", "run.log"].contains(&name.as_str()) {
            wrong.push(format!("{name}: verified {}", verified.told()));
        }
        let reported = plaza(["report", "it"]).inside(folder).ends();
        let page = fs::read(it.join("report.html")).unwrap_or_default();
        let known = [whole["report.html"].clone()];
        let left_out = reported.told().contains("left out");
        if reported.code == 0 && !known.contains(&page) && !left_out {
            wrong.push(format!("{name}: another page, and {}", reported.told()));
        }
        well(folder, &["run", "small.toml", "--out", "it"]);
        well(folder, &["compare", "it", "--scorecard"]);
        well(folder, &["validate", "it"]);
        well(folder, &["report", "it"]);
        assert_equal(&folder.join("whole"), &it);
    }
    assert!(
        wrong.is_empty(),
        "{} of {cases}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_lost_manifest_is_made_anew_from_the_parts() {
    let there = results();
    let folder = there.path();
    let manifest = folder.join("whole/manifest.json");
    copied(&folder.join("whole"), &folder.join("expected"));
    for torn in [None, Some(""), Some("{"), Some("half")] {
        let text = fs::read_to_string(&manifest).expect("a manifest");
        match torn {
            None => fs::remove_file(&manifest).expect("it is there"),
            Some("half") => fs::write(&manifest, &text[..text.len() / 2]).expect("written"),
            Some(torn) => fs::write(&manifest, torn).expect("written"),
        }
        let said = well(folder, &["run", "small.toml", "--out", "whole"]);
        assert!(
            said.contains("made anew from the parts of 4 blocks"),
            "{said}"
        );
        let log = fs::read_to_string(folder.join("whole/run.log")).expect("a log");
        assert!(
            log.trim_end()
                .lines()
                .rev()
                .nth(1)
                .expect("a line")
                .contains("0 blocks to run"),
            "{log}"
        );
        assert_equal(&folder.join("expected"), &folder.join("whole"));
    }
    // A part that is damaged too is named, and its block made again.
    fs::remove_file(&manifest).expect("it is there");
    let part = folder.join("whole/national/status_quo/part-00001.parquet");
    let bytes = fs::read(&part).expect("a part");
    fs::write(&part, &bytes[..bytes.len() - 40]).expect("written");
    let said = well(folder, &["run", "small.toml", "--out", "whole"]);
    assert!(
        said.contains("of 3 blocks") && said.contains("part-00001.parquet"),
        "{said}"
    );
    assert_equal(&folder.join("expected"), &folder.join("whole"));
    // Parts of another experiment are left as they are.
    fs::remove_file(&manifest).expect("it is there");
    let other = plaza(["run", "small.toml", "--seed", "6", "--out", "whole"]);
    let said = other.inside(folder).refused();
    assert!(said.contains("is a part of another experiment"), "{said}");
}

#[test]
fn what_is_of_fewer_replicates_is_not_told_as_if_of_all() {
    let there = results();
    let folder = there.path();
    let said = well(
        folder,
        &[
            "run",
            "small.toml",
            "--out",
            "whole",
            "--replicates",
            "24",
            "--figures",
            "none",
        ],
    );
    assert!(!said.contains("left out"));
    let said = well(folder, &["report", "whole"]);
    assert!(
        said.contains(
            "left out validation.csv: it was made from other results than the folder holds now"
        ) && said.contains("left out figures/validation.svg"),
        "{said}"
    );
    let verify = plaza(["verify", "whole"]).inside(folder);
    let said = verify.ends_with(1).told();
    let other = "validation.csv: it was made from other results";
    assert!(said.contains(other), "{said}");
}

#[test]
fn tables_that_nothing_is_noted_of_are_not_verified() {
    let there = results();
    let folder = there.path();
    let verify = || plaza(["verify", "whole"]).inside(folder);
    verify().succeeds();
    for lost in [true, false] {
        let made = folder.join("whole/made.json");
        let text = fs::read(&made).expect("it is there");
        match lost {
            true => fs::remove_file(&made).expect("removed"),
            false => fs::write(&made, &text[..text.len() - 10]).expect("torn"),
        }
        let said = verify().ends_with(1).told();
        let unknown = "summary.csv: nothing says that it was made from these results";
        assert!(said.contains(unknown), "{said}");
        fs::write(&made, text).expect("written");
    }
}

#[test]
fn a_folder_without_a_block_is_not_verified() {
    let there = results();
    let folder = there.path();
    let path: PathBuf = folder.join("whole");
    let mut manifest = Manifest::read(&path).expect("a manifest");
    manifest
        .policies
        .values_mut()
        .for_each(|policy| drop(policy.blocks.remove(&1)));
    manifest.write(&path).expect("written");
    let within = |args: [&str; 2]| plaza(args).inside(folder);
    within(["verify", "whole"]).ends_with(1);
    manifest
        .policies
        .values_mut()
        .for_each(|policy| policy.blocks.clear());
    manifest.write(&path).expect("written");
    let said = within(["verify", "whole"]).refused();
    assert!(said.contains("has no block that is done"), "{said}");
    within(["plot", "whole"]).refused();
}
