//! A result folder that was opened: what it holds is read against the manifest it had then.

use std::path::{Path, PathBuf};

use crate::blocks::BLOCK;
use crate::files::{digest, write_whole};
use crate::manifest::{self, BlockResults, FILE, Manifest, PolicyResults, part, unaltered};
use crate::means::Sums;
use crate::parquet;
use crate::problem::{Problem, nearest};
use crate::results::encode;
use crate::rows::Rows;
use crate::table::{Averaged, Column, Kind, Table, Tables};

/// A result folder, opened: its manifest is read once, and every part must be what that says.
#[derive(Debug)]
pub struct Results {
    /// Where it is.
    pub folder: PathBuf,
    /// What it held when it was opened.
    pub manifest: Manifest,
}

/// A block of one policy that is done.
#[derive(Clone, Copy, Debug)]
pub struct Stored<'a> {
    of: &'a Results,
    /// The policy.
    pub policy: &'a str,
    /// Its number.
    pub number: u32,
    /// What the manifest says of it.
    pub results: &'a BlockResults,
}

impl Results {
    /// Opens a result folder.
    pub fn open(folder: &Path) -> Result<Self, Problem> {
        Ok(Self {
            manifest: Manifest::read(folder)?,
            folder: folder.to_owned(),
        })
    }

    /// Opens a folder that `plaza run` or `plaza merge` filled, whose inputs are as they were.
    pub fn of_run(folder: &Path) -> Result<Self, Vec<Problem>> {
        let opened = Self::open(folder)?;
        if opened.manifest.design.is_some() {
            let message = "holds a design of points, whose outcomes are in outcomes.csv; expected the results of \
                           `plaza run`";
            return Err(opened.wrong(message).into());
        }
        opened.sound()
    }

    /// Opens a folder of `plaza design`, whose inputs are as they were.
    pub fn of_design(folder: &Path) -> Result<Self, Vec<Problem>> {
        let opened = Self::open(folder)?;
        if opened.manifest.design.is_none() {
            let message = "holds no design of points, expected the results of `plaza design`";
            return Err(opened.wrong(message).into());
        }
        opened.sound()
    }

    /// Opens a folder of either.
    pub fn of_a_batch(folder: &Path) -> Result<Self, Vec<Problem>> {
        Self::open(folder)?.sound()
    }

    /// Refuses a folder of pairs, and one whose inputs are not as they were.
    fn sound(self) -> Result<Self, Vec<Problem>> {
        let opened = self;
        if opened.manifest.twin {
            let message = "holds a twin experiment, whose tables `plaza twin` has written; expected the results \
                           of `plaza run`";
            return Err(opened.wrong(message).into());
        }
        let damaged = opened.damaged_inputs();
        match damaged.is_empty() {
            true => Ok(opened),
            false => Err(damaged),
        }
    }

    /// Something wrong with the folder as a whole.
    pub fn wrong(&self, message: impl Into<String>) -> Problem {
        Problem::whole(&self.folder, message)
    }

    /// The policy with this name, or else which there are.
    pub fn named(&self, name: &str) -> Result<(&str, &PolicyResults), Problem> {
        let names = || self.manifest.policies.keys().map(String::as_str);
        let found = self.manifest.policies.get_key_value(name);
        let found = found.map(|(name, results)| (name.as_str(), results));
        found.ok_or_else(|| {
            let near = nearest(name, names());
            let known = names().collect::<Vec<_>>().join(", ");
            self.wrong(format!(
                "has no policy `{name}`{near}, expected one of {known}"
            ))
        })
    }

    /// Files under `inputs/` that are missing or altered.
    pub fn damaged_inputs(&self) -> Vec<Problem> {
        self.manifest.damaged_inputs(&self.folder)
    }

    /// Parts of the policies chosen that are missing or altered, all of them.
    pub fn damaged(&self, tables: Tables, chosen: impl Fn(&str) -> bool) -> Vec<Problem> {
        let damaged = self.manifest.damaged(&self.folder, tables, chosen);
        damaged.into_iter().map(|part| part.problem).collect()
    }

    /// Refuses a shard, a folder in which blocks are still to be done, and one with parts that are missing or altered.
    pub fn whole(&self, tables: Tables) -> Result<(), Vec<Problem>> {
        self.complete()?;
        self.undamaged(tables)
    }

    /// Refuses a folder with parts that are missing or altered.
    pub fn undamaged(&self, tables: Tables) -> Result<(), Vec<Problem>> {
        let damaged = self.damaged(tables, |_| true);
        match damaged.is_empty() {
            true => Ok(()),
            false => Err(damaged),
        }
    }

    fn complete(&self) -> Result<(), Problem> {
        if let Some(shard) = self.manifest.shard {
            let message =
                format!("holds shard {shard}, expected all blocks: plaza merge joins shards");
            return Err(self.wrong(message));
        }
        for (name, policy) in &self.manifest.policies {
            let (done, expected) = (policy.blocks.len(), policy.replicates.div_ceil(BLOCK));
            if done < expected as usize {
                return Err(self.wrong(format!(
                    "is not complete: {done} of {expected} blocks of `{name}` are done, expected all; \
                     the call of plaza run that made it goes on from there"
                )));
            }
        }
        Ok(())
    }

    /// The blocks that are done: policies in the manifest's order, blocks by number.
    pub fn blocks(&self) -> impl Iterator<Item = Stored<'_>> {
        let policies = self.manifest.policies.keys();
        policies.flat_map(|policy| self.blocks_of(policy))
    }

    /// The blocks of one policy that are done, by number.
    ///
    /// # Panics
    /// When the manifest does not know the policy.
    pub fn blocks_of<'a>(&'a self, policy: &'a str) -> impl Iterator<Item = Stored<'a>> {
        let blocks = &self.manifest.policies[policy].blocks;
        blocks.iter().map(move |(number, results)| Stored {
            of: self,
            policy,
            number: *number,
            results,
        })
    }

    /// All rows of one table, as [`Self::each`] has them.
    pub fn read(&self, table: &'static Table) -> Result<Rows, Problem> {
        let mut rows = Rows::new(table);
        self.each_part(table, &|_| true, &mut |part| rows.append(part))?;
        Ok(rows)
    }

    /// The rows of one table, part by part: policies in the manifest's order, parts
    /// by number; a table on request may have none. Of these `columns` and the policy only; the others
    /// stay empty. A folder of an older version may lack columns; they read as null. Means over
    /// replicates that are not made yet are those of the blocks done.
    pub fn each(
        &self,
        table: &'static Table,
        columns: &[&str],
        mut each: impl FnMut(Rows),
    ) -> Result<(), Problem> {
        // The policy is always read: it says how many rows there are.
        let chosen = |column: &Column| column.name == "policy" || columns.contains(&column.name);
        self.each_part(table, &chosen, &mut each)
    }

    fn each_part(
        &self,
        table: &'static Table,
        chosen: Chosen<'_>,
        each: &mut dyn FnMut(Rows),
    ) -> Result<(), Problem> {
        if let Some(averaged) = table.averaged.filter(|_| self.manifest.means) {
            for (name, policy) in &self.manifest.policies {
                each(match &policy.means {
                    Some(expected) => {
                        let path = self.folder.join(part(averaged.means.name, name, 0));
                        decode(&path, expected, averaged.means, &|_| true)?
                    }
                    None => self.means_of(name, averaged)?,
                });
            }
            return Ok(());
        }
        for block in self.blocks().filter(|block| block.has(table)) {
            each(block.part(table, chosen)?);
        }
        Ok(())
    }

    /// The rows of one table in the first block of each policy that has any.
    pub fn first(&self, table: &'static Table) -> Result<Rows, Problem> {
        let mut rows = Rows::new(table);
        for name in self.manifest.policies.keys() {
            let first = self.blocks_of(name).find_map(|block| {
                let found = block.read(table);
                (!found.as_ref().is_ok_and(Rows::is_empty)).then_some(found)
            });
            if let Some(found) = first {
                rows.append(found?);
            }
        }
        Ok(rows)
    }

    /// Makes the means over replicates of the policies that lack them, from the sums in the folder.
    pub fn write_means(&mut self, tables: Tables) -> Result<(), Problem> {
        let Some(averaged) = tables.iter().find_map(|table| table.averaged) else {
            return Ok(());
        };
        for name in self.manifest.without_means() {
            let bytes = encode(&self.means_of(&name, averaged)?, &self.manifest.digest);
            let path = self.folder.join(part(averaged.means.name, &name, 0));
            write_whole(&path, &bytes)?;
            self.manifest.policies[&name].means = Some(digest(&bytes));
        }
        Ok(())
    }

    /// Where the means lie, in the folder, that are not those of the sums there.
    pub fn wrong_means(&self, tables: Tables) -> Result<Vec<PathBuf>, Problem> {
        let averaged = tables.iter().find_map(|table| table.averaged);
        let mut wrong = Vec::new();
        for (name, policy) in &self.manifest.policies {
            if let (Some(averaged), Some(stored)) = (averaged, &policy.means) {
                let bytes = encode(&self.means_of(name, averaged)?, &self.manifest.digest);
                wrong.extend(manifest::means(tables, name).filter(|_| digest(&bytes) != *stored));
            }
        }
        Ok(wrong)
    }

    /// The means over the replicates of one policy, block after block.
    fn means_of(&self, policy: &str, averaged: &'static Averaged) -> Result<Rows, Problem> {
        let mut sums = Sums::new(policy, averaged);
        for block in self.blocks_of(policy) {
            sums.add(&block.read(averaged.sums)?);
        }
        Ok(sums.means())
    }
}

/// Says of which columns there are to be values.
type Chosen<'a> = &'a dyn Fn(&Column) -> bool;

impl Stored<'_> {
    /// Whether there is a part of this table.
    pub fn has(&self, table: &Table) -> bool {
        self.results.parts.contains_key(table.name)
    }

    /// The rows of its part of a table.
    pub fn read(&self, table: &'static Table) -> Result<Rows, Problem> {
        self.part(table, &|_| true)
    }

    /// The columns of these `names` of that part; the others stay empty.
    pub fn columns(&self, table: &'static Table, names: &[&str]) -> Result<Rows, Problem> {
        self.part(table, &|column| names.contains(&column.name))
    }

    fn part(&self, table: &'static Table, chosen: Chosen<'_>) -> Result<Rows, Problem> {
        let path = self
            .of
            .folder
            .join(part(table.name, self.policy, self.number));
        let expected = self.results.parts.get(table.name);
        let expected =
            expected.ok_or_else(|| Problem::whole(&path, format!("is not known to `{FILE}`")))?;
        decode(&path, expected, table, chosen)
    }
}

/// The rows of a file, which must have this digest; columns that an older version did not have may be missing, but
/// every row must say which it is.
fn decode(
    path: &Path,
    expected: &str,
    table: &'static Table,
    chosen: Chosen<'_>,
) -> Result<Rows, Problem> {
    let bytes = unaltered(path, expected)?;
    parquet::decode(path, bytes, table, chosen, |column| {
        column.kind != Kind::Key
    })
}
