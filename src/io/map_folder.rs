//! Stub.

use std::path::Path;

use crate::io::config::Input;
use crate::io::problem::Problem;
use crate::state::map::Map;

/// A map read from files, with those files.
#[derive(Clone, Debug)]
pub struct LoadedMap {
    /// The country.
    pub map: Map,
    /// A built map's files (`map/municipalities.csv` ...), or the recipe (`map.toml`).
    pub inputs: Vec<Input>,
}

/// Reads a built map (a folder) or a grid recipe (a `.toml` file).
pub fn load(path: &Path) -> Result<LoadedMap, Vec<Problem>> {
    let _ = path;
    Err(Vec::new())
}
