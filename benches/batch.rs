//! What a batch costs on one thread and on two: a block of eight replicates of the standard grid, a
//! year under status quo, its tables made as `plaza run` writes them, but for the disk.
//!
//! `cargo bench --bench batch` (half a minute)

#[path = "shared/designs.rs"]
mod designs;
#[path = "shared/origin.rs"]
mod origin;

use std::convert::Infallible;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, SamplingMode};
use plaza_batch::blocks::{Block, Finished, Sink};
use plaza_batch::{blocks as batch, results};

use plaza::runs::design::{BLOCK, Design, RecordMunicipalities};
use plaza::runs::dictionary::{TABLES, Tables};
use plaza::runs::replicate;
use plaza::runs::replicate::Stop;

/// Makes the bytes of the tables and forgets them.
struct Encoded;

impl Sink for Encoded {
    type Error = Infallible;

    fn tables(&self) -> Tables {
        &TABLES
    }

    fn block(&self, finished: Vec<Finished>) -> Result<(), Infallible> {
        for block in finished {
            for part in results::parts(&block.recorded, true, &origin::origin()) {
                black_box(part);
            }
        }
        Ok(())
    }
}

fn run(design: &Design) {
    let blocks = [Block::new(0, BLOCK, vec!["status_quo".to_owned()])];
    let stop = Stop::default();
    let simulate = |_: &[String], number| replicate::run(design, &[0], number, true, &stop);
    let Ok(()) = batch::run(&blocks, &simulate, &stop, &Encoded, &|_| {});
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(10))
        .configure_from_args();

    let mut design = designs::status_quo("default");
    design.burn_in = 0;
    design.weeks = 52;
    design.record.municipalities = RecordMunicipalities::Mean;
    let mut group = criterion.benchmark_group("batch");
    group.sampling_mode(SamplingMode::Flat);
    for (name, threads) in [("1 thread", 1), ("2 threads", 2)] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.expect("a pool of a few threads");
        group.bench_function(name, |bencher| {
            bencher.iter(|| pool.install(|| run(&design)));
        });
    }
    group.finish();
    criterion.final_summary();
}
