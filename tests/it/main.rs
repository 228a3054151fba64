//! All integration tests: one binary, one file per kind of test.

#![allow(
    clippy::disallowed_methods,
    reason = "an oracle may use the system's functions: it is compared within an error"
)]

mod batch;
mod cli_run;
mod config;
mod describe;
mod distributions;
mod fake;
mod figures;
mod fit;
mod floors;
mod graph;
mod grid;
mod luck;
mod map_folder;
mod map_tables;
mod parquet;
mod policies;
mod result_folder;
#[cfg(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"))]
mod same_bytes;
mod schema;
mod value_stability;
