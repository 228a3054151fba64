//! Parts of a result folder: what their bytes are, and all rows of a table.

use std::path::Path;

use crate::experiment::dictionary::{
    Column, Kind, MUNICIPALITIES, MUNICIPALITY_MEANS, MUNICIPALITY_SUMS, Table,
};
use crate::experiment::means::Sums;
use crate::experiment::tables::{Recorded, Rows};
use crate::io::files::{digest, write_whole};
use crate::io::manifest::{self, Manifest, PolicyResults, VERSION, part};
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

/// The parts of a block under one policy: names of tables, and bytes. Where `means` are asked for,
/// the municipalities' sums stand in place of their rows.
pub fn parts<'a>(
    recorded: &'a Recorded,
    policy: &'a str,
    means: bool,
    experiment: &'a str,
) -> impl Iterator<Item = (&'static str, Vec<u8>)> + 'a {
    recorded.parts().map(move |rows| {
        if means && rows.table.name == MUNICIPALITIES.name {
            let mut sums = Sums::new(policy);
            sums.add(rows);
            return (MUNICIPALITY_SUMS.name, encode(&sums.sums(), experiment));
        }
        (rows.table.name, encode(rows, experiment))
    })
}

/// All rows of one table of a result folder, as [`each`] has them.
pub fn read(folder: &Path, table: &'static Table) -> Result<Rows, Problem> {
    let mut rows = Rows::new(table);
    each_part(folder, table, &|_| true, &mut |part| rows.append(part))?;
    Ok(rows)
}

/// The rows of one table of a result folder, part by part: policies in the manifest's order, parts
/// by number; a table on request may have none. Of these `columns` and the policy only; the others
/// stay empty. A folder of an older version may lack columns; they read as null. Means over
/// replicates that are not made yet are those of the blocks done.
pub fn each(
    folder: &Path,
    table: &'static Table,
    columns: &[&str],
    mut each: impl FnMut(Rows),
) -> Result<(), Problem> {
    each_part(folder, table, &|column| chosen(columns, column), &mut each)
}

fn each_part(
    folder: &Path,
    table: &'static Table,
    chosen: &dyn Fn(&Column) -> bool,
    each: &mut dyn FnMut(Rows),
) -> Result<(), Problem> {
    let manifest = Manifest::read(folder)?;
    if manifest.means && table.name == MUNICIPALITIES.name {
        return each_mean(folder, &manifest, each);
    }
    for (name, policy) in &manifest.policies {
        for (block, results) in &policy.blocks {
            if results.parts.contains_key(table.name) {
                let path = folder.join(part(table.name, name, *block));
                each(parquet::read_chosen(&path, table, chosen, may_be_missing)?);
            }
        }
    }
    Ok(())
}

/// The rows of one table in the first block of each policy that has any.
pub fn first(folder: &Path, table: &'static Table) -> Result<Rows, Problem> {
    let mut rows = Rows::new(table);
    for (name, policy) in &Manifest::read(folder)?.policies {
        let mut blocks = policy.blocks.keys();
        let first = blocks.find_map(|block| {
            let found = read_block(folder, table, name, *block);
            (!found.as_ref().is_ok_and(Rows::is_empty)).then_some(found)
        });
        if let Some(found) = first {
            rows.append(found?);
        }
    }
    Ok(rows)
}

/// The rows of one block of one policy.
pub fn read_block(
    folder: &Path,
    table: &'static Table,
    policy: &str,
    block: u32,
) -> Result<Rows, Problem> {
    let path = folder.join(part(table.name, policy, block));
    parquet::read_known(&path, table, may_be_missing)
}

/// The columns of these `names` of that block; the others stay empty.
pub fn read_columns_of_block(
    folder: &Path,
    table: &'static Table,
    policy: &str,
    block: u32,
    names: &[&str],
) -> Result<Rows, Problem> {
    let path = folder.join(part(table.name, policy, block));
    let chosen = |column: &Column| names.contains(&column.name);
    parquet::read_chosen(&path, table, chosen, may_be_missing)
}

fn each_mean(
    folder: &Path,
    manifest: &Manifest,
    each: &mut dyn FnMut(Rows),
) -> Result<(), Problem> {
    for (name, policy) in &manifest.policies {
        each(if policy.means.is_some() {
            let path = folder.join(manifest::means(name));
            parquet::read_known(&path, &MUNICIPALITY_MEANS, may_be_missing)?
        } else {
            means(folder, name, policy)?
        });
    }
    Ok(())
}

/// Makes the means over replicates of the policies that lack them, from the sums in the folder.
pub fn write_means(folder: &Path, manifest: &mut Manifest) -> Result<(), Problem> {
    for name in manifest.without_means() {
        let Some(policy) = manifest.policies.get_mut(&name) else {
            continue;
        };
        let bytes = encode(&means(folder, &name, policy)?, &manifest.digest);
        let path = folder.join(manifest::means(&name));
        write_whole(&path, &bytes)?;
        policy.means = Some(digest(&bytes));
    }
    Ok(())
}

/// The policies whose means in the manifest are not those of the sums in the folder.
pub fn wrong_means(folder: &Path, manifest: &Manifest) -> Result<Vec<String>, Problem> {
    let mut wrong = Vec::new();
    for (name, policy) in &manifest.policies {
        let Some(stored) = &policy.means else {
            continue;
        };
        let bytes = encode(&means(folder, name, policy)?, &manifest.digest);
        if digest(&bytes) != *stored {
            wrong.push(name.clone());
        }
    }
    Ok(wrong)
}

/// The means over the replicates of one policy, block after block.
fn means(folder: &Path, name: &str, policy: &PolicyResults) -> Result<Rows, Problem> {
    let mut sums = Sums::new(name);
    for block in policy.blocks.keys() {
        let path = folder.join(part(MUNICIPALITY_SUMS.name, name, *block));
        sums.add(&parquet::read(&path, &MUNICIPALITY_SUMS)?);
    }
    Ok(sums.means())
}

/// The policy is always read: it says how many rows there are.
fn chosen(columns: &[&str], column: &Column) -> bool {
    column.name == "policy" || columns.contains(&column.name)
}

/// Every row must say which it is.
fn may_be_missing(column: &Column) -> bool {
    column.kind != Kind::Key
}
