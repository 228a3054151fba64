//! `plaza validate`: a run held against all targets; what is said of targets that cannot be and of
//! folders that lack something.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use plaza_batch::results::Results;

use plaza::files::embedded;
use plaza::runs::dictionary::NATIONAL;
use plaza::studies::validation::read_targets::read_targets;

use crate::program::{Call, SMOKE, plaza, typed};

#[test]
fn targets_that_cannot_be_are_told_with_their_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.toml");
    let shipped = embedded::text(&embedded::path("targets.toml")).expect("they are embedded");
    let wrong = |replace: &[(&str, &str)]| {
        let mut text = shipped.clone();
        for (from, to) in replace {
            assert!(text.contains(from), "the test replaces `{from}`");
            text = text.replacen(from, to, 1);
        }
        fs::write(&path, text).expect("written");
        let problems = read_targets(&path).expect_err("these targets are wrong");
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        lines
            .join("\n")
            .replace(&path.display().to_string(), "own.toml")
    };
    insta::assert_snapshot!(wrong(&[("id = \"C2\"", "id = \"C27\"")]), @"own.toml:23:6: target `C27` is unknown, expected C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13, C14, C15, C16, C17, C18, C19, C20, C21, C22, C23, C24, C25, C26");
    insta::assert_snapshot!(wrong(&[("worst_10", "worst_1")]), @"own.toml:60:5: C6 has no part `worst_1`, expected worst_10, worst_50");
    insta::assert_snapshot!(wrong(&[("[2.6, 6.2, 8.7, 13.6]", "[2.6]")]), @"own.toml:20:10: expected 4 of `values`, one for each year, found 1");
    insta::assert_snapshot!(wrong(&[("[3.0, 6.0]", "[6.0, 3.0]")]), @"own.toml:93:13: the tolerance cannot be met, expected `relative` as a part of the value (0.2 for 20 %), `absolute` 0 or more, or `within` from the less to the more");
    insta::assert_snapshot!(wrong(&[("role = \"fit\"", "role = \"fitted\"")]), @"own.toml:18:8: unknown value `fitted` (did you mean `fit`?)");
    insta::assert_snapshot!(wrong(&[("\"lag_6\"", "\"lag_1\"")]), @"own.toml:86:47: C9 `lag_1` stands twice");
}

/// The result folder of a country of 3 million people that a call of `plaza run` leaves, of three replicates
/// unless more says otherwise.
fn run(out: &Path, more: &[&str]) {
    let replicates = match more.contains(&"--replicates") {
        true => &[][..],
        false => &["--replicates", "3"],
    };
    plaza(["run", SMOKE, "--quiet", "--out", typed(out)])
        .args(["--policies", "status_quo"])
        .args(replicates)
        .args(more)
        .succeeds();
}

fn validate(folder: &Path, more: &[&str]) -> Call {
    plaza(["validate", typed(folder)]).args(more)
}

#[test]
fn a_run_is_held_against_all_targets() {
    let there = tempfile::tempdir().expect("a folder");
    let folder = there.path().join("run");
    let record = [
        "--weeks",
        "208",
        "--set",
        "record.panel=true",
        "--set",
        "record.pairs=true",
    ];
    run(&folder, &[&record[..], &["--replicates", "9"]].concat());
    let screen = validate(&folder, &[]).succeeds().out;
    let written = || {
        ["validation.csv", "figures/validation.svg"]
            .map(|name| fs::read_to_string(folder.join(name)).expect("it was written"))
    };
    let first = written();
    let header = "id,part,year,simulated,low,high,observed,tolerance,verdict,least,most,unit,role,needs,policy,replicates";
    assert_eq!(first[0].lines().next(), Some(header));
    let mut reader = csv::Reader::from_reader(first[0].as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect();
    let ids: BTreeSet<&str> = rows.iter().map(|row| row["id"].as_str()).collect();
    assert_eq!(ids.len(), 26);
    assert!(rows.iter().all(|row| row["policy"] == "status_quo"));
    let (mut few, mut none) = (BTreeSet::new(), BTreeSet::new());
    for row in &rows {
        if row["verdict"] == "not computable" {
            assert_eq!(row["simulated"], "");
            none.insert((row["id"].as_str(), row["needs"].as_str()));
            continue;
        }
        let number = |name: &str| row[name].parse::<f64>().expect("a number");
        assert!(number("low") <= number("simulated") && number("simulated") <= number("high"));
        let near = !row["least"].is_empty()
            && (number("least")..=number("most")).contains(&number("simulated"));
        let expected = match row["least"].as_str() {
            "" => "reported",
            // Of some targets not every replicate of so small a country has a value.
            _ if row["verdict"] == "too few" => {
                few.insert(row["id"].clone());
                continue;
            }
            _ if near => "inside",
            _ => "outside",
        };
        assert_eq!(row["verdict"], expected);
    }
    insta::assert_snapshot!(few.into_iter().collect::<Vec<_>>().join(" "), @"");
    let expected = [("C19", "--event-study"), ("C25", "something to happen")];
    assert_eq!(none, expected.into());
    let last = screen.lines().rfind(|line| line.contains("targets inside"));
    assert!(
        last.is_some_and(|line| line.contains(" of 23 targets inside")),
        "{screen}"
    );
    assert!(
        screen.lines().all(|line| line.chars().count() <= 120),
        "{screen}"
    );

    // One verdict by hand, from the table.
    let national = Results::open(&folder)
        .and_then(|of| of.read(&NATIONAL))
        .expect("the table is there");
    let [dead, people] = ["oc_deaths", "population"].map(|column| national.numbers(column));
    let mut rates: Vec<f64> = (0..9)
        .map(|replicate| {
            let year = replicate * 208 + 52..replicate * 208 + 104;
            let [dead, people]: [f64; 2] =
                [&dead, &people].map(|of| of[year.clone()].iter().sum::<f64>());
            dead / (people / 52.0) * 1e5
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    let row = rows
        .iter()
        .find(|row| row["id"] == "C1" && row["year"] == "2008");
    let simulated: f64 = row.expect("a row")["simulated"].parse().expect("a number");
    assert!(
        (simulated / rates[4] - 1.0).abs() < 1e-12,
        "{simulated} {rates:?}"
    );

    validate(&folder, &[]).succeeds();
    assert!(first == written(), "the same bytes again");

    let own = there.path().join("own.toml");
    let text = "[[target]]\nid = \"C1\"\nwhat = \"deaths\"\nunit = \"1/(100000 year)\"\nrole = \"check\"\n\
                tolerance = { within = [0.0, 1e9] }\n\
                parts = [{ name = \"all\", values = [1.0] }]";
    fs::write(&own, text).expect("written");
    let own = own.to_str().expect("a path in UTF-8");
    let screen = validate(&folder, &["--targets", own]).succeeds().out;
    assert!(screen.contains("1 of 1 targets inside"), "{screen}");
    let checked = plaza(["check", own]).succeeds().out;
    assert_eq!(checked, format!("ok {own}: 1 targets\n"));
}

#[test]
fn what_a_folder_lacks_is_told() {
    let there = tempfile::tempdir().expect("a folder");
    let [plain, mean] = ["plain", "mean"].map(|name| there.path().join(name));
    run(&plain, &["--weeks", "208", "--set", "burn_in=0"]);
    run(
        &mean,
        &["--weeks", "104", "--set", "record.municipalities=mean"],
    );
    let needs = |folder: &Path| {
        let screen = validate(folder, &[]).succeeds().out;
        let lines = screen
            .lines()
            .filter(|line| line.starts_with("not computable"));
        lines.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(needs(&plain), @r"
    not computable: C5, C9, C10; expected [record] panel = true
    not computable: C25; expected [record] pairs = true
    not computable: C19; expected --event-study
    ");
    insta::assert_snapshot!(needs(&mean), @r#"
        not computable: C1, C2, C11, C12, C13, C15, C16, C17, C18, C26; expected weeks = 208 or more
        not computable: C3, C4, C6, C7, C8, C14, C20, C21, C22, C23, C24; expected [record] municipalities = "all" or "active"
        not computable: C5, C9, C10; expected [record] panel = true
        not computable: C25; expected [record] pairs = true
        not computable: C19; expected --event-study
        "#);

    let error = validate(&plain, &["--policy", "staus_quo"]).refused();
    let expected =
        "has no policy `staus_quo` (did you mean `status_quo`?), expected one of status_quo";
    assert!(error.contains(expected), "{error}");
    let error = validate(there.path(), &[]).refused();
    assert!(error.contains("is no result folder"), "{error}");

    let part = plain.join("events/status_quo/part-00000.parquet");
    let bytes = fs::read(&part).expect("a part");
    fs::write(&part, &bytes[..bytes.len() / 2]).expect("written");
    let error = validate(&plain, &[]).refused();
    assert!(
        error.contains("part-00000.parquet: was altered or truncated"),
        "{error}"
    );
    fs::write(&part, bytes).expect("written");

    let levers = plain.join("inputs/levers.toml");
    let mut text = fs::read_to_string(&levers).expect("an input");
    text.push_str("# altered\n");
    fs::write(&levers, text).expect("written");
    let error = validate(&plain, &[]).refused();
    assert!(
        error.contains("levers.toml: was altered or truncated"),
        "{error}"
    );
}
