//! `plaza compare`: a small run, replicates that failed, folders that cannot be compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use plaza_batch::rows::{Recorded, Rows as Table};

use plaza::runs::design::Sharing;
use plaza::runs::dictionary::{BUDGET, TABLES};
use plaza::runs::replicate::Ending;
use plaza::setup::results::Results;
use plaza::studies::comparison::files::outcomes;
use plaza::studies::comparison::outcomes::{Gathering, Setting};
use plaza::studies::comparison::screen::screen;
use plaza::studies::comparison::{
    Comparison, MARGIN, cost_effect_figure as cost_effect, forest_figure as forest,
    policy_metrics_figure as policy_metrics,
};

use crate::program::{Call, SMOKE, plaza, typed};

use crate::runs::fake::{self, call};
use crate::studies::comparison::national;
use crate::studies::figures::assert_sound;

const WRITTEN: [&str; 7] = [
    "comparison.csv",
    "cost_effect.csv",
    "breakdown.csv",
    "figures/breakdown.svg",
    "figures/forest.svg",
    "figures/policy_metrics.svg",
    "figures/cost_effect.svg",
];

fn compare(folder: &Path, more: &[&str]) -> Call {
    plaza(["compare", typed(folder)]).args(more)
}

type Rows = Vec<BTreeMap<String, String>>;

fn rows(folder: &Path, name: &str) -> Rows {
    let text = fs::read_to_string(folder.join(name)).expect("it was written");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize();
    rows.map(|row| row.expect("a row")).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().expect("a number")
}

#[test]
fn a_run_is_compared() {
    let there = tempfile::tempdir().expect("a folder");
    let folder = there.path().join("run");
    let idle = there.path().join("idle.toml");
    let text = "extends = \"status_quo\"\nabout = \"The same by another name.\"\ncalendar = true";
    fs::write(&idle, text).expect("written");
    let idle = idle.to_str().expect("a path in UTF-8");
    plaza(["run", SMOKE, "--quiet", "--out", typed(&folder)])
        .args(["--policies", &format!("no_intervention,status_quo,{idle}")])
        .args(["--replicates", "10", "--weeks", "52"])
        .succeeds();
    let screen = compare(&folder, &[]).succeeds().out;
    let width = screen.lines().map(|line| line.chars().count()).max();
    assert!(width <= Some(120), "{screen}");
    assert!(screen.contains("Correlation of oc_deaths"), "{screen}");
    assert!(!screen.contains("dropped"), "{screen}");
    let written = || WRITTEN.map(|name| fs::read_to_string(folder.join(name)).expect("written"));
    let first = written();
    let header = "policy,metric,direction,baseline,difference,low,high,better_share,holm_low,holm_high,\
                  verdict,best_probability,correlation_52,unit,mean,relative,p,holm_p,expected_regret,\
                  narrowing,correlation_13,correlation_156,correlation_312,replicates,variance_luck,\
                  variance_parameters,relative_low,relative_high,relative_holm_low,relative_holm_high";
    assert_eq!(first[0].lines().next(), Some(header));
    for (name, svg) in WRITTEN.iter().zip(&first).skip(3) {
        assert_sound(name, svg);
    }
    compare(&folder, &[]).succeeds();
    assert!(first == written(), "the same bytes again");

    let compared = rows(&folder, "comparison.csv");
    let of = |policy: &str| -> Vec<_> {
        let rows = compared.iter();
        rows.filter(|row| row["policy"] == policy).collect()
    };
    for row in of("idle") {
        assert_eq!(row["verdict"], "same", "{row:?}");
        assert_eq!(number(row, "difference"), 0.0, "{row:?}");
        assert_eq!((row["low"].as_str(), row["p"].as_str()), ("0.0", "1.0"));
        let correlation = &row["correlation_52"];
        assert!(
            correlation.is_empty() || number(row, "correlation_52") > 0.999_999,
            "{row:?}"
        );
    }
    for row in of("status_quo") {
        assert_eq!(row["verdict"], "baseline", "{row:?}");
    }
    let judged = of("status_quo");
    let judged = judged.iter().filter(|row| row["direction"] != "none");
    for row in judged {
        let of_metric = compared.iter().filter(|of| of["metric"] == row["metric"]);
        let sum: f64 = of_metric.map(|of| number(of, "best_probability")).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{row:?}");
    }
    let none = of("no_intervention");
    let complaints = none.iter().find(|row| row["metric"] == "complaints");
    let complaints = complaints.expect("a row");
    assert_eq!(complaints["verdict"], "better");
    assert!(number(complaints, "better_share") > 0.9);
    assert_eq!(complaints["correlation_156"], "", "beyond the end");

    let costs = rows(&folder, "cost_effect.csv");
    assert_eq!(costs.len(), 3 * 4);
    let cost = |policy: &str, payer: &str| -> f64 {
        let mut rows = costs.iter();
        let row = rows.find(|row| row["policy"] == policy && row["payer"] == payer);
        number(row.expect("a row for each"), "cost")
    };
    let payers = ["mexico", "united_states", "united_states_at_home"];
    for policy in ["idle", "no_intervention", "status_quo"] {
        let paid: f64 = payers.iter().map(|payer| cost(policy, payer)).sum();
        let all = cost(policy, "all");
        assert!((paid / all - 1.0).abs() < 1e-9, "{policy}: {paid}, {all}");
    }

    let parts = rows(&folder, "breakdown.csv");
    let sum = |by: &str, metric: &str| -> f64 {
        let of = parts
            .iter()
            .filter(|row| row["policy"] == "no_intervention" && row["by"] == by);
        let of = of.filter(|row| row["metric"] == metric || by == "victims");
        of.map(|row| number(row, "difference") * number(row, "residents") / 1e5)
            .sum()
    };
    let told = none
        .iter()
        .find(|row| row["metric"] == "oc_deaths")
        .expect("a row");
    for by in ["country", "border", "poverty", "state", "victims"] {
        let error = sum(by, "oc_deaths") - number(told, "difference");
        assert!(error.abs() < 1e-6, "{by}: {error}");
    }
    for metric in ["extortions", "displaced"] {
        let told = none
            .iter()
            .find(|row| row["metric"] == metric)
            .expect("a row");
        let error = sum("state", metric) - number(told, "difference");
        assert!(error.abs() < 1e-6, "{metric}: {error}");
    }

    compare(&folder, &["--baseline", "no_intervention"]).succeeds();
    let other = rows(&folder, "comparison.csv");
    let complaints = other
        .iter()
        .find(|row| row["policy"] == "idle" && row["metric"] == "complaints");
    assert_eq!(complaints.expect("a row")["verdict"], "worse");
}

/// Runs that differ by replicate and policy; replicates 3 and 9 fail under `b`.
fn simulate(policies: &[String], replicate: u32) -> Vec<Ending> {
    let ending = |policy: &String| {
        if policy == "b" && matches!(replicate, 3 | 9) {
            return Ending::Failed("week 2: no reason".to_owned());
        }
        let deaths = f64::from(50 + replicate * replicate % 7) - f64::from(policy.len() as u32);
        let weeks: Vec<_> = (0..20).map(|week| (replicate, week, deaths, 1.0)).collect();
        let mut recorded = Recorded::of(&TABLES);
        recorded.tables[0] = national(policy, &weeks);
        Ending::Done(Box::new(recorded))
    };
    policies.iter().map(ending).collect()
}

fn run(call: &fake::Call, folder: &Path) {
    call.run_with(folder, &simulate).expect("it runs");
}

#[test]
fn replicates_that_failed_are_dropped_for_all_and_named() {
    let there = tempfile::tempdir().expect("a folder");
    run(&call(&["b", "status_quo"], 12), there.path());
    let screen = compare(there.path(), &[]).succeeds().out;
    for number in [3, 9] {
        let named = format!("\n  replicate {number}: failed under b: week 2: no reason\n");
        assert!(screen.contains(&named), "{screen}");
    }
    let compared = rows(there.path(), "comparison.csv");
    assert!(compared.iter().all(|row| row["replicates"] == "10"));
    let deaths = compared.iter().find(|row| row["metric"] == "oc_deaths");
    let kept = (0..12).filter(|r| !matches!(r, 3 | 9));
    let mean = kept.map(|r| f64::from(50 + r * r % 7)).sum::<f64>() / 10.0;
    let deaths = deaths.expect("a row");
    assert!((number(deaths, "baseline") - 20.0 * (mean - 10.0)).abs() < 1e-9);
    assert_eq!(number(deaths, "difference"), 180.0);
    assert_eq!(deaths["verdict"], "worse", "the same in every replicate");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let there = tempfile::tempdir().expect("a folder");
    let folder = |name: &str| there.path().join(name);
    let refused = |name: &str, more: &[&str]| {
        let error = compare(&folder(name), more).refused();
        assert!(!folder(name).join("comparison.csv").exists());
        error.replace(&format!("{}/", there.path().display()), "")
    };
    insta::assert_snapshot!(refused("none", &[]), @"error: none: is no result folder, expected `manifest.json` in it");
    run(&call(&["b", "kingpin"], 8), &folder("other"));
    insta::assert_snapshot!(refused("other", &[]), @"error: other: has no policy `status_quo`, expected one of b, kingpin");
    insta::assert_snapshot!(refused("other", &["--baseline", "kingpim"]), @"error: other: has no policy `kingpim` (did you mean `kingpin`?), expected one of b, kingpin");
    run(&call(&["status_quo"], 8), &folder("one"));
    insta::assert_snapshot!(refused("one", &[]), @"error: one: has only the policy `status_quo`, expected two or more to compare");
    run(
        &call(&["a", "status_quo"], 24).shard("1/2"),
        &folder("shard"),
    );
    insta::assert_snapshot!(refused("shard", &[]), @"error: shard: holds shard 1/2, expected all blocks: plaza merge joins shards");
    let mut killed = call(&["a", "status_quo"], 24);
    (killed.killed_after, killed.threads) = (Some(16), 1);
    run(&killed, &folder("killed"));
    insta::assert_snapshot!(refused("killed", &[]), @"error: killed: is not complete: 1 of 3 blocks of `a` are done, expected all; the call of plaza run that made it goes on from there");
    let whole = call(&["a", "status_quo"], 8);
    run(&whole, &folder("altered"));
    let part = folder("altered/national/a/part-00000.parquet");
    fs::write(&part, "something else").expect("written");
    let told = refused("altered", &[]);
    assert!(
        told.contains("altered/national/a/part-00000.parquet: was altered or truncated"),
        "{told}"
    );
    run(&whole, &folder("inputs"));
    let input = folder("inputs/inputs/experiment.toml");
    fs::write(&input, "policies_from = 3").expect("written");
    let told = refused("inputs", &[]);
    assert!(
        told.contains("experiment.toml: was altered or truncated"),
        "{told}"
    );
    run(&whole, &folder("margin"));
    let error = compare(&folder("margin"), &["--margin", "2"]).refused();
    assert!(
        error.contains("expected a share of the baseline from 0 to below 1"),
        "{error}"
    );
}

#[test]
fn the_experiment_says_when_policies_part_and_who_shares_a_draw() {
    let there = tempfile::tempdir().expect("a folder");
    run(&call(&["a", "status_quo"], 8), there.path());
    let recipe = concat!(env!("CARGO_MANIFEST_DIR"), "/configs/maps/grid_12x12.toml");
    fs::copy(recipe, there.path().join("inputs/map.toml")).expect("a recipe");
    let path = there.path().join("inputs/experiment.toml");
    let kept = fs::read_to_string(&path).expect("an experiment");
    let setting = |more: &str| {
        fs::write(&path, format!("{more}\n{kept}")).expect("written");
        let results = Results::open(there.path()).expect("a manifest");
        let read = outcomes(&results).expect("outcomes");
        (
            read.setting.policies_from,
            read.setting.sharing.luck_per_draw,
        )
    };
    assert_eq!(setting(""), (0, 1));
    let drawn = "parameters = \"prior\"\nluck_per_draw = 4\npolicies_from = 5";
    assert_eq!(setting(drawn), (5, 4));
    assert_eq!(setting("parameters = \"prior\""), (0, 2), "by default");
    let fixed = "parameters = \"parameters.toml\"\nluck_per_draw = 4";
    assert_eq!(setting(fixed), (0, 1), "nothing is drawn");
}

#[test]
fn many_policies_and_single_replicates_are_told_and_drawn() {
    const NAMES: [&str; 13] = [
        "status_quo",
        "no_intervention",
        "military_lead",
        "police_lead",
        "kingpin_only",
        "accommodation",
        "operational_police+us_demand_arms",
        "federal_police",
        "gendarmerie",
        "justice_reform",
        "prevention_first",
        "pact_enforced",
        "community_police",
    ];
    for (policies, replicates) in [(13, 12), (13, 1), (2, 2)] {
        let setting = Setting {
            first_year: 2007,
            weeks: 60,
            policies_from: 0,
            seed: 1,
            sharing: Sharing::in_a_row(1),
            test: false,
        };
        let mut gathering = Gathering::new(setting);
        for (index, policy) in (0_u32..).zip(&NAMES[..policies]) {
            let value = |replicate: u32, week: u32| {
                let noise = (replicate * 31 + week * 17 + index * 7) % 23;
                let deaths = (1000 + 37 * (index * 5 % 13) + noise * (index % 3)) as f64;
                (
                    replicate,
                    week as i32,
                    deaths,
                    1e6 * f64::from(100 + index * 9 % 14 * 6 + noise),
                )
            };
            let rows = (0..replicates).flat_map(|r| (0..60).map(move |week| value(r, week)));
            let rows: Vec<_> = rows.collect();
            gathering.add(policy, &national(policy, &rows), &Table::new(&BUDGET));
        }
        let compared = Comparison::new(&gathering.finish(), 0, MARGIN);
        let shown = screen(&compared, 120);
        let width = shown.lines().map(|line| line.chars().count()).max();
        assert!(width <= Some(120), "{shown}");
        for policy in &NAMES[..policies] {
            assert!(shown.contains(policy), "{shown}");
        }
        for (name, svg) in [
            ("forest", forest::draw(&compared)),
            ("policy_metrics", policy_metrics::draw(&compared)),
            ("cost_effect", cost_effect::draw(&compared)),
        ] {
            assert_sound(&format!("{name} ({policies} policies)"), &svg);
            // PLAZA_FIGURES=FOLDER keeps them, for whoever wants to look.
            if let Ok(folder) = std::env::var("PLAZA_FIGURES") {
                let path = format!("{folder}/{name}_{policies}x{replicates}.svg");
                fs::write(path, svg).expect("the folder is there");
            }
        }
    }
}
