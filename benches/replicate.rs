//! What a whole replicate costs, over draws of the posterior: six years of the status quo after the burn-in, on the
//! grid and, with `PLAZA_DATA`, in Mexico. At the end the mean over the draws, and how many times that the worst costs.
//!
//! `cargo bench --bench replicate` (five minutes, or half of that without `PLAZA_DATA`); `cargo bench --profile dist
//! --bench replicate` for published times

#[path = "shared/designs.rs"]
mod designs;
#[path = "shared/mexico.rs"]
mod mexico;

use std::sync::Arc;
use std::time::Duration;

use cpu_time::ProcessTime;
use criterion::{Criterion, SamplingMode};
use plaza_batch::rows::{Recorded, Rows};

use plaza::runs::design::Design;
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};

/// As many draws as replicates.
const DRAWS: u32 = 16;

/// Its name, and how many of it a replicate simulates.
type Unit = (&'static str, fn(&Recorded) -> f64);

/// What a replicate simulates: rows and sums of its tables.
const UNITS: [Unit; 4] = [
    ("people-weeks", |of| national(of, "population")),
    ("member-weeks", |of| national(of, "members")),
    ("victims", |of| {
        national(of, "crimes") + national(of, "displaced")
    }),
    ("rows of events", |of| table(of, "events").len() as f64),
];

fn table<'a>(of: &'a Recorded, name: &str) -> &'a Rows {
    let found = of.tables.iter().find(|rows| rows.table.name == name);
    found.expect("a table of a run")
}

fn national(of: &Recorded, column: &str) -> f64 {
    table(of, "national").numbers(column).iter().sum()
}

/// A draw: the least CPU time of its replicate, and what that simulates.
#[derive(Clone, Copy)]
struct Draw {
    seconds: f64,
    units: [f64; UNITS.len()],
}

impl Draw {
    const NOT_RUN: Self = Self {
        seconds: f64::INFINITY,
        units: [0.0; UNITS.len()],
    };

    /// Runs it once more; the CPU time.
    fn run(&mut self, design: &Design, number: u32) -> Duration {
        let start = ProcessTime::now();
        let endings = replicate::run(design, &[0], number, true, &Stop::default());
        let time = start.elapsed();
        let [Ending::Done(recorded)] = &endings[..] else {
            panic!("the replicate did not end well: {endings:?}");
        };
        self.seconds = self.seconds.min(time.as_secs_f64());
        self.units = UNITS.map(|(_, count)| count(recorded));
        time
    }
}

/// Tells of all draws what no mean over samples tells; nothing where a filter left them out.
fn report(place: &str, draws: &[Draw]) {
    let total: f64 = draws.iter().map(|draw| draw.seconds).sum();
    if total == f64::INFINITY {
        return;
    }
    let mean = total / f64::from(DRAWS);
    let (worst, heaviest) = draws
        .iter()
        .enumerate()
        .max_by(|(_, one), (_, other)| one.seconds.total_cmp(&other.seconds))
        .expect("there are draws");
    let times = heaviest.seconds / mean;
    println!(
        "{place}: {mean:.3} CPU-s a replicate, replicate {worst} {times:.2} times that; a CPU-second simulates"
    );
    for (unit, (name, _)) in UNITS.iter().enumerate() {
        let count: f64 = draws.iter().map(|draw| draw.units[unit]).sum();
        println!("  {:.2e} {name}", count / total);
    }
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(1))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();

    let grid = designs::status_quo("default");
    let mut designs = vec![("grid", grid.clone())];
    if let Some(map) = mexico::mexico() {
        let map = Arc::new(map);
        designs.push(("Mexico", Design { map, ..grid }));
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.expect("a pool of one thread");
    let mut told = Vec::new();
    let mut group = criterion.benchmark_group("replicate, mean over draws");
    group.sampling_mode(SamplingMode::Flat);
    for (place, design) in &designs {
        let mut draws = [Draw::NOT_RUN; DRAWS as usize];
        group.bench_function(*place, |bencher| {
            bencher.iter_custom(|times| {
                let all = (0..times).flat_map(|_| 0..DRAWS);
                let run = |number| draws[number as usize].run(design, number);
                pool.install(|| all.map(run).sum::<Duration>()) / DRAWS
            });
        });
        told.push((place, draws));
    }
    group.finish();
    criterion.final_summary();
    for (place, draws) in told {
        report(place, &draws);
    }
}
