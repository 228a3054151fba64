//! No circle between files: what a file uses does not use it, however many others lie between. What a file only
//! hands on (`pub use`) it does not use, and whoever takes it from there uses the file that has it.

use std::collections::{BTreeMap, BTreeSet};

use crate::house::imports::{begins, module, paths, sources, tree};

/// Where the crates lie.
const CRATES: [(&str, &str); 5] = [
    ("src", "plaza"),
    ("crates/batch/src", "batch"),
    ("crates/engine/src", "engine"),
    ("crates/exploration/src", "exploration"),
    ("crates/model/src", "model"),
];

/// A module, by its names from the root.
type Module = Vec<String>;

/// For each of these modules, given with their code, those that it uses.
fn uses(modules: &BTreeMap<Module, String>) -> BTreeMap<Module, BTreeSet<Module>> {
    let read: BTreeMap<&Module, Read> = modules
        .iter()
        .map(|(module, code)| (module, Read::new(module, code)))
        .collect();
    let of = |(module, code): (&&Module, &Read)| {
        let used = code.used.iter().filter_map(|path| owner(path, &read, 0));
        let used = used.filter(|other| other != *module).collect();
        ((*module).clone(), used)
    };
    read.iter().map(of).collect()
}

/// What the code of a module says.
struct Read {
    /// The paths that it uses.
    used: Vec<Module>,
    /// The names that it hands on, and what they stand for.
    handed_on: BTreeMap<String, Module>,
}

impl Read {
    fn new(module: &Module, code: &str) -> Self {
        let children: Vec<&str> = code
            .lines()
            .filter_map(|line| line.trim().strip_suffix(';')?.rsplit_once("mod "))
            .filter(|(before, _)| before.is_empty() || before.starts_with("pub"))
            .map(|(_, child)| child)
            .collect();
        let named = |code: &str| {
            let mut named = paths(module, &module[..1], code);
            for child in &children {
                let word = format!("{child}::");
                let places = code.match_indices(&word).map(|(at, _)| at);
                let mut found = Vec::new();
                for at in places.filter(|at| begins(code, *at) && !in_a_tree(code, *at)) {
                    tree(&format!("{}::", module.join("::")), &code[at..], &mut found);
                }
                let found = found.iter().map(|path| path.split("::"));
                named.extend(found.map(|names| names.map(str::to_owned).collect::<Module>()));
            }
            named
        };
        let (mut used, mut handed_on) = (String::new(), BTreeMap::new());
        for (index, part) in code.split("pub use ").enumerate() {
            let (before, after) = match index {
                0 => ("", part),
                _ => part.split_once(';').expect("a `use` ends"),
            };
            handed_on.extend(named(before).into_iter().filter_map(|path| {
                let name = path.last()?.clone();
                Some((name, path))
            }));
            used += after;
        }
        Self {
            used: named(&used),
            handed_on,
        }
    }
}

/// Whether this place of the code is inside of the braces of a `use`, where names start from what stands before them.
fn in_a_tree(code: &str, at: usize) -> bool {
    let before = &code[..at];
    let statement = before.rfind("use ").map(|from| &before[from..]);
    statement.is_some_and(|text| text.contains("::{") && !text.contains(';'))
}

/// The module that has what a path names.
fn owner(path: &Module, read: &BTreeMap<&Module, Read>, steps: usize) -> Option<Module> {
    let known = (1..=path.len()).rev().map(|end| path[..end].to_vec());
    let module = known.into_iter().find(|names| read.contains_key(names))?;
    let name = path.get(module.len());
    let handed_on = name.and_then(|name| read[&module].handed_on.get(name));
    match handed_on.filter(|_| steps < 8) {
        Some(path) => owner(path, read, steps + 1).or(Some(module)),
        None => Some(module),
    }
}

/// The circles, each as what its modules have in common and the rest of their names.
fn circles(uses: &BTreeMap<Module, BTreeSet<Module>>) -> BTreeSet<String> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> = (uses.keys())
        .map(|from| {
            let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
            while let Some(module) = next.pop() {
                next.extend(uses[module].iter().filter(|used| seen.insert(*used)));
            }
            (from, seen)
        })
        .collect();
    let of = |module: &Module| {
        let round = reached[module].iter().copied();
        let round: Vec<&Module> = round
            .filter(|other| reached[*other].contains(module))
            .collect();
        (round.len() > 1).then(|| told(&round))
    };
    uses.keys().filter_map(of).collect()
}

/// `a::b: . c d` of `a::b`, `a::b::c` and `a::b::d`.
fn told(round: &[&Module]) -> String {
    let (first, last) = (round[0], round[round.len() - 1]);
    let alike = first
        .iter()
        .zip(last)
        .take_while(|(one, other)| one == other);
    let alike = alike.count();
    let rest = round.iter().map(|module| match &module[alike..] {
        [] => ".".to_owned(),
        names => names.join("::"),
    });
    let rest: Vec<String> = rest.collect();
    format!("{}: {}", first[..alike].join("::"), rest.join(" "))
}

#[test]
fn no_circle_between_files() {
    let files = CRATES
        .into_iter()
        .flat_map(|(folder, root)| sources(folder, root));
    let modules = files.map(|(file, code)| (module(&file), code)).collect();
    let uses = uses(&modules);
    let found = circles(&uses);
    let count: usize = uses.values().map(BTreeSet::len).sum();
    assert!(count > 1_000, "{count} uses of files by others read");
    assert!(
        found.is_empty(),
        "files use one another in a circle: {found:#?}"
    );
}

#[test]
fn a_circle_is_found_and_named() {
    let modules = [
        (
            "a",
            "mod city;\npub mod town;\npub use town::Town;\nuse city::{Mayor};",
        ),
        (
            "a::city",
            "use crate::road::{self, Lane}; fn f() { road::g() }",
        ),
        ("a::town", "use super::city::Mayor;"),
        ("a::river", "use crate::{Town, city::Mayor};"),
        ("a::road", "use crate::Town; use other::city::Mayor;"),
        ("a::sea", "fn f() -> crate::river::Water { self::g() }"),
    ];
    let module = |path: &str| -> Module { path.split("::").map(str::to_owned).collect() };
    let modules = modules.map(|(path, code)| (module(path), code.to_owned()));
    let uses = uses(&modules.into_iter().collect());
    let of = |path: &str| -> Vec<String> {
        let used = uses[&module(path)].iter();
        used.map(|module| module.join("::")).collect()
    };
    assert_eq!(of("a"), ["a::city"]);
    assert_eq!(of("a::river"), ["a::city", "a::town"]);
    assert_eq!(of("a::road"), ["a::town"]);
    let found: Vec<String> = circles(&uses).into_iter().collect();
    assert_eq!(found, ["a: city road town"]);
}
