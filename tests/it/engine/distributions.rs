//! Every sampler against its law, at fixed seeds (`fit` states the error); statrs is the oracle.

mod counts;

use plaza_engine::luck::{Key, Stream};
use plaza_engine::roster::Roster;
use plaza_engine::sampling::{
    befalls, below, binomial, chance, exponential, gamma, happens, multinomial, normal, poisson,
    shuffle, uniform, weighted, zeta,
};
use statrs::distribution::{ContinuousCDF, Gamma, Normal};

use crate::engine::fit::{assert_continuous, assert_counts, assert_even, assert_sum};

const DRAWS: u32 = 200_000;

fn stream(case: u64) -> Stream {
    Key::new(20_070_101, 0).luck(1, 0).of(0, case)
}

/// Chi-square on some forty cells of about equal chance, then the mean and the variance.
#[track_caller]
fn assert_discrete(
    what: &str,
    mean: f64,
    variance: f64,
    pmf: impl Fn(u64) -> f64,
    mut draw: impl FnMut() -> u32,
) {
    let spread = 10.0 * variance.sqrt();
    let (mut bounds, mut chances) = (Vec::new(), Vec::new());
    let mut gathered = 0.0;
    for k in (mean - spread).max(0.0) as u64..=(mean + spread + 20.0) as u64 {
        gathered += pmf(k);
        if gathered >= 1.0 / 40.0 {
            bounds.push(k);
            chances.push(gathered);
            gathered = 0.0;
        }
    }
    chances.push((1.0 - chances.iter().sum::<f64>()).max(0.0));
    if chances.last() < Some(&1e-12) {
        chances.pop();
        bounds.pop();
    }
    let mut counts = vec![0; chances.len()];
    let (mut sum, mut squares) = (0.0, 0.0);
    for _ in 0..DRAWS {
        let k = draw();
        counts[bounds.partition_point(|&bound| bound < u64::from(k))] += 1;
        let deviation = f64::from(k) - mean;
        sum += deviation;
        squares += deviation * deviation;
    }
    assert_counts(what, &counts, &chances);
    let draws = f64::from(DRAWS);
    assert_sum(&format!("mean of {what}"), sum, 0.0, draws * variance);
    if variance > 1.0 {
        // The fourth moment of these laws is near the normal's and at most 1/variance above it.
        let of_square = (2.0 + 1.0 / variance) * variance * variance;
        assert_sum(
            &format!("variance of {what}"),
            squares,
            draws * variance,
            draws * of_square,
        );
    }
}

#[test]
fn uniform_is_uniform() {
    let mut rng = stream(1);
    let sample: Vec<f64> = (0..DRAWS).map(|_| uniform(&mut rng)).collect();
    assert!(sample.iter().all(|x| (0.0..1.0).contains(x)));
    assert_continuous("uniform", sample, |x| x);
}

#[test]
fn every_index_is_as_likely() {
    let mut rng = stream(2);
    for n in [2, 3, 7, 10, 100, 1000] {
        let mut counts = vec![0; n];
        for _ in 0..DRAWS {
            counts[below(&mut rng, n)] += 1;
        }
        assert_even(&format!("below {n}"), &counts);
    }
    assert_eq!(below(&mut rng, 1), 0);
    // Where a quarter of the raw draws has to be refused: without, every third index would come
    // twice as often as the others.
    let mut counts = [0; 3];
    for _ in 0..DRAWS {
        counts[below(&mut rng, 3 << 62) % 3] += 1;
    }
    assert_even("below 3 * 2^62", &counts);
}

#[test]
fn chance_comes_true_as_often_as_it_says() {
    let mut rng = stream(3);
    for p in [1e-4, 0.01, 0.3, 0.5, 0.999] {
        let hits = (0..DRAWS).filter(|_| chance(&mut rng, p)).count();
        let draws = f64::from(DRAWS);
        let variance = draws * p * (1.0 - p);
        assert_sum(&format!("chance {p}"), hits as f64, draws * p, variance);
    }
}

#[test]
fn what_is_certain_draws_nothing() {
    let before = stream(4);
    let mut rng = before.clone();
    assert!(!chance(&mut rng, 0.0) && !chance(&mut rng, -0.1) && !happens(&mut rng, 0.0));
    assert_eq!(befalls(&mut rng, 9, 0.0), 0);
    assert_eq!(befalls(&mut rng, 0, 0.5), 0);
    assert!(chance(&mut rng, 1.0) && chance(&mut rng, 1.1));
    assert_eq!(poisson(&mut rng, 0.0), 0);
    assert_eq!(binomial(&mut rng, 0, 0.5), 0);
    assert_eq!(binomial(&mut rng, 9, 0.0), 0);
    assert_eq!(binomial(&mut rng, 9, 1.0), 9);
    assert_eq!(weighted(&mut rng, &[0.0, -1.0]), None);
    assert_eq!(multinomial(&mut rng, 9, &[0.0, 2.0, -1.0]), [0, 9, 0]);
    assert_eq!(multinomial(&mut rng, 9, &[0.0, 0.0]), [0, 0]);
    assert_eq!(Roster::<u32>::default().take_one(&mut rng), None);
    assert_eq!(rng, before);
}

#[test]
fn weights_are_proportions() {
    let mut rng = stream(5);
    let weights = [0.0, 1.0, -2.0, 3.0, 0.5, 1e-3, 0.0];
    let mut counts = [0; 7];
    for _ in 0..DRAWS {
        counts[weighted(&mut rng, &weights).expect("a positive weight")] += 1;
    }
    let total: f64 = 4.501;
    assert_counts("weighted", &counts, &weights.map(|w| w.max(0.0) / total));
}

#[test]
fn exponential_and_normal_follow_their_laws() {
    let draws = f64::from(DRAWS);
    let mut rng = stream(6);
    let sample: Vec<f64> = (0..DRAWS).map(|_| exponential(&mut rng)).collect();
    assert_sum("mean of exponential", sample.iter().sum(), draws, draws);
    assert_continuous("exponential", sample, |x| 1.0 - (-x).exp());

    let law = Normal::new(0.0, 1.0).expect("a standard normal law");
    let sample: Vec<f64> = (0..DRAWS).map(|_| normal(&mut rng)).collect();
    let squares = sample.iter().map(|x| x * x).sum();
    assert_sum("variance of normal", squares, draws, 2.0 * draws);
    assert_continuous("normal", sample, |x| law.cdf(x));
}

/// Below shape 1 by a power of a uniform, above by rejection.
#[test]
fn gamma_follows_its_law() {
    let draws = f64::from(DRAWS);
    for (case, shape) in [0.05, 0.7, 1.0, 3.5, 200.0].into_iter().enumerate() {
        let mut rng = stream(60 + case as u64);
        let law = Gamma::new(shape, 1.0).expect("a gamma law");
        let sample: Vec<f64> = (0..DRAWS).map(|_| gamma(&mut rng, shape)).collect();
        let what = format!("gamma {shape}");
        assert_sum(&what, sample.iter().sum(), draws * shape, draws * shape);
        assert_continuous(&what, sample, |x| law.cdf(x));
    }
    assert_eq!(gamma(&mut stream(70), 0.0), 0.0);
}

#[test]
fn sizes_have_the_tail_of_their_exponent() {
    for (case, (exponent, max)) in [
        (1.2, 20),
        (1.5, 100_000),
        (2.2, 20),
        (2.6, 50),
        (2.6, 100_000),
        (3.5, 100),
        (2.6, 1),
    ]
    .into_iter()
    .enumerate()
    {
        let mut rng = stream(400 + case as u64);
        if max == 1 {
            assert!((0..1000).all(|_| zeta(&mut rng, exponent, 1) == 1));
            continue;
        }
        let weights: Vec<f64> = (1..=max).map(|k| f64::from(k).powf(-exponent)).collect();
        let total: f64 = weights.iter().rev().sum();
        let chances: Vec<f64> = weights.iter().map(|w| w / total).collect();
        let mut counts = vec![0; max as usize];
        for _ in 0..DRAWS {
            counts[zeta(&mut rng, exponent, max) as usize - 1] += 1;
        }
        assert_counts(&format!("zeta({exponent}) to {max}"), &counts, &chances);
    }
}

#[test]
fn every_order_is_as_likely() {
    let mut rng = stream(12);
    let mut counts = [0; 27];
    for _ in 0..DRAWS {
        let mut order = [0, 1, 2];
        shuffle(&mut rng, &mut order);
        counts[order.iter().fold(0, |code, one| 3 * code + one)] += 1;
    }
    let orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    let counts = orders.map(|[a, b, c]| counts[9 * a + 3 * b + c]);
    assert_eq!(counts.iter().sum::<u64>(), DRAWS as u64, "nothing is lost");
    assert_even("orders of three", &counts);
}

#[test]
fn every_subset_of_a_roster_is_as_likely() {
    let mut rng = stream(8);
    let mut counts = [0; 1 << 6];
    for _ in 0..DRAWS {
        let mut roster = Roster::default();
        (0..6).for_each(|one| roster.add(one));
        let taken = roster.take(&mut rng, 3);
        let set = |of: &Roster<i32>| of.iter().fold(0_usize, |set, one| set | 1 << one);
        assert_eq!(set(&taken) | set(&roster), 0b11_1111, "nobody is lost");
        counts[set(&taken)] += 1;
    }
    let chances: Vec<f64> = (0..counts.len())
        .map(|set| if set.count_ones() == 3 { 0.05 } else { 0.0 })
        .collect();
    assert_counts("subsets of a roster", &counts, &chances);
    let mut roster = Roster::default();
    roster.add('a');
    assert_eq!(roster.take(&mut rng, 5).len(), 1, "no more than there are");
    assert!(roster.is_empty());
}
