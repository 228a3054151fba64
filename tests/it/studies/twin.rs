//! Twin futures: equal until the event, for ever where nothing happens, and the same as two runs of
//! which one has the event in its script.

mod effects;

use std::collections::BTreeMap;
use std::sync::Arc;

use plaza_batch::rows::{Recorded, Rows, Values};
use plaza_model::state::forces::Force;
use plaza_model::state::organizations::Outcome;
use plaza_model::state::script::{Posting, Script};

use plaza::runs::design::{
    Change, Design, Fallen, Record, RecordMunicipalities, RecordReplicates, Twin, TwinEvent, Whose,
};
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};
use plaza::studies::twin;
use plaza::studies::twin::Pairs;
use plaza::studies::twin::curves::points;
use plaza::studies::twin::pair::{Difference, counted};
use plaza::studies::twin::surroundings::COUNTRY;
use plaza::studies::twin::tables::TWIN_TABLES;

use self::effects::{at, scripted, table};
use crate::rules::worlds::smoke;

const WEEK: i32 = 30;

fn leader(outcome: Outcome) -> Change {
    Change::Removal {
        of: Whose::Ranked(1),
        who: Fallen::Leader,
        outcome: Some(outcome),
    }
}

fn event(name: &str, change: Change) -> TwinEvent {
    TwinEvent {
        name: name.to_owned(),
        change,
    }
}

/// Six pairs on the small grid for a year and a half, under status quo.
fn design(events: Vec<TwinEvent>) -> Design {
    let smoke = smoke();
    let status_quo = smoke.policies.iter().position(|p| p.name == "status_quo");
    let status_quo = status_quo.expect("it is of the smoke experiment");
    Design {
        policies: vec![smoke.policies[status_quo].clone()],
        weeks: 80,
        replicates: 6,
        record: Record {
            municipalities: RecordMunicipalities::All,
            panel: RecordReplicates::Every(true),
            ..Record::default()
        },
        twin: Some(Twin { week: WEEK, events }),
        ..smoke
    }
}

fn run(design: &Design) -> Pairs {
    // As a folder keeps them: rows of blocks, read again.
    let mut pairs = twin::pairs(design, BTreeMap::new());
    let mut block = Recorded::of(&TWIN_TABLES);
    for number in 0..design.replicates {
        match twin::run(design, number, &Stop::default()) {
            Ending::Done(recorded) => block.append(*recorded),
            other => panic!("pair {number}: {other:?}"),
        }
    }
    pairs.add(&block, design).expect("rows of these pairs");
    pairs
}

fn of_part(of: &Difference, pairs: &Pairs, outcome: usize, part: usize) -> Vec<f64> {
    let start = counted(outcome, part) * pairs.weeks();
    of.difference[start..start + pairs.weeks()].to_vec()
}

#[test]
fn a_non_event_changes_nothing_for_ever() {
    let pairs = run(&design(vec![event("nothing", Change::Nothing)]));
    assert_eq!(pairs.pairs.len(), 6);
    let mut counted = 0.0;
    for (number, of) in pairs.of(0) {
        assert!(of.difference.iter().all(|x| *x == 0.0), "pair {number}");
        assert!(of.deaths.iter().all(|x| *x == 0), "pair {number}");
        counted += of.without.iter().sum::<f64>();
    }
    assert!(counted > 0.0, "something happens in these futures");
    let told = points(&pairs);
    assert!(
        told.iter()
            .all(|point| point.mean == 0.0 && point.low == Some(0.0))
    );
}

#[test]
fn twins_are_equal_before_the_event_and_not_after_it() {
    let pairs = run(&design(vec![event("killed", leader(Outcome::Killed))]));
    let before = pairs.first.unsigned_abs() as usize;
    assert_eq!((pairs.first, pairs.last), (-26, 49));
    let mut later = 0.0;
    for (number, of) in pairs.of(0) {
        for series in of.difference.chunks(pairs.weeks()) {
            assert!(series[..before].iter().all(|x| *x == 0.0), "pair {number}");
            later += series[before..].iter().map(|x| x.abs()).sum::<f64>();
        }
    }
    assert!(later > 0.0, "the fall of a leader changes something");
}

/// A replicate with this script, simulated from its first week.
fn recorded(design: &Design, script: Script, number: u32) -> Recorded {
    let design = Design {
        script: Arc::new(script),
        ..design.clone()
    };
    let mut endings = replicate::run(&design, &[0], number, false, &Stop::default());
    match endings.remove(0) {
        Ending::Done(recorded) => *recorded,
        ending => panic!("{ending:?}"),
    }
}

/// The rows of the weeks before `week`, as text.
fn before(rows: &Rows, week: i32) -> Vec<String> {
    let weeks = rows.numbers("week");
    let row = |row: usize| {
        let cell = |values: &Values| format!("{:?}", values.value(row));
        rows.columns.iter().map(cell).collect::<Vec<_>>().join(" ")
    };
    (0..rows.len())
        .filter(|index| weeks[*index] < f64::from(week))
        .map(row)
        .collect()
}

#[test]
fn a_twin_is_what_two_whole_runs_are() {
    let boss = Change::Removal {
        of: Whose::Ranked(2),
        who: Fallen::Boss(None),
        outcome: Some(Outcome::Arrested),
    };
    let units = Change::Units {
        force: Force::Army,
        strength: 1200.0,
        place: Some(7),
        of: Whose::Ranked(1),
        weeks: 20,
    };
    let design = design(vec![
        event("leader", leader(Outcome::Killed)),
        event("boss", boss),
        event("units", units),
    ]);
    let pairs = run(&design);
    let mut compared = 0;
    for pair in &pairs.pairs[..3] {
        let without = recorded(&design, Script::default(), pair.number);
        for of in &pair.differences {
            let (removal, posting) = scripted(of);
            let script = Script {
                removals: removal.into_iter().collect(),
                postings: posting.into_iter().collect(),
                ..Script::default()
            };
            let with = recorded(&design, script, pair.number);
            for name in ["national", "organizations", "events", "panel"] {
                let [with, without] = [&with, &without].map(|of| before(&table(of, name), WEEK));
                assert!(!without.is_empty(), "{name}");
                assert_eq!(with, without, "{name}");
            }
            let from = (WEEK + pairs.first) as usize;
            for (outcome, column) in ["oc_deaths", "extortions", "displaced"]
                .into_iter()
                .enumerate()
            {
                let weeks = |of: &Recorded| table(of, "national").numbers(column)[from..].to_vec();
                let (with, without) = (weeks(&with), weeks(&without));
                let expected: Vec<f64> = with.iter().zip(without).map(|(a, b)| a - b).collect();
                assert_eq!(of_part(of, &pairs, outcome, COUNTRY), expected, "{column}");
            }
            let here =
                |recorded: &Recorded| at(&table(recorded, "panel"), &design, of.subject.place);
            let (with, without) = (here(&with), here(&without));
            let expected: Vec<f64> = (from..80).map(|week| with[week] - without[week]).collect();
            assert_eq!(of_part(of, &pairs, 0, 0), expected, "the place alone");
            compared += 1;
        }
    }
    assert_eq!(compared, 9);
}

#[test]
fn units_go_where_they_are_sent_and_back() {
    let design = design(vec![event(
        "units",
        Change::Units {
            force: Force::Army,
            strength: 1200.0,
            place: Some(7),
            of: Whose::Ranked(1),
            weeks: 20,
        },
    )]);
    let script = Script {
        postings: vec![Posting {
            forces: vec![Force::Army],
            strength: Some(1200.0),
            places: vec![(7, 1.0)],
            weeks: WEEK..WEEK + 20,
        }],
        ..Script::default()
    };
    let soldiers = |script: Script| {
        let recorded = recorded(&design, script, 0);
        let panel = recorded
            .tables
            .iter()
            .find(|rows| rows.table.name == "panel");
        let panel = panel.expect("the panel").clone();
        let code: &str = &design.map.places[7].code;
        let mut weeks = vec![0.0; design.weeks as usize];
        let (week, soldiers) = (panel.numbers("week"), panel.numbers("soldiers"));
        for (row, municipality) in panel.texts("municipality").iter().enumerate() {
            if *municipality == Some(code) {
                weeks[week[row] as usize] = soldiers[row];
            }
        }
        weeks
    };
    let (with, without) = (soldiers(script), soldiers(Script::default()));
    let weeks = |of: &[f64], from: usize, to: usize| of[from..to].iter().sum::<f64>();
    assert_eq!(with[..WEEK as usize], without[..WEEK as usize]);
    // Ordered in week 32, there two weeks later; ordered away in week 52, gone in week 54.
    assert!(weeks(&with, 36, 50) >= 14.0 * 1100.0, "{with:?}");
    assert!(weeks(&with, 56, 80) <= weeks(&without, 56, 80) + 24.0 * 600.0);
    let pairs = run(&design);
    assert_eq!(pairs.of(0).count(), 6);
    assert!(pairs.of(0).all(|(_, of)| of.subject.place == 7));
}

#[test]
fn an_event_without_anybody_whom_it_could_befall_takes_no_place() {
    let pairs = run(&design(vec![event(
        "nobody",
        Change::Removal {
            of: Whose::Ranked(100_000),
            who: Fallen::Leader,
            outcome: None,
        },
    )]));
    assert_eq!((pairs.of(0).count(), pairs.without(0)), (0, 6));
}

#[test]
fn twins_do_not_depend_on_threads() {
    let design = design(vec![event("killed", leader(Outcome::Killed))]);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads").install(|| run(&design))
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(7));
}
