//! Samplers of counts against their laws.

use plaza_engine::luck::Stream;
use plaza_engine::sampling::{
    befalls, binomial, fades, happens, happens_within, multinomial, poisson, poisson_within,
};
use rand::Rng;
use statrs::distribution::{Binomial, Discrete, Poisson};
use statrs::function::factorial::multinomial as multinomial_coefficient;

use super::{DRAWS, assert_discrete, stream};
use crate::engine::fit::{assert_counts, assert_sum};

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

/// The same counts from the same luck, and the mean is asked for where the bound leaves the count open alone.
#[test]
fn poisson_within_a_bound_is_poisson() {
    for (most, mean) in [
        (1e-3, 1e-4),
        (0.3, 0.3),
        (0.9, 0.05),
        (0.9, 0.0),
        (1.0, 0.7),
        (40.0, 0.2),
        (40.0, 30.0),
    ] {
        let mut asked = 0;
        for draw in 0..DRAWS as u64 {
            let (mut one, mut other) = (stream(draw), stream(draw));
            let within = poisson_within(&mut one, most, || {
                asked += 1;
                mean
            });
            assert_eq!(within, poisson(&mut other, mean), "{mean} within {most}");
        }
        let open = DRAWS as f64 * most.min(1.0);
        let error = 5.0 * open.sqrt();
        assert!(
            (f64::from(asked) - open).abs() <= error,
            "{mean} within {most}: asked {asked} times, expected {open} within {error}"
        );
    }
    let never = || -> f64 { panic!("nothing can happen") };
    assert_eq!(poisson_within(&mut stream(0), 0.0, never), 0);
}

/// The same answers from the same luck, and the hazard is asked for where the bound leaves them open alone.
#[test]
fn what_happens_within_a_bound_happens() {
    for (most, hazard) in [
        (1e-3, 1e-4),
        (0.3, 0.3),
        (0.9, 0.05),
        (0.9, 0.0),
        (4.0, 0.2),
        (4.0, 3.0),
    ] {
        let mut asked = 0;
        for draw in 0..DRAWS as u64 {
            let (mut one, mut other) = (stream(draw), stream(draw));
            let within = happens_within(&mut one, most, || {
                asked += 1;
                hazard
            });
            assert_eq!(
                within,
                happens(&mut other, hazard),
                "{hazard} within {most}"
            );
        }
        let open = DRAWS as f64 * most.min(1.0);
        let error = 5.0 * open.sqrt();
        assert!(
            (f64::from(asked) - open).abs() <= error,
            "{hazard} within {most}: asked {asked} times, expected {open} within {error}"
        );
    }
    let never = || -> f64 { panic!("nothing can happen") };
    assert!(!happens_within(&mut stream(0), 0.0, never));
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
fn what_fades_is_kept_by_share_and_distance() {
    let cases = [(1.0, 0.3), (0.4, 1.2), (0.9, 5.0)];
    for (case, (share, away)) in cases.into_iter().enumerate() {
        let mut rng = stream(270 + case as u64);
        let kept = (0..DRAWS).filter(|_| fades(&mut rng, share, away)).count();
        let (draws, p) = (f64::from(DRAWS), share * libm::exp(-away));
        let what = format!("fades {share} {away}");
        assert_sum(&what, kept as f64, draws * p, draws * p * (1.0 - p));
    }
    assert!(!fades(&mut stream(279), 0.0, 0.0) && fades(&mut stream(279), 1.0, 0.0));
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
