//! The program `plaza`: parses the call, does it, prints what went wrong.

use std::process::ExitCode;

use clap::Parser;
use plaza::cli::Cli;

fn main() -> ExitCode {
    match Cli::parse().execute() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(failure.code())
        }
    }
}
