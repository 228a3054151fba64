//! The search for the point of least distance: CMA-ES in the unit cube of the free numbers.
//!
//! Hansen 2016, "The CMA Evolution Strategy: A Tutorial" (arXiv:1604.00772). It starts from the numbers
//! of the parameter file; steps beyond a range are mirrored into it.
//!
//! A point is known from few replicates, so that the best of many is above all lucky. Generations therefore
//! have luck of their own, and the search settles: in some last rounds all lines are emulated from everything that
//! was evaluated, and the points evaluated are the one of least emulated distance and others around it. In the end
//! the start, the nearest of the points evaluated and the one of least emulated distance are checked side by side,
//! on new luck and with four times the replicates: what comes nearest was found.

use std::cell::RefCell;

use cmaes::{CMAESOptions, DVector};

use plaza_engine::luck::{Key, NOWHERE};
use plaza_engine::sampling::normal;

use crate::studies::calibration::cube::reflected;
use crate::studies::calibration::distance::{FARTHEST, distance};
use crate::studies::calibration::emulated::Emulated;
use crate::studies::calibration::plan::{CHECKED, CHECKS};
use crate::studies::calibration::{
    Answer, Calibration, Evaluate, Known, Luck, Point, Runs, STREAM, Search, Task,
};

/// How far points of a round lie from the one of least emulated distance, as a part of the ranges.
const AROUND: f64 = 0.04;
/// Generations and points of each in which that one is searched for.
const GENERATIONS: usize = 60;
const LOOKS: usize = 16;
/// A point of the search, evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Searched {
    /// Its generation: 0 the start.
    pub generation: usize,
    /// The numbers, and what they come to.
    pub known: Known,
    /// How far that is.
    pub distance: f64,
}

/// All points of the search in order, the first of which is the start; `None` when it was told to stop.
pub fn run(calibration: &Calibration, evaluate: &mut Evaluate) -> Option<Vec<Searched>> {
    let runs = calibration.runs;
    let Search {
        points,
        population,
        rounds,
        ..
    } = calibration.search;
    let mut searched: Vec<Searched> = Vec::new();
    let mut generation = 0;
    let mut add = |searched: &mut Vec<Searched>, tasks: Vec<Task>| {
        let answers = evaluate(&tasks)?;
        let found = tasks.into_iter().zip(answers);
        searched.extend(found.map(|(task, answer)| Searched {
            generation,
            distance: distance_of(calibration, &answer),
            known: Known {
                point: task.point,
                answer,
                luck: task.runs.luck,
            },
        }));
        generation += 1;
        Some(generation)
    };
    let on = |point: Point, luck: Luck| Task {
        point,
        runs: runs.on(luck),
    };
    let start = on(calibration.start(), Luck::Generation(0));
    let mut next = add(&mut searched, vec![start])?;
    while searched.len() + population <= points + 1 {
        let distances: Vec<f64> = searched[1..].iter().map(|of| of.distance).collect();
        let Some(asked) = generation_after(calibration, &distances) else {
            break;
        };
        let asked = asked.iter().map(|parts| calibration.free_at(parts));
        let tasks = asked.map(|point| on(point, Luck::Generation(next)));
        next = add(&mut searched, tasks.collect())?;
    }
    for round in 0..rounds {
        let centre = Settling::new(calibration, &searched).least();
        let luck = Key::new(calibration.seed, round as u64).luck(STREAM, 3);
        let around = (0..population).map(|at| {
            let rng = &mut luck.of(NOWHERE, at as u64);
            let far = if at == 0 { 0.0 } else { AROUND };
            let parts = centre
                .iter()
                .map(|part| reflected(part + far * normal(rng)));
            let point = calibration.free_at(&parts.collect::<Vec<f64>>());
            on(point, Luck::Settling(round * population + at))
        });
        add(&mut searched, around.collect())?;
    }
    if rounds > 0 {
        let settling = Settling::new(calibration, &searched);
        let checked = Runs {
            replicates: CHECKS * runs.replicates,
            ..runs
        };
        let points = [
            calibration.start(),
            searched[settling.nearest].known.point.clone(),
            calibration.free_at(&settling.least()),
        ];
        let tasks = points.map(|point| Task {
            point,
            runs: checked.on(Luck::Check),
        });
        add(&mut searched, tasks.to_vec())?;
    }
    Some(searched)
}

/// Everything evaluated, emulated.
struct Settling<'a> {
    emulated: Emulated<'a>,
    /// The index of the point of least emulated distance among those that did not fail.
    nearest: usize,
}

impl<'a> Settling<'a> {
    fn new(calibration: &'a Calibration, searched: &[Searched]) -> Self {
        let known: Vec<Known> = searched.iter().map(|of| of.known.clone()).collect();
        let emulated = Emulated::new(calibration, &known);
        let sound = (0..known.len()).filter(|at| known[*at].answer.failed.is_none());
        let nearest = sound
            .map(|at| (emulated.distance(&emulated.points[at]), at))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        Self {
            nearest: nearest.map_or(0, |(_, at)| at),
            emulated,
        }
    }

    /// Parts of the free numbers at which the emulated distance is least, looked for from the nearest point
    /// evaluated.
    fn least(&self) -> Vec<f64> {
        let calibration = self.emulated.calibration;
        let from = &self.emulated.points[self.nearest];
        let (free, rest) = from.split_at(calibration.free);
        let within = |parts: &DVector<f64>| -> Vec<f64> {
            parts.iter().map(|part| reflected(*part)).collect()
        };
        let objective = |parts: &DVector<f64>| {
            let whole = [&within(parts), rest].concat();
            self.emulated.distance(&whole)
        };
        let strategy = CMAESOptions::new(free.to_vec(), AROUND)
            .population_size(LOOKS)
            .seed(calibration.seed)
            .max_generations(GENERATIONS)
            .build(objective);
        let mut strategy = strategy.expect("the options are constants");
        let found = strategy.run().overall_best;
        within(&found.expect("a generation was evaluated").point)
    }
}

/// The index of what was found: of the points that were checked where the search settled, or else of all,
/// the one of least distance, the first of equals.
pub fn best(calibration: &Calibration, searched: &[Searched]) -> usize {
    let first = match calibration.search.rounds {
        0 => 0,
        _ => searched.len() - CHECKED,
    };
    let distance = |at: &usize| searched[*at].distance;
    (first..searched.len())
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .expect("the start is evaluated")
}

/// The start and what was found, by their indices, on the same luck where the search settled.
pub fn compared(calibration: &Calibration, searched: &[Searched]) -> [usize; 2] {
    let start = match calibration.search.rounds {
        0 => 0,
        _ => searched.len() - CHECKED,
    };
    [start, best(calibration, searched)]
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
