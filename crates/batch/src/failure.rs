//! Why a command failed, and its exit code.

use std::fmt;

use crate::problem::Problem;

/// More problems than this are only counted.
const MOST_PROBLEMS: usize = 50;

/// Why a command failed.
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
        Vec::from(problem).into()
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
