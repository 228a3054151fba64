//! Where raids go: to cells by `m * exp(-d / reach)`, however many there are.

use plaza_engine::luck::Key;
use plaza_model::state::relations::Standing;
use plaza_model::units::Quantity;

use crate::engine::fit::assert_counts;
use crate::rules::worlds::{alone, fix, founder, group, still, towns, world};

/// Raids of one town on an organization in all others of a square of towns, 50 km apart, which are so
/// many across, fall on them as they should; most are further away than looks find.
fn raids_fall_on_near_cells_by_members(across: u32) {
    let mut p = still();
    fix!(p;
        raids.rate = 1.0,
        raids.rival = 1.0,
        raids.reach = 30.0,
        raids.most = 1.0,
        raids.bystanders = 1.0,
    );
    let all = across * across;
    let home = all / 2 + across / 2;
    let others: Vec<u32> = (0..all).filter(|place| *place != home).collect();
    let residents = |place: u32| 100_000 + 40_000 * (place % 7);
    let populations: Vec<u32> = (0..all).map(residents).collect();
    let organizations = [group("raided", &others), group("raider", &[home])];
    let mut map = towns(&populations, &organizations);
    for (index, place) in (0..all).zip(&mut map.places) {
        place.code = format!("t{index:04}");
        place.x = 50.0 * f64::from(index % across);
        place.y = 50.0 * f64::from(index / across);
    }
    for seen in &mut map.organizations[0].records {
        seen.records = f64::from(1 + seen.place % 5);
    }
    let key = Key::new(17, 0);
    let mut world = world(&map, &p, key);
    let (raider, raided) = (founder("raider"), founder("raided"));
    world.groups.relations.set(raider, raided, Standing::War, 0);
    let weight = |place: u32| {
        let members = f64::from(world.land.members_at(place, raided));
        members * (-map.distance(home, place) / p.raids.reach.get()).exp()
    };
    let mut cells: Vec<(u32, f64)> = others
        .iter()
        .map(|place| (*place, weight(*place)))
        .collect();
    cells.sort_by(|a, b| map.distance(home, a.0).total_cmp(&map.distance(home, b.0)));
    let weights: f64 = cells.iter().map(|(_, weight)| weight).sum();
    let chances: Vec<f64> = cells.iter().map(|(_, weight)| weight / weights).collect();
    let mut counts = vec![0; cells.len()];
    alone("raids", &mut world, &p, key, 0..30, |world| {
        for ((place, _), count) in cells.iter().zip(&mut counts) {
            *count += u64::from(world.land[*place].tally.raids);
        }
    });
    let raids: u64 = counts.iter().sum();
    assert!(raids > 30_000, "{raids} raids tell little");
    assert_counts("raids by distance", &counts, &chances);
}

#[test]
fn raids_on_some_cells_go_to_near_ones() {
    raids_fall_on_near_cells_by_members(25);
}

#[test]
fn raids_on_many_cells_go_to_near_ones() {
    raids_fall_on_near_cells_by_members(45);
}
