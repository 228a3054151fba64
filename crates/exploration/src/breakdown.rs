//! The breakdown frontier of a headline: how far an input must move until the sign of a mean difference turns (after
//! Horowitz and Manski 1995, Econometrica 63; Masten and Poirier 2020, Quantitative Economics 11).
//!
//! The headline is the mean over all points of the difference between two policies on equal luck. Along an input the
//! mean difference is read by local linear regression, the other inputs as they are spread in the design; of two
//! inputs, along one with the other held at a place. Where it crosses 0 the headline breaks down.
//!
//! Intervals are of points and of futures drawn again, a standard error over resamples to either side: luck is the same
//! at every point, so that more points alone do not tell more of it, and few futures tell little (`regret::draw`). A
//! difference that is near to 0 somewhere has the other sign there by chance. So a sign turns only where that of the
//! headline is sure, and a band lies wholly on the other side somewhere that holds the differences at all places of all
//! inputs at once (the greatest standardized deviation, as in Westfall and Young 1993, Resampling-Based Multiple
//! Testing). Where the headline has no sure sign, that may be because its sign depends on an input: then the band lies
//! wholly above 0 at some places and wholly below at others.

use plaza_engine::quantiles::of_sorted;
use plaza_engine::statistics::{mean, moments};

use crate::local::Local;
use crate::losses::{LEAST_FUTURES, Losses};
use crate::regret::draw;
use crate::resampling::{Resampling, WIDE};
use crate::sample::Sample;
use crate::space::Over;

/// Places along a range at which the difference is read: 0, 1/20, ..., 1.
pub const PLACES: usize = 21;

/// The share of the points that is near, along one input and with another held.
const SPANS: [f64; 2] = [0.5, 0.4];

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
    /// Whether there are futures enough for verdicts.
    enough: bool,
}

/// Whether a sign turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does: the band of all places and inputs lies wholly on the other side of 0 somewhere.
    Turns,
    /// Neither is sure.
    May,
    /// It does not: the interval at each place lies wholly on the side of the headline.
    Stays,
    /// The headline has no sure sign, and it depends on the input: the band lies wholly above 0 somewhere, and wholly
    /// below elsewhere.
    Depends,
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
    /// Whether the sign turns; none where the headline has no sure sign and its curve has no two.
    pub verdict: Option<Verdict>,
    /// Where the curve crosses 0, as places of the range, from its lower end; none of choices.
    pub crossings: Vec<Crossing>,
    /// Of these the one nearest to the middle of the range, with its interval.
    pub turn: Option<Turn>,
}

/// The difference at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The place, from 0 to 1, or the choice.
    pub place: f64,
    /// The difference; none where no points tell it.
    pub value: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<[f64; 2]>,
}

/// Where a curve crosses 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// The place.
    pub place: f64,
    /// Whether the sign has turned above it.
    pub above: bool,
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

/// A way as it is read of all points and of resamples.
struct Reading {
    values: Vec<Option<f64>>,
    resamples: Vec<Vec<Option<f64>>>,
    /// The standard error at each place; none where nothing is known of it.
    errors: Vec<Option<f64>>,
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
        let headlines: Vec<f64> = drawn
            .iter()
            .filter_map(|(times, means)| {
                let count: f64 = times.iter().sum();
                let sum: f64 = times.iter().zip(means).map(|(n, mean)| n * mean).sum();
                (count > 0.0).then(|| sum / count)
            })
            .collect();
        let headline = mean(&means).unwrap_or(0.0);
        Self {
            headline,
            interval: error_of(&headlines).map(|error| around(headline, WIDE * error)),
            means,
            drawn,
            enough: losses.futures() >= LEAST_FUTURES,
        }
    }

    /// Whether the headline has a sign of its own: its interval does not hold 0, and futures are enough to say so.
    pub fn is_sure(&self) -> bool {
        let beside = |[low, high]: [f64; 2]| low > 0.0 || high < 0.0;
        self.enough && self.interval.is_some_and(beside)
    }

    /// The frontiers along some ways. Which signs turn is judged of all of them at once.
    pub fn along(&self, ways: &[Way]) -> Vec<Frontier> {
        let readings: Vec<Reading> = ways.iter().map(|way| self.reading(way)).collect();
        let wide = widest(&readings, self.drawn.len());
        let pairs = ways.iter().zip(&readings);
        pairs
            .map(|(way, reading)| self.frontier(way, reading, wide))
            .collect()
    }

    fn reading(&self, way: &Way) -> Reading {
        let once = vec![1.0; self.means.len()];
        let values = way.local.fit(&self.means, &once);
        let resamples: Vec<Vec<Option<f64>>> = (self.drawn.iter())
            .map(|(times, means)| way.local.fit(means, times))
            .collect();
        let error = |at: usize| {
            let drawn: Vec<f64> = resamples.iter().filter_map(|of| of[at]).collect();
            error_of(&drawn)
        };
        Reading {
            errors: (0..values.len()).map(error).collect(),
            values,
            resamples,
        }
    }

    fn frontier(&self, way: &Way, reading: &Reading, wide: f64) -> Frontier {
        let interval = |at: usize, wide: f64| -> Option<[f64; 2]> {
            Some(around(reading.values[at]?, wide * reading.errors[at]?))
        };
        let spot = |at: usize| Spot {
            place: way.places[at],
            value: reading.values[at],
            interval: interval(at, WIDE),
        };
        let side = if self.headline < 0.0 { -1.0 } else { 1.0 };
        let wholly = |side: f64, of: Option<[f64; 2]>| {
            of.is_some_and(|ends| ends.iter().all(|end| end * side > 0.0))
        };
        let mut all = 0..reading.values.len();
        let somewhere = |side: f64| (all.clone()).any(|at| wholly(side, interval(at, wide)));
        let verdict = match self.is_sure() {
            false if self.enough && somewhere(side) && somewhere(-side) => Some(Verdict::Depends),
            false => None,
            true if somewhere(-side) => Some(Verdict::Turns),
            true if all.all(|at| wholly(side, interval(at, WIDE))) => Some(Verdict::Stays),
            true => Some(Verdict::May),
        };
        let crossings = match way.is_range {
            true => crossings(&way.places, &reading.values, side),
            false => Vec::new(),
        };
        Frontier {
            input: way.input,
            held: way.held,
            curve: (0..reading.values.len()).map(spot).collect(),
            verdict,
            turn: nearest(&crossings, 0.5).map(|of| turn(way, reading, of, side)),
            crossings,
        }
    }
}

/// A crossing with its interval. A resample that does not cross counts as one that crosses beyond the range: beyond the
/// far end where it has not turned there, beyond the near end where it has.
fn turn(way: &Way, reading: &Reading, of: Crossing, side: f64) -> Turn {
    let place = |values: &Vec<Option<f64>>| -> Option<f64> {
        let mut found = crossings(&way.places, values, side);
        found.retain(|other| other.above == of.above);
        if let Some(found) = nearest(&found, of.place) {
            return Some(found.place);
        }
        let mut known = values.iter().flatten();
        let end = if of.above {
            known.next_back()
        } else {
            known.next()
        };
        let has_turned = end? * side < 0.0;
        Some(match has_turned == of.above {
            true => f64::NEG_INFINITY,
            false => f64::INFINITY,
        })
    };
    let mut places: Vec<f64> = reading.resamples.iter().filter_map(place).collect();
    places.sort_unstable_by(f64::total_cmp);
    let last = places.len().saturating_sub(1) as f64;
    let [low, high] = [0.025, 0.975].map(|p| places.get((p * last).round() as usize).copied());
    let ends = [
        low.map(|low| low.min(of.place)),
        high.map(|high| high.max(of.place)),
    ];
    Turn {
        place: of.place,
        ends: ends.map(|end| end.filter(|end| end.is_finite())),
        above: of.above,
    }
}

/// The standard error that resamples tell; none of fewer than two.
fn error_of(drawn: &[f64]) -> Option<f64> {
    let (_, error) = moments(drawn).filter(|_| drawn.len() > 1)?;
    Some(error)
}

/// So far to both sides of a value.
fn around(value: f64, wide: f64) -> [f64; 2] {
    [value - wide, value + wide]
}

/// How many standard errors hold all places of all readings at once in 95 of 100 resamples; no fewer than of one place.
fn widest(readings: &[Reading], resamples: usize) -> f64 {
    let greatest = |index: usize| {
        let of_place = |reading: &Reading, at: usize| -> Option<f64> {
            let (value, error) = (reading.values[at]?, reading.errors[at]?);
            // Of what does not vary but for rounding nothing deviates.
            let apart = reading.resamples[index][at]? - value;
            (error > 1e-9 * value.abs()).then(|| apart.abs() / error)
        };
        let of_way = |reading: &Reading| -> f64 {
            let all = (0..reading.values.len()).filter_map(|at| of_place(reading, at));
            all.fold(0.0, f64::max)
        };
        readings.iter().map(of_way).fold(0.0, f64::max)
    };
    let mut all: Vec<f64> = (0..resamples).map(greatest).collect();
    all.sort_unstable_by(f64::total_cmp);
    match all.is_empty() {
        true => WIDE,
        false => of_sorted(&all, 0.95).max(WIDE),
    }
}

/// Where values lose or win back the sign of the headline, from the lower end; places without a value are passed over.
fn crossings(places: &[f64], values: &[Option<f64>], side: f64) -> Vec<Crossing> {
    let known = places.iter().zip(values);
    let known: Vec<(f64, f64)> = known
        .filter_map(|(place, value)| Some((*place, (*value)? * side)))
        .collect();
    let crossing = |pair: &[(f64, f64)]| {
        let [(before, from), (after, to)] = [pair[0], pair[1]];
        let above = match (from >= 0.0, to >= 0.0) {
            (true, false) => true,
            (false, true) => false,
            _ => return None,
        };
        let place = before + from / (from - to) * (after - before);
        Some(Crossing { place, above })
    };
    known.windows(2).filter_map(crossing).collect()
}

/// The crossing nearest to a place.
fn nearest(crossings: &[Crossing], place: f64) -> Option<Crossing> {
    let apart = |of: &Crossing| (of.place - place).abs();
    let all = crossings.iter().copied();
    all.min_by(|a, b| apart(a).total_cmp(&apart(b)))
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
