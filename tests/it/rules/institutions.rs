//! Corruption, reform, bilateral relations and pacts in the limits in which their course is known.

mod agreements;
mod capture;
mod police;
mod stocks;

use plaza_engine::luck::Luck;
use plaza_model::state::map::Map;
use plaza_model::state::orders::Orders;
use plaza_model::state::world::World;
use plaza_model::submodels::{Parameters, reform};

use crate::rules::worlds::{group, towns};

/// Steps of four weeks under these orders, one rule alone.
fn months(world: &mut World, months: i32, orders: Orders, mut step: impl FnMut(&mut World)) {
    world.given.orders = orders;
    for _ in 0..months {
        step(world);
        world.given.week += 4;
    }
}

/// Four weeks of reform alone.
fn reform(world: &mut World, p: &Parameters, luck: &Luck) {
    reform::step(
        &mut world.land,
        &mut world.institutions,
        &world.given,
        &p.reform,
        &p.initial,
        luck,
    );
}

fn one_in(towns_of: usize) -> Map {
    towns(
        &vec![1_000_000; towns_of],
        &[group("one", &(0..towns_of as u32).collect::<Vec<_>>())],
    )
}
