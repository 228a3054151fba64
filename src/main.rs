//! The program `plaza`: parses the call, does it, prints the error.

use std::io::{self, Write as _};
use std::process::ExitCode;

use plaza::cli::Cli;

fn main() -> ExitCode {
    match Cli::read().and_then(|cli| cli.execute()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // The exit code says it too, where nobody reads.
            let _ = writeln!(io::stderr(), "{failure}");
            ExitCode::from(failure.code())
        }
    }
}
