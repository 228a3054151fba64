//! Regret of tables made by hand.

use std::cmp::Ordering;

use plaza_exploration::losses::Losses;

use crate::exploration::points::{lattice, noise};
use crate::exploration::{RESAMPLED, near};

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
    let winners = [Some(0), Some(1), None, Some(1)];
    assert_eq!(losses.winners(), winners, "of equal ones none");
    let found = losses.robustness(1, &[25.0, 17.0, 30.0, 25.0], &RESAMPLED);
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
    // No more than the limit there: a at 0 and 2, b at 0 and 3, c at 0 and 2.
    for of in [&a, &b, &c] {
        near(of.satisficing_share, 0.5);
    }
    // All futures say the same, so that what is held out is the same; of two that differ by no luck nothing is clear.
    near(a.regret_held_out.expect("two futures"), 5.5);
    near(a.clearly_best_share + b.clearly_best_share, 0.0);
    let [low, high] = a.held_out_interval.expect("points are drawn again");
    assert!(low < 5.5 && 5.5 < high && high < 20.0, "{low} to {high}");
}

#[test]
fn two_futures_that_differ_make_a_wide_interval() {
    // The best of either future is the other policy, so that futures drawn again say much, and points nothing.
    let at_all = |of: [f64; 2]| vec![of.to_vec(); 40];
    let losses = Losses::new(vec![at_all([0.0, 0.0]), at_all([30.0, -10.0])]);
    let found = losses.robustness(1, &[0.0; 40], &RESAMPLED);
    near(found[0].regret_held_out.expect("two futures"), -15.0);
    let [low, high] = found[0].held_out_interval.expect("drawn again");
    assert!(low < -40.0 && 10.0 < high, "{low} to {high}");
}

#[test]
fn policies_are_clearly_apart_by_their_futures() {
    let of = |futures: &[f64]| vec![futures.to_vec()];
    let values = [
        &[1.0, 2.0, 3.0, 4.0],
        &[11.0, 12.5, 13.0, 14.2],
        &[1.5, 1.0, 4.0, 3.0],
    ];
    let losses = Losses::new(values.map(|futures| of(futures)).to_vec());
    assert_eq!(losses.apart([0, 1], 0, 0.95), Some(Ordering::Less));
    assert_eq!(losses.apart([1, 0], 0, 0.95), Some(Ordering::Greater));
    assert_eq!(losses.apart([0, 2], 0, 0.95), None, "within luck");
    assert_eq!(losses.apart([0, 0], 0, 0.95), None, "without any spread");
    let few = Losses::new(values.map(|futures| of(&futures[..3])).to_vec());
    assert_eq!(few.apart([0, 1], 0, 0.95), None, "of three futures");
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
    for found in losses.robustness(1, &[1.0; 200], &RESAMPLED) {
        let held_out = found.regret_held_out.expect("four futures");
        assert!(
            found.regret_mean > 0.15,
            "luck alone makes regret: {found:?}"
        );
        assert!(
            held_out.abs() < 0.06,
            "and held out there is none: {found:?}"
        );
        let [low, high] = found.held_out_interval.expect("four futures");
        assert!(low < 0.0 && 0.0 < high && low < held_out && held_out < high);
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
    let found = losses.robustness(1, &[2.0; 2], &RESAMPLED);
    // Of the first point a single future is left, of which none can be held out.
    near(found[0].regret_held_out.expect("of the second point"), 3.0);
}

#[test]
fn a_lead_is_clear_over_all_others_and_by_luck_that_is_known() {
    // Three policies at one point: the first leads both others, by luck of this spread.
    let clear = |futures: usize, spread: f64, leads: [f64; 2]| {
        let of = |lead: f64, policy: u64| -> Vec<Vec<f64>> {
            let value = |future: usize| lead + spread * noise(policy * 100 + future as u64);
            vec![(0..futures).map(value).collect()]
        };
        let losses = Losses::new(vec![of(0.0, 1), of(leads[0], 2), of(leads[1], 3)]);
        losses.robustness(1, &[0.0], &RESAMPLED)[0].clearly_best_share
    };
    near(clear(8, 1.0, [5.0, 6.0]), 1.0);
    near(clear(8, 1.0, [5.0, 0.3]), 0.0);
    near(clear(3, 1.0, [50.0, 60.0]), 0.0);
    near(clear(8, 0.0, [5.0, 6.0]), 0.0);
}

#[test]
fn of_policies_that_tie_none_is_the_first() {
    // Both lose the same everywhere, whichever stands first; a third one loses more.
    let luck = |point: usize, future: usize| noise((point * 10 + future) as u64);
    let of = |more: f64| -> Vec<Vec<f64>> {
        let point = |point: usize| (0..4).map(|future| more + luck(point, future)).collect();
        (0..20).map(point).collect()
    };
    let losses = Losses::new(vec![of(0.0), of(0.0), of(1.0)]);
    assert!(losses.winners().iter().all(Option::is_none));
    let found = losses.robustness(1, &[0.0; 20], &RESAMPLED);
    near(found[0].best_share, 0.5);
    near(found[1].best_share, 0.5);
    let held_out = [0, 1, 2].map(|policy| found[policy].regret_held_out.expect("four futures"));
    near(held_out[0], 0.0);
    near(held_out[1], 0.0);
    near(held_out[2], 1.0);
}
