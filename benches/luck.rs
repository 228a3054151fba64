//! What the luck of a decision costs when its stream is named, against a plain sequential generator:
//! each time is that of one decision.
//!
//! `cargo bench --bench luck` (half a minute)

use std::hint::black_box;
use std::time::Duration;

use criterion::Criterion;
use plaza_engine::luck::{Key, mix_all, trait_of};
use plaza_engine::sampling::uniform;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_pcg::Pcg64Mcg;

/// One decision after another, each of its own number.
fn bench(criterion: &mut Criterion, name: &str, mut draw: impl FnMut(u64) -> u64) {
    let mut decision = 0;
    criterion
        .benchmark_group("luck")
        .bench_function(name, |bencher| {
            bencher.iter(|| {
                decision += 1;
                draw(black_box(decision))
            });
        });
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let criterion = &mut criterion;

    let key = Key::new(1, 0);
    let luck = key.luck(3, 40);
    let mut sequential = luck.of(0, 0);
    bench(criterion, "sequential draw", |_| sequential.next_u64());
    bench(criterion, "stream and a draw", |i| {
        luck.of(77, i).next_u64()
    });
    bench(criterion, "stream and eight draws", |i| {
        let mut stream = luck.of(77, i);
        (0..8).fold(0, |sum: u64, _| sum.wrapping_add(stream.next_u64()))
    });
    bench(criterion, "week and process, stream and a draw", |i| {
        key.luck(3, i as i32).of(77, i).next_u64()
    });
    bench(criterion, "PCG seeded for each decision", |i| {
        Pcg64Mcg::seed_from_u64(i).next_u64()
    });
    bench(criterion, "ChaCha8 seeded for each decision", |i| {
        ChaCha8Rng::seed_from_u64(i).next_u64()
    });
    bench(criterion, "key of a replicate", |i| {
        Key::new(1, i).luck(0, 0).of(0, 0).next_u64()
    });
    bench(criterion, "trait of a person", |i| {
        trait_of(mix_all(&[0xb01d, 77, i])).to_bits()
    });
    let mut sequential = luck.of(0, 1);
    bench(criterion, "sequential uniform", |_| {
        uniform(&mut sequential).to_bits()
    });
    criterion.final_summary();
}
