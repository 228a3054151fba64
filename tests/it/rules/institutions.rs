//! Corruption, reform, bilateral relations and pacts in the limits in which their course is known.

mod agreements;
mod capture;
mod police;
mod stocks;

use plaza_model::state::map::Map;
use plaza_model::state::orders::Orders;
use plaza_model::state::world::World;

use crate::rules::worlds::{group, towns};

/// Steps of four weeks under these orders, one rule alone.
fn months(world: &mut World, months: i32, orders: Orders, mut step: impl FnMut(&mut World)) {
    world.orders = orders;
    for _ in 0..months {
        step(world);
        world.week += 4;
    }
}

fn one_in(towns_of: usize) -> Map {
    towns(
        &vec![1_000_000; towns_of],
        &[group("one", &(0..towns_of as u32).collect::<Vec<_>>())],
    )
}
