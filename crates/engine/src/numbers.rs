//! Numbers as people read them.
//!
//! ```
//! use plaza_engine::numbers::{counted, grouped};
//!
//! assert_eq!(grouped(1234567.0, 0), "1,234,567");
//! assert_eq!(counted(1, "place", "places"), "1 place");
//! ```

/// A number as it is said in a message: without hundreds of zeros.
pub fn plain(number: f64) -> String {
    match number.abs() {
        size if size.is_finite() && (size >= 1e15 || size > 0.0 && size < 1e-6) => {
            format!("{number:e}")
        }
        _ => number.to_string(),
    }
}

/// Decimals that leave about three digits that matter.
pub fn digits(size: f64) -> usize {
    match size {
        s if s >= 100.0 => 0,
        s if s >= 10.0 => 1,
        s if s >= 1.0 => 2,
        s if s > 0.0 => 3,
        _ => 0,
    }
}

/// So many of something, in the words for one and for several: `1 place has`, `2 places have`.
pub fn counted(n: usize, one: &str, several: &str) -> String {
    let what = if n == 1 { one } else { several };
    format!("{n} {what}")
}

/// `value` with commas between thousands.
pub fn grouped(value: f64, digits: usize) -> String {
    let plain = format!("{:.digits$}", value.abs());
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let negative = value < 0.0 && plain.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    let mut text = String::from(if negative { "-" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}
