//! All integration tests: one binary, one file per kind of test.

mod batch;
mod cli_run;
mod config;
mod contract;
mod describe;
mod determinism;
mod failing;
mod fake;
mod figures;
mod grid;
mod limits;
mod map_folder;
mod map_tables;
mod pairing;
mod parquet;
mod policies;
mod result_folder;
mod schema;
mod shape;
mod worlds;
