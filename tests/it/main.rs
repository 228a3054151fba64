//! All integration tests: one binary, a folder for each part of the house.

#![allow(
    clippy::disallowed_methods,
    reason = "an oracle may use the system's functions: it is compared within an error"
)]

mod cli;
mod engine;
mod exploration;
mod files;
mod house;
mod mexico;
mod oracles;
mod program;
mod rules;
mod runs;
mod studies;
