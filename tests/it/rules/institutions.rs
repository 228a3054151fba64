//! Corruption, reform, bilateral relations and pacts in the limits in which their course is known.

use plaza_engine::luck::{Key, Luck};
use plaza_model::state::events::EventKind;
use plaza_model::state::forces::Force;
use plaza_model::state::government::{Allocation, Area, Payer};
use plaza_model::state::map::Map;
use plaza_model::state::orders::Orders;
use plaza_model::state::organizations::OrganizationKey;
use plaza_model::state::relations::Standing;
use plaza_model::state::world::World;
use plaza_model::submodels::reform::coverage::Coverage;
use plaza_model::submodels::{Parameters, bilateral, corruption, pact, reform};
use plaza_model::units::Quantity;

use crate::rules::worlds::{
    QUIET, fix, founder, grid, group, live_under, mean, near, parameters, process, still, towns,
    world,
};

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
    live_under(
        &[process("corruption")],
        &mut world,
        &p,
        key,
        0..weeks,
        QUIET,
        |world| {
            let captured = |event: &&plaza_model::state::events::Event| {
                event.kind == EventKind::PoliceCaptured
            };
            told += world.record.events.iter().filter(captured).count();
        },
    );
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
    live_under(
        &[process("corruption")],
        &mut world,
        &p,
        key,
        0..200,
        QUIET,
        |world| {
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
        },
    );
    let officers = f64::from(world.land.municipalities[0].officers[Force::Municipal.index()]);
    let spent = (200.0 * officers * 100.0).min(before);
    near(
        "bribes",
        before - cash(&world, "large"),
        spent,
        1e-6 * before,
    );
    world.land[0].police.captured_by = Some(founder("small"));
    live_under(
        &[process("corruption")],
        &mut world,
        &p,
        key,
        200..220,
        QUIET,
        |_| {},
    );
    assert_eq!(
        world.land.municipalities[0].police.captured_by,
        Some(founder("large"))
    );
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
        let mut dead = 0;
        live_under(
            &[process("corruption")],
            &mut world,
            &p,
            key,
            0..weeks,
            QUIET,
            |world| {
                assert_eq!(world.audit(), Ok(()));
                assert_eq!(world.land.municipalities[1].tally.oc_deaths(), 0);
                assert_eq!(
                    world.record.tally.bystander_deaths,
                    world.record.tally.deaths_other
                );
                dead += world.record.tally.deaths_other;
            },
        );
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
    live_under(
        &[process("corruption")],
        &mut world,
        &p,
        key,
        1..31,
        QUIET,
        |_| {},
    );
    let worn = fresh * (-0.3_f64).exp();
    near("worn", world.institutions.units[0].integrity, worn, 1e-9);
    world.institutions.units[0].place = 0;
    live_under(
        &[process("corruption")],
        &mut world,
        &p,
        key,
        31..41,
        QUIET,
        |_| {},
    );
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
    live_under(
        &[process("pact")],
        &mut world,
        &p,
        key,
        4..5,
        QUIET,
        |world| {
            assert_eq!(count(world, EventKind::PactBroken), 3);
        },
    );
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
