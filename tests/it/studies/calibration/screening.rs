//! Ranges, deviations and the ranking of parameters.

use plaza::studies::calibration::cube::{Number, Range, reflected};
use plaza::studies::calibration::distance::{TargetLine, by_target, distance};
use plaza::studies::calibration::{Estimate, Runs, Screening, Task, screening};

use super::{RUNS, model, toy};
use crate::rules::worlds::near;

#[test]
fn a_range_is_a_unit_interval() {
    for (low, high, middle) in [(0.0, 4.0, 2.0), (0.1, 10.0, 1.0), (1.0, 5.0, 3.0)] {
        let range = Range { low, high };
        near("middle", range.at(0.5), middle, 1e-12);
        for part in [0.0, 0.2, 0.7, 1.0] {
            near("there and back", range.part(range.at(part)), part, 1e-12);
        }
    }
    for (x, expected) in [
        (0.3, 0.3),
        (1.25, 0.75),
        (-0.25, 0.25),
        (2.5, 0.5),
        (-1.75, 0.25),
    ] {
        near("mirrored", reflected(x), expected, 1e-12);
    }
    let number = Number {
        name: "toy.n".to_owned(),
        range: Range {
            low: 0.0,
            high: 1.0,
        },
        start: 0.5,
    };
    assert_eq!(number.at(0.123_456_789), 0.123_457);
}

#[test]
fn a_deviation_is_in_tolerances_of_its_side() {
    let line = TargetLine {
        target: "C11".to_owned(),
        part: "organizations".to_owned(),
        year: Some(2007),
        years: 2007..=2007,
        observed: [6.0, 7.0],
        accepted: [5.0, 11.0],
    };
    let deviations = [6.5, 5.0, 4.0, 11.0, 9.0, 1e6].map(|value| line.deviation(Some(value)));
    assert_eq!(deviations, [0.0, -1.0, -2.0, 1.0, 0.5, 10.0]);
    assert_eq!(line.deviation(None), 10.0);
    let mut other = line.clone();
    other.target = "C12".to_owned();
    let lines = [line.clone(), line, other];
    let values = [Some(4.0), Some(11.0), Some(9.0)];
    let targets = by_target(&lines, &values);
    let targets: Vec<(f64, f64)> = targets.iter().map(|of| (of.distance, of.signed)).collect();
    assert_eq!(targets, [(2.5_f64.sqrt(), -0.5), (0.5, 0.5)]);
    near(
        "whole",
        distance(&lines, &values),
        ((2.5 + 0.25) / 2.0_f64).sqrt(),
        1e-12,
    );
}

#[test]
fn elementary_effects_of_a_linear_function_are_its_slopes() {
    let calibration = toy(4, 4, 1);
    let screening = Screening {
        numbers: vec![3, 1, 0],
        trajectories: 5,
        runs: RUNS,
        ranked: Vec::new(),
    };
    let slopes = [2.0, -3.0, 100.0, 0.5];
    let linear = |parts: &[f64]| {
        vec![
            parts
                .iter()
                .zip(slopes)
                .map(|(x, slope)| x * slope)
                .sum::<f64>(),
        ]
    };
    let shifted = |parts: &[f64]| vec![linear(parts)[0] - 50.0];
    let mut evaluate = model(&calibration, shifted);
    let effects =
        screening::run(&calibration, &screening, &mut evaluate).expect("nothing stops it");
    let of_target = effects.iter().filter(|effect| effect.outcome == "T0");
    let of_target: Vec<_> = of_target.collect();
    assert_eq!(of_target.len(), 3);
    for (effect, number) in of_target.into_iter().zip(&screening.numbers) {
        assert_eq!(effect.parameter, format!("toy.n{number}"));
        assert_eq!(effect.effects, 5);
        near("mu", effect.mu, slopes[*number], 1e-3);
        near("mu star", effect.mu_star, slopes[*number].abs(), 1e-3);
        near("sigma", effect.sigma, 0.0, 1e-3);
    }
}

#[test]
fn a_ranking_is_as_far_as_pairs_stand_the_other_way() {
    let calibration = toy(2, 2, 1);
    let screening = Screening {
        numbers: vec![0, 1],
        trajectories: 8,
        runs: Runs {
            ranked: true,
            ..RUNS
        },
        ranked: vec!["a".to_owned(), "b".to_owned()],
    };
    let mut inner = model(&calibration, |_| vec![0.0]);
    // At the start 0 (the status quo), 0.1 and 0.3; below 0.4 a is below the status quo, above 0.7 above b.
    let mut evaluate = |tasks: &[Task]| {
        let mut answers = inner(tasks)?;
        for (answer, task) in answers.iter_mut().zip(tasks) {
            let estimate = |value| Estimate {
                value,
                variance: 0.0,
            };
            answer.effects = [task.point[0] - 0.4, 0.3].map(estimate).to_vec();
        }
        Some(answers)
    };
    let effects =
        screening::run(&calibration, &screening, &mut evaluate).expect("nothing stops it");
    let of = |parameter: &str, outcome: &str| {
        let mut of = effects.iter();
        let found = of.find(|of| of.parameter == parameter && of.outcome == outcome);
        found.expect("an effect").clone()
    };
    near("a", of("toy.n0", "rank.a").mu, 1.0, 1e-3);
    near("b", of("toy.n0", "rank.b").mu_star, 0.0, 1e-3);
    // From 0 to 2/3 one of three pairs turns, from 1/3 to 1 two do.
    let ranking = of("toy.n0", "ranking");
    let turned = ranking.mu_star / 0.5 * 8.0;
    near("turned", turned, turned.round(), 0.01);
    assert!((8.0..=16.0).contains(&turned), "{ranking:?}");
    near("turned either way", ranking.mu, ranking.mu_star, 1e-9);
    assert_eq!(of("toy.n1", "ranking").mu_star, 0.0);
}
