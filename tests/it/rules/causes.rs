//! Causes of violence beside the hunt: arrangements that hold and break, deployments, arms and cocaine from abroad.

use std::sync::Arc;

use plaza_engine::luck::Key;
use plaza_model::state::forces::Force;
use plaza_model::state::script::{Script, Trend};
use plaza_model::state::world::World;
use plaza_model::submodels::{Parameters, fighting, relations};
use plaza_model::units::Quantity;

use crate::rules::worlds::{QUIET, live_under};
use crate::rules::worlds::{
    alone, fix, founder, group, mean, near, parameters, process, still, towns, world,
};

/// Wars that began in the first of two equal towns, and in the second, within so many weeks.
fn wars(p: &Parameters, replicates: u64, weeks: i32, prepare: impl Fn(&mut World)) -> [f64; 2] {
    let map = towns(
        &[1_000_000; 2],
        &[group("one", &[0, 1]), group("two", &[0, 1])],
    );
    let mut begun = [0.0; 2];
    for replicate in 0..replicates {
        let key = Key::new(71, replicate);
        let mut world = world(&map, p, key);
        prepare(&mut world);
        alone("relations", &mut world, p, key, 0..weeks, |_| {});
        for (count, here) in begun.iter_mut().zip(&world.land.municipalities) {
            *count += here.theatres.len() as f64;
        }
    }
    begun
}

fn only_onset() -> Parameters {
    let mut p = still();
    fix!(p; relations.onset = 0.05, relations.border = 0.0, relations.weakness = 0.0, relations.spill = 0.0,
        relations.protection = 0.75, relations.broken = 4.0);
    p
}

#[test]
fn an_arrangement_that_holds_keeps_the_peace_in_its_place() {
    let p = only_onset();
    let held = |world: &mut World| world.land[0].police.captured_by = Some(founder("one"));
    let [there, elsewhere] = wars(&p, 800, 1, held);
    let part = 0.25 / 1.25;
    let all = there + elsewhere;
    near(
        "there",
        there / all,
        part,
        4.0 * (part * (1.0 - part) / all).sqrt(),
    );
    // A mayor protects as police do, and the state's police protect everywhere.
    let mayor = |world: &mut World| world.land[0].mayor = Some(founder("one"));
    assert_eq!(wars(&p, 800, 1, mayor), [there, elsewhere]);
    let state = |world: &mut World| {
        world.institutions.jurisdictions[0].police.captured_by = Some(founder("one"));
    };
    let [one, other] = wars(&p, 800, 1, state);
    let free: f64 = wars(&p, 800, 1, |_| {}).iter().sum();
    assert!(one + other < 0.4 * free, "{one} and {other} of {free}");
}

#[test]
fn where_an_arrangement_broke_wars_begin_sooner_until_it_is_forgotten() {
    let p = only_onset();
    let [fresh, elsewhere] = wars(&p, 800, 1, |world| world.land[0].police.broke = Some(0));
    let part = 5.0 / 6.0;
    let all = fresh + elsewhere;
    near(
        "there",
        fresh / all,
        part,
        4.0 * (part * (1.0 - part) / all).sqrt(),
    );
    let weeks = p.relations.new_leader.get();
    let old = relations::arranged(&p.relations, false, Some(weeks as i32));
    near("later", old, 1.0 + 4.0 / 1.0_f64.exp(), 1e-12);
    assert_eq!(relations::arranged(&p.relations, true, None), 0.25);
}

#[test]
fn soldiers_break_arrangements_and_the_week_is_kept() {
    let mut p = still();
    fix!(p; corruption.hold = 1e5, corruption.unpaid = 0.0, corruption.dislodge = 0.1, corruption.garrison = 300.0,
        corruption.term = 1e5);
    let map = towns(&[1_000_000; 2], &[group("one", &[0, 1])]);
    let mut left = [0.0; 2];
    let (replicates, weeks) = (300, 10);
    for replicate in 0..replicates {
        let key = Key::new(72, replicate);
        let mut world = world(&map, &p, key);
        for place in [0, 1] {
            world.land[place].police.captured_by = Some(founder("one"));
        }
        world.land[0].officers[Force::Army.index()] = 300;
        alone("corruption", &mut world, &p, key, 0..weeks, |world| {
            let here = &world.land.municipalities[0].police;
            let week = world.given.week;
            assert_eq!(
                here.captured_by.is_none(),
                here.broke.is_some_and(|broke| broke <= week)
            );
        });
        for (count, here) in left.iter_mut().zip(&world.land.municipalities) {
            *count += f64::from(u8::from(here.police.captured_by.is_some()));
        }
    }
    let n = replicates as f64;
    let share = (-0.05 * f64::from(weeks)).exp();
    near(
        "held",
        left[0] / n,
        share,
        4.0 * (share * (1.0 - share) / n).sqrt(),
    );
    assert_eq!(left[1], n, "where no soldier is nothing breaks");
}

#[test]
fn forces_prevent_their_part_of_the_clashes() {
    let mut p = still();
    fix!(p; fighting.rate = 0.01, fighting.neutral = 1.0, fighting.guarded = 0.6, fighting.guard = 300.0,
        fighting.most = 1.0, fighting.on_purpose = 0.0, fighting.weakness = 0.0);
    assert_eq!(fighting::unguarded(&p.fighting, 0.0), 1.0);
    let map = towns(&[2_000_000], &[group("one", &[0]), group("two", &[0])]);
    let clashes = |soldiers: u32| -> Vec<f64> {
        let counted = (0..200).map(|replicate| {
            let key = Key::new(73, replicate);
            let mut world = world(&map, &p, key);
            world.land[0].officers[Force::Army.index()] = soldiers;
            alone("fighting", &mut world, &p, key, 0..1, |_| {});
            f64::from(world.record.tally.clashes)
        });
        counted.collect()
    };
    let [(free, error), (guarded, _)] = [0, 300].map(|soldiers| mean(&clashes(soldiers)));
    near("guarded", guarded, 0.7 * free, 4.0 * error);
}

#[test]
fn arms_follow_the_north_as_far_as_told() {
    let mut p = still();
    fix!(p; books.arms = 0.7, books.buying = 1.0, books.worn = 0.0, books.arms_price = 0.0, books.surge = 0.5);
    let map = towns(&[1_000_000], &[group("one", &[0])]);
    let key = Key::new(74, 0);
    let mut world = world(&map, &p, key);
    let script = Script {
        arms: Trend::new(vec![(2, 3.0), (0, 1.0)]),
        ..Script::default()
    };
    world.given.script = Arc::new(script);
    let mut course = Vec::new();
    live_under(
        &[process("books")],
        &mut world,
        &p,
        key,
        0..4,
        QUIET,
        |world| {
            let one = &world.groups.organizations[&founder("one")];
            course.push(one.arms / f64::from(one.members));
        },
    );
    for (arms, expected) in course.iter().zip([0.7, 0.7, 1.4, 1.4]) {
        near("arms", *arms, expected, 1e-9);
    }
}

#[test]
fn scarce_cocaine_is_dearer_and_crops_stay() {
    let mut p = parameters();
    fix!(p; corridors.ports = 0.5, corridors.southern_border = 0.0, corridors.crops = 0.5, corridors.scarcity = 1.0,
        corridors.price = 1.5, corridors.adjustment = 1.0, corridors.supply_response = 0.5, corridors.supply_lag = 1.0,
        corridors.bypass = 1e6);
    let mut map = towns(&[1_000_000; 3], &[group("one", &[0])]);
    map.places[0].port = true;
    map.places[1].crop = 1.0;
    map.places[2].crossing = true;
    let key = Key::new(75, 0);
    let landed = |scarcity: f64| {
        let mut p = p.clone();
        fix!(p; corridors.scarcity = scarcity);
        let mut world = world(&map, &p, key);
        let script = Script {
            supply: Trend::new(vec![(0, 1.0), (4, 0.4)]),
            ..Script::default()
        };
        world.given.script = Arc::new(script);
        let mut course = Vec::new();
        live_under(
            &[process("corridors")],
            &mut world,
            &p,
            key,
            0..8,
            QUIET,
            |world| {
                let corridors = &world.abroad.corridors;
                course.push((
                    corridors.supplied,
                    corridors.flow[0],
                    world.abroad.outside.price,
                    world.abroad.outside.supply,
                ));
            },
        );
        [course[0], course[4]]
    };
    let [before, after] = landed(1.0);
    near("sent", after.0, 0.7 * before.0, 1e-12);
    near("landed", after.1, 0.4 * before.1, 1e-9);
    assert!(after.2 > 1.5, "{}", after.2);
    // Growers do not answer the price of a scarcity that the script has told.
    near("supply", after.3, 1.0, 0.01);
    let [before, after] = landed(0.0);
    assert_eq!(before, after, "without scarcity nothing changes");
}

#[test]
fn a_trend_holds_until_the_next_year_that_is_told() {
    let trend = Trend::new(vec![(52, 2.0), (0, 1.5)]);
    let levels: Vec<f64> = [-1, 0, 51, 52, 500]
        .iter()
        .map(|week| trend.at(*week))
        .collect();
    assert_eq!(levels, [1.0, 1.5, 1.5, 2.0, 2.0]);
    assert_eq!(Trend::default().at(7), 1.0);
}

#[test]
fn who_loses_a_mayor_or_the_police_of_a_state_breaks_an_arrangement_too() {
    let mut p = still();
    fix!(p; corruption.hold = 1e5, corruption.unpaid = 0.0, corruption.dislodge = 0.0, corruption.term = 1.0);
    let map = towns(&[1_000_000; 2], &[group("one", &[0, 1])]);
    let key = Key::new(76, 0);
    let mut world = world(&map, &p, key);
    world.land[0].mayor = Some(founder("one"));
    let mut lost = None;
    alone("corruption", &mut world, &p, key, 1..30, |world| {
        let gone = world.land.municipalities[0].mayor.is_none();
        lost = lost.or(gone.then_some(world.given.week));
    });
    assert!(lost.is_some(), "a term of a week ends within thirty");
    assert_eq!(world.land.municipalities[0].police.broke, lost);
    assert_eq!(world.land.municipalities[1].police.broke, None);
    fix!(p; corruption.hold = 1.0);
    world.institutions.jurisdictions[0].police.captured_by = Some(founder("one"));
    let mut lost = None;
    alone("corruption", &mut world, &p, key, 31..60, |world| {
        let gone = world.institutions.jurisdictions[0]
            .police
            .captured_by
            .is_none();
        lost = lost.or(gone.then_some(world.given.week));
    });
    assert!(
        lost.is_some(),
        "held for a week on average, and lost within thirty"
    );
    assert_eq!(world.institutions.jurisdictions[0].police.broke, lost);
}

#[test]
fn who_takes_police_from_another_breaks_his_arrangement() {
    let mut p = still();
    fix!(p; corruption.rate = 1e3, corruption.lead = 1.0, corruption.hold = 1e5, corruption.unpaid = 0.0,
        corruption.mayors = 0.0, corruption.states = 0.0, initial.municipal_integrity = 0.0);
    let map = towns(&[10_000_000], &[group("large", &[0]), group("small", &[0])]);
    let key = Key::new(77, 0);
    let mut world = world(&map, &p, key);
    world.land[0].police.captured_by = Some(founder("small"));
    alone("corruption", &mut world, &p, key, 5..6, |_| {});
    let police = world.land.municipalities[0].police;
    assert_eq!(
        (police.captured_by, police.broke),
        (Some(founder("large")), Some(5))
    );
}

#[test]
fn who_leaves_a_place_breaks_no_arrangement_there() {
    let mut p = still();
    fix!(p; corruption.rate = 0.0);
    let mut map = towns(&[1_000_000; 2], &[group("one", &[0])]);
    map.states.push("another".to_owned());
    map.places[1].state = 1;
    let key = Key::new(77, 0);
    for week in 1..5 {
        let mut world = world(&map, &p, key);
        let one = Some(founder("one"));
        // It has left the second town and with it the second state, where all institutions served it.
        world.land[1].mayor = one;
        world.land[1].police.captured_by = one;
        let state = &mut world.institutions.jurisdictions[1];
        (state.captured_by, state.police.captured_by) = (one, one);
        alone("corruption", &mut world, &p, key, week..week + 4, |_| {});
        let left = &world.land.municipalities[1];
        assert_eq!((left.mayor, left.police.captured_by), (None, None));
        assert_eq!(left.police.broke, None, "week {week}");
        let state = &world.institutions.jurisdictions[1];
        assert_eq!((state.captured_by, state.police.captured_by), (None, None));
        assert_eq!(state.police.broke, None, "week {week}");
    }
}
