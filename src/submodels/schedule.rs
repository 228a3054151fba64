//! The schedule: one list, read by the week, the documents and the contract tests.

/// Stub.
#[derive(Debug)]
pub struct Process {}

/// All processes of a week, in order.
pub static SCHEDULE: &[Process] = &[];
