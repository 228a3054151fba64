//! The search for the point of least distance: CMA-ES in the unit cube of the free numbers.
//!
//! Hansen 2016, "The CMA Evolution Strategy: A Tutorial" (arXiv:1604.00772). It starts from the numbers
//! of the parameter file; steps beyond a range are mirrored into it.

use std::cell::RefCell;

use cmaes::{CMAESOptions, DVector};

use crate::experiment::calibration::cube::reflected;
use crate::experiment::calibration::distance::{FARTHEST, distance};
use crate::experiment::calibration::{Answer, Calibration, Evaluate, Point, Task};

/// How the search is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Points evaluated, besides the start.
    pub points: usize,
    /// Points of a generation.
    pub population: usize,
    /// The initial step, as a part of the ranges.
    pub step: f64,
}

/// A point of the search, evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Searched {
    /// Its generation: 0 the start.
    pub generation: usize,
    /// The numbers.
    pub point: Point,
    /// What they come to.
    pub answer: Answer,
    /// How far that is.
    pub distance: f64,
}

/// All points of the search in order, the first of which is the start; `None` when it was told to stop.
pub fn run(calibration: &Calibration, evaluate: &mut Evaluate) -> Option<Vec<Searched>> {
    let Search { population, .. } = calibration.search;
    let mut searched = Vec::new();
    let mut asked = vec![calibration.start()];
    for generation in 0.. {
        let task = |point: &Point| Task {
            point: point.clone(),
            runs: calibration.runs,
        };
        let answers = evaluate(&asked.iter().map(task).collect::<Vec<Task>>())?;
        for (point, answer) in asked.into_iter().zip(answers) {
            searched.push(Searched {
                generation,
                distance: distance_of(calibration, &answer),
                point,
                answer,
            });
        }
        if searched.len() + population > calibration.search.points + 1 {
            break;
        }
        let distances: Vec<f64> = searched[1..].iter().map(|of| of.distance).collect();
        let Some(next) = generation_after(calibration, &distances) else {
            break;
        };
        asked = next
            .iter()
            .map(|parts| calibration.free_at(parts))
            .collect();
    }
    Some(searched)
}

/// The index of the point of least distance, the first of equals.
pub fn best(searched: &[Searched]) -> usize {
    let distance = |at: &usize| searched[*at].distance;
    (0..searched.len())
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .expect("the start is evaluated")
}

/// How far a point is; one that failed is as far as can be.
pub fn distance_of(calibration: &Calibration, answer: &Answer) -> f64 {
    match answer.failed {
        Some(_) => FARTHEST,
        None => distance(&calibration.lines, &answer.values(calibration.lines.len())),
    }
}

/// The points that follow whole generations with these distances; `None` where the search has come to
/// its end. The strategy is lived through again each time, with the distances known: what it asks for
/// next is then known before it is evaluated, so that a generation can be evaluated at once.
fn generation_after(calibration: &Calibration, distances: &[f64]) -> Option<Vec<Vec<f64>>> {
    let Search {
        population, step, ..
    } = calibration.search;
    let free = &calibration.numbers[..calibration.free];
    let start: Vec<f64> = (free.iter())
        .map(|number| number.range.part(number.start))
        .collect();
    let asked = RefCell::new(Vec::new());
    let mut known = distances.iter();
    let objective = |parts: &DVector<f64>| {
        known.next().copied().unwrap_or_else(|| {
            let within = parts.iter().map(|part| reflected(*part)).collect();
            asked.borrow_mut().push(within);
            0.0
        })
    };
    let strategy = CMAESOptions::new(start, step)
        .population_size(population)
        .seed(calibration.seed)
        .build(objective);
    let mut strategy = strategy.expect("the options were checked when they were read");
    for _ in 0..distances.len() / population {
        if strategy.next().is_some() {
            return None;
        }
    }
    let _ = strategy.next();
    drop(strategy);
    Some(asked.into_inner())
}
