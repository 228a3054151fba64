//! Every sampler against its law, at fixed seeds (`fit` states the error); statrs is the oracle.

use plaza_engine::luck::{Key, Stream};
use plaza_engine::roster::Roster;
use plaza_engine::sampling::{
    befalls, below, binomial, chance, exponential, happens, multinomial, normal, poisson, shuffle,
    uniform, weighted, zeta,
};
use rand::Rng;
use statrs::distribution::{Binomial, ContinuousCDF, Discrete, Normal, Poisson};
use statrs::function::factorial::multinomial as multinomial_coefficient;

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

#[test]
fn poisson_follows_its_law() {
    for (case, mean) in [1e-3, 0.1, 3.0, 11.9, 12.1, 80.0, 5000.0, 1e6]
        .into_iter()
        .enumerate()
    {
        let law = Poisson::new(mean).expect("a positive mean");
        let mut rng = stream(100 + case as u64);
        let what = format!("Poisson({mean})");
        assert_discrete(
            &what,
            mean,
            mean,
            |k| law.pmf(k),
            || poisson(&mut rng, mean),
        );
    }
}

#[test]
fn binomial_follows_its_law() {
    let cases = [
        (1, 0.3),
        (10, 0.5),
        (10, 0.51),
        (23, 0.5),
        (24, 0.5),
        (30, 0.9),
        (100, 0.119),
        (100, 0.121),
        (100, 0.881),
        (100, 0.879),
        (1_000, 0.3),
        (1_000, 0.7),
        (1_000_000, 1.19e-5),
        (1_000_000, 1.21e-5),
        (1_000_000_000, 1e-9),
        (1_000_000_000, 0.5),
        (3_000_000_000, 0.9),
    ];
    for (case, (n, p)) in cases.into_iter().enumerate() {
        let law = Binomial::new(p, u64::from(n)).expect("a probability");
        let mean = f64::from(n) * p;
        let mut rng = stream(200 + case as u64);
        assert_discrete(
            &format!("binomial({n}, {p})"),
            mean,
            mean * (1.0 - p),
            |k| if k <= u64::from(n) { law.pmf(k) } else { 0.0 },
            || binomial(&mut rng, n, p),
        );
    }
}

#[test]
fn what_has_a_hazard_befalls_as_many_as_it_should() {
    let cases = [
        (1, 0.4),
        (10, 0.69),
        (10, 0.7),
        (100, 0.119),
        (100, 0.121),
        (30, 3.0),
        (1_000_000, 1.19e-5),
        (1_000_000, 1.21e-5),
    ];
    for (case, (n, hazard)) in cases.into_iter().enumerate() {
        let p = -f64::exp_m1(-hazard);
        let law = Binomial::new(p, u64::from(n)).expect("a probability");
        let mean = f64::from(n) * p;
        let mut rng = stream(250 + case as u64);
        assert_discrete(
            &format!("befalls({n}, {hazard})"),
            mean,
            mean * (1.0 - p),
            |k| if k <= u64::from(n) { law.pmf(k) } else { 0.0 },
            || befalls(&mut rng, n, hazard),
        );
        let hits = (0..DRAWS).filter(|_| happens(&mut rng, hazard)).count();
        let draws = f64::from(DRAWS);
        let variance = draws * p * (1.0 - p);
        assert_sum(
            &format!("happens {hazard}"),
            hits as f64,
            draws * p,
            variance,
        );
    }
}

#[test]
fn multinomial_has_binomial_margins_and_loses_nothing() {
    let weights = [3.0, 0.0, 0.5, 6.0, -1.0, 2.5, 0.0];
    for n in [3, 7, 40, 5_000_000] {
        let mut rng = stream(300 + u64::from(n));
        let draws: Vec<[u32; 7]> = (0..DRAWS)
            .map(|_| multinomial(&mut rng, n, &weights))
            .collect();
        for draw in &draws {
            assert_eq!(draw.iter().sum::<u32>(), n);
            assert_eq!([draw[1], draw[4], draw[6]], [0; 3]);
        }
        for cell in [0, 2, 3, 5] {
            let p = weights[cell] / 12.0;
            let law = Binomial::new(p, u64::from(n)).expect("a probability");
            let mean = f64::from(n) * p;
            let mut each = draws.iter();
            assert_discrete(
                &format!("cell {cell} of multinomial({n})"),
                mean,
                mean * (1.0 - p),
                |k| if k <= u64::from(n) { law.pmf(k) } else { 0.0 },
                || each.next().expect("one draw each")[cell],
            );
        }
    }
}

#[test]
fn cells_of_a_multinomial_hang_together_as_they_should() {
    let weights = [1.0, 2.0, 1.0];
    let mut rng = stream(7);
    let mut counts = [0; 25];
    for _ in 0..DRAWS {
        let [a, b, _] = multinomial(&mut rng, 4, &weights);
        counts[(5 * a + b) as usize] += 1;
    }
    let mut expected = [0.0; 25];
    for a in 0..=4 {
        for b in 0..=4 - a {
            let ways = multinomial_coefficient(4, &[a, b, 4 - a - b]);
            expected[(5 * a + b) as usize] =
                ways * 0.5_f64.powi(b as i32) * 0.25_f64.powi(4 - b as i32);
        }
    }
    assert_counts("joint multinomial", &counts, &expected);
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

/// The same luck under a larger mean never gives a smaller count, and a count costs one uniform.
#[test]
fn small_counts_rise_with_their_mean() {
    for case in 0..2_000 {
        let before = stream(1_000 + case);
        let mut after = before.clone();
        after.next_u64();
        let rises = |what: &str, draws: &mut dyn Iterator<Item = (Stream, u32)>| {
            let mut last = 0;
            for (rng, k) in draws {
                assert!(k >= last, "{what}, case {case}: {k} after {last}");
                assert_eq!(rng, after, "{what}: one uniform");
                last = k;
            }
        };
        let drawn = |draw: &dyn Fn(&mut Stream) -> u32| {
            let mut rng = before.clone();
            let k = draw(&mut rng);
            (rng, k)
        };
        let steps = || (1..120).map(f64::from);
        rises(
            "Poisson",
            &mut steps().map(|x| drawn(&|rng| poisson(rng, x / 10.0))),
        );
        rises(
            "binomial by its chance",
            &mut steps().map(|x| drawn(&|rng| binomial(rng, 20, x / 120.0))),
        );
        rises(
            "binomial of many by its chance",
            &mut steps().map(|x| drawn(&|rng| binomial(rng, 1_000_000, x * 1e-7))),
        );
        rises(
            "binomial by its number",
            &mut (1..120).map(|n| drawn(&|rng| binomial(rng, n, 0.1))),
        );
        rises(
            "likely binomial by its number",
            &mut (1..24).map(|n| drawn(&|rng| binomial(rng, n, 0.7))),
        );
    }
}
