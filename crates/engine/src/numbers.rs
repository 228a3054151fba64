//! Numbers as messages say them.

/// A number as it is said in a message: without hundreds of zeros.
pub fn plain(number: f64) -> String {
    match number.abs() {
        size if size.is_finite() && (size >= 1e15 || size > 0.0 && size < 1e-6) => {
            format!("{number:e}")
        }
        _ => number.to_string(),
    }
}
