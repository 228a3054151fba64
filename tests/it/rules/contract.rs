//! What every process of the schedule keeps to, whatever its rule.

use std::collections::BTreeSet;

use plaza_engine::luck::Key;
use plaza_model::state::events::EventKind;
use plaza_model::state::forces::{FORCES, Force};
use plaza_model::state::government::Budget;
use plaza_model::state::orders::Orders;
use plaza_model::state::tally::Tally;
use plaza_model::state::world::{Fate, World};
use plaza_model::submodels::Parameters;
use plaza_model::submodels::schedule::{LocalRule, Process, SCHEDULE, Scope};
use rayon::prelude::*;

use crate::rules::worlds::{
    OFFENSIVE, QUIET, drawn, fix, founder, grid, group, live, live_under, parameters, still, towns,
    world,
};

/// A year of the small country under an offensive.
fn living(p: &Parameters, key: Key) -> World {
    let mut world = world(&grid(), p, key);
    live(&mut world, p, key, 0..52, OFFENSIVE, |_| {});
    world
}

/// One process alone, with what has been asked of it.
fn run(process: &Process, world: &mut World, p: &Parameters, key: Key) {
    let luck = key.luck(process.id, world.given.week);
    match process.scope {
        Scope::Local(rule) => {
            let (municipalities, occupied, nation) = world.split();
            for &place in occupied {
                rule(&mut municipalities[place as usize], &nation, p, &luck);
            }
        }
        Scope::Exchange(rule) => rule(world, p, &luck),
    }
}

#[test]
fn after_a_quiet_process_nothing_is_to_be_entered() {
    let (p, key) = (parameters(), Key::new(5, 6));
    let terms = Orders {
        accommodation: 1.0,
        ..OFFENSIVE
    };
    for orders in [OFFENSIVE, terms] {
        let mut world = living(&p, key);
        for week in 52..104 {
            world.begin_week(week, orders, Budget::default());
            for process in SCHEDULE {
                if week.rem_euclid(process.every) == 0 {
                    run(process, &mut world, &p, key);
                }
                if process.quiet {
                    let (before, events) = (world.clone(), world.record.events.len());
                    world.settle();
                    assert_eq!(
                        world.land.municipalities, before.land.municipalities,
                        "{process:?}"
                    );
                    assert_eq!(
                        world.groups.organizations, before.groups.organizations,
                        "{process:?}"
                    );
                    assert_eq!(world.record.events.len(), events, "{process:?}");
                } else {
                    world.settle();
                }
            }
            world.end_week();
        }
    }
}

/// The world's own audit, and what is counted twice.
#[track_caller]
fn audit(world: &World) {
    assert_eq!(world.audit(), Ok(()), "week {}", world.given.week);
    let sum = |of: fn(&plaza_model::state::world::Municipality) -> u32| -> u64 {
        world
            .land
            .municipalities
            .iter()
            .map(|here| u64::from(of(here)))
            .sum()
    };
    let mobile = |counts: &[u32; FORCES]| -> u32 {
        let mobile = Force::ALL.into_iter().filter(|force| force.mobile());
        mobile.map(|force| counts[force.index()]).sum()
    };
    let units: u64 = world
        .institutions
        .units
        .iter()
        .map(|unit| u64::from(unit.strength))
        .sum();
    let officers: u64 = world
        .land
        .municipalities
        .iter()
        .map(|here| u64::from(mobile(&here.officers) + mobile(&here.fallen)))
        .sum();
    assert_eq!(officers, units, "officers of municipalities and of units");
    let cells: u64 = sum(|here| here.cells.len() as u32);
    let places: usize = world
        .groups
        .organizations
        .values()
        .map(|o| o.places.len())
        .sum();
    assert_eq!(
        cells, places as u64,
        "cells of municipalities and of organizations"
    );
    let counted = world.record.tally;
    assert_eq!(counted.oc_deaths(), counted.victims());
    assert!(counted.jailed <= counted.arrested);
    for group in world.groups.organizations.values() {
        assert!(
            group.leader.is_some() && group.fallen.is_none(),
            "{}",
            group.name
        );
        assert!(
            (0.0..=1.0).contains(&group.cohesion),
            "{}: {}",
            group.name,
            group.cohesion
        );
        assert!(group.losses >= 0.0 && group.members > 0, "{}", group.name);
    }
    for here in &world.land.municipalities {
        assert!(here.moved.is_empty() && here.events.is_empty());
        assert!(here.cells.iter().all(|cell| cell.pressure >= 0.0));
    }
    for (place, here) in world.land.municipalities.iter().enumerate() {
        let listed = world.land.occupied.binary_search(&(place as u32)).is_ok();
        assert!(
            listed || here.cells.is_empty(),
            "place {place} has cells and is not listed"
        );
    }
}

#[test]
fn ids_and_names_are_unique() {
    let ids: BTreeSet<u16> = SCHEDULE.iter().map(|process| process.id).collect();
    let names: BTreeSet<&str> = SCHEDULE.iter().map(|process| process.name).collect();
    assert_eq!((ids.len(), names.len()), (SCHEDULE.len(), SCHEDULE.len()));
    assert!(!ids.contains(&0), "0 is the first week");
    assert!(
        SCHEDULE
            .iter()
            .all(|process| process.every > 0 && !process.name.is_empty())
    );
}

#[test]
fn every_process_alone_keeps_the_books() {
    let (p, key) = (parameters(), Key::new(2, 0));
    let world = living(&p, key);
    for process in SCHEDULE {
        let mut world = world.clone();
        live_under(
            &[*process],
            &mut world,
            &p,
            key,
            52..82,
            OFFENSIVE,
            |world| {
                assert_eq!(
                    world.audit(),
                    Ok(()),
                    "{} alone, week {}",
                    process.name,
                    world.given.week
                );
                let (by_cause, by_victim) =
                    (world.record.tally.oc_deaths(), world.record.tally.victims());
                assert_eq!(by_cause, by_victim, "{} alone", process.name);
            },
        );
    }
}

#[test]
fn all_processes_together_keep_the_books() {
    let (p, key) = (parameters(), Key::new(2, 1));
    let mut world = world(&grid(), &p, key);
    live(&mut world, &p, key, 0..208, OFFENSIVE, audit);
    live(&mut world, &p, key, 208..260, QUIET, audit);
}

/// The local processes, each with the luck of a week.
fn local() -> impl Iterator<Item = (&'static Process, LocalRule)> {
    SCHEDULE.iter().filter_map(|process| match process.scope {
        Scope::Local(rule) => Some((process, rule)),
        Scope::Exchange(_) => None,
    })
}

/// One local process over these places.
fn over(world: &mut World, process: &Process, rule: LocalRule, places: &[u32], key: Key) {
    let p = &parameters();
    let luck = key.luck(process.id, world.given.week);
    let (municipalities, _, nation) = world.split();
    for &place in places {
        rule(&mut municipalities[place as usize], &nation, p, &luck);
    }
}

#[test]
fn a_local_process_takes_places_in_any_order() {
    let key = Key::new(2, 2);
    let mut world = living(&parameters(), key);
    let places = world.land.occupied.clone();
    let reversed: Vec<u32> = places.iter().rev().copied().collect();
    let first = world.given.week;
    for &place in &places {
        for cell in &mut world.land[place].cells {
            cell.incidents = 3;
        }
    }
    for (process, rule) in local() {
        let mut active = false;
        for week in first..first + 26 {
            world.given.week = week;
            let (mut one, mut other) = (world.clone(), world.clone());
            over(&mut one, process, rule, &places, key);
            over(&mut other, process, rule, &reversed, key);
            assert!(
                one.land.municipalities == other.land.municipalities,
                "{}",
                process.name
            );
            active |= one.land.municipalities != world.land.municipalities;
        }
        assert!(active, "{} does nothing", process.name);
    }
}

#[test]
fn a_local_process_knows_no_other_place() {
    let key = Key::new(2, 3);
    let world = living(&parameters(), key);
    let places = world.land.occupied.clone();
    for (process, rule) in local() {
        let mut whole = world.clone();
        over(&mut whole, process, rule, &places, key);
        for &blank in places.iter().step_by(3) {
            let mut other = world.clone();
            let here = &mut other.land[blank];
            here.cells.clear();
            here.officers = [0; FORCES];
            over(&mut other, process, rule, &places, key);
            for (one, other) in whole
                .land
                .municipalities
                .iter()
                .zip(&other.land.municipalities)
            {
                assert!(one.place == blank || one == other, "{}", process.name);
            }
        }
    }
}

#[test]
fn without_rates_nothing_happens() {
    let (mut p, key) = (still(), Key::new(2, 4));
    fix!(p; relations.grudge = 1e5);
    let mut world = world(&grid(), &p, key);
    let (before, relations) = (
        world.land.municipalities.clone(),
        world.groups.relations.clone(),
    );
    live(&mut world, &p, key, 0..100, QUIET, |world| {
        audit(world);
        assert_eq!(world.record.tally, Tally::default());
        assert_eq!(world.record.events, []);
    });
    assert!(world.land.municipalities == before);
    assert!(world.groups.relations == relations);
}

#[test]
fn a_municipality_without_people_breaks_nothing() {
    let mut p = parameters();
    fix!(p; moves.expansion = 1.0, moves.near = 1.0, moves.half = 1.0);
    let key = Key::new(2, 5);
    let map = towns(
        &[1_000_000, 0, 500_000],
        &[group("one", &[0]), group("two", &[1, 2])],
    );
    let mut world = world(&map, &p, key);
    let mut visited = false;
    live(&mut world, &p, key, 0..100, OFFENSIVE, |world| {
        audit(world);
        visited |= world.land.municipalities[1].members() > 0;
    });
    assert!(!visited, "nobody has room where nobody lives");
}

#[test]
fn a_country_without_organizations_breaks_nothing() {
    let (mut p, key) = (parameters(), Key::new(2, 6));
    fix!(p; homicides.start = 0.0, homicides.end = 0.0);
    let mut world = world(&towns(&[1_000_000, 500_000], &[]), &p, key);
    live(&mut world, &p, key, 0..52, OFFENSIVE, |world| {
        audit(world);
        // People kill each other as elsewhere, police are complained about; nothing else happens.
        let expected = Tally {
            other_homicides: world.record.tally.other_homicides,
            crimes_reported: world.record.tally.crimes_reported,
            homicides_reported: world.record.tally.homicides_reported,
            files_opened: world.record.tally.files_opened,
            convictions: world.record.tally.convictions,
            homicides_punished: world.record.tally.homicides_punished,
            complaints: world.record.tally.complaints,
            complaints_soldiers: world.record.tally.complaints_soldiers,
            ..Tally::default()
        };
        assert_eq!(world.record.tally, expected);
    });
}

#[test]
fn parameters_anywhere_in_their_ranges_keep_the_books() {
    let map = grid();
    (0..24_u64).into_par_iter().for_each(|draw| {
        let p = drawn(draw);
        let key = Key::new(3, draw);
        let mut world = world(&map, &p, key);
        live(&mut world, &p, key, 0..150, OFFENSIVE, audit);
    });
}

#[test]
fn units_that_arrive_together_are_one_event() {
    let (p, key) = (parameters(), Key::new(2, 7));
    let mut world = world(&grid(), &p, key);
    let orders = Orders {
        army_units: 30_000.0,
        ..OFFENSIVE
    };
    let mut held = BTreeSet::new();
    let mut entered = 0;
    live(&mut world, &p, key, 0..104, orders, |world| {
        let now: BTreeSet<u32> = world.institutions.garrisoned.iter().copied().collect();
        let told: Vec<u32> = world
            .record
            .events
            .iter()
            .filter(|event| event.kind == EventKind::Deployment)
            .filter_map(|event| event.place)
            .collect();
        // The first units stand in their garrisons without a march.
        if world.given.week > 0 {
            let new: Vec<u32> = now.difference(&held).copied().collect();
            assert_eq!(told, new, "week {}", world.given.week);
            entered += new.len();
        }
        held = now;
    });
    assert!(entered > 10, "units entered {entered} places");
}

#[test]
fn the_dead_of_a_cell_that_is_wiped_out_exhaust_its_organization() {
    let (p, key) = (still(), Key::new(2, 8));
    let map = towns(&[100_000; 2], &[group("one", &[0, 1])]);
    let mut world = world(&map, &p, key);
    let here = &mut world.land[1];
    let dead = here.cells[0].members.take_all();
    here.cells[0].killed = dead.len();
    here.moved
        .extend(dead.into_iter().map(|person| (person, Fate::Dead)));
    let lost = f64::from(here.cells[0].killed);
    world.settle();
    assert!(lost > 0.0 && world.land.municipalities[1].cells.is_empty());
    assert_eq!(world.groups.organizations[&founder("one")].losses, lost);
}
