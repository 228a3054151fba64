//! Wrong designs: one message each, with the line, and nothing is run.

use std::fs;

use crate::program::{plaza, small};

/// A design of four points, up to what it varies.
pub const OVER: &str = "[design]\nmethod = \"sobol\"\npoints = 4\n[design.over]\n";

/// What is said of an experiment with these lines of a design: one problem.
#[track_caller]
pub fn said(design: &str) -> String {
    let there = small(&format!(
        "policies = [\"status_quo\", \"retrenchment\"]\n{design}"
    ));
    let said = plaza(["check", "small.toml"])
        .inside(there.path())
        .refused();
    let said = single(said);
    assert!(said.contains("small.toml:"), "with its line: {said}");
    said
}

/// What is said, if it is one error.
#[track_caller]
pub fn single(said: String) -> String {
    let errors = said.lines().filter(|line| line.contains("error")).count();
    assert_eq!(errors, 1, "{said}");
    said
}

/// The same of what stands under `[design.over]` in a design of four points.
#[track_caller]
fn over(line: &str) -> String {
    said(&format!("{OVER}{line}\n"))
}

#[track_caller]
pub fn holds(said: &str, part: &str) {
    assert!(said.contains(part), "expected `{part}`: {said}");
}

#[test]
fn names_that_are_not_there() {
    holds(
        &over("\"recruitment.rat\" = \"range\""),
        "there is no parameter `recruitment.rat` (did you mean `recruitment.rate`?)",
    );
    holds(
        &over("recruitment.rat = \"range\""),
        "(did you mean `recruitment.rate`?)",
    );
    // A name without what stands before it, with a slip too, and one that several end in.
    holds(
        &over("army_units = \"range\""),
        "there is no input `army_units` (did you mean `levers.army_units`?)",
    );
    holds(
        &over("army_unit = \"range\""),
        "(did you mean `levers.army_units`?)",
    );
    holds(
        &over("rate = \"range\""),
        "(did you mean `recruitment.rate`, ",
    );
    holds(
        &over("\"recrutment.rate\" = \"range\""),
        "(did you mean `recruitment.rate`?)",
    );
    holds(
        &over("\"levers.army_unit\" = \"range\""),
        "(did you mean `levers.army_units`?)",
    );
    holds(
        &over("\"policies.status_quo.army_unit\" = \"range\""),
        "(did you mean `policies.status_quo.army_units`?)",
    );
    holds(
        &over("\"policies.retrenchmnt.army_units\" = \"range\""),
        "(did you mean `retrenchment`?)",
    );
    holds(
        &over("wekks = [20, 30]"),
        "there is no input `wekks` (did you mean `weeks`?)",
    );
    holds(
        &over("\"policies.retrenchment.army_units\" = \"range\""),
        "`army_units` is Mexico's lever, and `retrenchment` is the United States' policy",
    );
    holds(
        &over("\"recruitment.rate\" = \"range\"\n\"parameters.recruitment.rate\" = \"range\""),
        "`parameters.recruitment.rate` is named twice",
    );
}

#[test]
fn values_that_cannot_be() {
    holds(
        &over("\"recruitment.rate\" = { low = 0.002, high = 5.0 }"),
        "5 is outside the range of `recruitment.rate`",
    );
    holds(
        &over("\"recruitment.rate\" = { low = 0.003, high = 0.001 }"),
        "expected a lower and a higher number",
    );
    holds(
        &over("\"recruitment.rate\" = { low = nan, high = 0.001 }"),
        "expected a lower and a higher number",
    );
    holds(
        &over("\"recruitment.rate\" = { low = 0.001, hig = 0.002 }"),
        "`hig`",
    );
    for bounds in [
        "levers.army_units = { low = \"0\", high = 4 }",
        "\"levers.army_units\" = { low = \"0\", high = \"4\" }",
    ] {
        holds(&over(bounds), "low is a text, expected a number");
    }
    holds(
        &over("levers.army_units = { low = 0, high = 4, log = \"yes\" }"),
        "log is a text, expected true or false",
    );
    holds(
        &over("levers.army_units = { low = 0, high = [4] }"),
        "high is a list, expected a number",
    );
    holds(
        &over("\"recruitment.rate\" = \"rang\""),
        "expected \"range\"",
    );
    holds(
        &over("\"recruitment.rate\" = [0.002, \"much\"]"),
        "`recruitment.rate` is a number, found \"much\"",
    );
    holds(
        &over("\"recruitment.rate\" = [0.002, 0.002]"),
        "among the choices twice",
    );
    holds(
        &over("\"recruitment.rate\" = []"),
        "the list of choices is empty",
    );
    holds(
        &over("weeks = [20]"),
        "20 is the only choice, expected two or more",
    );
    holds(
        &over("\"levers.army_units\" = { low = -5, high = 9 }"),
        "level -5 of `army_units` is outside",
    );
    holds(
        &over("weeks = \"range\""),
        "`weeks` has no range, expected a list of choices",
    );
    holds(
        &over("weeks = [20, 0.5]"),
        "weeks is 0.5, expected a whole number of weeks",
    );
    holds(
        &over("\"fighting.rate\" = { low = 0.0, high = 0.005, log = true }"),
        "expected more than 0",
    );
}

#[test]
fn sections_that_do_not_add_up() {
    let input = "[design.over]\n\"recruitment.rate\" = \"range\"\n";
    let design = |lines: &str| said(&format!("[design]\n{lines}\n{input}"));
    holds(&design("method = \"sobl\"\npoints = 4"), "`sobl`");
    holds(
        &design("method = \"sobol\""),
        "a design of method `sobol` needs `points`",
    );
    holds(
        &design("method = \"sobol\"\npoints = 0"),
        "points is 0, expected 1 to 65536",
    );
    holds(
        &design("method = \"sobol\"\npoints = 4\nlevels = 4"),
        "a design of method `sobol` has no `levels`",
    );
    holds(
        &design("method = \"morris\"\ntrajectories = 4\nlevels = 5"),
        "an even number",
    );
    holds(
        &design("method = \"sobol\"\npoints = 4\nreplicates_per_point = 0"),
        "replicates_per_point is 0",
    );
    holds(
        &design("method = \"latin_hypercube\"\npoints = 4\nmatrices = \"saltelli\""),
        "has no `matrices`",
    );
    holds(
        &said("[design]\nmethod = \"sobol\"\npoints = 4\n"),
        "nothing is varied",
    );
    holds(
        &said(&format!(
            "replicates = 4\n[design]\nmethod = \"sobol\"\npoints = 4\n{input}"
        )),
        "`replicates_per_point`",
    );
    holds(
        &said(&format!(
            "[record]\npanel = true\n[design]\nmethod = \"sobol\"\npoints = 4\n{input}"
        )),
        "expected no `record`",
    );
    holds(
        &said(
            "[set.levers]\narmy_units = 5\n[design]\nmethod = \"sobol\"\npoints = 4\n[design.over]\n\"levers.army_units\" = \"range\"\n",
        ),
        "`levers.army_units` is set, and the design varies `levers.army_units`, which would overwrite it",
    );
    holds(
        &said(
            "[design]\nmethod = \"one_at_a_time\"\n[design.over]\n\"levers.army_units\" = \"range\"\n",
        ),
        "has no one usual level",
    );
    holds(
        &said(
            "[design]\nmethod = \"factorial\"\nlevels = 1000\n[design.over]\nfighting.rate = \"range\"\nrecruitment.rate = \"range\"\nraids.rate = \"range\"\n",
        ),
        "too many points",
    );
}

#[test]
fn a_sample_that_has_a_point_twice() {
    let choices = "[design.over]\nweeks = [20, 30]\nstart = [0, 5, 10]\n";
    let design = |lines: &str| format!("[design]\n{lines}\n{choices}");
    for method in ["sobol", "latin_hypercube"] {
        let said = said(&design(&format!("method = \"{method}\"\npoints = 16")));
        holds(&said, "of 16 points, point ");
        holds(
            &said,
            "once more: only 6 distinct points are possible; use `factorial`, which has each once",
        );
    }
    // A sample that is short enough, one with a range, trajectories and matrices, and all combinations.
    let passes = |design: &str| {
        let there = small(&format!("policies = [\"status_quo\"]\n{design}"));
        plaza(["check", "small.toml"])
            .inside(there.path())
            .succeeds();
    };
    passes("[design]\nmethod = \"sobol\"\npoints = 2\n[design.over]\nweeks = [20, 30]\n");
    let range = "\"recruitment.rate\" = \"range\"\n";
    passes(&(design("method = \"latin_hypercube\"\npoints = 16") + range));
    passes(&design("method = \"morris\"\ntrajectories = 16"));
    passes(&design(
        "method = \"sobol\"\nmatrices = \"saltelli\"\npoints = 16",
    ));
    passes(&design("method = \"factorial\""));
}

/// Whether the one problem that is said stands at the line that begins so, and names what the user wrote.
#[track_caller]
fn at_line(design: &str, begins: &str, part: &str) {
    let text = format!("{OVER}{design}");
    let said = said(&text);
    holds(&said, part);
    let line = text.lines().position(|line| line.starts_with(begins));
    // Six lines of the experiment and its policies stand before.
    let line = line.expect("it is among the lines") + 8;
    holds(&said, &format!("small.toml:{line}:"));
}

#[test]
fn settings_that_cannot_be_are_named_as_they_were_written() {
    at_line(
        "weeks = [20, 30]\nstart = [0, 20]\n",
        "start",
        "start is 20 and weeks 20, expected 0 to 19: policies part within the weeks",
    );
    at_line(
        "start = [0, 60]\n",
        "start",
        "start is 60, expected 0 to 59: policies part within the 60 weeks",
    );
    at_line(
        "start = [\n  0,\n  60,\n  # none\n]\n",
        "  60",
        "start is 60, expected 0 to 59",
    );
    at_line(
        "map = [\"map.toml\", \"nowhere.toml\"]\n",
        "map",
        "map is `nowhere.toml`: no such map",
    );
    let said = said(&format!("policies_from = 12\n{OVER}weeks = [10, 30]\n"));
    holds(
        &said,
        "weeks is 10, expected more than policies_from, which is 12",
    );
}

#[test]
fn calls_that_name_no_design() {
    let there = small("policies = [\"status_quo\"]\n");
    let refused = |file: &str| {
        let said = plaza(["design", file]).inside(there.path()).refused();
        let errors = said.lines().filter(|line| line.contains("error")).count();
        assert_eq!(errors, 1, "{said}");
        said
    };
    holds(&refused("small.toml"), "has no section `[design]`");
    fs::write(there.path().join("points.csv"), "recruitment.rate\n0.002\n").expect("written");
    for table in ["points.csv", "points.PARQUET"] {
        let said = refused(table);
        holds(&said, "is a table, expected an experiment (`.toml`)");
        holds(&said, &format!("`file = \"{table}\"`"));
    }
}
