//! One input at a time: the others stay as they usually are.

use crate::points::{Point, levels};
use crate::space::Input;

/// The usual point, then each input at so many levels of its range, or at each of its choices, where that is another point.
/// `usual` holds a value for each input; of choices, an index.
pub fn points(inputs: &[Input], usual: &[f64], of_range: u32) -> Vec<Point> {
    let mut points = vec![usual.to_vec()];
    for (index, input) in inputs.iter().enumerate() {
        for level in levels(input, of_range) {
            if level.total_cmp(&usual[index]).is_ne() {
                let mut point = usual.to_vec();
                point[index] = level;
                points.push(point);
            }
        }
    }
    points
}
