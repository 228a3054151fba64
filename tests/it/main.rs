//! All integration tests: one binary, one file per kind of test.

mod config;
mod describe;
mod grid;
mod map_folder;
mod map_tables;
mod policies;
mod schema;
