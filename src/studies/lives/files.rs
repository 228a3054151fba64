//! The lives of groups, read from a result folder.

use plaza_batch::problem::Problem;
use plaza_batch::results::Results;

use crate::runs::dictionary::{EVENTS, NATIONAL, ORGANIZATIONS};
use crate::studies::lives;
use crate::studies::lives::{Lives, lives};

/// The lives of all groups, block by block.
pub fn read_lives(results: &Results) -> Result<Vec<Lives>, Problem> {
    let mut all = Vec::new();
    for block in results.blocks() {
        let tables = [&NATIONAL, &ORGANIZATIONS, &EVENTS];
        let [national, organizations, events] =
            [0, 1, 2].map(|of| block.columns(tables[of], lives::COLUMNS[of]));
        lives::join(&mut all, lives(&national?, &organizations?, &events?));
    }
    Ok(all)
}
