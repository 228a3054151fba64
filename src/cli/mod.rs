//! The command line: one file per command.

#[macro_use]
pub mod output;

mod answer;
pub mod audit;
pub mod calibrate;
pub mod check;
pub mod compare;
mod completions;
pub mod describe;
pub mod explain;
mod fill;
pub mod machine;
mod man;
pub mod map;
pub mod merge;
pub mod plot;
pub mod progress;
pub mod report;
pub mod run;
mod telling;
pub mod twin;
pub mod validate;
pub mod verify;

use std::fmt;
use std::io::{self, Write as _};
use std::path::Path;
use std::process;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use crate::io::problem::{Problem, nearest};

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
    Check(check::Args),
    Compare(compare::Args),
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
                    Err(lost) if lost.kind() != io::ErrorKind::BrokenPipe => {
                        Err(output::lost(&lost))
                    }
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
        output::whole()
    }

    fn run(&self) -> Result<(), Failure> {
        match &self.command {
            None => match self.run.mistyped() {
                Some(word) => Err(unknown(&word)),
                None => run::run(&self.run),
            },
            Some(Command::Run(args)) => run::run(args),
            Some(Command::Calibrate(args)) => calibrate::run(args),
            Some(Command::Twin(args)) => twin::run(args),
            Some(other) => {
                run::end_on_interrupt();
                other.run()
            }
        }
    }
}

impl Command {
    /// Does what keeps nothing that a later call could go on from.
    fn run(&self) -> Result<(), Failure> {
        match self {
            Self::Run(args) => run::run(args),
            Self::Calibrate(args) => calibrate::run(args),
            Self::Twin(args) => twin::run(args),
            Self::Check(args) => check::run(args),
            Self::Compare(args) => compare::run(args),
            Self::Report(args) => report::run(args),
            Self::Describe(args) => describe::run(args),
            Self::Plot(args) => plot::run(args),
            Self::Explain(args) => explain::run(args),
            Self::Merge(args) => merge::run(args),
            Self::Verify(args) => verify::run(args),
            Self::Validate(args) => validate::run(args),
            Self::Map(args) => map::run(args),
            Self::Completions(args) => completions::run(args),
            Self::Man(args) => man::run(args),
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

/// More problems than this are only counted.
const MOST_PROBLEMS: usize = 50;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The call or a file is wrong; nothing was done. Exit code 2.
    Wrong(Vec<Problem>),
    /// The call is wrong in a way that is not about a file. Exit code 2.
    Call(String),
    /// Something in the work failed; the rest is kept. Exit code 1.
    Work(String),
    /// Ctrl-C. Exit code 130; the text says how to go on.
    Interrupted(String),
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Wrong(_) | Self::Call(_) => 2,
            Self::Work(_) => 1,
            Self::Interrupted(_) => 130,
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        vec![problem].into()
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        match problems.iter().find(|problem| problem.of_disk) {
            Some(problem) => Self::Work(problem.to_string()),
            None => Self::Wrong(problems),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong(problems) => {
                for (index, problem) in problems.iter().take(MOST_PROBLEMS).enumerate() {
                    let end = if index + 1 < problems.len() { "\n" } else { "" };
                    write!(f, "error: {problem}{end}")?;
                }
                match problems.len().saturating_sub(MOST_PROBLEMS) {
                    0 => Ok(()),
                    more => write!(f, "and {more} more"),
                }
            }
            Self::Call(text) | Self::Work(text) => write!(f, "error: {text}"),
            Self::Interrupted(text) => write!(f, "{text}"),
        }
    }
}
