//! What is wrong with an experiment is told with its line, or as it was typed.

use std::fs;
use std::path::Path;

use plaza::setup::{Overrides, load};

use super::{set, written};

pub fn problems(path: &Path, overrides: &Overrides) -> String {
    let problems = load(Some(path), overrides).expect_err("this experiment is wrong");
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let folder = path.parent().expect("a folder").display().to_string();
    lines
        .join("\n")
        .replace(&format!("{folder}{}", std::path::MAIN_SEPARATOR), "")
}

pub fn wrong(replace: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    problems(&written(folder.path(), replace), &Overrides::default())
}

fn wrongly_set(settings: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    problems(&written(folder.path(), &[]), &set(settings))
}

#[test]
fn every_problem_is_told_at_once() {
    insta::assert_snapshot!(wrong(&[
        ("name = \"smoke\"", "nam = \"smoke\"\ncolour = 1"),
        ("\"kingpin_only\"", "\"kingpin\", 7"),
        ("weeks = 104", "weeks = \"many\""),
        ("replicates = 16", "replicates = 0"),
        ("seed = 20070101", "seed = -3\nrecord = { municipalities = \"al\" }"),
    ]), @r#"
    own.toml: key `name` is missing
    own.toml:3:1: unknown key `nam` (did you mean `name`?)
    own.toml:4:1: unknown key `colour`, expected `name`, `purpose`, `map`, `parameters`, `ranges`, `posterior`, `luck_per_draw`, `levers`, `policies`, `baseline`, `variant`, `before`, `shared`, `weeks`, `burn_in`, `policies_from`, `set`, `scale_levers`, `beyond_ranges`, `equal_budget`, `replicates`, `seed`, `memory_one_in`, `record`, `observed`, `replay`, `abroad`, `twin`, `attribution`, `design` or `calibration`
    own.toml:7:32: there is no `kingpin` among the policies (did you mean `kingpin_only`?), expected `_2006`, `accommodation`, `continuity`, `imagining_2024`, `kingpin_only`, `local_capacity`, `merida_refocus`, `military_lead`, `no_intervention`, `police_lead`, `police_lead_full_support`, `police_lead_no_support`, `retrenchment`, `social`, `social_legal_market`, `social_with_enforcement`, `status_quo` or `strategic_partnership`, or a path ending in .toml
    own.toml:7:43: expected text, found 7
    own.toml:8:9: expected a whole number, found the text "many"
    own.toml:10:14: replicates is 0, expected 1 to 1000000
    own.toml:11:8: expected a whole number, 0 or more, found -3
    own.toml:12:29: unknown value `al` (did you mean `all`?)
    "#);
}

#[test]
fn values_that_cannot_be_are_told() {
    insta::assert_snapshot!(wrong(&[("replicates = 16", "replicates = 0")]), @"own.toml:9:14: replicates is 0, expected 1 to 1000000");
    insta::assert_snapshot!(wrong(&[("weeks = 104", "weeks = 0")]), @"own.toml:7:9: weeks is 0, expected 1 to 5200");
    insta::assert_snapshot!(wrong(&[("weeks = 104", "weeks = 104\npolicies_from = 104")]), @"own.toml:8:17: policies_from is 104, expected 0 to 103");
    insta::assert_snapshot!(wrong(&[("name = \"smoke\"", "name = \"../smoke\"")]), @"own.toml:3:8: name `../smoke` cannot name a folder, expected lower-case letters, digits, `_` and `-`");
    insta::assert_snapshot!(wrong(&[("burn_in = 52", "burn_in = 99999999999")]), @"own.toml:8:11: 99999999999 is too far from 0 for a whole number here");
    insta::assert_snapshot!(wrong(&[("seed = 20070101", "")]), @"own.toml: key `seed` is missing");
    insta::assert_snapshot!(wrong(&[("\"no_intervention\", \"kingpin_only\", \"status_quo\"", "")]), @"own.toml:6:12: no policy is named, expected one or more");
}

#[test]
fn references_to_nothing_are_told() {
    insta::assert_snapshot!(wrong(&[("\"kingpin_only\"", "\"kingpin_onyl\"")]), @"own.toml:6:32: there is no `kingpin_onyl` among the policies (did you mean `kingpin_only`?), expected `_2006`, `accommodation`, `continuity`, `imagining_2024`, `kingpin_only`, `local_capacity`, `merida_refocus`, `military_lead`, `no_intervention`, `police_lead`, `police_lead_full_support`, `police_lead_no_support`, `retrenchment`, `social`, `social_legal_market`, `social_with_enforcement`, `status_quo` or `strategic_partnership`, or a path ending in .toml");
    insta::assert_snapshot!(wrong(&[("\"kingpin_only\"", "\"mine.toml\"")]), @"own.toml:6:32: there is no file `mine.toml`");
    insta::assert_snapshot!(wrong(&[("\"kingpin_only\"", "\"status_quo\"")]), @"own.toml:6:46: policy `status_quo` is named twice");
    insta::assert_snapshot!(wrong(&[("\"baseline\"", "\"base\"")]), @"own.toml:5:14: there is no `base` among the parameters (did you mean `baseline`?), expected `baseline`, `calibrated`, `prior` or `posterior`, or a path ending in .toml");
    insta::assert_snapshot!(wrong(&[("\"maps/grid", "\"${DATA}/maps/grid")]), @"own.toml:4:7: `${DATA}/maps/grid_12x12.toml` cannot be filled in, expected `${PLAZA_DATA}/` at its start or no `${`");
}

#[test]
fn what_is_wrong_with_parameters_is_told_with_its_line() {
    let baseline = include_str!("../../../../configs/parameters/baseline.toml");
    let folder = tempfile::tempdir().expect("a folder");
    let head = "[citizens]\nchildrn = 1\nyoung = 0.5\n\
        adults = { value = 0.23, unit = \"1/week\", range = [0.20, 0.26], source = \"x\" }\n\
        children = { value = 0.9, unit = \"1\", range = [0.2, 0.3], source = \"x\" }\n\
        older_readiness = { value = 0.05, unit = \"1\", range = [0.3, 0.0], source = \"x\" }\n\
        female_readiness = { value = 0.1, unit = \"1\", range = [0.03], source = \"x\" }\n\
        adult_readiness = { value = 0.5, unit = \"1\", range = [0.2, 1.0] }\n\
        vulnerable_readiness = { value = 3.0, unit = \"1\", range = [1.0, 6.0], source = \"\" }\n";
    let rest = baseline.find("[territory]").expect("a section");
    let text = format!("{head}\n{}", &baseline[rest..]);
    fs::write(folder.path().join("mine.toml"), text).expect("written");
    let path = written(folder.path(), &[("\"baseline\"", "\"mine.toml\"")]);
    insta::assert_snapshot!(problems(&path, &Overrides::default()), @r#"
        mine.toml:2:1: unknown key `childrn` (did you mean `children`?)
        mine.toml:3:9: expected { value = ..., unit = ..., range = [..., ...], source = ... }, found 0.5
        mine.toml:4:10: unit is `1/week`, expected `1`
        mine.toml:5:12: value 0.9 is outside its range [0.2, 0.3]
        mine.toml:6:19: range [0.3, 0] is empty, expected [smallest, largest]
        mine.toml:7:55: expected a list of 2, found 1
        mine.toml:8:19: key `source` is missing
        mine.toml:9:24: source is empty, expected a reference or `assumed: why`
        "#);
}

#[test]
fn what_is_wrong_with_a_setting_is_told_as_it_was_typed() {
    insta::assert_snapshot!(wrongly_set(&[
        "sed=3",
        "weeks",
        "burn_in=long",
        "record.municipalities=some",
        "parameters.recruitment.rat=0.003",
        "parameters.recruitment=1",
        "parameters.press=1",
        "parameters.fighting.x.y=1",
    ]), @r#"
        --set burn_in=long: expected a whole number, found the text "long"
        --set parameters.fighting.x.y=1: there is no parameter `fighting.x`
        --set parameters.press=1: `press` holds several parameters, expected one
        --set parameters.recruitment.rat=0.003: there is no parameter `recruitment.rat` (did you mean `rate`?)
        --set parameters.recruitment=1: `parameters.recruitment.rat` is set too, and one of the two holds the other, expected one of them
        --set record.municipalities=some: unknown value `some`, expected `all`, `active` or `mean`
        --set sed=3: unknown key `sed` (did you mean `seed`?)
        --set weeks: expected path=value
        "#);
    assert_eq!(
        wrongly_set(&[
            "parameters.citizens.young=0.21",
            "parameters.fighting.most=0"
        ]),
        "--set parameters.fighting.most=0: 0 is outside the range of `fighting.most`, 20 to 100; `--beyond-ranges` \
         allows it, and the results say so"
    );
    insta::assert_snapshot!(wrongly_set(&["parameters.recruitment.rate=9"]), @"--set parameters.recruitment.rate=9: 9 is outside the range of `recruitment.rate`, 0.0015 to 0.004; `--beyond-ranges` allows it, and the results say so");
    insta::assert_snapshot!(wrongly_set(&["parameters.recruitment.rate=fast"]), @r#"--set parameters.recruitment.rate=fast: expected a number, found the text "fast""#);
    insta::assert_snapshot!(wrongly_set(&["parameters.recruitment.rate.unit=1/year"]), @"--set parameters.recruitment.rate.unit=1/year: `recruitment.rate` is a number, expected parameters.recruitment.rate=NUMBER");
    let folder = tempfile::tempdir().expect("a folder");
    let overrides = Overrides {
        seed: Some(u64::MAX),
        replicates: Some(0),
        weeks: Some(-1),
        policies: Some(vec!["kingpins".to_owned()]),
        ..Overrides::default()
    };
    insta::assert_snapshot!(problems(&written(folder.path(), &[]), &overrides), @r#"
        --policies kingpins: there is no `kingpins` among the policies (did you mean `kingpin_only`?), expected `_2006`, `accommodation`, `continuity`, `imagining_2024`, `kingpin_only`, `local_capacity`, `merida_refocus`, `military_lead`, `no_intervention`, `police_lead`, `police_lead_full_support`, `police_lead_no_support`, `retrenchment`, `social`, `social_legal_market`, `social_with_enforcement`, `status_quo` or `strategic_partnership`, or a path ending in .toml
        --replicates 0: replicates is 0, expected 1 to 1000000
        --seed 18446744073709551615: the seed is too large, expected 9223372036854775807 or less
        --weeks -1: weeks is -1, expected 1 to 5200
        "#);
}

#[test]
fn parts_of_the_population_are_no_more_than_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.toml");
    let own = include_str!("../../../../configs/parameters/baseline.toml")
        .replace(
            "young = { value = 0.19, unit = \"1\", range = [0.17, 0.21]",
            "young = { value = 0.9, unit = \"1\", range = [0.17, 0.9]",
        )
        .replace(
            "most = { value = 30.0, unit = \"person\", range = [10.0",
            "most = { value = 30.0, unit = \"person\", range = [0.0",
        );
    std::fs::write(&path, &own).expect("the file is written");
    let problems = plaza::setup::parameters::read(&path, &[]).expect_err("two faults");
    let told: Vec<String> = problems
        .iter()
        .map(|problem| problem.message.clone())
        .collect();
    assert!(
        told.iter()
            .any(|m| m.starts_with("children, young and adults are together more")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|m| m.contains("range reaches 0")),
        "{told:?}"
    );
}

#[test]
fn a_flag_and_a_setting_of_the_same_are_too_much() {
    let overrides = Overrides {
        weeks: Some(50),
        set: vec!["weeks=60".to_owned()],
        ..Overrides::default()
    };
    let problems = load(None, &overrides).expect_err("two values");
    assert_eq!(
        problems[0].to_string(),
        "--set weeks=60: `--weeks` is given too, expected one of them"
    );
}

#[test]
fn what_is_wrong_with_a_twin_experiment() {
    let twin = |section: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let one = (
            "\"no_intervention\", \"kingpin_only\", \"status_quo\"",
            "\"status_quo\"",
        );
        let path = written(folder.path(), &[one]);
        let text = fs::read_to_string(&path).expect("written before");
        fs::write(&path, format!("{text}\n{section}")).expect("written");
        problems(&path, &Overrides::default())
    };
    let told = twin(
        "[twin]\nweek = 5200\n\
         [[twin.event]]\nname = \"a\"\nchange = \"remove_leader\"\norganization = \"north_eats\"\n\
         [[twin.event]]\nname = \"b\"\nchange = \"remove_boss\"\nmunicipality = \"r0c0\"\nweeks = 3\n\
         [[twin.event]]\nname = \"b\"\nchange = \"send_units\"\norganization = 0\n\
         [[twin.event]]\nname = \"C d\"\nchange = \"send_units\"\nforce = \"army\"\nstrength = -1.0\n",
    );
    insta::assert_snapshot!(told, @"
    own.toml:16:8: the week of the event is 5200, in a run of 104 weeks; expected 0 to 80, so that 23 follow
    own.toml:20:16: there is no organization `north_eats` on the map (did you mean `north_east`?), expected `north`, `north_east`, `north_west`, `sierra` or `south_west`, `largest`, `each` or a rank
    own.toml:24:16: there is no municipality `r0c0` on the map
    own.toml:25:9: `weeks` does nothing in this change, expected it left out
    own.toml:27:8: event `b` is named twice
    own.toml:29:16: rank 0, expected 1 for the largest, or more
    own.toml:30:1: `weeks` of the units is missing or wrong, expected 4 to 5200, for units are ordered every fourth week
    own.toml:31:8: name `C d` cannot be a word in a table, expected lower-case letters, digits, `_` and `-`
    own.toml:34:12: `strength` of the units is missing or wrong, expected a unit of 600 officers or soldiers, or more, to 1000000
    ");
    insta::assert_snapshot!(twin("[twin]\nweek = 3\nevent = []\n"), @r"own.toml:15:1: no event is named, expected one or more `[[twin.event]]`");
    let told =
        twin("[twin]\nweek = 3\n[[twin.event]]\nname = \"a\"\nchange = \"remove_leaders\"\n");
    insta::assert_snapshot!(told, @r"own.toml:19:10: unknown value `remove_leaders` (did you mean `remove_leader`?)");
    let several = wrong(&[(
        "seed = ",
        "twin = { week = 3, event = [{ name = \"a\", change = \"nothing\" }] }\nseed = ",
    )]);
    insta::assert_snapshot!(several, @r"own.toml:6:12: a twin experiment compares futures under one policy, expected one, found 3");
}
