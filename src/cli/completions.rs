//! `plaza completions SHELL`: what a shell needs to complete commands and options.

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use crate::cli::{Cli, Failure};
use plaza_batch::screen::answer;

/// Prints the completions of commands and options for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  plaza completions bash > ~/.local/share/bash-completion/completions/plaza
  plaza completions zsh > ~/.zfunc/_plaza
  plaza completions fish > ~/.config/fish/completions/plaza.fish")]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Prints them.
pub fn run(args: &Args) -> Result<(), Failure> {
    let mut script = Vec::new();
    generate(args.shell, &mut Cli::command(), "plaza", &mut script);
    let script = String::from_utf8_lossy(&script);
    answer(format_args!("{}", script.trim_end()));
    Ok(())
}
