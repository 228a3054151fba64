//! All integration tests: one binary, one file per kind of test.

mod batch;
mod catalogue;
mod cli_run;
mod config;
mod contract;
mod describe;
mod determinism;
mod dictionary;
mod failing;
mod fake;
mod figures;
mod grid;
mod limits;
mod map_folder;
mod map_tables;
mod odd;
mod pairing;
mod parquet;
mod plausible;
mod policies;
mod result_folder;
mod schema;
mod shape;
mod worlds;
