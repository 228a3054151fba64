//! Each rule in the limit in which its result is known: the `Limit` lines of the rule files.
//!
//! Bounds are four standard errors of what is compared, plus what a step of a week may differ from
//! continuous time where that is seen.

mod nothing;
mod published;

use plaza_engine::luck::Key;
use plaza_model::state::government::Deployment;
use plaza_model::state::map::Map;
use plaza_model::state::orders::Orders;
use plaza_model::state::world::{Fate, World};
use plaza_model::submodels::Parameters;

use crate::rules::worlds::{
    QUIET, alone, fix, founder, grid, group, live, mean, near, still, towns, world,
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
        alone("fighting", &mut world, &p, key, 0..1, |_| {});
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
        alone("arrests", &mut world, &p, key, 0..1, |_| {});
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
fn leaders_fall_to_raids_of_the_army() {
    let (raids, weeks) = (0.6, 520);
    let mut p = still();
    fix!(p;
        leaders.raids = raids,
        leaders.stronghold = 0.0,
        leaders.garrison = 0.0,
        leaders.raid_killed = 1.0,
        leaders.raid_complaints = 3.0,
        succession.intercept = -1e6,
    );
    let map = grid();
    let mut counted = [0.0; 3];
    let mut leader_weeks = 0.0;
    for replicate in 0..20 {
        let key = Key::new(1, replicate);
        let orders = Orders {
            army_raids: 1.0,
            army_units: 1e5,
            deployment_rule: Deployment::Even,
            ..QUIET
        };
        // Without soldiers nobody falls.
        for army_units in [0.0, orders.army_units] {
            let orders = Orders {
                army_units,
                ..orders
            };
            let mut world = world(&map, &p, key);
            live(&mut world, &p, key, 0..weeks, orders, |world| {
                let tally = &world.record.tally;
                if army_units == 0.0 {
                    assert_eq!(tally.leaders_removed, 0);
                    return;
                }
                let week = [
                    tally.leaders_removed,
                    tally.member_deaths,
                    tally.complaints_soldiers,
                ];
                for (counted, week) in counted.iter_mut().zip(week) {
                    *counted += f64::from(week);
                }
                leader_weeks += world.groups.organizations.len() as f64;
            });
        }
    }
    let expected = leader_weeks * (1.0 - (-raids / 52.0_f64).exp());
    let [removed, killed, complaints] = counted;
    // The units march for some weeks at first.
    near(
        "removed",
        removed,
        expected,
        4.0 * expected.sqrt() + 0.01 * expected,
    );
    assert_eq!(killed, removed, "all are killed");
    near(
        "complaints",
        complaints,
        3.0 * removed,
        4.0 * (3.0 * removed).sqrt(),
    );
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
            alone("press", &mut world, &p, key, 0..1, |_| {});
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
