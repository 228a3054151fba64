//! `plaza describe` and `plaza check`, as a user sees them.

use plaza_model::state::orders::LEVERS;
use plaza_model::submodels::schedule::SCHEDULE;

use plaza::setup::parameters;
use plaza::studies::dictionary::ALL;

use crate::program::{Answer, SMOKE, plaza, typed};

#[test]
fn each_topic_is_told_in_lines_of_a_hundred_characters_and_as_json() {
    for topic in [
        "",
        "parameters",
        "policies",
        "levers",
        "schedule",
        "tables",
        "odd",
    ] {
        let mut args = vec!["describe"];
        args.extend(Some(topic).filter(|topic| !topic.is_empty()));
        let page = plaza(&args).succeeds();
        assert_eq!(page.error, "", "{topic}");
        for line in page.out.lines() {
            assert!(line.chars().count() <= 100, "{topic}: {line}");
        }
        let json = plaza(args).arg("--json").succeeds().out;
        let facts: serde_json::Value = serde_json::from_str(&json).expect("valid JSON");
        assert!(facts.is_array() || matches!(topic, "" | "odd"));
    }
}

#[test]
fn every_parameter_is_described_with_all_that_is_known_of_it() {
    let json = plaza(["describe", "parameters", "--json"]).succeeds().out;
    let numbers: Vec<serde_json::Value> = serde_json::from_str(&json).expect("valid JSON");
    let in_file: usize = parameters::baseline()
        .values()
        .filter_map(|section| section.as_table().map(|section| section.len()))
        .sum();
    assert_eq!(numbers.len(), in_file);
    for number in numbers {
        for key in [
            "path",
            "section",
            "description",
            "value",
            "unit",
            "range",
            "source",
        ] {
            assert!(!number[key].is_null(), "{} has no {key}", number["path"]);
        }
    }
}

#[test]
fn the_odd_has_every_process_with_its_rule_and_every_parameter_once() {
    let json = plaza(["describe", "odd", "--json"]).succeeds().out;
    let odd: serde_json::Value = serde_json::from_str(&json).expect("valid JSON");
    let submodels = odd["submodels"].as_array().expect("a list");
    assert_eq!(submodels.len(), SCHEDULE.len());
    let mut sections = std::collections::BTreeMap::new();
    for (process, known) in SCHEDULE.iter().zip(submodels) {
        assert_eq!(known["name"], process.name);
        for part in ["about", "rule", "reads", "writes", "source", "limit"] {
            assert!(
                known["rule"][part]
                    .as_str()
                    .is_some_and(|text| !text.is_empty()),
                "{} has no {part}: is its file in src/cli/describe/rules.rs?",
                process.name
            );
        }
        let count = known["parameters"].as_array().expect("a list").len();
        sections.insert(known["rule"]["file"].to_string(), count);
    }
    let of_first_week = odd["initialization"].as_array().expect("a list").len();
    let json = plaza(["describe", "parameters", "--json"]).succeeds().out;
    let all: Vec<serde_json::Value> = serde_json::from_str(&json).expect("valid JSON");
    assert_eq!(of_first_week + sections.values().sum::<usize>(), all.len());
    for element in [
        "purpose",
        "entities",
        "schedule",
        "design_concepts",
        "levers",
    ] {
        let known = odd[element].as_array().expect("a list");
        assert!(!known.is_empty(), "{element}");
    }
    assert_eq!(odd["entities"].as_array().map(Vec::len), Some(ALL.len()));
}

#[test]
fn check_reports_every_problem_of_every_file_and_leaves_with_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.to_str().expect("a path is text").to_owned()
    };
    let policy = write("p.toml", "about = \"\"\nextends = \"_2007\"");
    let broken = write("b.toml", "a = \nb = \"c\"\nd = [1,");
    let foreign = write("f.toml", "colour = \"red\"");
    let missing = folder.path().join("none.toml").display().to_string();
    let check = plaza(["check", &policy, &broken, &foreign, &missing]).ends_with(2);
    let prefix = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
    assert_eq!(check.out, "");
    insta::assert_snapshot!(check.error.replace(&prefix, ""), @r#"
        error: b.toml:1:5: string values must be quoted, expected literal string
        error: b.toml:3:8: unclosed array, expected `]`
        error: f.toml: has the keys of no kind of file, expected one of experiment, policy, levers, parameters, map, aliases, targets, scorecard, rivals
        error: none.toml: there is no such file
        error: p.toml:2:11: there is no policy `_2007` (did you mean `_2006`?), expected a file beside this one or `_2006`, `accommodation`, `continuity`, `imagining_2024`, `kingpin_only`, `local_capacity`, `merida_refocus`, `military_lead`, `no_intervention`, `police_lead`, `police_lead_full_support`, `police_lead_no_support`, `retrenchment`, `social`, `social_legal_market`, `social_with_enforcement`, `status_quo` or `strategic_partnership`
        "#);
}

#[test]
fn parameters_of_a_name_that_is_none_are_told_with_the_nearest() {
    let errors = plaza(["describe", "parameters", "--of", "calibratd"]).refused();
    insta::assert_snapshot!(errors, @"error: there is no parameter file `calibratd` (did you mean `calibrated`?), expected `baseline` or `calibrated`, or a path ending in .toml");
}

#[test]
fn check_says_what_a_good_file_is() {
    let check = plaza([
        "check",
        "configs/experiments/smoke.toml",
        "configs/policies/status_quo.toml",
        "configs/levers.toml",
        "configs/aliases.toml",
        "configs/maps/grid_12x12.toml",
        "configs/parameters/posterior.csv",
    ]);
    let Answer { out, error, .. } = check.succeeds();
    // What a reader of the results would have to know.
    assert!(
        error.contains("note: test: this experiment only tests the program"),
        "{error}"
    );
    assert!(
        error.lines().all(|line| line.starts_with("note: ")),
        "{error}"
    );
    let out = out.replace(&format!("of {} levers", LEVERS.len()), "of all levers");
    insta::assert_snapshot!(out, @"
    ok configs/experiments/smoke.toml: experiment `smoke`: no_intervention, kingpin_only, status_quo; replicates 16, weeks 104, municipalities 144
    ok configs/policies/status_quo.toml: policy `status_quo`: The historical course of 2007-2018, then frozen: the army in the lead, leaders hunted, aid late and equipment over reform.
    ok configs/levers.toml: catalogue of all levers
    ok configs/aliases.toml: aliases of organizations
    ok configs/maps/grid_12x12.toml: map `grid 12x12`: 144 municipalities, 3000000 people, 5 organizations
    ok configs/parameters/posterior.csv: posterior of 15 draws
    ");
}

/// Tables that are made have the columns that `describe tables` says.
#[test]
fn columns_of_made_tables_are_described() {
    let there = tempfile::tempdir().expect("a temporary folder");
    let out = there.path().join("out");
    let out = typed(&out);
    let run = plaza(["run", SMOKE, "--quiet", "--out", out, "--figures", "none"]);
    let more = [
        "--replicates",
        "1",
        "--policies",
        "status_quo,social",
        "--weeks",
        "60",
    ];
    run.args(more).succeeds();
    plaza(["compare", out]).succeeds();
    plaza(["validate", out]).succeeds();
    let twins = format!("{out}_twins");
    let twin = [
        "twin",
        "configs/experiments/twin.toml",
        "--quiet",
        "--out",
        &twins,
    ];
    let small = ["map=configs/maps/grid_12x12.toml", "weeks=80", "burn_in=13"];
    let small = small.into_iter().flat_map(|set| ["--set", set]);
    let twin = plaza(twin).args(["--replicates", "1"]);
    twin.args(small).succeeds();
    let known = plaza(["describe", "tables", "--json"]).succeeds().out;
    let known: serde_json::Value = serde_json::from_str(&known).expect("JSON");
    let known = known.as_array().expect("tables");
    for name in [
        "summary",
        "comparison",
        "cost_effect",
        "breakdown",
        "validation",
        "twin_curve",
        "twin_effects",
        "twin_pairs",
    ] {
        let folder = if name.starts_with("twin") {
            &twins
        } else {
            out
        };
        let text = std::fs::read_to_string(format!("{folder}/{name}.csv")).expect("a table");
        let table = known
            .iter()
            .find(|table| table["name"] == name)
            .expect("it is described");
        let columns = table["columns"].as_array().expect("columns");
        let text_of =
            |column: &serde_json::Value, key: &str| column[key].as_str().expect("text").to_owned();
        let names: Vec<String> = columns.iter().map(|of| text_of(of, "name")).collect();
        assert_eq!(
            text.lines().next(),
            Some(names.join(",").as_str()),
            "{name}"
        );
        assert!(
            columns.iter().all(|of| !text_of(of, "formula").is_empty()),
            "{name}"
        );
        for row in csv::Reader::from_reader(text.as_bytes()).into_records() {
            let row = row.expect("a row");
            for (value, of) in row
                .iter()
                .zip(columns)
                .filter(|(value, _)| !value.is_empty())
            {
                let right = match text_of(of, "type").as_str() {
                    "integer" => value.parse::<i64>().is_ok(),
                    "real" => value.parse::<f64>().is_ok(),
                    "boolean" => value.parse::<bool>().is_ok(),
                    _ => value.parse::<bool>().is_err(),
                };
                assert!(right, "{name}: `{value}` of {of}");
            }
        }
    }
    for effect in csv::Reader::from_path(format!("{twins}/twin_effects.csv"))
        .expect("effects")
        .deserialize()
    {
        let effect: std::collections::BTreeMap<String, String> = effect.expect("a row");
        let low = effect["ratio_low"].parse::<f64>();
        assert!(
            low.is_err() || low.is_ok_and(|low| low >= 0.0),
            "{effect:?}"
        );
    }
}

#[test]
fn parameters_are_a_problem_of_salib_in_the_names_of_a_design() {
    let json = plaza(["describe", "parameters", "--salib"]).succeeds().out;
    let problem: serde_json::Value = serde_json::from_str(&json).expect("valid JSON");
    let list = |key: &str| problem[key].as_array().expect("a list").clone();
    let (names, bounds, dists) = (list("names"), list("bounds"), list("dists"));
    assert_eq!(problem["num_vars"], names.len());
    assert!(names.len() == bounds.len() && names.len() == dists.len());
    let index = names
        .iter()
        .position(|name| name == "parameters.relations.onset");
    let index = index.expect("a parameter with a range");
    assert_eq!(bounds[index], serde_json::json!([1e-5, 0.02]));
    assert_eq!(dists[index], "logunif");
    // What has no range is not varied.
    assert!(
        !names
            .iter()
            .any(|name| name == "parameters.response.reporting")
    );
    let said = plaza(["describe", "levers", "--salib"]).refused();
    assert!(said.contains("`--salib` is of parameters"), "{said}");
}
