//! All integration tests: one binary, one file per kind of test.

mod grid;
mod map_folder;
mod map_tables;
