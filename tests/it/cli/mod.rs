//! The commands as a user sees them.

mod carried;
mod cli_run;
mod describe;
pub mod design;
mod exit_codes;
mod screens;
mod set_levers;
#[cfg(unix)]
mod submit;
