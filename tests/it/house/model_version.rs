//! A fit belongs to the model's version, not to the program's: to the rules, their numbers and the ranges.
//!
//! What two years of the small country come to is pinned here beside [`MODEL`], and so are all numbers with
//! their ranges. Where one of them changes, fits to the old model say nothing of the new one: give `MODEL` the
//! version of the release, and fit anew. Columns, files and commands may change without. Where draws are made in
//! another way by the same laws, the pin is renewed alone, and says which tests hold the laws.

use std::fmt::Write as _;

use plaza_batch::files::digest;
use plaza_model::submodels::MODEL;

use plaza::files::embedded;
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};
use plaza::setup::{Overrides, load};
use toml::Table;

/// The model whose laws are pinned below.
const PINNED: &str = "0.11.0";
/// What its laws make of the small country under some policies.
const LAWS: &str = "92c34e20e35b82ca72a246d8b776b15692b3d96c65736b172bf3b1752459d4dc";
/// Its numbers and ranges.
const NUMBERS: &str = "3fcac7b0a211d44acbb7163194ae97c3d64935199872130f3aedbd3db0fa6759";

/// Columns of the table `national` that every rule leaves a trace in.
const TRACES: [&str; 16] = [
    "population",
    "organizations",
    "members",
    "associates",
    "recruited",
    "left",
    "arrested",
    "prisoners",
    "oc_deaths",
    "other_homicides",
    "extortions",
    "displaced",
    "flow_delivered",
    "trust_police",
    "police_integrity",
    "cooperation",
];

#[test]
fn the_version_says_whether_laws_changed() {
    // Pacts, legal cannabis and places chosen by deaths leave traces under some policies only.
    let policies = [
        "status_quo",
        "accommodation",
        "imagining_2024",
        "local_capacity",
    ];
    let overrides = Overrides {
        policies: Some(policies.map(str::to_owned).to_vec()),
        replicates: Some(1),
        ..Overrides::default()
    };
    let smoke = embedded::path("experiments/smoke.toml");
    let loaded = load(Some(&smoke), &overrides).expect("the shipped experiment is right");
    let mut traces = String::new();
    for ending in replicate::run(&loaded.design, &[0, 1, 2, 3], 0, true, &Stop::default()) {
        let Ending::Done(recorded) = ending else {
            panic!("the replicate did not end well");
        };
        for column in TRACES {
            for value in recorded.tables[0].numbers(column) {
                write!(traces, "{:x} ", value.to_bits()).expect("a string takes all");
            }
        }
    }
    let mut numbers = String::new();
    for file in ["baseline", "calibrated"] {
        let text = embedded::text(&embedded::path(&format!("parameters/{file}.toml")));
        let table: Table = text.expect("it is embedded").parse().expect("it is TOML");
        for (section, values) in &table {
            for (name, number) in values.as_table().into_iter().flatten() {
                let (value, range) = (&number["value"], &number["range"]);
                writeln!(numbers, "{section}.{name} {value} {range}").expect("a string takes all");
            }
        }
    }
    let found = [digest(traces.as_bytes()), digest(numbers.as_bytes())];
    assert_eq!(
        (MODEL, found[0].as_str(), found[1].as_str()),
        (PINNED, LAWS, NUMBERS),
        "laws or numbers changed: give MODEL the version of the release, fit anew, and pin what is new"
    );
}

#[test]
fn the_shipped_posterior_is_of_this_model() {
    let text = embedded::text(&embedded::path("parameters/posterior.csv"));
    let text = text.expect("it is embedded");
    let mut models = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next());
    assert!(models.all(|model| model == MODEL));
}
