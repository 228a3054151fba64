//! Observed values that are so far from the simulated ones that they are most likely in another unit.

use crate::studies::validation::measures::scale;
use crate::studies::validation::{Held, Line};

/// So many times as much, or as little, is another unit rather than another world.
const TIMES: f64 = 100.0;

/// What is to be told of each part of a target; not of shares, correlations and logarithms, which may well be next to nothing.
pub fn far_off(held: &[Held]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    let counted = |of: &&Held| {
        scale(&of.target.id).is_some_and(|scale| scale.range[0] >= 0.0 && scale.range[1] > 1.0)
    };
    for Held { target, lines } in held.iter().filter(counted) {
        for lines in lines.chunk_by(|one, other| one.part == other.part) {
            let mut far = lines.iter().filter_map(|line| Some((line, far(line)?)));
            let Some((line, [simulated, observed])) = far.next() else {
                continue;
            };
            let year = line
                .year
                .map_or_else(String::new, |year| format!(" in {year}"));
            let more = match far.count() {
                0 => String::new(),
                1 => ", and in another year".to_owned(),
                more => format!(", and in {more} more years"),
            };
            told.push(format!(
                "{} `{}` is {observed} as observed and {simulated:.3} as simulated{year}{more}, {TIMES} times as much or \
                 more of one: is the value in {}?",
                target.id, line.part, target.unit
            ));
        }
    }
    told
}

/// The simulated median and the observed value of a line on which they are far apart.
fn far(line: &Line) -> Option<[f64; 2]> {
    let (simulated, observed) = (line.simulated?.median, line.observed?);
    let (less, more) = match simulated.abs() < observed.abs() {
        true => (simulated.abs(), observed.abs()),
        false => (observed.abs(), simulated.abs()),
    };
    (less > 0.0 && more >= TIMES * less).then_some([simulated, observed])
}
