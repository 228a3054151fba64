//! Each rule in the limit in which its result is known: the `Limit` lines of the rule files.
//!
//! Bounds are four standard errors of what is compared, plus what a step of a week may differ from
//! continuous time where that is seen.

mod published;

use plaza_engine::luck::Key;
use plaza_model::state::map::Map;
use plaza_model::state::orders::Orders;
use plaza_model::state::organizations::Outcome;
use plaza_model::state::world::{Fate, World};
use plaza_model::submodels::Parameters;

use crate::rules::worlds::{
    OFFENSIVE, QUIET, fell, fix, founder, grid, group, live, live_under, mean, near, parameters,
    process, still, towns, world,
};

/// One large town with two organizations, the first twice as large as the second.
fn two_in_a_town() -> Map {
    towns(&[10_000_000], &[group("large", &[0]), group("small", &[0])])
}

/// Everyone is as ready to join as everyone else.
fn equal_readiness(p: &mut Parameters) {
    fix!(p;
        citizens.adult_readiness = 1.0,
        citizens.older_readiness = 1.0,
        citizens.female_readiness = 1.0,
        citizens.vulnerable_readiness = 1.0,
        recruitment.boldness = 0.0,
        recruitment.pull = 0.0,
        recruitment.wage = 0.0,
        recruitment.risk = 0.0,
        recruitment.household = 0.0,
    );
}

fn members(world: &World) -> f64 {
    world
        .groups
        .organizations
        .values()
        .map(|o| f64::from(o.members))
        .sum()
}

#[test]
fn recruitment_alone_grows_exponentially() {
    let (rate, weeks) = (5e-3, 52);
    let mut p = still();
    equal_readiness(&mut p);
    fix!(p; recruitment.rate = rate, initial.most_of_residents = 1.0, initial.members = 100.0);
    let map = towns(&[100_000_000], &[group("one", &[0])]);
    let key = Key::new(1, 0);
    let mut world = world(&map, &p, key);
    let start = members(&world);
    near("members at the start", start, 100_000.0, 0.0);
    live(&mut world, &p, key, 0..weeks, QUIET, |_| {});
    let growth = (rate * f64::from(weeks)).exp();
    let error = (start * growth * (growth - 1.0)).sqrt();
    let step = start * growth * rate * rate / 2.0 * f64::from(weeks);
    near(
        "members",
        members(&world),
        start * growth,
        4.0 * error + step,
    );
}

#[test]
fn saturation_alone_is_a_law_of_squares() {
    let (saturation, weeks) = (2e-8, 52);
    let mut p = still();
    fix!(p; recruitment.saturation = saturation, initial.members = 100.0);
    let map = towns(&[100_000_000], &[group("one", &[0])]);
    let key = Key::new(1, 0);
    let mut world = world(&map, &p, key);
    let start = members(&world);
    live(&mut world, &p, key, 0..weeks, QUIET, |_| {});
    let expected = start / (1.0 + saturation * start * f64::from(weeks));
    let error = (expected * (1.0 - expected / start)).sqrt();
    let step = start * (saturation * start).powi(2) / 2.0 * f64::from(weeks);
    near("members", members(&world), expected, 4.0 * error + step);
}

/// A fighting law of mass action: each side loses `theta * C_a * C_b` a week.
fn mass_action(p: &mut Parameters, theta: f64) {
    fix!(p;
        // A clash kills one of either side, each as likely.
        fighting.rate = 2.0 * theta,
        fighting.exponent = 1.0,
        fighting.weakness = 0.0,
        fighting.neutral = 1.0,
        fighting.associate_weight = 0.0,
        fighting.most = 1.0,
        fighting.unarmed = 0.0,
        fighting.on_purpose = 0.0,
        fighting.bystanders = 0.0,
        fighting.associates_first = 0.0,
        fighting.advantage = 0.0,
        fighting.boss = 0.0,
    );
}

#[test]
fn fighting_is_mass_action() {
    let mut p = still();
    fix!(p; initial.members = 30.0);
    mass_action(&mut p, 1e-5);
    let map = two_in_a_town();
    let mut killed = [Vec::new(), Vec::new()];
    for replicate in 0..200 {
        let key = Key::new(1, replicate);
        let mut world = world(&map, &p, key);
        let sizes = ["large", "small"].map(|name| world.land.members_at(0, founder(name)));
        assert_eq!(sizes, [2000, 1000]);
        live_under(
            &[process("fighting")],
            &mut world,
            &p,
            key,
            0..1,
            QUIET,
            |_| {},
        );
        for (killed, name) in killed.iter_mut().zip(["large", "small"]) {
            let cell = world
                .land
                .cell(0, founder(name))
                .expect("nobody is wiped out");
            killed.push(f64::from(cell.killed));
        }
    }
    for killed in killed {
        let (mean, _) = mean(&killed);
        near(
            "dead of a side",
            mean,
            20.0,
            4.0 * (20.0_f64 / 200.0).sqrt(),
        );
    }
}

/// Arrests at capacity: `eta` a week are jailed, in shares by size.
fn arrests_at_capacity(p: &mut Parameters, eta: f64, officers: f64) {
    fix!(p;
        arrests.by_municipal = eta / officers,
        arrests.skill = 0.0,
        arrests.knowledge = 0.0,
        arrests.command = 0.0,
        arrests.half = 0.0,
        arrests.kept = 1.0,
        arrests.resistance_police = 0.0,
        arrests.boss = 0.0,
    );
}

#[test]
fn arrests_at_capacity_are_shared_by_size() {
    let mut p = still();
    fix!(p; initial.members = 30.0, initial.municipal_police = 10.0, initial.state_police = 0.0);
    arrests_at_capacity(&mut p, 30.0, 1000.0);
    let map = two_in_a_town();
    let mut jailed = [Vec::new(), Vec::new()];
    for replicate in 0..200 {
        let key = Key::new(1, replicate);
        let mut world = world(&map, &p, key);
        live_under(
            &[process("arrests")],
            &mut world,
            &p,
            key,
            0..1,
            QUIET,
            |_| {},
        );
        let left =
            ["large", "small"].map(|name| f64::from(world.land.members_at(0, founder(name))));
        jailed[0].push(2000.0 - left[0]);
        jailed[1].push(1000.0 - left[1]);
        let both = f64::from(world.institutions.prisoners());
        assert_eq!(both, 3000.0 - left[0] - left[1], "all are kept");
    }
    for (jailed, expected) in jailed.iter().zip([20.0_f64, 10.0]) {
        near(
            "jailed",
            mean(jailed).0,
            expected,
            4.0 * (expected / 200.0).sqrt(),
        );
    }
}

#[test]
fn prison_terms_are_exponential() {
    let (term, weeks) = (52.0, 40);
    let mut p = still();
    fix!(p; justice.term = term, initial.members = 100.0);
    let map = towns(&[10_000_000], &[group("one", &[0])]);
    let key = Key::new(1, 0);
    let mut world = world(&map, &p, key);
    let here = &mut world.land[0];
    let all = here.cells[0].members.take_all();
    here.moved.extend(
        all.into_iter()
            .map(|person| (person, Fate::Jailed(founder("one")))),
    );
    world.settle();
    let state = &mut world.institutions.jurisdictions[0];
    state.sentenced = state.remand.take_all();
    let start = f64::from(world.institutions.prisoners());
    near("prisoners at the start", start, 10_000.0, 0.0);
    live(&mut world, &p, key, 0..weeks, QUIET, |_| {});
    let share = (-f64::from(weeks) / term).exp();
    let error = (start * share * (1.0 - share)).sqrt();
    near(
        "prisoners",
        f64::from(world.institutions.prisoners()),
        start * share,
        4.0 * error,
    );
    assert_eq!(world.audit(), Ok(()));
}

#[test]
fn leaders_fall_as_often_as_they_are_targeted() {
    let (targeting, weeks, replicates) = (0.6, 520, 20);
    let mut p = still();
    fix!(p; leaders.notoriety = 0.0, leaders.bosses = 0.0, succession.intercept = -1e6);
    let map = grid();
    let orders = Orders {
        leader_targeting: targeting,
        ..QUIET
    };
    let (mut removed, mut leader_weeks) = (0.0, 0.0);
    for replicate in 0..replicates {
        let key = Key::new(1, replicate);
        let mut world = world(&map, &p, key);
        live(&mut world, &p, key, 0..weeks, orders, |world| {
            removed += f64::from(world.record.tally.leaders_removed);
            leader_weeks += world.groups.organizations.len() as f64;
        });
    }
    // At most one a week: 1 - exp(-T/52) instead of T/52.
    let expected = leader_weeks * (1.0 - (-targeting / 52.0_f64).exp());
    near("leaders removed", removed, expected, 4.0 * expected.sqrt());
}

#[test]
fn nobody_moves_without_hazards() {
    let (mut p, key) = (still(), Key::new(1, 0));
    fix!(p; moves.smallest = 1000.0);
    let mut world = world(&grid(), &p, key);
    let before = world.land.municipalities.clone();
    live_under(
        &[process("moves")],
        &mut world,
        &p,
        key,
        0..100,
        QUIET,
        |_| {},
    );
    assert!(world.land.municipalities == before);
}

#[test]
fn nobody_goes_to_war_without_onset() {
    let key = Key::new(1, 0);
    let mut p = parameters();
    fix!(p;
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
    live_under(
        &[process("relations")],
        &mut world,
        &p,
        key,
        104..204,
        QUIET,
        |_| {},
    );
    near("members", members(&world), before, 0.0);
}

#[test]
fn the_press_sees_nothing_or_everything() {
    let mut p = still();
    for (notice, least, most) in [(0.0, 0, 0), (1.0, 100, 100), (0.5, 50, 100)] {
        fix!(p; press.notice = notice);
        let mut seen = [0; 2];
        for replicate in 0..100 {
            let key = Key::new(1, replicate);
            let mut world = world(&two_in_a_town(), &p, key);
            world
                .land
                .cell(0, founder("large"))
                .expect("it is there")
                .incidents = 2;
            live_under(
                &[process("press")],
                &mut world,
                &p,
                key,
                0..1,
                QUIET,
                |_| {},
            );
            for (seen, name) in seen.iter_mut().zip(["large", "small"]) {
                let cell = world.land.cell(0, founder(name)).expect("it is there");
                *seen += u32::from(cell.visible);
                assert_eq!(cell.incidents, 0);
            }
        }
        assert!(
            (least..=most).contains(&seen[0]),
            "notice {notice}: {seen:?}"
        );
        assert_eq!(seen[1], 0, "without an incident nobody is named");
    }
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
