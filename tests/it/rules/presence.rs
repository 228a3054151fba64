//! Where organizations are in the first week: where the press saw them, and around there.

use plaza_engine::luck::Key;
use plaza_model::state::map::Map;
use plaza_model::state::world::World;
use plaza_model::units::Quantity;

use crate::rules::worlds::{fix, grid, group, parameters, towns, world};

/// Cells in each municipality.
fn cells(world: &World) -> Vec<usize> {
    let places = world.land.municipalities.iter();
    places.map(|here| here.cells.len()).collect()
}

fn first_week(map: &Map, unseen: f64, steps: f64, replicate: u64) -> World {
    let mut p = parameters();
    fix!(p;
        initial.unseen = unseen,
        initial.unseen_steps = steps,
        initial.most_of_residents = 1.0,
    );
    world(map, &p, Key::new(7, replicate))
}

#[test]
fn without_unseen_cells_the_map_decides() {
    let map = grid();
    let mut expected = vec![0; map.places.len()];
    for cell in map.organizations.iter().flat_map(|one| &one.cells) {
        expected[cell.place as usize] += 1;
    }
    let first = cells(&first_week(&map, 0.0, 2.0, 0));
    assert_eq!(first, expected);
    assert_eq!(first, cells(&first_week(&map, 0.0, 2.0, 1)));
}

/// On one long row of towns with one cell in the middle, walks of one border end next door; there are
/// two such places, and no more can be found.
#[test]
fn a_walk_of_one_border_ends_next_door() {
    let map = towns(&[100_000; 9], &[group("alpha", &[4])]);
    let places = cells(&first_week(&map, 20.0, 1.0, 0));
    assert_eq!(places, [0, 0, 0, 1, 1, 1, 0, 0, 0]);
}

/// Unseen cells are as many as asked for on average, each organization once in a place; and they hold
/// their part of the members.
#[test]
fn there_are_as_many_as_asked_for_and_they_hold_their_part() {
    let seen: Vec<u32> = (0..20).map(|index| 10 * index).collect();
    let map = towns(&[100_000; 200], &[group("alpha", &seen)]);
    let (mut number, mut share) = (0.0, 0.0);
    let runs = 50;
    for replicate in 0..runs {
        let world = first_week(&map, 2.0, 3.0, replicate);
        let hidden = |place: &usize| !seen.contains(&(*place as u32));
        let members = |place: usize| f64::from(world.land.municipalities[place].members());
        let all: f64 = (0..200).map(members).sum();
        assert!(cells(&world).iter().all(|cells| *cells <= 1));
        let unseen = cells(&world);
        number += (0..200)
            .filter(|place| hidden(place) && unseen[*place] > 0)
            .count() as f64;
        share += (0..200).filter(hidden).map(members).sum::<f64>() / all;
    }
    let (number, share) = (number / runs as f64, share / runs as f64);
    // Poisson of mean 40: the mean of 50 has a standard error of .9.
    assert!((number - 40.0).abs() < 3.6, "{number} unseen cells");
    assert!(
        (share - parameters().initial.unseen_members.get()).abs() < 0.02,
        "{share} of the members"
    );
}
