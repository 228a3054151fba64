//! `plaza completions SHELL`: what a shell needs to complete commands and options.

use clap_complete::{Shell, generate};

use plaza_batch::failure::Failure;
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

/// Prints those of the command `root`.
pub fn run(args: &Args, root: &mut clap::Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    generate(args.shell, root, "plaza", &mut script);
    let script = String::from_utf8_lossy(&script);
    answer(format_args!("{}", script.trim_end()));
    Ok(())
}
