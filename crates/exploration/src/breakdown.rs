//! The breakdown frontier of a headline: how far an input must move until the sign of a mean difference turns (after
//! Horowitz and Manski 1995, Econometrica 63; Masten and Poirier 2020, Quantitative Economics 11).
//!
//! The headline is the mean over all points of the difference between two policies on equal luck. Along an input the
//! mean difference is read by local linear regression, the other inputs as they are spread in the design; of two
//! inputs, along one with the other held at a place. Where it crosses 0 nearest to the middle of the range the
//! headline breaks down. Intervals are of points and of futures drawn again: luck is the same at every point, so that
//! more points alone do not tell more of it.

use plaza_engine::statistics::mean;

use crate::local::Local;
use crate::regret::{Losses, draw};
use crate::resampling::{Resampling, central};
use crate::sample::Sample;
use crate::space::Over;

/// Places along a range at which the difference is read: 0, 1/20, ..., 1.
pub const PLACES: usize = 21;

/// The share of the points that is near, along one input and with another held.
const SPANS: [f64; 2] = [0.5, 0.4];

/// From which share of resamples on a sign is said to turn, or to stay.
const SURE: f64 = 0.95;

/// Differences of a policy to another at each point, and what they would be in resamples.
#[derive(Clone, Debug, PartialEq)]
pub struct Differences {
    /// The mean over futures at each point.
    pub means: Vec<f64>,
    /// In each resample how often each point counts, and its mean.
    drawn: Vec<(Vec<f64>, Vec<f64>)>,
    /// The mean over all points: the headline.
    pub headline: f64,
    /// Its 95 % interval.
    pub interval: Option<[f64; 2]>,
}

/// Whether a sign turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does: in 95 % of resamples or more the difference has both signs.
    Turns,
    /// Neither is sure.
    May,
    /// It does not: in 95 % of resamples or more it has the sign of the headline everywhere.
    Stays,
}

/// The mean difference along an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// The input.
    pub input: usize,
    /// Another input that is held, and where: its place in its range, or its choice.
    pub held: Option<(usize, f64)>,
    /// Places along the input, or its choices, each with the difference there and its interval.
    pub curve: Vec<Spot>,
    /// Whether the sign of the headline turns.
    pub verdict: Verdict,
    /// The share of resamples in which the difference has both signs.
    pub turning_share: f64,
    /// Where, as a place of the range, and on which side it has turned; none where the curve does not cross 0, and of
    /// choices.
    pub turn: Option<Turn>,
}

/// The difference at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The place, from 0 to 1, or the choice.
    pub place: f64,
    /// The difference.
    pub value: f64,
    /// Its 95 % interval.
    pub interval: Option<[f64; 2]>,
}

/// Where a sign turns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// The place.
    pub place: f64,
    /// The ends of its 95 % interval; none where that goes on beyond the range.
    pub ends: [Option<f64>; 2],
    /// Whether the sign has turned above it.
    pub above: bool,
}

impl Differences {
    /// Of a policy to another.
    pub fn new(
        losses: &Losses,
        [policy, other]: [usize; 2],
        together: usize,
        of: &Resampling,
    ) -> Self {
        let pairs: Vec<Vec<f64>> = (0..losses.points())
            .map(|point| {
                let pairs = losses.at(policy, point).iter().zip(losses.at(other, point));
                pairs.map(|(a, b)| a - b).collect()
            })
            .collect();
        let means = (losses.means(policy).iter().zip(losses.means(other)))
            .map(|(a, b)| a - b)
            .collect::<Vec<f64>>();
        let resample = |index: u32| {
            let mut times = draw(losses.points(), together, losses.futures(), of, index);
            let means: Vec<f64> = (0..losses.points())
                .map(|point| match times.mean(&pairs[point]) {
                    Some(mean) => mean,
                    None => {
                        times.points[point] = 0.0;
                        0.0
                    }
                })
                .collect();
            (times.points, means)
        };
        let drawn: Vec<(Vec<f64>, Vec<f64>)> = (0..of.count).map(resample).collect();
        let mut headlines: Vec<f64> = drawn
            .iter()
            .filter_map(|(times, means)| {
                let count: f64 = times.iter().sum();
                let sum: f64 = times.iter().zip(means).map(|(n, mean)| n * mean).sum();
                (count > 0.0).then(|| sum / count)
            })
            .collect();
        Self {
            headline: mean(&means).unwrap_or(0.0),
            interval: central(&mut headlines),
            means,
            drawn,
        }
    }

    /// The frontier along each input by itself; the weights are read once for many differences.
    pub fn along(&self, ways: &[Way]) -> Vec<Frontier> {
        ways.iter().map(|way| self.frontier(way)).collect()
    }

    fn frontier(&self, way: &Way) -> Frontier {
        let once = vec![1.0; self.means.len()];
        let values: Vec<f64> = filled(way.local.fit(&self.means, &once), self.headline);
        let resamples: Vec<Vec<f64>> = (self.drawn.iter())
            .map(|(times, means)| filled(way.local.fit(means, times), self.headline))
            .collect();
        let spot = |at: usize| {
            let mut drawn: Vec<f64> = resamples.iter().map(|of| of[at]).collect();
            Spot {
                place: way.places[at],
                value: values[at],
                interval: central(&mut drawn),
            }
        };
        let turned = |value: &f64| value * self.headline < 0.0;
        let kept = |value: &f64| value * self.headline > 0.0;
        let turns = |of: &Vec<f64>| of.iter().any(turned) && of.iter().any(kept);
        let stays = |of: &Vec<f64>| !of.iter().any(turned);
        let share = |is: &dyn Fn(&Vec<f64>) -> bool| match resamples.len() {
            0 => f64::from(u8::from(is(&values))),
            all => resamples.iter().filter(|of| is(of)).count() as f64 / all as f64,
        };
        let (turning_share, staying_share) = (share(&turns), share(&stays));
        let turn = way
            .is_range
            .then(|| crossing(&way.places, &values, self.headline, None));
        let turn = turn.flatten().map(|(place, above)| {
            let beyond = if above {
                f64::INFINITY
            } else {
                f64::NEG_INFINITY
            };
            let mut places: Vec<f64> = resamples
                .iter()
                .map(|of| {
                    let found = crossing(&way.places, of, self.headline, Some((place, above)));
                    found.map_or(beyond, |(place, _)| place)
                })
                .collect();
            let ends = central_of_all(&mut places);
            Turn {
                place,
                ends: ends.map(|end| end.filter(|end| end.is_finite())),
                above,
            }
        });
        Frontier {
            input: way.input,
            held: way.held,
            curve: (0..values.len()).map(spot).collect(),
            verdict: match (turns(&values), stays(&values)) {
                (true, _) if turning_share >= SURE => Verdict::Turns,
                (_, true) if staying_share >= SURE => Verdict::Stays,
                _ => Verdict::May,
            },
            turning_share,
            turn,
        }
    }
}

/// The values that are there, and elsewhere the headline: where no point is nothing is known of a turn.
fn filled(values: Vec<Option<f64>>, headline: f64) -> Vec<f64> {
    let each = values.into_iter();
    each.map(|value| value.unwrap_or(headline)).collect()
}

/// The 95 % ends of values some of which may be infinite.
fn central_of_all(values: &mut [f64]) -> [Option<f64>; 2] {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len().saturating_sub(1) as f64;
    [0.025, 0.975].map(|p| values.get((p * last).round() as usize).copied())
}

/// Where values lose the sign of the headline: nearest to the middle, or nearest to a place on the same side of which
/// they have turned. The place, and whether they have turned above it.
fn crossing(
    places: &[f64],
    values: &[f64],
    headline: f64,
    near: Option<(f64, bool)>,
) -> Option<(f64, bool)> {
    let sign = if headline < 0.0 { -1.0 } else { 1.0 };
    let pairs = values.windows(2).zip(places.windows(2));
    let crossings = pairs.filter_map(|(value, place)| {
        let [from, to] = [value[0] * sign, value[1] * sign];
        let above = match (from >= 0.0, to >= 0.0) {
            (true, false) => true,
            (false, true) => false,
            _ => return None,
        };
        let part = from / (from - to);
        Some((place[0] + part * (place[1] - place[0]), above))
    });
    let (middle, side) = match near {
        Some((place, above)) => (place, Some(above)),
        None => (0.5, None),
    };
    let crossings = crossings.filter(|(_, above)| side.is_none_or(|side| side == *above));
    crossings.min_by(|a, b| (a.0 - middle).abs().total_cmp(&(b.0 - middle).abs()))
}

/// A way through the points along an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    input: usize,
    held: Option<(usize, f64)>,
    is_range: bool,
    places: Vec<f64>,
    local: Local,
}

impl Way {
    /// Along an input, another one held where `held` says: at a place of its range, or at a choice.
    pub fn new(sample: &Sample, input: usize, held: Option<(usize, f64)>) -> Self {
        let is_range = |input: usize| matches!(sample.inputs()[input].over, Over::Range { .. });
        let all = || 0..sample.len();
        let places: Vec<f64> = match &sample.inputs()[input].over {
            Over::Range { .. } => (0..PLACES)
                .map(|at| at as f64 / (PLACES - 1) as f64)
                .collect(),
            Over::Choices(names) => (0..names.len()).map(|choice| choice as f64).collect(),
        };
        let among: Vec<usize> = match held {
            Some((other, choice)) if !is_range(other) => all()
                .filter(|point| sample.column(other)[*point] == choice)
                .collect(),
            _ => all().collect(),
        };
        // A choice is no direction: each has its own points, and so has none that lies near.
        let local = if is_range(input) {
            let mut columns = vec![sample.places(input)];
            let mut at: Vec<Vec<f64>> = places.iter().map(|place| vec![*place]).collect();
            if let Some((other, place)) = held.filter(|(other, _)| is_range(*other)) {
                columns.push(sample.places(other));
                at.iter_mut().for_each(|at| at.push(place));
            }
            Local::new(&columns, &at, &among, SPANS[columns.len() - 1])
        } else {
            let own = |choice: &f64| -> Vec<usize> {
                let mine = among.iter().copied();
                mine.filter(|point| sample.column(input)[*point] == *choice)
                    .collect()
            };
            Local::of_groups(places.iter().map(own))
        };
        Self {
            input,
            held,
            is_range: is_range(input),
            places,
            local,
        }
    }
}
