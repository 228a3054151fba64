//! The command line: one file per command.

mod answer;
pub mod attribute;
pub mod calibrate;
pub mod check;
pub mod compare;
mod completions;
pub mod describe;
pub mod design;
pub mod discover;
pub mod explain;
pub mod machine;
mod man;
pub mod map;
pub mod merge;
pub mod plot;
pub mod report;
pub mod run;
mod telling;
pub mod twin;
pub mod validate;
pub mod verify;

use std::io::{self, Write as _};
use std::path::Path;
use std::process;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use plaza_batch::failure::Failure;
use plaza_batch::screen::{lost, whole};

use plaza_batch::problem::nearest;

/// Simulates criminal organizations, police, military and citizens, and compares security
/// policies on equal luck. Without a command: runs the embedded default experiment.
#[derive(Debug, Parser)]
#[command(name = "plaza", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    run: run::Args,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Args),
    Calibrate(calibrate::Args),
    Design(design::Args),
    Discover(discover::Args),
    Check(check::Args),
    Compare(compare::Args),
    Attribute(attribute::Args),
    Report(report::Args),
    Describe(describe::Args),
    Plot(plot::Args),
    Explain(explain::Args),
    Merge(merge::Args),
    Twin(twin::Args),
    Verify(verify::Args),
    Validate(validate::Args),
    Map(map::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Cli {
    /// Reads the call, and answers what is about the program itself: its help, its version.
    pub fn read() -> Result<Self, Failure> {
        let error = match Self::try_parse() {
            Ok(cli) => return Ok(cli),
            Err(error) => error,
        };
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                let printed = error.print().and_then(|()| io::stdout().flush());
                match printed {
                    Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(lost(&error)),
                    _ => process::exit(0),
                }
            }
            ErrorKind::ArgumentConflict | ErrorKind::UnknownArgument => {
                let word = std::env::args().nth(1).unwrap_or_default();
                match is_mistyped(&word) {
                    true => Err(unknown(&word)),
                    false => error.exit(),
                }
            }
            _ => error.exit(),
        }
    }

    /// Does what was asked.
    pub fn execute(&self) -> Result<(), Failure> {
        self.run()?;
        whole()
    }

    fn run(&self) -> Result<(), Failure> {
        match &self.command {
            None => match self.run.mistyped() {
                Some(word) => Err(unknown(&word)),
                None => run::run(&self.run),
            },
            Some(command) => command.run(),
        }
    }
}

impl Command {
    /// Does it. What keeps nothing that a later call could go on from ends when it is interrupted.
    fn run(&self) -> Result<(), Failure> {
        if !matches!(
            self,
            Self::Run(_) | Self::Calibrate(_) | Self::Design(_) | Self::Twin(_)
        ) {
            plaza_batch::stop::end_on_interrupt();
        }
        match self {
            Self::Run(args) => run::run(args),
            Self::Calibrate(args) => calibrate::run(args),
            Self::Design(args) => design::run(args),
            Self::Discover(args) => discover::run(args),
            Self::Twin(args) => twin::run(args),
            Self::Check(args) => check::run(args),
            Self::Compare(args) => compare::run(args),
            Self::Attribute(args) => attribute::run(args),
            Self::Report(args) => report::run(args),
            Self::Describe(args) => describe::run(args),
            Self::Plot(args) => plot::run(args),
            Self::Explain(args) => explain::run(args),
            Self::Merge(args) => merge::run(args),
            Self::Verify(args) => verify::run(args),
            Self::Validate(args) => validate::run(args),
            Self::Map(args) => map::run(args),
            Self::Completions(args) => completions::run(args, &mut Cli::command()),
            Self::Man(args) => man::run(args, Cli::command()),
        }
    }
}

/// Whether a word is no file, and nearly a command.
fn is_mistyped(word: &str) -> bool {
    let file = Path::new(word);
    let bare = file.extension().is_none() && !file.exists() && !word.starts_with('-');
    bare && Cli::command().find_subcommand(word).is_none() && !near_command(word).is_empty()
}

/// The command that a word may have meant.
fn near_command(word: &str) -> String {
    let cli = Cli::command();
    nearest(word, cli.get_subcommands().map(clap::Command::get_name))
}

/// What is said of a word that is no command and no file.
fn unknown(word: &str) -> Failure {
    let near = near_command(word);
    Failure::Call(format!("there is no command and no file `{word}`{near}"))
}
