//! All integration tests: one binary, one file per kind of test.

mod batch;
mod catalogue;
mod cli_run;
mod config;
mod describe;
mod dictionary;
mod fake;
mod figures;
mod grid;
mod map_folder;
mod map_tables;
mod odd;
mod parquet;
mod plausible;
mod policies;
mod result_folder;
mod schema;
