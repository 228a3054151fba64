//! Messages of serde about a value, rewritten for people who edit files.
//!
//! ```
//! use plaza_batch::messages::explain;
//!
//! let (_, text) = explain("unknown field `wek`, expected one of `week`, `places`");
//! assert_eq!(text, "unknown key `wek` (did you mean `week`?)");
//! ```

use plaza_engine::numbers::plain;

use crate::problem::nearest;

/// What kind of thing is wrong, as far as mending it is concerned.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// A key that nobody reads.
    UnknownKey,
    /// This key is not there.
    Missing(String),
    /// The value is not what was expected.
    Value,
}

/// The fault in serde's `message`, and the message for people.
pub fn explain(message: &str) -> (Fault, String) {
    let message = message.trim();
    if message.starts_with("unknown field ") {
        return (Fault::UnknownKey, unknown("key", message));
    }
    if message.starts_with("unknown variant ") {
        return (Fault::Value, unknown("value", message));
    }
    if let Some(rest) = message.strip_prefix("missing field ") {
        let key = rest.trim_matches('`');
        return (
            Fault::Missing(key.to_owned()),
            format!("key `{key}` is missing"),
        );
    }
    let parts = ["invalid type: ", "invalid value: ", "invalid length "]
        .into_iter()
        .find_map(|prefix| message.strip_prefix(prefix))
        .and_then(|rest| rest.split_once(", expected "));
    let text = match parts {
        Some((found, "i32")) if message.starts_with("invalid value") => {
            format!("{} is too far from 0 for a whole number here", seen(found))
        }
        Some((found, "u16" | "u32" | "u64"))
            if !seen(found).starts_with('-') && message.starts_with("invalid value") =>
        {
            format!("{} is too large for a whole number here", seen(found))
        }
        // A list that would fill a table by the order of its keys.
        Some((_, expected))
            if message.starts_with("invalid length ") && expected.starts_with("struct ") =>
        {
            "expected a table, found a list".to_owned()
        }
        Some((found, expected)) => format!("expected {}, found {}", wanted(expected), seen(found)),
        None => message.to_owned(),
    };
    (Fault::Value, text)
}

/// ``unknown key `x` (did you mean `y`?)``, with all that is known when nothing is near.
fn unknown(what: &str, message: &str) -> String {
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (name, known) = names.split_first().unwrap_or((&"", &[]));
    let near = nearest(name, known.iter().copied());
    if near.is_empty() {
        format!("unknown {what} `{name}`, expected {}", one_of(known))
    } else {
        format!("unknown {what} `{name}`{near}")
    }
}

/// ``one of `a`, `b` or `c` ``.
pub fn one_of<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match quoted.split_last() {
        None => "none".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

fn wanted(expected: &str) -> String {
    let words = match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "f32" | "f64" => "a number",
        "a string" => "text",
        "string only" | "string or map" | "string or table" => "the name of an option",
        // Of an option that is a name alone, and of one that has a value.
        "unit" => "the name of the option alone",
        "newtype variant" | "tuple variant" | "struct variant" => {
            "an option with its value, { name = ... }"
        }
        "map with a single key" => "a table with one key",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "a table",
        _ if expected.starts_with("struct ") => "a table",
        _ if expected.starts_with("enum ") => "the name of an option",
        _ => {
            let length = expected
                .strip_prefix("an array of length ")
                .or_else(|| expected.strip_suffix(" elements in sequence"));
            return match length {
                Some(length) => format!("a list of {length}"),
                None => expected.to_owned(),
            };
        }
    };
    words.to_owned()
}

fn seen(found: &str) -> String {
    let number = ["integer ", "floating point ", "boolean "]
        .into_iter()
        .find_map(|kind| found.strip_prefix(kind));
    match (number, found.strip_prefix("string ")) {
        (Some(value), _) => {
            let value = value.trim_matches('`');
            match value.parse::<f64>() {
                // Without hundreds of zeros.
                Ok(number) if number.is_finite() && value.len() > 20 => plain(number),
                _ => value.to_owned(),
            }
        }
        (None, Some(text)) => format!("the text {text}"),
        (None, None) => match found {
            "sequence" => "a list".to_owned(),
            "map" => "a table".to_owned(),
            "unit variant" => "the name alone".to_owned(),
            "newtype variant" | "tuple variant" | "struct variant" => "a table".to_owned(),
            other => other.to_owned(),
        },
    }
}

/// What a parser of JSON says, and what is said instead.
const WORDS: [(&str, &str); 9] = [
    ("EOF while parsing a list", "ends in the middle of a list"),
    (
        "EOF while parsing an object",
        "ends in the middle of an object",
    ),
    ("EOF while parsing a string", "ends in the middle of a text"),
    (
        "EOF while parsing a value",
        "ends where a value is expected",
    ),
    (
        "expected value",
        "expected a value: text in quotes, a number, a list or an object",
    ),
    ("trailing characters", "goes on behind its end"),
    ("trailing comma", "a comma stands behind the last value"),
    ("key must be a string", "expected a key in quotes"),
    (
        "recursion limit exceeded",
        "lists or objects lie too deep in one another",
    ),
];

/// What is wrong with JSON text, in words of the file and without the place, which is told apart.
pub fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rfind(" at line ").map_or(&*text, |end| &text[..end]);
    match WORDS.iter().find(|(known, _)| text == *known) {
        Some((_, words)) => (*words).to_owned(),
        None => explain(text).1,
    }
}
