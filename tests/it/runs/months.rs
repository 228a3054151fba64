//! The table `months` is what the weeks come to: sums, squares and paired differences, the same bytes however a folder
//! was filled.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use plaza_batch::folded::Folded;
use plaza_batch::rows::Rows;
use tempfile::tempdir;

use plaza::runs::design::{Design, RecordReplicates};
use plaza::runs::dictionary::{MONTHS, PANEL};
use plaza::runs::replicate::{self, Ending, Stop};

use crate::program::{plaza, shortened, typed};
use crate::rules::worlds::smoke_by_month;

/// What is put to the small experiment.
const BY_MONTH: &str = "[record]\nmonths = true\n";

/// The small grid, with weeks and months recorded.
fn design() -> Design {
    let mut design = smoke_by_month();
    design.record.panel = RecordReplicates::Every(true);
    design.weeks = 42;
    design
}

/// The tables `months` and `panel` of a replicate under some policies.
fn recorded(design: &Design, policies: &[usize], number: u32) -> Vec<[Rows; 2]> {
    let endings = replicate::run(design, policies, number, true, &Stop::default());
    let tables = endings.into_iter().map(|ending| match ending {
        Ending::Done(recorded) => [&MONTHS, &PANEL].map(|table| {
            let mut tables = recorded.tables.iter();
            let found = tables.find(|rows| rows.table.name == table.name);
            found.expect("a table of the replicate").clone()
        }),
        other => panic!("the replicate ended {other:?}"),
    });
    tables.collect()
}

/// Municipality (none: the country) and month.
type Key = (Option<String>, i64);

/// A column by municipality and month.
fn told(months: &Rows, column: &str) -> BTreeMap<Key, f64> {
    let places = months.texts("municipality").into_iter();
    let keys = places.zip(months.numbers("month"));
    let keys = keys.map(|(place, month)| (place.map(str::to_owned), month as i64));
    keys.zip(months.numbers(column)).collect()
}

/// The same from the weeks.
fn from_weeks(panel: &Rows, measure: &str) -> BTreeMap<Key, f64> {
    let [weeks, present] = ["week", "organizations"].map(|column| panel.numbers(column));
    let [federal, soldiers] = ["federal_police", "soldiers"].map(|column| panel.numbers(column));
    let last = |row: usize| (weeks[row] as i32) % 4 == 3;
    let value = |row: usize| match measure {
        "organizations" => present[row] * f64::from(u8::from(last(row))),
        "contested" => f64::from(u8::from(present[row] >= 2.0)),
        "control" => f64::from(u8::from(present[row] == 1.0)),
        "forces" => federal[row] + soldiers[row],
        column => panel.numbers(column)[row],
    };
    let places = panel.texts("municipality");
    let mut sums = BTreeMap::new();
    for row in (0..panel.len()).filter(|row| weeks[*row] < 40.0) {
        let month = (weeks[row] as i64) / 4;
        for place in [None, places[row].map(str::to_owned)] {
            *sums.entry((place, month)).or_default() += value(row);
        }
    }
    sums
}

#[test]
fn months_are_what_the_weeks_come_to() {
    let design = design();
    let baseline = design
        .policies
        .iter()
        .position(|policy| policy.name == "status_quo");
    let baseline = baseline.expect("it is compared");
    let both = recorded(&design, &[1, baseline], 3);
    let [[mine, weeks], [_, weeks_of_baseline]] = both.as_slice() else {
        panic!("two policies");
    };
    for measure in [
        "oc_deaths",
        "extortions",
        "displaced",
        "organizations",
        "contested",
        "control",
        "forces",
    ] {
        let [sums, squares, differences, of_differences] =
            ["sum", "squares", "difference_sum", "difference_squares"]
                .map(|of| told(mine, &format!("{measure}_{of}")));
        let expected = from_weeks(weeks, measure);
        let baseline = from_weeks(weeks_of_baseline, measure);
        assert!(expected.values().sum::<f64>() > 0.0, "{measure} happens");
        for key in expected.keys().chain(baseline.keys()) {
            let [mine, theirs] =
                [&expected, &baseline].map(|of| of.get(key).copied().unwrap_or(0.0));
            let found = [&sums, &squares, &differences, &of_differences]
                .map(|of| of.get(key).copied().unwrap_or(0.0));
            let less = mine - theirs;
            assert_eq!(
                found,
                [mine, mine * mine, less, less * less],
                "{measure} {key:?}"
            );
        }
        assert!(
            sums.iter()
                .all(|(key, sum)| *sum == expected.get(key).copied().unwrap_or(0.0))
        );
    }
    let last = mine.numbers("month").into_iter().fold(0.0, f64::max);
    assert_eq!(last, 9.0, "two weeks of an unfinished month are left out");
}

#[test]
fn the_baseline_is_lived_through_where_nobody_asked_for_it() {
    let design = design();
    let mut without = design.clone();
    without.policies.truncate(2);
    without.variants.truncate(2);
    let alone = recorded(&without, &[1], 2);
    let together = recorded(&design, &[0, 1, 2], 2);
    assert_eq!(alone.len(), 1);
    assert!(alone[0][0] == together[1][0]);
    let differences = alone[0][0].numbers("forces_difference_squares");
    assert!(
        differences.iter().sum::<f64>() > 0.0,
        "there is something to differ in"
    );
}

#[test]
fn replicates_are_added_up_in_any_order() {
    let design = design();
    let of: Vec<Rows> = (0..3)
        .map(|number| recorded(&design, &[1], number).remove(0)[0].clone())
        .collect();
    let folded = |order: [usize; 3]| {
        let mut folded = Folded::new(&MONTHS);
        order.iter().for_each(|number| folded.add(&of[*number]));
        folded.rows()
    };
    let sums = folded([0, 1, 2]);
    assert!(sums == folded([2, 0, 1]));
    assert!(sums.numbers("replicates").iter().all(|of| *of == 3.0));
    let total = |rows: &Rows| rows.numbers("oc_deaths_sum").iter().sum::<f64>();
    assert_eq!(total(&sums), of.iter().map(total).sum::<f64>());
    let places = sums.texts("municipality");
    assert!(places.is_sorted(), "the country, then codes in order");
}

/// The parts of the table in a folder, by policy and file.
fn parts(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut parts = BTreeMap::new();
    for policy in fs::read_dir(folder.join("months"))
        .expect("months")
        .flatten()
    {
        for part in fs::read_dir(policy.path()).expect("parts").flatten() {
            let name = format!("{:?}/{:?}", policy.file_name(), part.file_name());
            parts.insert(name, fs::read(part.path()).expect("a part"));
        }
    }
    parts
}

#[test]
fn a_folder_that_grew_has_the_months_of_one_that_did_not() {
    let there = tempdir().expect("a temporary folder");
    let at = |name: &str| there.path().join(name);
    let experiment = shortened(there.path(), 26, 4, BY_MONTH);
    let run = |out: &str, more: &[&str]| {
        let out = at(out);
        let call = [
            "run",
            typed(&experiment),
            "--quiet",
            "--figures",
            "none",
            "--out",
            typed(&out),
        ];
        plaza(call).args(more).succeeds();
    };
    run("whole", &["--replicates", "12", "--threads", "2"]);
    run(
        "grown",
        &[
            "--replicates",
            "8",
            "--policies",
            "kingpin_only",
            "--threads",
            "1",
        ],
    );
    run(
        "grown",
        &[
            "--replicates",
            "12",
            "--policies",
            "no_intervention,kingpin_only",
            "--no-fork",
        ],
    );
    run("grown", &["--replicates", "12"]);
    let whole = parts(&at("whole"));
    assert_eq!(whole.len(), 6, "three policies, two blocks");
    assert!(whole == parts(&at("grown")));
    run("first", &["--replicates", "12", "--shard", "1/2"]);
    run("second", &["--replicates", "12", "--shard", "2/2"]);
    let [first, second, merged] = [at("first"), at("second"), at("merged")];
    plaza([
        "merge",
        typed(&first),
        typed(&second),
        "--out",
        typed(&merged),
    ])
    .succeeds();
    assert!(whole == parts(&merged));
    plaza(["verify", typed(&merged)]).succeeds();
}

#[test]
fn a_baseline_is_a_policy_that_is_there() {
    let there = tempdir().expect("a temporary folder");
    let experiment = shortened(there.path(), 26, 4, BY_MONTH);
    let set = |set: &[&str]| {
        let call = plaza([
            "run",
            typed(&experiment),
            "--quiet",
            "--out",
            typed(&there.path().join("out")),
        ]);
        call.args(set.iter().flat_map(|set| ["--set", *set]))
            .refused()
    };
    let unknown = set(&["baseline=\"kingpin_onyl\""]);
    assert!(
        unknown.contains("there is no `kingpin_onyl`") && unknown.contains("kingpin_only"),
        "{unknown}"
    );
    let idle = set(&["baseline=\"kingpin_only\"", "record.months=false"]);
    assert!(
        idle.contains("a baseline is for the table months"),
        "{idle}"
    );
}
