//! The wish to stop, told from outside.
//!
//! ```
//! use plaza_batch::stop::Stop;
//!
//! let stop = Stop::default();
//! assert!(!stop.requested());
//! stop.now();
//! assert!(stop.requested());
//! ```

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::remark;

/// Told from outside when the batch should stop.
#[derive(Debug, Default)]
pub struct Stop(AtomicBool);

impl Stop {
    /// Stop as soon as possible.
    pub fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether to stop.
    pub fn requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The first Ctrl-C stops the batch; the second ends the program.
pub fn stop_on_interrupt(stop: Arc<Stop>) {
    let handler = ctrlc::set_handler(move || {
        if stop.requested() {
            std::process::exit(130);
        }
        // Told first: what stops may end before this line goes on.
        remark!("stopping; Ctrl-C again to stop at once");
        stop.now();
    });
    if let Err(error) = handler {
        remark!("warning: Ctrl-C will stop at once: {error}");
    }
}

/// Makes Ctrl-C end a command that keeps nothing to go on from with the exit code of one that was interrupted.
pub fn end_on_interrupt() {
    // Where it cannot be, the signal ends it.
    let _ = ctrlc::set_handler(|| {
        remark!("interrupted; files are whole or not there, the same command makes them again");
        std::process::exit(130);
    });
}
