//! Tables of real events as the script of a replicate.

use std::path::Path;
use std::sync::Arc;

use insta::assert_snapshot;
use plaza_batch::problem::Problem;
use plaza_engine::luck::Key;
use plaza_model::state::events::EventKind;
use plaza_model::state::forces::Force;
use plaza_model::state::map::Map;
use plaza_model::state::orders::Orders;
use plaza_model::state::organizations::Outcome;
use plaza_model::state::script::{Posting, Removal, Reported, Script, Who};
use plaza_model::state::world::World;

use plaza::maps::aliases::{Aliases, SHIPPED};
use plaza::setup::replay::{deployments, leaders, weeks_covered};
use plaza::setup::{Overrides, load};

use crate::rules::worlds::{QUIET, fix, founder, group, live, still, towns, world};

/// Six towns: Sinaloa in the first four, with a faction in two of them, Gulf in the last two.
fn map() -> Map {
    let organizations = [group("sinaloa", &[0, 1, 2, 3]), group("gulf", &[4, 5])];
    let mut map = towns(
        &[90_000, 80_000, 70_000, 60_000, 90_000, 80_000],
        &organizations,
    );
    for seen in &mut map.organizations[0].records[2..] {
        seen.faction = Some("beltran_leyva".to_owned());
    }
    map
}

fn told(problems: Vec<Problem>) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn read(table: &str) -> Result<Vec<Removal>, String> {
    let aliases = Aliases::parse(Path::new("aliases.toml"), SHIPPED.as_bytes()).expect("right");
    leaders(
        Path::new("events.csv"),
        table.as_bytes(),
        &map(),
        &aliases,
        -52..208,
    )
    .map_err(told)
}

fn sent(table: &str) -> Result<Vec<Posting>, String> {
    deployments(
        Path::new("operations.csv"),
        table.as_bytes(),
        &map(),
        -52..208,
    )
    .map_err(told)
}

#[test]
fn leaders_are_read_by_name_of_column() {
    let removals = read(
        "code,rank,outcome,organization,date,remark\n\
         t004,leader,killed,gulf,2007-12-31,the last day of the year\n\
         ,lieutenant,captured,beltran_leyva,2008-01-21,\n\
         t001,leader,escaped,sinaloa,2008-05-01,\n\
         ,leader,captured,individual,2008-05-01,no organization\n\
         t000,operator,captured,sinaloa,2007-01-08,\n\
         t000,leader,captured,sinaloa,2013-01-08,after the run\n",
    )
    .expect("a good table");
    let reported = |name: &str, within: &str, leader, place| {
        Who::Reported(Reported {
            name: name.into(),
            within: within.into(),
            leader,
            place,
        })
    };
    let removal = |week, who, outcome| Removal {
        week,
        who,
        outcome: Some(outcome),
    };
    let expected = [
        removal(
            1,
            reported("sinaloa", "sinaloa", false, Some(0)),
            Outcome::Arrested,
        ),
        removal(51, reported("gulf", "gulf", true, Some(4)), Outcome::Killed),
        removal(
            52 + 2,
            reported("beltran_leyva", "beltran_leyva", false, None),
            Outcome::Arrested,
        ),
    ];
    assert_eq!(removals, expected);
    assert_eq!(weeks_covered(&removals), 0..104);
    assert_eq!(weeks_covered(&[]), 0..0);
}

#[test]
fn what_is_wrong_with_a_table_of_leaders() {
    let wrong = |table: &str| read(table).expect_err("a bad table");
    let told = wrong(
        "date,organization,outcome,code,rank\n\
         2007-02-30,gulf,captured,t004,leader\n\
         2007-03-01,golf,captured,t004,leader\n\
         2007-03-01,gulf,caught,t04,leader\n\
         2007-03-01,juarez,captured,,leader\n\
         2007-03-01,gulf,captured,,Leader\n\
         99999999-02-01,gulf,captured,,leader\n",
    );
    assert_snapshot!(told, @"
    events.csv:2: `2007-02-30` is no day, expected one as in `2009-12-16`
    events.csv:3: there is no organization `golf` on the map; label `golf` does not stand in the aliases (did you mean `gulf`?); one that is meant so needs a table `[label.golf]` there, with `organization = [{ is = ... }]`
    events.csv:4: there is no municipality `t04` on the map
    events.csv:4: outcome is `caught`, expected captured, arrested, killed, killed_by_rivals, extradited, escaped or reported_killed
    events.csv:5: there is no organization `juarez` on the map
    events.csv:6: rank is `Leader`, expected leader, lieutenant, operator or boss
    events.csv:7: `99999999-02-01` is no day, expected one as in `2009-12-16`
    ");
    assert_snapshot!(wrong("day,organization,outcome,code,rank\n"), @"events.csv:1: no column `date`; expected date, organization, outcome, code, rank; there are day, organization, outcome, code, rank");
}

#[test]
fn operations_are_read_with_their_places() {
    let postings = sent(
        "start,end,forces,states,focus_municipalities,personnel_approx\n\
         2007-01-03,2008-01-03,army+federal_police,state,t004;t005,3300\n\
         2008-03-27,,navy,t0,,\n",
    )
    .expect("a good table");
    assert_eq!(postings[0].forces, [Force::Army, Force::Federal]);
    assert_eq!(postings[0].places, [(4, 90_000.0), (5, 80_000.0)]);
    assert_eq!(postings[0].strength, Some(3300.0));
    assert_eq!(postings[0].weeks, 0..53);
    assert_eq!(postings[1].places.len(), 6, "all of the state");
    assert_eq!(postings[1].strength, None);
    assert_eq!(postings[1].weeks, 52 + 12..i32::MAX);
    let told = sent(
        "start,end,forces,states,focus_municipalities,personnel_approx\n\
         2007-01-03,soon,army,state,,\n\
         2007-01-03,,soldiers,state,,\n\
         2007-01-03,,army,stat,,\n\
         2007-01-03,,army,,t009,\n\
         2007-01-03,,army,,,\n\
         2007-01-03,,army,state,,-5\n\
         2007-01-03,2006-01-03,army,state,,\n\
         2007-01-03,,army+army,state,,\n",
    )
    .expect_err("a bad table");
    assert_snapshot!(told, @"
    operations.csv:2: `soon` is no day, expected one as in `2009-12-16`
    operations.csv:3: force is `soldiers`, expected army, navy or federal_police, joined by `+`
    operations.csv:4: there is no state `stat` on the map (did you mean `state`?), expected its name, or the first two digits of its municipalities
    operations.csv:5: there is no municipality `t009` on the map
    operations.csv:6: names no place, expected states or focus_municipalities
    operations.csv:7: column `personnel_approx` is `-5`, expected a number from 0 to 1000000
    operations.csv:8: ends on 2006-01-03 before it starts, expected a later day
    operations.csv:9: names a force twice, expected each once
    ");
}

#[test]
fn whoever_is_reported_is_found_in_the_world_as_it_is() {
    let mut world = world(&map(), &still(), Key::new(1, 0));
    let sinaloa = founder("sinaloa");
    let find = |world: &World, name: &str, within: &str, leader, place| {
        let reported = Reported {
            name: name.into(),
            within: within.into(),
            leader,
            place,
        };
        reported.find(&world.given, &world.groups, &world.land)
    };
    let leader = find(&world, "sinaloa", "sinaloa", true, Some(5));
    assert_eq!(leader, Some(Who::Leader(sinaloa, Some(5))));
    let boss = find(&world, "sinaloa", "sinaloa", false, Some(5));
    assert_eq!(boss, Some(Who::Boss(sinaloa, 3)), "the nearest cell");
    // Nobody of that name stands alone yet: the faction's largest cell.
    let faction = find(&world, "beltran_leyva", "sinaloa", true, None);
    assert!(
        matches!(faction, Some(Who::Boss(key, 2 | 3)) if key == sinaloa),
        "{faction:?}"
    );
    assert_eq!(find(&world, "zetas", "zetas", true, None), None);
    // Once it has broken away, its leader.
    let gulf = founder("gulf");
    world
        .groups
        .organizations
        .get_mut(&gulf)
        .expect("it exists")
        .name = "beltran_leyva".into();
    let alone = find(&world, "beltran_leyva", "sinaloa", true, None);
    assert_eq!(alone, Some(Who::Leader(gulf, None)));
}

#[test]
fn leaders_fall_by_the_script_alone_where_it_covers_the_weeks() {
    let hunted = Orders {
        leader_targeting: 20.0,
        ..QUIET
    };
    let mut p = still();
    fix!(p; leaders.notoriety = 0.0);
    let falls = |script: Script| {
        let mut world = world(&map(), &p, Key::new(1, 0));
        world.given.script = Arc::new(script);
        let mut falls = Vec::new();
        live(&mut world, &p, Key::new(1, 0), 0..30, hunted, |world| {
            let fell =
                |event: &&plaza_model::state::events::Event| event.kind == EventKind::LeaderRemoved;
            let events = world.record.events.iter().filter(fell);
            falls.extend(events.map(|event| (world.given.week, event.organization)));
        });
        falls
    };
    assert!(
        falls(Script::default()).len() > 3,
        "hunted so hard, leaders fall"
    );
    let gulf = founder("gulf");
    let script = Script {
        removals: vec![Removal {
            week: 7,
            who: Who::Leader(gulf, None),
            outcome: Some(Outcome::Arrested),
        }],
        leaders_fall_by_script: 0..52,
        ..Script::default()
    };
    assert_eq!(falls(script), [(7, Some(gulf))]);
}

#[test]
fn an_experiment_keeps_its_tables_and_can_be_run_from_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(&path, text).expect("written");
        path
    };
    write(
        "maps/grid_12x12.toml",
        include_str!("../../../configs/maps/grid_12x12.toml"),
    );
    let smoke =
        include_str!("../../../configs/experiments/smoke.toml").replace("../maps/", "maps/");
    let path = write(
        "own.toml",
        &format!("{smoke}\n[replay]\nleaders = \"mine.csv\"\n"),
    );
    let problems = told(load(Some(&path), &Overrides::default()).expect_err("no table"));
    assert!(
        problems.contains("own.toml") && problems.contains("mine.csv"),
        "{problems}"
    );
    let table = "date,organization,outcome,code,rank\n2007-02-01,north_east,captured,,leader\n";
    write("mine.csv", table);
    let loaded = load(Some(&path), &Overrides::default()).expect("a good experiment");
    assert_eq!(loaded.design.script.removals.len(), 1);
    assert_eq!(loaded.design.script.leaders_fall_by_script, 0..52);
    let without = write("plain.toml", &smoke);
    let without = load(Some(&without), &Overrides::default()).expect("a good experiment");
    assert_ne!(loaded.digest, without.digest);

    let kept = tempfile::tempdir().expect("a folder");
    plaza::setup::inputs::write(kept.path(), &loaded.inputs).expect("written");
    let again = kept.path().join("inputs/experiment.toml");
    let again = load(Some(&again), &Overrides::default()).expect("what is kept is whole");
    assert_eq!(again.digest, loaded.digest);
    assert_eq!(again.design.script, loaded.design.script);
}

#[test]
fn a_table_must_have_to_do_with_the_run() {
    let header = "date,organization,outcome,code,rank\n";
    assert_snapshot!(read(header).expect_err("no event"), @"events.csv: has no event within the run, expected some from 2006 to 2010");
    let late = format!("{header}2019-01-01,gulf,captured,,leader\n");
    assert!(read(&late).is_err());
    // Younger than the map, it may yet arise.
    let young = format!("{header}2010-11-23,cjng,captured,,leader\n");
    assert_eq!(read(&young).expect("it may arise").len(), 1);
}

#[test]
fn an_operation_is_relieved_by_the_next_at_its_places() {
    let postings = sent(
        "start,end,forces,states,focus_municipalities,personnel_approx\n\
         2007-01-22,,army,state,,9000\n\
         2007-05-01,,army,state,,\n\
         2008-03-27,,army+federal_police,,t004,2500\n",
    )
    .expect("a good table");
    let weeks: Vec<_> = postings
        .iter()
        .map(|posting| posting.weeks.clone())
        .collect();
    assert_eq!(weeks, [3..17, 17..i32::MAX, 52 + 12..i32::MAX]);
}

#[test]
fn more_posted_than_there_is_is_shared_out() {
    let mut world = world(&map(), &still(), Key::new(1, 0));
    let posting = |place, strength| Posting {
        forces: vec![Force::Army],
        strength: Some(strength),
        places: vec![(place, 1.0)],
        weeks: 0..52,
    };
    world.given.script = Arc::new(Script {
        postings: vec![posting(4, 12_000.0), posting(5, 6_000.0)],
        ..Script::default()
    });
    let orders = Orders {
        army_units: 9_000.0,
        ..QUIET
    };
    live(&mut world, &still(), Key::new(1, 0), 0..8, orders, |_| {});
    let soldiers = [4, 5].map(|place| world.land.municipalities[place].soldiers());
    assert_eq!(soldiers, [6_000, 3_000]);
}
