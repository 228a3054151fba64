//! Designs of points: which combinations of inputs are tried, and in which order.
//!
//! A point is a number for each input; of choices, the index of one. Equal inputs, sizes and seeds give equal points.
//!
//! ```
//! use plaza_exploration::points::sobol;
//! use plaza_exploration::space::{Input, Over};
//!
//! let over = Over::Range { low: 1.0, high: 3.0, log: false };
//! let inputs = [Input { name: "reach".to_owned(), over }];
//! let points = sobol::sequence(&inputs, 4, 7);
//! assert!(points.iter().all(|point| (1.0..=3.0).contains(&point[0])));
//! assert_eq!(sobol::sequence(&inputs, 2, 7), points[..2]); // a longer sequence contains the shorter
//! ```

pub mod factorial;
pub mod latin_hypercube;
pub mod morris;
pub mod one_at_a_time;
pub mod sobol;

use plaza_engine::luck::{Key, Luck};

use crate::space::{Input, Over};

/// A number for each input; of choices, the index of one.
pub type Point = Vec<f64>;

/// The name of the streams of designs, in the place of a process: no process of a model has it.
const STREAM: u16 = u16::MAX;

/// The luck of part `number` of a design.
fn luck(seed: u64, number: u64) -> Luck {
    Key::new(seed, number).luck(STREAM, 0)
}

/// The value of an input below which this part of what it is varied over lies; of choices, the index of one.
pub fn at(over: &Over, part: f64) -> f64 {
    match over {
        Over::Range { low, high, log } => {
            let value = match log {
                true => low * libm::pow(high / low, part),
                false => low + (high - low) * part,
            };
            value.clamp(*low, *high)
        }
        Over::Choices(choices) => {
            let last = choices.len().saturating_sub(1) as f64;
            (part * choices.len() as f64).floor().clamp(0.0, last)
        }
    }
}

/// The point at these parts of its inputs.
fn point(inputs: &[Input], parts: impl IntoIterator<Item = f64>) -> Point {
    let parts = inputs.iter().zip(parts);
    parts.map(|(input, part)| at(&input.over, part)).collect()
}

/// The values of an input at so many levels, evenly from the lowest to the highest; of choices, each.
fn levels(input: &Input, levels: u32) -> Vec<f64> {
    match &input.over {
        Over::Choices(choices) => (0..choices.len()).map(|index| index as f64).collect(),
        Over::Range { .. } => {
            let last = f64::from(levels.saturating_sub(1)).max(1.0);
            let parts = (0..levels).map(|level| f64::from(level) / last);
            parts.map(|part| at(&input.over, part)).collect()
        }
    }
}
