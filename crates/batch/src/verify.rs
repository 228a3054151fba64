//! Stored blocks run again and compared.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::blocks::{self, Block, Finished, Simulate, Sink};
use crate::files::digest;
use crate::manifest::{self, Manifest};
use crate::result_folder::origin;
use crate::results::{self, Origin};
use crate::stop::Stop;
use crate::table::Tables;

/// `n` of the blocks, evenly chosen; all without `n`.
pub fn sample(blocks: Vec<Block>, n: Option<u32>) -> Vec<Block> {
    let all = blocks.len();
    let n = n.map_or(all, |n| (n as usize).min(all));
    (0..n).map(|i| blocks[i * all / n].clone()).collect()
}

/// Runs `blocks` again and names what is not as the manifest says: parts, and failures.
pub fn differences(
    manifest: &Manifest,
    tables: Tables,
    blocks: &[Block],
    simulate: Simulate<'_>,
    each: &(dyn Fn(usize) + Sync),
) -> Vec<String> {
    let comparison = Comparison {
        manifest,
        tables,
        differing: Mutex::default(),
    };
    let Ok(()) = blocks::run(blocks, simulate, &Stop::default(), &comparison, each);
    let differing = comparison.differing.into_inner();
    let mut differing = differing.expect("no thread panics while it compares");
    differing.sort();
    differing
}

struct Comparison<'a> {
    manifest: &'a Manifest,
    tables: Tables,
    differing: Mutex<Vec<String>>,
}

impl Sink for Comparison<'_> {
    type Error = std::convert::Infallible;

    fn tables(&self) -> Tables {
        self.tables
    }

    fn block(&self, finished: Vec<Finished>) -> Result<(), Self::Error> {
        for block in finished {
            let stored = &self.manifest.policies[&block.policy].blocks[&block.block];
            let origin = Origin {
                failed: Cow::Borrowed(&block.failed),
                ..origin(self.manifest, &block.policy, &block.replicates)
            };
            let again: BTreeMap<String, String> =
                results::parts(&block.recorded, self.manifest.means, &origin)
                    .map(|(table, bytes)| (table.to_owned(), digest(&bytes)))
                    .collect();
            let mut differing = Vec::new();
            for table in results::all(self.tables).map(|table| table.name) {
                if stored.parts.get(table) != again.get(table) {
                    let part = manifest::part(table, &block.policy, block.block);
                    differing.push(part.display().to_string());
                }
            }
            if stored.failed != block.failed {
                differing.push(format!(
                    "failed replicates of {}, block {}",
                    block.policy, block.block
                ));
            }
            self.differing
                .lock()
                .expect("no thread panics while it compares")
                .append(&mut differing);
        }
        Ok(())
    }
}
