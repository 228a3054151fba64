//! How far each input must move until the sign of a headline turns.

use rayon::prelude::*;

use plaza_exploration::breakdown::{Differences, Frontier, Verdict, Way};
use plaza_exploration::sample::at_place;
use plaza_exploration::space::Over;

use crate::studies::discover::RESAMPLED_FRONTIERS;
use crate::studies::discover::reading::Read;
use crate::studies::discover::rows::{CurveRow, FrontierRow};
use crate::studies::discover::words::number;

/// How many inputs are held at places while another moves: those that move a difference most.
const HELD: usize = 3;

/// Where an input over a range is held: near its lower end, in its middle, near its upper end.
const HELD_AT: [f64; 3] = [0.1, 0.5, 0.9];

/// The frontiers of the headline of one policy.
#[derive(Clone, Debug)]
pub struct Headline {
    /// The policy.
    pub policy: usize,
    /// The mean of its differences to the baseline over all points, in the outcome's own sign.
    pub difference: f64,
    /// Its 95 % interval.
    pub interval: Option<[f64; 2]>,
    /// Along each input, then along some with another one held.
    pub frontiers: Vec<Frontier>,
}

/// The headlines of all policies but the baseline.
pub fn headlines(read: &Read) -> Vec<Headline> {
    let inputs = read.sample.inputs().len();
    let alone: Vec<Way> = (0..inputs)
        .into_par_iter()
        .map(|input| Way::new(&read.sample, input, None))
        .collect();
    let others: Vec<usize> = read.others().collect();
    let headline = |policy: &usize| headline(read, *policy, &alone);
    others.par_iter().map(headline).collect()
}

fn headline(read: &Read, policy: usize, alone: &[Way]) -> Headline {
    let pair = [policy, read.baseline];
    let together = read.sample.together();
    let differences = Differences::new(&read.losses, pair, together, &RESAMPLED_FRONTIERS);
    let mut frontiers = differences.along(alone);
    let ways = held(read, &frontiers);
    frontiers.extend(differences.along(&ways));
    let signed = |ends: [f64; 2]| match read.sign < 0.0 {
        true => [-ends[1], -ends[0]],
        false => ends,
    };
    for spot in frontiers.iter_mut().flat_map(|of| &mut of.curve) {
        spot.value = spot.value.map(|value| read.sign * value);
        spot.interval = spot.interval.map(signed);
    }
    Headline {
        policy,
        difference: read.sign * differences.headline,
        interval: differences.interval.map(signed),
        frontiers,
    }
}

/// Ways along the inputs that move a difference most, each of the others of them held.
fn held(read: &Read, frontiers: &[Frontier]) -> Vec<Way> {
    let reach = |of: &Frontier| {
        let values = || of.curve.iter().filter_map(|spot| spot.value);
        values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min)
    };
    let mut strongest: Vec<&Frontier> = frontiers.iter().collect();
    strongest.sort_by(|a, b| reach(b).total_cmp(&reach(a)));
    strongest.truncate(HELD);
    let inputs: Vec<usize> = strongest.iter().map(|of| of.input).collect();
    let mut ways = Vec::new();
    for &input in &inputs {
        // Between choices there is no frontier.
        if matches!(read.sample.inputs()[input].over, Over::Choices(_)) {
            continue;
        }
        for &other in inputs.iter().filter(|other| **other != input) {
            let places: Vec<f64> = match &read.sample.inputs()[other].over {
                Over::Range { .. } => HELD_AT.to_vec(),
                Over::Choices(names) => (0..names.len()).map(|choice| choice as f64).collect(),
            };
            let ways_of = places
                .into_iter()
                .map(|place| Way::new(&read.sample, input, Some((other, place))));
            ways.extend(ways_of);
        }
    }
    ways
}

/// The verdict in one word.
pub fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Turns => "turns",
        Verdict::May => "open",
        Verdict::Stays => "stays",
        Verdict::Depends => "depends",
    }
}

/// Where a place of an input lies: a number, or a choice.
pub fn told(read: &Read, input: usize, place: f64) -> String {
    match &read.sample.inputs()[input].over {
        Over::Choices(names) => names[place as usize].clone(),
        range => number(at_place(range, place)),
    }
}

/// The places at which the sign is another than that of the headline, as they are told.
pub fn turned(read: &Read, headline: &Headline, frontier: &Frontier) -> Vec<String> {
    let has_turned = |value: f64| value * headline.difference < 0.0;
    let spots = frontier.curve.iter();
    let turned = spots.filter(|spot| spot.value.is_some_and(has_turned));
    turned
        .map(|spot| told(read, frontier.input, spot.place))
        .collect()
}

/// The rows of `breakdown.csv`.
pub fn rows(read: &Read, headlines: &[Headline]) -> Vec<FrontierRow> {
    let of = |headline: &Headline| -> Vec<FrontierRow> {
        let frontiers = headline.frontiers.iter();
        frontiers
            .map(|frontier| row(read, headline, frontier))
            .collect()
    };
    headlines.iter().flat_map(of).collect()
}

fn row(read: &Read, headline: &Headline, frontier: &Frontier) -> FrontierRow {
    let input = &read.sample.inputs()[frontier.input];
    let number = |place: f64| at_place(&input.over, place);
    let is_range = matches!(input.over, Over::Range { .. });
    let ends = [frontier.curve.first(), frontier.curve.last()];
    let [first, last] = ends.map(|spot| spot.filter(|_| is_range).and_then(|spot| spot.value));
    let turned = match is_range {
        true => Vec::new(),
        false => turned(read, headline, frontier),
    };
    // What has no sure sign anywhere has none that turns.
    let is_told = frontier.verdict.is_some();
    let turn = frontier.turn.filter(|_| is_told);
    FrontierRow {
        policy: read.policies[headline.policy].clone(),
        outcome: read.metric.name,
        difference: headline.difference,
        difference_low: headline.interval.map(|ends| ends[0]),
        difference_high: headline.interval.map(|ends| ends[1]),
        input: input.name.clone(),
        held: frontier
            .held
            .map(|(other, _)| read.sample.inputs()[other].name.clone()),
        held_at: frontier.held.map(|(other, place)| told(read, other, place)),
        verdict: frontier.verdict.map(word),
        crossings: (is_range && is_told).then_some(frontier.crossings.len()),
        turns_at: turn.map(|turn| number(turn.place)),
        turns_low: turn.and_then(|turn| turn.ends[0]).map(number),
        turns_high: turn.and_then(|turn| turn.ends[1]).map(number),
        side: turn.map(|turn| if turn.above { "above" } else { "below" }),
        choices: (is_told && !turned.is_empty()).then(|| turned.join(";")),
        range_low: is_range.then(|| number(0.0)),
        range_high: is_range.then(|| number(1.0)),
        at_range_low: first,
        at_range_high: last,
    }
}

/// The rows of `breakdown_curve.csv`: along each input by itself.
pub fn curve_rows(read: &Read, headlines: &[Headline]) -> Vec<CurveRow> {
    let mut rows = Vec::new();
    for headline in headlines {
        for frontier in headline.frontiers.iter().filter(|of| of.held.is_none()) {
            let input = &read.sample.inputs()[frontier.input];
            let is_range = matches!(input.over, Over::Range { .. });
            rows.extend(frontier.curve.iter().map(|spot| CurveRow {
                policy: read.policies[headline.policy].clone(),
                outcome: read.metric.name,
                input: input.name.clone(),
                at: is_range.then(|| at_place(&input.over, spot.place)),
                choice: (!is_range).then(|| told(read, frontier.input, spot.place)),
                difference: spot.value,
                low: spot.interval.map(|ends| ends[0]),
                high: spot.interval.map(|ends| ends[1]),
            }));
        }
    }
    rows
}
