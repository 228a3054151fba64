//! The hindcast of a result folder: what was observed, and the tables of the comparison.

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::experiment::hindcast::Observed;
use crate::io::inputs;
use crate::io::observed::{self, KEPT};
use crate::io::problem::Problem;
use crate::state::map::Map;

/// The observed deaths kept in a result folder; none where its experiment named none.
pub fn observed(folder: &Path, map: &Map) -> Result<Option<Observed>, Vec<Problem>> {
    let path = inputs::place(folder, KEPT);
    match fs::read(&path) {
        Ok(bytes) => observed::deaths(&path, &bytes, map).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(vec![Problem::whole(path, format!("cannot read: {error}"))]),
    }
}

/// Rows as CSV, under the names of their fields.
pub fn csv<T: Serialize>(rows: &[T]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer
            .serialize(row)
            .expect("writing to memory does not fail");
    }
    let bytes = writer
        .into_inner()
        .expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("text was written")
}
