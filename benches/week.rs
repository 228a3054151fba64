//! What a week costs two years into the status quo, on the standard grid (50 x 50 municipalities,
//! 110 million people) and in all Mexico, where one person in `k` carries the full memory; each
//! process alone; and six years, burn-in included.
//!
//! `cargo bench --bench week` (three minutes, or one without `PLAZA_DATA`); `cargo bench --profile
//! dist --bench week` for published times.

#[path = "shared/designs.rs"]
mod designs;
#[path = "shared/mexico.rs"]
mod mexico;
#[path = "shared/weeks.rs"]
mod weeks;

use std::sync::Arc;
use std::time::Duration;

use criterion::{BatchSize, Criterion};
use plaza_engine::luck::Key;
use plaza_model::state::map::Map;
use plaza_model::state::world::World;
use plaza_model::submodels::schedule;

use plaza::runs::design::Design;
use plaza::runs::replicate;
use plaza::runs::replicate::Stop;

/// Weeks from the end of the burn-in to the week measured.
const WEEKS: i32 = 104;

/// The standard experiment on this map, with the memory panel of one person in `k`.
fn on(map: &Map, k: u32) -> Design {
    let mut design = designs::status_quo("default");
    design.map = Arc::new(map.clone());
    design.record.lives = true;
    design.memory_one_in = k;
    design
}

/// A week as a whole, and each of its processes.
fn week(criterion: &mut Criterion, place: &str, design: &Design) {
    let key = Key::new(design.seed, 0);
    let begun = weeks::begun(design, &design.parameters, key, WEEKS);
    let mut group = criterion.benchmark_group(format!("week, {place}"));
    let mut bench = |name: &str, work: &dyn Fn(&mut World)| {
        group.bench_function(name, |bencher| {
            bencher.iter_batched_ref(|| begun.clone(), |world| work(world), BatchSize::LargeInput);
        });
    };
    bench("whole", &|world| {
        schedule::week(world, design.schedule, &design.parameters, key);
    });
    for process in design.schedule {
        bench(process.name, &|world| {
            weeks::alone(process, world, &design.parameters, key);
        });
    }
    bench("settling after one process", &World::settle);
    bench("end of the week", &World::end_week);
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();

    let grid = designs::status_quo("default");
    let mut designs = vec![("grid".to_owned(), grid)];
    if let Some(map) = mexico::mexico() {
        designs.extend([100, 1].map(|k| (format!("Mexico, k = {k}"), on(&map, k))));
    }
    for (place, design) in &designs {
        week(&mut criterion, place, design);
    }
    for (place, design) in &designs {
        criterion
            .benchmark_group("six years")
            .sample_size(10)
            .bench_function(place, |bencher| {
                bencher.iter(|| replicate::run(design, &[0], 0, true, &Stop::default()));
            });
    }
    criterion.final_summary();
}
