//! The tables of Mexico in the folder `PLAZA_DATA`, for tests under `#[needs(PLAZA_DATA)]`.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use plaza_model::state::map::Map;

#[path = "../../benches/shared/mexico.rs"]
mod built;

/// The map of these tables, as of 2006.
pub fn map() -> Map {
    built::mexico().expect("such a test is ignored otherwise")
}

/// The path of a table.
pub fn file(name: &str) -> PathBuf {
    let folder = env::var_os("PLAZA_DATA").expect("such a test is ignored otherwise");
    Path::new(&folder).join(name)
}

/// The rows of a table, by the names of its columns.
pub fn rows(name: &str) -> impl Iterator<Item = BTreeMap<String, String>> {
    let reader = csv::Reader::from_path(file(name)).expect("the table is there");
    let rows = reader.into_deserialize();
    rows.map(|row| row.expect("a row of the table"))
}
