//! The documents: their links lead somewhere, every section of docs/odd.md names the files it lives in, and lines
//! are short.

use std::fs;
use std::path::{Path, PathBuf};

/// Characters in the longest line of prose.
const LONGEST: usize = 120;

/// The documents, by their paths from the root.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    for folder in ["docs", "docs/decisions"] {
        let entries = fs::read_dir(root.join(folder)).expect("the folder is there");
        let paths = entries.map(|entry| entry.expect("an entry can be read").path());
        found.extend(paths.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    }
    found.sort();
    found
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Name and target of each link, code in blocks left out.
fn links(page: &str) -> Vec<(String, String)> {
    let prose: Vec<&str> = prose(page).map(|(_, line)| line).collect();
    let prose = prose.join("\n");
    let ends = prose.match_indices("](").map(|(at, _)| at);
    ends.filter_map(|at| {
        let (_, name) = prose[..at].rsplit_once('[')?;
        let (target, _) = prose[at + 2..].split_once(')')?;
        Some((name.to_owned(), target.to_owned()))
    })
    .collect()
}

/// The lines of a page that are not code in blocks, with their numbers.
fn prose(page: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut code = false;
    (1..).zip(page.lines()).filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        code ^= fence;
        !code && !fence && !line.starts_with("    ")
    })
}

/// The anchor of a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = kept.replace(' ', "-");
    kept.chars()
        .filter(|c| c.is_alphanumeric() || *c == '-' || *c == '_')
        .collect()
}

#[test]
fn every_link_leads_to_a_file_a_heading_or_a_test() {
    let mut count = 0;
    for path in documents() {
        let page = text(&path);
        let folder = path.parent().expect("a file lies in a folder");
        for (name, target) in links(&page) {
            if target.contains("://") {
                continue;
            }
            count += 1;
            let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
            let there = match file {
                "" => path.clone(),
                file => folder.join(file),
            };
            let place = format!("{}: [{name}]({target})", path.display());
            assert!(there.exists(), "{place} leads nowhere");
            let known = |line: &str| line.starts_with('#') && anchor(line) == heading;
            assert!(
                heading.is_empty() || text(&there).lines().any(known),
                "{place}: no such heading"
            );
            let test = name
                .strip_prefix('`')
                .and_then(|name| name.strip_suffix('`'));
            if let Some(test) = test.filter(|_| file.contains("tests/it/") && !name.contains('.')) {
                let source = text(&there);
                assert!(
                    source.contains(&format!("fn {test}(")),
                    "{place}: no such test"
                );
            }
        }
    }
    assert!(count > 150, "only {count} links were found");
}

/// Files are named in each section, and in each subsection of the elements.
#[test]
fn every_section_of_the_odd_is_linked_to_its_files() {
    let page = text(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/odd.md"));
    let (model, _) = page
        .split_once("\n## 8. ")
        .expect("the elements come first");
    let mut sections: Vec<(&str, String)> = Vec::new();
    for line in model.lines() {
        match sections.last_mut() {
            _ if line.starts_with("## ") || line.starts_with("### ") => {
                sections.push((line, String::new()));
            }
            Some((_, body)) => *body += &format!("{line}\n"),
            None => {}
        }
    }
    assert!(sections.len() > 30, "{} sections", sections.len());
    for (heading, body) in sections {
        let files = links(&body);
        let files = files.iter().filter(|(_, target)| target.starts_with("../"));
        assert!(files.count() > 0, "docs/odd.md: `{heading}` names no file");
        if heading.starts_with("### ") && body.contains("- *Limit*") {
            assert!(
                body.contains("/tests/it/rules/"),
                "`{heading}` names no test of its limit"
            );
        }
    }
}

/// Tables, links and code in blocks may be longer.
#[test]
fn lines_of_prose_are_short() {
    let mut long = Vec::new();
    for path in documents() {
        let page = text(&path);
        for (number, line) in prose(&page) {
            let free = line.starts_with('|') || line.contains("](") || line.contains("://");
            if !free && line.chars().count() > LONGEST {
                long.push(format!("{}:{number}", path.display()));
            }
        }
    }
    assert!(
        long.is_empty(),
        "longer than {LONGEST} characters:\n{}",
        long.join("\n")
    );
}
