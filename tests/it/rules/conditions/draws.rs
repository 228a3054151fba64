//! Numbers drawn from their ranges, and the week in which policies part.

use std::fs;
use std::sync::Arc;

use plaza_batch::rows::{Recorded, Value, Values};
use plaza_model::units::Quantity;

use plaza::setup as config;
use plaza::setup::Overrides;

use super::{MAP, experiment, recorded, small};

#[test]
fn numbers_drawn_from_their_ranges_are_the_same_for_all_policies_and_any_batch() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = small(
        "[\"status_quo\", \"no_intervention\"]",
        "parameters = \"prior\"",
    );
    let load = |text: &str| experiment(folder.path(), text).expect("a sound experiment");
    let loaded = load(&text);
    let rate = |replicate: u32| {
        let parameters = loaded.design.parameters_in(replicate);
        assert!(Arc::ptr_eq(&parameters[0], &parameters[1]));
        let rate = &parameters[0].recruitment.rate;
        assert!((rate.range[0]..=rate.range[1]).contains(&rate.get()));
        rate.get()
    };
    let rates: Vec<f64> = (0..40).map(rate).collect();
    for pair in rates.chunks(2) {
        assert_eq!(pair[0], pair[1], "two replicates share a draw");
    }
    let mut draws: Vec<f64> = rates.iter().step_by(2).copied().collect();
    draws.sort_by(f64::total_cmp);
    draws.dedup();
    assert_eq!(draws.len(), 20, "every draw is another one");
    let [low, high] = loaded.design.parameters.recruitment.rate.range;
    let middle = draws
        .iter()
        .filter(|rate| **rate > low + 0.5 * (high - low))
        .count();
    assert!(
        (3..=17).contains(&middle),
        "{middle} of 20 draws in the upper half"
    );
    // A number that the user set is not drawn.
    let set = Overrides {
        set: vec!["parameters.recruitment.rate=0.003".to_owned()],
        ..Overrides::default()
    };
    let path = folder.path().join("own.toml");
    let fixed = config::load(Some(&path), &set)
        .expect("a sound experiment")
        .design;
    for replicate in [0, 2, 4] {
        let parameters = &fixed.parameters_in(replicate)[0];
        assert_eq!(parameters.recruitment.rate.get(), 0.003);
        let other = &loaded.design.parameters_in(replicate)[0];
        assert_eq!(
            parameters.relations.onset.get(),
            other.relations.onset.get()
        );
    }
    // Every draw of a fair number is a model that can be lived in.
    for draw in 0..200 {
        loaded.design.parameters_in(2 * draw);
    }
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |more: &str| {
        let text = small("[\"status_quo\"]", more);
        experiment(folder.path(), &text).expect_err("this cannot be")
    };
    insta::assert_snapshot!(refused("ranges = \"mine.toml\""), @r#"own.toml:7:10: ranges are drawn from where parameters = "prior" or "posterior""#);
    insta::assert_snapshot!(refused("parameters = \"prior\"\nluck_per_draw = 0"), @"own.toml:8:17: luck_per_draw is 0, expected 1 to 4294967295");
    insta::assert_snapshot!(refused("parameters = \"prior\"\n[[variant]]\nname = \"calm\"\npolicy = \"status_quo\"\nset = { \"raids.rate\" = 0.0 }"), @r#"own.toml:11:7: the numbers are drawn (parameters = "prior"), so that none can be set; expected `without`"#);
}

/// The rows of a table before a week, but for the policy, as text.
pub fn rows_before(recorded: &Recorded, table: &str, week: f64) -> Vec<String> {
    let rows = recorded
        .parts()
        .find(|rows| rows.table.name == table)
        .expect("it is recorded");
    let count = rows.numbers("week").partition_point(|of| *of < week);
    let text = |column: &Values| {
        let values: Vec<Value> = (0..count).map(|row| column.value(row)).collect();
        format!("{values:?}")
    };
    rows.columns[1..].iter().map(text).collect()
}

#[test]
fn a_policy_of_week_200_equals_the_other_until_then_forked_or_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = &MAP.states[0];
    let late = format!(
        "extends = \"status_quo\"\nabout = \"late\"\n\
         [[lever]]\nname = \"leader_targeting\"\nlevels = [{{ from_week = 200, level = 3 }}]\n\
         where = {{ states = [\"{state}\"] }}\n\
         [[lever]]\nname = \"army_units\"\nlevels = [{{ from_week = 200, level = 150_000 }}]"
    );
    let triggered = "extends = \"status_quo\"\nabout = \"triggered\"\n\
         [[lever]]\nname = \"army_units\"\nlevel = 150_000\n\
         when = { indicator = \"oc_deaths_rate_13w\", above = 4.0, until_below = 2.0 }\n\
         [[lever]]\nname = \"community_policing\"\nlevel = 0.9\n\
         where = { top = { n = 5, by = \"oc_deaths\" } }\n\
         when = { indicator = \"approval\", below = 0.45 }";
    fs::write(folder.path().join("late.toml"), late).expect("written");
    fs::write(folder.path().join("triggered.toml"), triggered).expect("written");
    let text = small("[\"status_quo\", \"late.toml\", \"triggered.toml\"]", "")
        .replace("weeks = 104", "weeks = 230");
    let design = experiment(folder.path(), &text)
        .expect("a sound experiment")
        .design;
    let (forked, apart) = (recorded(&design, true), recorded(&design, false));
    assert_eq!(forked, apart);
    for table in ["national", "organizations", "events"] {
        let of = |index: usize, week| rows_before(&apart[index], table, week);
        assert_eq!(of(0, 200.0), of(1, 200.0), "{table}");
        assert_ne!(of(0, 230.0), of(1, 230.0), "{table}");
    }
    assert_ne!(
        rows_before(&apart[0], "national", 230.0),
        rows_before(&apart[2], "national", 230.0),
        "the triggers fired"
    );
}
