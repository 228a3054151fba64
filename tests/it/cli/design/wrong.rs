//! Wrong designs: one message each, with the line, and nothing is run.

use std::fs;

use crate::cli::design::of_table;
use crate::program::{plaza, small};

/// What is said of an experiment with these lines of a design: one problem.
#[track_caller]
fn said(design: &str) -> String {
    let there = small(&format!(
        "policies = [\"status_quo\", \"retrenchment\"]\n{design}"
    ));
    let said = plaza(["check", "small.toml"])
        .inside(there.path())
        .refused();
    let errors = said.lines().filter(|line| line.contains("error")).count();
    assert_eq!(errors, 1, "{said}");
    assert!(said.contains("small.toml:"), "with its line: {said}");
    said
}

/// The same of what stands under `[design.over]` in a design of four points.
#[track_caller]
fn over(line: &str) -> String {
    said(&format!(
        "[design]\nmethod = \"sobol\"\npoints = 4\n[design.over]\n{line}\n"
    ))
}

#[track_caller]
fn holds(said: &str, part: &str) {
    assert!(said.contains(part), "expected `{part}`: {said}");
}

#[test]
fn names_that_are_not_there() {
    holds(
        &over("\"recruitment.rat\" = \"range\""),
        "there is no parameter `recruitment.rat` (did you mean `rate`?)",
    );
    holds(
        &over("recruitment.rat = \"range\""),
        "(did you mean `rate`?)",
    );
    holds(
        &over("\"recrutment.rate\" = \"range\""),
        "(did you mean `recruitment.rate`?)",
    );
    holds(
        &over("\"levers.army_unit\" = \"range\""),
        "(did you mean `army_units`?)",
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
        "is varied and set too",
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

/// What is said of a table of points: one problem, with its line.
#[track_caller]
fn of_rows(rows: &str, line: u32) -> String {
    let there = of_table(rows);
    let said = plaza(["check", "small.toml"])
        .inside(there.path())
        .refused();
    let errors = said.lines().filter(|line| line.contains("error")).count();
    assert_eq!(errors, 1, "{said}");
    assert!(
        said.contains(&format!("points.csv:{line}")),
        "with its line: {said}"
    );
    said
}

#[test]
fn tables_that_are_wrong() {
    holds(
        &of_rows("recruitment.rate\n0.002\n0.003\n0.002\n", 4),
        "is the point of line 2 once more",
    );
    holds(
        &of_rows("recruitment.rate\n0.002\nmuch\n", 3),
        "column `recruitment.rate` is `much`, expected a number",
    );
    holds(&of_rows("recruitment.rate\n0.002\nNaN\n", 3), "`NaN`");
    holds(
        &of_rows("recruitment.rate,fighting.rate\n0.002,0.001\n0.002,\n", 3),
        "column `fighting.rate` is empty",
    );
    holds(
        &of_rows("recruitment.rate\n5\n", 2),
        "5 is outside the range of `recruitment.rate`",
    );
    holds(
        &of_rows("recruitment.rat\n0.002\n", 1),
        "(did you mean `rate`?)",
    );
    holds(&of_rows("point\n0\n", 1), "has no column of an input");
    holds(
        &of_rows("weeks\n20\n20.5\n", 3),
        "expected a whole number of weeks",
    );
    holds(
        &of_rows("point,recruitment.rate\n0,0.002\n2,0.003\n5,0.004\n", 3),
        "column `point` is `2`, expected 1",
    );
    holds(
        &of_rows("point,recruitment.rate\n1,0.002\n2,0.003\n", 2),
        "column `point` is `1`, expected 0",
    );
    holds(
        &of_rows("point,recruitment.rate\nfirst,0.002\n", 2),
        "column `point` is `first`, expected 0",
    );
    holds(
        &of_rows("recruitment.rate,scenario\n0.002,0\n", 1),
        "column `scenario` of EMA Workbench is no input; drop it",
    );
    holds(
        &of_rows(
            "recruitment.rate,scenario,policy,model\n0.002,0,none,plaza\n",
            1,
        ),
        "columns `scenario`, `policy`, `model` of EMA Workbench are no inputs; drop them",
    );
    let there = of_table("recruitment.rate\n");
    let said = plaza(["check", "small.toml"])
        .inside(there.path())
        .refused();
    holds(&said, "has no row after its header");
    fs::remove_file(there.path().join("points.csv")).expect("it is there");
    let said = plaza(["check", "small.toml"])
        .inside(there.path())
        .refused();
    holds(&said, "there is no such file");
    fs::write(there.path().join("points.parquet"), "PAR1 and nothing else").expect("written");
    let args = ["check", "small.toml"];
    let text = fs::read_to_string(there.path().join("small.toml")).expect("written");
    fs::write(
        there.path().join("small.toml"),
        text.replace("points.csv", "points.parquet"),
    )
    .expect("written");
    let said = plaza(args).inside(there.path()).refused();
    holds(&said, "is no table in Parquet");
}
