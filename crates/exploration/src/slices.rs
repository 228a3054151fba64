//! Conditioning slices of an input: intervals that hold about as many points each, or its levels.

use std::cmp::Ordering;

use plaza_engine::quantiles::of_sorted;

/// How many slices an input is cut into, where it has more levels than that: the number that Pianosi and Wagener (2018)
/// begin with, and SALib.
pub const SLICES: usize = 10;

/// The slice of each point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slices {
    of: Vec<usize>,
    count: usize,
}

impl Slices {
    /// Cuts an input into at most `most` slices: at quantiles of its numbers, equal ones together; a slice holds its
    /// lower end, the last one both. An input with no more levels than that has a slice for each.
    pub fn new(values: &[f64], most: usize) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut levels = sorted.clone();
        levels.dedup();
        let starts = match levels.len() <= most {
            true => levels,
            false => {
                let mut starts: Vec<f64> = (0..most)
                    .map(|slice| of_sorted(&sorted, slice as f64 / most as f64))
                    .collect();
                starts.dedup();
                starts
            }
        };
        let slice = |x: &f64| {
            let begun = starts.partition_point(|start| start.total_cmp(x) != Ordering::Greater);
            begun.max(1) - 1
        };
        Self {
            of: values.iter().map(slice).collect(),
            count: starts.len(),
        }
    }

    /// How many there are; some may hold no point.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The slice of a point.
    pub fn of(&self, point: usize) -> usize {
        self.of[point]
    }
}
