//! Stub.

use crate::cli::Failure;

/// Stub.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Stub.
pub fn run(_: &Args) -> Result<(), Failure> {
    Err(Failure::Call("not built yet".into()))
}
