//! Officers: shared out, replaced, merged, never lost.

use plaza_engine::luck::Key;
use plaza_model::state::forces::Force;
use plaza_model::state::government::Allocation;
use plaza_model::state::orders::Orders;
use plaza_model::state::world::World;
use plaza_model::submodels::reform::coverage::Coverage;

use plaza_model::units::Quantity;

use super::{months, reform};
use crate::rules::worlds::{QUIET, fix, grid, group, near, parameters, still, towns, world};

#[test]
fn allocation_keeps_the_total() {
    let (p, key) = (parameters(), Key::new(1, 0));
    let map = grid();
    let mut world = world(&map, &p, key);
    for place in [3, 50, 51, 90] {
        world.land.recent[place].push(0, 1 + place as u32);
    }
    let population = map.population() as f64;
    for allocation in [
        Allocation::All,
        Allocation::BorderCities,
        Allocation::StatesAlike,
        Allocation::MostViolent,
        Allocation::Need,
    ] {
        world.given.orders.allocation = allocation;
        let coverage = Coverage::new(&world.given, &world.land);
        let mut highest: f64 = 0.0;
        for level in [0.0, 0.01, 0.3, 0.9, 1.0] {
            let spread = coverage.spread(level);
            let levels = (0..map.places.len()).map(|place| coverage.at(place, spread));
            let total: f64 = levels
                .zip(&map.places)
                .map(|(level, place)| {
                    assert!((0.0..=1.0).contains(&level), "{allocation:?} {level}");
                    highest = highest.max(if spread == coverage.spread(0.01) {
                        level
                    } else {
                        0.0
                    });
                    level * f64::from(place.population)
                })
                .sum();
            near(
                &format!("{allocation:?} {level}"),
                total / population,
                level,
                1e-9,
            );
        }
        assert_eq!(
            allocation == Allocation::All,
            highest < 0.0101,
            "{allocation:?}: {highest}"
        );
    }
}

#[test]
fn officers_are_replaced_merged_and_never_lost() {
    let (mut p, key) = (still(), Key::new(1, 0));
    fix!(p; reform.vacancy = 20.0, reform.redeployment = 0.5, reform.unification = 20.0);
    let mut world = world(&grid(), &p, key);
    let officers = |world: &World, force: Force| -> u32 {
        world
            .land
            .municipalities
            .iter()
            .map(|here| here.officers[force.index()])
            .sum()
    };
    let authorized = |world: &World| -> u32 {
        let local = world
            .land
            .municipalities
            .iter()
            .map(|here| here.police.authorized);
        local
            .chain(
                world
                    .institutions
                    .jurisdictions
                    .iter()
                    .map(|state| state.police.authorized),
            )
            .sum()
    };
    let (before, all) = (world.clone(), authorized(&world));
    let luck = |week| key.luck(23, week);
    for here in &mut world.land.municipalities {
        for force in [Force::Municipal, Force::State] {
            here.fallen[force.index()] = here.officers[force.index()];
            here.officers[force.index()] = 0;
        }
    }
    let step = |world: &mut World| {
        let week = world.given.week;
        reform(world, &p, &luck(week));
    };
    months(&mut world, 5, QUIET, step);
    for force in [Force::Municipal, Force::State] {
        let full = f64::from(officers(&before, force));
        let share = 1.0 - (-1.0_f64).exp();
        let error = (full * share * (1.0 - share)).sqrt();
        near(
            "replaced",
            f64::from(officers(&world, force)),
            full * share,
            4.0 * error,
        );
    }
    assert!(
        world
            .land
            .municipalities
            .iter()
            .all(|here| here.fallen == [0; 5])
    );
    months(
        &mut world,
        200,
        Orders {
            unified_state_command: 1.0,
            ..QUIET
        },
        step,
    );
    assert_eq!(officers(&world, Force::Municipal), 0);
    assert_eq!(
        (officers(&world, Force::State), authorized(&world)),
        (all, all)
    );
    assert!(world.institutions.jurisdictions[0].police.integrity < p.initial.state_integrity.get());
    months(&mut world, 200, QUIET, step);
    assert_eq!(authorized(&world), all);
    for force in [Force::Municipal, Force::State] {
        assert_eq!(officers(&world, force), officers(&before, force));
    }
}

#[test]
fn state_police_go_where_deaths_were() {
    let (mut p, key) = (still(), Key::new(1, 0));
    fix!(p; reform.redeployment = 1.0, reform.violence = 0.4, initial.state_police = 100.0);
    let mut world = world(&towns(&[1_000_000; 4], &[group("one", &[0])]), &p, key);
    world.land.recent[2].push(0, 10);
    months(&mut world, 1, QUIET, |world| {
        reform(world, &p, &key.luck(23, 0))
    });
    let state: Vec<u32> = world
        .land
        .municipalities
        .iter()
        .map(|here| here.on_duty(Force::State))
        .collect();
    assert_eq!(state, [600, 600, 2200, 600]);
}
