//! How far an input shifts the distribution of an outcome: sensitivity without moments, from any sample.
//!
//! PAWN (Pianosi and Wagener 2015, Environmental Modelling & Software 67; 2018, 108) compares the distribution of the
//! outcome within each slice of an input with that of all points, by the distance of Kolmogorov and Smirnov; the
//! index is the median over slices, as in SALib. Of an outcome that is one of some classes (which policy wins) the
//! distance is the total variation, and the index its mean, which is Borgonovo's delta (2007, Reliability Engineering &
//! System Safety 92).
//!
//! Such an index is never 0 in a finite sample. So each has a *floor*: what the indices of all inputs, and of all
//! outcomes that are asked about at once, stay below 95 times in 100 once outcomes are exchanged between points, where
//! no input tells anything. Intervals are of points drawn again; points that belong together are drawn and exchanged
//! together.

use plaza_engine::statistics::median;

use crate::resampling::{Chance, Resampling, floors};
use crate::sample::Sample;
use crate::slices::Slices;

/// An index of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The index: 0 where the input tells nothing, 1 where it tells all.
    pub value: f64,
    /// Its 95 % interval; none of fewer than two groups of points.
    pub interval: Option<[f64; 2]>,
    /// What it stays below where no input tells anything; the indices of all inputs at once do so 95 times in 100.
    pub floor: f64,
}

impl Shift {
    /// Whether it is above its floor.
    pub fn matters(&self) -> bool {
        self.value > self.floor
    }
}

/// The indices of one outcome, and what they are by chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Shifts {
    values: Vec<f64>,
    intervals: Vec<Option<[f64; 2]>>,
    chance: Chance,
}

impl Shifts {
    /// The index of each input.
    pub fn alone(self) -> Vec<Shift> {
        Self::together(vec![self]).swap_remove(0)
    }

    /// The index of each input, outcome by outcome, with floors that hold for all outcomes at once. Of all of them
    /// outcomes were exchanged by the same resamples.
    pub fn together(all: Vec<Self>) -> Vec<Vec<Shift>> {
        let floors = floors(all.iter().map(|of| &of.chance));
        let of_one = |(of, floors): (Self, Vec<f64>)| {
            let shift = |at: usize| Shift {
                value: of.values[at],
                interval: of.intervals[at].map(|ends| ends.map(|end| end.clamp(0.0, 1.0))),
                floor: floors[at],
            };
            (0..of.values.len()).map(shift).collect()
        };
        all.into_iter().zip(floors).map(of_one).collect()
    }
}

/// PAWN of each input, of an outcome with a number at every point.
pub fn pawn(sample: &Sample, outcomes: &[f64], resampling: &Resampling) -> Shifts {
    let order = Order::new(outcomes);
    let index = |slices: &Slices, drawn: &[usize], from: &[usize]| {
        median(&order.distances(slices, drawn, from)).unwrap_or(0.0)
    };
    shifts(sample, resampling, index)
}

/// Borgonovo's delta of each input, of an outcome that is one of so many classes.
pub fn delta(
    sample: &Sample,
    outcomes: &[usize],
    classes: usize,
    resampling: &Resampling,
) -> Shifts {
    let index = |slices: &Slices, drawn: &[usize], from: &[usize]| {
        let mut counts = vec![vec![0.0; classes]; slices.count()];
        let mut all = vec![0.0; classes];
        for (point, times) in drawn.iter().enumerate() {
            let class = outcomes[from[point]];
            counts[slices.of(point)][class] += *times as f64;
            all[class] += *times as f64;
        }
        let n: f64 = all.iter().sum();
        let apart = |slice: &Vec<f64>| {
            let size: f64 = slice.iter().sum();
            let shares = slice.iter().zip(&all);
            let apart: f64 = shares.map(|(s, a)| (s / size - a / n).abs()).sum();
            (size > 0.0).then(|| size / n * apart / 2.0)
        };
        counts.iter().filter_map(apart).sum()
    };
    shifts(sample, resampling, index)
}

/// The indices of all inputs. `index` computes one of slices, of how often each point is drawn, and of the point from
/// which each takes its outcome.
fn shifts(
    sample: &Sample,
    resampling: &Resampling,
    index: impl Fn(&Slices, &[usize], &[usize]) -> f64,
) -> Shifts {
    let inputs = 0..sample.inputs().len();
    let slices: Vec<Slices> = inputs
        .map(|input| Slices::new(sample.column(input)))
        .collect();
    let itself: Vec<usize> = (0..sample.len()).collect();
    let once = vec![1; sample.len()];
    let of_all = |drawn: &[usize], from: &[usize]| -> Vec<f64> {
        slices.iter().map(|of| index(of, drawn, from)).collect()
    };
    let values = of_all(&once, &itself);
    let intervals = resampling.intervals(&values, sample.groups(), |groups| {
        let mut drawn = vec![0; sample.len()];
        sample.points_of(groups).for_each(|point| drawn[point] += 1);
        of_all(&drawn, &itself)
    });
    let chance = resampling.chance(values.len(), sample.groups(), |groups| {
        let from: Vec<usize> = sample.points_of(groups).collect();
        of_all(&once, &from)
    });
    Shifts {
        values,
        intervals,
        chance,
    }
}

/// Outcomes in order.
struct Order {
    /// The points by their outcomes, equal ones in one group.
    groups: Vec<Vec<usize>>,
}

impl Order {
    fn new(outcomes: &[f64]) -> Self {
        let mut order: Vec<usize> = (0..outcomes.len()).collect();
        order.sort_by(|a, b| outcomes[*a].total_cmp(&outcomes[*b]));
        let equal = order.chunk_by(|a, b| outcomes[*a] == outcomes[*b]);
        Self {
            groups: equal.map(<[usize]>::to_vec).collect(),
        }
    }

    /// The distance of Kolmogorov and Smirnov of each slice that holds a point to all points. It is greatest next to a
    /// point of the slice, so that only there it is looked for.
    fn distances(&self, slices: &Slices, drawn: &[usize], from: &[usize]) -> Vec<f64> {
        // A point of the order gives its outcome to the point that takes it.
        let mut taker = vec![0; from.len()];
        for (point, source) in from.iter().enumerate() {
            taker[*source] = point;
        }
        let mut sizes = vec![0; slices.count()];
        for (point, times) in drawn.iter().enumerate() {
            sizes[slices.of(point)] += times;
        }
        let n: usize = sizes.iter().sum();
        let mut below = vec![0; slices.count()];
        let mut distances = vec![0.0_f64; slices.count()];
        let mut below_all = 0;
        for group in &self.groups {
            let members = || {
                let takers = group.iter().map(|source| taker[*source]);
                takers.filter(|point| drawn[*point] > 0)
            };
            let share = |part: usize, all: usize| part as f64 / all as f64;
            for slice in members().map(|point| slices.of(point)) {
                let apart = share(below[slice], sizes[slice]) - share(below_all, n);
                distances[slice] = distances[slice].max(apart.abs());
            }
            for point in members() {
                below[slices.of(point)] += drawn[point];
                below_all += drawn[point];
            }
            for slice in members().map(|point| slices.of(point)) {
                let apart = share(below[slice], sizes[slice]) - share(below_all, n);
                distances[slice] = distances[slice].max(apart.abs());
            }
        }
        let held = distances.iter().zip(&sizes);
        held.filter(|(_, size)| **size > 0)
            .map(|(distance, _)| *distance)
            .collect()
    }
}
