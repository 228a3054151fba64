//! Deaths shared out between causes.

use insta::assert_snapshot;
use plaza::runs::dictionary::NATIONAL;
use plaza::studies::attribution::{ALL, Outcome, Row, Worlds};
use plaza_batch::parquet::read;

use crate::program::{plaza, shortened, typed};

/// Worlds of these causes, in which `value` of those that a world has comes out in each of ten replicates.
fn worlds(causes: &[&str], value: impl Fn(&[bool], usize) -> f64) -> Worlds {
    let n = causes.len();
    let of_world = |bits: usize| -> Vec<f64> {
        let there: Vec<bool> = (0..n).map(|cause| bits >> cause & 1 == 0).collect();
        (0..10).map(|replicate| value(&there, replicate)).collect()
    };
    let values: Vec<Vec<f64>> = (0..1 << n).map(of_world).collect();
    Worlds {
        causes: causes.iter().map(|name| (*name).to_owned()).collect(),
        values: [values.clone(), values],
    }
}

fn of<'a>(rows: &'a [Row], cause: &str) -> &'a Row {
    let found = rows
        .iter()
        .find(|row| row.outcome == Outcome::Rise.name() && row.cause == cause);
    found.expect("a row for each cause")
}

fn near(value: f64, expected: f64) {
    assert!(
        (value - expected).abs() < 1e-9,
        "{value}, expected {expected}"
    );
}

#[test]
fn causes_that_add_have_what_they_add() {
    let rows = worlds(&["a", "b", "c"], |there, replicate| {
        let amounts = [10.0, 20.0, -5.0].map(|amount| amount + replicate as f64);
        let added = amounts.iter().zip(there).filter(|(_, there)| **there);
        100.0 + added.map(|(amount, _)| amount).sum::<f64>()
    })
    .rows();
    for (cause, expected) in [("a", 14.5), ("b", 24.5), ("c", -0.5), (ALL, 38.5)] {
        let row = of(&rows, cause);
        near(row.shapley, expected);
        near(row.alone, expected);
        near(row.without, expected);
    }
    let row = of(&rows, "a");
    assert!(row.shapley_low < Some(14.5) && row.shapley_high > Some(14.5));
    near(row.share.expect("what all add is clear of 0"), 14.5 / 38.5);
    assert_eq!(rows.len(), 8, "two outcomes, three causes and all together");
}

#[test]
fn causes_that_need_one_another_share_what_they_add() {
    // Two that do something together alone, and one that does nothing.
    let rows = worlds(&["a", "b", "idle"], |there, _| {
        if there[0] && there[1] { 60.0 } else { 0.0 }
    })
    .rows();
    for (cause, [shapley, alone, without]) in [
        ("a", [30.0, 0.0, 60.0]),
        ("b", [30.0, 0.0, 60.0]),
        ("idle", [0.0; 3]),
    ] {
        let row = of(&rows, cause);
        near(row.shapley, shapley);
        near(row.alone, alone);
        near(row.without, without);
    }
    // The published example of a glove game: one left glove, two right ones.
    let gloves = worlds(&["left", "right", "other"], |there, _| {
        f64::from(u8::from(there[0] && (there[1] || there[2])))
    });
    let rows = gloves.rows();
    for (cause, expected) in [
        ("left", 4.0 / 6.0),
        ("right", 1.0 / 6.0),
        ("other", 1.0 / 6.0),
    ] {
        near(of(&rows, cause).shapley, expected);
    }
}

const CAUSES: &str = r#"
[attribution]
policy = "status_quo"

[[attribution.cause]]
name = "hunt"
without = ["leader_targeting"]

[[attribution.cause]]
name = "raids"
set = { "raids.rate" = 0.0 }
"#;

#[test]
fn every_world_is_run_and_shared_out() {
    let folder = tempfile::tempdir().expect("a folder");
    shortened(folder.path(), 104, 4, CAUSES);
    let out = folder.path().join("out");
    let call = [
        "run",
        "experiments/own.toml",
        "--policies",
        "status_quo",
        "--replicates",
        "2",
    ];
    plaza(call)
        .args(["--out", typed(&out), "--quiet"])
        .inside(folder.path())
        .succeeds();
    for world in ["", "-no_hunt", "-no_raids", "-no_hunt-no_raids"] {
        assert!(
            out.join(format!("national/status_quo{world}")).is_dir(),
            "{world}"
        );
    }
    let told = plaza(["attribute", typed(&out)]).succeeds().told();
    assert!(told.contains("hunt") && told.contains("Shapley"), "{told}");
    let mut table = csv::Reader::from_path(out.join("attribution.csv")).expect("written");
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    let number = |row: usize| -> f64 { rows[row][2].parse().expect("a number") };
    assert_eq!(rows.len(), 6);
    near(number(0) + number(1), number(2));
    near(number(3) + number(4), number(5));
    // What goes without the hunt, and without raids, from the tables themselves.
    let deaths = |world: &str| -> f64 {
        let path = out.join(format!("national/status_quo{world}/part-00000.parquet"));
        let rows = read(&path, &NATIONAL).expect("a block");
        rows.numbers("oc_deaths").iter().sum::<f64>() / 2.0
    };
    for (row, world) in [(3, "-no_hunt"), (4, "-no_raids")] {
        let without: f64 = rows[row][11].parse().expect("a number");
        near(without, deaths("") - deaths(world));
    }
    assert_ne!(deaths("-no_hunt"), deaths("-no_raids"));
    assert!(out.join("figures/attribution.svg").is_file());
    let told = plaza(["attribute", typed(&out), "--json"]).succeeds().out;
    assert!(told.contains("\"attribution\""), "{told}");
    plaza(["verify", typed(&out)]).succeeds();
}

#[test]
fn what_is_wrong_with_a_cause_is_told_once() {
    let wrong = |causes: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        shortened(folder.path(), 104, 4, causes);
        let error = plaza(["check", "experiments/own.toml"])
            .inside(folder.path())
            .refused();
        let errors: Vec<&str> = error
            .lines()
            .filter(|line| !line.starts_with("note: "))
            .collect();
        errors.join("\n")
    };
    assert_snapshot!(wrong(&CAUSES.replace("raids.rate", "raids.rat")), @"error: experiments/own.toml:25:23: there is no parameter `raids.rat` (did you mean `rate`?)");
    assert_snapshot!(wrong(&CAUSES.replace("leader_targeting", "leader_target")), @"error: experiments/own.toml:21:12: `status_quo` names no lever `leader_target` itself (did you mean `leader_targeting`?), expected `leader_targeting`, `kill_share`, `extradition`, `financial_intelligence`, `army_units`, `navy_units`, `federal_police_units`, `deployment_rule`, `joint_command`, `intervention_in_captured_forces`, `police_pay`, `police_vetting`, `police_training`, `prosecutors_and_courts`, `prisons`, `intelligence_sharing`, `institutional_linkages`, `single_window`, `equipment`, `arms_control_southward`, `inspection_northward`, `crossings`, `youth_programmes`, `work_and_school`, `culture_of_lawfulness`, `civil_society`, `reporting_channels`, `witness_protection`, `decriminalized_possession`, `allocation`, `aid_budget`, `aid_conditions` or `aid_shares`");
    assert_snapshot!(wrong(&CAUSES.replace("\"raids\"", "\"hunt\"")), @"error: experiments/own.toml:24:8: cause `hunt` is named twice");
    assert_snapshot!(wrong(&CAUSES.replace("\"raids\"", "\"no raids\"")), @"error: experiments/own.toml:24:8: name `no raids` cannot be part of a folder's name, expected lower-case letters, digits and `_`");
    assert_snapshot!(wrong(&CAUSES.replace("set = { \"raids.rate\" = 0.0 }", "without = [\"leader_targeting\"]")), @"error: experiments/own.toml:25:11: `leader_targeting` is of two causes, `hunt` and `raids`, expected it in one");
    assert_snapshot!(wrong(&CAUSES.replace("\"status_quo\"", "\"status_qou\"")), @"error: experiments/own.toml:17:10: policy `status_qou` is not among those compared (did you mean `status_quo`?), expected `no_intervention`, `kingpin_only` or `status_quo`");
    assert_snapshot!(wrong("[attribution]\npolicy = \"status_quo\"\ncause = []\n"), @"error: experiments/own.toml:17:9: names 0 causes, expected 1 to 8");
}

#[test]
fn a_folder_without_causes_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    shortened(folder.path(), 26, 4, "");
    let out = folder.path().join("out");
    let call = [
        "run",
        "experiments/own.toml",
        "--replicates",
        "1",
        "--quiet",
        "--out",
        typed(&out),
    ];
    plaza(call).inside(folder.path()).succeeds();
    let error = plaza(["attribute", typed(&out)]).refused();
    assert!(
        error.contains("expected a section `[attribution]`"),
        "{error}"
    );
}
