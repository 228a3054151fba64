//! `plaza discover`: what it says of designs whose truth is known.

mod chance;
mod made_up;
mod structures;
mod wrong;

use std::fs;
use std::path::Path;

use serde_json::Value as Json;
use tempfile::tempdir;

use crate::program::{plaza, small, typed};
use crate::runs::fake::files;
use crate::studies::discover::made_up::{Kind, MadeUp, Trap};

/// The rows of a table, by the names of their columns.
fn table(folder: &Path, name: &str) -> Vec<Vec<(String, String)>> {
    let text = fs::read_to_string(folder.join(name)).expect("it was written");
    let mut reader = csv_lines(&text);
    let head = reader.remove(0);
    let row = |cells: Vec<String>| head.iter().cloned().zip(cells).collect();
    reader.into_iter().map(row).collect()
}

/// Cells without quotes: nothing here has any.
fn csv_lines(text: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect();
    text.lines().map(cells).collect()
}

fn cell<'a>(row: &'a [(String, String)], name: &str) -> &'a str {
    let found = row.iter().find(|(column, _)| column == name);
    found
        .map(|(_, cell)| cell.as_str())
        .unwrap_or_else(|| panic!("no column {name}: {row:?}"))
}

#[track_caller]
fn number(row: &[(String, String)], name: &str) -> f64 {
    let text = cell(row, name);
    text.parse()
        .unwrap_or_else(|_| panic!("{name} is `{text}`"))
}

fn rows_of<'a>(
    rows: &'a [Vec<(String, String)>],
    cells: &[(&str, &str)],
) -> Vec<&'a Vec<(String, String)>> {
    let all =
        |row: &&Vec<(String, String)>| cells.iter().all(|(name, value)| cell(row, name) == *value);
    rows.iter().filter(all).collect()
}

#[track_caller]
fn holds(said: &str, part: &str) {
    assert!(said.contains(part), "expected `{part}`: {said}");
}

/// The words of a text, one space between them.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_decides_where_and_how_far_is_found() {
    let there = tempdir().expect("a temporary folder");
    MadeUp::new(Kind::Lattice, 200, 6).write(there.path());
    let said = plaza(["discover", typed(there.path())]).succeeds().out;
    let said = flat(&said);

    // `trap` leaves more dead where removals work too well, and that on the far map alone; `good` nowhere.
    let sensitivity = table(there.path(), "ranking_sensitivity.csv");
    let winner = rows_of(&sensitivity, &[("of", "winner")]);
    let matters: Vec<&str> = winner.iter().map(|row| cell(row, "matters")).collect();
    let inputs: Vec<&str> = winner.iter().map(|row| cell(row, "input")).collect();
    assert_eq!(
        inputs,
        ["parameters.removal.effect", "parameters.unused.rate", "map"]
    );
    assert_eq!(matters, ["true", "false", "true"], "{winner:?}");

    let boxes = table(there.path(), "boxes.csv");
    let chosen = rows_of(&boxes, &[("kind", "chosen"), ("search", "1")]);
    let named: Vec<&str> = chosen.iter().map(|row| cell(row, "input")).collect();
    assert_eq!(named, ["parameters.removal.effect", "map"], "{chosen:?}");
    assert!((number(chosen[0], "low") - 0.6).abs() < 0.04, "{chosen:?}");
    assert_eq!(cell(chosen[0], "high"), "");
    assert_eq!(cell(chosen[1], "choices"), "far");
    assert!(number(chosen[0], "density") > 0.95 && number(chosen[0], "coverage") > 0.95);
    assert!(number(chosen[0], "held_out_density") > 0.85 && number(chosen[0], "found_again") > 0.9);
    assert!(
        number(chosen[0], "other_futures_density") > 0.85,
        "{chosen:?}"
    );
    assert_eq!(cell(chosen[0], "halves_say"), "confirmed");
    assert_eq!(cell(chosen[0], "futures_say"), "confirmed");
    let first = rows_of(&boxes, &[("kind", "trajectory"), ("step", "0")]);
    assert_eq!(cell(first[0], "points"), "200");
    assert!(said.contains("trap is worse than status_quo at"), "{said}");
    assert!(
        said.contains("points (clearly at 0, clearly better at 0)"),
        "{said}"
    );
    assert!(
        said.contains("where removal.effect > 0.") && said.contains("and map is far"),
        "{said}"
    );

    // The rows of a tree are leaves that share all points out.
    let tree = table(there.path(), "tree.csv");
    let leaves = rows_of(&tree, &[("question", "trap is worse than status_quo")]);
    let mut all: Vec<(&str, f64)> = leaves
        .iter()
        .map(|row| (cell(row, "leaf"), number(row, "points")))
        .collect();
    all.dedup();
    assert_eq!(
        all.iter().map(|leaf| leaf.1).sum::<f64>(),
        200.0,
        "{leaves:?}"
    );

    // The leaf with most cases is tried, and no other.
    let most = leaves
        .iter()
        .map(|row| number(row, "share"))
        .fold(0.0, f64::max);
    for row in &leaves {
        let said = ["halves_say", "futures_say"].map(|name| cell(row, name));
        let is_tried = number(row, "share") == most;
        assert_eq!(
            said,
            if is_tried { ["confirmed"; 2] } else { [""; 2] },
            "{row:?}"
        );
    }

    let regret = table(there.path(), "regret.csv");
    let [good] = rows_of(&regret, &[("policy", "good")])[..] else {
        panic!("{regret:?}");
    };
    let [trap] = rows_of(&regret, &[("policy", "trap")])[..] else {
        panic!("{regret:?}");
    };
    assert_eq!(number(good, "better_share"), 1.0);
    assert_eq!(number(good, "tied_share"), 0.0);
    for of in [good, trap] {
        let no_worse = number(of, "better_share") + number(of, "tied_share");
        assert!(
            (number(of, "satisficing_share") - no_worse).abs() < 1e-12,
            "{of:?}"
        );
        // Luck is the same under all policies: no lead has a spread by which it could be judged.
        for share in [
            "clearly_best_share",
            "clearly_better_share",
            "clearly_worse_share",
        ] {
            assert_eq!(number(of, share), 0.0, "{share}");
        }
        let [low, high] =
            ["low", "high"].map(|end| number(of, &format!("regret_mean_held_out_{end}")));
        let held_out = number(of, "regret_mean_held_out");
        assert!(low < held_out && held_out < high, "{of:?}");
    }
    assert!(said.contains("Which policy is best goes with"), "{said}");
    assert!(
        said.contains("counts of different lengths or maps: map is varied"),
        "{said}"
    );
    // On the far map `trap` loses 54 where removals work wholly, and `good` 50 where they do not at all.
    assert!((number(trap, "regret_max") - 54.0).abs() < 2.0, "{trap:?}");
    assert!((number(good, "regret_max") - 50.0).abs() < 2.0, "{good:?}");
    assert!(number(trap, "regret_mean_held_out") <= number(trap, "regret_mean") + 1e-9);
    assert!(
        cell(trap, "goes_with").starts_with("removal.effect")
            || cell(trap, "goes_with").starts_with("map")
    );

    // On the far map the sign of trap turns at 0.6, on the near one it does not.
    let frontier = table(there.path(), "breakdown.csv");
    let of_trap = [
        ("policy", "trap"),
        ("input", "parameters.removal.effect"),
        ("held", "map"),
    ];
    let [near, far] = rows_of(&frontier, &of_trap)[..] else {
        panic!("{frontier:?}");
    };
    assert_eq!(
        (cell(near, "held_at"), cell(near, "verdict")),
        ("near", "stays")
    );
    assert_eq!(
        (cell(far, "held_at"), cell(far, "verdict")),
        ("far", "turns")
    );
    assert!((number(far, "turns_at") - 0.6).abs() < 0.05, "{far:?}");
    assert_eq!((cell(far, "side"), cell(far, "crossings")), ("above", "1"));
    assert!(
        number(far, "turns_low") < 0.6 + 1e-6 && 0.6 - 1e-6 < number(far, "turns_high"),
        "{far:?}"
    );
    let stays = rows_of(
        &frontier,
        &[("policy", "good"), ("verdict", "stays"), ("held", "")],
    );
    assert_eq!(stays.len(), 3, "{frontier:?}");
    let unused = rows_of(
        &frontier,
        &[
            ("policy", "trap"),
            ("input", "parameters.unused.rate"),
            ("held", ""),
        ],
    );
    assert_eq!(cell(unused[0], "verdict"), "stays");
    let curve = table(there.path(), "breakdown_curve.csv");
    assert_eq!(
        rows_of(&curve, &[("policy", "good"), ("input", "map")]).len(),
        2
    );
    assert_eq!(
        rows_of(
            &curve,
            &[("policy", "good"), ("input", "parameters.unused.rate")]
        )
        .len(),
        21
    );
}

#[test]
fn a_box_that_few_halves_find_is_not_confirmed() {
    let there = tempdir().expect("a temporary folder");
    // Of most numbers of points no box holds more cases than chance would; of these one does, by chance.
    let mut design = MadeUp::new(Kind::Lattice, 83, 4);
    design.trap = Trap::Nothing;
    design.write(there.path());
    let said = plaza(["discover", typed(there.path())]).succeeds().out;
    holds(&flat(&said), "found in 2 of 60 halves: too seldom to say");
    let boxes = table(there.path(), "boxes.csv");
    let [row, ..] = rows_of(&boxes, &[("kind", "chosen"), ("search", "1")])[..] else {
        panic!("{boxes:?}");
    };
    let said = ["halves_say", "futures_say"].map(|name| cell(row, name));
    assert_eq!(said, ["untried", "confirmed"], "{row:?}");
    let figure = fs::read_to_string(there.path().join("figures/prim.svg")).expect("it is drawn");
    let written = figure.lines().filter(|line| !line.starts_with('<'));
    let written: Vec<&str> = written.collect();
    holds(
        &written.join(" "),
        "found in 2 of 60 halves: too seldom to say",
    );
}

#[test]
fn what_other_futures_do_not_confirm_is_not_to_be_trusted() {
    let there = tempdir().expect("a temporary folder");
    let mut design = MadeUp::new(Kind::Lattice, 100, 8);
    design.trap = Trap::Luck;
    design.write(there.path());
    let said = flat(&plaza(["discover", typed(there.path())]).succeeds().out);
    // At other points the same futures say the same.
    holds(
        &said,
        "everywhere, found in 60 of 60 halves: confirmed; by other futures ",
    );
    holds(&said, "halves: not to be trusted");
    for (file, kept) in [
        ("boxes.csv", [("kind", "chosen"), ("search", "1")]),
        (
            "tree.csv",
            [
                ("question", "trap is worse than status_quo"),
                ("halves_say", "confirmed"),
            ],
        ),
    ] {
        let rows = table(there.path(), file);
        let [row, ..] = rows_of(&rows, &kept)[..] else {
            panic!("{file}: {rows:?}");
        };
        let said = ["halves_say", "futures_say"].map(|name| cell(row, name));
        assert_eq!(said, ["confirmed", "refuted"], "{file}: {row:?}");
    }
}

#[test]
fn a_headline_without_a_sign_may_hide_two() {
    let there = tempdir().expect("a temporary folder");
    let mut design = MadeUp::new(Kind::Lattice, 100, 6);
    design.trap = Trap::Effect;
    design.write(there.path());
    let said = plaza(["discover", typed(there.path())]).succeeds().out;
    holds(&flat(&said), "no sure sign, and it depends: ");
    let frontier = table(there.path(), "breakdown.csv");
    let of = |input| {
        let cells = [("policy", "trap"), ("input", input), ("held", "")];
        rows_of(&frontier, &cells)[0]
    };
    let effect = of("parameters.removal.effect");
    assert_eq!(cell(effect, "verdict"), "depends");
    assert!(
        (number(effect, "turns_at") - 0.5).abs() < 0.02,
        "{effect:?}"
    );
    assert_eq!(cell(of("parameters.unused.rate"), "verdict"), "");
    assert_eq!(cell(of("parameters.unused.rate"), "crossings"), "");
}

#[test]
fn every_question_has_the_steps_of_its_search() {
    let there = tempdir().expect("a temporary folder");
    let mut design = MadeUp::new(Kind::Lattice, 60, 4);
    design.trap = Trap::Nothing;
    design.write(there.path());
    let said = plaza(["discover", typed(there.path())]).succeeds().out;
    holds(&flat(&said), "neither box nor tree is found");
    let boxes = table(there.path(), "boxes.csv");
    let steps = |question| rows_of(&boxes, &[("question", question), ("kind", "trajectory")]);
    // Cases of one policy go with nothing; the other has none.
    assert!(
        steps("trap is worse than status_quo").len() > 5,
        "{boxes:?}"
    );
    let [never] = steps("good is worse than status_quo")[..] else {
        panic!("{boxes:?}");
    };
    assert_eq!((cell(never, "points"), cell(never, "cases")), ("60", "0"));
    assert!(rows_of(&boxes, &[("kind", "chosen")]).is_empty());
}

#[test]
fn the_same_folder_gives_the_same_files_and_a_document() {
    let there = tempdir().expect("a temporary folder");
    MadeUp::new(Kind::Lattice, 40, 2).write(there.path());
    plaza(["discover", typed(there.path())]).succeeds();
    let first = files(there.path());
    // Of two futures little is known of luck, and so there is no verdict.
    let frontier = table(there.path(), "breakdown.csv");
    for row in &frontier {
        let said = ["verdict", "turns_at", "crossings", "choices"].map(|name| cell(row, name));
        assert_eq!(said, [""; 4], "{row:?}");
    }
    let answer = plaza(["discover", typed(there.path()), "--json"]).succeeds();
    assert_eq!(files(there.path()), first);
    let document: Json = serde_json::from_str(&answer.out).expect("one document");
    assert_eq!(document["outcome"], "oc_deaths");
    assert_eq!(document["points"], 40);
    assert_eq!(document["regret"].as_array().map(Vec::len), Some(3));
    let made = document["written"].as_array().expect("what was written");
    for name in [
        "boxes.csv",
        "breakdown.csv",
        "figures/tornado.svg",
        "figures/breakdown.svg",
    ] {
        assert!(made.iter().any(|of| of == name), "{name}: {made:?}");
    }
    for name in ["tornado", "prim", "regret", "breakdown"] {
        let svg = fs::read_to_string(there.path().join(format!("figures/{name}.svg")));
        let svg = svg.expect("it was drawn");
        let read = roxmltree::Document::parse(&svg).expect("an SVG");
        assert!(
            read.descendants()
                .filter(|node| node.has_tag_name("text"))
                .count()
                > 10,
            "{name}"
        );
    }
}

#[test]
fn questions_are_answered_as_they_are_asked() {
    let there = tempdir().expect("a temporary folder");
    MadeUp::new(Kind::Lattice, 60, 2).write(there.path());
    let ask = |question: &str| {
        let args = ["discover", typed(there.path()), "--question", question];
        flat(&plaza(args).succeeds().out)
    };
    let said = ask("policy trap worse than good");
    assert!(said.contains("trap is worse than good at"), "{said}");
    let said = ask("oc_deaths of trap > 100");
    assert!(said.contains("oc_deaths of trap is above 100 at"), "{said}");
    let said = ask("regret of trap>5");
    assert!(said.contains("regret of trap is above 5 at"), "{said}");
    // As the screen says it.
    let said = ask("oc_deaths of trap is above 100");
    assert!(said.contains("oc_deaths of trap is above 100 at"), "{said}");
    let said = ask("oc_deaths below 100");
    assert!(
        said.contains("oc_deaths of status_quo is below 100 at"),
        "{said}"
    );
    let said = ask("regret of trap is above 5");
    assert!(said.contains("regret of trap is above 5 at"), "{said}");
    let said = ask("trap is worse than good");
    assert!(said.contains("trap is worse than good at"), "{said}");
    let said = ask("trap is better than good");
    assert!(said.contains("good is worse than trap at"), "{said}");
    // Nothing is a case: an answer, all points, and a tree without rows that still has its columns.
    let said = ask("oc_deaths < 0");
    assert!(
        said.contains("oc_deaths of status_quo is below 0 at 0 of 60 points."),
        "{said}"
    );
    let boxes = fs::read_to_string(there.path().join("boxes.csv")).expect("it was written");
    assert!(boxes.starts_with("question,search,kind,step,"), "{boxes}");
    assert_eq!(boxes.lines().count(), 2, "{boxes}");
    let tree = fs::read_to_string(there.path().join("tree.csv")).expect("it was written");
    assert!(tree.starts_with("question,leaf,points,"), "{tree}");
    assert_eq!(tree.lines().count(), 1, "{tree}");
}

#[test]
fn points_without_an_outcome_are_left_out() {
    let there = tempdir().expect("a temporary folder");
    let mut made_up = MadeUp::new(Kind::Lattice, 40, 1);
    made_up.failing = Some(17);
    made_up.write(there.path());
    let said = flat(&plaza(["discover", typed(there.path())]).succeeds().out);
    assert!(said.contains("39 points over 3 inputs"), "{said}");
    assert!(said.contains("1 point is left out"), "{said}");
    assert!(
        said.contains("Of one future at each point nothing is known of luck"),
        "{said}"
    );
    assert!(said.contains("no verdict of so few futures"), "{said}");
}

#[test]
fn more_of_an_outcome_may_be_better() {
    let there = tempdir().expect("a temporary folder");
    MadeUp::new(Kind::Lattice, 40, 2).write(there.path());
    let args = [
        "discover",
        typed(there.path()),
        "--outcome",
        "trust_police",
        "--baseline",
        "good",
    ];
    let said = flat(&plaza(args).succeeds().out);
    assert!(
        said.contains("trust_police (more is better), against good"),
        "{said}"
    );
    // Trust is 1 less deaths: `trap` leaves fewer dead than `good` in the mean, and so more trust.
    let rows = table(there.path(), "breakdown.csv");
    let [trap, ..] = rows_of(&rows, &[("policy", "trap")])[..] else {
        panic!("{rows:?}");
    };
    assert!(number(trap, "difference") > 0.0, "{trap:?}");
    let regret = table(there.path(), "regret.csv");
    let [good] = rows_of(&regret, &[("policy", "good")])[..] else {
        panic!("{regret:?}");
    };
    assert!(number(good, "worst") < number(good, "mean"), "{good:?}");
}

/// Tables that are made have the columns that `describe tables` says, each with what it is.
#[test]
fn columns_are_described() {
    let there = tempdir().expect("a temporary folder");
    MadeUp::new(Kind::Lattice, 40, 2).write(there.path());
    plaza(["discover", typed(there.path())]).succeeds();
    let known = plaza(["describe", "tables", "--json"]).succeeds().out;
    let known: Json = serde_json::from_str(&known).expect("JSON");
    let known = known.as_array().expect("tables");
    for name in [
        "ranking_sensitivity",
        "boxes",
        "tree",
        "regret",
        "breakdown",
        "breakdown_curve",
    ] {
        let text =
            fs::read_to_string(there.path().join(format!("{name}.csv"))).expect("it was written");
        let of_design = |table: &&Json| {
            let row = table["row"]
                .as_str()
                .is_some_and(|row| row.starts_with("in a design"));
            table["name"] == name && row
        };
        let table = known.iter().find(of_design).expect("it is described");
        let columns = table["columns"].as_array().expect("columns");
        let names: Vec<&str> = columns
            .iter()
            .filter_map(|of| of["name"].as_str())
            .collect();
        assert_eq!(
            text.lines().next(),
            Some(names.join(",").as_str()),
            "{name}"
        );
        let told = |of: &Json| of["formula"].as_str().is_some_and(|text| !text.is_empty());
        assert!(columns.iter().all(told), "{name}");
    }
}

#[test]
fn a_design_of_the_model_is_discovered() {
    let there = small(
        "policies = [\"status_quo\", \"no_intervention\"]\n[design]\nmethod = \"sobol\"\npoints = 16\n\
         replicates_per_point = 2\n[design.over]\n\"recruitment.rate\" = \"range\"\nweeks = [10, 20]\n",
    );
    let folder = there.path();
    plaza(["design", "small.toml", "--out", "out", "--quiet"])
        .inside(folder)
        .succeeds();
    let said = flat(&plaza(["discover", "out"]).inside(folder).succeeds().out);
    holds(
        &said,
        "16 points over 2 inputs, 2 futures at each, 2 policies: oc_deaths (less is better)",
    );
    holds(&said, "against status_quo");
}
