//! Policies for the same money.

use std::fs;

use plaza_model::policy::course::Course;
use plaza_model::policy::money::planned;

use super::{FULL, experiment, small};

#[test]
fn policies_for_the_same_money_plan_to_spend_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = small(
        "[\"status_quo\", \"police_lead\", \"no_intervention\"]",
        "equal_budget = \"status_quo\"",
    );
    let loaded = experiment(folder.path(), &text).expect("a sound experiment");
    let terms = loaded.design.terms();
    let plans: Vec<f64> = loaded
        .design
        .policies
        .iter()
        .map(|policy| planned(policy, &terms, 0..104))
        .collect();
    for plan in &plans {
        assert!((plan / plans[0] - 1.0).abs() < 1e-9, "{plans:?}");
    }
    let [(_, same), (_, police), (_, nothing)] = &loaded.factors[..] else {
        panic!("three policies");
    };
    assert!((same - 1.0).abs() < 1e-9, "{same}");
    assert!(*police < 1.0 && *nothing > 1.2, "{police} {nothing}");
    // The share of what each lever gets is the policy's own, and no level leaves its range.
    let nothing = &loaded.design.policies[2];
    let course = Course::new(&terms, 0, nothing);
    let orders = course.orders(50, &FULL);
    assert!((orders.army_units / orders.federal_police_units - 37_253.0 / 6_000.0).abs() < 1e-9);
    assert!(orders.financial_intelligence <= 1.0);
    // What is kept in a result folder is the sum.
    let kept = loaded
        .inputs
        .iter()
        .find(|input| input.path == "experiment.toml");
    let kept = String::from_utf8_lossy(&kept.expect("it is kept").bytes).into_owned();
    assert!(
        kept.contains(&format!("equal_budget = {}", plans[0])),
        "{kept}"
    );
}

#[test]
fn money_that_cannot_be_spent_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |sum: &str| {
        let text = small("[\"kingpin_only\"]", &format!("equal_budget = {sum}"));
        experiment(folder.path(), &text).expect_err("this cannot be")
    };
    let much = refused("1e12");
    assert!(
        much.contains("own.toml:7:16: policy `kingpin_only` cannot spend 1000000000000 dollars")
            && much.contains("expected that or less"),
        "{much}"
    );
    insta::assert_snapshot!(refused("-3"), @"own.toml:7:16: equal_budget is -3, expected all dollars of 2010 that a policy is to spend in the 104 weeks, or the name of the policy whose plan it is");
    insta::assert_snapshot!(refused("\"kingpin\""), @"own.toml:7:16: policy `kingpin` is not among those compared (did you mean `kingpin_only`?), expected dollars or `kingpin_only`");
}

#[test]
fn money_of_policies_that_follow_events_is_not_planned() {
    let folder = tempfile::tempdir().expect("a folder");
    let triggered = "extends = \"status_quo\"\nabout = \"triggered\"\n[[lever]]\nname = \"army_units\"\n\
                     level = 90_000\nwhen = { indicator = \"approval\", above = 0.1 }";
    fs::write(folder.path().join("triggered.toml"), triggered).expect("written");
    let refused = |policies: &str, more: &str| {
        experiment(folder.path(), &small(policies, more)).expect_err("this cannot be")
    };
    insta::assert_snapshot!(refused("[\"status_quo\", \"triggered.toml\"]", "equal_budget = 1e9"), @"own.toml:7:16: policy `triggered` has levers with a trigger or with places chosen by what happens (army_units), so that nobody knows beforehand what it spends; expected policies without");
    let variant = "equal_budget = 1e9\n[[variant]]\nname = \"x\"\npolicy = \"police_lead\"\nwithout = [\"police_pay\"]";
    insta::assert_snapshot!(refused("[\"police_lead\"]", variant), @"own.toml:7:16: variants are the same policies with something changed, which the same money would change again; expected `equal_budget` or `variant`, not both");
}
