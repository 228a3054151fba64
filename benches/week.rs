//! What a week of the standard grid costs (50 x 50 municipalities, 110 million people) two years
//! into the status quo; each of its processes alone; and six years, burn-in included.
//!
//! `cargo bench --bench week` (a minute); `cargo bench --profile dist --bench week` for published
//! times.

use std::sync::Arc;
use std::time::Duration;

use criterion::{BatchSize, Criterion};
use plaza::engine::luck::Key;
use plaza::experiment::design::Design;
use plaza::experiment::replicate::{self, Stop};
use plaza::io::config::{Overrides, load};
use plaza::state::world::{Country, World};
use plaza::submodels::schedule::{self, Process, Scope};

/// Weeks from the end of the burn-in to the week measured.
const WEEKS: i32 = 104;

/// The embedded default experiment, for one policy alone.
fn status_quo() -> Design {
    let overrides = Overrides {
        policies: Some(vec!["status_quo".to_owned()]),
        ..Overrides::default()
    };
    let loaded = load(None, &overrides).expect("the embedded experiment is sound");
    loaded.design
}

/// The world after [`WEEKS`] weeks; the next week has begun.
fn world(design: &Design, key: Key) -> World {
    let p = &design.parameters;
    let country = Country::new(design.map.clone(), &p.citizens);
    let first = -design.burn_in;
    let mut world = World::new(
        Arc::new(country),
        &p.initial,
        &p.citizens,
        &p.territory,
        key,
        first,
    );
    for week in first..WEEKS {
        let orders = if week < 0 {
            design.before.orders(week, first)
        } else {
            design.policies[0].orders(week, 0)
        };
        world.begin_week(week, orders);
        schedule::week(&mut world, design.schedule, p, key);
    }
    world.begin_week(WEEKS, design.policies[0].orders(WEEKS, 0));
    world
}

/// One process, without the bookkeeping after it.
fn alone(process: &Process, world: &mut World, design: &Design, key: Key) {
    let luck = key.luck(process.id, world.week);
    match process.scope {
        Scope::Local(rule) => {
            let (municipalities, occupied, nation) = world.split();
            for &place in occupied {
                let here = &mut municipalities[place as usize];
                rule(here, &nation, &design.parameters, &luck);
            }
        }
        Scope::Exchange(rule) => rule(world, &design.parameters, &luck),
    }
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();

    let design = status_quo();
    let key = Key::new(design.seed, 0);
    let begun = world(&design, key);
    let mut group = criterion.benchmark_group("week");
    let mut bench = |name: &str, work: &dyn Fn(&mut World)| {
        group.bench_function(name, |bencher| {
            bencher.iter_batched_ref(|| begun.clone(), |world| work(world), BatchSize::LargeInput);
        });
    };
    bench("whole", &|world| {
        schedule::week(world, design.schedule, &design.parameters, key);
    });
    for process in design.schedule {
        bench(process.name, &|world| alone(process, world, &design, key));
    }
    bench("settling after one process", &World::settle);
    bench("end of the week", &World::end_week);
    group.finish();

    criterion
        .benchmark_group("replicate")
        .sample_size(10)
        .bench_function("six years", |bencher| {
            bencher.iter(|| replicate::run(&design, &[0], 0, true, &Stop::default()));
        });
    criterion.final_summary();
}
