//! The lives of groups, read from a result folder.

use std::path::Path;

use plaza_batch::manifest::Manifest;
use plaza_batch::problem::Problem;
use plaza_batch::results;

use crate::runs::dictionary::{EVENTS, NATIONAL, ORGANIZATIONS};
use crate::studies::lives;
use crate::studies::lives::{Lives, lives};

/// The lives of all groups, block by block.
pub fn read_lives(folder: &Path) -> Result<Vec<Lives>, Problem> {
    let mut all = Vec::new();
    let manifest = Manifest::read(folder)?;
    for (policy, results) in &manifest.policies {
        for block in results.blocks.keys() {
            let [national, organizations, events] = [0, 1, 2].map(|of| {
                let table = [&NATIONAL, &ORGANIZATIONS, &EVENTS][of];
                results::read_columns_of_block(
                    folder,
                    &manifest,
                    table,
                    policy,
                    *block,
                    lives::COLUMNS[of],
                )
            });
            lives::join(&mut all, lives(&national?, &organizations?, &events?));
        }
    }
    Ok(all)
}
