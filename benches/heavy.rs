//! A week late in the run that costs most among the first 16 draws of the posterior, piece by piece: each works on a
//! copy of one world, at week 200 of the status quo after the burn-in.
//!
//! Under Callgrind each piece is a dump, in the order of the names printed: what a week needs to begin with takes so
//! long there that one world has to do for all of them. `.ci/instructions` runs it so, and keeps the counts.

#[path = "shared/designs.rs"]
mod designs;
#[path = "shared/mexico.rs"]
mod mexico;
#[path = "shared/weeks.rs"]
mod weeks;

use std::sync::Arc;

use plaza_engine::luck::Key;
use plaza_model::state::world::World;
use plaza_model::submodels::schedule;

/// The replicate; `cargo bench --bench replicate` tells what each costs.
const REPLICATE: u32 = 4;

/// The week, in which everything is due that is due every second or fourth.
const WEEK: i32 = 200;

/// The processes of which Mexico asks more than the grid.
const IN_MEXICO: [&str; 5] = ["recruitment", "moves", "raids", "response", "prisons"];

/// What is counted: Callgrind knows it by its name.
#[inline(never)]
fn counted(work: &dyn Fn(&mut World), world: &mut World) {
    work(world);
}

fn main() {
    let mut design = designs::status_quo("default");
    let in_mexico = std::env::args().any(|argument| argument == "mexico");
    let place = if in_mexico { "mexico" } else { "grid" };
    if in_mexico {
        let Some(map) = mexico::mexico() else { return };
        design.map = Arc::new(map);
    }
    let p = &design.parameters_in(REPLICATE)[0];
    let key = Key::new(design.seed, REPLICATE.into());
    let begun = weeks::begun(&design, p, key, WEEK);
    let count = |name: &str, work: &dyn Fn(&mut World)| {
        println!("heavy_{place}.{}", name.replace(' ', "_"));
        counted(work, &mut begun.clone());
    };
    count("week", &|world| {
        schedule::week(world, design.schedule, p, key)
    });
    count("settle", &World::settle);
    count("end_week", &World::end_week);
    for process in design.schedule {
        if !in_mexico || IN_MEXICO.contains(&process.name) {
            count(process.name, &|world| weeks::alone(process, world, p, key));
        }
    }
}
