//! Weeks that have begun, and the processes of a week.

use plaza_engine::luck::Key;
use plaza_model::state::world::World;
use plaza_model::submodels::schedule::{Process, Scope};
use plaza_model::submodels::{Parameters, schedule};

use plaza::runs::design::Design;

/// The world at the start of `week`, which has begun; the burn-in is lived through.
pub fn begun(design: &Design, p: &Parameters, key: Key, week: i32) -> World {
    let first = -design.burn_in;
    let mut world = design.first_world(p, key);
    if design.record.lives {
        world.follow_lives(design.memory_one_in);
    }
    let terms = design.terms();
    let mut course = design.course(&terms, 0);
    for now in first..=week {
        let aid = world.abroad.outside.aid;
        course.observe(now, &world);
        course.measures(now, &aid).begin(now, &mut world);
        if now < week {
            schedule::week(&mut world, design.schedule, p, key);
        }
    }
    world
}

/// One process, without the bookkeeping after it.
pub fn alone(process: &Process, world: &mut World, p: &Parameters, key: Key) {
    let luck = key.luck(process.id, world.given.week);
    match process.scope {
        Scope::Local(rule) => {
            let (municipalities, occupied, nation) = world.split();
            for &place in occupied {
                let here = &mut municipalities[place as usize];
                rule(here, &nation, p, &luck);
            }
        }
        Scope::Exchange(rule) => rule(world, p, &luck),
    }
}
