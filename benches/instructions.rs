//! Instructions, counted by Callgrind: the same on a busy machine and an idle one, so that a change
//! that costs more is seen when it is made. What a world needs to begin with is not counted.
//!
//! `.ci/instructions` counts, compares with `benches/instructions.baseline.toml`, and renews it.

#![expect(missing_docs, reason = "the harness makes public what it generates")]

#[path = "shared/designs.rs"]
mod designs;
#[path = "shared/origin.rs"]
mod origin;
#[path = "shared/weeks.rs"]
mod weeks;

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use plaza_batch::results;
use plaza_batch::rows::Recorded;
use plaza_engine::luck::Key;
use plaza_engine::sampling::{
    binomial, exponential, multinomial, normal, poisson, uniform, weighted, zeta,
};
use plaza_model::state::world::World;
use plaza_model::submodels::schedule;
use plaza_model::submodels::schedule::{Process, SCHEDULE};

use plaza::runs::design::Design;
use plaza::runs::dictionary::TABLES;
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};
use rand::Rng;

/// A week that has begun.
struct Begun {
    design: Design,
    key: Key,
    world: World,
}

/// The start of a week of an embedded experiment under status quo, from week 0 without a burn-in:
/// under Callgrind a week takes fifty times as long.
fn begun(experiment: &str, week: i32) -> Begun {
    let mut design = designs::status_quo(experiment);
    design.burn_in = 0;
    let key = Key::new(design.seed, 0);
    let world = weeks::begun(&design, &design.parameters, key, week);
    Begun { design, key, world }
}

/// The standard grid of 110 million people.
fn grid() -> Begun {
    begun("default", 8)
}

/// The small grid of 3 million, a quarter old, with a process of the schedule.
fn small(process: &str) -> (Begun, Process) {
    let found = SCHEDULE.iter().find(|known| known.name == process);
    let process = *found.expect("a process of the schedule");
    (begun("smoke", 12), process)
}

#[library_benchmark]
#[bench::grid(grid())]
fn week(mut at: Begun) -> Begun {
    schedule::week(
        &mut at.world,
        at.design.schedule,
        &at.design.parameters,
        at.key,
    );
    at
}

#[library_benchmark]
#[bench::grid(grid())]
fn settle(mut at: Begun) -> Begun {
    at.world.settle();
    at
}

#[library_benchmark]
#[bench::grid(grid())]
fn end_week(mut at: Begun) -> Begun {
    at.world.end_week();
    at
}

#[library_benchmark(setup = small)]
#[bench::population("population")]
#[bench::corridors("corridors")]
#[bench::income("income")]
#[bench::books("books")]
#[bench::recruitment("recruitment")]
#[bench::moves("moves")]
#[bench::relations("relations")]
#[bench::alliances("alliances")]
#[bench::fighting("fighting")]
#[bench::raids("raids")]
#[bench::gang_hiring("gang hiring")]
#[bench::gang_quarrels("gang quarrels")]
#[bench::deployment_orders("deployment orders")]
#[bench::deployment("deployment")]
#[bench::arrests("arrests")]
#[bench::leaders("leaders")]
#[bench::succession("succession")]
#[bench::homicides("homicides")]
#[bench::corruption("corruption")]
#[bench::response("response")]
#[bench::justice("justice")]
#[bench::prisons("prisons")]
#[bench::opinion("opinion")]
#[bench::lives("lives")]
#[bench::press("press")]
#[bench::reform("reform")]
#[bench::bilateral("bilateral")]
#[bench::pact("pact")]
fn process((mut at, process): (Begun, Process)) -> Begun {
    weeks::alone(&process, &mut at.world, &at.design.parameters, at.key);
    at
}

// What a thousand decisions draw, each from the stream of its name; so many draws each.
#[library_benchmark]
#[bench::one_draw(1)]
#[bench::eight_draws(8)]
fn streams(draws: u64) -> u64 {
    let luck = Key::new(1, 0).luck(3, 40);
    (0..1_000).fold(0, |sum: u64, subject| {
        let mut stream = luck.of(77, subject);
        (0..draws).fold(sum, |sum, _| sum.wrapping_add(stream.next_u64()))
    })
}

// A thousand draws of each law, from one stream.
#[library_benchmark]
#[bench::uniform(|rng: &mut _| uniform(rng))]
#[bench::exponential(|rng: &mut _| exponential(rng))]
#[bench::normal(|rng: &mut _| normal(rng))]
#[bench::poisson_small(|rng: &mut _| f64::from(poisson(rng, black_box(0.01))))]
#[bench::poisson_large(|rng: &mut _| f64::from(poisson(rng, black_box(50.0))))]
#[bench::binomial_small(|rng: &mut _| f64::from(binomial(rng, black_box(1_000), black_box(3e-3))))]
#[bench::binomial_large(|rng: &mut _| f64::from(binomial(rng, black_box(1_000), black_box(0.3))))]
#[bench::weighted(|rng: &mut _| weighted(rng, black_box(&WEIGHTS)).map_or(0.0, |i| i as f64))]
#[bench::multinomial(|rng: &mut _| f64::from(multinomial(rng, black_box(10), &WEIGHTS)[0]))]
#[bench::zeta(|rng: &mut _| f64::from(zeta(rng, black_box(2.6), black_box(50))))]
fn sampling(draw: fn(&mut plaza_engine::luck::Stream) -> f64) -> f64 {
    let mut rng = Key::new(1, 0).luck(1, 0).of(0, 0);
    (0..1_000).fold(0.0, |sum, _| sum + draw(&mut rng))
}

/// Weights of eight classes.
const WEIGHTS: [f64; 8] = [3.0, 0.0, 0.5, 6.0, 1.0, 2.5, 0.1, 4.0];

/// What a block of four replicates records in a year of the small grid, panel included.
fn recorded() -> Recorded {
    let mut design = designs::status_quo("smoke");
    design.burn_in = 0;
    design.weeks = 52;
    design.record.panel = plaza::runs::design::RecordReplicates::Every(true);
    let mut block = Recorded::of(&TABLES);
    for number in 0..4 {
        for ending in replicate::run(&design, &[0], number, true, &Stop::default()) {
            let Ending::Done(recorded) = ending else {
                panic!("the replicate did not end well: {ending:?}");
            };
            block.append(*recorded);
        }
    }
    block
}

#[library_benchmark]
#[bench::tables(recorded())]
fn writing(block: Recorded) -> Recorded {
    for (_, bytes) in results::parts(&block, false, &origin::origin()) {
        black_box(bytes);
    }
    block
}

library_benchmark_group!(
    name = instructions,
    benchmarks = [week, settle, end_week, process, streams, sampling, writing]
);
main!(library_benchmark_groups = instructions);
