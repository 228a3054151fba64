//! Courts and prisons: who is sentenced, escapes, is released and recruited.

use plaza_engine::luck::Key;
use plaza_model::state::events::EventKind;
use plaza_model::state::world::{Captive, Fate, World};

use super::town;
use crate::rules::worlds::{QUIET, fix, founder, live, live_under, near, process, still, world};

/// Everyone in the town's cell but one is jailed, serving a sentence or held for trial.
fn jail(world: &mut World, sentenced: bool) -> f64 {
    let here = &mut world.land[0];
    let mut all = here.cells[0].members.take_all();
    let mut rng = Key::new(0, 0).luck(0, 0).of(0, 0);
    let last = all.take_one(&mut rng).expect("there are members");
    here.cells[0].members.add(last);
    here.moved.extend(
        all.into_iter()
            .map(|person| (person, Fate::Jailed(founder("one")))),
    );
    world.settle();
    let state = &mut world.institutions.jurisdictions[0];
    if sentenced {
        state.sentenced = state.remand.take_all();
    }
    f64::from(world.institutions.prisoners())
}

/// Impunity in the town after these weeks, when cases end so.
fn impunity(capacity: f64, weeks: i32) -> Option<f64> {
    let mut p = still();
    fix!(p;
        homicides.start = 10.0,
        homicides.end = 10.0,
        justice.homicide_file = 1.0,
        justice.delay = 0.1,
        initial.justice_capacity = capacity,
        initial.prosecutors = 1.0,
    );
    let key = Key::new(21, 7);
    let mut world = world(&town(&mut p), &p, key);
    live(&mut world, &p, key, 0..weeks, QUIET, |_| {});
    world.institutions.cohorts.impunity(world.given.week)
}

#[test]
fn impunity_is_what_courts_leave() {
    assert_eq!(impunity(1.0, 155), None, "before there is a cohort");
    assert_eq!(impunity(1.0, 156), Some(0.0));
    assert_eq!(impunity(0.0, 200), Some(1.0));
    near("half", impunity(0.5, 200).expect("a cohort"), 0.5, 0.07);
}

#[test]
fn impunity_at_the_start_is_that_of_the_surveys() {
    let mut p = still();
    fix!(p; homicides.start = 20.0, homicides.end = 20.0);
    let key = Key::new(21, 14);
    let mut world = world(&town(&mut p), &p, key);
    live(&mut world, &p, key, 0..156, QUIET, |_| {});
    // 15 to 20 % are punished within two years \[C15\].
    near(
        "impunity",
        world
            .institutions
            .cohorts
            .impunity(world.given.week)
            .expect("a cohort"),
        0.83,
        0.05,
    );
}

#[test]
fn courts_that_are_captured_sentence_hardly_anyone() {
    let mut p = still();
    fix!(p; justice.remand = 0.1, justice.captured = 0.0, justice.term = 1e5);
    let map = town(&mut p);
    let key = Key::new(21, 8);
    let mut world = world(&map, &p, key);
    let held = jail(&mut world, false);
    let mut captured = world.clone();
    captured.institutions.jurisdictions[0].captured_by = Some(founder("one"));
    let mut sentenced = 0;
    live(&mut world, &p, key, 0..4, QUIET, |w| {
        sentenced += w.record.tally.sentenced
    });
    let share = f64::from(sentenced) / held;
    near("sentenced", share, 0.31, 0.03);
    assert_eq!(world.institutions.prisoners(), sentenced);
    live(&mut captured, &p, key, 0..4, QUIET, |_| {});
    assert_eq!(captured.institutions.prisoners(), 0);
    assert_eq!(captured.audit(), Ok(()));
}

#[test]
fn who_is_released_goes_back_where_there_is_something_to_go_back_to() {
    let mut p = still();
    fix!(p; prisons.back = 1.0, justice.term = 0.1);
    let map = town(&mut p);
    let key = Key::new(21, 9);
    let mut world = world(&map, &p, key);
    let start = jail(&mut world, true);
    let mut recruited = 0.0;
    live(&mut world, &p, key, 0..4, QUIET, |world| {
        assert_eq!(world.audit(), Ok(()));
        recruited += f64::from(world.record.tally.recruited);
    });
    assert_eq!((recruited, world.institutions.prisoners()), (start, 0));
    assert_eq!(
        f64::from(world.land.members_at(0, founder("one"))),
        start + 1.0
    );
}

#[test]
fn prisons_recruit_where_the_state_has_no_hold_on_them() {
    let recruits = |control: f64| {
        let mut p = still();
        fix!(p; prisons.recruiting = 0.01, initial.prisons = control, justice.term = 1e5);
        let map = town(&mut p);
        let key = Key::new(21, 10);
        let mut world = world(&map, &p, key);
        let inmates = jail(&mut world, true);
        let mut recruited = 0.0;
        live(&mut world, &p, key, 0..10, QUIET, |world| {
            assert_eq!(world.audit(), Ok(()));
            recruited += f64::from(world.record.tally.recruited);
        });
        recruited / inmates
    };
    near("recruits of an inmate", recruits(0.0), 0.1, 0.015);
    near("where half", recruits(0.5), 0.05, 0.01);
    assert_eq!(recruits(1.0), 0.0);
}

/// Everyone jailed was a leader.
fn crown(world: &mut World) -> f64 {
    let inmates = world.institutions.jurisdictions[0].inmates();
    world.institutions.captives = inmates
        .zip(0..)
        .map(|(inmate, leader)| Captive {
            leader,
            person: inmate.person,
            organization: inmate.organization,
            state: 0,
            since: 0,
        })
        .take(2000)
        .collect();
    world.institutions.captives.len() as f64
}

#[test]
fn leaders_escape_at_an_exponential_hazard_and_lead_again() {
    let mut p = still();
    fix!(p; prisons.escape = 1.0, prisons.cohesion = 0.5, initial.prisons = 0.5,
        justice.term = 1e5, justice.remand = 1e5);
    let map = town(&mut p);
    let key = Key::new(21, 11);
    let mut world = world(&map, &p, key);
    jail(&mut world, true);
    let start = crown(&mut world);
    let mut escapes = 0;
    let prisons = [process("prisons")];
    live_under(&prisons, &mut world, &p, key, 0..52, QUIET, |world| {
        assert_eq!(world.audit(), Ok(()));
        let events = world.record.events.iter();
        escapes += events
            .filter(|event| event.kind == EventKind::Escape)
            .count();
    });
    let left = start * (-0.5_f64).exp();
    near(
        "captives",
        world.institutions.captives.len() as f64,
        left,
        4.0 * left.sqrt(),
    );
    assert_eq!(escapes + world.institutions.captives.len(), start as usize);
    let one = &world.groups.organizations[&founder("one")];
    assert!(one.leader.is_some_and(|leader| leader.key < 2000));
    assert!(one.cohesion > 0.99);
}

#[test]
fn a_leader_who_is_released_is_no_captive_and_none_is_freed_at_trial() {
    let mut p = still();
    fix!(p; prisons.escape = 0.0, justice.held = 0.0, justice.remand = 0.1, justice.term = 1e5);
    let map = town(&mut p);
    let key = Key::new(21, 12);
    let mut world = world(&map, &p, key);
    jail(&mut world, false);
    let leaders = crown(&mut world);
    live(&mut world, &p, key, 0..4, QUIET, |_| {});
    assert_eq!(f64::from(world.institutions.prisoners()), leaders);
    fix!(p; justice.term = 0.1);
    live(&mut world, &p, key, 4..8, QUIET, |_| {});
    assert_eq!(
        (
            world.institutions.prisoners(),
            world.institutions.captives.len()
        ),
        (0, 0)
    );
    assert_eq!(world.audit(), Ok(()));
}
