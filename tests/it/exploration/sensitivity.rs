//! Sobol's indices, PAWN, delta and elementary effects, held against SALib and closed forms.

use plaza_exploration::resampling::{Purpose, Resampling};
use plaza_exploration::sample::Sample;
use plaza_exploration::shift::{Shift, Shifts, delta, pawn};
use plaza_exploration::sobol::{Estimate, indices};
use plaza_exploration::space::{Input, Over};
use plaza_exploration::{morris, space};

use crate::exploration::points::{g, ishigami, lattice, sample, scattered, unit};
use crate::oracles::Oracle;

const SAID: Oracle = Oracle("exploration");
const RESAMPLED: Resampling = Resampling {
    seed: 3,
    count: 400,
};

#[track_caller]
fn near<const N: usize>(mine: impl IntoIterator<Item = f64>, label: &str, within: f64) {
    let said: [f64; N] = SAID.said(label);
    let mine: Vec<f64> = mine.into_iter().collect();
    assert_eq!(mine.len(), N, "{label}");
    for (mine, said) in mine.iter().zip(said) {
        let apart = (mine - said).abs();
        assert!(
            apart <= within * said.abs().max(1e-3),
            "{label}: {mine}, and {said} is said"
        );
    }
}

fn half_width(estimate: &Estimate) -> f64 {
    let [low, high] = estimate.interval.expect("there are base points");
    (high - low) / 2.0
}

/// Outcomes in Saltelli's order: A, each AB, B.
fn saltelli(base: usize, inputs: usize, function: fn(&[f64]) -> f64) -> Vec<f64> {
    let mut outcomes = Vec::new();
    for row in lattice(base, 2 * inputs) {
        let (a, b) = row.split_at(inputs);
        outcomes.push(function(a));
        for input in 0..inputs {
            let mut mixed = a.to_vec();
            mixed[input] = b[input];
            outcomes.push(function(&mixed));
        }
        outcomes.push(function(b));
    }
    outcomes
}

#[test]
fn sobol_indices_are_those_of_salib() {
    let found = indices(&saltelli(1024, 3, ishigami), 3, &RESAMPLED).expect("it varies");
    near::<3>(
        found.iter().map(|of| of.first.value),
        "ishigami first",
        1e-9,
    );
    near::<3>(
        found.iter().map(|of| of.total.value),
        "ishigami total",
        1e-9,
    );
    near::<3>(
        found.iter().map(|of| half_width(&of.first)),
        "ishigami first half-width",
        0.15,
    );
    near::<3>(
        found.iter().map(|of| half_width(&of.total)),
        "ishigami total half-width",
        0.15,
    );
    let found = indices(&saltelli(1024, 8, g), 8, &RESAMPLED).expect("it varies");
    near::<8>(found.iter().map(|of| of.first.value), "g first", 1e-8);
    near::<8>(found.iter().map(|of| of.total.value), "g total", 1e-8);
    near::<8>(
        found.iter().map(|of| half_width(&of.total)),
        "g total half-width",
        0.2,
    );
}

#[test]
fn sobol_intervals_hold_the_closed_form_of_ishigami() {
    let found = indices(&saltelli(1024, 3, ishigami), 3, &RESAMPLED).expect("it varies");
    let first = [0.3139, 0.4424, 0.0];
    let total = [0.5576, 0.4424, 0.2437];
    for (input, of) in found.iter().enumerate() {
        for (estimate, truth) in [(of.first, first[input]), (of.total, total[input])] {
            let [low, high] = estimate.interval.expect("there are base points");
            // A little more than the interval: six of them are held at once.
            let slack = 0.5 * (high - low);
            let holds = low - slack <= truth && truth <= high + slack;
            assert!(holds, "input {input}: {low} to {high}, and {truth} is true");
        }
    }
}

#[test]
fn sobol_indices_of_what_does_not_vary_are_none() {
    assert_eq!(indices(&[2.0; 10], 3, &RESAMPLED), None);
    assert_eq!(
        indices(&[1.0, 2.0, 3.0, 4.0], 3, &RESAMPLED),
        None,
        "no whole base point"
    );
}

#[test]
fn pawn_is_that_of_salib() {
    let points = lattice(1000, 4);
    let outcomes: Vec<f64> = points.iter().map(|point| ishigami(&point[..3])).collect();
    let found = pawn(&sample(&points, 4, 1), &outcomes, &RESAMPLED).alone();
    near::<4>(found.iter().map(|of| of.value), "pawn median", 1e-9);
    // SALib leaves the greatest number of an input out, one of a hundred in its slice.
    near::<4>(found.iter().map(|of| of.value), "pawn median, SALib", 0.02);
}

#[test]
fn an_input_that_says_nothing_is_not_above_its_floor() {
    let points = lattice(1000, 4);
    let outcomes: Vec<f64> = points.iter().map(|point| ishigami(&point[..3])).collect();
    let found = pawn(&sample(&points, 4, 1), &outcomes, &RESAMPLED).alone();
    let matters: Vec<bool> = found.iter().map(|of| of.matters()).collect();
    assert_eq!(matters, [true, true, true, false], "{found:?}");
    let classes: Vec<usize> = outcomes.iter().map(|y| usize::from(*y > 4.0)).collect();
    let found = delta(&sample(&points, 4, 1), &classes, 2, &RESAMPLED).alone();
    assert!(found[1].matters() && !found[3].matters(), "{found:?}");
}

/// In how many of 200 trials any of five inputs that say nothing is above its floor, of any of two outcomes.
#[track_caller]
fn false_alarms(together: usize, outcome: impl Fn(usize, usize) -> f64) -> usize {
    let resampled = Resampling {
        seed: 5,
        count: 199,
    };
    let alarms = (0..200).filter(|trial| {
        // Columns of the lattice begin elsewhere in each trial.
        let rows = lattice(120 * 201, 5);
        let rows = &rows[120 * trial..][..120];
        let points: Vec<Vec<f64>> = (0..120)
            .map(|at| rows[at - at % together].clone())
            .collect();
        let sample = sample(&points, 5, together);
        let shifts = [0, 1].map(|which| {
            let noise = resampled.shuffled(Purpose::Crossed, 2 * *trial as u32 + which, 120);
            let outcomes = (0..120).map(|at| outcome(at, noise[at - at % together]));
            let outcomes: Vec<f64> = outcomes.collect();
            pawn(&sample, &outcomes, &resampled)
        });
        let found = Shifts::together(shifts.to_vec());
        found.iter().flatten().any(Shift::matters)
    });
    alarms.count()
}

#[test]
fn floors_hold_nineteen_times_in_twenty_for_all_inputs_and_outcomes_at_once() {
    let alone = false_alarms(1, |_, noise| noise as f64);
    assert!((3..=18).contains(&alone), "{alone} of 200");
}

#[test]
fn floors_hold_where_points_belong_together() {
    // Points of a group are nearly equal: six times fewer than they seem.
    let grouped = false_alarms(6, |at, noise| noise as f64 + 0.01 * (at % 6) as f64);
    assert!((3..=18).contains(&grouped), "{grouped} of 200");
}

#[test]
fn few_points_see_what_makes_half_of_the_variance() {
    let seen = (0..40).filter(|trial| {
        let points = &scattered(*trial, 64, 20);
        // Uniforms alike in spread: one input is told, the other is not.
        let outcomes: Vec<f64> = points.iter().map(|point| point[0] + point[19]).collect();
        pawn(&sample(points, 19, 1), &outcomes, &RESAMPLED).alone()[0].matters()
    });
    let seen = seen.count();
    assert!(seen >= 36, "{seen} of 40");
}

#[test]
fn delta_is_the_mean_shift_of_the_classes() {
    let points = lattice(1000, 4);
    let class = |point: &Vec<f64>| {
        let y = ishigami(&point[..3]);
        usize::from(y > 4.0) + usize::from(y > 8.0)
    };
    let classes: Vec<usize> = points.iter().map(class).collect();
    let found = delta(&sample(&points, 4, 1), &classes, 3, &RESAMPLED).alone();
    near::<4>(found.iter().map(|of| of.value), "delta", 1e-9);
}

#[test]
fn choices_have_a_slice_each() {
    let over = Over::Choices(["a", "b", "c"].map(str::to_owned).to_vec());
    let input = Input {
        name: "map".to_owned(),
        over,
    };
    let column: Vec<f64> = (0..300).map(|at| f64::from(at % 3)).collect();
    let outcomes: Vec<f64> = (0..300)
        .map(|at| f64::from(u8::from(at % 3 == 1)))
        .collect();
    let sample = Sample::new(vec![input], vec![column], 1);
    let found = pawn(&sample, &outcomes, &RESAMPLED).alone();
    // Of b the distance is 2/3, of the others 1/3.
    assert!((found[0].value - 1.0 / 3.0).abs() < 1e-12, "{found:?}");
    assert!(found[0].matters());
}

/// Trajectories of four levels; each step moves one input by two thirds.
fn trajectories(count: usize, inputs: usize) -> Vec<Vec<f64>> {
    let mut points = Vec::new();
    for row in lattice(count, 2 * inputs) {
        let mut place: Vec<f64> = row[..inputs]
            .iter()
            .map(|u| (2.0 * u).floor() / 3.0)
            .collect();
        let mut order: Vec<usize> = (0..inputs).collect();
        order.sort_by(|a, b| row[inputs + a].total_cmp(&row[inputs + b]));
        points.push(place.clone());
        for input in order {
            place[input] += 2.0 / 3.0;
            points.push(place.clone());
        }
    }
    points
}

#[test]
fn elementary_effects_are_those_of_salib() {
    let of = |function: fn(&[f64]) -> f64, inputs: usize| {
        let points = trajectories(40, inputs);
        let outcomes: Vec<f64> = points.iter().map(|point| function(point)).collect();
        let sample = sample(&points, inputs, inputs + 1);
        morris::effects(&sample, &outcomes, &RESAMPLED).expect("trajectories")
    };
    let found = of(ishigami, 3);
    near::<3>(
        found.iter().map(|of| of.mu_star.value),
        "ishigami mu_star",
        1e-9,
    );
    near::<3>(found.iter().map(|of| of.mu.value), "ishigami mu", 1e-9);
    near::<3>(
        found.iter().map(|of| of.sigma.value),
        "ishigami sigma",
        1e-9,
    );
    let found = of(g, 8);
    near::<8>(found.iter().map(|of| of.mu_star.value), "g mu_star", 1e-9);
    near::<8>(found.iter().map(|of| of.mu.value), "g mu", 1e-8);
    near::<8>(found.iter().map(|of| of.sigma.value), "g sigma", 1e-9);
    let widths = found.iter().map(|of| half_width(&of.mu_star));
    near::<8>(widths, "g mu_star half-width", 0.2);
}

#[test]
fn points_that_are_no_trajectories_have_no_effects() {
    let mut points = trajectories(4, 3);
    let outcomes = vec![0.0; points.len()];
    points[1][0] = 0.5;
    points[1][1] = 0.5;
    points[1][2] = 0.5;
    assert_eq!(
        morris::effects(&sample(&points, 3, 4), &outcomes, &RESAMPLED),
        None
    );
    assert_eq!(
        morris::effects(&sample(&points, 3, 1), &outcomes, &RESAMPLED),
        None
    );
}

#[test]
fn places_of_logarithmic_ranges_are_in_logarithms() {
    let over = Over::Range {
        low: 1e-3,
        high: 1e-1,
        log: true,
    };
    assert!((plaza_exploration::sample::place(&over, 1e-2) - 0.5).abs() < 1e-12);
    assert!((plaza_exploration::sample::at_place(&over, 0.5) - 1e-2).abs() < 1e-15);
    let space::Input { over, .. } = unit("x");
    assert_eq!(plaza_exploration::sample::at_place(&over, 0.25), 0.25);
}
