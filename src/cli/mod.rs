//! The command line: one file per command.

pub mod check;
pub mod describe;
pub mod map;
pub mod merge;
pub mod plot;
pub mod run;
pub mod verify;
