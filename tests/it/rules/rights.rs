//! A process writes what it declares and nothing else, and all that it declares.

mod changes;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use plaza_engine::luck::{Key, Luck};
use plaza_model::state::government::{AREAS, Allocation, Budget, Deployment};
use plaza_model::state::map::Map;
use plaza_model::state::orders::Orders;
use plaza_model::state::parts::{BEGIN_WRITES, END_WRITES, Part, SETTLE_WRITES};
use plaza_model::state::world::World;
use plaza_model::submodels::Parameters;
use plaza_model::submodels::schedule::{Process, SCHEDULE, Scope};
use plaza_needs::needs;

use crate::rules::worlds::{fix, grid, live, parameters, world};
use changes::changes;

/// Nearly every lever at once.
const ALL: Orders = Orders {
    leader_targeting: 1.0,
    kill_share: 0.3,
    conditional_repression: 0.5,
    extradition: 0.5,
    financial_intelligence: 0.5,
    deployment_rule: Deployment::HotSpots,
    army_raids: 0.5,
    joint_command: 0.5,
    intervention_in_captured_forces: 0.3,
    police_pay: 0.5,
    police_vetting: 0.5,
    police_training: 0.5,
    unified_state_command: 0.5,
    community_policing: 0.5,
    focused_deterrence: 0.5,
    prosecutors_and_courts: 0.5,
    independent_prosecutors: 0.5,
    prisons: 0.1,
    intelligence_sharing: 0.5,
    institutional_linkages: 0.5,
    single_window: 0.5,
    equipment: 0.5,
    arms_control_southward: 0.3,
    inspection_northward: 0.3,
    crossings: 0.3,
    youth_programmes: 0.5,
    work_and_school: 0.5,
    culture_of_lawfulness: 0.5,
    civil_society: 0.5,
    reporting_channels: 0.5,
    witness_protection: 0.5,
    extortion_strategy: 0.5,
    kidnapping_strategy: 0.5,
    smuggling_strategy: 0.5,
    us_demand_reduction: 0.3,
    legal_cannabis: 0.5,
    legal_market: 0.5,
    decriminalized_possession: 0.5,
    allocation: Allocation::MostViolent,
    aid_budget: 1e8,
    aid_shares: [1.0 / AREAS as f64; AREAS],
    aid_conditions: 0.15,
    ..Orders::NONE
};

/// What is declared and not seen in these weeks. Alliances hand a cell over whole, but relations have just set
/// its deeds to 0, and the press its incidents at the end of last week. Arms are written off where a cell
/// loses some and its last member in one week, while its organization has arms left, and wars passed on where a weak ally
/// that fights one is absorbed: too rare to wait for.
const NEVER_SEEN: [(&str, Part); 6] = [
    ("alliances", Part::Theatres),
    ("alliances", Part::Deeds),
    ("alliances", Part::Notice),
    ("leaders", Part::Arms),
    ("moves", Part::Arms),
    ("settle", Part::Arms),
];

/// What weeks of Mexico show and the small map does not: organizations that end or part when a boss falls.
const IN_MEXICO: [(&str, Part); 2] = [
    ("succession", Part::Organizations),
    ("succession", Part::Tally),
];

/// Many small cells whose leaders are hunted and let go, so that on the small map too most things happen to somebody.
fn crowded() -> Parameters {
    let mut p = parameters();
    fix!(p;
        initial.clump = 5.0,
        initial.around = 0.6,
        initial.members = 105.0,
        initial.most_of_residents = 0.05,
        moves.crowding = 0.2,
        initial.justice_capacity = 0.05,
        leaders.notoriety = 20.0,
    );
    p
}

/// Numbers under which the rare is frequent: cells are wiped out, bosses of few fall, leaders escape.
fn bloody() -> Parameters {
    let mut p = crowded();
    fix!(p;
        arrests.arms_taken = 1.0,
        fighting.rate = 0.02,
        leaders.boss_notoriety = 1.0,
        leaders.bosses = 10.0,
        moves.smallest = 2.0,
        relations.onset = 2e-3,
        relations.spark = 0.5,
        alliances.weak = 500.0,
        alliances.absorption = 0.2,
        arrests.resistance_soldiers = 0.5,
        prisons.escape = 3.0,
    );
    p
}

/// What a process, or the bookkeeping between them, was seen to write.
type Written = BTreeMap<&'static str, BTreeSet<Part>>;

/// What everybody may write: the processes of the schedule and the bookkeeping.
fn declared() -> impl Iterator<Item = (&'static str, &'static [Part])> {
    let processes = SCHEDULE
        .iter()
        .map(|process| (process.name, process.writes));
    let books = [
        ("begin", BEGIN_WRITES),
        ("settle", SETTLE_WRITES),
        ("end", END_WRITES),
    ];
    processes.chain(books)
}

fn run(process: &Process, world: &mut World, p: &Parameters, luck: &Luck) {
    match process.scope {
        Scope::Local(rule) => {
            let (municipalities, occupied, nation) = world.split();
            for &place in occupied {
                rule(&mut municipalities[place as usize], &nation, p, luck);
            }
        }
        Scope::Exchange(rule) => rule(world, p, luck),
    }
}

/// The orders of a week: terms are offered for a while, and units march elsewhere now and then.
fn orders(map: &Map, week: i32) -> Orders {
    let people = map.population() as f64;
    Orders {
        army_units: people / 1000.0,
        navy_units: people / 5000.0,
        federal_police_units: people / 3000.0,
        accommodation: f64::from(u8::from(week / 26 % 2 == 0)),
        corridor_sharing: 0.5,
        pact_monitoring: 0.5,
        deployment_rule: [Deployment::HotSpots, Deployment::Border][(week / 13 % 2) as usize],
        ..ALL
    }
}

/// Runs the weeks process by process; what was written joins `written`, what was not declared `wrong`.
fn watch(
    map: &Map,
    p: &Parameters,
    weeks: Range<i32>,
    written: &mut Written,
    wrong: &mut BTreeSet<String>,
) {
    let key = Key::new(20, 0);
    let mut world = world(map, p, key);
    world.follow_lives(10);
    world.keep_killings();
    live(&mut world, p, key, 0..weeks.start, orders(map, 0), |_| {});
    let mut watched = |name: &'static str, world: &mut World, act: &mut dyn FnMut(&mut World)| {
        let before = world.clone();
        act(world);
        let (_, may) = declared()
            .find(|(one, _)| *one == name)
            .expect("somebody declared");
        for (part, field) in changes(&before, world) {
            match part {
                Some(part) if may.contains(&part) => {}
                Some(part) => {
                    let label = part.label();
                    wrong.insert(format!(
                        "{name} writes {field} and does not declare `{label}`"
                    ));
                }
                None => {
                    wrong.insert(format!("{name} writes {field}, which never changes"));
                }
            }
            written.entry(name).or_default().extend(part);
        }
    };
    for week in weeks {
        let orders = orders(map, week);
        watched("begin", &mut world, &mut |world| {
            world.begin_week(week, orders, Budget::default());
        });
        let places = map.places.len();
        let levels = (0..places).map(|place| (place % 2 == 0).then_some(0.5));
        world.given.locally.police_pay.set(levels.collect());
        for process in SCHEDULE {
            if week.rem_euclid(process.every) != 0 {
                continue;
            }
            let luck = key.luck(process.id, week);
            watched(process.name, &mut world, &mut |world| {
                run(process, world, p, &luck);
            });
            if !process.quiet {
                watched("settle", &mut world, &mut World::settle);
            }
        }
        watched("end", &mut world, &mut World::end_week);
    }
}

#[test]
fn every_process_writes_what_it_declares_and_all_of_it() {
    let (mut written, mut wrong) = (Written::new(), BTreeSet::new());
    let mut small = grid();
    for place in &mut small.places {
        place.populations = vec![place.population, place.population / 100 * 99];
    }
    watch(&small, &parameters(), 30..160, &mut written, &mut wrong);
    watch(&small, &crowded(), 30..240, &mut written, &mut wrong);
    watch(&small, &bloody(), 30..160, &mut written, &mut wrong);
    assert!(wrong.is_empty(), "{}", Vec::from_iter(wrong).join("\n"));
    let idle: Vec<String> = declared()
        .flat_map(|(name, parts)| parts.iter().map(move |part| (name, *part)))
        .filter(|(name, part)| !written.get(name).is_some_and(|parts| parts.contains(part)))
        .filter(|pair| !NEVER_SEEN.contains(pair) && !IN_MEXICO.contains(pair))
        .map(|(name, part)| format!("{name} never writes `{}`", part.label()))
        .collect();
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}

#[needs(PLAZA_DATA)]
#[test]
fn in_mexico_too_processes_write_what_they_declare() {
    let (mut written, mut wrong) = (Written::new(), BTreeSet::new());
    let map = crate::mexico::map();
    watch(&map, &bloody(), 46..54, &mut written, &mut wrong);
    assert!(wrong.is_empty(), "{}", Vec::from_iter(wrong).join("\n"));
    for (name, part) in IN_MEXICO {
        assert!(written[name].contains(&part), "{name}: {}", part.label());
    }
}
