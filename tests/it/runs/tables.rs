//! The panel, spending, what fires, and the audit: recorded as they were, and what is broken is
//! found.

use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};

use plaza_batch::rows::{Recorded, Rows, Value};
use plaza_engine::luck::Key;
use plaza_model::state::cells::BUSINESSES;
use plaza_model::state::government::{AREAS, Area, PAYERS, Payer};
use plaza_model::state::relations::Standing;
use plaza_model::state::world::World;

use plaza::runs::design::{Design, RecordReplicates};
use plaza::runs::dictionary::{BUDGET, EVENTS, NATIONAL, PANEL};
use plaza::runs::observers::Observer;
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop, Watch};
use plaza::setup::{Overrides, load};
use plaza::studies::firing::firing;

use crate::rules::worlds::{fix, founder, group, parameters, towns, world};

fn smoke(panel: RecordReplicates) -> Design {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/experiments/smoke.toml");
    let loaded = load(Some(&path), &Overrides::default()).expect("smoke loads");
    let mut design = loaded.design;
    design.record.panel = panel;
    design
}

fn recorded(design: &Design, number: u32, watch: Watch<'_>) -> Recorded {
    match replicate::run_watched(design, &[0], number, true, &Stop::default(), watch).pop() {
        Some(Ending::Done(recorded)) => *recorded,
        other => panic!("the replicate ended {other:?}"),
    }
}

#[test]
fn the_panel_is_written_of_the_replicates_asked_for() {
    let panel = RecordReplicates::Replicates([1].into());
    assert!(panel.holds(1) && !panel.holds(0));
    assert!(RecordReplicates::Every(true).holds(7) && !RecordReplicates::default().holds(7));
    let design = smoke(panel);
    let [without, with] = [0, 1].map(|number| recorded(&design, number, &|_, _| {}));
    let names = |recorded: &Recorded| -> Vec<&str> {
        recorded.parts().map(|rows| rows.table.name).collect()
    };
    assert!(!names(&without).contains(&PANEL.name));
    assert_eq!(names(&with).last(), Some(&PANEL.name));
}

#[test]
fn the_panel_names_who_is_visible() {
    let recorded = recorded(&smoke(RecordReplicates::Every(true)), 2, &|_, _| {});
    let panel = &recorded.tables[5];
    let ids = panel.index("organization_ids").expect("a column");
    let ids = |row: usize| match panel.columns[ids].value(row) {
        Value::Texts(ids) => ids,
        other => panic!("{other:?} is no list of texts"),
    };
    let ids: Vec<_> = (0..panel.len()).map(ids).collect();
    let [visible, present] =
        ["organizations_visible", "organizations"].map(|name| panel.numbers(name));
    assert!(ids.iter().any(|ids| ids.len() > 1), "several at one place");
    for (row, ids) in ids.iter().enumerate() {
        assert_eq!(ids.len() as f64, visible[row]);
        assert!(visible[row] <= present[row]);
        assert!(ids.is_sorted(), "in order of keys");
    }
}

/// A world of two organizations in three towns.
fn small() -> World {
    let map = towns(
        &[300_000, 200_000, 100_000],
        &[group("one", &[0, 1]), group("two", &[1])],
    );
    let mut p = parameters();
    fix!(p; initial.around = 0.0, initial.clump = 0.0, initial.least = 0.0);
    world(&map, &p, Key::new(9, 0))
}

/// What is recorded of a world that stands still.
fn observed(world: &mut World, weeks: i32) -> Recorded {
    let record = plaza::runs::design::Record::default();
    let mut observer = Observer::new(
        &record,
        &["status_quo"],
        (0, None),
        world.land.municipalities.len(),
    );
    for week in 0..weeks {
        world.given.week = week;
        observer.week(world);
    }
    let map = world.given.country.map.clone();
    observer.rows("status_quo", &map)
}

#[test]
fn spending_is_summed_by_year_payer_and_area() {
    let mut world = small();
    world.given.budget.spent[Payer::UnitedStates as usize][Area::Border as usize] = 2.0;
    world.given.budget.planned[Payer::Mexico as usize][Area::Justice as usize] = 5.0;
    let recorded = observed(&mut world, 104);
    let (national, budget) = (&recorded.tables[0], &recorded.tables[4]);
    assert_eq!(budget.table.name, BUDGET.name);
    assert_eq!(budget.len(), 2 * PAYERS * AREAS);
    let (payers, areas) = (budget.texts("payer"), budget.texts("area"));
    for (row, spent) in budget.numbers("spent").into_iter().enumerate() {
        let there = payers[row] == Some("united_states") && areas[row] == Some("border");
        assert_eq!(spent, if there { 104.0 } else { 0.0 });
    }
    assert_eq!(national.numbers("budget_spent"), [2.0; 104]);
    assert_eq!(national.numbers("planned_budget"), [5.0; 104]);
}

#[test]
fn shares_of_effort_are_weighted_by_members() {
    let mut world = small();
    let one = founder("one");
    let mut sizes = [0.0; 2];
    for (place, business) in [(0, 0), (1, 1)] {
        let cell = world.land.cell(place, one).expect("a cell");
        cell.effort = [0.0; BUSINESSES];
        cell.effort[business] = 1.0;
        sizes[business] = cell.strength();
    }
    let recorded = observed(&mut world, 13);
    let rows = &recorded.tables[1];
    let key = one.to_string();
    let keys = rows.texts("organization");
    let row = (0..rows.len()).find(|row| keys[*row] == Some(&key));
    let row = row.expect("the organization is recorded");
    let whole = sizes[0] + sizes[1];
    assert_eq!(rows.numbers("share_trafficking")[row], sizes[0] / whole);
    assert_eq!(rows.numbers("share_retail")[row], sizes[1] / whole);
    assert_eq!(rows.numbers("share_smuggling")[row], 0.0);
}

#[test]
fn means_are_weighted_by_residents() {
    let mut world = small();
    for (place, fear) in [(0, 1.0), (1, 0.5), (2, 0.0)] {
        world.land[place].community.fear = fear;
    }
    let recorded = observed(&mut world, 1);
    let fear = recorded.tables[0].numbers("fear")[0];
    assert!((fear - 4.0 / 6.0).abs() < 1e-12, "{fear}");
}

#[test]
fn what_never_and_what_always_fires_is_told() {
    let (mut national, mut events) = (Rows::new(&NATIONAL), Rows::new(&EVENTS));
    for (replicate, week) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        national.push(NATIONAL.columns.iter().map(|column| match column.name {
            "policy" => Value::Text("a".into()),
            "replicate" => Value::Integer(replicate),
            "week" => Value::Integer(week),
            "extortions" => Value::Integer(1),
            "kidnappings" => Value::Integer(replicate * week),
            _ if column.nullable => Value::Null,
            _ => match column.r#type {
                plaza::runs::dictionary::Type::Real => Value::Real(0.0),
                _ => Value::Integer(0),
            },
        }));
    }
    events.push([
        Value::Text("a".into()),
        Value::Integer(1),
        Value::Integer(0),
        Value::Text("boss_removed".into()),
        Value::Null,
        Value::Null,
        Value::Null,
        Value::Text("boss".into()),
        Value::Text("killed".into()),
        Value::Null,
        Value::Null,
    ]);
    let rows = firing(&national, &events);
    let told = |what: &str| {
        let row = rows.iter().find(|row| row.what == what);
        let row = row.unwrap_or_else(|| panic!("`{what}` is told"));
        (row.weeks, row.runs, row.verdict())
    };
    assert_eq!(told("extortions"), (1.0, 1.0, "always"));
    assert_eq!(told("kidnappings"), (0.25, 0.5, ""));
    assert_eq!(told("oc_deaths"), (0.0, 0.0, "never"));
    assert_eq!(told("event boss_removed boss killed"), (0.25, 0.5, ""));
    assert_eq!(
        told("event boss_removed boss arrested"),
        (0.0, 0.0, "never")
    );
    assert_eq!(told("event pact"), (0.0, 0.0, "never"));
}

#[test]
fn who_watches_changes_nothing() {
    let design = smoke(RecordReplicates::default());
    let weeks = AtomicI32::new(0);
    let watched = recorded(&design, 0, &|world, policy| {
        assert_eq!(
            (world.audit(), policy),
            (Ok(()), design.policies[0].name.as_str())
        );
        weeks.fetch_add(1, Ordering::Relaxed);
    });
    assert_eq!(weeks.load(Ordering::Relaxed), design.weeks + design.burn_in);
    assert!(watched == recorded(&design, 0, &|_, _| {}));
}

/// Breaks a sound world; what the audit says of it.
#[track_caller]
fn broken(change: impl FnOnce(&mut World)) -> String {
    let mut world = small();
    world.settle();
    assert_eq!(world.audit(), Ok(()));
    change(&mut world);
    world.audit().expect_err("the world is broken")
}

#[test]
fn the_audit_finds_stocks_that_cannot_be() {
    let one = founder("one");
    let fall = |world: &mut World,
                change: fn(&mut plaza_model::state::organizations::Organization)| {
        change(
            world
                .groups
                .organizations
                .get_mut(&founder("one"))
                .expect("one"),
        );
    };
    assert_eq!(
        broken(|world| fall(world, |group| group.cash = -1.0)),
        "one: cash is -1, expected 0 or more"
    );
    assert_eq!(
        broken(|world| fall(world, |group| group.arms = f64::NAN)),
        "one: arms is NaN, expected 0 or more"
    );
    assert_eq!(
        broken(|world| world.land[2].community.trust = 1.5),
        "t002: trust is 1.5, expected 0 to 1"
    );
    assert_eq!(
        broken(|world| world.institutions.government.approval = f64::NAN),
        "approval is NaN, expected 0 to 1"
    );
    assert_eq!(
        broken(|world| world.land.cell(0, one).expect("a cell").effort[0] = 0.9),
        "t000: efforts of a cell add to 1.7"
    );
    assert_eq!(
        broken(|world| world.land[0].officers[3] += 1),
        "Army: 0 in units, 1 in municipalities"
    );
    let stranger = founder("stranger");
    assert_eq!(
        broken(|world| world.groups.relations.set(one, stranger, Standing::War, 0)),
        format!("a relation of the organization {stranger}, which is gone")
    );
    let captive = |world: &mut World| {
        let person = *world
            .land
            .cell(0, one)
            .expect("a cell")
            .members
            .iter()
            .next()
            .expect("one");
        world
            .institutions
            .captives
            .push(plaza_model::state::world::Captive {
                leader: 1,
                person,
                organization: one,
                state: 0,
                since: 0,
            });
    };
    assert!(broken(captive).ends_with("is a captive but no prisoner"));
}
