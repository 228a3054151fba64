//! Each number of the rules at the least that it can be at all, and far beyond its range, which `--beyond-ranges`
//! allows: the model is not right there, and goes on with finite numbers.

use std::fs;

use plaza::setup::{Overrides, load};
use serde_json::Value;
use toml::Table;

use super::folders::small_recipe;
use super::harness::{Outcome, guarded};
use super::maps::runs;
use super::readers::said;

/// Twelve weeks under policies that use most of the rules.
const SHORT: &str = "name = \"short\"\nmap = \"map.toml\"\nparameters = \"calibrated\"\n\
                     policies = [\"status_quo\", \"imagining_2024\"]\nweeks = 8\nburn_in = 4\nreplicates = 1\nseed = 7\n";

/// So many times the upper end of its range is far for a number; at the most that it can be a week takes a minute.
const FAR: f64 = 100.0;

/// Names of all numbers, with the least that each can be, and the most, or else what is far.
fn ends() -> Vec<(String, [f64; 2])> {
    let schema = include_str!("../../../../configs/schema/parameters.schema.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let inside = |of: &Value| of["properties"].as_object().cloned().unwrap_or_default();
    let baseline = include_str!("../../../../configs/parameters/baseline.toml");
    let baseline: Table = baseline.parse().expect("the baseline is TOML");
    let mut ends = Vec::new();
    for (section, of) in inside(&schema) {
        for (name, of) in inside(&of) {
            let value = &of["properties"]["value"];
            let [least, most] =
                ["minimum", "maximum"].map(|end| value[end].as_f64().unwrap_or_default());
            let range = baseline[&section][&name]["range"]
                .as_array()
                .expect("a range");
            let high: f64 = range[1].clone().try_into().expect("a number");
            ends.push((
                format!("{section}.{name}"),
                [least, most.min(FAR * high.abs())],
            ));
        }
    }
    ends
}

#[test]
fn numbers_at_their_ends() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("map.toml"), small_recipe()).expect("a recipe is written");
    let path = folder.path().join("short.toml");
    fs::write(&path, SHORT).expect("an experiment is written");
    let mut wrong = Vec::new();
    let mut run = 0;
    let ends = ends();
    assert!(ends.len() > 250, "{} numbers", ends.len());
    for (name, [low, high]) in ends {
        for value in [low, high] {
            let set = format!("parameters.{name}={value:e}");
            let overrides = Overrides {
                set: vec![set.clone()],
                beyond_ranges: true,
                ..Overrides::default()
            };
            let judged = guarded(
                || match said(load(Some(&path), &overrides), folder.path())? {
                    Ok(loaded) => runs(&loaded.design).map(|()| Outcome::Accepted),
                    Err(refused) => Ok(refused),
                },
            );
            match judged {
                Ok(Outcome::Accepted) => run += 1,
                // Parts of all that are together more than all.
                Ok(Outcome::Refused(_)) => {}
                Err(fault) => wrong.push(format!("{set}: {fault}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(run > 500, "{run} are run");
}
