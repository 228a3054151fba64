//! Regret of tables made by hand, and frontiers that are known.

use plaza_exploration::breakdown::{Differences, Verdict, Way};
use plaza_exploration::local::Local;
use plaza_exploration::regret::Losses;
use plaza_exploration::resampling::Resampling;
use plaza_exploration::sample::Sample;
use plaza_exploration::space::{Input, Over};

use crate::exploration::points::{lattice, sample};
use crate::oracles::Oracle;

const RESAMPLED: Resampling = Resampling {
    seed: 3,
    count: 200,
};

#[track_caller]
fn near(mine: f64, said: f64) {
    assert!((mine - said).abs() < 1e-9, "{mine}, expected {said}");
}

/// Three policies at four points in two futures.
///
/// Means: a 10 20 30 40, b 12 18 33 20, c 11 25 30 60; least 10 18 30 20.
fn by_hand() -> Losses {
    let futures = |means: [f64; 4]| means.map(|mean| vec![mean - 1.0, mean + 1.0]).to_vec();
    Losses::new(vec![
        futures([10.0, 20.0, 30.0, 40.0]),
        futures([12.0, 18.0, 33.0, 20.0]),
        futures([11.0, 25.0, 30.0, 60.0]),
    ])
}

#[test]
fn regret_of_a_table_made_by_hand() {
    let losses = by_hand();
    assert_eq!(losses.regrets(0), [0.0, 2.0, 0.0, 20.0]);
    assert_eq!(losses.regrets(1), [2.0, 0.0, 3.0, 0.0]);
    assert_eq!(losses.regrets(2), [1.0, 7.0, 0.0, 40.0]);
    assert_eq!(losses.winners(), [0, 1, 0, 1], "of equal ones the first");
    let found = losses.robustness(1, 25.0, &RESAMPLED);
    let [a, b, c] = <[_; 3]>::try_from(found).expect("three policies");
    near(a.mean, 25.0);
    near(a.worst, 40.0);
    near(a.regret_max, 20.0);
    near(a.regret_mean, 5.5);
    // Type 7: 0 0 2 20 at 2.7.
    near(a.regret_q90, 2.0 + 0.7 * 18.0);
    near(b.regret_mean, 1.25);
    near(c.regret_max, 40.0);
    // a alone at the first point, with c at the third.
    near(a.best_share, 0.375);
    near(b.best_share, 0.5);
    near(c.best_share, 0.125);
    // At no more than 25: 10 20; 12 18 20; 11 25.
    near(a.satisficing_share, 0.5);
    near(b.satisficing_share, 0.75);
    near(c.satisficing_share, 0.5);
    // All futures say the same: what is held out is the same, and every lead is clear but the tie.
    near(a.regret_held_out.expect("two futures"), 5.5);
    near(b.clearly_best_share, 0.5);
    near(a.clearly_best_share, 0.25);
    let [low, high] = a.regret_interval.expect("points are drawn again");
    assert!(
        low < 5.5 && 5.5 < high && low >= 0.0 && high <= 20.0,
        "{low} to {high}"
    );
}

#[test]
fn reversals_are_pairs_that_stand_otherwise() {
    // Means over points 25, 20.75, 31.5: b a c. The first point has a c b: two pairs of three turned; the third has a
    // and c tied and both before b.
    let found = by_hand().reversals();
    let expected = [2.0 / 3.0, 0.0, 2.5 / 3.0, 0.0];
    found
        .iter()
        .zip(expected)
        .for_each(|(mine, said)| near(*mine, said));
}

#[test]
fn luck_that_chooses_the_best_is_held_out() {
    // Ten policies that differ by luck alone, at 200 points in four futures.
    let noise = lattice(200, 16);
    let of = |policy: usize| -> Vec<Vec<f64>> {
        let future = |point: usize, future: usize| {
            let at = (policy * 7919 + point * 104_729 + future * 1_299_709) % 3001;
            noise[at % 200][(at / 200) % 16] + noise[(at * 31) % 200][future]
        };
        (0..200)
            .map(|point| (0..4).map(|at| future(point, at)).collect())
            .collect()
    };
    let losses = Losses::new((0..10).map(of).collect());
    for found in losses.robustness(1, 1.0, &RESAMPLED) {
        let held_out = found.regret_held_out.expect("four futures");
        assert!(
            found.regret_mean > 0.15,
            "luck alone makes regret: {found:?}"
        );
        assert!(
            held_out.abs() < 0.06,
            "and held out there is none: {found:?}"
        );
        assert!(found.clearly_best_share < 0.05, "{found:?}");
    }
}

#[test]
fn futures_that_are_missing_are_left_out() {
    let missing = f64::NAN;
    let losses = Losses::new(vec![
        vec![vec![1.0, missing], vec![3.0, 5.0]],
        vec![vec![2.0, missing], vec![1.0, 1.0]],
    ]);
    assert_eq!(losses.means(0), [1.0, 4.0]);
    assert_eq!(losses.regrets(0), [0.0, 3.0]);
    let found = losses.robustness(1, 2.0, &RESAMPLED);
    // Of the first point a single future is left, of which none can be held out.
    near(found[0].regret_held_out.expect("of the second point"), 3.0);
}

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
    assert_eq!(found[0].verdict, Verdict::Turns, "{:?}", found[0].turn);
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
            (Verdict::Stays, None),
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
    let losses = losses(&points, 8, |point| if point[0] == 1.0 { 8.0 } else { -6.0 });
    let sample = Sample::new(vec![input], vec![column], 1);
    let differences = Differences::new(&losses, [1, 0], 1, &RESAMPLED);
    let found = differences.along(&[Way::new(&sample, 0, None)]);
    assert_eq!(found[0].verdict, Verdict::Turns);
    assert_eq!(found[0].turn, None, "a choice is no place");
    assert!(
        (found[0].curve[0].value + 6.0).abs() < 0.5 && (found[0].curve[1].value - 8.0).abs() < 0.5
    );
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
