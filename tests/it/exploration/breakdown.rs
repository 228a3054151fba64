//! Frontiers that are known, and what luck alone makes of them.

use plaza_exploration::breakdown::{Differences, Frontier, Verdict, Way};
use plaza_exploration::local::Local;
use plaza_exploration::losses::Losses;
use plaza_exploration::sample::Sample;
use plaza_exploration::space::{Input, Over};

use crate::exploration::points::{lattice, noise, sample};
use crate::exploration::{RESAMPLED, near};
use crate::oracles::Oracle;

/// What a policy changes at points of three inputs, in so many futures, with luck that is the same at every point.
fn losses(points: &[Vec<f64>], futures: usize, change: impl Fn(&[f64]) -> f64) -> Losses {
    let luck = lattice(futures, 2);
    let base: Vec<Vec<f64>> = points.iter().map(|_| vec![100.0; futures]).collect();
    let changed = |point: &Vec<f64>| -> Vec<f64> {
        let noise = |future: usize| 2.0 * (luck[future][0] - 0.5);
        (0..futures)
            .map(|at| 100.0 + change(point) + noise(at))
            .collect()
    };
    Losses::new(vec![base, points.iter().map(changed).collect()])
}

/// The difference at a place of a curve.
#[track_caller]
fn value(frontier: &Frontier, at: usize) -> f64 {
    frontier.curve[at].value.expect("points tell it")
}

#[test]
fn a_sign_turns_where_it_was_made_to() {
    let points = lattice(400, 3);
    let losses = losses(&points, 8, |point| {
        20.0 * (point[0] - 0.8) + 4.0 * (point[1] - 0.5)
    });
    let sample = sample(&points, 3, 1);
    let differences = Differences::new(&losses, [1, 0], 1, &RESAMPLED);
    assert!(differences.headline < 0.0);
    let ways: Vec<Way> = (0..3).map(|input| Way::new(&sample, input, None)).collect();
    let found = differences.along(&ways);
    let turn = found[0].turn.expect("it crosses 0");
    assert_eq!(
        found[0].verdict,
        Some(Verdict::Turns),
        "{:?}",
        found[0].turn
    );
    assert!((turn.place - 0.8).abs() < 0.06 && turn.above, "{turn:?}");
    let [Some(low), Some(high)] = turn.ends else {
        panic!("within the range: {turn:?}");
    };
    assert!(
        low < 0.8 && 0.8 < high && high - low < 0.25,
        "{low} to {high}"
    );
    // The others are too weak for that: at both ends the mean stays below 0.
    for other in &found[1..] {
        assert_eq!(
            (other.verdict, other.turn),
            (Some(Verdict::Stays), None),
            "{other:?}"
        );
    }
}

#[test]
fn with_another_input_held_the_frontier_moves() {
    let points = lattice(900, 3);
    let losses = losses(&points, 4, |point| 10.0 * (point[0] + point[1] - 1.3));
    let sample = sample(&points, 3, 1);
    let differences = Differences::new(&losses, [1, 0], 1, &RESAMPLED);
    for (held, expected) in [(0.4, 0.9), (0.6, 0.7), (0.9, 0.4)] {
        let way = Way::new(&sample, 0, Some((1, held)));
        let turn = differences.along(&[way])[0].turn.expect("it crosses 0");
        assert!((turn.place - expected).abs() < 0.05, "{held}: {turn:?}");
    }
}

#[test]
fn along_choices_each_has_its_mean() {
    let over = Over::Choices(["near", "far"].map(str::to_owned).to_vec());
    let input = Input {
        name: "map".to_owned(),
        over,
    };
    let column: Vec<f64> = (0..60).map(|at| f64::from(u8::from(at % 3 == 0))).collect();
    let points: Vec<Vec<f64>> = column.iter().map(|choice| vec![*choice]).collect();
    let losses = losses(&points, 8, |point| if point[0] == 1.0 { 8.0 } else { -8.0 });
    let sample = Sample::new(vec![input], vec![column], 1);
    let differences = Differences::new(&losses, [1, 0], 1, &RESAMPLED);
    let found = differences.along(&[Way::new(&sample, 0, None)]);
    assert_eq!(found[0].verdict, Some(Verdict::Turns));
    assert_eq!(found[0].turn, None, "a choice is no place");
    let [near, far] = [0, 1].map(|at| value(&found[0], at));
    assert!((near + 8.0).abs() < 0.5 && (far - 8.0).abs() < 0.5);
}

#[test]
fn luck_that_all_points_share_widens_intervals() {
    let points = lattice(400, 2);
    let differences = |futures: usize| {
        let losses = losses(&points, futures, |_| -1.0);
        Differences::new(&losses, [1, 0], 1, &RESAMPLED)
    };
    let width = |futures: usize| {
        let [low, high] = differences(futures).interval.expect("drawn again");
        high - low
    };
    // Points are many and alike: what is not known is luck, of which four futures tell less than 64.
    assert!(width(4) > 2.5 * width(64), "{} and {}", width(4), width(64));
}

#[test]
fn local_regression_is_that_of_statsmodels() {
    let x: Vec<f64> = lattice(200, 1).iter().map(|row| row[0]).collect();
    let noise = lattice(200, 2);
    let y: Vec<f64> = x
        .iter()
        .zip(&noise)
        .map(|(x, row)| libm::sin(6.0 * x) + row[1])
        .collect();
    let places: Vec<Vec<f64>> = (0..21).map(|at| vec![f64::from(at) / 20.0]).collect();
    let all: Vec<usize> = (0..200).collect();
    let local = Local::new(std::slice::from_ref(&x), &places, &all, 0.5);
    let said: [f64; 21] = Oracle("exploration").said("lowess");
    for (mine, said) in local.fit(&y, &[1.0; 200]).into_iter().zip(said) {
        let mine = mine.expect("points are near");
        assert!((mine - said).abs() < 1e-6, "{mine}, and {said} is said");
    }
}

#[test]
fn a_plane_is_read_exactly() {
    let points = lattice(100, 2);
    let columns: Vec<Vec<f64>> = (0..2)
        .map(|of| points.iter().map(|point| point[of]).collect())
        .collect();
    let y: Vec<f64> = points
        .iter()
        .map(|point| 3.0 - 2.0 * point[0] + 5.0 * point[1])
        .collect();
    let all: Vec<usize> = (0..100).collect();
    let local = Local::new(&columns, &[vec![0.3, 0.6]], &all, 0.4);
    near(local.fit(&y, &[1.0; 100])[0].expect("points are near"), 5.4);
    // A direction in which points do not differ leaves their mean.
    let flat = Local::new(&[vec![0.5; 100]], &[vec![0.5]], &all, 1.0);
    assert!(flat.fit(&[7.0; 100], &[1.0; 100])[0].is_none_or(|mean| (mean - 7.0).abs() < 1e-12));
    // Nor do points all on one spot beside the place: a slope through them is any.
    let beside = Local::new(&[vec![0.2; 100]], &[vec![0.7]], &all, 1.0);
    let counted = beside.fit(&[7.0; 100], &[1.0; 100])[0];
    assert!(
        counted.is_none_or(|mean| (mean - 7.0).abs() < 1e-12),
        "{counted:?}"
    );
}

/// A policy that changes this much in the mean, by luck of a future, of a point, and of both, drawn by this name.
fn by_luck(name: u64, points: usize, futures: usize, mean: f64, spreads: [f64; 3]) -> Losses {
    let name = name << 32;
    let change = |point: usize, future: usize| {
        let (point, future) = (point as u64, future as u64);
        let names = [900_000 + future, 800_000 + point, 1 + point * 1000 + future];
        let luck = names.iter().zip(spreads);
        mean + luck
            .map(|(of, spread)| spread * (noise(name + of) - 0.5))
            .sum::<f64>()
    };
    let of = |point: usize| (0..futures).map(|future| change(point, future)).collect();
    Losses::new(vec![
        vec![vec![0.0; futures]; points],
        (0..points).map(of).collect(),
    ])
}

/// Points of a design of each method that has levels, over two inputs.
fn designs_with_levels() -> Vec<(&'static str, Vec<Vec<f64>>)> {
    let again = |points: &[Vec<f64>], times: usize| -> Vec<Vec<f64>> {
        let all = points.iter().cycle().take(times * points.len());
        all.cloned().collect()
    };
    let factorial = |levels: &[f64], times: usize| {
        let each = levels
            .iter()
            .flat_map(|a| levels.iter().map(|b| vec![*a, *b]));
        again(&each.collect::<Vec<Vec<f64>>>(), times)
    };
    let third = 1.0 / 3.0;
    // As trajectories of Morris with four levels: steps of two thirds.
    let trajectories = (0..10).flat_map(|index| {
        let [a, b] = [0, 1].map(|input| third * f64::from((index >> input) & 1));
        [
            vec![a, b],
            vec![a + 2.0 * third, b],
            vec![a + 2.0 * third, b + 2.0 * third],
        ]
    });
    let mut one_at_a_time = vec![vec![0.5, 0.5]];
    for level in [0.0, 0.25, 0.75, 1.0] {
        one_at_a_time.extend([vec![level, 0.5], vec![0.5, level]]);
    }
    vec![
        ("factorial of 2", factorial(&[0.0, 1.0], 6)),
        ("factorial of 3", factorial(&[0.0, 0.5, 1.0], 3)),
        ("morris", trajectories.collect()),
        ("one at a time", again(&one_at_a_time, 3)),
    ]
}

#[test]
fn between_levels_a_line_is_read_and_at_them_their_mean() {
    for (method, points) in designs_with_levels() {
        // One input tells, so that each of its levels has a mean that is known, and lies on a line.
        let losses = losses(&points, 4, |point| 8.0 * point[0] - 2.0);
        let sample = sample(&points, 2, 1);
        let differences = Differences::new(&losses, [1, 0], 1, &RESAMPLED);
        let luck = value(&differences.along(&[Way::new(&sample, 0, None)])[0], 0) + 2.0;
        assert!(luck.abs() < 1.0, "{method}: {luck}");
        let found = &differences.along(&[Way::new(&sample, 0, None)])[0];
        for (at, spot) in found.curve.iter().enumerate() {
            let line = 8.0 * spot.place - 2.0 + luck;
            assert!(
                (value(found, at) - line).abs() < 1e-9,
                "{method}: {spot:?}, expected {line}"
            );
            let [low, high] = spot.interval.expect("drawn again");
            assert!(low < line && line < high, "{method}: {spot:?}");
        }
        let turn = found.turn.expect("it crosses 0");
        near(turn.place, (2.0 - luck) / 8.0);
    }
}

#[test]
fn a_place_that_no_points_tell_is_empty() {
    let points: Vec<Vec<f64>> = lattice(40, 1).iter().map(|row| vec![0.5, row[0]]).collect();
    let losses = losses(&points, 4, |_| -5.0);
    let differences = Differences::new(&losses, [1, 0], 1, &RESAMPLED);
    let way = Way::new(&sample(&points, 2, 1), 0, None);
    let found = &differences.along(&[way])[0];
    for spot in &found.curve {
        assert_eq!(spot.value.is_some(), spot.place == 0.5, "{spot:?}");
        assert_eq!(spot.interval.is_some(), spot.place == 0.5, "{spot:?}");
    }
    assert_eq!((found.verdict, found.turn), (Some(Verdict::May), None));
}

#[test]
fn an_input_that_does_nothing_does_not_turn_a_sign() {
    let points = lattice(64, 5);
    let sample = sample(&points, 5, 1);
    let ways: Vec<Way> = (0..5).map(|input| Way::new(&sample, input, None)).collect();
    let (mut sure, mut turning, mut families, mut depend) = (0, 0, 0, 0);
    for name in 0..400 {
        // A headline close to 0: the other sign is near everywhere.
        let losses = by_luck(name, 64, 4, -0.3, [0.2, 6.0, 0.0]);
        let differences = Differences::new(&losses, [1, 0], 1, &RESAMPLED);
        let found = differences.along(&ways);
        let with = |verdict| found.iter().filter(|of| of.verdict == verdict).count();
        let depends = with(Some(Verdict::Depends));
        match differences.is_sure() {
            true => assert_eq!((with(None), depends), (0, 0)),
            false => assert_eq!(with(None) + depends, 5),
        }
        let turns = with(Some(Verdict::Turns));
        sure += usize::from(differences.is_sure());
        turning += turns;
        families += usize::from(turns > 0);
        depend += usize::from(depends > 0);
    }
    assert!(
        (100..150).contains(&sure),
        "{sure} of 400 headlines are sure"
    );
    assert!(
        20 * families <= sure,
        "in {families} families {turning} inputs turn, {sure} headlines sure"
    );
    assert!(
        50 * depend <= 400 - sure,
        "{depend} headlines depend, {sure} are sure"
    );
}

#[test]
fn intervals_of_few_futures_hold_what_they_promise() {
    for futures in [2, 4, 8] {
        let mut held = 0;
        for name in 0..200 {
            let losses = by_luck(1000 + name, 16, futures, 3.0, [10.0, 1.0, 3.0]);
            let differences = Differences::new(&losses, [1, 0], 1, &RESAMPLED);
            let [low, high] = differences.interval.expect("drawn again");
            held += usize::from(low <= 3.0 && 3.0 <= high);
            assert!(
                futures >= 4 || !differences.is_sure(),
                "two futures are too few"
            );
        }
        assert!(
            (180..=199).contains(&held),
            "{held} of 200 intervals of {futures} futures"
        );
    }
}

#[test]
fn every_crossing_is_told_and_an_interval_holds_its_place() {
    let points = lattice(600, 2);
    // Better in the middle, worse towards both ends.
    let of_both = losses(&points, 4, |point| {
        60.0 * (point[0] - 0.5) * (point[0] - 0.5) - 8.0
    });
    let sample = sample(&points, 2, 1);
    let ways = [Way::new(&sample, 0, None)];
    let differences = Differences::new(&of_both, [1, 0], 1, &RESAMPLED);
    let found = &differences.along(&ways)[0];
    let sides: Vec<bool> = found.crossings.iter().map(|of| of.above).collect();
    assert_eq!(sides, [false, true], "{:?}", found.crossings);
    // Where it crosses close to an end many resamples have turned all along.
    let close = losses(&points, 4, |point| {
        0.8 - point[0] * 10.0 + 10.0 * (point[1] - 0.5)
    });
    let differences = Differences::new(&close, [1, 0], 1, &RESAMPLED);
    let turn = differences.along(&ways)[0].turn.expect("it crosses 0");
    let [low, high] = turn.ends;
    assert!(!turn.above && turn.place < 0.2, "{turn:?}");
    assert!(low.is_none_or(|low| low <= turn.place), "{turn:?}");
    assert!(high.expect("within the range") >= turn.place, "{turn:?}");
}
