//! Wars that have a place: where theatres open, how they grow and cool, where they spill, and how they end.

use plaza_engine::luck::Key;
use plaza_model::state::events::EventKind;
use plaza_model::state::relations::{Pair, Standing};
use plaza_model::state::world::World;
use plaza_model::submodels::{gangs, relations};
use plaza_model::units::Quantity;

use crate::rules::worlds::{
    QUIET, alone, fix, founder, group, live_under, parameters, process, still, towns, world,
};

const WEEKS: i32 = 20;

fn near(what: &str, value: f64, expected: f64, within: f64) {
    assert!(
        (value - expected).abs() <= within,
        "{what}: {value:.3}, expected {expected:.3} within {within:.3}"
    );
}

/// `one` and `two`, the lower key first.
fn pair() -> Pair {
    let (one, two) = (founder("one"), founder("two"));
    (one.min(two), one.max(two))
}

/// At war in these places, so hard.
fn at_war(world: &mut World, places: &[u32], intensity: f64) {
    let (one, two) = pair();
    world.groups.relations.set(one, two, Standing::War, 0);
    for &place in places {
        world.land[place].open_theatre((one, two), intensity);
    }
}

fn intensities(world: &World) -> Vec<f64> {
    let places = world.land.municipalities.iter();
    places.map(|here| here.war_between(pair())).collect()
}

#[test]
fn theatres_open_where_two_meet_by_what_is_at_stake() {
    let mut p = still();
    fix!(p; relations.onset = 0.02, relations.border = 0.0, relations.weakness = 0.0, relations.cooling = 1e5,
        relations.duration = 1e5, relations.spill = 0.0);
    let map = towns(
        &[4_000_000, 1_000_000, 1_000_000, 1_000_000],
        &[group("one", &[0, 1, 2]), group("two", &[0, 2, 3])],
    );
    let (mut first, replicates) = ([0.0; 4], 600);
    for replicate in 0..replicates {
        let key = Key::new(21, replicate);
        let mut world = world(&map, &p, key);
        let mut told = false;
        alone("relations", &mut world, &p, key, 0..WEEKS, |world| {
            if !told {
                for (count, intensity) in first.iter_mut().zip(intensities(world)) {
                    *count += f64::from(u8::from(intensity > 0.0));
                    told |= intensity > 0.0;
                }
                let war = world
                    .record
                    .events
                    .iter()
                    .find(|event| event.kind == EventKind::War);
                assert_eq!(war.is_some(), told);
                let place = war.and_then(|event| event.place);
                assert!(place.is_none_or(|place| intensities(world)[place as usize] > 0.0));
            }
        });
        let standing = world.groups.relations.standing(pair().0, pair().1);
        assert_eq!(standing == Standing::War, told);
        assert_eq!(world.audit(), Ok(()));
    }
    let key = Key::new(21, 0);
    let world = world(&map, &p, key);
    let stake = |place| -(-world.abroad.territory.value(place) / p.relations.stake.get()).exp_m1();
    let (large, small) = (stake(0), stake(2));
    let hazard = p.relations.onset.get() * (large + small);
    let share = 1.0 - (-hazard * f64::from(WEEKS)).exp();
    let n = replicates as f64;
    let opened: f64 = first.iter().sum();
    near(
        "wars",
        opened / n,
        share,
        4.0 * (share * (1.0 - share) / n).sqrt(),
    );
    let part = large / (large + small);
    near(
        "in the larger",
        first[0] / opened,
        part,
        4.0 * (part * (1.0 - part) / opened).sqrt(),
    );
    assert_eq!(first[1] + first[3], 0.0, "nobody fights where only one is");
}

#[test]
fn across_a_border_a_theatre_counts_by_its_part() {
    let mut p = still();
    fix!(p; relations.onset = 0.05, relations.border = 0.4, relations.weakness = 0.0);
    let map = towns(&[1_000_000; 3], &[group("one", &[0]), group("two", &[1])]);
    let replicates = 600;
    let mut opened = 0.0;
    for replicate in 0..replicates {
        let key = Key::new(22, replicate);
        let mut world = world(&map, &p, key);
        alone("relations", &mut world, &p, key, 0..1, |_| {});
        assert_eq!(intensities(&world)[2], 0.0);
        opened += f64::from(world.groups.relations.wars());
    }
    let world = world(&map, &p, Key::new(22, 0));
    let stake = -(-world.abroad.territory.value(0) / p.relations.stake.get()).exp_m1();
    let share = 1.0 - (-p.relations.onset.get() * 2.0 * 0.4 * stake).exp();
    let n = replicates as f64;
    near(
        "wars",
        opened / n,
        share,
        4.0 * (share * (1.0 - share) / n).sqrt(),
    );
}

#[test]
fn without_deaths_a_theatre_cools_and_is_over() {
    let mut p = still();
    fix!(p; relations.cooling = 10.0, relations.duration = 1e5, relations.exhaustion = 0.0, relations.spill = 0.0);
    let map = towns(&[1_000_000], &[group("one", &[0]), group("two", &[0])]);
    let key = Key::new(23, 0);
    let mut world = world(&map, &p, key);
    at_war(&mut world, &[0], 0.5);
    let mut truces = 0;
    alone("relations", &mut world, &p, key, 0..45, |world| {
        let weeks = f64::from(world.given.week + 1);
        let expected = 0.5 * (-weeks / 10.0).exp();
        let expected = if expected < 0.01 { 0.0 } else { expected };
        near("intensity", intensities(world)[0], expected, 1e-12);
        truces += world
            .record
            .events
            .iter()
            .filter(|event| event.kind == EventKind::Truce)
            .count();
    });
    assert_eq!(truces, 1);
    assert_eq!(
        world.groups.relations.standing(pair().0, pair().1),
        Standing::Rival
    );
}

#[test]
fn a_war_escalates_where_deaths_answer_deaths_and_dies_out_where_they_do_not() {
    // In the large town many die at full intensity, in the small one hardly anybody.
    let mut p = still();
    fix!(p; fighting.rate = 1e-4, fighting.exponent = 0.7, fighting.rival = 0.0, relations.retaliation = 0.01,
        relations.cooling = 26.0, relations.duration = 1e5, relations.exhaustion = 0.0, relations.spill = 0.0,
        initial.members = 100.0);
    let map = towns(
        &[8_000_000, 1_000, 40_000],
        &[group("one", &[0, 2]), group("two", &[0, 2])],
    );
    let key = Key::new(24, 0);
    let mut world = world(&map, &p, key);
    at_war(&mut world, &[0, 2], 0.15);
    let schedule = [process("relations"), process("fighting")];
    let mut course = Vec::new();
    live_under(&schedule, &mut world, &p, key, 0..60, QUIET, |world| {
        course.push(intensities(world))
    });
    let [early, late] = [5, 55].map(|week| &course[week]);
    assert!(early[0] < 0.7 && late[0] > 0.75, "{early:?}, {late:?}");
    assert!(late[2] < early[2], "{early:?}, {late:?}");
    let step = relations::intensity(&p.relations, 0.5, 10.0);
    near(
        "one week",
        step,
        (1.0 - 0.5 * (-0.1_f64).exp()) * (-1.0_f64 / 26.0).exp(),
        1e-12,
    );
}

#[test]
fn war_is_fought_in_its_theatre() {
    let mut p = still();
    fix!(p; fighting.rate = 0.01, fighting.rival = 0.0, raids.rate = 0.05, raids.rival = 0.0);
    let map = towns(
        &[1_000_000; 5],
        &[group("one", &[0, 1, 4]), group("two", &[0, 2, 4])],
    );
    let key = Key::new(25, 0);
    let mut world = world(&map, &p, key);
    at_war(&mut world, &[0], 1.0);
    let mut deaths = [0; 5];
    for name in ["fighting", "raids"] {
        alone(name, &mut world, &p, key, 0..2, |world| {
            for (sum, here) in deaths.iter_mut().zip(&world.land.municipalities) {
                *sum += here.tally.oc_deaths();
            }
        });
    }
    assert!(
        deaths[0] > 0 && deaths[1] > 0,
        "fights there, raids next door: {deaths:?}"
    );
    assert_eq!(
        deaths[4], 0,
        "both are there as well, and have no theatre: {deaths:?}"
    );
    assert!(world.land[0].theatres[0].dead > 0);
}

#[test]
fn raids_around_a_theatre_are_as_many_as_members_there_make() {
    let mut p = still();
    fix!(p; raids.rate = 0.05, raids.rival = 0.0, raids.most = 1.0, raids.bystanders = 0.0, raids.lost = 0.0);
    let map = towns(
        &[1_000_000; 4],
        &[group("one", &[0, 3]), group("two", &[1, 3])],
    );
    let (mut raids, mut expected) = (0.0, 0.0);
    for replicate in 0..100 {
        let key = Key::new(26, replicate);
        let mut world = world(&map, &p, key);
        at_war(&mut world, &[0], 0.6);
        let members = |place, name| f64::from(world.land.members_at(place, founder(name)));
        expected += 2.0 * 0.05 * 0.6 * (members(0, "one") * members(1, "two")).sqrt();
        alone("raids", &mut world, &p, key, 0..1, |_| {});
        raids += f64::from(
            world
                .land
                .municipalities
                .iter()
                .map(|here| here.tally.raids)
                .sum::<u32>(),
        );
    }
    near("raids", raids, expected, 4.0 * expected.sqrt());
}

#[test]
fn a_theatre_spills_next_door_where_the_two_meet() {
    let mut p = still();
    fix!(p; relations.spill = 0.2, relations.cooling = 1e5, relations.duration = 1e5, relations.border = 0.0,
        relations.exhaustion = 0.0);
    let map = towns(
        &[1_000_000; 7],
        &[group("one", &[1, 2, 5]), group("two", &[1, 2, 5])],
    );
    let replicates = 400;
    let mut spilt = 0.0;
    for replicate in 0..replicates {
        let key = Key::new(27, replicate);
        let mut world = world(&map, &p, key);
        at_war(&mut world, &[1], 0.5);
        alone("relations", &mut world, &p, key, 0..1, |_| {});
        let found = intensities(&world);
        assert!(
            found[3] + found[4] + found[5] + found[6] == 0.0,
            "{found:?}"
        );
        spilt += f64::from(u8::from(found[2] > 0.0)) + f64::from(u8::from(found[0] > 0.0));
    }
    let share = 1.0 - (-0.2 * 0.5_f64).exp();
    let n = replicates as f64;
    near(
        "spilt",
        spilt / n,
        share,
        4.0 * (share * (1.0 - share) / n).sqrt(),
    );
}

#[test]
fn reinforcements_go_to_theatres_by_worth_and_intensity() {
    let mut p = still();
    fix!(p; moves.reinforcement = 1e3, moves.crowding = 1.0);
    let map = towns(
        &[1_000_000; 4],
        &[group("one", &[0, 1, 2]), group("two", &[1, 3])],
    );
    let key = Key::new(28, 0);
    let mut world = world(&map, &p, key);
    at_war(&mut world, &[1], 0.3);
    let before = world.land.members_at(1, founder("one"));
    let other = world.land.members_at(2, founder("two"));
    alone("moves", &mut world, &p, key, 0..1, |_| {});
    assert!(world.land.members_at(1, founder("one")) > before);
    assert_eq!(world.land.members_at(2, founder("two")), other);
    assert_eq!(
        world.record.tally.parties, 3,
        "two cells of the one, one of the other"
    );
}

#[test]
fn those_who_moved_are_counted_as_all_are() {
    let mut p = still();
    fix!(p; moves.expansion = 0.5, moves.half = 1.0, moves.withdrawal = 0.3, moves.closing = 0.1, moves.smallest = 20.0,
        moves.reinforcement = 0.1, moves.crowding = 1.0, moves.near = 0.5);
    let map = towns(
        &[1_000_000; 8],
        &[group("one", &[0, 1, 2]), group("two", &[1, 3, 6])],
    );
    let key = Key::new(34, 0);
    let mut world = world(&map, &p, key);
    at_war(&mut world, &[1], 0.8);
    for here in &mut world.land.municipalities {
        here.cells.iter_mut().for_each(|cell| cell.killed = 7);
    }
    let lost = |world: &World| {
        let cells = world
            .land
            .municipalities
            .iter()
            .flat_map(|here| &here.cells);
        let in_cells: u32 = cells.map(|cell| cell.killed).sum();
        let organizations = world.groups.organizations.values();
        f64::from(in_cells) + organizations.map(|one| one.losses).sum::<f64>()
    };
    let before = lost(&world);
    let (mut parties, mut withdrawals) = (0, 0);
    alone("moves", &mut world, &p, key, 0..60, |world| {
        parties += world.record.tally.parties;
        withdrawals += world.record.tally.withdrawals;
        let counted = world.groups.organizations.clone();
        let mut again = world.clone();
        again.land.count(&mut again.groups.organizations);
        assert_eq!(again.groups.organizations, counted);
        assert_eq!(again.land.municipalities, world.land.municipalities);
        near("lost by cells, open and closed", lost(world), before, 1e-9);
    });
    assert!(parties > 20 && withdrawals > 3, "{parties}, {withdrawals}");
}

#[test]
fn nothing_is_likelier_than_what_is_looked_at_first() {
    let mut p = parameters();
    for rivalry in [0.3, 20.0] {
        fix!(p; relations.rivalry = rivalry);
        let hazard = |hostile, weak, tired| {
            relations::onset_hazard(&p.relations, 0.4, hostile, weak, (tired, 0.0))
        };
        let most = hazard(true, 1.0, 0.0).max(hazard(false, 1.0, 0.0));
        for hostile in [true, false] {
            for (weak, tired) in [(0.0, 0.0), (0.6, 0.2), (1.0, 1.0)] {
                assert!(hazard(hostile, weak, tired) <= most);
            }
        }
    }
    for war in [0.0, 0.4, 0.99] {
        let quarrels = |war| gangs::quarrels(&p.gangs, 50.0, war, 0.3);
        assert!(quarrels(war) <= quarrels(1.0));
    }
}

#[test]
fn a_theatre_ends_where_the_two_meet_no_more() {
    let mut p = still();
    fix!(p; relations.apart = 1.0, relations.cooling = 1e5, relations.duration = 1e5, relations.spill = 0.0);
    let map = towns(&[1_000_000; 3], &[group("one", &[0]), group("two", &[2])]);
    let key = Key::new(29, 0);
    let mut world = world(&map, &p, key);
    at_war(&mut world, &[0], 1.0);
    alone("relations", &mut world, &p, key, 0..30, |_| {});
    assert_eq!(intensities(&world), [0.0; 3]);
    assert_eq!(world.groups.relations.wars(), 0);
}

#[test]
fn a_theatre_ends_by_the_exhaustion_of_its_own_front() {
    let mut p = still();
    fix!(p; relations.cooling = 1e5, relations.duration = 1e5, relations.spill = 0.0, relations.exhaustion = 0.05,
        relations.endurance = 0.1, relations.border = 0.0);
    let map = towns(
        &[1_000_000; 2],
        &[group("one", &[0, 1]), group("two", &[0, 1])],
    );
    let (mut left, mut expected, replicates) = ([0.0; 2], 0.0, 400);
    for replicate in 0..replicates {
        let key = Key::new(31, replicate);
        let mut world = world(&map, &p, key);
        at_war(&mut world, &[0, 1], 0.5);
        let mut tired = 0.0;
        for cell in &mut world.land[0].cells {
            let people = cell.strength() + f64::from(cell.associate_count());
            cell.danger = 0.1 * people;
            tired += relations::exhaustion(&p.relations, cell.danger, people);
        }
        near("half exhausted each", tired, 1.0, 1e-9);
        expected += (-(relations::end_hazard(&p.relations, (0.5, 0.5)))).exp();
        alone("relations", &mut world, &p, key, 0..1, |_| {});
        for (count, intensity) in left.iter_mut().zip(intensities(&world)) {
            *count += f64::from(u8::from(intensity > 0.0));
        }
    }
    let n = replicates as f64;
    let share = expected / n;
    near(
        "goes on",
        left[0] / n,
        share,
        4.0 * (share * (1.0 - share) / n).sqrt(),
    );
    assert_eq!(left[1], n, "the other front is fresh");
}
