//! All integration tests: one binary, one file per kind of test.

mod config;
mod describe;
mod policies;
mod schema;
