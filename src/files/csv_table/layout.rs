//! The layout of a table: separators of fields, form of numbers, beginnings of lines.

use std::path::Path;

use plaza_batch::problem::Problem;

/// What stands before the decimals of a column's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decimals {
    Point,
    Comma,
}

/// What a first line `sep=;` says, and the text with that line empty.
pub(super) fn said_separator(text: &str) -> (Option<char>, Option<String>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut said = first.strip_prefix("sep=").unwrap_or_default().chars();
    match (said.next(), said.next()) {
        (Some(separator @ (',' | ';' | '\t' | '|')), None) => {
            (Some(separator), Some(format!("\n{rest}")))
        }
        _ => (None, None),
    }
}

/// What separates the fields of a table, by its header.
pub(super) fn separator(text: &str) -> char {
    let header = text.lines().find(|line| !line.trim().is_empty());
    let count = |separator: char| {
        let mut quoted = false;
        let outside = header.unwrap_or_default().chars().filter(|letter| {
            quoted ^= *letter == '"';
            !quoted && *letter == separator
        });
        outside.count()
    };
    // The first of those that are as many.
    let mut best = (',', count(','));
    for separator in [';', '\t', '|'] {
        let found = count(separator);
        if found > best.1 {
            best = (separator, found);
        }
    }
    best.0
}

/// The line that a record begins in: empty lines before it are part of what was skipped.
pub(super) fn line_of(text: &str, at: &csv::Position) -> usize {
    let rest = text
        .as_bytes()
        .get(at.byte() as usize..)
        .unwrap_or_default();
    let empty = rest.iter().take_while(|byte| **byte == b'\n').count();
    at.line() as usize + empty
}

/// Lines with more or fewer fields than the header: one problem, for they mostly have one cause.
pub(super) fn unevenly(file: &Path, expected: usize, uneven: &[(usize, usize)]) -> Option<Problem> {
    let (line, fields) = *uneven.first()?;
    let mut message = format!("{fields} fields, expected {expected} as in the header");
    if let Some(more) = uneven.len().checked_sub(1).filter(|more| *more > 0) {
        message += &format!("; so have {more} more lines");
    }
    if fields > expected {
        message += " (a text or a number with a comma stands in quotes)";
    }
    Some(Problem::at(file, line, message))
}

/// A comma before other than three digits is a decimal one.
pub(super) fn decimals<'a>(mut fields: impl Iterator<Item = &'a str>) -> Decimals {
    let decimal = |field: &str| {
        let Some((whole, part)) = field.trim_start_matches('-').split_once(',') else {
            return false;
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits(whole) && digits(part) && part.len() != 3
    };
    match fields.any(decimal) {
        true => Decimals::Comma,
        false => Decimals::Point,
    }
}

/// Whether a number has commas.
pub(super) fn grouped(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.contains(',') && text.trim_start_matches('-').split([',', '.']).all(digits)
}

/// Whether points stand in a number as they would between thousands: `1.234`, and not `0.234`.
pub(super) fn by_points(text: &str) -> bool {
    text.contains('.') && by_threes(text, &['.'])
}

/// Whether spaces stand between thousands: `90 000`.
pub(super) fn by_spaces(text: &str) -> bool {
    let spaces = [' ', '\u{a0}', '\u{202f}', '\''];
    text.contains(spaces) && by_threes(text, &spaces)
}

fn by_threes(text: &str, between: &[char]) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.trim_start_matches('-').split(between);
    let first = parts.next().unwrap_or_default();
    let leading = digits(first) && first.len() <= 3 && !first.starts_with('0');
    leading && parts.all(|part| digits(part) && part.len() == 3)
}

/// Whether a field is a number with a point before its decimals, and none that stands between thousands.
pub(super) fn decimal_point(field: &str) -> bool {
    field.contains('.') && field.parse::<f64>().is_ok() && !by_points(field)
}

/// Whether points in the numbers of a column may stand between thousands: all that have one have it there, and the
/// others are whole.
pub(super) fn may_be_thousands<'a>(mut fields: impl Iterator<Item = &'a str> + Clone) -> bool {
    let whole = |field: &str| field.is_empty() || field.parse::<i64>().is_ok();
    fields.clone().any(by_points) && fields.all(|field| by_points(field) || whole(field))
}
