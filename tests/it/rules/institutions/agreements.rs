//! Agreements: aid from abroad, accommodation, pacts of organizations.

use plaza_engine::luck::Key;
use plaza_model::state::events::EventKind;
use plaza_model::state::government::{Area, Payer};
use plaza_model::state::map::Map;
use plaza_model::state::orders::Orders;
use plaza_model::state::relations::Standing;
use plaza_model::state::world::World;
use plaza_model::submodels::{bilateral, pact};
use plaza_model::units::Quantity;

use super::months;
use crate::rules::worlds::{
    QUIET, alone, fix, grid, group, live_under, mean, near, parameters, process, towns, world,
};

#[test]
fn aid_needs_an_offer_and_cooperation() {
    let p = parameters().bilateral;
    let delivered =
        |offered, cooperation, planned| bilateral::delivered(&p, offered, cooperation, planned);
    assert_eq!(delivered(0.0, 1.0, 0.0), 0.0, "nothing is planned");
    assert_eq!(delivered(500.0, 1.0, 100.0), 1.0, "never more than planned");
    assert_eq!(delivered(50.0, 1.0, 100.0), 0.5);
    assert_eq!(delivered(50.0, 0.0, 100.0), 0.0);
}

#[test]
fn accommodation_ends_cooperation_and_aid() {
    let (p, key) = (parameters(), Key::new(1, 0));
    let mut world = world(&grid(), &p, key);
    world.given.budget.planned[Payer::UnitedStates as usize][Area::Justice as usize] = 1e6;
    let step = |world: &mut World| {
        world.abroad.outside = bilateral::step(world, &p.bilateral, &p.initial);
    };
    let orders = Orders {
        extradition: 1.0,
        intelligence_sharing: 1.0,
        us_demand_reduction: 1.0,
        aid_budget: 1e8,
        aid_shares: [1.0, 0.0, 0.0, 0.0],
        ..QUIET
    };
    let start = world.abroad.outside.cooperation;
    months(&mut world, 130, orders, step);
    assert!(world.abroad.outside.cooperation > start + 0.1);
    assert!(
        world.abroad.outside.aid[0] > 0.99
            && world.abroad.outside.aid.iter().all(|aid| *aid <= 1.0)
    );
    near("demand", world.abroad.outside.demand, 0.8, 0.02);
    months(
        &mut world,
        130,
        Orders {
            accommodation: 1.0,
            ..orders
        },
        step,
    );
    assert!(world.abroad.outside.cooperation < 1e-6 && world.abroad.outside.aid[0] < 1e-3);
    assert_eq!(world.abroad.outside.aid[1], 0.0, "nothing is planned there");
}

/// Cooperation after many months under these orders.
fn cooperation_under(orders: Orders) -> f64 {
    let p = parameters();
    let mut world = world(&grid(), &p, Key::new(1, 0));
    months(&mut world, 260, orders, |world| {
        world.abroad.outside = bilateral::step(world, &p.bilateral, &p.initial);
    });
    world.abroad.outside.cooperation
}

#[test]
fn linkages_outlast_a_single_window() {
    let p = parameters();
    let start = p.initial.cooperation.get();
    let (linkages, window) = (p.bilateral.linkages.get(), p.bilateral.window.get());
    let under = |institutional_linkages, single_window| {
        cooperation_under(Orders {
            institutional_linkages,
            single_window,
            ..QUIET
        })
    };
    let linked = start + (1.0 - start) * linkages;
    assert_eq!(under(0.0, 0.0), start);
    near("linked", under(1.0, 0.0), linked, 1e-3);
    near("a window", under(0.0, 1.0), start * (1.0 - window), 1e-9);
    let kept = 1.0 - window * (1.0 - p.bilateral.rooted.get());
    near(
        "linked, with a window",
        under(1.0, 1.0),
        linked * kept,
        1e-3,
    );
}

#[test]
fn aid_is_withheld_over_complaints() {
    let p = parameters();
    let aid = |aid_conditions, complaints| {
        let mut world = world(&grid(), &p, Key::new(1, 0));
        world.given.budget.planned[Payer::UnitedStates as usize][Area::Justice as usize] = 1e6;
        world.institutions.government.complaints = complaints;
        let orders = Orders {
            aid_conditions,
            aid_budget: 26e6,
            aid_shares: [1.0, 0.0, 0.0, 0.0],
            ..QUIET
        };
        months(&mut world, 130, orders, |world| {
            world.abroad.outside = bilateral::step(world, &p.bilateral, &p.initial);
        });
        world.abroad.outside.aid[0]
    };
    assert_eq!(aid(1.0, 0.0), aid(0.0, 0.0), "nobody complains");
    assert!(aid(0.0, 1e9) > 0.1, "no conditions");
    near("all of it", aid(1.0, 1e12), 0.0, 1e-3);
    near("a share", aid(0.15, 1e12), 0.85 * aid(0.0, 1e12), 0.02);
}

#[test]
fn professionals_cooperate() {
    let p = parameters();
    let mut world = world(&grid(), &p, Key::new(1, 0));
    let gained = |world: &World| bilateral::gained(&world.institutions.jurisdictions, &p.initial);
    assert_eq!(gained(&world), 0.0, "nothing in the first week");
    for state in &mut world.institutions.jurisdictions {
        state.police.professionalism = 1.0;
        state.prosecutors = 1.0;
    }
    near("all that was missing", gained(&world), 1.0, 1e-12);
    let start = world.abroad.outside.cooperation;
    months(&mut world, 260, QUIET, |world| {
        world.abroad.outside = bilateral::step(world, &p.bilateral, &p.initial);
    });
    let target = start + (1.0 - start) * p.bilateral.professional.get();
    near(
        "cooperation",
        world.abroad.outside.cooperation,
        target,
        1e-3,
    );
}

/// A country of so many groups of equal size, each in a town of its own.
fn groups(n: u32) -> Map {
    let list: Vec<_> = (0..n).map(|i| group(&format!("group {i}"), &[i])).collect();
    towns(&vec![1_000_000; n as usize], &list)
}

#[test]
fn without_accommodation_no_pact() {
    let (p, key) = (parameters(), Key::new(1, 0));
    let mut world = world(&groups(6), &p, key);
    let orders = Orders {
        corridor_sharing: 1.0,
        pact_monitoring: 1.0,
        ..QUIET
    };
    live_under(
        &[process("pact")],
        &mut world,
        &p,
        key,
        0..520,
        orders,
        |world| {
            assert_eq!(world.record.events, []);
            assert!(
                world
                    .groups
                    .organizations
                    .values()
                    .all(|group| group.agreement.is_none())
            );
        },
    );
}

#[test]
fn a_pact_reconciles_and_ends_with_accommodation() {
    let (mut p, key) = (parameters(), Key::new(1, 0));
    fix!(p; pact.join = 100.0, pact.breaking = 0.0);
    let mut world = world(&groups(3), &p, key);
    let keys: Vec<_> = world.groups.organizations.keys().copied().collect();
    world
        .groups
        .relations
        .set(keys[0], keys[1], Standing::War, 0);
    let orders = Orders {
        accommodation: 1.0,
        ..QUIET
    };
    let count = |world: &World, kind| {
        world
            .record
            .events
            .iter()
            .filter(|event| event.kind == kind)
            .count()
    };
    live_under(
        &[process("pact")],
        &mut world,
        &p,
        key,
        0..1,
        orders,
        |world| {
            assert_eq!(
                (
                    count(world, EventKind::Pact),
                    count(world, EventKind::Truce)
                ),
                (3, 1)
            );
        },
    );
    assert!(
        world.groups.pact_between(keys[0], keys[2]) && world.groups.relations.iter().count() == 0
    );
    alone("pact", &mut world, &p, key, 4..5, |world| {
        assert_eq!(count(world, EventKind::PactBroken), 3);
    });
    assert!(!world.groups.pact_between(keys[0], keys[2]));
}

#[test]
fn pacts_break_sooner_among_many() {
    let mut p = parameters();
    fix!(p; pact.join = 0.0, pact.breaking = 0.02);
    // Keepers left after so many weeks, as a share.
    let kept = |n: u32, monitoring: f64| {
        let orders = Orders {
            accommodation: 1.0,
            pact_monitoring: monitoring,
            ..QUIET
        };
        let shares: Vec<f64> = (0..100)
            .map(|replicate| {
                let key = Key::new(1, replicate);
                let mut world = world(&groups(n), &p, key);
                world
                    .groups
                    .organizations
                    .values_mut()
                    .for_each(|group| group.agreement = Some(0));
                live_under(
                    &[process("pact")],
                    &mut world,
                    &p,
                    key,
                    0..20,
                    orders,
                    |_| {},
                );
                let kept = world
                    .groups
                    .organizations
                    .values()
                    .filter(|group| group.agreement.is_some());
                kept.count() as f64 / f64::from(n)
            })
            .collect();
        mean(&shares).0
    };
    let (few, many, watched) = (kept(4, 0.0), kept(24, 0.0), kept(24, 1.0));
    assert!(few > many + 0.1, "{few:.2} {many:.2}");
    assert!(watched > many + 0.03, "{watched:.2} {many:.2}");
    let gain = pact::gain(&p.pact, 1.0, 0.0, 1.0);
    let breaking = |others| pact::breaking(&p.pact, gain, others, 0.0, 0.0);
    near("in proportion", breaking(20.0), 4.0 * breaking(5.0), 1e-12);
}
