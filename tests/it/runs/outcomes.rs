//! The tables `outcomes` and `draws`: what each future came to, and with which numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use plaza_batch::parquet;
use plaza_batch::results::Results;
use plaza_batch::rows::Rows;
use plaza_model::units::Quantity;

use plaza::runs::dictionary::{DIFFERENCE_MAP, NATIONAL, OUTCOMES};
use plaza::setup::{Overrides, load};
use tempfile::TempDir;

use crate::program::{SMOKE, plaza, typed};

/// A run of two policies that part in week 20, with numbers from their ranges.
fn ran() -> TempDir {
    let there = tempfile::tempdir().expect("a folder");
    let out = there.path().join("out");
    plaza([
        "run",
        SMOKE,
        "--policies=status_quo,no_intervention",
        "--replicates=4",
        "--weeks=60",
        "--set=parameters=\"prior\"",
        "--set=policies_from=20",
        "--figures=none",
        "--csv",
        "--quiet",
        "--out",
        typed(&out),
    ])
    .succeeds();
    there
}

fn outcomes(folder: &Path) -> Rows {
    parquet::read(&folder.join("outcomes.parquet"), &OUTCOMES).expect("the table is read")
}

#[test]
fn outcomes_are_counted_from_the_week_in_which_policies_part() {
    let there = ran();
    let folder = there.path().join("out");
    let rows = outcomes(&folder);
    assert_eq!(rows.len(), 2 * 4);
    assert!(!folder.join("figures").exists(), "no figure was asked for");
    let national = Results::open(&folder)
        .and_then(|of| of.read(&NATIONAL))
        .expect("the table is read");
    let [replicates, weeks, deaths, fear, draws] =
        ["replicate", "week", "oc_deaths", "fear", "draw"].map(|name| national.numbers(name));
    let policies = national.texts("policy");
    let [of, total, last, draw] =
        ["replicate", "oc_deaths", "fear", "draw"].map(|name| rows.numbers(name));
    for (row, policy) in rows.texts("policy").iter().enumerate() {
        let mine: Vec<usize> = (0..national.len())
            .filter(|at| policies[*at] == *policy && replicates[*at] == of[row])
            .filter(|at| weeks[*at] >= 20.0)
            .collect();
        assert_eq!(mine.len(), 40);
        assert_eq!(total[row], mine.iter().map(|at| deaths[*at]).sum::<f64>());
        assert_eq!(last[row], fear[mine[39]]);
        assert!(mine.iter().all(|at| draws[*at] == draw[row]));
    }
}

#[test]
fn draws_are_the_numbers_that_were_run() {
    let there = ran();
    let folder = there.path().join("out");
    let rows = outcomes(&folder);
    let used: BTreeSet<u64> = rows
        .numbers("draw")
        .iter()
        .map(|draw| *draw as u64)
        .collect();
    let text = fs::read_to_string(folder.join("draws.csv")).expect("a table");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .expect("a header")
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(header[..2], ["draw", "weight"]);
    let table: Vec<BTreeMap<String, f64>> = reader
        .records()
        .map(|row| {
            let row = row.expect("a row");
            let numbers = row.iter().map(|cell| cell.parse().expect("a number"));
            header.iter().cloned().zip(numbers).collect()
        })
        .collect();
    let told: BTreeSet<u64> = table.iter().map(|row| row["draw"] as u64).collect();
    assert_eq!(told, used);
    assert_eq!(used.len(), 2, "two replicates share a draw of the prior");
    let kept = folder.join("inputs/experiment.toml");
    let design = load(Some(&kept), &Overrides::default())
        .expect("it is read again")
        .design;
    for row in &table {
        let replicate = 2 * row["draw"] as u32;
        let run = design.draws.as_ref().expect("they are drawn").of(replicate);
        assert_eq!(row["recruitment.rate"], run.recruitment.rate.get());
        assert_eq!(row["citizens.young"], run.citizens.young.get());
        assert_eq!(row["leaders.rivals"], run.leaders.rivals.get());
    }
}

#[test]
fn where_nothing_is_drawn_there_is_no_draw() {
    let there = tempfile::tempdir().expect("a folder");
    let out = there.path().join("out");
    plaza([
        "run",
        SMOKE,
        "--replicates=2",
        "--weeks=52",
        "--quiet",
        "--out",
        typed(&out),
    ])
    .succeeds();
    assert!(
        outcomes(&out)
            .numbers("draw")
            .iter()
            .all(|draw| draw.is_nan())
    );
    assert!(!out.join("draws.parquet").exists() && !out.join("outcomes.csv").exists());
    plaza(["compare", typed(&out)]).succeeds();
    let map = parquet::read(&out.join("difference_map.parquet"), &DIFFERENCE_MAP).expect("a table");
    assert_eq!(map.len(), 2 * 144);
    assert_eq!(map.texts("municipality")[1], Some("r000c001"));
}
