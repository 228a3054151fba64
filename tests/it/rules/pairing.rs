//! Two futures on equal luck are equal where nothing has changed yet.

use std::sync::Arc;

use plaza_batch::rows::{Recorded, Value, Values};
use plaza_engine::luck::{Key, Luck};
use plaza_model::policy::levers::Level;
use plaza_model::policy::levers::Side;
use plaza_model::policy::policy::{Policy, Schedule, Step};
use plaza_model::state::organizations::Outcome;
use plaza_model::state::parts::Part;
use plaza_model::state::world::World;
use plaza_model::submodels::Parameters;
use plaza_model::submodels::schedule::{Process, Scope};

use plaza::runs::design::Design;
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};

use crate::rules::worlds::{
    QUIET, fell, fix, founder, group, live, parameters, smoke, towns, world,
};

fn level(of: f64) -> Level {
    Level::Number(of)
}

/// Another policy, but for one lever that has a new level from a week on.
fn changed(policy: &Policy, name: &str, lever: &str, from_week: i32, level: &Level) -> Policy {
    Policy::new(name.to_owned(), String::new(), Side::Both, |wanted| {
        let schedules = &mut policy.schedules();
        let (_, schedule) = schedules.find(|(name, _)| *name == wanted)?;
        let step = Step {
            from_week,
            ramp_weeks: 0,
            level: level.clone(),
        };
        let changed = Schedule {
            calendar: Some(0),
            people: None,
            places: None,
            when: None,
            steps: vec![step],
            base: Some(Arc::new(schedule.clone())),
        };
        Some(Arc::new(if wanted == lever {
            changed
        } else {
            schedule.clone()
        }))
    })
    .expect("each lever has a schedule")
}

/// The smoke experiment for a year under `others`, made of the policy `no_intervention`, which
/// comes first.
fn design(others: impl Fn(&Policy) -> Vec<Policy>) -> Design {
    let smoke = smoke();
    let named = |policy: &&Policy| policy.name == "no_intervention";
    let base = smoke
        .policies
        .iter()
        .find(named)
        .expect("it is of the smoke experiment");
    let mut policies = vec![base.clone()];
    policies.extend(others(base));
    Design {
        policies,
        weeks: 52,
        ..smoke
    }
}

/// A replicate under every policy, each simulated from its first week.
fn endings(design: &Design, number: u32) -> Vec<Recorded> {
    let all: Vec<usize> = (0..design.policies.len()).collect();
    let endings = replicate::run(design, &all, number, false, &Stop::default());
    let done = |ending| match ending {
        Ending::Done(recorded) => *recorded,
        ending => panic!("{ending:?}"),
    };
    endings.into_iter().map(done).collect()
}

/// The first `rows` rows of a table but for the policy, as text.
fn rows(recorded: &Recorded, table: usize, rows: usize) -> Vec<String> {
    let columns = &recorded.tables[table].columns;
    let text = |column: &Values| {
        let values: Vec<Value> = (0..rows).map(|row| column.value(row)).collect();
        format!("{values:?}")
    };
    columns[1..].iter().map(text).collect()
}

/// How many rows of a table are of weeks before `week`.
fn before(recorded: &Recorded, table: usize, week: f64) -> usize {
    let weeks = recorded.tables[table].numbers("week");
    weeks.partition_point(|of| *of < week)
}

#[test]
fn a_policy_that_changes_nothing_differs_in_name_only() {
    let design = design(|base| {
        let mut renamed = base.clone();
        "renamed".clone_into(&mut renamed.name);
        let nobody_hunted = changed(base, "none", "leader_targeting", -100, &level(0.0));
        // How leaders are taken does not matter while nobody looks for them.
        let otherwise = changed(&nobody_hunted, "otherwise", "kill_share", -100, &level(1.0));
        let hunted = changed(base, "hunted", "leader_targeting", -100, &level(3.0));
        vec![renamed, nobody_hunted, otherwise, hunted]
    });
    for number in 0..3 {
        let recorded = endings(&design, number);
        for (one, other) in [(0, 1), (2, 3)] {
            for table in 0..4 {
                let count = recorded[one].tables[table].len();
                assert_eq!(count, recorded[other].tables[table].len());
                assert!(count > 0);
                let differ =
                    rows(&recorded[one], table, count) != rows(&recorded[other], table, count);
                assert!(!differ, "table {table} of {}", design.policies[other].name);
            }
        }
        assert!(
            rows(&recorded[0], 0, 52) != rows(&recorded[4], 0, 52),
            "hunting does something"
        );
    }
}

#[test]
fn nothing_differs_before_the_week_a_policy_starts() {
    let mut design = design(|base| {
        vec![
            changed(base, "more soldiers", "army_units", 20, &level(60_000.0)),
            changed(base, "more hunting", "leader_targeting", 20, &level(3.0)),
        ]
    });
    // Hunted like this, somebody falls in every week.
    fix!(Arc::make_mut(&mut design.parameters);
        leaders.notoriety = 0.0,
        leaders.bosses = 2.0,
        leaders.boss_notoriety = 0.0,
    );
    for number in 0..3 {
        let recorded = endings(&design, number);
        for other in [1, 2] {
            // National, organizations, events: the tables with weeks.
            for table in 0..3 {
                let count = before(&recorded[0], table, 20.0);
                assert_eq!(count, before(&recorded[other], table, 20.0));
                assert!(count > 0 || table == 2);
                let (one, two) = (&recorded[0], &recorded[other]);
                assert!(
                    rows(one, table, count) == rows(two, table, count),
                    "table {table}"
                );
            }
            assert!(
                rows(&recorded[0], 0, 21) != rows(&recorded[other], 0, 21),
                "it does something in its first week"
            );
        }
    }
}

/// Counts the week's planned millions, as if they were recruits.
fn count_money(world: &mut World, _: &Parameters, _: &Luck) {
    let planned: f64 = world.given.budget.planned.iter().flatten().sum();
    world.record.tally.recruited += (planned / 1e6) as u32;
}

static MONEY: [Process; 1] = [Process {
    id: 1,
    name: "money",
    every: 1,
    quiet: false,
    writes: &[Part::Tally],
    scope: Scope::Exchange(count_money),
}];

#[test]
fn policies_that_differ_only_in_what_they_pay_part_too() {
    // Equipment acts two years after it is paid, which is after the last week.
    let mut design = design(|base| vec![changed(base, "equipped", "equipment", 20, &level(1.0))]);
    design.schedule = &MONEY;
    let forked = replicate::run(&design, &[0, 1], 0, true, &Stop::default());
    let apart = endings(&design, 0);
    for (forked, apart) in forked.into_iter().zip(&apart) {
        assert!(forked == Ending::Done(Box::new(apart.clone())));
    }
    let paid: Vec<Vec<f64>> = apart
        .iter()
        .map(|recorded| recorded.tables[0].numbers("recruited"))
        .collect();
    for (week, (base, equipped)) in paid[0].iter().zip(&paid[1]).enumerate() {
        assert_eq!(equipped > base, week >= 20, "week {week}");
    }
}

#[test]
fn a_splinter_leaves_the_luck_of_the_other_end_alone() {
    let map = towns(
        &[500_000; 12],
        &[
            group("west", &[0, 1, 2, 3]),
            group("east", &[8, 9, 10, 11]),
            group("both", &[2, 10]),
        ],
    );
    let mut p = parameters();
    // Parties go to neighbours only; whoever can leaves; much is decided in a week.
    fix!(p;
        initial.members = 200.0,
        initial.around = 0.0,
        initial.clump = 0.0,
        initial.least = 0.0,
        moves.near = 1.0,
        moves.reinforcement = 0.0,
        moves.expansion = 0.2,
        fighting.neutral = 1.0,
        fighting.rate = 0.05,
        succession.intercept = 10.0,
        succession.defection = 0.0,
        raids.rate = 0.0,
        gangs.hiring = 0.0,
        fighting.unarmed = 0.0,
        // Both ends are of one state, with one court and one prison.
        justice.remand = 1e5,
        justice.term = 1e5,
        prisons.recruiting = 0.0,
    );
    let mut happened = 0;
    for replicate in 0..20 {
        let key = Key::new(5, replicate);
        let mut one = world(&map, &p, key);
        live(&mut one, &p, key, 0..8, QUIET, |_| {});
        let mut other = one.clone();
        fell(&mut other, founder("west"), Outcome::Killed);
        for week in 8..10 {
            live(&mut one, &p, key, week..week + 1, QUIET, |_| {});
            live(&mut other, &p, key, week..week + 1, QUIET, |_| {});
            assert_eq!(
                other.record.tally.splits > one.record.tally.splits,
                week == 8
            );
            for place in 8..12 {
                let (one, other) = (
                    &one.land.municipalities[place],
                    &other.land.municipalities[place],
                );
                assert!(
                    one == other,
                    "replicate {replicate}, week {week}, place {place}"
                );
                happened += one.tally.victims() + one.tally.recruited;
            }
        }
        assert!(one.land.municipalities[..4] != other.land.municipalities[..4]);
    }
    assert!(happened > 100, "{happened} died or joined at the other end");
}
