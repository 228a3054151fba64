//! The rows of a result folder, part by part.

use std::path::Path;

use crate::manifest::{FILE, Manifest, PolicyResults, part, unaltered};
use crate::means::Sums;
use crate::parquet;
use crate::problem::Problem;
use crate::rows::Rows;
use crate::table::{Averaged, Column, Kind, Table};

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
    if let Some(averaged) = table.averaged.filter(|_| manifest.means) {
        return each_mean(folder, &manifest, averaged, each);
    }
    for (name, policy) in &manifest.policies {
        for (block, results) in &policy.blocks {
            if results.parts.contains_key(table.name) {
                each(read_part(folder, policy, (name, *block), table, chosen)?);
            }
        }
    }
    Ok(())
}

/// The rows of one table in the first block of each policy that has any.
pub fn first(folder: &Path, table: &'static Table) -> Result<Rows, Problem> {
    let mut rows = Rows::new(table);
    let manifest = Manifest::read(folder)?;
    for (name, policy) in &manifest.policies {
        let mut blocks = policy.blocks.keys();
        let first = blocks.find_map(|block| {
            let found = read_block(folder, &manifest, table, name, *block);
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
    manifest: &Manifest,
    table: &'static Table,
    policy: &str,
    block: u32,
) -> Result<Rows, Problem> {
    let results = &manifest.policies[manifest.named(folder, policy)?];
    read_part(folder, results, (policy, block), table, &|_| true)
}

/// The columns of these `names` of that block; the others stay empty.
pub fn read_columns_of_block(
    folder: &Path,
    manifest: &Manifest,
    table: &'static Table,
    policy: &str,
    block: u32,
    names: &[&str],
) -> Result<Rows, Problem> {
    let results = &manifest.policies[manifest.named(folder, policy)?];
    let chosen = |column: &Column| names.contains(&column.name);
    read_part(folder, results, (policy, block), table, &chosen)
}

/// The rows of one part, which must be what the manifest says it is.
fn read_part(
    folder: &Path,
    results: &PolicyResults,
    (policy, block): (&str, u32),
    table: &'static Table,
    chosen: &dyn Fn(&Column) -> bool,
) -> Result<Rows, Problem> {
    let path = folder.join(part(table.name, policy, block));
    let expected = results
        .part(table.name, block)
        .ok_or_else(|| Problem::whole(&path, format!("is not known to `{FILE}`")))?;
    let bytes = unaltered(&path, expected)?;
    parquet::decode(&path, bytes, table, chosen, may_be_missing)
}

fn each_mean(
    folder: &Path,
    manifest: &Manifest,
    averaged: &'static Averaged,
    each: &mut dyn FnMut(Rows),
) -> Result<(), Problem> {
    for (name, policy) in &manifest.policies {
        each(if let Some(expected) = &policy.means {
            let path = folder.join(part(averaged.means.name, name, 0));
            let bytes = unaltered(&path, expected)?;
            parquet::decode(&path, bytes, averaged.means, |_| true, may_be_missing)?
        } else {
            means(folder, name, policy, averaged)?
        });
    }
    Ok(())
}

/// The means over the replicates of one policy, block after block.
pub fn means(
    folder: &Path,
    name: &str,
    policy: &PolicyResults,
    averaged: &'static Averaged,
) -> Result<Rows, Problem> {
    let mut sums = Sums::new(name, averaged);
    for block in policy.blocks.keys() {
        sums.add(&read_part(
            folder,
            policy,
            (name, *block),
            averaged.sums,
            &|_| true,
        )?);
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
