//! What goes on abroad, read from a table by year.

use std::path::Path;

use insta::assert_snapshot;
use plaza::setup::abroad::{Abroad, read};

use crate::program::{plaza, shortened, typed};
use crate::rules::worlds::{group, towns};

fn table(text: &str) -> Result<Abroad, String> {
    let map = towns(&[90_000], &[group("one", &[0])]);
    read(Path::new("abroad.csv"), text.as_bytes(), &map).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        lines.join("\n")
    })
}

#[test]
fn levels_are_relative_to_the_first_year_and_hold_for_theirs() {
    let read = table(
        "year,value,quantity,source\n2008,450,cocaine_supply,later\n2006,600,cocaine_supply,first\n2007,2,arms,\n",
    )
    .expect("a good table");
    let supply: Vec<f64> = [-53, -52, 51, 52, 300]
        .map(|week| read.supply.at(week))
        .to_vec();
    assert_eq!(supply, [1.0, 1.0, 1.0, 0.75, 0.75]);
    assert_eq!(read.arms.at(200), 1.0);
    assert_eq!(read.until, [("cocaine_supply", 2008), ("arms", 2007)]);
}

#[test]
fn what_is_wrong_with_it_is_told() {
    let wrong = |text: &str| table(text).expect_err("a bad table");
    assert_snapshot!(wrong("year,quantity\n2006,arms\n"), @"abroad.csv:1: no column `value`; expected year, quantity, value; there are year, quantity");
    assert_snapshot!(wrong("year,quantity,value\n"), @"abroad.csv: has no row after its header, expected one for each year and quantity");
    assert_snapshot!(wrong("year,quantity,value\n2006,cocain_supply,3\n"), @"abroad.csv:2: there is no quantity `cocain_supply` (did you mean `cocaine_supply`?), expected `cocaine_supply` or `arms`");
    assert_snapshot!(wrong("year,quantity,value\n2006,arms,0\nMMVI,arms,1\n"), @"
    abroad.csv:2: column `value` is `0`, expected a number, 0.000001 or more
    abroad.csv:3: column `year` is `MMVI`, expected a whole number from 1900 to 2200
    ");
    assert_snapshot!(wrong("year,quantity,value\n2006,arms,1\n2006,arms,2\n"), @"abroad.csv:3: arms of 2006 stands twice, expected each year once");
}

#[test]
fn an_experiment_keeps_its_table_and_tells_where_it_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = shortened(folder.path(), 120, 4, "");
    let text = std::fs::read_to_string(&own).expect("written");
    std::fs::write(&own, format!("abroad = \"abroad.csv\"\n{text}")).expect("written");
    let beside = folder.path().join("experiments/abroad.csv");
    std::fs::write(&beside, "year,quantity,value\n2006,arms,1\n2007,arms,1.2\n").expect("written");
    let out = folder.path().join("out");
    let call = [
        "run",
        "experiments/own.toml",
        "--replicates",
        "1",
        "--out",
        typed(&out),
    ];
    let told = plaza(call).inside(folder.path()).succeeds().told();
    assert!(told.contains("arms is told until 2007"), "{told}");
    let kept = std::fs::read(out.join("inputs/abroad.csv")).expect("kept");
    assert_eq!(kept, std::fs::read(&beside).expect("there"));
    plaza(["verify", typed(&out)]).succeeds();
    std::fs::remove_file(&beside).expect("removed");
    let other = ["run", "experiments/own.toml", "--out", "other"];
    let error = plaza(other).inside(folder.path()).refused();
    assert!(
        error.contains("abroad.csv") && error.contains("there is no such file"),
        "{error}"
    );
}
