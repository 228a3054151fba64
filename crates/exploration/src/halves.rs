//! Whether what is found holds where it was not sought: at other points, and in other futures.
//!
//! A box, or a leaf of a tree, is judged by the points among which it was sought, and so looks better than it is. So it
//! is sought again in many halves of the points, and judged by the other halves (*held out*). And since luck is the
//! same at every point, so that a box may be one of that luck, it is sought again by half of the futures, at all
//! points, and judged by the other futures. It is counted in how many halves anything is found, and in how many it
//! narrows an input (*found again*). Halves find less than the whole does.

use std::borrow::Cow;

use crate::prim::limits::{Bounds, Limits, around, is_in, restricted};
use crate::resampling::{Purpose, Resampling};
use crate::sample::Sample;

/// How many halves are drawn at most.
const HALVES: u32 = 20;

/// How what is found in halves does in the other halves.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// How many halves were searched.
    pub halves: u32,
    /// In how many of them something was found.
    pub found: u32,
    /// Which share of the cases of the other half it holds there, in the mean of those found; 0 where there are none.
    pub coverage: f64,
    /// Which share of the points that it holds there are cases, likewise.
    pub density: f64,
    /// For each input in which share of the halves it is narrowed.
    pub found_again: Vec<f64>,
}

impl Tried {
    /// In which share of the halves something was found.
    pub fn found_in(&self) -> f64 {
        f64::from(self.found) / f64::from(self.halves)
    }

    /// A mean over what was found; none where nothing was.
    pub fn of_found(&self, mean: f64) -> Option<f64> {
        (self.found > 0).then_some(mean)
    }
}

/// Some points, and which of all points are cases.
struct Half<'a> {
    points: Vec<usize>,
    cases: Cow<'a, [bool]>,
}

/// Tries what `find` finds in halves of the points; none where no half has cases enough.
pub fn other_points(
    sample: &Sample,
    cases: &[bool],
    resampling: &Resampling,
    find: impl Fn(&Sample, &[bool]) -> Option<Bounds>,
) -> Option<Tried> {
    let pair = |index: u32| {
        let order = resampling.shuffled(Purpose::Halves, index, sample.groups());
        let (mine, other) = order.split_at(order.len() / 2);
        Some([mine, other].map(|groups| Half {
            points: sample.points_of(groups).collect(),
            cases: Cow::Borrowed(cases),
        }))
    };
    tried(sample, resampling, pair, find)
}

/// Tries what `find` finds at all points by half of so many futures. `cases_in` tells which points are cases by some
/// futures; none where a point has none of them.
pub fn other_futures(
    sample: &Sample,
    futures: usize,
    cases_in: impl Fn(&[usize]) -> Option<Vec<bool>>,
    resampling: &Resampling,
    find: impl Fn(&Sample, &[bool]) -> Option<Bounds>,
) -> Option<Tried> {
    let half = |futures: &[usize]| {
        Some(Half {
            points: (0..sample.len()).collect(),
            cases: Cow::Owned(cases_in(futures)?),
        })
    };
    let pair = |index: u32| {
        let order = resampling.shuffled(Purpose::Futures, index, futures);
        let (mine, other) = order.split_at(order.len() / 2);
        Some([half(mine)?, half(other)?])
    };
    tried(sample, resampling, pair, find)
}

/// Seeks in the first half of each pair and judges by the second.
fn tried<'a>(
    sample: &Sample,
    resampling: &Resampling,
    pair: impl Fn(u32) -> Option<[Half<'a>; 2]>,
    find: impl Fn(&Sample, &[bool]) -> Option<Bounds>,
) -> Option<Tried> {
    let mut tried = Tried {
        halves: 0,
        found: 0,
        coverage: 0.0,
        density: 0.0,
        found_again: vec![0.0; sample.inputs().len()],
    };
    for [mine, other] in (0..resampling.count.min(HALVES)).filter_map(pair) {
        let half = sample.of_points(&mine.points);
        let cases: Vec<bool> = mine.points.iter().map(|at| mine.cases[*at]).collect();
        let all = other.points.iter().filter(|at| other.cases[**at]).count();
        if cases.iter().filter(|case| **case).count() < 2 || all == 0 {
            continue;
        }
        tried.halves += 1;
        let Some(bounds) = find(&half, &cases) else {
            continue;
        };
        tried.found += 1;
        let whole = around(&half);
        for input in restricted(&bounds, &whole) {
            tried.found_again[input] += 1.0;
        }
        let bounds = opened(&bounds, &whole);
        let held = other
            .points
            .iter()
            .filter(|at| is_in(sample, &bounds, **at));
        let held: Vec<&usize> = held.collect();
        let hits = held.iter().filter(|at| other.cases[***at]).count() as f64;
        tried.coverage += hits / all as f64;
        tried.density += hits / held.len().max(1) as f64;
    }
    if tried.halves == 0 {
        return None;
    }
    tried.coverage /= f64::from(tried.found.max(1));
    tried.density /= f64::from(tried.found.max(1));
    for times in &mut tried.found_again {
        *times /= f64::from(tried.halves);
    }
    Some(tried)
}

/// Limits without ends where they narrow nothing: other points may lie beyond those of the half.
fn opened(bounds: &[Limits], whole: &[Limits]) -> Bounds {
    let end = |mine: f64, whole: f64, open: f64| if mine == whole { open } else { mine };
    let open = |(mine, whole): (&Limits, &Limits)| match (mine, whole) {
        (Limits::Between(low, high), Limits::Between(least, most)) => Limits::Between(
            end(*low, *least, f64::NEG_INFINITY),
            end(*high, *most, f64::INFINITY),
        ),
        (Limits::Among(left), whole) if mine == whole => Limits::Among(vec![true; left.len()]),
        _ => mine.clone(),
    };
    bounds.iter().zip(whole).map(open).collect()
}
