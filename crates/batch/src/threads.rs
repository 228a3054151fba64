//! How many threads a batch starts.
//!
//! ```
//! use plaza_batch::threads::threads;
//!
//! // One for each core; no more than have something to do.
//! assert_eq!(threads(0, 100, 8), 8);
//! assert_eq!(threads(64, 10, 8), 10);
//! ```

use std::num::NonZeroUsize;
use std::thread;

/// More threads than this are no use to any batch.
const MOST_THREADS: usize = 1024;

/// Cores that a program may use.
#[expect(
    clippy::disallowed_methods,
    reason = "how many threads to start is asked of the machine, here alone"
)]
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// How many threads are started when so many are `asked` for: 0 stands for one per core; more than
/// there are `replicates` to run, or cores where those are more, have nothing to do.
pub fn threads(asked: usize, replicates: usize, cores: usize) -> usize {
    let asked = if asked == 0 { cores } else { asked };
    asked.min(replicates.max(cores)).clamp(1, MOST_THREADS)
}
