//! Variants of a policy: other numbers of the rules under the same levers and the same luck.

use std::path::Path;

use plaza_batch::rows::Recorded;
use plaza_model::units::Quantity;

use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};
use plaza::setup as config;
use plaza::setup::{Loaded, Overrides};

use crate::program::{plaza, shortened, typed};

/// The smoke experiment of 26 weeks with these variants, in a folder of its own.
fn read(folder: &Path, variants: &str) -> Result<Loaded, String> {
    let path = shortened(folder, 26, 4, variants);
    config::load(Some(&path), &Overrides::default()).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let prefix = format!(
            "{}{}",
            folder.join("experiments").display(),
            std::path::MAIN_SEPARATOR
        );
        lines.join("\n").replace(&prefix, "")
    })
}

fn wrong(variants: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    read(folder.path(), variants).expect_err("this experiment is wrong")
}

/// What is recorded under the policies with these names, in one call.
fn recorded(loaded: &Loaded, names: [&str; 2]) -> [Recorded; 2] {
    let design = &loaded.design;
    let index = |name: &str| design.policies.iter().position(|p| p.name == name);
    let policies = names.map(|name| index(name).expect("a policy of the experiment"));
    let endings = replicate::run(design, &policies, 0, true, &Stop::default());
    let endings: Vec<Recorded> = endings
        .into_iter()
        .map(|ending| match ending {
            Ending::Done(recorded) => *recorded,
            other => panic!("the replicate ended {other:?}"),
        })
        .collect();
    endings.try_into().expect("two endings")
}

#[test]
fn a_variant_differs_by_its_numbers_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let loaded = read(
        folder.path(),
        r#"
[[variant]]
name = "same"
policy = "status_quo"
set = { "raids.lost" = 0.1 }

[[variant]]
name = "calm"
policy = "status_quo"
set = { "fighting.rate" = 0, "fighting.punishment" = 0.0, "raids.rate" = 0.0, "gangs.hiring" = 0.0, "relations.onset" = 0.0 }
"#,
    )
    .expect("the experiment is right");
    let calm = loaded.design.policies.len() - 1;
    assert_eq!(loaded.design.policies[calm].name, "status_quo-calm");
    let p = loaded.design.parameters_of(calm);
    assert_eq!(p.relations.onset.get(), 0.0, "outside its range, but off");
    assert!(loaded.design.parameters.relations.onset.get() > 0.0);

    let [plain, same] = recorded(&loaded, ["status_quo", "status_quo-same"]);
    let numbers = |recorded: &Recorded, name: &str| recorded.tables[0].numbers(name);
    for name in ["oc_deaths", "recruited", "extortions", "fear"] {
        assert_eq!(numbers(&plain, name), numbers(&same, name), "{name}");
    }
    let [plain, calm] = recorded(&loaded, ["status_quo", "status_quo-calm"]);
    let between =
        |recorded: &Recorded| -> f64 { numbers(recorded, "oc_deaths_between").into_iter().sum() };
    assert!(between(&plain) > 0.0);
    assert_eq!(between(&calm), 0.0);
}

#[test]
fn what_is_wrong_with_a_variant_is_told() {
    let of = |name: &str, policy: &str, set: &str| {
        format!("[[variant]]\nname = \"{name}\"\npolicy = \"{policy}\"\nset = {{ {set} }}\n")
    };
    insta::assert_snapshot!(wrong(&of("no raids", "status_quo", r#""raids.rate" = 0.0"#)), @"own.toml:16:8: name `no raids` cannot be part of a folder's name, expected lower-case letters, digits, `_` and `-`");
    insta::assert_snapshot!(wrong(&of("calm", "statusquo", r#""raids.rate" = 0.0"#)), @"own.toml:17:10: policy `statusquo` is not among those compared (did you mean `status_quo`?), expected `no_intervention`, `kingpin_only` or `status_quo`");
    insta::assert_snapshot!(wrong(&of("calm", "status_quo", r#""raid.rate" = 0.0"#)), @"own.toml:18:23: there is no section `raid` (did you mean `raids`?)");
    insta::assert_snapshot!(wrong(&of("calm", "status_quo", r#""raids.rat" = 0.0"#)), @"own.toml:18:23: there is no parameter `raids.rat` (did you mean `rate`?)");
    insta::assert_snapshot!(wrong(&of("calm", "status_quo", r#""raids.lost" = 2.0"#)), @"own.toml:18:24: 2 is impossible for `raids.lost`, expected numbers from 0 to 1");
    insta::assert_snapshot!(wrong(&of("calm", "status_quo", r#"rate = 0.0"#)), @"own.toml:18:16: `rate` is no number, expected section.name");
    insta::assert_snapshot!(wrong(&of("calm", "status_quo", "")), @"own.toml:16:8: no number is set and no lever left out, so that the variant equals `status_quo`; expected `set` or `without`");
    let twice = of("calm", "status_quo", r#""raids.rate" = 0.0"#).repeat(2);
    insta::assert_snapshot!(wrong(&twice), @"own.toml:20:8: policy `status_quo-calm` is named twice");
}

#[test]
fn a_folder_with_variants_is_verified_and_extended() {
    let folder = tempfile::tempdir().expect("a folder");
    let variant =
        "[[variant]]\nname = \"calm\"\npolicy = \"status_quo\"\nset = { \"raids.rate\" = 0.0 }\n";
    read(folder.path(), variant).expect("the experiment is right");
    let results = folder.path().join("results");
    for replicates in ["4", "9"] {
        let own = ["run", "experiments/own.toml", "--quiet"];
        let some = ["--policies", "status_quo", "--replicates", replicates];
        let run = plaza(own).args(some).args(["--out", typed(&results)]);
        run.inside(folder.path()).succeeds();
    }
    assert!(
        results
            .join("national/status_quo-calm/part-00001.parquet")
            .exists()
    );
    plaza(["verify", typed(&results)]).succeeds();
}
