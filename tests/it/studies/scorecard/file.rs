//! The file of the scorecard: its policies, its page, each way to be wrong.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use plaza::files::embedded;
use plaza::studies::scorecard::read_rules::{EMBEDDED, read_scorecard};
use plaza::studies::scorecard::rules::Scorecard;

fn embedded_scorecard() -> Scorecard {
    read_scorecard(&embedded::path(EMBEDDED)).expect("the embedded scorecard is valid")
}

#[test]
fn every_policy_of_the_scorecard_exists() {
    let scorecard = embedded_scorecard();
    let known = embedded::names(Path::new(embedded::ROOT), "policies");
    let cells = scorecard.cells.iter();
    let sides = scorecard.bad_sides.iter();
    let named: BTreeSet<&String> = cells
        .flat_map(|cell| [Some(&cell.policy), cell.against.as_ref()])
        .chain(sides.flat_map(|side| [Some(&side.policy), side.against.as_ref()]))
        .chain([Some(&scorecard.baseline)])
        .flatten()
        .collect();
    for name in &named {
        assert!(known.contains(name), "there is no policy `{name}`");
    }
    // Every option of a document stands in it, with a bad side each.
    for name in known.iter().filter(|name| !name.starts_with('_')) {
        let sides = scorecard.bad_sides.iter();
        let bad = sides.filter(|side| side.policy == *name).count();
        assert!(
            bad > 0 || name == "no_intervention",
            "`{name}` has no bad side"
        );
    }
}

pub fn word(value: impl serde::Serialize) -> String {
    let word = serde_json::to_value(value).expect("a word");
    word.as_str().expect("a word").to_owned()
}

#[test]
fn the_page_says_what_the_file_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scorecard.md");
    let page = fs::read_to_string(path).expect("the page");
    let scorecard = embedded_scorecard();
    let baseline = &scorecard.baseline;
    let mut expected = Vec::new();
    for rule in &scorecard.rules {
        let columns = rule.columns.iter();
        let columns = columns.map(|of| format!("`{}` {}", of.metric, word(of.better)));
        let columns = columns.collect::<Vec<_>>().join(", ");
        expected.push(format!("| {} | {columns} | {} |", rule.name, rule.why));
    }
    for of in &scorecard.cells {
        let against = of.against.as_ref().unwrap_or(baseline);
        let (says, tag) = (word(of.says), word(of.tag));
        expected.push(format!(
            "| {} | `{}` | {} | {} | `{against}` | {says} | {tag} | {} |",
            of.option, of.policy, of.cell, of.rule, of.source
        ));
    }
    for of in &scorecard.bad_sides {
        let against = of.against.as_ref().unwrap_or(baseline);
        let weeks = of.weeks.map_or_else(String::new, |weeks| weeks.to_string());
        expected.push(format!(
            "| {} | `{}` | {} | `{}` | {} | `{against}` | {weeks} | {} |",
            of.document,
            of.policy,
            of.bad_side,
            of.metric,
            word(of.shows),
            of.source
        ));
    }
    let (now, _) =
        (page.split_once("\n## Cells changed on ")).expect("what was changed stands last");
    let rows = now.lines().filter(|line| line.starts_with("| "));
    let heads = ["| rule |", "| option |", "| document |"];
    let rows: Vec<&str> = rows
        .filter(|row| !heads.iter().any(|head| row.starts_with(head)))
        .collect();
    for row in &expected {
        assert!(rows.contains(&row.as_str()), "the page lacks {row}");
    }
    assert_eq!(rows.len(), expected.len(), "the page has rows of its own");
    let part = |of: f64| format!("{of:.2}").trim_start_matches('0').to_owned();
    let (high, medium) = (part(scorecard.high), part(scorecard.medium));
    assert!(page.contains(&format!("**high**: the value is {high} or more,")));
    assert!(page.contains(&format!("**medium**: {medium} or more and clear.")));
    assert!(page.contains(&format!("**worse**: -{medium}\n   or less and clear.")));
}

#[test]
fn each_way_to_be_wrong_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.toml");
    let good = embedded::text(&embedded::path(EMBEDDED)).expect("embedded");
    let wrong = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        fs::write(&path, good.replacen(from, to, 1)).expect("written");
        let problems = read_scorecard(&path).expect_err("it is wrong");
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let told = told.join("\n");
        let told = told.replace(&folder.path().display().to_string(), "");
        // Lists of all that exists would change with every metric.
        let short = told.split(", expected one of").next().unwrap_or_default();
        short.to_owned()
    };
    let told = wrong("metric = \"coordination\"", "metric = \"harmony\"");
    insta::assert_snapshot!(told, @"/own.toml:25:23: there is no metric `harmony`");
    let told = wrong("rule = \"coordination\"", "rule = \"harmony\"");
    insta::assert_snapshot!(told, @"/own.toml:149:8: there is no rule `harmony`");
    let told = wrong("weeks = 156", "weeks = 100");
    insta::assert_snapshot!(told, @"/own.toml:855:9: weeks is 100");
    let told = wrong("medium = 0.05", "medium = 0.5");
    insta::assert_snapshot!(told, @"/own.toml:19:10: medium is 0.5 and high 0.2, expected 0 < medium < high");
    let told = wrong("tag = \"assumption\"", "tag = \"guess\"");
    insta::assert_snapshot!(told, @"/own.toml:151:7: unknown value `guess`, expected `outcome` or `assumption`");
    let told = wrong("says = \"above\"", "says = \"above\"\nsure = true");
    insta::assert_snapshot!(told, @"/own.toml:151:1: unknown key `sure` (did you mean `source`?)");
}
