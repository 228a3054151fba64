//! Full factorial designs: every combination of the levels of all inputs.

use crate::points::{Point, levels};
use crate::space::{Input, Over};

/// How many points there are with so many levels of each range; none where they cannot be counted.
pub fn size(inputs: &[Input], levels: u32) -> Option<u32> {
    inputs
        .iter()
        .try_fold(1_u32, |size, input| match &input.over {
            Over::Range { .. } => size.checked_mul(levels),
            Over::Choices(choices) => size.checked_mul(u32::try_from(choices.len()).ok()?),
        })
}

/// All combinations; the last input changes from point to point.
pub fn combinations(inputs: &[Input], of_range: u32) -> Vec<Point> {
    let mut points: Vec<Point> = vec![Vec::new()];
    for input in inputs {
        let levels = levels(input, of_range);
        let longer = points.iter().flat_map(|point| {
            levels.iter().map(|level| {
                let mut longer = point.clone();
                longer.push(*level);
                longer
            })
        });
        points = longer.collect();
    }
    points
}
