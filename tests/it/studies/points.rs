//! Designs of points: against SciPy and SALib, and what each promises.

use std::collections::BTreeSet;

use plaza_exploration::points::{
    Point, at, factorial, latin_hypercube, morris, one_at_a_time, sobol,
};
use plaza_exploration::space::{Input, Over};

use crate::oracles::Oracle;

const ORACLE: Oracle = Oracle("points");

fn range(name: &str, low: f64, high: f64, log: bool) -> Input {
    Input {
        name: name.to_owned(),
        over: Over::Range { low, high, log },
    }
}

fn units(inputs: usize) -> Vec<Input> {
    let unit = |index| range(&format!("x{index}"), 0.0, 1.0, false);
    (0..inputs).map(unit).collect()
}

fn choices(all: usize) -> Input {
    let choices = (0..all).map(|index| format!("c{index}"));
    Input {
        name: "choice".to_owned(),
        over: Over::Choices(choices.collect()),
    }
}

/// Centred discrepancy (Hickernell 1998), as SciPy has it.
fn discrepancy(points: &[Point]) -> f64 {
    let (n, dimensions) = (points.len() as f64, points[0].len() as i32);
    let away = |x: f64| (x - 0.5).abs();
    let one: f64 = (points.iter())
        .map(|point| {
            let of = point
                .iter()
                .map(|x| 1.0 + 0.5 * away(*x) - 0.5 * away(*x).powi(2));
            of.product::<f64>()
        })
        .sum();
    let two: f64 = (points.iter())
        .flat_map(|a| points.iter().map(move |b| (a, b)))
        .map(|(a, b)| {
            let of = a.iter().zip(b);
            let of = of.map(|(a, b)| 1.0 + 0.5 * away(*a) + 0.5 * away(*b) - 0.5 * (a - b).abs());
            of.product::<f64>()
        })
        .sum();
    (13.0_f64 / 12.0).powi(dimensions) - 2.0 / n * one + two / (n * n)
}

#[test]
fn the_plain_sequence_is_scipys() {
    for dimension in 0..12 {
        let said: [f64; 64] = ORACLE.said(&format!("sobol_{dimension}"));
        for (index, said) in said.iter().enumerate() {
            let plain = f64::from(sobol::plain(index as u32, dimension)) / 4_294_967_296.0;
            assert_eq!(plain, *said, "point {index}, dimension {dimension}");
        }
    }
    let said: [f64; 6] = ORACLE.said("sobol_last");
    for (dimension, said) in [0, 1, 2, 3, 254, 255].into_iter().zip(said) {
        let plain = f64::from(sobol::plain(65_535, dimension)) / 4_294_967_296.0;
        assert_eq!(plain, said, "dimension {dimension}");
    }
}

#[test]
fn matrices_are_those_of_salib() {
    let inputs = [range("a", 1.0, 3.0, false), range("b", 10.0, 1000.0, true)];
    let half = |index: u32, from: u32| -> Point {
        let inputs = inputs.iter().enumerate();
        let part = |at: usize| f64::from(sobol::plain(index, from + at as u32)) / 4_294_967_296.0;
        inputs
            .map(|(input, of)| at(&of.over, part(input)))
            .collect()
    };
    // SALib's sequence counts in Gray code.
    let pairs = (0..8_u32).map(|row| row ^ (row >> 1));
    let rows = sobol::matrices(pairs.map(|index| (half(index, 0), half(index, 2))));
    assert_eq!(rows.len(), 32);
    for (row, point) in rows.iter().enumerate() {
        let said: [f64; 2] = ORACLE.said(&format!("saltelli_{row}"));
        for (here, said) in point.iter().zip(said) {
            assert!(
                (here - said).abs() < 1e-12 * said,
                "row {row}: {point:?}, {said}"
            );
        }
    }
}

#[test]
fn a_scrambled_sequence_is_as_even_as_scipys_and_a_hypercube_too() {
    let mean = |sample: &dyn Fn(u64) -> Vec<Point>| {
        (0..40).map(|seed| discrepancy(&sample(seed))).sum::<f64>() / 40.0
    };
    let inputs = units(4);
    let [expected, spread] = ORACLE.said("discrepancy_sobol");
    let found = mean(&|seed| sobol::sequence(&inputs, 64, seed));
    assert!(
        (found - expected).abs() < 3.0 * spread,
        "{found}, {expected}"
    );
    let [expected, spread] = ORACLE.said("discrepancy_lhs");
    let found = mean(&|seed| latin_hypercube::sample(&inputs, 64, seed));
    assert!((found - expected).abs() < spread, "{found}, {expected}");
}

#[test]
fn every_interval_of_a_power_of_two_has_one_point_of_a_scrambled_sequence() {
    let points = sobol::sequence(&units(30), 256, 9);
    for dimension in 0..30 {
        let cells: BTreeSet<u64> = (points.iter())
            .map(|point| (point[dimension] * 256.0) as u64)
            .collect();
        assert_eq!(cells.len(), 256, "dimension {dimension}");
    }
    // And of the first two dimensions every box of 16 by 16.
    let boxes: BTreeSet<(u64, u64)> = (points.iter())
        .map(|point| ((point[0] * 16.0) as u64, (point[1] * 16.0) as u64))
        .collect();
    assert_eq!(boxes.len(), 256);
}

#[test]
fn a_longer_sequence_contains_the_shorter_and_a_seed_makes_another() {
    let inputs = [
        range("a", 1.0, 3.0, false),
        choices(3),
        range("b", 0.1, 9.0, true),
    ];
    let long = sobol::sequence(&inputs, 100, 5);
    assert_eq!(sobol::sequence(&inputs, 37, 5), long[..37]);
    assert_ne!(sobol::sequence(&inputs, 100, 6), long);
    let long = sobol::saltelli(&inputs, 20, 5);
    assert_eq!(long.len(), 20 * 5);
    assert_eq!(sobol::saltelli(&inputs, 7, 5), long[..7 * 5]);
    let long = morris::trajectories(&inputs, 9, 4, 5);
    assert_eq!(long.len(), 9 * 4);
    assert_eq!(morris::trajectories(&inputs, 4, 4, 5), long[..4 * 4]);
    assert_ne!(morris::trajectories(&inputs, 9, 4, 6), long);
}

#[test]
fn a_hypercube_has_one_point_in_each_part_of_each_input() {
    let points = latin_hypercube::sample(&units(5), 50, 3);
    for input in 0..5 {
        let cells: BTreeSet<u64> = points
            .iter()
            .map(|point| (point[input] * 50.0) as u64)
            .collect();
        assert_eq!(cells.len(), 50);
    }
    // Inputs are shuffled each by itself.
    assert!(
        points
            .iter()
            .any(|point| (point[0] * 50.0) as u64 != (point[1] * 50.0) as u64)
    );
    // Choices come equally often.
    let points = latin_hypercube::sample(&[choices(5)], 50, 3);
    for choice in 0..5 {
        let times = points
            .iter()
            .filter(|point| point[0] == f64::from(choice))
            .count();
        assert_eq!(times, 10);
    }
}

#[test]
fn a_trajectory_moves_each_input_once_by_its_step() {
    let inputs = [
        range("a", 0.0, 1.0, false),
        choices(4),
        range("b", 0.0, 1.0, false),
    ];
    let mut starts = BTreeSet::new();
    for trajectory in morris::trajectories(&inputs, 200, 4, 1).chunks(4) {
        let mut moved = BTreeSet::new();
        for step in trajectory.windows(2) {
            let changed: Vec<usize> = (0..3)
                .filter(|input| step[0][*input] != step[1][*input])
                .collect();
            assert_eq!(changed.len(), 1, "{step:?}");
            let by = (step[1][changed[0]] - step[0][changed[0]]).abs();
            let expected = if changed[0] == 1 { 2.0 } else { 2.0 / 3.0 };
            assert!((by - expected).abs() < 1e-12, "{step:?}");
            moved.insert(changed[0]);
        }
        assert_eq!(moved.len(), 3);
        starts.insert((trajectory[0][0] * 3.0).round() as u64);
    }
    assert_eq!(starts.len(), 4, "all levels are begun at");
}

#[test]
#[should_panic(expected = "choices are two or more")]
fn a_trajectory_cannot_step_along_one_choice() {
    morris::trajectories(&[choices(2), choices(1)], 1, 4, 1);
}

#[test]
fn a_factorial_has_all_combinations_once() {
    let inputs = [
        range("a", 1.0, 3.0, false),
        choices(2),
        range("b", 1.0, 100.0, true),
    ];
    let points = factorial::combinations(&inputs, 3);
    assert_eq!(factorial::size(&inputs, 3), Some(18));
    assert_eq!(points.len(), 18);
    assert_eq!(
        points[..3],
        [[1.0, 0.0, 1.0], [1.0, 0.0, 10.0], [1.0, 0.0, 100.0]]
    );
    let texts: BTreeSet<String> = points.iter().map(|point| format!("{point:?}")).collect();
    assert_eq!(texts.len(), 18);
    let many = units(40);
    assert_eq!(factorial::size(&many, 2), None, "too many to be counted");
}

#[test]
fn one_at_a_time_leaves_the_others_as_they_usually_are() {
    let inputs = [range("a", 1.0, 3.0, false), choices(3)];
    let points = one_at_a_time::points(&inputs, &[2.0, 0.0], 3);
    let expected = [[2.0, 0.0], [1.0, 0.0], [3.0, 0.0], [2.0, 1.0], [2.0, 2.0]];
    assert_eq!(points, expected);
}
