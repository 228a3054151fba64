//! The search of an optimum: it ends where it should, whatever luck does.

use plaza::studies::calibration::{Answer, Calibration, Estimate, Search, Task, search};

use super::{model, toy};
use crate::rules::worlds::near;

#[test]
fn a_point_that_fails_is_far_away_and_the_search_goes_on() {
    let calibration = toy(2, 2, 1);
    let mut inner = model(&calibration, |parts| vec![1.0 - parts[0]]);
    let mut evaluate = |tasks: &[Task]| {
        let mut answers = inner(tasks)?;
        for (answer, task) in answers.iter_mut().zip(tasks) {
            if task.point[0] > 0.6 {
                *answer = Answer {
                    failed: Some("replicate 0: week 3: a rule".to_owned()),
                    ..Answer::default()
                };
            }
        }
        Some(answers)
    };
    let searched = search::run(&calibration, &mut evaluate).expect("nothing stops it");
    let failed = searched
        .iter()
        .filter(|of| of.known.answer.failed.is_some());
    let distances: Vec<f64> = failed.map(|of| of.distance).collect();
    assert!(!distances.is_empty() && distances.iter().all(|of| *of == 10.0));
    let best = &searched[search::best(&calibration, &searched)];
    assert!(
        (0.55..=0.6).contains(&best.known.point[0]),
        "{:?}",
        best.known.point
    );
}

#[test]
fn the_search_finds_the_bottom_of_an_ellipsoid() {
    let calibration = toy(4, 3, 3);
    let bottom = [0.9, 0.2, 0.65];
    let steep = [1.0, 8.0, 3.0];
    let ellipsoid = |parts: &[f64]| -> Vec<f64> {
        (0..3)
            .map(|at| steep[at] * (parts[at] - bottom[at]))
            .collect()
    };
    let mut evaluate = model(&calibration, ellipsoid);
    let searched = search::run(&calibration, &mut evaluate).expect("nothing stops it");
    assert!(searched.len() <= 401, "{} points", searched.len());
    let best = &searched[search::best(&calibration, &searched)];
    for (at, bottom) in bottom.iter().enumerate() {
        let part = calibration.numbers[at].range.part(best.known.point[at]);
        near("bottom", part, *bottom, 0.02);
    }
    assert_eq!(best.known.point[3], 0.5, "what is not free stays");
    let again = search::run(&calibration, &mut model(&calibration, ellipsoid));
    assert_eq!(again.expect("nothing stops it"), searched);
}

/// Values with noise that hangs on the luck of a batch and on the point: the settled point is nearer to
/// the bottom than the luckiest evaluation, and no two batches share their luck.
#[test]
fn a_search_settles_where_all_evaluations_say_and_not_at_the_luckiest() {
    let calibration = Calibration {
        search: Search {
            points: 60,
            population: 10,
            step: 0.2,
            rounds: 4,
        },
        ..toy(3, 3, 3)
    };
    let bottom = [0.7, 0.35, 0.5];
    let mut lucks = Vec::new();
    let mut evaluate = |tasks: &[Task]| {
        let runs = tasks[0].runs;
        let one = tasks.iter().all(|task| task.runs == runs);
        for task in &tasks[..if one { 1 } else { tasks.len() }] {
            lucks.push(task.runs.luck..task.runs.luck + task.runs.replicates);
        }
        let answers = tasks.iter().map(|task| {
            let runs = task.runs;
            let numbers = calibration.numbers.iter().zip(&task.point);
            let parts: Vec<f64> = numbers.map(|(of, value)| of.range.part(*value)).collect();
            let mut seed = parts.iter().fold(u64::from(runs.luck), |seed, part| {
                (seed ^ part.to_bits()).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            });
            let mut lines = Vec::new();
            for (part, bottom) in parts.iter().zip(bottom) {
                seed = seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
                let noise = (seed >> 11) as f64 / (1_u64 << 53) as f64 - 0.5;
                let noise = 1.5 * noise / f64::from(runs.replicates).sqrt();
                let value = 4.0 * (part - bottom) + noise;
                let variance = 1.5 * 1.5 / 12.0 / f64::from(runs.replicates);
                lines.push(Some(Estimate { value, variance }));
            }
            Answer {
                lines,
                ..Answer::default()
            }
        });
        Some(answers.collect())
    };
    let searched = search::run(&calibration, &mut evaluate).expect("nothing stops it");
    assert_eq!(searched.len(), 1 + 60 + 40 + 3);
    assert_eq!(calibration.search.evaluations(), 1 + 60 + 40 + 3 * 4);
    // The start, six generations, forty points that settle, and one check, each on luck of its own.
    assert_eq!(lucks.len(), 1 + 6 + 40 + 1);
    lucks.sort_by_key(|of| of.start);
    let apart = lucks.windows(2).all(|two| two[0].end <= two[1].start);
    assert!(apart, "{lucks:?}");
    let off = |of: &search::Searched| {
        let numbers = calibration.numbers.iter().zip(&of.known.point).zip(bottom);
        let squares =
            numbers.map(|((number, value), bottom)| (number.range.part(*value) - bottom).powi(2));
        squares.sum::<f64>().sqrt()
    };
    let found = &searched[search::best(&calibration, &searched)];
    let luckiest = searched
        .iter()
        .min_by(|a, b| a.distance.total_cmp(&b.distance));
    let luckiest = luckiest.expect("points were evaluated");
    assert!(off(found) < 0.06, "{} off", off(found));
    assert!(
        off(found) < off(luckiest),
        "{} {}",
        off(found),
        off(luckiest)
    );
}

#[test]
fn a_search_ends_where_it_is_told_to_stop() {
    let calibration = toy(2, 2, 1);
    let mut left = 3;
    let mut inner = model(&calibration, |parts| vec![parts[0]]);
    let mut evaluate = |tasks: &[Task]| {
        left -= 1;
        if left > 0 { inner(tasks) } else { None }
    };
    assert!(search::run(&calibration, &mut evaluate).is_none());
}
