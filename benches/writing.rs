//! What it costs to make the tables of a block (eight replicates of the standard grid, six years),
//! beside simulating one of its replicates: the share of writing in a batch is
//! `written / (written + 8 * simulated)`.
//!
//! `cargo bench --bench writing` (a minute)

#[path = "shared/designs.rs"]
mod designs;
#[path = "shared/origin.rs"]
mod origin;

use std::time::Duration;

use criterion::{Criterion, SamplingMode};
use plaza_batch::results;
use plaza_batch::rows::Recorded;

use plaza::runs::design::{BLOCK, Design, RecordMunicipalities, RecordReplicates};
use plaza::runs::dictionary::TABLES;
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};

fn simulated(design: &Design, number: u32) -> Recorded {
    let mut endings = replicate::run(design, &[0], number, true, &Stop::default());
    match endings.pop() {
        Some(Ending::Done(recorded)) => *recorded,
        other => panic!("the replicate did not end well: {other:?}"),
    }
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();

    let mut standard = designs::status_quo("default");
    standard.record.municipalities = RecordMunicipalities::Mean;
    let mut panel = standard.clone();
    panel.record.panel = RecordReplicates::Every(true);
    let mut group = criterion.benchmark_group("writing");
    group.sampling_mode(SamplingMode::Flat);
    for (name, design) in [("means", &standard), ("panel", &panel)] {
        group.bench_function(format!("{name}, a replicate simulated"), |bencher| {
            bencher.iter(|| simulated(design, 0));
        });
        let mut block = Recorded::of(&TABLES);
        for number in 0..BLOCK {
            block.append(simulated(design, number));
        }
        group.bench_function(format!("{name}, a block written"), |bencher| {
            bencher.iter(|| results::parts(&block, true, &origin::origin()).count());
        });
    }
    group.finish();
    criterion.final_summary();
}
