//! Where organizations are in the first week: drawn from a field of what is known of them.

use std::collections::BTreeSet;

use plaza_engine::luck::Key;
use plaza_model::state::initial::field::fields;
use plaza_model::state::initial::presence::drawn;
use plaza_model::state::initial::sized;
use plaza_model::state::map::{Conflict, ConflictKind, Home, Map, Sighting};
use plaza_model::state::relations::Standing;
use plaza_model::submodels::Parameters;
use plaza_model::units::Quantity;
use plaza_needs::needs;

use crate::mexico;
use crate::rules::worlds::{fix, founder, group, parameters, towns, world};

/// Nine towns in a row and one organization in the middle; the first three are one state, the others another.
fn row() -> Map {
    let mut map = towns(&[100_000; 9], &[group("alpha", &[4])]);
    map.states.push("other".to_owned());
    for place in &mut map.places[3..] {
        place.state = 1;
    }
    map
}

fn home(place: Option<u32>, state: u16, weight: f64) -> Home {
    Home {
        place,
        state,
        weight,
        faction: None,
    }
}

fn seen(year: i32, place: u32, records: f64) -> Sighting {
    Sighting {
        year,
        place,
        records,
        believed: 1.0,
        faction: None,
    }
}

/// The baseline, with nobody but where something is known.
fn known() -> Parameters {
    let mut p = parameters();
    fix!(p; initial.around = 0.0);
    p
}

/// Expected shares of the first organization.
fn shares(map: &Map, p: &Parameters) -> Vec<f64> {
    fields(map, &p.initial)[0].shares.clone()
}

fn assert_near(found: &[f64], expected: &[f64]) {
    let apart = found.iter().zip(expected).map(|(a, b)| (a - b).abs());
    let apart = apart.fold(0.0, f64::max);
    assert!(apart < 1e-9, "{found:?}, expected {expected:?}");
}

#[test]
fn records_alone_where_there_are_no_homes() {
    let mut map = row();
    map.organizations[0].records = vec![seen(2004, 1, 4.0), seen(2006, 4, 9.0)];
    let mut p = known();
    fix!(p; initial.fading = 0.5, initial.bias = 0.5);
    // Two years before the start: a quarter of the root of 4; in its year the root of 9.
    let mut expected = [0.0; 9];
    (expected[1], expected[4]) = (0.5 / 3.5, 3.0 / 3.5);
    assert_near(&shares(&map, &p), &expected);
    fix!(p; initial.fading = 1.0, initial.bias = 1.0);
    (expected[1], expected[4]) = (4.0 / 13.0, 9.0 / 13.0);
    assert_near(&shares(&map, &p), &expected);
    // What is half believed counts half.
    map.organizations[0].records[1].believed = 0.5;
    (expected[1], expected[4]) = (4.0 / 8.5, 4.5 / 8.5);
    assert_near(&shares(&map, &p), &expected);
}

#[test]
fn homes_take_their_part_and_a_state_spreads_it_by_the_ground() {
    let mut map = row();
    map.organizations[0].homes = vec![home(Some(8), 1, 1.0), home(None, 0, 3.0)];
    map.places[0].homicides = 30.0;
    map.places[1].homicides = 10.0;
    let mut p = known();
    fix!(p; initial.homes = 0.8, initial.by_homicides = 0.6);
    // No crops, no gates: four tenths by the root of residents, alike in all nine.
    let ground = [0.6 * 0.75 + 0.4 / 9.0, 0.6 * 0.25 + 0.4 / 9.0, 0.4 / 9.0];
    let all: f64 = ground.iter().sum();
    let mut expected = [0.0; 9];
    for (share, ground) in expected.iter_mut().zip(ground) {
        *share = 0.8 * 0.75 * ground / all;
    }
    (expected[4], expected[8]) = (0.2, 0.8 * 0.25);
    assert_near(&shares(&map, &p), &expected);
    fix!(p; initial.homes = 0.0);
    let mut expected = [0.0; 9];
    expected[4] = 1.0;
    assert_near(&shares(&map, &p), &expected);
    map.organizations[0].records.clear();
    map.organizations[0].homes.truncate(1);
    expected = [0.0; 9];
    expected[8] = 1.0;
    assert_near(&shares(&map, &p), &expected);
}

/// A walk of one border ends next door; of two on average, half of the walks that went on come back or go further.
#[test]
fn around_what_is_known_over_borders() {
    let map = row();
    let mut p = parameters();
    fix!(p; initial.around = 0.5, initial.unseen_steps = 1.0);
    let mut expected = [0.0; 9];
    (expected[3], expected[4], expected[5]) = (0.25, 0.5, 0.25);
    assert_near(&shares(&map, &p), &expected);
    fix!(p; initial.unseen_steps = 2.0);
    let shares = shares(&map, &p);
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    // Who comes back is where the organization was seen, and not around it.
    assert!((shares[4] - 0.5).abs() < 1e-9, "{shares:?}");
    assert!(shares[2] > 0.0 && shares[2] < shares[3], "{shares:?}");
    assert!((shares[2] - shares[6]).abs() < 1e-12, "{shares:?}");
}

/// Where there were homicides, somebody would have seen them.
#[test]
fn detection_thins_what_is_unseen() {
    let mut map = row();
    map.places[5].homicides = 20.0;
    map.organizations[0].records.insert(0, seen(2002, 4, 1.0));
    let mut p = parameters();
    fix!(p;
        initial.around = 1.0,
        initial.unseen_steps = 1.0,
        initial.detection = 0.01,
        initial.by_homicides = 0.0,
    );
    // Five years of records, 100 homicides.
    let odds = libm::exp(-1.0);
    let mut expected = [0.0; 9];
    (expected[3], expected[5]) = (1.0 / (1.0 + odds), odds / (1.0 + odds));
    assert_near(&shares(&map, &p), &expected);
    fix!(p; initial.detection = 0.0);
    (expected[3], expected[5]) = (0.5, 0.5);
    assert_near(&shares(&map, &p), &expected);
}

/// The mean of many draws is the field, each draw has all members, and their variance is `clump` times the mean but
/// for what holds them together.
#[test]
fn draws_are_the_field_on_average() {
    let mut map = row();
    map.organizations[0].records = (0..9)
        .map(|place| seen(2006, place, f64::from(1 + place)))
        .collect();
    let mut p = known();
    fix!(p; initial.clump = 20.0, initial.least = 0.0, initial.bias = 1.0);
    let field = &fields(&map, &p.initial)[0];
    let (members, runs) = (400.0, 4000);
    let mut sums = [(0.0, 0.0); 9];
    for replicate in 0..runs {
        let luck = Key::new(3, replicate).luck(0, 0);
        let sites = drawn(&map, field, members, &p.initial, &luck);
        let all: f64 = sites.iter().map(|site| site.members).sum();
        assert!((all - members).abs() < 1e-6, "{all}");
        for site in sites {
            let (sum, squares) = &mut sums[site.place as usize];
            *sum += site.members;
            *squares += site.members * site.members;
        }
    }
    for (place, (sum, squares)) in sums.into_iter().enumerate() {
        let share = f64::from(1 + place as u32) / 45.0;
        let (mean, variance) = (
            members * share,
            20.0 * members * share * (1.0 - share) / (1.0 + 0.05),
        );
        let found = sum / runs as f64;
        let error = (variance / runs as f64).sqrt();
        assert!(
            (found - mean).abs() < 4.0 * error,
            "{place}: {found}, expected {mean}"
        );
        let spread = squares / runs as f64 - found * found;
        assert!(
            (spread / variance - 1.0).abs() < 0.2,
            "{place}: {spread}, expected {variance}"
        );
    }
}

#[test]
fn fewer_than_the_least_are_nowhere() {
    let mut map = row();
    map.organizations[0].records =
        vec![seen(2006, 1, 1.0), seen(2006, 4, 98.0), seen(2006, 6, 1.0)];
    let mut p = known();
    fix!(p; initial.clump = 0.0, initial.least = 3.0, initial.bias = 1.0);
    let field = &fields(&map, &p.initial)[0];
    let luck = Key::new(1, 0).luck(0, 0);
    let places = |members: f64| {
        let sites = drawn(&map, field, members, &p.initial, &luck);
        sites
            .into_iter()
            .map(|site| (site.place, site.members))
            .collect::<Vec<_>>()
    };
    assert_eq!(places(200.0), [(4, 200.0)]);
    assert_eq!(places(300.0).len(), 3);
    assert_eq!(
        places(2.0),
        [(4, 2.0)],
        "too few for any place are where most are"
    );
}

/// Sizes go by rank, and ranks by records and homes together.
#[test]
fn the_largest_is_of_whom_most_is_known() {
    let mut map = towns(&[100_000; 4], &[group("alpha", &[0]), group("beta", &[1])]);
    map.organizations[0].records[0].records = 3.0;
    map.organizations[1].records[0].records = 2.0;
    let mut p = known();
    fix!(p; initial.bias = 1.0, initial.homes = 0.5);
    let order = |map: &Map, p: &Parameters| {
        let sized = sized(map, &p.initial);
        let parts = sized
            .iter()
            .map(|(field, members)| (field.organization.name.clone(), *members));
        parts.collect::<Vec<_>>()
    };
    let before = order(&map, &p);
    assert_eq!(before[0].0, "alpha");
    assert!((before[0].1 / before[1].1 - 2.0).abs() < 1e-9);
    map.organizations[1].homes = vec![home(Some(2), 0, 1.0)];
    assert_eq!(order(&map, &p)[0].0, "beta");
    fix!(p; initial.homes = 0.0);
    assert_eq!(order(&map, &p)[0].0, "alpha");
}

/// A cell is of the faction that is known there, or nearest to it.
#[test]
fn factions_are_those_of_what_is_known_nearest() {
    let mut map = row();
    map.organizations[0].records = vec![seen(2006, 0, 1.0), seen(2006, 8, 1.0)];
    map.organizations[0].records[1].faction = Some("wing".to_owned());
    let field = &fields(&map, &known().initial)[0];
    let of = [0, 2, 6, 8].map(|place| field.faction(&map, place));
    assert_eq!(of, [None, None, Some("wing"), Some("wing")]);
}

/// Luck at a place is its own: what is known of another organization changes nothing but sizes.
#[test]
fn luck_is_paired_by_place_and_organization() {
    let map = row();
    let field = &fields(&map, &parameters().initial)[0];
    let luck = Key::new(5, 1).luck(0, 0);
    let one = drawn(&map, field, 300.0, &parameters().initial, &luck);
    assert_eq!(one, drawn(&map, field, 300.0, &parameters().initial, &luck));
    let other = drawn(
        &map,
        field,
        300.0,
        &parameters().initial,
        &Key::new(5, 2).luck(0, 0),
    );
    assert_ne!(one, other);
}

#[test]
fn who_stood_together_everywhere_is_allied_in_the_first_week() {
    let groups = [
        group("alpha", &[0]),
        group("beta", &[1]),
        group("gamma", &[2]),
    ];
    let mut map = towns(&[100_000; 3], &groups);
    let conflict = |organization: &str, other: &str, kind, place| Conflict {
        organization: organization.to_owned(),
        other: other.to_owned(),
        kind,
        place,
        state: place.map(|_| 0),
        since: Some(2004),
    };
    map.conflicts = vec![
        conflict("alpha", "beta", ConflictKind::Alliance, None),
        conflict("beta", "gamma", ConflictKind::War, None),
        conflict("alpha", "gamma", ConflictKind::War, Some(1)),
    ];
    let world = world(&map, &parameters(), Key::new(1, 0));
    let standing = |one, other| {
        world
            .groups
            .relations
            .standing(founder(one), founder(other))
    };
    assert_eq!(standing("beta", "alpha"), Standing::Ally);
    assert_eq!(standing("gamma", "beta"), Standing::Rival);
    assert_eq!(standing("alpha", "gamma"), Standing::Rival);
}

/// Nobody has more members than there is room for; the rest go where there is.
#[test]
fn no_town_holds_more_than_its_part() {
    let mut map = towns(&[2_000, 900_000], &[group("alpha", &[0, 1])]);
    map.organizations[0].records[0].records = 1e6;
    let mut p = known();
    fix!(p; initial.clump = 0.0, initial.least = 0.0);
    let world = world(&map, &p, Key::new(7, 0));
    let most = p.initial.most_of_residents.get() * 2_000.0;
    let members = |place: u32| f64::from(world.land[place].members());
    assert!(members(0) <= most + 1.0, "{}", members(0));
    assert!(members(1) > 500.0, "{}", members(1));
}

/// As many cells as when those that the press did not see were counted, one municipality in five with any.
#[needs(PLAZA_DATA)]
#[test]
fn mexico_has_as_many_cells_as_are_thought() {
    let map = mexico::map();
    let p = parameters();
    let sized = sized(&map, &p.initial);
    let names: Vec<&str> = sized
        .iter()
        .map(|(field, _)| field.organization.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["sinaloa", "gulf", "juarez", "tijuana", "familia_michoacana"]
    );
    let (mut cells, mut some) = (0, 0);
    let runs = 10;
    for replicate in 0..runs {
        let luck = Key::new(3, replicate).luck(0, 0);
        let sites = sized.iter();
        let sites =
            sites.flat_map(|(field, members)| drawn(&map, field, *members, &p.initial, &luck));
        let places: Vec<u32> = sites.map(|site| site.place).collect();
        cells += places.len() as u64;
        some += BTreeSet::from_iter(places).len() as u64;
    }
    let (cells, some) = (cells / runs, some / runs);
    assert!((780..1_100).contains(&cells), "{cells} cells");
    assert!((460..700).contains(&some), "in {some} municipalities");
}
