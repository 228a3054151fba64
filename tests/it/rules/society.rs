//! Citizens, courts and prisons in the limits in which the result is known.

use plaza_batch::rows::Recorded;
use plaza_engine::luck::Key;
use plaza_model::state::citizens::{Status, Stratum};
use plaza_model::state::events::EventKind;
use plaza_model::state::map::Map;
use plaza_model::state::memory::{Class, Experience, What};
use plaza_model::state::parts::Part;
use plaza_model::state::world::{Captive, Fate, World};
use plaza_model::submodels::schedule::{Process, SCHEDULE, Scope};
use plaza_model::submodels::{Parameters, opinion, response};
use plaza_model::units::Quantity;

use plaza::runs::design::Design;
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};

use crate::rules::worlds::{
    OFFENSIVE, QUIET, fix, founder, grid, group, live, live_under, near, parameters, process,
    smoke, still, towns, world,
};

/// A town of 10 million with one organization of 10,000 members.
fn town(p: &mut Parameters) -> Map {
    fix!(p; initial.members = 100.0);
    towns(&[10_000_000], &[group("one", &[0])])
}

/// Fifty are robbed and ten firms visited a week, wherever there is a cell.
const CRIME: Process = Process {
    id: 999,
    name: "crime",
    every: 1,
    quiet: false,
    writes: &[Part::Business, Part::Tally],
    scope: Scope::Local(|here, _, _, _| {
        for cell in &mut here.cells {
            cell.visits = 10;
            here.tally.extortions += 10;
            here.tally.robberies += 50;
        }
    }),
};

/// The schedule with this crime in place of the businesses of cells.
fn with_crime() -> Vec<Process> {
    SCHEDULE
        .iter()
        .map(|process| {
            if process.name == "income" {
                CRIME
            } else {
                *process
            }
        })
        .collect()
}

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

#[test]
fn other_homicides_follow_the_rate_from_outside() {
    let mut p = still();
    fix!(p; homicides.start = 52.0, homicides.end = 104.0, homicides.ramp = 52.0);
    let map = towns(&[1_000_000, 3_000_000], &[]);
    let key = Key::new(21, 0);
    let mut world = world(&map, &p, key);
    let (mut dead, mut second) = (0.0, 0.0);
    live(&mut world, &p, key, 0..104, QUIET, |world| {
        assert_eq!(world.audit(), Ok(()));
        dead += f64::from(world.record.tally.other_homicides);
        second += f64::from(world.land.municipalities[1].tally.other_homicides);
    });
    // A year at 78 on average and one at 104, for 4 million.
    let expected = (78.0 + 104.0) * 40.0;
    near("homicides", dead, expected, 4.0 * expected.sqrt() + 40.0);
    near("in the larger town", second / dead, 0.75, 0.02);
    assert_eq!(world.land.population, 4_000_000 - dead as u64);
}

#[test]
fn nobody_reports_where_reporting_is_off_and_few_at_the_start() {
    let share = |reporting: f64| {
        let mut p = still();
        fix!(p; response.reporting = reporting, response.inform = 0.0, response.unpunished = 0.0);
        let map = town(&mut p);
        let key = Key::new(21, 1);
        let mut world = world(&map, &p, key);
        let mut counts = [0.0; 4];
        live_under(&with_crime(), &mut world, &p, key, 0..400, QUIET, |world| {
            let tally = world.record.tally;
            let other = tally.crimes_reported - tally.extortions_reported;
            assert!(
                tally.homicides_reported <= other
                    && tally.files_opened <= tally.crimes_reported + tally.homicides()
            );
            for (sum, count) in counts.iter_mut().zip([
                tally.extortions_reported,
                tally.extortions,
                other,
                tally.robberies,
            ]) {
                *sum += f64::from(count);
            }
        });
        [counts[0] / counts[1], counts[2] / counts[3]]
    };
    assert_eq!(share(0.0), [0.0, 0.0]);
    let [extortions, others] = share(1.0);
    assert!((0.01..0.05).contains(&extortions), "{extortions}");
    assert!((0.03..0.11).contains(&others), "{others}");
}

#[test]
fn where_the_norm_is_stronger_fewer_pay_and_more_report() {
    let p = parameters();
    let world = world(&grid(), &p, Key::new(21, 2));
    let here = &world.land.municipalities[0];
    let community = here.community;
    let strong = plaza_model::state::community::Community {
        lawfulness: 0.9,
        ..community
    };
    let reports = |community, captured| {
        let crime = p.response.report_other.get();
        let programmes = &here.programmes;
        response::reports(
            &p.response,
            crime,
            community,
            programmes,
            captured,
            Class::Never,
        )
    };
    near("pay", response::pays(&p.response, &community), 0.45, 0.02);
    assert!(response::pays(&p.response, &strong) < response::pays(&p.response, &community));
    assert!(reports(&strong, false) > reports(&community, false));
    assert!(reports(&community, true) < reports(&community, false));
}

#[test]
fn a_norm_is_at_rest_where_it_began_and_can_tip() {
    let mut p = parameters();
    for start in [0.0, 0.1, 0.4, 1.0] {
        assert_eq!(opinion::norm(&p.opinion, start)(start), start);
    }
    let far = |p: &Parameters| {
        let mut norm = 0.45;
        (0..500).for_each(|_| norm = opinion::norm(&p.opinion, 0.4)(norm));
        norm
    };
    near("wide thresholds", far(&p), 0.4, 0.01);
    fix!(p; opinion.width = 0.1);
    assert!(far(&p) > 0.7, "narrow thresholds: {}", far(&p));
}

#[test]
fn violence_in_mind_fades_and_fear_falls_back() {
    let mut p = still();
    fix!(p; opinion.violence_time = 26.0);
    let map = towns(&[100_000; 3], &[group("one", &[0])]);
    let key = Key::new(21, 3);
    let mut world = world(&map, &p, key);
    let start = world.land.municipalities[2].community;
    world.land[2].community.violence = 100.0;
    let mut most = 0.0_f64;
    live(&mut world, &p, key, 1..53, QUIET, |world| {
        let community = world.land.municipalities[2].community;
        most = most.max(community.fear);
        assert!(world.land.occupied == [0], "nobody else is there");
    });
    let violence = world.land.municipalities[2].community.violence;
    near("in mind", violence, 100.0 * (-2.0_f64).exp(), 1e-9);
    assert!(most > start.fear + 0.1);
    live(&mut world, &p, key, 53..1000, QUIET, |_| {});
    let community = world.land.municipalities[2].community;
    near("fear", community.fear, start.fear, 1e-6);
    near("lawfulness", community.lawfulness, start.lawfulness, 0.01);
}

#[test]
fn victims_forget_and_the_displaced_come_home() {
    let mut p = still();
    fix!(p; opinion.home = 0.02, initial.fear = 0.0);
    let map = town(&mut p);
    let key = Key::new(21, 4);
    let mut world = world(&map, &p, key);
    let here = &mut world.land[0];
    for stratum in Stratum::all() {
        here.memory.enter(Experience {
            what: What::Robbed,
            stratum,
            class: Class::Never,
            reported: false,
            persons: 1000,
            of: 1000,
        });
        (0..500).for_each(|_| here.citizens.displace(stratum));
    }
    live_under(
        &[process("opinion")],
        &mut world,
        &p,
        key,
        1..53,
        QUIET,
        |world| {
            assert_eq!(world.audit(), Ok(()));
        },
    );
    let here = &world.land.municipalities[0];
    let away = 8000.0 * (-0.02_f64 * 52.0).exp();
    near(
        "away",
        f64::from(here.citizens.displaced()),
        away,
        4.0 * away.sqrt(),
    );
    let once = f64::from(here.memory.victims(Class::Once).1);
    // Those who come home remember, and forget in their turn.
    let (forget, home) = (1.0 / 52.0, 0.02);
    let late =
        8000.0 * home / (home - forget) * ((-forget * 52.0_f64).exp() - (-home * 52.0_f64).exp());
    let expected = 16_000.0 * (-1.0_f64).exp() + late;
    near(
        "remember",
        once,
        expected,
        4.0 * expected.sqrt() + 0.03 * late,
    );
}

#[test]
fn the_violent_places_empty() {
    let mut p = still();
    fix!(p; response.leave = 0.01, response.victim = 2.0, opinion.home = 0.0);
    let map = town(&mut p);
    let key = Key::new(21, 5);
    let mut world = world(&map, &p, key);
    let mut fled = 0;
    world.land[0].community.violence = 1e5;
    live_under(&with_crime(), &mut world, &p, key, 0..52, QUIET, |world| {
        assert_eq!(world.audit(), Ok(()));
        fled += world.record.tally.displaced;
    });
    assert!(fled > 10_000);
    assert_eq!(world.land.municipalities[0].citizens.displaced(), fled);
}

#[test]
fn firms_refuse_or_pay_and_some_who_refuse_are_punished() {
    let mut p = still();
    fix!(p; response.punish = 0.1);
    let map = town(&mut p);
    let key = Key::new(21, 6);
    let mut world = world(&map, &p, key);
    let (mut killed, weeks) = (0.0, 400);
    live_under(
        &with_crime(),
        &mut world,
        &p,
        key,
        0..weeks,
        QUIET,
        |world| {
            assert_eq!(world.audit(), Ok(()));
            killed += f64::from(world.record.tally.deaths_other);
            assert_eq!(
                world.record.tally.deaths_other,
                world.record.tally.bystander_deaths
            );
        },
    );
    let payers = world.land.municipalities[0].cells[0].payers;
    assert!((200..1000).contains(&payers), "{payers} of 4,000 still pay");
    near("killed", killed, 4000.0 * 0.55 * 0.1, 60.0);
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

/// What the small grid records when one in `one_in` is followed; `None`: nobody.
fn recorded(one_in: Option<u32>) -> Recorded {
    let mut design = Design {
        weeks: 52,
        burn_in: 4,
        memory_one_in: one_in.unwrap_or(100),
        ..smoke()
    };
    design.record.lives = one_in.is_some();
    match replicate::run(&design, &[2], 0, true, &Stop::default()).pop() {
        Some(Ending::Done(recorded)) => *recorded,
        other => panic!("the replicate ended {other:?}"),
    }
}

#[test]
fn nothing_moves_with_the_size_of_the_memory_panel() {
    let [nobody, few, all] = [None, Some(10), Some(1)].map(recorded);
    for (table, rows) in nobody.tables.iter().enumerate().take(4) {
        assert!(*rows == few.tables[table] && *rows == all.tables[table]);
    }
    let lives = [&nobody, &few, &all].map(|recorded| {
        let lives = recorded
            .tables
            .iter()
            .find(|rows| rows.table.name == "lives");
        lives.expect("a table").len()
    });
    assert!(
        lives[0] == 0 && lives[1] > 0 && lives[2] > 5 * lives[1],
        "{lives:?}"
    );
}

#[test]
fn with_one_in_one_every_life_is_told() {
    let p = parameters();
    let key = Key::new(21, 13);
    let mut world = world(&grid(), &p, key);
    world.follow_lives(1);
    let (mut told, mut counted) = (0_u32, 0_u32);
    live_under(
        &with_crime(),
        &mut world,
        &p,
        key,
        0..52,
        OFFENSIVE,
        |world| {
            let lives = world.record.lives.told.iter();
            told += lives.filter(|life| life.what == What::Robbed).count() as u32;
            counted += world.record.tally.robberies;
            for life in &world.record.lives.told {
                let people = &world.land[life.place].citizens;
                assert_ne!(people.status(life.number), Some(Status::Dead));
                assert_eq!(people.stratum(life.number), life.stratum);
            }
        },
    );
    let (told, counted) = (f64::from(told), f64::from(counted));
    near("told of the counted", told / counted, 1.0, 0.01);
}
