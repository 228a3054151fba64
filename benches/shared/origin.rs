//! What the blocks are of whose tables are made here.

use std::borrow::Cow;

use plaza_batch::results::Origin;

use plaza::runs::design::BLOCK;

/// The first block of a batch.
pub fn origin() -> Origin<'static> {
    Origin {
        experiment: "digest",
        policy: "status_quo",
        digest: "digest",
        replicates: 0..BLOCK,
        failed: Cow::default(),
    }
}
