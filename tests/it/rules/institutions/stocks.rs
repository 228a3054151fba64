//! Stocks of institutions: integrity, programmes, courts.

use plaza_engine::luck::Key;
use plaza_model::state::orders::Orders;
use plaza_model::state::world::World;

use super::{months, reform};
use crate::rules::worlds::{
    QUIET, alone, fix, grid, group, live_under, near, parameters, process, still, towns, world,
};

#[test]
fn units_lose_integrity_among_organizations_and_recover_at_home() {
    let (mut p, key) = (still(), Key::new(1, 0));
    fix!(p; initial.members = 30.0, corruption.half = 0.0);
    let map = towns(&[3_000_000, 1_000_000], &[group("one", &[1])]);
    let mut world = world(&map, &p, key);
    let orders = Orders {
        army_units: 600.0,
        ..QUIET
    };
    live_under(
        &[process("deployment orders")],
        &mut world,
        &p,
        key,
        0..1,
        orders,
        |_| {},
    );
    fix!(p; corruption.erosion = 0.01, corruption.recovery = 20.0);
    assert_eq!(
        (
            world.institutions.units.len(),
            world.institutions.units[0].home
        ),
        (1, 0)
    );
    let fresh = world.institutions.units[0].integrity;
    world.institutions.units[0].place = 1;
    alone("corruption", &mut world, &p, key, 1..31, |_| {});
    let worn = fresh * (-0.3_f64).exp();
    near("worn", world.institutions.units[0].integrity, worn, 1e-9);
    world.institutions.units[0].place = 0;
    alone("corruption", &mut world, &p, key, 31..41, |_| {});
    near(
        "at home",
        world.institutions.units[0].integrity,
        fresh + (worn - fresh) * (-0.5_f64).exp(),
        1e-9,
    );
}

#[test]
fn a_programme_is_approached_and_stopped_it_falls() {
    let (mut p, key) = (parameters(), Key::new(1, 0));
    fix!(p; reform.police = 200.0, reform.decline = 2.0, reform.training = 0.5, initial.municipal_professionalism = 0.2);
    let mut world = world(&grid(), &p, key);
    let luck = key.luck(23, 0);
    let orders = Orders {
        police_training: 1.0,
        youth_programmes: 1.0,
        ..QUIET
    };
    let step = |world: &mut World| reform(world, &p, &luck);
    months(&mut world, 25, orders, step);
    let share = 1.0 - (-0.5_f64).exp();
    let here = &world.land.municipalities[5];
    near(
        "professionalism",
        here.police.professionalism,
        0.2 + 0.4 * share,
        1e-9,
    );
    let delivered = 1.0 - (-100.0 / 26.0_f64).exp();
    near(
        "programme",
        here.programmes.youth_programmes,
        delivered,
        1e-9,
    );
    assert!(here.community.vulnerability < 1.0);
    months(&mut world, 25, QUIET, step);
    let left = 0.4 * share * (-1.0_f64).exp();
    near(
        "stopped",
        world.land.municipalities[5].police.professionalism,
        0.2 + left,
        1e-9,
    );
}

#[test]
fn nothing_ordered_moves_no_stock() {
    let (p, key) = (still(), Key::new(1, 0));
    let mut world = world(&grid(), &p, key);
    let before = world.clone();
    for name in ["corruption", "reform", "bilateral", "pact"] {
        live_under(&[process(name)], &mut world, &p, key, 0..52, QUIET, |_| {});
    }
    assert!(world.land.municipalities == before.land.municipalities);
    assert!(world.institutions.jurisdictions == before.institutions.jurisdictions);
    assert_eq!(
        world.institutions.government,
        before.institutions.government
    );
    assert_eq!(world.abroad.outside, before.abroad.outside);
    assert_eq!(world.groups.organizations, before.groups.organizations);
}

#[test]
fn courts_are_harmed_on_the_way() {
    let (p, key) = (parameters(), Key::new(1, 0));
    let mut world = world(&grid(), &p, key);
    let start = world.institutions.jurisdictions[0].capacity;
    let luck = key.luck(23, 0);
    let orders = Orders {
        prosecutors_and_courts: 1.0,
        ..QUIET
    };
    let step = |world: &mut World| reform(world, &p, &luck);
    months(&mut world, 1, orders, step);
    assert!(world.institutions.jurisdictions[0].capacity < start);
    months(&mut world, 200, orders, step);
    assert!(world.institutions.jurisdictions[0].capacity > start);
}
