//! What is said of the rules is complete: their documentation, their sources, their numbers.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use plaza_model::state::orders::LEVERS;
use plaza_model::state::parts::Part;
use plaza_model::submodels::schedule::{Process, SCHEDULE};

use plaza::setup::parameters::baseline;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Files below a folder whose name ends so, in order.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Where the rules are.
const RULES: &str = "crates/model/src/submodels";

/// Rule files: a process or two each. What a rule needs besides lies in the folder of its name.
fn rules() -> Vec<PathBuf> {
    files(RULES, ".rs")
        .into_iter()
        .filter(|path| path.parent() == Some(&root().join(RULES)))
        .filter(|path| !path.ends_with("mod.rs") && !path.ends_with("schedule.rs"))
        .collect()
}

/// The opening documentation of a source file.
fn documentation(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A key of `references.bib`: small letters and a year, as in `dell2015`.
fn is_key(word: &str) -> bool {
    let name = word.trim_end_matches(|c: char| c.is_ascii_digit());
    word.len() == name.len() + 4 && name.len() > 2 && name.bytes().all(|b| b.is_ascii_lowercase())
}

/// An id of `evidence.md`: `S07`, `C13`.
fn is_id(word: &str) -> bool {
    word.strip_prefix(['S', 'C'])
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// What stands in square brackets and looks like a source: `[dell2015]`, `[C9 C10]`, `\[S07\]`.
fn cited(text: &str) -> BTreeSet<String> {
    let text = text.replace('\\', "");
    text.split('[')
        .skip(1)
        .filter_map(|rest| rest.split_once(']'))
        .filter(|(inside, rest)| !inside.contains('\n') && !rest.starts_with('('))
        .flat_map(|(inside, _)| inside.split([' ', ',']))
        .filter(|word| is_key(word) || is_id(word))
        .map(str::to_owned)
        .collect()
}

/// Keys of `references.bib` and ids of `evidence.md`.
fn known() -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for entry in text(&root().join("docs/references.bib"))
        .split("\n@")
        .skip(1)
    {
        let key = entry.split(['{', ',']).nth(1).unwrap_or_default();
        assert!(known.insert(key.to_owned()), "`{key}` stands twice");
    }
    for row in text(&root().join("docs/evidence.md")).lines() {
        let ids = row
            .strip_prefix("| ")
            .and_then(|row| row.split(" |").next());
        let ids = ids.into_iter().flat_map(|ids| ids.split(' '));
        known.extend(ids.filter(|id| is_id(id)).map(str::to_owned));
    }
    known
}

#[test]
fn every_rule_says_what_it_is() {
    for path in rules() {
        let documentation = documentation(&text(&path));
        let mut from = 0;
        for section in ["# Rule", "# Reads", "# Writes", "# Source", "# Limit"] {
            let found = documentation[from..].find(section);
            let found = found.unwrap_or_else(|| {
                panic!("{}: no `{section}` in its place", path.display());
            });
            from += found + section.len();
        }
    }
}

/// The section Writes of a rule names the parts that its processes declare, each once and in their order,
/// with a word on each in brackets.
#[test]
fn every_rule_writes_what_its_processes_declare() {
    let schedule = text(&root().join("crates/model/src/submodels/schedule.rs"));
    for path in rules() {
        let rule = path
            .file_stem()
            .expect("a file of a rule")
            .to_string_lossy();
        let of_rule = |process: &&Process| {
            let (_, entry) = schedule
                .split_once(&format!("\"{}\"", process.name))
                .expect("the schedule names its processes");
            let (before, _) = entry.split_once("::").expect("a process has a rule");
            before.ends_with(&format!(" {rule}"))
        };
        let writes = SCHEDULE
            .iter()
            .filter(of_rule)
            .flat_map(|process| process.writes);
        let declared: BTreeSet<Part> = writes.copied().collect();
        let declared: Vec<String> = declared.into_iter().map(Part::label).collect();
        assert!(!declared.is_empty(), "no process runs {}", path.display());
        let documentation = documentation(&text(&path));
        let (_, section) = documentation.split_once("# Writes\n").expect("a section");
        let (section, _) = section.split_once("\n #").expect("a section after it");
        let section = section.replace('\n', " ");
        let named: Vec<&str> = (section.split(';'))
            .map(|part| part.split('(').next().unwrap_or_default().trim())
            .collect();
        assert_eq!(named, declared, "{}: the section Writes", path.display());
    }
}

#[test]
fn every_source_cited_exists() {
    let known = known();
    assert!(known.contains("prieto2023") && known.contains("S09") && known.contains("C18"));
    let places = [("src", ".rs"), ("configs", ".toml"), ("docs", ".md")];
    let mut citations = 0;
    for path in places
        .iter()
        .flat_map(|(folder, ending)| files(folder, ending))
    {
        let mut cited = cited(&text(&path));
        if path.ends_with("configs/parameters/baseline.toml") {
            let numbers = baseline();
            let numbers = numbers.values().filter_map(|section| section.as_table());
            let sources = numbers.flat_map(|section| section.values());
            let sources = sources.map(|number| number["source"].as_str().expect("a text"));
            cited.extend(sources.filter(|source| is_key(source)).map(str::to_owned));
        }
        citations += cited.len();
        let missing: Vec<_> = cited.difference(&known).collect();
        assert!(
            missing.is_empty(),
            "{}: {missing:?} are neither in docs/references.bib nor in docs/evidence.md",
            path.display()
        );
    }
    assert!(citations > 50, "only {citations} citations were found");
}

#[test]
fn every_source_of_a_parameter_can_be_looked_up() {
    for (section, numbers) in baseline() {
        for (name, number) in numbers.as_table().expect("a section is a table") {
            let source = number["source"].as_str().expect("a text");
            assert!(
                is_key(source) || !cited(source).is_empty() || source.starts_with("assumed"),
                "{section}.{name}: `{source}` is no key, no fact in brackets, and not assumed"
            );
        }
    }
}

#[test]
fn every_parameter_is_read_by_its_rule() {
    for (section, numbers) in baseline() {
        let file = format!("{section}.rs");
        let (folder, source) = [RULES, "crates/model/src/state"]
            .map(|folder| {
                (
                    format!("{folder}/{section}"),
                    root().join(folder).join(&file),
                )
            })
            .into_iter()
            .find(|(_, path)| path.exists())
            .unwrap_or_else(|| panic!("no file {file} for the section `{section}`"));
        let mut source = text(&source);
        if root().join(&folder).is_dir() {
            source.extend(files(&folder, ".rs").iter().map(|path| text(path)));
        }
        for name in numbers.as_table().expect("a section is a table").keys() {
            assert!(
                reads(&source, name),
                "{section}.{name} is never read in {file} or its folder"
            );
        }
    }
}

/// Whether a field of this name is read in a source.
fn reads(source: &str, name: &str) -> bool {
    let field = format!(".{name}");
    source.match_indices(&field).any(|(at, found)| {
        let next = source[at + found.len()..].chars().next();
        next.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    })
}

#[test]
fn every_lever_is_read_by_a_rule() {
    let rules = [RULES, "crates/model/src/state"].map(|folder| files(folder, ".rs"));
    let rules: Vec<String> = rules.iter().flatten().map(|path| text(path)).collect();
    for lever in LEVERS {
        let name = lever.name;
        assert!(
            rules.iter().any(|rule| reads(rule, name)),
            "no rule reads `{name}`"
        );
    }
}

#[test]
fn every_target_is_a_fact() {
    let targets: toml::Table = text(&root().join("configs/targets.toml"))
        .parse()
        .expect("targets are TOML");
    let targets = targets["target"].as_array().expect("a list");
    let ids: Vec<_> = targets
        .iter()
        .filter_map(|target| target["id"].as_str())
        .collect();
    let all: Vec<_> = (1..=26).map(|n| format!("C{n}")).collect();
    assert_eq!(ids, all);
    assert!(ids.iter().all(|id| known().contains(*id)));
}
