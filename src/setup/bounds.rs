//! The names that an experiment may have, and its length.

/// Most weeks an experiment may have: a century.
pub const MAX_WEEKS: i32 = 5200;

/// Whether `name` can name a folder anywhere.
pub fn is_name(name: &str) -> bool {
    let good = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_-".contains(letter)
    };
    !name.is_empty() && name.chars().all(good)
}
