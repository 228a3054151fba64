//! What Mexico gave a country may not hold in another: the year of week 0, sizes, targets, names.

use std::fs;

use super::{Country, PRESENCE, WITH};
use crate::program::Answer;

#[test]
fn the_year_of_week_0_is_the_one_after_the_maps() {
    let country = Country::new();
    country.write("pres.csv", &PRESENCE.replace("2006", "2018"));
    country.write(
        "pop.csv",
        "code,pop_2007,pop_2018,pop_2024\n01001,50000,100000,110000\n01002,20000,45000,46000\n02001,15000,31000,32000\n\
         10019,10000,21000,22000\n",
    );
    let out = country.built(&[
        "--adjacency",
        "adj.csv",
        "--population",
        "pop.csv",
        "--year",
        "2018",
    ]);
    assert!(out.contains("first week             of 2019"), "{out}");
    country.experiment("");
    let told = country.run(&[]);
    assert!(
        told.contains("those of Mexico in 2006; this is the map of `map` in 2018"),
        "{told}"
    );
    assert!(
        told.contains("its calendar of levels is of 2007 to 2018"),
        "{told}"
    );
    let story = country
        .plaza(&["explain", "out", "--replicate", "0"])
        .succeeds()
        .out;
    assert!(story.contains("60 weeks from Jan 2019"), "{story}");
    assert!(
        story.contains("\n2019\n----") && story.contains("\n2020 (8 weeks)"),
        "{story}"
    );
    let figure =
        fs::read_to_string(country.0.path().join("out/figures/oc_deaths.svg")).expect("a figure");
    assert!(figure.contains("0 is the first week of 2019"), "{figure}");
    let national = fs::read(country.0.path().join("map/populations.csv")).expect("residents");
    let national = String::from_utf8(national).expect("UTF-8");
    assert!(
        national.starts_with("code,pop_2019,pop_2020,"),
        "{national}"
    );
    assert!(national.contains("\n01001,101667,"), "{national}");
}

#[test]
fn whose_numbers_they_are_is_said_and_can_be_scaled() {
    let country = Country::new();
    let out = country.built(&WITH);
    assert!(
        out.contains("  army_units                 54,980         1,512  soldier\n"),
        "{out}"
    );
    let scaled =
        fs::read_to_string(country.0.path().join("map/scale_levers.csv")).expect("a table");
    assert!(
        scaled.contains("\nstatus_quo,army_units,soldier,0,45000.0,110000000.0,1238.0\n"),
        "{scaled}"
    );
    country.experiment("");
    let told = country.run(&[]);
    let size = "levels in persons and dollars are of 110 million people, and here live 3.03 million: at most army_units \
                54,980, by residents 1,512";
    assert!(told.contains(size), "{told}");
    let manifest =
        fs::read_to_string(country.0.path().join("out/manifest.json")).expect("a manifest");
    assert!(
        manifest.contains("this is the map of `map` in 2006"),
        "{manifest}"
    );
    country.plaza(&["report", "out"]).succeeds();
    let page = fs::read_to_string(country.0.path().join("out/report.html")).expect("a page");
    assert!(page.contains("To be known first") && page.contains("this is the map of `map`"));
    let told = country.run(&["--set", "scale_levers=population", "--out", "scaled"]);
    assert!(
        told.contains("are brought to 3.03 million people") && !told.contains("by residents"),
        "{told}"
    );
    assert!(
        told.contains("mobile forces come in units of 600"),
        "{told}"
    );
}

#[test]
fn only_its_own_targets_judge_it() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    country.run(&[]);
    let Answer {
        out, error: told, ..
    } = country.plaza(&["validate", "out"]).succeeds();
    assert!(
        told.contains("the targets are of Mexico, and the map is of map"),
        "{told}"
    );
    assert!(out.contains("nothing is judged"), "{out}");
    assert!(!out.contains("inside") && !out.contains("outside"), "{out}");
    let table = fs::read_to_string(country.0.path().join("out/validation.csv")).expect("a table");
    assert!(
        table
            .lines()
            .skip(1)
            .all(|line| line.contains(",reported,") || line.contains(",not computable,"))
    );
    let target = |country: &str| {
        format!(
            "country = \"{country}\"\n[[target]]\nid = \"C1\"\nwhat = \"deaths\"\nunit = \"1/(100000 year)\"\nrole = \"check\"\n\
             tolerance = {{ within = [0.0, 1e9] }}\nparts = [{{ name = \"all\", years = [2007], values = [1.0] }}]\n"
        )
    };
    country.write("own_targets.toml", &target("map"));
    let out = country
        .plaza(&["validate", "out", "--targets", "own_targets.toml"])
        .succeeds()
        .out;
    assert!(
        out.contains("no verdict on 1 target, 1 known of too few replicates"),
        "{out}"
    );
    country.write("own_targets.toml", &target("Peru"));
    let error = country
        .plaza(&["validate", "out", "--targets", "own_targets.toml"])
        .refused();
    assert!(
        error.contains("own_targets.toml: the targets are of Peru, and the map is of map"),
        "{error}"
    );
}

#[test]
fn levels_from_the_command_line_have_the_range_of_the_country() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("scale_levers = \"population\"\n");
    let run = |level: &str| {
        let set = format!("levers.army_units={level}");
        country.plaza(&[
            "run",
            "own.toml",
            "--verbose",
            "--set",
            &set,
            "--out",
            level,
        ])
    };
    // 3 million people of 110: a force of Mexico's size is beyond them.
    let error = run("100000").refused();
    assert!(
        error.contains("level 100000 of `army_units` is outside 0 to "),
        "{error}"
    );
    run("1000").succeeds();
}

#[test]
fn notices_survive_extension() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    country.run(&[]);
    country.run(&["--policies", "status_quo,police_lead"]);
    let manifest =
        fs::read_to_string(country.0.path().join("out/manifest.json")).expect("a manifest");
    assert_eq!(
        manifest
            .matches("levels in persons and dollars are of")
            .count(),
        3,
        "{manifest}"
    );
}

#[test]
fn a_policy_file_with_a_shipped_name_is_refused() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    country.write("mine.toml", "extends = \"status_quo\"\nabout = \"mine\"\n");
    let shipped = include_str!("../../../../configs/policies/status_quo.toml");
    country.write("status_quo.toml", &shipped.replace('\n', "\r\n"));
    country.run(&["--policies", "mine.toml"]);
    country.write(
        "status_quo.toml",
        &shipped.replace("level = 0.08", "level = 0.09"),
    );
    let error = country
        .plaza(&[
            "run",
            "own.toml",
            "--policies",
            "mine.toml",
            "--out",
            "other",
        ])
        .refused();
    assert!(
        error.contains("status_quo.toml: has the name of `<plaza>/policies/status_quo.toml`, which the program carries"),
        "{error}"
    );
    // The bare name means the shipped one, and the file beside it would be passed over.
    let error = country.plaza(&["check", "own.toml"]).refused();
    assert!(
        error.contains("status_quo.toml: has the name of"),
        "{error}"
    );
}

/// Years, and numbers of one country, have no place in the words for another.
#[test]
fn what_is_reported_of_another_country_is_in_words_of_any() {
    let country = Country::new();
    country.built(&[&WITH[..], &["--country", "Elsewhere"]].concat());
    country.experiment("");
    country.run(&[]);
    let out = country.plaza(&["validate", "out"]).succeeds().out;
    for said in ["2007-10", "2021", "2012-2022", "four years", "Mexico"] {
        assert!(!out.contains(said), "{said}: {out}");
    }
    assert!(
        out.contains("as of a country of 112.3 million people"),
        "{out}"
    );
}

#[test]
fn files_of_results_are_told_of_in_words() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    country.run(&[]);
    for text in ["{\"policies\": []}", "{", "[]", "{} x", ""] {
        country.write("out/manifest.json", text);
        let error = country.plaza(&["compare", "out"]).refused();
        for raw in [
            "invalid", "sequence", "EOF", "trailing", "struct", "field", "map,",
        ] {
            assert!(!error.contains(raw), "{text}: {error}");
        }
    }
}
