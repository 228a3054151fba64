//! Parts of a result folder: what their bytes are, and all rows of a table.

use std::path::Path;

use crate::experiment::dictionary::Table;
use crate::experiment::tables::Rows;
use crate::io::manifest::{Manifest, VERSION, part};
use crate::io::parquet;
use crate::io::problem::Problem;

/// The bytes of a part of the experiment with this digest.
pub fn encode(rows: &Rows, digest: &str) -> Vec<u8> {
    let metadata = [
        ("plaza", VERSION.to_owned()),
        ("experiment", digest.to_owned()),
        ("table", rows.table.name.to_owned()),
        ("row", rows.table.row.to_owned()),
    ];
    parquet::encode(rows, &metadata)
}

/// All rows of one table of a result folder: policies in the manifest's order, parts by number; a
/// table on request may have none.
pub fn read(folder: &Path, table: &'static Table) -> Result<Rows, Problem> {
    let manifest = Manifest::read(folder)?;
    let mut rows = Rows::new(table);
    for (name, policy) in &manifest.policies {
        for (block, results) in &policy.blocks {
            if !results.parts.contains_key(table.name) {
                continue;
            }
            let path = folder.join(part(table.name, name, *block));
            rows.append(parquet::read(&path, table)?);
        }
    }
    Ok(rows)
}
