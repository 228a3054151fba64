//! Shards joined: what several machines ran becomes what one would have written.

use std::fs;
use std::path::{Path, PathBuf};

use crate::experiment::design::BLOCK;
use crate::io::files::write_whole;
use crate::io::inputs;
use crate::io::manifest::{self, Manifest};
use crate::io::problem::Problem;
use crate::io::results;

/// Joins result folders into a new one at `out`, equal to that of a run without shards. Refuses
/// shards of something else, blocks that two of them hold, blocks that none holds, and altered
/// files; then nothing is written.
pub fn merge(folders: &[PathBuf], out: &Path) -> Result<Manifest, Vec<Problem>> {
    if fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(vec![Problem::whole(
            out,
            "is not empty, expected a new folder",
        )]);
    }
    let mut shards = Vec::new();
    let mut problems = Vec::new();
    for folder in folders {
        match Manifest::read(folder) {
            Ok(manifest) => shards.push((folder.as_path(), manifest)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut merged = join(&shards)?;
    for (folder, manifest) in &shards {
        problems.extend(manifest.damaged_inputs(folder));
        let damaged = manifest.damaged(folder, |_| true);
        problems.extend(damaged.into_iter().map(|part| part.problem));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    copy(&shards, &mut merged, out).map_err(|problem| vec![problem])?;
    Ok(merged)
}

/// The manifest of all shards together.
fn join(shards: &[(&Path, Manifest)]) -> Result<Manifest, Vec<Problem>> {
    let Some(((first_folder, first), others)) = shards.split_first() else {
        return Err(Vec::new());
    };
    let mut problems = Vec::new();
    let mut merged = first.clone();
    merged.shard = None;
    for policy in merged.policies.values_mut() {
        policy.means = None;
    }
    for (folder, shard) in others {
        if let Some(difference) = foreign(shard, first) {
            let message = format!("{difference} (compared with {})", first_folder.display());
            problems.push(Problem::whole(folder, message));
            continue;
        }
        for (name, policy) in &shard.policies {
            let Some(into) = merged.policies.get_mut(name) else {
                continue;
            };
            for (block, results) in &policy.blocks {
                if into.blocks.insert(*block, results.clone()).is_some() {
                    problems.push(Problem::whole(
                        folder,
                        format!("holds block {block} of `{name}`, which another folder holds too"),
                    ));
                }
            }
        }
    }
    if problems.is_empty() {
        problems = gaps(shards, &merged);
    }
    if problems.is_empty() {
        Ok(merged)
    } else {
        Err(problems)
    }
}

/// Why a shard is not one of those the first is of: to say behind the name of its folder.
fn foreign(shard: &Manifest, first: &Manifest) -> Option<String> {
    let asked = |manifest: &Manifest| -> Vec<String> {
        let policies = manifest.policies.iter();
        policies
            .map(|(name, policy)| format!("{} replicates of `{name}`", policy.replicates))
            .collect()
    };
    shard.foreign_to(first).or_else(|| {
        let (here, there) = (asked(shard), asked(first));
        (here != there).then(|| {
            format!(
                "is of a run of {}, expected {}",
                here.join(", "),
                there.join(", ")
            )
        })
    })
}

/// Blocks that no shard holds, by the folder of the shard they belong to where it is there.
fn gaps(shards: &[(&Path, Manifest)], merged: &Manifest) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, policy) in &merged.policies {
        for block in 0..policy.replicates.div_ceil(BLOCK) {
            if policy.blocks.contains_key(&block) {
                continue;
            }
            let owner = shards
                .iter()
                .find(|(_, shard)| shard.shard.is_none_or(|shard| shard.holds(block)));
            problems.push(match owner {
                Some((folder, _)) => Problem::whole(
                    folder,
                    format!("has no block {block} of `{name}` yet, expected a shard that is done"),
                ),
                None => Problem::whole(
                    shards[0].0,
                    format!("block {block} of `{name}` is in none of the folders"),
                ),
            });
        }
    }
    problems
}

fn copy(shards: &[(&Path, Manifest)], merged: &mut Manifest, out: &Path) -> Result<(), Problem> {
    for path in merged.inputs.keys() {
        copy_file(&inputs::place(shards[0].0, path), &inputs::place(out, path))?;
    }
    for (folder, shard) in shards {
        for (name, policy) in &shard.policies {
            for (block, results) in &policy.blocks {
                for table in results.parts.keys() {
                    let part = manifest::part(table, name, *block);
                    copy_file(&folder.join(&part), &out.join(&part))?;
                }
            }
        }
    }
    results::write_means(out, merged)?;
    merged.write(out)
}

fn copy_file(from: &Path, to: &Path) -> Result<(), Problem> {
    let bytes =
        fs::read(from).map_err(|error| Problem::whole(from, format!("cannot read: {error}")))?;
    write_whole(to, &bytes)
}
