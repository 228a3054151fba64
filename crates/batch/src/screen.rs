//! Lines on the screen: answers go to the standard output, notes and warnings to the standard error.

use std::fmt;
use std::io::{self, ErrorKind, Write as _};
use std::sync::OnceLock;

use crate::failure::Failure;
use crate::layout::{columns, folded, width};

/// Prints a line of what was asked. Whoever closed the other end of a pipe has read enough.
#[macro_export]
macro_rules! say {
    ($($text:tt)*) => {
        $crate::screen::answer(format_args!($($text)*))
    };
}

/// Prints a line beside what was asked. One that cannot be printed stops nothing.
#[macro_export]
macro_rules! remark {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($text)*);
    }};
}

/// Prints a note beside what was asked: on a terminal, or with `COLUMNS`, in lines that fit it.
pub fn note(text: impl fmt::Display) {
    let note = format!("note: {text}");
    match columns() {
        Some(_) => remark!("{}", folded(&note, width()).trim_end()),
        None => remark!("{note}"),
    }
}

/// Why a line of what was asked could not be printed, the first time.
static LOST: OnceLock<String> = OnceLock::new();

/// Prints a line of what was asked.
pub fn answer(line: fmt::Arguments<'_>) {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            LOST.get_or_init(|| error.to_string());
        }
        _ => {}
    }
}

/// Whether all that was asked could be printed.
pub fn whole() -> Result<(), Failure> {
    match LOST.get() {
        Some(error) => Err(lost(error)),
        None => Ok(()),
    }
}

/// That an answer is lost.
pub fn lost(error: &dyn fmt::Display) -> Failure {
    Failure::Work(format!("the standard output cannot be written: {error}"))
}
