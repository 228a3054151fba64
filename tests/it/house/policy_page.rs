//! docs/policies.md has all policies, and docs/policies-levers.md says of their levers what their files say.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use plaza_model::policy::Policy;
use plaza_model::policy::levers::Level;
use plaza_model::policy::policy::Unconditional;
use plaza_model::policy::regimes::LEVERS;

use plaza::files::embedded;
use plaza::setup::levers::read_catalogue;
use plaza::setup::policies::read_policy;

const END: i32 = 312;

fn at(policy: &Policy, lever: usize, week: i32) -> Level {
    policy
        .schedule(lever)
        .level(week, &Unconditional { start: 0 })
        .0
        .into_owned()
}

fn standard(name: &str) -> Policy {
    let catalogue = read_catalogue(&embedded::path("levers.toml")).expect("valid");
    let path = embedded::path(&format!("policies/{name}.toml"));
    let read = read_policy(&path, &catalogue.0).expect("embedded policies are valid");
    read.policy
}

/// The levers in which two policies differ in some year, with the first's level at the end.
fn differing(policy: &Policy, base: &Policy) -> BTreeMap<String, Level> {
    let differs = |lever: &usize| {
        let mut weeks = (0..=END).step_by(52);
        weeks.any(|week| at(policy, *lever, week) != at(base, *lever, week))
    };
    let levers = (0..LEVERS.len()).filter(differs);
    levers
        .map(|lever| (LEVERS[lever].name.to_owned(), at(policy, lever, END)))
        .collect()
}

/// The name between the first two back-ticks.
fn quoted(text: &str) -> &str {
    text.split('`').nth(1).expect("a name in back-ticks")
}

fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name);
    fs::read_to_string(path).expect("the page")
}

#[test]
fn the_page_tells_of_every_policy() {
    let page = page("policies.md");
    let names = embedded::names(Path::new(embedded::ROOT), "policies");
    for name in names.iter().filter(|name| !name.starts_with('_')) {
        let heading = format!("\n### {name}\n");
        assert!(page.contains(&heading), "{name} has no page");
    }
}

#[test]
fn the_page_shows_the_levers_that_files_move() {
    let page = page("policies-levers.md");
    let mut blocks = 0;
    for block in page.split("<!-- levers ").skip(1) {
        let (name, block) = block.split_once(" -->").expect("a name");
        let block = block.split("<!-- end -->").next().expect("a block");
        let mut rows = block.lines().filter(|line| line.starts_with('|'));
        let head = rows.next().expect("a table; docs/policies.py makes it");
        let expected = differing(&standard(name), &standard(quoted(head)));
        let shown: BTreeMap<String, String> = rows
            .skip(1)
            .map(|row| {
                let last = row.trim_end_matches(" |").rsplit(['→', '|']).next();
                let last = last.expect("a level").trim().replace(',', "");
                (quoted(row).to_owned(), last)
            })
            .collect();
        assert!(shown.keys().eq(expected.keys()), "{name}: {shown:?}");
        for (lever, level) in expected {
            let text = &shown[&lever];
            match level {
                Level::Number(number) => {
                    let shown: f64 = text.parse().expect("a number");
                    assert!((shown - number).abs() < 0.0051, "{name}.{lever}: {text}");
                }
                Level::Option(option) => assert_eq!(*text, option, "{name}.{lever}"),
                Level::Shares(_) => assert!(text.contains(" / "), "{name}.{lever}: {text}"),
            }
        }
        blocks += 1;
    }
    assert_eq!(blocks, 16, "all policies but no_intervention move levers");
}
