//! All integration tests: one binary, one file per kind of test.

mod batch;
mod cli_run;
mod fake;
mod figures;
mod grid;
mod map_folder;
mod map_tables;
mod parquet;
mod result_folder;
