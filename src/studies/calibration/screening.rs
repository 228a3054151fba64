//! Screening: which numbers matter, by elementary effects.
//!
//! Morris 1991 (Technometrics 33) with the mean of absolute effects of Campolongo, Cariboni and
//! Saltelli 2007 (Environmental Modelling & Software 22). A trajectory moves one number after the
//! other, in an order of its own, by two thirds of its range on a grid of four levels.

use serde::Serialize;

use plaza_engine::luck::{Key, NOWHERE};
use plaza_engine::sampling::{below, chance, shuffle};
use plaza_engine::statistics::moments;

use crate::studies::calibration::distance::by_target;
use crate::studies::calibration::search::distance_of;
use crate::studies::calibration::{Answer, Calibration, Evaluate, Point, STREAM, Screening, Task};

/// How far a number moves, as a part of its range.
const MOVE: f64 = 2.0 / 3.0;

/// The outcome that is how many pairs of policies change places.
const RANKING: &str = "ranking";

/// What moving one number through its range does to one outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// The number.
    pub parameter: String,
    /// A target, `distance`, `rank.<policy>` or `ranking`.
    pub outcome: String,
    /// Mean of the absolute effects.
    pub mu_star: f64,
    /// Mean of the effects.
    pub mu: f64,
    /// Their standard deviation: interactions and curvature.
    pub sigma: f64,
    /// How many effects there are.
    pub effects: usize,
}

/// The effects of all numbers screened, number by number; `None` when it was told to stop.
pub fn run(
    calibration: &Calibration,
    screening: &Screening,
    evaluate: &mut Evaluate,
) -> Option<Vec<Effect>> {
    let trajectories: Vec<Trajectory> = (0..screening.trajectories)
        .map(|number| Trajectory::new(calibration, screening, number))
        .collect();
    let points = trajectories.iter().flat_map(|of| &of.points);
    let tasks: Vec<Task> = [calibration.start()]
        .iter()
        .chain(points)
        .map(|point| Task {
            point: point.clone(),
            runs: screening.runs,
        })
        .collect();
    let answers = evaluate(&tasks)?;
    // The first is the start, which the search needs too.
    let answers = &answers[1..];
    let length = screening.numbers.len() + 1;
    let outcomes: Vec<Vec<Option<Vec<f64>>>> = (answers.chunks(length))
        .map(|of| {
            let of = of.iter();
            of.map(|answer| outcomes(calibration, answer)).collect()
        })
        .collect();
    let names = names(calibration, screening);
    let mut effects = Vec::new();
    for (index, number) in screening.numbers.iter().enumerate() {
        for (outcome, name) in names.iter().enumerate() {
            let of = trajectories.iter().zip(&outcomes);
            let of = of.filter_map(|(trajectory, outcomes)| {
                let (at, moved) = trajectory.moved(index, calibration, *number);
                let [before, after] = [outcomes[at].as_ref()?, outcomes[at + 1].as_ref()?];
                if name == RANKING {
                    let effects = before.len() - screening.ranked.len()..;
                    let turned = kendall(&before[effects.clone()], &after[effects]);
                    return Some(turned / moved.abs());
                }
                Some((after[outcome] - before[outcome]) / moved)
            });
            let of: Vec<f64> = of.collect();
            let absolute: Vec<f64> = of.iter().map(|effect| effect.abs()).collect();
            let (mu, sigma) = moments(&of).unwrap_or((0.0, 0.0));
            effects.push(Effect {
                parameter: calibration.numbers[*number].name.clone(),
                outcome: name.clone(),
                mu_star: moments(&absolute).map_or(0.0, |(mean, _)| mean),
                mu,
                sigma,
                effects: of.len(),
            });
        }
    }
    Some(effects)
}

/// Points of which each differs from the one before in one number.
struct Trajectory {
    points: Vec<Point>,
    /// By number screened, the point before it moves.
    moves: Vec<usize>,
}

impl Trajectory {
    fn new(calibration: &Calibration, screening: &Screening, number: usize) -> Self {
        let luck = Key::new(calibration.seed, number as u64).luck(STREAM, 0);
        let rng = &mut luck.of(NOWHERE, 0);
        let size = screening.numbers.len();
        let levels = (0..size).map(|_| (below(rng, 2) as f64 / 3.0, chance(rng, 0.5)));
        let levels: Vec<(f64, bool)> = levels.collect();
        let mut order: Vec<usize> = (0..size).collect();
        shuffle(rng, &mut order);
        let level = |index: usize, moved: bool| {
            let (low, falls) = levels[index];
            if moved == falls { low } else { low + MOVE }
        };
        let mut point = calibration.start();
        let put = |point: &mut Point, index: usize, moved: bool| {
            let number = screening.numbers[index];
            point[number] = calibration.numbers[number].at(level(index, moved));
        };
        (0..size).for_each(|index| put(&mut point, index, false));
        let mut points = vec![point.clone()];
        let mut moves = vec![0; size];
        for (at, index) in order.into_iter().enumerate() {
            moves[index] = at;
            put(&mut point, index, true);
            points.push(point.clone());
        }
        Self { points, moves }
    }

    /// The point before a number moves, and how far it does.
    fn moved(&self, index: usize, calibration: &Calibration, number: usize) -> (usize, f64) {
        let at = self.moves[index];
        let range = calibration.numbers[number].range;
        let [before, after] = [at, at + 1].map(|at| range.part(self.points[at][number]));
        (at, after - before)
    }
}

/// Names of the outcomes.
fn names(calibration: &Calibration, screening: &Screening) -> Vec<String> {
    let targets = by_target(&calibration.lines, &vec![None; calibration.lines.len()]);
    let targets = targets.into_iter().map(|of| of.target);
    let ranked = screening.ranked.iter().map(|name| format!("rank.{name}"));
    let whole = (!screening.ranked.is_empty()).then(|| RANKING.to_owned());
    let targets = targets.chain(["distance".to_owned()]);
    targets.chain(ranked).chain(whole).collect()
}

/// The outcomes of a point, in the order of their names, but for the ranking; none of one that failed.
fn outcomes(calibration: &Calibration, answer: &Answer) -> Option<Vec<f64>> {
    if answer.failed.is_some() {
        return None;
    }
    let values = answer.values(calibration.lines.len());
    let targets = by_target(&calibration.lines, &values);
    let mut outcomes: Vec<f64> = targets.iter().map(|of| of.signed).collect();
    outcomes.push(distance_of(calibration, answer));
    outcomes.extend(answer.effects.iter().map(|effect| effect.value));
    Some(outcomes)
}

/// Kendall's distance of two rankings of the status quo, with effect 0, and the others: the part of the
/// pairs that stand in another order, a tie counting half.
fn kendall(before: &[f64], after: &[f64]) -> f64 {
    let with_usual = |effects: &[f64]| -> Vec<f64> { [&[0.0], effects].concat() };
    let (before, after) = (with_usual(before), with_usual(after));
    let sign = |of: &[f64], a: usize, b: usize| of[a].total_cmp(&of[b]) as i32;
    let (mut turned, mut pairs) = (0, 0);
    for a in 0..before.len() {
        for b in 0..a {
            turned += (sign(&before, a, b) - sign(&after, a, b)).abs();
            pairs += 2;
        }
    }
    f64::from(turned) / f64::from(pairs)
}
