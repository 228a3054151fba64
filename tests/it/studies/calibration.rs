//! Calibration: each stage on a function whose answer is known, and the command on a small country.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use plaza::setup as config;
use plaza::setup::{Overrides, parameters};
use plaza::studies::calibration::cube::{Number, Range, reflected};
use plaza::studies::calibration::distance::{TargetLine, by_target, distance};
use plaza::studies::calibration::emulator::{Emulator, Inputs, Value};
use plaza::studies::calibration::files::fitted;
use plaza::studies::calibration::files::ledger::Ledger;
use plaza::studies::calibration::search::Searched;
use plaza::studies::calibration::section::Calibrated;
use plaza::studies::calibration::summary::{summary, together};
use plaza::studies::calibration::{
    Answer, Calibration, Estimate, Known, Posterior, Runs, Screening, Search, Task, screening,
    search, waves,
};
use tempfile::tempdir;

use crate::program::{plaza, typed};
use crate::rules::worlds::near;

const RUNS: Runs = Runs {
    replicates: 1,
    weeks: 52,
    ranked: false,
    luck: 0,
};

/// Numbers between 0 and 1 but for the second, which is even in its logarithm; lines observed at 0 with
/// a tolerance of 1, each a target of its own.
fn toy(numbers: usize, free: usize, lines: usize) -> Calibration {
    let number = |at: usize| Number {
        name: format!("toy.n{at}"),
        range: match at {
            1 => Range {
                low: 0.1,
                high: 10.0,
            },
            _ => Range {
                low: 0.0,
                high: 1.0,
            },
        },
        start: if at == 1 { 1.0 } else { 0.5 },
    };
    let line = |at: usize| TargetLine {
        target: format!("T{at}"),
        part: "all".to_owned(),
        year: None,
        years: 2007..=2010,
        observed: [0.0; 2],
        accepted: [-1.0, 1.0],
    };
    Calibration {
        numbers: (0..numbers).map(number).collect(),
        free,
        lines: (0..lines).map(line).collect(),
        runs: RUNS,
        screening: None,
        search: Search {
            points: 400,
            population: 10,
            step: 0.25,
            rounds: 0,
        },
        posterior: None,
        seed: 7,
    }
}

/// A model that has these values at the parts of a point's ranges.
fn model<'a>(
    calibration: &'a Calibration,
    values: impl Fn(&[f64]) -> Vec<f64> + 'a,
) -> impl FnMut(&[Task]) -> Option<Vec<Answer>> + 'a {
    move |tasks| {
        let answers = tasks.iter().map(|task| {
            let parts = calibration.numbers.iter().zip(&task.point);
            let parts: Vec<f64> = parts.map(|(of, value)| of.range.part(*value)).collect();
            let estimate = |value| Estimate {
                value,
                variance: 0.0,
            };
            let lines = values(&parts)
                .into_iter()
                .map(|value| Some(estimate(value)));
            Answer {
                lines: lines.collect(),
                effects: Vec::new(),
                failed: None,
            }
        });
        Some(answers.collect())
    }
}

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

/// Points that fill a cube evenly: the fractional parts of multiples of irrational numbers.
fn spread(number: usize, dimensions: usize) -> Vec<Vec<f64>> {
    let irrational = [2.0_f64, 3.0, 5.0, 7.0, 11.0, 13.0].map(f64::sqrt);
    let point = |index: usize| {
        let of = irrational[..dimensions].iter();
        of.map(|x| ((index + 1) as f64 * x).fract()).collect()
    };
    (0..number).map(point).collect()
}

/// A value on luck of its own.
fn value(row: usize, value: f64, variance: f64) -> Value {
    Value {
        row,
        value,
        variance,
        luck: row as u32,
    }
}

/// Ten batches of eight points near one another, the luck of a batch shared: that it is shared is found, and ten
/// batches tell the level worse than eighty lots of luck would.
#[test]
fn an_emulator_knows_what_luck_is_shared() {
    let points = spread(80, 2);
    let inputs = Inputs::new(2, vec![0.5; 2], &points);
    let luck = |batch: usize| (batch * 37 % 10) as f64 - 4.5;
    let of = |row: usize, shared: bool| Value {
        row,
        value: 3.0 * points[row][0] + 0.4 * luck(if shared { row / 8 } else { row * 7 }),
        variance: 0.16 * 8.25,
        luck: if shared { row as u32 / 8 } else { row as u32 },
    };
    let fit = |shared: bool| {
        let values: Vec<Value> = (0..80).map(|row| of(row, shared)).collect();
        Emulator::fit(&inputs, &values).expect("a function")
    };
    let (shared, own) = (fit(true), fit(false));
    assert!(shared.kernel.shared > 0.8, "{:?}", shared.kernel);
    let look = inputs.look(&[0.5, 0.5]);
    let [with, without] = [&shared, &own].map(|of| of.predict(&look).1);
    assert!(with > 1.4 * without, "{with} {without}");
}

#[test]
fn an_emulator_tells_a_smooth_function_and_how_well() {
    let truth = |x: &[f64]| (4.0 * x[0]).sin() + x[0] * x[1] + 0.5 * x[2] - 0.2 * x[3];
    let points = spread(160, 4);
    let (made_from, held_back) = points.split_at(100);
    let noise = |index: usize| 0.02 * ((index * 37 % 11) as f64 / 5.0 - 1.0);
    let values = made_from.iter().enumerate();
    let values: Vec<Value> = values
        .map(|(row, x)| value(row, truth(x) + noise(row), 1.6e-4))
        .collect();
    let inputs = Inputs::new(2, vec![0.5; 4], made_from);
    let emulator = Emulator::fit(&inputs, &values).expect("a smooth function");
    let (mut errors, mut standardized) = (0.0, 0.0);
    for x in held_back {
        let (expected, variance) = emulator.predict(&inputs.look(x));
        let error = expected - truth(x);
        errors += error * error;
        standardized += error * error / variance;
    }
    let number = held_back.len() as f64;
    let (error, standardized) = ((errors / number).sqrt(), (standardized / number).sqrt());
    assert!(error < 0.03, "an error of {error}");
    assert!((0.3..2.0).contains(&standardized), "{standardized}");
    let quality = emulator.quality();
    assert_eq!(quality.points, 100);
    assert!(quality.r2 > 0.99, "{quality:?}");
    assert!(
        (0.5..1.5).contains(&quality.standardized_error),
        "{quality:?}"
    );
}

#[test]
fn leaving_one_out_is_leaving_one_out() {
    let points = spread(12, 2);
    let truth = |x: &[f64]| (3.0 * x[0]).sin() + x[1];
    let values = |skip: Option<usize>| -> Vec<Value> {
        let rows = (0..points.len()).filter(|row| Some(*row) != skip);
        rows.map(|row| value(row, truth(&points[row]), 1e-3))
            .collect()
    };
    let inputs = Inputs::new(1, vec![0.5; 2], &points);
    let all = Emulator::fit(&inputs, &values(None)).expect("a function");
    let quality = all.quality();
    let mean = values(None).iter().map(|of| of.value).sum::<f64>() / 12.0;
    let (mut errors, mut spread) = (0.0, 0.0);
    for Value { row, value, .. } in values(None) {
        let without = Emulator::fit(&inputs, &values(Some(row))).expect("a function");
        let error = without.predict(&inputs.look(&points[row])).0 - value;
        errors += error * error;
        spread += (value - mean) * (value - mean);
    }
    // The others choose variances and a mean of their own, so that this is near and not equal.
    near("r2", quality.r2, 1.0 - errors / spread, 0.02);
}

#[test]
fn waves_find_what_is_not_implausible() {
    // Numbers 0 and 1 are free and have to sum up to 1; number 2 disturbs, number 3 does nothing.
    let calibration = Calibration {
        lines: vec![TargetLine {
            observed: [1.0; 2],
            accepted: [0.95, 1.05],
            ..toy(1, 1, 1).lines[0].clone()
        }],
        ..toy(4, 2, 1)
    };
    let posterior = Posterior {
        waves: 3,
        points: 80,
        cutoff: 3.0,
        draws: 150,
        candidates: 4000,
        rest: 1.0,
    };
    let sum = |parts: &[f64]| vec![parts[0] + parts[1] + 0.1 * (parts[2] - 0.5)];
    let known: Vec<_> = spread(20, 2)
        .iter()
        .map(|parts| {
            let point = calibration.free_at(parts);
            let task = Task {
                point: point.clone(),
                runs: RUNS,
            };
            let answers = model(&calibration, sum)(&[task]).expect("nothing stops it");
            Known {
                point,
                answer: answers[0].clone(),
                luck: 0,
            }
        })
        .collect();
    let mut evaluate = model(&calibration, sum);
    let waves = waves::run(&calibration, &posterior, &known, &mut evaluate);
    let waves = waves.expect("nothing stops it");
    // P(|s - 1 + d| < 0.15), where s has the density 1 - |s - 1| and d is even between -0.05 and 0.05.
    let expected = 0.3 - 0.15 * 0.15 - 0.01 / 12.0;
    near("volume", waves[2].volume, expected, 0.02);
    let kept = waves::kept(&calibration, &waves, &posterior);
    assert_eq!(kept.len(), 150);
    for of in &kept {
        let parts = calibration.numbers.iter().zip(&of.known.point);
        let parts: Vec<f64> = parts.map(|(of, value)| of.range.part(*value)).collect();
        assert!(
            (sum(&parts)[0] - 1.0).abs() <= 0.15 + 1e-9,
            "{:?}",
            of.known.point
        );
    }
    let accepted = waves[2].tried.iter().filter(|of| of.implausibility <= 3.0);
    assert!(accepted.count() >= 72, "the last wave knows where to look");
    let summaries = summary(&calibration, &kept);
    for of in &summaries {
        assert!(of.width_ratio > 0.75, "all of a range is possible: {of:?}");
    }
    assert!(summaries[3].departure < 0.15, "{:?}", summaries[3]);
    let pairs = together(&calibration, &kept, &summaries);
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    assert!(pairs[0].correlation < -0.9, "{pairs:?}");
}

/// The smoke test's country for two years, in all stages, with as little as can be.
const SMALL: &str = r#"
name = "small"
map = "MAP"
parameters = "baseline"
policies = ["status_quo"]
weeks = 104
burn_in = 13
replicates = 2
seed = 20070101

[calibration]
free = ["relations.onset", "fighting.rate"]
targets = ["C1", "C13", "C3"]
years = [2007, 2008, 2009, 2010]
"#;

const STAGES: &str = r#"
[calibration.screening]
parameters = ["fighting.rate", "moves.half"]
trajectories = 1
replicates = 2
policies = ["no_intervention"]
weeks = 104

[calibration.search]
points = 8
population = 4
rounds = 1

[calibration.posterior]
waves = 2
points = 4
cutoff = 30.0
candidates = 20
"#;

/// The same with nothing wrong: two years have no values of later ones, nor of all four.
fn right() -> String {
    SMALL.replace(", 2009, 2010", "").replace(r#""C13", "#, "")
}

fn experiment(folder: &Path, text: &str) -> String {
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/maps/grid_12x12.toml");
    let text = text.replace("MAP", map.to_str().expect("a path in UTF-8"));
    let file = folder.join("small.toml");
    fs::write(&file, text).expect("a file");
    file.to_str().expect("a path in UTF-8").to_owned()
}

/// The exit code and what was printed on the error stream, the folder named `F`.
fn calibrate(folder: &Path, words: &str, out: &str, threads: &str) -> (i32, String) {
    let file = experiment(folder, words);
    let answer = plaza(["calibrate", &file, "--quiet", "--threads", threads, "--out"])
        .arg(folder.join(out))
        .ends();
    (answer.code, answer.error.replace(typed(folder), "F"))
}

#[test]
fn a_folder_in_which_a_kill_left_nothing_is_begun_and_one_that_is_filled_is_left_as_it_is() {
    let there = tempdir().expect("a temporary folder");
    let folder = there.path();
    let begun = folder.join("begun");
    fs::create_dir(&begun).expect("a folder");
    let evaluations = begun.join("evaluations.jsonl");
    let filling = fs::File::create(&evaluations).expect("a file");
    filling.lock().expect("nobody else has it");
    let text = right() + "[calibration.search]\npoints = 4\npopulation = 4\nrounds = 0\n";
    let (code, said) = calibrate(folder, &text, "begun", "1");
    assert_eq!(code, 2);
    assert_snapshot!(said, @"error: F/begun: is being filled by another plaza, expected to be alone");
    assert_eq!(
        files(&begun).keys().collect::<Vec<_>>(),
        ["evaluations.jsonl"]
    );
    drop(filling);
    let (code, said) = calibrate(folder, &text, "begun", "1");
    assert_eq!((code, said.as_str()), (0, ""));
    assert!(begun.join("calibration.json").exists());
}

#[test]
fn what_is_set_for_a_calibration_is_of_the_experiment() {
    let there = tempdir().expect("a temporary folder");
    let file = experiment(there.path(), &right());
    let set = |set: &str| plaza(["calibrate", &file, "--set", set]).refused();
    assert_snapshot!(set("parameters.fighting.rate=0.001"), @"error: `--set parameters.fighting.rate=0.001` sets a number of the rules, expected it in a parameter file, of which `calibrated.toml` then says what it was");
    assert!(set(" parameters.fighting.rate=0.001").contains("sets a number of the rules"));
    assert_snapshot!(set("calibration.search.step=2.0"), @"error: --set calibration.search.step=2.0: calibration.search.step is 2, expected 0.001 to 1");
}

#[test]
fn evaluations_are_sorted_where_no_point_is_kept_too() {
    let there = tempdir().expect("a temporary folder");
    let folder = there.path();
    let text = right() + &STAGES.replace("cutoff = 30.0", "cutoff = 0.01");
    for (out, threads) in [("one", "1"), ("three", "3")] {
        let (code, said) = calibrate(folder, &text, out, threads);
        let expected =
            "error: the posterior is empty, the rest is kept: no point is within the cutoff\n";
        assert_eq!((code, said.as_str()), (1, expected));
    }
    let [one, three] = ["one", "three"].map(|out| files(&folder.join(out)));
    assert_eq!(one, three);
}

/// Every file of a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(below).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("a path below it");
                let bytes = fs::read(&path).expect("a file");
                found.insert(name.to_string_lossy().into_owned(), bytes);
            }
        }
    }
    found
}

#[test]
fn a_calibration_is_the_same_for_any_threads_and_interruptions() {
    let there = tempdir().expect("a temporary folder");
    let folder = there.path();
    let text = right() + STAGES;
    for (out, threads) in [("one", "1"), ("three", "3")] {
        let (code, said) = calibrate(folder, &text, out, threads);
        assert_eq!((code, said.as_str()), (0, ""));
    }
    let whole = files(&folder.join("one"));
    assert_eq!(whole, files(&folder.join("three")));
    let names: Vec<&str> = whole.keys().map(String::as_str).collect();
    let names = names.iter().filter(|name| !name.starts_with("inputs/"));
    let names = names.copied().collect::<Vec<_>>().join(" ");
    assert_snapshot!(names, @"calibrated.toml calibration.json emulators.csv evaluations.jsonl figures/calibration_distance.svg figures/posterior.svg posterior.csv posterior_correlations.csv posterior_summary.csv screening.csv search.csv waves.csv");
    fitted(&whole);
    let evaluations = folder.join("three/evaluations.jsonl");
    let bytes = &whole["evaluations.jsonl"];
    // Killed between two lines, within one, before the first: what is lacking is evaluated again.
    let line = bytes
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a line");
    for left in [bytes.len() / 2, line + 1, 0] {
        fs::write(&evaluations, &bytes[..left]).expect("a file");
        assert_eq!(calibrate(folder, &text, "three", "2").0, 0);
        assert_eq!(
            whole,
            files(&folder.join("three")),
            "{left} bytes were left"
        );
    }
    // A line is not believed that is not as it was written: in its numbers, its answer, its digest, its end.
    let text_of = String::from_utf8(bytes.clone()).expect("text");
    let mut lines: Vec<String> = text_of.lines().map(str::to_owned).collect();
    lines[0] = lines[0].replacen("\"distance\":", "\"distance\":1", 1);
    lines[1] = lines[1].replacen("\"key\":\"", "\"key\":\"0", 1);
    lines[2] = "{}".to_owned();
    lines[3].truncate(40);
    let at = lines[4].find(",\"sha256\"").expect("a digest");
    lines[4].replace_range(at.., "}");
    fs::write(&evaluations, lines.join("\n") + "\n").expect("a file");
    let (code, said) = calibrate(folder, &text, "three", "2");
    assert_eq!(code, 0);
    assert_snapshot!(said, @"note: F/three/evaluations.jsonl:1: 5 lines are not what plaza wrote, or of a version without digests: what they say is not believed and evaluated again");
    assert_eq!(whole, files(&folder.join("three")));
    assert_eq!(calibrate(folder, &text, "three", "2").1, "");
    let grown = text.replace("points = 8", "points = 12");
    assert_eq!(calibrate(folder, &grown, "three", "2").0, 0);
    let rows = |name: &str| {
        let text = fs::read_to_string(folder.join(name)).expect("a table");
        text.lines().count()
    };
    assert_eq!([rows("one/search.csv"), rows("three/search.csv")], [17, 21]);
    let (code, said) = calibrate(folder, &text, "three", "2");
    assert_eq!(code, 2);
    assert_snapshot!(said, @"error: F/three: holds search.points = 12, expected as many or more instead of 8, or a new folder");
    let (code, said) = calibrate(folder, &text.replace("20070101", "3"), "one", "2");
    assert_eq!(code, 2);
    let said = said
        .split("calibration, ")
        .next()
        .expect("words")
        .to_owned();
    assert_snapshot!(said, @"error: F/one: holds another");
}

/// The parameter file holds the free numbers of the best point of the search, as they were run.
fn fitted(files: &BTreeMap<String, Vec<u8>>) {
    let text = |name: &str| String::from_utf8(files[name].clone()).expect("text");
    let rows = text("search.csv");
    let rows: Vec<Vec<&str>> = rows.lines().map(|row| row.split(',').collect()).collect();
    let found = rows[1..].iter().position(|row| row[4] == "1");
    let best = &rows[1 + found.expect("something is found")];
    assert!(found >= Some(rows.len() - 4), "of those checked");
    let fitted: toml::Table = text("calibrated.toml").parse().expect("TOML");
    assert_eq!(fitted["extends"].as_str(), Some("baseline"));
    for (column, name) in rows[0].iter().enumerate().skip(5) {
        let (section, name) = name.split_once('.').expect("a section");
        let number = &fitted[section][name];
        let [value, was] = ["value", "was"].map(|key| number[key].as_float().expect("a number"));
        assert_eq!(value.to_string(), best[column]);
        assert_eq!(was.to_string(), rows[1][column]);
        let why = number["why"].as_str().expect("a reason");
        let kept = best[5..] == rows[1][5..];
        let begins = if kept {
            "fitted and kept: moves C"
        } else {
            "fitted: moves C"
        };
        assert!(why.starts_with(begins), "{why}");
        assert_eq!(number["unit"].as_str(), Some("1/week"));
    }
}

#[test]
fn a_fitted_file_needs_no_other_and_says_what_each_number_was() {
    let there = tempdir().expect("a temporary folder");
    let own = "extends = \"baseline\"\n[fighting]\n\
               tail = { value = 2.9, unit = \"1\", range = [2.0, 4.0], source = \"mine\" }\n";
    fs::write(there.path().join("own.toml"), own).expect("a file");
    let text =
        right().replace(r#""baseline""#, r#""own.toml""#) + "[calibration.search]\nrounds = 0\n";
    let file = experiment(there.path(), &text);
    let loaded = config::load(Some(Path::new(&file)), &Overrides::default());
    let calibrated = loaded.expect("it is right").calibration;
    let calibrated = calibrated.expect("it is a calibration");
    let numbers = &calibrated.plan.numbers;
    let start: Vec<f64> = numbers.iter().map(|number| number.start).collect();
    let mut other = start.clone();
    other[0] = numbers[0].range.low;
    let searched = |point: &[f64], distance| Searched {
        generation: 0,
        known: Known {
            point: point.to_vec(),
            answer: Answer::default(),
            luck: 0,
        },
        distance,
    };
    let told = |distance: f64| {
        let searched = [searched(&start, 0.8), searched(&other, distance)];
        let text = fitted::fitted(&calibrated, &[], &searched);
        let path = there.path().join("apart").join("fitted.toml");
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, &text).expect("a file");
        let (_, whole) = parameters::read(&path, &[]).expect("it needs no other file");
        let whole: toml::Table = whole.parse().expect("TOML");
        assert_eq!(whole["fighting"]["tail"]["value"].as_float(), Some(2.9));
        let (section, name) = numbers[0].name.split_once('.').expect("a section");
        whole[section][name].clone()
    };
    let [kept, moved] = [0.9, 0.7].map(told);
    assert_eq!(kept["value"], kept["was"]);
    assert!(
        kept["why"]
            .to_string()
            .contains("nearest of what was checked, 0.800"),
        "{kept}"
    );
    assert_eq!(moved["value"].as_float(), Some(numbers[0].range.low));
    assert_eq!(moved["was"].as_float(), Some(numbers[0].start));
    assert!(
        moved["why"].to_string().contains("from 0.800 to 0.700"),
        "{moved}"
    );
}

#[test]
fn a_torn_line_is_taken_away_before_others_follow() {
    let there = tempdir().expect("a temporary folder");
    let file = experiment(there.path(), &right());
    let loaded = config::load(Some(Path::new(&file)), &Overrides::default());
    let calibrated = loaded.expect("it is right").calibration;
    let Calibrated { plan, model, .. } = calibrated.expect("it is a calibration");
    let evaluations = there.path().join("evaluations.jsonl");
    fs::write(&evaluations, "{\"key\":\"31").expect("a file");
    let ledger = Ledger::open(there.path(), &plan, &model, String::new()).expect("a ledger");
    assert_eq!(fs::read(&evaluations).expect("a file"), b"");
    let second = Ledger::open(there.path(), &plan, &model, String::new()).expect_err("it is taken");
    assert!(second.to_string().contains("expected to be alone"));
    drop(ledger);
    fs::write(&evaluations, "{}\n").expect("a file");
    let ledger = Ledger::open(there.path(), &plan, &model, String::new()).expect("a ledger");
    let notice = ledger.notice().expect("a line is no evaluation");
    assert!(
        notice.contains("evaluations.jsonl:1: 1 line is not what plaza wrote"),
        "{notice}"
    );
}

#[test]
fn what_is_wrong_with_a_calibration_is_told() {
    let there = tempdir().expect("a temporary folder");
    let folder = there.path();
    let wrong = |text: &str| {
        let (code, said) = calibrate(folder, text, "out", "1");
        assert_eq!(code, 2, "{said}");
        assert!(!folder.join("out").exists());
        said
    };
    let free = r#"["relations.onset", "fighting.rate"]"#;
    let right = right();
    let told = wrong(&right.replace("fighting.rate", "fighting.rat"));
    assert_snapshot!(told, @"error: F/small.toml:12:28: there is no parameter `fighting.rat` (did you mean `fighting.rate`?), expected one as in `fighting.rate`");
    let told = wrong(&right.replace("replicates = 2", "replicates = 1"));
    assert_snapshot!(told, @"error: F/small.toml:8:14: a median of one replicate says nothing of its luck, expected 2 or more");
    let told = wrong(&right.replace("fighting.rate", "territory.market"));
    assert_snapshot!(told, @"error: F/small.toml:12:28: `territory.market` has the range [1.0, 1.0], expected a number with a range of two different ends");
    let told = wrong(&right.replace(free, &format!("{:?}", ["fighting.rate"; 13])));
    let told = told.lines().next().expect("a line").to_owned();
    assert_snapshot!(told, @"error: F/small.toml:12:8: 13 numbers are free, expected 1 to 12");
    let told = wrong(&right.replace("C3", "C19").replace("C1\"", "C16\""));
    assert_snapshot!(told, @r#"
    error: F/small.toml:13:12: target `C16` has no value with a tolerance in these years
    error: F/small.toml:13:19: there is no target `C19` (did you mean `C1`?), expected `C1`, `C2`, `C3`, `C4`, `C5`, `C6`, `C7`, `C8`, `C9`, `C10`, `C11`, `C12`, `C13`, `C14`, `C15`, `C16`, `C17` or `C18`
    "#);
    let told = wrong(SMALL);
    assert_snapshot!(told, @r#"
    error: F/small.toml:13:12: target `C1` is not computable in 104 weeks, expected weeks = 208 or more
    error: F/small.toml:13:18: target `C13` is not computable in 104 weeks, expected weeks = 208 or more
    error: F/small.toml:13:25: target `C3` is not computable in 104 weeks, expected weeks = 208 or more
    "#);
    let told = wrong(&right[..right.find("[calibration]").expect("it is there")]);
    assert_snapshot!(told, @"error: F/small.toml: has no section `[calibration]`, expected one whose key `free` names numbers");
    let told =
        wrong(&(right.replace("C3", "C1") + "[calibration.search]\npopulation = 2\nstep = 2.0"));
    assert_snapshot!(told, @r#"
    error: F/small.toml:13:18: target `C1` is named twice
    error: F/small.toml:16:14: calibration.search.population is 2, expected 4 to 10000
    error: F/small.toml:17:8: calibration.search.step is 2, expected 0.001 to 1
    "#);
    let told = wrong(&right.replace(r#"["status_quo"]"#, r#"["status_quo", "retrenchment"]"#));
    let told = told.lines().next().expect("a line").to_owned();
    assert_snapshot!(told, @r#"error: F/small.toml:5:12: a calibration holds one policy against the targets, expected one, as in `["status_quo"]`"#);
}

#[test]
fn a_calibration_is_not_for_run_and_a_file_is_no_folder() {
    let there = tempdir().expect("a temporary folder");
    let text = right();
    let file = experiment(there.path(), &text);
    assert_snapshot!(plaza(["run", &file]).refused(), @"error: experiment `small` has a section `[calibration]`, expected `plaza calibrate` for it");
    let (code, said) = calibrate(there.path(), &text, "small.toml", "1");
    assert_eq!(code, 2);
    assert!(
        said.starts_with("error: F/small.toml: cannot be made or read"),
        "{said}"
    );
}
