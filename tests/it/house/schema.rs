//! The JSON Schemas in `configs/schema` are those of the code.

use std::env;
use std::fs;
use std::path::Path;

use plaza::files::embedded;
use plaza::setup::schemas::Sort;

#[test]
fn schemas_on_disk_are_those_of_the_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/schema");
    for sort in Sort::ALL {
        let path = folder.join(format!("{}.schema.json", sort.name()));
        let schema = format!("{:#}\n", sort.schema());
        if env::var_os("PLAZA_BLESS").is_some() {
            fs::write(&path, &schema).expect("the schema is written");
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == schema,
            "{} is out of date: run the tests once with PLAZA_BLESS=1",
            path.display()
        );
    }
}

#[test]
fn each_embedded_file_is_told_by_its_keys_and_names_its_schema() {
    for (path, text) in embedded::FILES {
        if !path.ends_with(".toml") {
            continue;
        }
        let expected = match path.split('/').next() {
            Some("experiments") => Sort::Experiment,
            Some("policies") => Sort::Policy,
            Some("parameters") => Sort::Parameters,
            Some("maps") => Sort::Map,
            Some("targets.toml") => Sort::Targets,
            Some("scorecard.toml") => Sort::Scorecard,
            Some("rivals.toml") => Sort::Rivals,
            _ => Sort::Levers,
        };
        let values = text.parse().expect("embedded files are TOML");
        assert_eq!(Sort::of(&values), Some(expected), "{path}");
        let schema = format!("schema/{}.schema.json", expected.name());
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("#:schema ") && first.ends_with(&schema),
            "{path} does not begin with its schema"
        );
    }
}
