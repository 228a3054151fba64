//! Trajectories of Morris: each step moves one input, so that every input has one elementary effect in each.
//!
//! Morris 1991 (Technometrics 33): on a grid of an even number of levels p, a step is p / (2 (p - 1)) of the range, up or
//! down; order, direction and start are drawn for each trajectory by itself, so that more trajectories contain fewer.
//! A step of choices goes half of the list on.

use plaza_engine::luck::{NOWHERE, Stream};
use plaza_engine::sampling::{below, chance, shuffle};

use crate::points::{Point, luck, point};
use crate::space::{Input, Over};

/// So many trajectories on a grid of so many levels, an even number: points of the first, then of the next.
///
/// # Panics
/// When an input has fewer than two choices: no step moves it.
pub fn trajectories(inputs: &[Input], trajectories: u32, levels: u32, seed: u64) -> Vec<Point> {
    let moves = |input: &Input| !matches!(&input.over, Over::Choices(of) if of.len() < 2);
    assert!(inputs.iter().all(moves), "choices are two or more");
    let all = (0..trajectories).flat_map(|number| trajectory(inputs, number, levels, seed));
    all.collect()
}

/// The points of one trajectory: one more than there are inputs.
fn trajectory(inputs: &[Input], number: u32, levels: u32, seed: u64) -> Vec<Point> {
    let luck = luck(seed, 2 + u64::from(number));
    let rng = &mut luck.of(NOWHERE, 0);
    let starts: Vec<(f64, f64)> = inputs
        .iter()
        .map(|input| {
            let (low, step) = lower(&input.over, levels, rng);
            match chance(rng, 0.5) {
                true => (low, low + step),
                false => (low + step, low),
            }
        })
        .collect();
    let mut order: Vec<usize> = (0..inputs.len()).collect();
    shuffle(rng, &mut order);
    let mut parts: Vec<f64> = starts.iter().map(|(start, _)| *start).collect();
    let mut points = vec![point(inputs, parts.iter().copied())];
    for input in order {
        parts[input] = starts[input].1;
        points.push(point(inputs, parts.iter().copied()));
    }
    points
}

/// The lower of the two parts between which an input steps, and how far apart they are.
fn lower(over: &Over, levels: u32, rng: &mut Stream) -> (f64, f64) {
    match over {
        Over::Range { .. } => {
            let last = f64::from(levels - 1);
            let step = f64::from(levels) / (2.0 * last);
            (below(rng, levels as usize / 2) as f64 / last, step)
        }
        Over::Choices(choices) => {
            // The middle of a choice's part, which rounding does not leave.
            let all = choices.len();
            let half = all / 2;
            let first = below(rng, all - half) as f64 + 0.5;
            (first / all as f64, half as f64 / all as f64)
        }
    }
}
