//! The sources of the house and the paths that they name, read from their text.

use std::fs;
use std::path::{Path, PathBuf};

/// The sources in one folder: the path of each below it, with `root` before it, and its code without comments.
pub fn sources(folder: &str, root: &str) -> Vec<(PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let (mut folders, mut sources) = (vec![src.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                let code = text.lines().filter_map(|line| line.split("//").next());
                let code = code.collect::<Vec<_>>().join("\n");
                let path = path.strip_prefix(&src).expect("a path below the folder");
                sources.push((Path::new(root).join(path), code));
            }
        }
    }
    let found = sources.len();
    assert!(found > 15, "{found} source files in {folder}");
    sources
}

/// The module a file is, as the names from the root.
pub fn module(file: &Path) -> Vec<String> {
    let path = file.with_extension("");
    let names = path.iter().map(|name| name.to_string_lossy().into_owned());
    names
        .filter(|name| name != "mod" && name != "lib")
        .collect()
}

/// The paths that the code of a module names, of a crate that lies at `root`: those that start with `crate`, `super`
/// or `self`.
pub fn paths(module: &[String], root: &[String], code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let above = &module[..module.len().saturating_sub(1)];
    for (word, start) in [("crate::", root), ("super::", above), ("self::", module)] {
        let start: String = start.iter().map(|name| format!("{name}::")).collect();
        for (at, _) in code.match_indices(word).filter(|(at, _)| begins(code, *at)) {
            tree(&start, &code[at + word.len()..], &mut found);
        }
    }
    found.iter().map(|path| from_the_root(path)).collect()
}

/// Whether a path begins here, and not in the middle of one, or of a name.
pub fn begins(code: &str, at: usize) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    !code[..at].ends_with(inside)
}

/// The names of a path, after `super` has taken back the one before it.
fn from_the_root(path: &str) -> Vec<String> {
    path.split("::").fold(Vec::new(), |mut names, name| {
        match name {
            "super" => drop(names.pop()),
            name => names.push(name.to_owned()),
        }
        names
    })
}

/// Reads a tree of imports, `a::{b, c::D}`, into its paths; gives back what follows it.
pub fn tree<'a>(start: &str, text: &'a str, found: &mut Vec<String>) -> &'a str {
    let inside = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let (path, rest) = text.split_at(text.find(|c| !inside(c)).unwrap_or(text.len()));
    let path = format!("{start}{path}");
    let Some(branches) = rest.strip_prefix('{') else {
        found.push(path);
        return rest;
    };
    let mut rest = branches.trim_start();
    while !rest.starts_with('}') {
        rest = tree(&path, rest, found);
        rest = &rest[rest.find([',', '}']).expect("a brace is closed")..];
        rest = rest.trim_start_matches(',').trim_start();
    }
    &rest[1..]
}

#[test]
fn paths_are_read_whole() {
    let module = ["a", "b"].map(str::to_owned);
    let code = "use crate::{c::{self, D}, e as f};
        pub(in super::g) fn h() -> self::i::J { super::super::k(other::crate_name) }";
    let paths = paths(&module, &[], code);
    let named: Vec<String> = paths.iter().map(|path| path.join("::")).collect();
    assert_eq!(named, ["c::self", "c::D", "e", "a::g", "k", "a::b::i::J"]);
}
