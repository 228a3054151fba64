//! The shape of what comes out, on small samples at fixed seeds: pairs of futures on equal luck
//! that differ in one thing.

use plaza_engine::luck::Key;
use plaza_model::state::organizations::{OrganizationKey, Outcome};
use plaza_model::state::relations::Standing;
use plaza_model::state::world::World;
use plaza_model::submodels::Parameters;
use rayon::prelude::*;

use crate::rules::worlds::{
    QUIET, alone, fell, fix, founder, grid, group, live, mean, parameters, towns, world,
};

/// Mean and its distance from 0 in standard errors of `difference` over so many replicates.
fn over(replicates: u64, difference: impl Fn(Key) -> f64 + Sync + Send) -> (f64, f64) {
    let keys = (0..replicates)
        .into_par_iter()
        .map(|replicate| Key::new(11, replicate));
    let (mean, error) = mean(&keys.map(difference).collect::<Vec<_>>());
    println!("mean {mean:.2}, standard error {error:.2}");
    (mean, mean / error)
}

fn largest(world: &World) -> OrganizationKey {
    let all = world.groups.organizations.values();
    all.max_by_key(|group| group.members)
        .expect("there are organizations")
        .key
}

#[test]
fn removing_the_leader_of_the_largest_raises_the_number_of_groups() {
    let (p, map) = (parameters(), grid());
    let (mean, z) = over(100, |key| {
        let mut spared = world(&map, &p, key);
        live(&mut spared, &p, key, 0..13, QUIET, |_| {});
        let mut removed = spared.clone();
        let leader_of = largest(&removed);
        fell(&mut removed, leader_of, Outcome::Killed);
        live(&mut spared, &p, key, 13..39, QUIET, |_| {});
        live(&mut removed, &p, key, 13..39, QUIET, |_| {});
        removed.groups.organizations.len() as f64 - spared.groups.organizations.len() as f64
    });
    assert!(mean > 0.0 && z > 3.0, "difference {mean:.2}, z {z:.1}");
}

/// Splinters after every leader of a fresh world has fallen.
fn splinters(p: &Parameters, key: Key, outcome: Outcome) -> f64 {
    let mut world = world(&grid(), p, key);
    let keys: Vec<_> = world.groups.organizations.keys().copied().collect();
    for organization in keys {
        fell(&mut world, organization, outcome);
    }
    alone("succession", &mut world, p, key, 0..1, |_| {});
    f64::from(world.record.tally.splits)
}

#[test]
fn fewer_leave_where_an_heir_stands_ready() {
    let (mut ready, mut nobody) = (parameters(), parameters());
    fix!(ready; succession.heir_tenure = 0.0, succession.least = 1.0);
    fix!(nobody; succession.heir_tenure = 1e5, succession.least = 1.0);
    let (mean, z) = over(60, |key| {
        splinters(&nobody, key, Outcome::Arrested) - splinters(&ready, key, Outcome::Arrested)
    });
    assert!(mean > 0.0 && z > 3.0, "difference {mean:.2}, z {z:.1}");
}

#[test]
fn more_leave_when_the_leader_is_killed_than_arrested() {
    let mut p = parameters();
    fix!(p; succession.least = 1.0);
    let (mean, z) = over(60, |key| {
        splinters(&p, key, Outcome::Killed) - splinters(&p, key, Outcome::Arrested)
    });
    assert!(mean > 0.0 && z > 3.0, "difference {mean:.2}, z {z:.1}");
}

#[test]
fn a_war_raises_deaths_where_the_enemies_meet() {
    let mut p = parameters();
    fix!(p; relations.onset = 0.0, relations.duration = 1e5, relations.exhaustion = 0.0);
    let map = towns(
        &[1_000_000; 4],
        &[group("one", &[0, 1, 2]), group("two", &[1, 2, 3])],
    );
    let (mean, z) = over(30, |key| {
        let deaths = |standing| {
            let mut world = world(&map, &p, key);
            world
                .groups
                .relations
                .set(founder("one"), founder("two"), standing, 0);
            let mut dead = 0.0;
            live(&mut world, &p, key, 0..26, QUIET, |world| {
                dead += f64::from(world.record.tally.deaths_between);
            });
            dead
        };
        deaths(Standing::War) - deaths(Standing::Neutral)
    });
    assert!(mean > 0.0 && z > 3.0, "difference {mean:.2}, z {z:.1}");
}
