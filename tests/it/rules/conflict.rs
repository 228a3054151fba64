//! Limits of raids, gangs, alliances, punishment and defection.

use plaza_engine::luck::Key;
use plaza_model::state::events::EventKind;
use plaza_model::state::organizations::Outcome;
use plaza_model::state::relations::Standing;
use plaza_model::state::world::World;
use plaza_model::submodels::{alliances, fighting, gangs, raids};

use crate::rules::worlds::{
    QUIET, alone, fell, fix, founder, group, live, live_under, parameters, process, still, towns,
    world,
};

fn near(what: &str, value: f64, expected: f64, within: f64) {
    assert!(
        (value - expected).abs() <= within,
        "{what}: {value:.2}, expected {expected:.2} within {within:.2}"
    );
}

/// Two organizations of 1,000 members at war, each in its own town, 100 km apart.
fn enemies(p: &plaza_model::submodels::Parameters, key: Key) -> World {
    let map = towns(
        &[2_000_000, 2_000_000],
        &[group("one", &[0]), group("two", &[1])],
    );
    let mut world = world(&map, p, key);
    world
        .groups
        .relations
        .set(founder("one"), founder("two"), Standing::War, 0);
    world
}

#[test]
fn raids_kill_at_their_rate_where_the_raider_is_not() {
    let mut p = still();
    fix!(p;
        raids.rate = 0.01,
        raids.rival = 1.0,
        raids.most = 1.0,
        raids.bystanders = 0.0,
        raids.lost = 0.0,
    );
    let (mut dead, mut expected) = (0.0, 0.0);
    for replicate in 0..100 {
        let key = Key::new(11, replicate);
        let mut world = enemies(&p, key);
        let members = |name| f64::from(world.groups.organizations[&founder(name)].members);
        expected += 2.0 * raids::raids(&p.raids, 1.0, members("one"), members("two"));
        alone("raids", &mut world, &p, key, 0..1, |_| {});
        dead += f64::from(world.record.tally.oc_deaths());
        assert_eq!(
            world.record.tally.oc_deaths(),
            world.record.tally.deaths_between
        );
        assert_eq!(world.audit(), Ok(()));
    }
    near("dead", dead, expected, 4.0 * expected.sqrt());
}

#[test]
fn clashes_are_never_more_than_their_bound() {
    let strengths = [0.0, 0.01, 0.5, 1.0, 3.0, 80.0, 2e4];
    for exponent in [0.0, 0.25, 0.6, 1.0] {
        let mut p = parameters();
        fix!(p; fighting.exponent = exponent);
        for (one, other) in strengths
            .iter()
            .flat_map(|one| strengths.map(|other| (*one, other)))
        {
            for hostility in [0.01, 0.3, 1.0] {
                let clashes = fighting::clashes(&p.fighting, hostility, 0.7, one, other);
                let most = fighting::most_clashes(&p.fighting, hostility, 1.0, one, other);
                assert!(
                    clashes <= most,
                    "{one} and {other}, {exponent}: {clashes}, at most {most}"
                );
            }
        }
    }
    let most = fighting::most_clashes(&parameters().fighting, 0.0, 1.0, 9.0, 9.0);
    assert_eq!(most, 0.0, "allies do not fight");
}

#[test]
fn hired_gangs_shrink_by_their_quarrels() {
    let (rate, weeks) = (5e-3, 52);
    let mut p = still();
    fix!(p;
        initial.gangs = 1000.0,
        gangs.hiring = 1e3,
        gangs.quarrels = rate,
        gangs.leaving = 0.0,
        gangs.regrowth = 1e5,
    );
    let map = towns(&[10_000_000], &[group("one", &[0])]);
    let key = Key::new(12, 0);
    let mut world = world(&map, &p, key);
    let start = f64::from(world.land.municipalities[0].gang.size);
    let mut deaths = 0;
    live(&mut world, &p, key, 0..weeks, QUIET, |world| {
        deaths += world.record.tally.associate_deaths;
    });
    assert_eq!(world.audit(), Ok(()));
    let share = (-rate * f64::from(weeks)).exp();
    let error = (start * share * (1.0 - share)).sqrt();
    // A week at a time, and a youth a month that grows back by rounding.
    let slack = start * rate * rate / 2.0 * f64::from(weeks) + 13.0;
    let left = f64::from(world.land.municipalities[0].gang.size);
    near("youths left", left, start * share, 4.0 * error + slack);
    near("associates dead", f64::from(deaths), start - left, 13.0);
}

#[test]
fn without_quarrels_gangs_grow_back() {
    let mut p = still();
    fix!(p; gangs.regrowth = 26.0);
    let map = towns(&[10_000_000], &[group("one", &[0])]);
    let key = Key::new(12, 1);
    let mut world = world(&map, &p, key);
    let natural = world.land.municipalities[0].gang.natural;
    world.land[0].gang.size = 0;
    live(&mut world, &p, key, 0..26, QUIET, |_| {});
    let grown = f64::from(world.land.municipalities[0].gang.size) / f64::from(natural);
    near("part grown back", grown, 1.0 - (-1.0_f64).exp(), 0.06);
    live(&mut world, &p, key, 26..520, QUIET, |_| {});
    assert_eq!(world.land.municipalities[0].gang.size, natural);
    assert!(gangs::quarrels(&p.gangs, 100.0, 1.0, 1.0) >= 0.0);
}

#[test]
fn a_common_enemy_makes_friends_with_its_hazard() {
    let (hazard, weeks, replicates) = (0.05, 10, 300);
    let mut p = still();
    fix!(p; alliances.common_enemy = hazard);
    let map = towns(
        &[2_000_000; 3],
        &[group("a", &[0]), group("b", &[1]), group("c", &[2])],
    );
    let mut neutral = 0.0;
    for replicate in 0..replicates {
        let key = Key::new(13, replicate);
        let mut world = world(&map, &p, key);
        for ally in ["a", "b"] {
            world
                .groups
                .relations
                .set(founder(ally), founder("c"), Standing::War, 0);
        }
        let schedule = [process("alliances")];
        live_under(&schedule, &mut world, &p, key, 0..weeks, QUIET, |_| {});
        let standing = world.groups.relations.standing(founder("a"), founder("b"));
        neutral += f64::from(u8::from(standing == Standing::Neutral));
        assert!(
            world
                .record
                .events
                .iter()
                .all(|e| e.kind == EventKind::Alliance)
        );
    }
    let n = replicates as f64;
    let share = (-hazard * f64::from(weeks)).exp();
    near(
        "left alone",
        neutral / n,
        share,
        4.0 * (share * (1.0 - share) / n).sqrt(),
    );
}

#[test]
fn betrayal_needs_a_stake_and_an_advantage() {
    let p = parameters().alliances;
    assert_eq!(alliances::betrayal_hazard(&p, 0.0, 900.0, 100.0), 0.0);
    assert_eq!(alliances::betrayal_hazard(&p, 5.0, 500.0, 500.0), 0.0);
    assert!(alliances::betrayal_hazard(&p, 5.0, 900.0, 100.0) > 0.0);
    assert_eq!(alliances::absorption_hazard(&p, 1e4), 0.0);
}

#[test]
fn allies_do_not_fight_and_their_enemies_become_rivals() {
    let mut p = still();
    fix!(p; fighting.rate = 1.0, fighting.neutral = 1.0, alliances.solidarity = 1e3);
    let map = towns(
        &[2_000_000, 500_000],
        &[group("a", &[0]), group("b", &[0]), group("c", &[1])],
    );
    let key = Key::new(14, 0);
    let mut world = world(&map, &p, key);
    let (a, b, c) = (founder("a"), founder("b"), founder("c"));
    world.groups.relations.set(a, b, Standing::Ally, 0);
    world.groups.relations.set(b, c, Standing::War, 0);
    let mut deaths = 0;
    let schedule = [process("alliances"), process("fighting")];
    live_under(&schedule, &mut world, &p, key, 0..4, QUIET, |world| {
        deaths += world.record.tally.oc_deaths();
    });
    assert_eq!(deaths, 0, "allies share a town in peace");
    assert_eq!(world.groups.relations.standing(a, c), Standing::Rival);
    world.groups.relations.set(a, b, Standing::Neutral, 4);
    live_under(&schedule, &mut world, &p, key, 4..5, QUIET, |world| {
        deaths += world.record.tally.oc_deaths();
    });
    assert!(deaths > 0, "whoever is no ally is fought");
}

#[test]
fn the_weak_are_absorbed_with_all_they_have() {
    let mut p = still();
    fix!(p; initial.members = 100.0, alliances.weak = 1e6, alliances.absorption = 1e3);
    let map = towns(
        &[2_000_000, 500_000],
        &[group("large", &[0]), group("small", &[1])],
    );
    let key = Key::new(15, 0);
    let mut world = world(&map, &p, key);
    let people =
        |world: &World| -> u32 { world.land.municipalities.iter().map(|m| m.members()).sum() };
    let cash = |world: &World| -> f64 { world.groups.organizations.values().map(|o| o.cash).sum() };
    let before = (people(&world), cash(&world));
    alone("alliances", &mut world, &p, key, 0..1, |_| {});
    assert_eq!(world.groups.organizations.len(), 1);
    assert!(world.groups.organizations.contains_key(&founder("large")));
    assert_eq!(people(&world), before.0);
    near("cash", cash(&world), before.1, 1e-6 * before.1);
    assert_eq!(world.audit(), Ok(()));
}

#[test]
fn punishment_falls_on_the_own_people_at_its_rate() {
    let (rate, replicates) = (1e-3, 50);
    let mut p = still();
    fix!(p; fighting.punishment = rate, fighting.disorder = 0.0);
    let (mut dead, mut expected) = (0.0, 0.0);
    for replicate in 0..replicates {
        let key = Key::new(16, replicate);
        let map = towns(&[2_000_000], &[group("one", &[0])]);
        let mut world = world(&map, &p, key);
        let one = &world.groups.organizations[&founder("one")];
        expected += rate * f64::from(one.members + one.associates);
        alone("fighting", &mut world, &p, key, 0..1, |_| {});
        dead += f64::from(world.record.tally.deaths_between);
    }
    near("dead", dead, expected, 4.0 * expected.sqrt());
}

#[test]
fn bosses_too_weak_to_stand_alone_go_over_to_a_neighbour() {
    let mut p = still();
    fix!(p;
        succession.intercept = 1e5,
        succession.least = 1e6,
        succession.loyalists = 0.0,
        succession.defection = 0.0,
        initial.members = 100.0,
    );
    let map = towns(
        &[3_000_000, 300_000, 3_000_000],
        &[group("host", &[0]), group("left", &[1, 2])],
    );
    let key = Key::new(17, 0);
    for defection in [0.0, 1.0] {
        fix!(p; succession.defection = defection);
        let mut world = world(&map, &p, key);
        let before = world.land.members_at(1, founder("left"));
        assert!(before > 0);
        fell(&mut world, founder("left"), Outcome::Arrested);
        alone("succession", &mut world, &p, key, 0..1, |_| {});
        let over = world.land.members_at(1, founder("host"));
        let defections = world
            .record
            .events
            .iter()
            .filter(|e| e.kind == EventKind::Defection);
        assert_eq!(defections.count(), usize::from(defection > 0.0));
        assert_eq!(over > 0, defection > 0.0);
        assert_eq!(world.audit(), Ok(()));
    }
}
