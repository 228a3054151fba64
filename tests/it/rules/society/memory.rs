//! The memory panel: lives that are told move nothing.

use plaza_batch::rows::Recorded;
use plaza_engine::luck::Key;
use plaza_model::state::citizens::{Status, of_age};
use plaza_model::state::memory::What;

use plaza::runs::design::Design;
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};

use super::with_crime;
use crate::rules::worlds::{OFFENSIVE, fix, grid, live_under, near, parameters, smoke, world};

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
    let mut p = parameters();
    fix!(p; response.leave = 0.02, opinion.home = 0.1);
    let key = Key::new(21, 13);
    let mut world = world(&grid(), &p, key);
    world.follow_lives(1);
    let (mut told, mut counted) = (0_u32, 0_u32);
    // Children and the grown: who fled and was not told to be back, and who came home.
    let (mut away, mut back) = ([0_i32; 2], [0_i32; 2]);
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
                let age = usize::from(life.stratum.grown());
                away[age] += i32::from(life.what == What::Displaced);
                back[age] += i32::from(life.what == What::Returned);
                let people = &world.land.municipalities[life.place as usize].citizens;
                assert_ne!(people.status(life.number), Some(Status::Dead));
                assert_eq!(people.stratum(life.number), life.stratum);
            }
        },
    );
    let (told, counted) = (f64::from(told), f64::from(counted));
    near("told of the counted", told / counted, 1.0, 0.01);
    for grown in [false, true] {
        let places = world.land.municipalities.iter();
        let displaced =
            places.flat_map(|here| &here.citizens.displaced_by_stratum()[of_age(grown)]);
        let (displaced, back) = (displaced.sum::<u32>(), back[usize::from(grown)]);
        assert!(back > 20, "{back} came home, which tells little");
        let told = f64::from(away[usize::from(grown)] - back);
        near("still away", told / f64::from(displaced), 1.0, 0.02);
    }
}
