//! A small file for each kind of fault that was ever found, and what is said of it.
//!
//! `corpus/<reader>/<case>.<ext>` goes to that reader. `corpus/map/<case>/` is a country: its files take the place of
//! those in `corpus/map/base/`, and `options.toml` holds the options of the call. What is said stands beside, in
//! `<case>.said` or `said`; `PLAZA_BLESS=1` writes it anew.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use plaza_model::submodels::MODEL;

use plaza::maps::map_tables::Islands;
use toml::{Table, Value};

use super::countries::Country;
use super::harness::{Outcome, guarded};
use super::maps;
use super::readers::READERS;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/files/fuzz/corpus")
}

/// The entries of a folder, in order.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let found =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = found.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// Holds what is said against what stands in a file.
fn pinned(file: &Path, outcome: Outcome, wrong: &mut Vec<String>) {
    let text = match outcome {
        Outcome::Accepted => "accepted\n".to_owned(),
        // The version of the model changes more often than what is said.
        Outcome::Refused(text) => format!("refused\n{}\n", text.replace(MODEL, "MODEL")),
    };
    if env::var_os("PLAZA_BLESS").is_some() {
        fs::write(file, &text).expect("what is said is written");
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    if text != expected {
        wrong.push(format!(
            "{}\nexpected {expected}found    {text}",
            file.display()
        ));
    }
}

/// The options that name a country's files, and what they are called here.
const TABLES: [(&str, &str); 7] = [
    ("municipalities", "municipalities.csv"),
    ("adjacency", "adjacency.csv"),
    ("population", "population.csv"),
    ("presence", "presence.csv"),
    ("crosswalk", "crosswalk.csv"),
    ("aliases", "aliases.toml"),
    ("outlines", "outlines.geojson"),
];

/// A country of the corpus.
fn country(folder: &Path) -> Country {
    let bytes = |name: &str| {
        fs::read(folder.join(name))
            .or_else(|_| fs::read(corpus().join("map/base").join(name)))
            .ok()
    };
    let options = fs::read_to_string(folder.join("options.toml")).unwrap_or_default();
    let options: Table = options.parse().expect("options are TOML");
    let text = |key: &str| options.get(key).and_then(Value::as_str).map(str::to_owned);
    let without = text("without").unwrap_or_default();
    let files = TABLES.into_iter().filter(|(option, _)| *option != without);
    let columns = options
        .get("columns")
        .and_then(Value::as_table)
        .into_iter()
        .flatten();
    Country {
        files: files
            .filter_map(|(option, name)| Some((option, bytes(name)?)))
            .collect(),
        year: options
            .get("year")
            .and_then(Value::as_integer)
            .map_or(2006, |year| year as i32),
        country: text("country"),
        name: "corpus".to_owned(),
        property: text("property"),
        columns: columns
            .map(|(name, theirs)| (name.clone(), theirs.as_str().unwrap_or_default().to_owned()))
            .collect(),
        islands: text("islands").map(|islands| match islands.as_str() {
            "drop" => Islands::Drop,
            _ => Islands::Nearest,
        }),
        run: true,
    }
}

#[test]
fn each_file_is_read_as_it_was() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    for (reader, ext, read) in READERS {
        for path in entries(&corpus().join(reader)) {
            if path.extension().is_some_and(|end| end == *ext) {
                cases += 1;
                let bytes = fs::read(&path).expect("it is there");
                match guarded(|| read(&bytes)) {
                    Ok(outcome) => pinned(&path.with_extension("said"), outcome, &mut wrong),
                    Err(fault) => wrong.push(format!("{}\n{fault}", path.display())),
                }
            }
        }
    }
    assert!(cases > 95, "{cases} files");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A file that no reader claims would be a case that nobody tries.
#[test]
fn each_file_of_the_corpus_is_a_case() {
    for folder in entries(&corpus()) {
        let name = folder.file_name().expect("a name").to_string_lossy();
        if name == "map" {
            continue;
        }
        let of = READERS.iter().find(|(reader, ..)| *reader == name);
        let (_, ext, _) = of.unwrap_or_else(|| panic!("no reader is called {name}"));
        for path in entries(&folder) {
            let claimed = path.extension().is_some_and(|end| end == *ext);
            let said = path.extension().is_some_and(|end| end == "said");
            let case = path.with_extension(ext).is_file();
            assert!(claimed || said && case, "{} is no case", path.display());
        }
    }
    let known = TABLES.map(|(_, name)| name);
    for path in entries(&corpus().join("map"))
        .iter()
        .flat_map(|folder| entries(folder))
    {
        let name = path.file_name().expect("a name").to_string_lossy();
        let known = known.contains(&&*name) || ["said", "options.toml"].contains(&&*name);
        assert!(known, "{} is no part of a case", path.display());
    }
}

#[test]
fn each_country_is_built_as_it_was() {
    let mut wrong = Vec::new();
    let folders = entries(&corpus().join("map"));
    assert!(folders.len() > 70, "{} countries", folders.len());
    for folder in folders {
        match guarded(|| maps::built(&country(&folder))) {
            Ok(outcome) => pinned(&folder.join("said"), outcome, &mut wrong),
            Err(fault) => wrong.push(format!("{}\n{fault}", folder.display())),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
