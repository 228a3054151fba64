//! Conditioning slices of an input: intervals that hold about as many points each, or its levels.

use std::cmp::Ordering;

use plaza_engine::quantiles::of_sorted;

/// How many slices there are at most: the number that Pianosi and Wagener (2018) begin with, and SALib. An input with
/// no more levels than that has a slice for each.
pub const MOST: usize = 10;

/// About how many points a slice holds where there are too few for [`MOST`]: of fewer its distribution says little.
const HELD: usize = 20;

/// Fewer slices than these tell no middle from two ends.
const LEAST: usize = 3;

/// The slice of each point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slices {
    of: Vec<usize>,
    count: usize,
}

impl Slices {
    /// Cuts an input at quantiles of its numbers, equal ones together; a slice holds its lower end, the last one both.
    pub fn new(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut levels = sorted.clone();
        levels.dedup();
        let starts = match levels.len() <= MOST {
            true => levels,
            false => {
                let count = (values.len() / HELD).clamp(LEAST, MOST);
                let mut starts: Vec<f64> = (0..count)
                    .map(|slice| of_sorted(&sorted, slice as f64 / count as f64))
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
