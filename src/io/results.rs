//! Parts of a result folder: what their bytes are, and all rows of a table.

use std::path::Path;

use crate::experiment::dictionary::{Column, Kind, Table};
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
/// table on request may have none. A folder of an older version may lack columns; they read as null.
pub fn read(folder: &Path, table: &'static Table) -> Result<Rows, Problem> {
    let manifest = Manifest::read(folder)?;
    let mut rows = Rows::new(table);
    for (name, policy) in &manifest.policies {
        for (block, results) in &policy.blocks {
            if !results.parts.contains_key(table.name) {
                continue;
            }
            let path = folder.join(part(table.name, name, *block));
            rows.append(parquet::read_known(&path, table, may_be_missing)?);
        }
    }
    Ok(rows)
}

/// The rows of the block that holds one replicate of one policy.
pub fn read_block(
    folder: &Path,
    table: &'static Table,
    policy: &str,
    block: u32,
) -> Result<Rows, Problem> {
    let path = folder.join(part(table.name, policy, block));
    parquet::read_known(&path, table, may_be_missing)
}

/// Every row must say which it is.
fn may_be_missing(column: &Column) -> bool {
    column.kind != Kind::Key
}
