//! The search for the point of least distance: CMA-ES in the unit cube of the free numbers.
//!
//! Hansen 2016, "The CMA Evolution Strategy: A Tutorial" (arXiv:1604.00772). It starts from the numbers
//! of the parameter file; steps beyond a range are mirrored into it.
//!
//! A point is known from few replicates, so that the best of many is above all lucky. Every generation
//! therefore has luck of its own, and the search settles: in some last rounds all lines are emulated from
//! everything that was evaluated, and the points evaluated are the one of least emulated distance and others
//! around it. The last point of all is the one of least emulated distance then, on new luck and
//! with four times the replicates: it is what was found.

use std::cell::RefCell;

use cmaes::{CMAESOptions, DVector};

use crate::engine::luck::{Key, NOWHERE};
use crate::engine::sampling::normal;
use crate::experiment::calibration::cube::reflected;
use crate::experiment::calibration::distance::{FARTHEST, distance};
use crate::experiment::calibration::emulated::Emulated;
use crate::experiment::calibration::{
    Answer, Calibration, Evaluate, Luck, Point, Runs, STREAM, Task,
};

/// How far points of a round lie from the one of least emulated distance, as a part of the ranges.
const AROUND: f64 = 0.04;
/// Generations and points of each in which that one is searched for.
const GENERATIONS: usize = 60;
const LOOKS: usize = 16;
/// Times as many replicates for the point that was found.
const CHECKED: u32 = 4;

/// How the search is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Points evaluated, besides the start.
    pub points: usize,
    /// Points of a generation.
    pub population: usize,
    /// The initial step, as a part of the ranges.
    pub step: f64,
    /// Rounds in which it settles, of as many points as a generation; 0 for the best point evaluated.
    pub rounds: usize,
}

impl Search {
    /// Evaluations in all, one with more replicates as so many.
    pub fn evaluations(&self) -> usize {
        let Self {
            points, population, ..
        } = *self;
        let settling = match self.rounds {
            0 => 0,
            rounds => rounds * population + CHECKED as usize,
        };
        1 + points / population * population + settling
    }
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
    let mut searched = Vec::new();
    let mut add = |searched: &mut Vec<Searched>, generation, points: Vec<Point>, runs: Runs| {
        let runs = runs.on(Luck::Generation(generation));
        let tasks = points.iter().cloned().map(|point| Task { point, runs });
        let answers = evaluate(&tasks.collect::<Vec<Task>>())?;
        for (point, answer) in points.into_iter().zip(answers) {
            searched.push(Searched {
                generation,
                distance: distance_of(calibration, &answer),
                point,
                answer,
            });
        }
        Some(())
    };
    let Search {
        points,
        population,
        rounds,
        ..
    } = calibration.search;
    let runs = calibration.runs;
    add(&mut searched, 0, vec![calibration.start()], runs)?;
    let mut generation = 1;
    while searched.len() + population <= points + 1 {
        let distances: Vec<f64> = searched[1..].iter().map(|of| of.distance).collect();
        let Some(next) = generation_after(calibration, &distances) else {
            break;
        };
        let next = next.iter().map(|parts| calibration.free_at(parts));
        add(&mut searched, generation, next.collect(), runs)?;
        generation += 1;
    }
    for round in 0..rounds {
        let centre = least_emulated(calibration, &searched);
        let luck = Key::new(calibration.seed, round as u64).luck(STREAM, 3);
        let around = (1..population as u64).map(|point| {
            let rng = &mut luck.of(NOWHERE, point);
            let parts = centre
                .iter()
                .map(|part| reflected(part + AROUND * normal(rng)));
            calibration.free_at(&parts.collect::<Vec<f64>>())
        });
        let points = std::iter::once(calibration.free_at(&centre)).chain(around);
        add(&mut searched, generation, points.collect(), runs)?;
        generation += 1;
    }
    if rounds > 0 {
        let found = calibration.free_at(&least_emulated(calibration, &searched));
        let replicates = CHECKED * runs.replicates;
        // On replicates that no generation has had.
        let generation = generation.max(searched.len());
        add(
            &mut searched,
            generation,
            vec![found],
            Runs { replicates, ..runs },
        )?;
    }
    Some(searched)
}

/// Parts of the free numbers at which the emulated distance is least, from the nearest point evaluated.
fn least_emulated(calibration: &Calibration, searched: &[Searched]) -> Vec<f64> {
    let known = searched
        .iter()
        .map(|of| (of.point.clone(), of.answer.clone()));
    let emulated = Emulated::new(calibration, &known.collect::<Vec<_>>());
    let free = calibration.free;
    let rest: Vec<f64> = emulated.points[0][free..].to_vec();
    let whole = |free: &[f64]| -> Vec<f64> { free.iter().chain(&rest).copied().collect() };
    let nearest = (emulated.points.iter())
        .map(|parts| (emulated.distance(&whole(&parts[..free])), &parts[..free]))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    let (_, nearest) = nearest.expect("the start is evaluated");
    let objective = |parts: &DVector<f64>| {
        let within: Vec<f64> = parts.iter().map(|part| reflected(*part)).collect();
        emulated.distance(&whole(&within))
    };
    let strategy = CMAESOptions::new(nearest.to_vec(), AROUND)
        .population_size(LOOKS)
        .seed(calibration.seed)
        .max_generations(GENERATIONS)
        .build(objective);
    let mut strategy = strategy.expect("the options are constants");
    let found = strategy.run();
    let found = found.overall_best.expect("a generation was evaluated");
    found.point.iter().map(|part| reflected(*part)).collect()
}

/// The index of what was found: the last point of a search that settled, else the one of least distance,
/// the first of equals.
pub fn best(calibration: &Calibration, searched: &[Searched]) -> usize {
    let distance = |at: &usize| searched[*at].distance;
    if calibration.search.rounds > 0 {
        return searched.len() - 1;
    }
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
