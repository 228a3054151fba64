//! What the stages of a calibration come to, for a screen.

use std::fmt::Write as _;

use crate::experiment::calibration::Calibration;
use crate::experiment::calibration::distance::by_target;
use crate::experiment::calibration::search::{Searched, best};

/// The search: the free numbers and the targets, at the start and at the best point.
pub fn search(calibration: &Calibration, searched: &[Searched]) -> String {
    let (start, best) = (&searched[0], &searched[best(searched)]);
    let mut text = format!(
        "search: {} points, distance {:.3} at the start, {:.3} at the best (1 is the edge of what is accepted)\n",
        searched.len(),
        start.distance,
        best.distance
    );
    let mut put = |line: String| writeln!(text, "{line}").expect("a string takes text");
    put(format!(
        "{:36}{:>13}{:>13}{:>28}",
        "number", "start", "best", "range"
    ));
    for (at, number) in calibration.numbers[..calibration.free].iter().enumerate() {
        let range = format!("{} to {}", number.range.low, number.range.high);
        let [from, to] = [start, best].map(|of| of.point[at]);
        put(format!("{:36}{from:>13}{to:>13}{range:>28}", number.name));
    }
    put(format!(
        "{:36}{:>13}{:>13}",
        "target, in tolerances", "start", "best"
    ));
    let of = |searched: &Searched| {
        by_target(
            &calibration.lines,
            &searched.answer.values(calibration.lines.len()),
        )
    };
    for (before, after) in of(start).into_iter().zip(of(best)) {
        let [from, to] = [before.distance, after.distance];
        put(format!("{:36}{from:>13.2}{to:>13.2}", before.target));
    }
    text
}
