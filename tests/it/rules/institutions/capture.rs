//! Police and officials who are captured, and what frees them.

use plaza_engine::luck::Key;
use plaza_model::state::events::EventKind;
use plaza_model::state::forces::Force;
use plaza_model::state::orders::Orders;
use plaza_model::state::organizations::OrganizationKey;
use plaza_model::state::relations::Standing;
use plaza_model::state::world::World;
use plaza_model::submodels::{Parameters, corruption};

use super::one_in;
use crate::rules::worlds::{
    QUIET, alone, fix, founder, group, live_under, mean, near, parameters, process, still, towns,
    world,
};

/// Capture at a hazard that does not depend on the cell: `rate` a week for everyone.
fn capture_only(rate: f64) -> Parameters {
    let mut p = still();
    fix!(p;
        initial.members = 100.0,
        initial.municipal_integrity = 0.0,
        corruption.rate = rate,
        corruption.half = 0.0,
        corruption.lead = 0.0,
        corruption.bribe = 0.0,
        corruption.hold = 1e5,
        corruption.unpaid = 0.0,
        corruption.mayors = 0.0,
        corruption.states = 0.0,
    );
    p
}

#[test]
fn capture_without_loss_is_exponential() {
    let (rate, weeks, places) = (0.02, 40, 400);
    let p = capture_only(rate);
    let key = Key::new(1, 0);
    let mut world = world(&one_in(places), &p, key);
    let mut told = 0;
    alone("corruption", &mut world, &p, key, 0..weeks, |world| {
        let captured =
            |event: &&plaza_model::state::events::Event| event.kind == EventKind::PoliceCaptured;
        told += world.record.events.iter().filter(captured).count();
    });
    let captured = world
        .land
        .municipalities
        .iter()
        .filter(|here| here.police.captured_by.is_some());
    let captured = captured.count();
    assert_eq!(told, captured);
    let share = 1.0 - (-rate * f64::from(weeks)).exp();
    let error = (share * (1.0 - share) * places as f64).sqrt();
    near(
        "captured",
        captured as f64,
        share * places as f64,
        4.0 * error,
    );
}

#[test]
fn captured_police_are_lost_with_the_cell_and_to_intervention() {
    let mut p = capture_only(0.0);
    let key = Key::new(1, 0);
    let mut start = world(&one_in(200), &p, key);
    for here in &mut start.land.municipalities {
        here.police.captured_by = Some(founder("one"));
        here.mayor = Some(OrganizationKey(7));
    }
    fix!(p; corruption.intervention = 0.05);
    let held = |orders| {
        let mut world = start.clone();
        world.land[0].police.captured_by = Some(OrganizationKey(7));
        live_under(
            &[process("corruption")],
            &mut world,
            &p,
            key,
            0..10,
            orders,
            |_| {},
        );
        assert!(
            world
                .land
                .municipalities
                .iter()
                .all(|here| here.mayor.is_none())
        );
        assert_eq!(world.land.municipalities[0].police.captured_by, None);
        let held = world
            .land
            .municipalities
            .iter()
            .filter(|here| here.police.captured_by.is_some());
        held.count() as f64
    };
    assert_eq!(held(QUIET), 199.0);
    let orders = Orders {
        intervention_in_captured_forces: 1.0,
        ..QUIET
    };
    let share = (-0.05_f64 * 10.0).exp();
    near(
        "held",
        held(orders),
        share * 199.0,
        4.0 * (share * (1.0 - share) * 199.0).sqrt(),
    );
}

#[test]
fn only_the_stronger_takes_what_another_holds_and_bribes_end_with_the_cash() {
    let mut p = capture_only(1.0);
    fix!(p; corruption.bribe = 100.0, corruption.lead = 1.0);
    let map = towns(&[10_000_000], &[group("large", &[0]), group("small", &[0])]);
    let key = Key::new(1, 0);
    let mut world = world(&map, &p, key);
    world.land[0].police.captured_by = Some(founder("large"));
    let cash = |world: &World, name| world.groups.organizations[&founder(name)].cash;
    let before = cash(&world, "large");
    alone("corruption", &mut world, &p, key, 0..200, |world| {
        assert_eq!(
            world.land.municipalities[0].police.captured_by,
            Some(founder("large"))
        );
        assert!(
            world
                .groups
                .organizations
                .values()
                .all(|group| group.cash >= 0.0)
        );
    });
    let officers = f64::from(world.land.municipalities[0].officers[Force::Municipal.index()]);
    let spent = (200.0 * officers * 100.0).min(before);
    near(
        "bribes",
        before - cash(&world, "large"),
        spent,
        1e-6 * before,
    );
    world.land[0].police.captured_by = Some(founder("small"));
    alone("corruption", &mut world, &p, key, 200..220, |_| {});
    assert_eq!(
        world.land.municipalities[0].police.captured_by,
        Some(founder("large"))
    );
}

#[test]
fn no_hazard_is_above_the_most() {
    let mut p = parameters();
    for (lead, tolerance) in [(0.0, 0.0), (2.0, 3.0)] {
        fix!(p; corruption.lead = lead, corruption.tolerance = tolerance);
        let p = &p.corruption;
        for (members, cash) in [(1.0, -1e6), (50.0, 1e5), (1e6, 1e12)] {
            for (integrity, oversight) in [(0.0, 0.0), (0.0, 1.0), (0.6, 0.3), (1.0, 0.0)] {
                for tolerated in [0.0, 0.7] {
                    let target = corruption::Target {
                        integrity,
                        oversight,
                        independence: oversight,
                        bribes: 1e4,
                        half: 50.0,
                    };
                    let suitor = corruption::Suitor {
                        organization: founder("one"),
                        members,
                        cash,
                        tolerated,
                    };
                    let hazard = corruption::hazard(p, &suitor, &target);
                    let most = corruption::most_hazard(p, &target, 0.7);
                    assert!(hazard <= most, "{hazard} above {most}");
                }
            }
        }
    }
}

#[test]
fn hazard_rises_with_members_and_money_and_falls_with_integrity_and_oversight() {
    let p = parameters().corruption;
    let suitor = corruption::Suitor {
        organization: founder("one"),
        members: 100.0,
        cash: 1e6,
        tolerated: 0.0,
    };
    let target = corruption::Target {
        integrity: 0.4,
        oversight: 0.0,
        independence: 0.0,
        bribes: 1e4,
        half: 50.0,
    };
    let base = corruption::hazard(&p, &suitor, &target);
    let other = |suitor, target| corruption::hazard(&p, &suitor, &target);
    assert!(
        other(
            corruption::Suitor {
                members: 200.0,
                ..suitor
            },
            target
        ) > base
    );
    assert!(
        other(
            corruption::Suitor {
                cash: 2e6,
                ..suitor
            },
            target
        ) > base
    );
    assert!(
        other(
            corruption::Suitor {
                tolerated: 1.0,
                ..suitor
            },
            target
        ) > base
    );
    assert!(
        other(
            suitor,
            corruption::Target {
                integrity: 0.5,
                ..target
            }
        ) < base
    );
    assert!(
        other(
            suitor,
            corruption::Target {
                oversight: 1.0,
                independence: 0.0,
                ..target
            }
        ) < base
    );
    assert!(
        other(
            suitor,
            corruption::Target {
                bribes: 2e4,
                ..target
            }
        ) < base
    );
}

#[test]
fn officials_die_where_organizations_are_at_war() {
    let (rate, weeks, replicates) = (0.05, 20, 200);
    let mut p = still();
    fix!(p; corruption.killings = rate, corruption.half = 0.0, corruption.resist = 0.0, initial.members = 30.0);
    let map = towns(
        &[1_000_000; 2],
        &[group("one", &[0, 1]), group("two", &[0])],
    );
    let mut killed = Vec::new();
    for replicate in 0..replicates {
        let key = Key::new(1, replicate);
        let mut world = world(&map, &p, key);
        world
            .groups
            .relations
            .set(founder("one"), founder("two"), Standing::War, 0);
        let pair = (
            founder("one").min(founder("two")),
            founder("one").max(founder("two")),
        );
        world.land[0].open_theatre(pair, 1.0);
        let mut dead = 0;
        alone("corruption", &mut world, &p, key, 0..weeks, |world| {
            assert_eq!(world.audit(), Ok(()));
            assert_eq!(world.land.municipalities[1].tally.oc_deaths(), 0);
            assert_eq!(
                world.record.tally.bystander_deaths,
                world.record.tally.deaths_other
            );
            dead += world.record.tally.deaths_other;
        });
        let kills: u32 = world.land.municipalities[0]
            .cells
            .iter()
            .map(|cell| cell.kills)
            .sum();
        assert_eq!(kills, dead);
        killed.push(f64::from(dead));
    }
    let expected = rate * f64::from(weeks);
    near(
        "killed",
        mean(&killed).0,
        expected,
        4.0 * (expected / replicates as f64).sqrt(),
    );
}

#[test]
fn independent_prosecutors_are_harder_to_hold() {
    let weeks = 26;
    // Prosecutors captured after some weeks, as a share of the states.
    let captured = |independent_prosecutors, held: bool| {
        let mut p = capture_only(if held { 0.0 } else { 0.02 });
        fix!(p;
            initial.prosecutors = 0.0,
            corruption.half_state = 0.0,
            corruption.states = 1.0,
            corruption.hold = 26.0,
            corruption.independent = 0.6,
            corruption.freed = 2.0,
        );
        if !held {
            fix!(p; corruption.hold = 1e5);
        }
        let orders = Orders {
            independent_prosecutors,
            ..QUIET
        };
        let shares: Vec<f64> = (0..400)
            .map(|replicate| {
                let key = Key::new(1, replicate);
                let mut world = world(&one_in(1), &p, key);
                for state in &mut world.institutions.jurisdictions {
                    state.captured_by = held.then(|| founder("one"));
                }
                let corruption = [process("corruption")];
                live_under(&corruption, &mut world, &p, key, 0..weeks, orders, |_| {});
                let all = &world.institutions.jurisdictions;
                let captured = all.iter().filter(|state| state.captured_by.is_some());
                captured.count() as f64 / all.len() as f64
            })
            .collect();
        mean(&shares)
    };
    let share = |hazard: f64| 1.0 - (-hazard * f64::from(weeks)).exp();
    for (level, hazard, loss) in [(0.0, 0.02, 1.0 / 26.0), (1.0, 0.4 * 0.02, 3.0 / 26.0)] {
        let (taken, error) = captured(level, false);
        near("captured", taken, share(hazard), 4.0 * error + 0.01);
        let (left, error) = captured(level, true);
        near("held", left, 1.0 - share(loss), 4.0 * error + 0.01);
    }
}
