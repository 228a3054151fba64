//! Shards joined: the results of several machines become those that one would have written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::blocks::BLOCK;
use crate::files::{read_kept, temporary, write_whole};
use crate::inputs;
use crate::manifest::{self, FILE, Manifest};
use crate::problem::Problem;
use crate::results::Results;
use crate::shard::Shard;
use crate::table::Tables;

/// Joins result folders into a new one at `out`, equal to that of a run without shards. Refuses
/// shards of something else, blocks that two of them hold, blocks that none holds, and altered
/// files; then nothing is written. A merge that was stopped is finished by the same call: `out` may
/// hold what this one writes, and nothing else.
pub fn merge(folders: &[PathBuf], out: &Path, tables: Tables) -> Result<Results, Vec<Problem>> {
    let mut shards = Vec::new();
    let mut problems = Vec::new();
    for folder in folders {
        match Results::of_a_batch(folder) {
            Ok(opened) => shards.push(opened),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let merged = join(&shards)?;
    for shard in &shards {
        problems.extend(shard.damaged(tables, |_| true));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let copies = copies(&shards, &merged, out);
    let done = (|| {
        if is_begun(out, &merged, tables, &copies)? {
            return Results::open(out);
        }
        for (from, to) in &copies {
            copy_file(from, to)?;
        }
        let mut merged = Results {
            folder: out.to_owned(),
            manifest: merged,
        };
        merged.write_means(tables)?;
        merged.manifest.write(out)?;
        Ok(merged)
    })();
    done.map_err(Vec::from)
}

/// Whether a merge of the same shards is done in `out` but for what is made of the blocks. Refuses a folder that
/// holds anything that this merge does not write.
fn is_begun(
    out: &Path,
    merged: &Manifest,
    tables: Tables,
    copies: &[(PathBuf, PathBuf)],
) -> Result<bool, Problem> {
    let refused = Problem::whole(out, "is not empty, expected a new folder");
    if let Some(there) = Manifest::find(out).map_err(|_| refused.clone())? {
        let mut there = there;
        for policy in there.policies.values_mut() {
            policy.means = None;
        }
        return match there == *merged {
            true => Ok(true),
            false => Err(refused),
        };
    }
    let means: Vec<PathBuf> = merged
        .policies
        .keys()
        .filter_map(|name| Some(out.join(manifest::means(tables, name)?)))
        .collect();
    let written: BTreeSet<&Path> = copies
        .iter()
        .map(|(_, to)| to.as_path())
        .chain(means.iter().map(PathBuf::as_path))
        .collect();
    let manifest = temporary(&out.join(FILE));
    let half: BTreeSet<PathBuf> = written.iter().map(|path| temporary(path)).collect();
    let known = |path: &Path| written.contains(path) || half.contains(path) || path == manifest;
    let mut folders = vec![out.to_owned()];
    while let Some(folder) = folders.pop() {
        // A folder that is not there is new.
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if !known(&path) {
                return Err(refused);
            }
        }
    }
    Ok(false)
}

/// The manifest of all shards together.
fn join(shards: &[Results]) -> Result<Manifest, Vec<Problem>> {
    let Some((first, others)) = shards.split_first() else {
        return Err(Vec::new());
    };
    let mut problems = Vec::new();
    let mut merged = first.manifest.clone();
    merged.shard = None;
    for policy in merged.policies.values_mut() {
        policy.means = None;
    }
    for shard in others {
        if let Some(difference) = foreign(&shard.manifest, &first.manifest) {
            let compared = first.folder.display();
            problems.push(shard.wrong(format!("{difference} (compared with {compared})")));
            continue;
        }
        for block in shard.blocks() {
            let (name, number) = (block.policy, block.number);
            let into = merged.policies.get_mut(name);
            if into.is_some_and(|into| into.blocks.insert(number, block.results.clone()).is_some())
            {
                problems.push(shard.wrong(format!(
                    "holds block {number} of `{name}`, which another folder holds too"
                )));
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
        let mut asked: Vec<String> = policies
            .map(|(name, policy)| format!("{} replicates of `{name}`", policy.replicates))
            .collect();
        asked.sort();
        asked
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

/// What is missing: a line for each shard that lacks, and for each that is not done.
fn gaps(shards: &[Results], merged: &Manifest) -> Vec<Problem> {
    let lacking: BTreeSet<u32> = (merged.policies.values())
        .flat_map(|policy| {
            let blocks = 0..policy.replicates.div_ceil(BLOCK);
            blocks.filter(|block| !policy.blocks.contains_key(block))
        })
        .collect();
    let holder = |block: u32| {
        let mut shards = shards.iter();
        shards.position(|of| of.manifest.shard.is_none_or(|shard| shard.holds(block)))
    };
    let mut problems = Vec::new();
    for (index, shard) in shards.iter().enumerate() {
        let mine = lacking
            .iter()
            .filter(|block| holder(**block) == Some(index));
        let mine = mine.count();
        if mine > 0 {
            let (done, all) = shard.manifest.progress();
            let of = match shard.manifest.shard {
                Some(shard) => format!("shard {shard}"),
                None => "a run".to_owned(),
            };
            problems.push(shard.wrong(format!(
                "is of {of} that is not done: {done} of {all} blocks; the same call goes on with it"
            )));
        }
    }
    let nobodys = lacking.iter().filter(|block| holder(**block).is_none());
    let nobodys: BTreeSet<u32> = nobodys.copied().collect();
    // Shards of one run are of equally many.
    if let Some(of) = shards
        .iter()
        .find_map(|of| of.manifest.shard)
        .map(Shard::of)
    {
        let numbers: BTreeSet<u32> = nobodys.iter().map(|block| block % of + 1).collect();
        for number in numbers {
            let message = format!(
                "shard {number}/{of} is missing among {} folders: run `--shard {number}/{of}` (of an array of tasks \
                 numbered from 1, task {number})",
                shards.len()
            );
            problems.push(Problem::whole("plaza merge", message));
        }
    }
    problems
}

/// The files to copy: from, to.
fn copies(shards: &[Results], merged: &Manifest, out: &Path) -> Vec<(PathBuf, PathBuf)> {
    let first = &shards[0].folder;
    let inputs = merged.inputs.keys();
    let mut copies: Vec<(PathBuf, PathBuf)> = inputs
        .map(|path| (inputs::place(first, path), inputs::place(out, path)))
        .collect();
    for shard in shards {
        copies.extend(shard.blocks().flat_map(|block| {
            block.results.parts.keys().map(move |table| {
                let part = manifest::part(table, block.policy, block.number);
                (shard.folder.join(&part), out.join(&part))
            })
        }));
    }
    copies
}

fn copy_file(from: &Path, to: &Path) -> Result<(), Problem> {
    let bytes = read_kept(from).map_err(|error| Problem::unread(from, &error))?;
    write_whole(to, &bytes)
}
