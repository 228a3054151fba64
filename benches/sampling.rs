//! What a draw of each law costs, beside the same law of `rand_distr`, made and sampled as a rule
//! would whose rates change with every decision.
//!
//! `cargo bench --bench sampling` (a minute)

use std::hint::black_box;
use std::time::Duration;

use criterion::Criterion;
use plaza_engine::luck::{Key, Stream};
use plaza_engine::roster::Roster;
use plaza_engine::sampling::{
    below, binomial, exponential, multinomial, normal, poisson, uniform, weighted, zeta,
};
use rand_distr::{Binomial, Distribution, Poisson, StandardNormal};

fn bench<T>(criterion: &mut Criterion, name: &str, mut draw: impl FnMut(&mut Stream) -> T) {
    let mut rng = Key::new(1, 0).luck(1, 0).of(0, 0);
    criterion
        .benchmark_group("sampling")
        .bench_function(name, |bencher| bencher.iter(|| draw(&mut rng)));
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(700))
        .configure_from_args();
    let criterion = &mut criterion;

    bench(criterion, "uniform", uniform);
    bench(criterion, "below 2456", |rng| below(rng, black_box(2_456)));
    bench(criterion, "exponential", exponential);
    bench(criterion, "normal", normal);
    bench(criterion, "normal, rand_distr", |rng| -> f64 {
        StandardNormal.sample(rng)
    });
    for mean in [0.01, 3.0, 11.0, 13.0, 5_000.0] {
        bench(criterion, &format!("poisson {mean}"), |rng| {
            poisson(rng, black_box(mean))
        });
        bench(criterion, &format!("poisson {mean}, rand_distr"), |rng| {
            let law = Poisson::new(black_box(mean)).expect("a positive mean");
            law.sample(rng)
        });
    }
    for (n, p) in [
        (100, 1e-3),
        (1_000_000, 3e-6),
        (1_000, 0.011),
        (1_000, 0.013),
        (1_000, 0.6),
    ] {
        bench(criterion, &format!("binomial {n} {p}"), |rng| {
            binomial(rng, black_box(n), black_box(p))
        });
        bench(criterion, &format!("binomial {n} {p}, rand_distr"), |rng| {
            let law = Binomial::new(black_box(n).into(), black_box(p)).expect("a probability");
            law.sample(rng)
        });
    }
    let weights = [3.0, 0.0, 0.5, 6.0, 1.0, 2.5, 0.1, 4.0];
    bench(criterion, "weighted among 8", |rng| {
        weighted(rng, black_box(&weights))
    });
    bench(criterion, "multinomial of 10 on 8", |rng| {
        multinomial(rng, black_box(10), black_box(&weights))
    });
    bench(criterion, "zeta 2.6 to 50", |rng| {
        zeta(rng, black_box(2.6), black_box(50))
    });
    let mut roster = Roster::default();
    (0..1_000).for_each(|one| roster.add(one));
    bench(criterion, "one of a roster of 1000, and back", |rng| {
        let one = roster.take_one(rng).expect("a thousand people");
        roster.add(one);
    });
    criterion.final_summary();
}
