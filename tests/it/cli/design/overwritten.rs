//! What is set where a design varies it, and one sum of money where its points cost more or less: refused.

use crate::cli::design::wrong::{OVER, holds, said, single};
use crate::program::{plaza, small};

/// What is said of a call that sets something of a design that varies these.
#[track_caller]
fn said_of_a_call(set: &[&str], over: &str) -> String {
    let there = small(&format!(
        "policies = [\"status_quo\", \"police_lead\"]\n{OVER}{over}\n"
    ));
    let said = plaza(["design", "small.toml"])
        .args(set)
        .inside(there.path())
        .refused();
    single(said)
}

#[test]
fn what_a_call_sets_is_not_overwritten_by_what_is_varied() {
    let units = "\"levers.army_units\" = { low = 0, high = 9000 }";
    let in_one = "\"policies.status_quo.army_units\" = { low = 0, high = 9000 }";
    for (set, over, named) in [
        ("levers.army_units=100", units, "levers.army_units"),
        (
            "policies.status_quo.army_units=100",
            units,
            "policies.status_quo.army_units",
        ),
        (
            "policies.status_quo.army_units=100",
            in_one,
            "policies.status_quo.army_units",
        ),
        (
            "parameters.recruitment.rate=0.002",
            "recruitment.rate = \"range\"",
            "parameters.recruitment.rate",
        ),
        ("policies_from=4", "start = [0, 20]", "policies_from"),
        ("weeks=40", "weeks = [20, 30]", "weeks"),
    ] {
        let said = said_of_a_call(&["--set", set], over);
        holds(&said, &format!("--set {set}"));
        holds(&said, &format!("`{named}` is set, and the design varies `"));
    }
    let said = said_of_a_call(&["--weeks", "40"], "weeks = [20, 30]");
    holds(&said, "--weeks 40");
    // What is varied in one policy leaves what is set in another.
    let there = small(&format!(
        "policies = [\"status_quo\", \"police_lead\"]\n{OVER}{in_one}\n"
    ));
    for (out, set) in [
        ("one", "policies.police_lead.army_units=100"),
        ("all", "levers.army_units=100"),
    ] {
        plaza(["design", "small.toml", "--quiet", "--out", out])
            .args(["--set", set, "--weeks=5"])
            .inside(there.path())
            .succeeds();
    }
    // The other policy has what is set in all.
    let outcomes = |out| std::fs::read(there.path().join(out).join("outcomes.csv"));
    assert_eq!(
        outcomes("one").expect("written"),
        outcomes("all").expect("written")
    );
}

#[test]
fn a_file_that_sets_what_is_varied_more_widely() {
    let set = "[set.policies.status_quo]\narmy_units = 5\n";
    holds(
        &said(&format!("{set}{OVER}\"levers.army_units\" = \"range\"\n")),
        "`policies.status_quo.army_units` is set, and the design varies `levers.army_units`",
    );
}

#[test]
fn one_sum_of_money_where_points_cost_more_or_less() {
    for over in [
        "\"levers.army_units\" = { low = 0, high = 9000 }",
        "weeks = [20, 30]",
        "start = [0, 20]",
    ] {
        let said = said(&format!("equal_budget = \"status_quo\"\n{OVER}{over}\n"));
        holds(
            &said,
            "so that at its points policies would not plan to spend the same",
        );
    }
    let there = small(&format!(
        "policies = [\"status_quo\"]\nequal_budget = \"status_quo\"\n{OVER}recruitment.rate = \"range\"\n"
    ));
    plaza(["check", "small.toml"])
        .inside(there.path())
        .succeeds();
}
