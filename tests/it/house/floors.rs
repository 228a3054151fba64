//! The floors of the house: which folder may import which, read from the sources.

use std::path::PathBuf;

use crate::house::imports;
use crate::house::imports::module;

/// Lowest first; none imports from above. What stands in one line is on one floor.
const FLOORS: [&[&str]; 13] = [
    &["engine"],
    &["batch", "exploration"],
    &["units"],
    &["state"],
    &["submodels"],
    &["policy"],
    &["files"],
    &["figures"],
    &["runs", "maps"],
    // An experiment has the sections of its studies; studies read what was set up.
    &["setup", "studies"],
    &["report"],
    &["explore"],
    &["cli"],
];

/// What is outside the crates, and the lowest floor that may know it; below it, of threads
/// `engine::parallel` alone. A batch has threads, files and a command line of its own.
const OUTSIDE: [(&str, &str); 11] = [
    ("plaza_batch::", "files"),
    ("rayon::", "studies"),
    ("std::thread", "cli"),
    ("std::fs", "files"),
    ("std::path", "files"),
    ("std::time", "cli"),
    ("parquet::", "cli"),
    ("csv::", "files"),
    ("plotters::", "figures"),
    ("toml::", "files"),
    ("clap::", "cli"),
];

/// Words of the model, which the engine and the batch do not have.
const OF_THE_MODEL: [&str; 11] = [
    "arrest",
    "cartel",
    "crime",
    "deaths",
    "homicide",
    "leader",
    "municipalit",
    "organization",
    "police",
    "recruit",
    "soldier",
];

fn rank(floor: &str) -> usize {
    let known = FLOORS.iter().position(|names| names.contains(&floor));
    known.unwrap_or_else(|| panic!("`{floor}` is no floor, expected one of {FLOORS:?}"))
}

/// Where the floors lie: the crate, and below it those of the batch, the engine and the exploration of designs.
const ROOTS: [(&str, &str); 5] = [
    ("src", ""),
    ("crates/batch/src", "batch"),
    ("crates/engine/src", "engine"),
    ("crates/exploration/src", "exploration"),
    ("crates/model/src", ""),
];

/// Every source file: the path of its module, from the root of the house, and its code without comments.
fn sources() -> Vec<(PathBuf, String)> {
    let below = |(folder, floor)| imports::sources(folder, floor);
    ROOTS.into_iter().flat_map(below).collect()
}

/// The paths, from the root, that the code of a module imports or names.
fn imports(module: &[String], code: &str) -> Vec<Vec<String>> {
    // In a crate of its own a floor is the root.
    let own = matches!(module[0].as_str(), "batch" | "engine" | "exploration");
    imports::paths(module, &module[..usize::from(own)], code)
}

/// Why a module may not import a path, if so.
fn refused(module: &[String], path: &[String]) -> Option<String> {
    let floor = module[0].as_str();
    let imported = path[0].as_str();
    if rank(imported) > rank(floor) {
        return Some(format!("{imported} is above {floor}"));
    }
    let second = path.get(1).map(String::as_str);
    let rule = module.get(1).map(String::as_str);
    match (floor, imported) {
        ("submodels", "submodels")
            if !matches!(rule, None | Some("schedule")) && second != rule =>
        {
            Some("a rule may not know another".to_owned())
        }
        ("policy", "submodels") if second != Some("Parameters") => {
            Some("a policy knows no more of the rules than their `Parameters`".to_owned())
        }
        _ => None,
    }
}

#[test]
fn nothing_imports_from_above() {
    let (mut wrong, mut read) = (Vec::new(), 0);
    for (file, code) in sources() {
        let module = module(&file);
        if module.is_empty() || module == ["main"] {
            continue;
        }
        if matches!(module[0].as_str(), "batch" | "engine" | "exploration") {
            let known = OF_THE_MODEL.iter().find(|word| code.contains(**word));
            wrong.extend(known.map(|word| format!("{}: `{word}` of the model", file.display())));
        }
        for path in imports(&module, &code) {
            read += 1;
            if let Some(why) = refused(&module, &path) {
                wrong.push(format!("{}: `{}`: {why}", file.display(), path.join("::")));
            }
        }
        for (outside, lowest) in OUTSIDE {
            let allowed =
                module[0] == "batch" || (outside == "rayon::" && module == ["engine", "parallel"]);
            if code.contains(outside) && rank(&module[0]) < rank(lowest) && !allowed {
                wrong.push(format!("{}: `{outside}` below {lowest}", file.display()));
            }
        }
    }
    assert!(read > 300, "{read} imports read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn imports_are_read_whole_and_judged() {
    let module = |path: &str| -> Vec<String> { path.split("::").map(str::to_owned).collect() };
    let code = "use crate::{units::{self, Share}, files as read};
        use super::fighting;
        fn f() -> crate::engine::luck::Key { crate::policy::regimes::g() }
        use crate::state::{
            map::{Map, Place},
            world::*,
        };";
    let arrests = module("submodels::arrests");
    let imports = imports(&arrests, code);
    let named: Vec<String> = imports.iter().map(|path| path.join("::")).collect();
    assert_eq!(
        named,
        [
            "units::self",
            "units::Share",
            "files",
            "engine::luck::Key",
            "policy::regimes::g",
            "state::map::Map",
            "state::map::Place",
            "state::world::",
            "submodels::fighting",
        ]
    );
    let wrong: Vec<bool> = imports
        .iter()
        .map(|path| refused(&arrests, path).is_some())
        .collect();
    assert_eq!(
        wrong,
        [false, false, true, false, true, false, false, false, true]
    );
    let policy = module("policy::levers");
    assert!(refused(&policy, &module("submodels::fighting")).is_some());
    assert!(refused(&policy, &module("submodels::Parameters")).is_none());
}
