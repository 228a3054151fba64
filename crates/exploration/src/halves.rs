//! Whether what is found holds where it was not sought: at other points, and in other futures.
//!
//! A box, or a leaf of a tree, is judged by the points among which it was sought, and so looks better than it is. So it
//! is sought again in many halves of the points, and judged by the other halves (*held out*). And since luck is the
//! same at every point, so that a box may be one of that luck, it is sought again by halves of the futures, at all
//! points, and judged by the other futures. What narrows none of the inputs of what was found is something else, and
//! counts as not found. Halves find less than the whole does, and by fewer futures more or fewer points are cases, so
//! that what is found is told beside the share of cases everywhere in the same half.

use plaza_engine::statistics::mean;

use crate::prim::limits::{Bounds, Limits, around, is_in, restricted};
use crate::resampling::{Purpose, Resampling};
use crate::sample::Sample;

/// How many halves are searched at most.
const HALVES: usize = 60;

/// Of more futures not all halves are listed.
const LISTED: usize = 12;

/// How what is found in halves does in the other halves.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// How many halves were searched.
    pub halves: u32,
    /// In how many of them it was found.
    pub found: u32,
    /// How it does there in the mean; none where it was not found.
    pub kept: Option<Kept>,
    /// For each input in which share of the halves it is narrowed.
    pub found_again: Vec<f64>,
}

/// How what was found in a half does in the other one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept {
    /// The share of all cases that it holds.
    pub coverage: f64,
    /// The share of cases among the points that it holds.
    pub density: f64,
    /// The share of cases among all points.
    pub everywhere: f64,
}

impl Tried {
    /// In which share of the halves it was found.
    pub fn found_in(&self) -> f64 {
        f64::from(self.found) / f64::from(self.halves)
    }
}

/// Some points, and whether each is a case.
#[derive(Clone, Debug)]
pub struct Half {
    points: Vec<usize>,
    cases: Vec<bool>,
}

/// Halves of the points, each with the other one.
pub fn of_points(sample: &Sample, cases: &[bool], resampling: &Resampling) -> Vec<[Half; 2]> {
    let half = |groups: &[usize]| {
        let points: Vec<usize> = sample.points_of(groups).collect();
        let cases = points.iter().map(|at| cases[*at]).collect();
        Half { points, cases }
    };
    let pair = |index: u32| {
        let order = resampling.shuffled(Purpose::Halves, index, sample.groups());
        let (mine, other) = order.split_at(order.len() / 2);
        [half(mine), half(other)]
    };
    (0..resampling.count.min(HALVES as u32)).map(pair).collect()
}

/// All points by halves of so many futures, each with the other half; all halves where they are few. `cases_in` tells
/// of each point whether it is a case by some futures; none where it has none of them, which leaves the point out.
pub fn of_futures(
    futures: usize,
    cases_in: impl Fn(&[usize]) -> Vec<Option<bool>>,
    resampling: &Resampling,
) -> Vec<[Half; 2]> {
    let most = HALVES.min(resampling.count as usize);
    let pair = |(mine, other): (Vec<usize>, Vec<usize>)| {
        let [mine, other] = [cases_in(&mine), cases_in(&other)];
        let has_both = |at: &usize| mine[*at].is_some() && other[*at].is_some();
        let points: Vec<usize> = (0..mine.len()).filter(has_both).collect();
        [mine, other].map(|of| Half {
            cases: points.iter().filter_map(|at| of[*at]).collect(),
            points: points.clone(),
        })
    };
    if futures > LISTED {
        let drawn = |index: u32| {
            let order = resampling.shuffled(Purpose::Futures, index, futures);
            let (mine, other) = order.split_at(futures / 2);
            pair((mine.to_vec(), other.to_vec()))
        };
        return (0..most as u32).map(drawn).collect();
    }
    // Each as the bits of a number.
    let is_half = |bits: &u32| bits.count_ones() as usize == futures / 2;
    let all: Vec<u32> = (0..1_u32 << futures).filter(is_half).collect();
    let order = resampling.shuffled(Purpose::Futures, 0, all.len());
    let chosen = order.iter().take(most).map(|at| {
        let bits = all[*at];
        (0..futures).partition(|future| bits >> future & 1 == 1)
    });
    chosen.map(pair).collect()
}

/// Seeks in the first half of each pair what was found, which narrows these inputs, and judges it by the second. None
/// where no half has cases enough.
pub fn tried(
    sample: &Sample,
    halves: &[[Half; 2]],
    narrowed: &[usize],
    find: impl Fn(&Sample, &[bool]) -> Option<Bounds>,
) -> Option<Tried> {
    let mut searched = 0;
    let mut kept: Vec<Kept> = Vec::new();
    let mut again = vec![0.0; sample.inputs().len()];
    for [mine, other] in halves {
        let all = other.cases.iter().filter(|case| **case).count();
        if mine.cases.iter().filter(|case| **case).count() < 2 || all == 0 {
            continue;
        }
        searched += 1;
        let half = sample.of_points(&mine.points);
        let Some(bounds) = find(&half, &mine.cases) else {
            continue;
        };
        let whole = around(&half);
        let inputs = restricted(&bounds, &whole);
        for input in &inputs {
            again[*input] += 1.0;
        }
        if !inputs.iter().any(|input| narrowed.contains(input)) {
            continue;
        }
        let bounds = opened(&bounds, &whole);
        let judged = other.points.iter().zip(&other.cases);
        let held = judged.filter(|(at, _)| is_in(sample, &bounds, **at));
        let held: Vec<bool> = held.map(|(_, case)| *case).collect();
        let hits = held.iter().filter(|case| **case).count() as f64;
        kept.push(Kept {
            coverage: hits / all as f64,
            density: hits / held.len().max(1) as f64,
            everywhere: all as f64 / other.points.len() as f64,
        });
    }
    let mean_of = |of: fn(&Kept) -> f64| mean(&kept.iter().map(of).collect::<Vec<f64>>());
    let means = || {
        Some(Kept {
            coverage: mean_of(|of| of.coverage)?,
            density: mean_of(|of| of.density)?,
            everywhere: mean_of(|of| of.everywhere)?,
        })
    };
    (searched > 0).then(|| Tried {
        halves: searched,
        found: kept.len() as u32,
        kept: means(),
        found_again: again
            .iter()
            .map(|times| times / f64::from(searched))
            .collect(),
    })
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
