//! Without hazards, orders or onset nothing happens.

use plaza_engine::luck::Key;
use plaza_model::state::orders::Orders;
use plaza_model::state::organizations::Outcome;
use plaza_model::state::world::World;

use super::members;
use crate::rules::worlds::{
    OFFENSIVE, QUIET, alone, fell, fix, founder, grid, group, live, near, parameters, still, towns,
    world,
};

#[test]
fn nobody_moves_without_hazards() {
    let (mut p, key) = (still(), Key::new(1, 0));
    fix!(p; moves.smallest = 1000.0);
    let mut world = world(&grid(), &p, key);
    let before = world.land.municipalities.clone();
    alone("moves", &mut world, &p, key, 0..100, |_| {});
    assert!(world.land.municipalities == before);
}

#[test]
fn nobody_goes_to_war_without_onset() {
    let key = Key::new(1, 0);
    let mut p = parameters();
    fix!(p;
        initial.war = 0.0,
        relations.onset = 0.0,
        leaders.notoriety = 0.0,
        succession.intercept = 5.0,
        succession.least = 10.0,
    );
    let mut world = world(&grid(), &p, key);
    let mut splits = 0;
    live(&mut world, &p, key, 0..104, OFFENSIVE, |world| {
        assert_eq!(
            world.groups.relations.wars(),
            0,
            "week {}",
            world.given.week
        );
        splits += world.record.tally.splits;
    });
    assert!(splits > 0, "there were rivals who could have gone to war");
    let before = members(&world);
    alone("relations", &mut world, &p, key, 104..204, |_| {});
    near("members", members(&world), before, 0.0);
}

#[test]
fn nobody_leaves_when_nobody_wants_to() {
    let mut p = still();
    fix!(p; succession.intercept = -1e6);
    let key = Key::new(1, 0);
    let mut world = world(&grid(), &p, key);
    let groups = world.groups.organizations.len();
    for week in 0..20 {
        let keys: Vec<_> = world.groups.organizations.keys().copied().collect();
        for organization in keys {
            fell(&mut world, organization, Outcome::Killed);
        }
        live(&mut world, &p, key, week..week + 1, QUIET, |_| {});
        assert_eq!(world.groups.organizations.len(), groups);
        assert_eq!(world.record.tally.splits, 0);
    }
}

#[test]
fn every_cell_goes_its_own_way_when_everybody_wants_to() {
    let mut p = still();
    fix!(p; succession.intercept = 1e6, succession.loyalists = 0.0, succession.least = 50.0);
    // Four cells that border on no other, two that do, and one too small to stand alone.
    let mut populations = [1_000_000; 10];
    populations[9] = 1000;
    let map = towns(&populations, &[group("one", &[0, 2, 4, 6, 7, 9])]);
    let key = Key::new(1, 0);
    let mut world = world(&map, &p, key);
    fell(&mut world, founder("one"), Outcome::Arrested);
    live(&mut world, &p, key, 0..1, QUIET, |_| {});
    let mut places: Vec<Vec<u32>> = world
        .groups
        .organizations
        .values()
        .map(|group| group.places.clone())
        .collect();
    places.sort();
    // The heir's and the small one stay together, whichever of the large ones the heir's is.
    let old = &world.groups.organizations[&founder("one")].places;
    assert!(old.contains(&9), "{places:?}");
    let mut expected: Vec<Vec<u32>> = [vec![0], vec![2], vec![4], vec![6, 7]]
        .into_iter()
        .map(|group| {
            group
                .into_iter()
                .filter(|place| !old.contains(place))
                .collect()
        })
        .filter(|group: &Vec<u32>| !group.is_empty())
        .collect();
    expected.push(old.clone());
    expected.sort();
    assert_eq!(places, expected);
    assert_eq!(old.len(), 2);
    assert_eq!(world.record.tally.splits as usize, places.len() - 1);
}

#[test]
fn no_soldiers_ordered_no_unit_anywhere() {
    let p = parameters();
    let key = Key::new(1, 0);
    let mut world = world(&grid(), &p, key);
    let soldiers =
        |world: &World| -> u32 { world.land.municipalities.iter().map(|m| m.soldiers()).sum() };
    let none = Orders {
        army_units: 0.0,
        ..OFFENSIVE
    };
    live(&mut world, &p, key, 0..30, none, |world| {
        assert!(world.institutions.units.is_empty() && soldiers(world) == 0);
    });
    live(&mut world, &p, key, 30..52, OFFENSIVE, |_| {});
    assert!(world.institutions.units.len() == 5 && soldiers(&world) > 0);
    live(&mut world, &p, key, 52..60, none, |world| {
        let gone = world.institutions.units.is_empty()
            && soldiers(world) == 0
            && world.institutions.garrisoned.is_empty();
        assert!(gone, "week {}", world.given.week);
    });
}
