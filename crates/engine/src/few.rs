//! How many replicates a statement needs, and the warning where there are fewer.
//!
//! ```
//! use plaza_engine::few::note;
//!
//! assert!(note(5).is_some_and(|text| text.contains("too few")));
//! assert_eq!(note(20), None);
//! ```

/// Fewer units than this say nothing of the mean of all futures: no verdict, no colour, no probability of
/// being best.
pub const LEAST: usize = 8;

/// From so many on 95 % intervals hold the mean of a skewed outcome 95 % of the time, within 2 points.
pub const ENOUGH: usize = 20;

/// What they hold below, in percent, from so many units on: the least of the shapes of
/// `tests/it/studies/coverage.rs`, which holds these numbers.
pub const COVERAGE: [(usize, u32); 2] = [(LEAST, 92), (12, 93)];

/// What a reader of intervals has to know of so few units; nothing where they are enough, or where there is no
/// interval.
pub fn note(units: usize) -> Option<String> {
    let of = COVERAGE.iter().rfind(|(from, _)| *from <= units);
    match (of, units) {
        (_, ..2 | ENOUGH..) => None,
        (Some((_, percent)), _) => Some(format!(
            "95 % intervals of {units} independent replicates hold about {percent} % of the time where outcomes \
             are skewed, less where most are 0; from {ENOUGH} on 95 %."
        )),
        (None, _) => Some(format!(
            "{units} independent replicates are too few: no verdict below {LEAST}, and 95 % intervals are rough."
        )),
    }
}
