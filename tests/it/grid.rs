//! The grid is like Mexico where the model looks, and is made of its recipe alone.

use std::collections::BTreeSet;
use std::path::Path;

use plaza::io::map_folder;
use plaza::state::grid::{Recipe, generate};
use plaza::state::map::Map;

fn recipe(name: &str, seed: u64) -> Recipe {
    let path = format!("{}/configs/maps/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).expect("the recipe is shipped");
    let recipe = map_folder::recipe(Path::new(&path), &bytes);
    let mut recipe = recipe.expect("the shipped recipe is right");
    recipe.seed = seed;
    recipe
}

fn large(seed: u64) -> Map {
    generate(&recipe("grid_50x50", seed))
}

/// Organizations in each municipality.
fn presence(map: &Map) -> Vec<u32> {
    let mut presence = vec![0; map.places.len()];
    for cell in map.organizations.iter().flat_map(|one| &one.cells) {
        presence[cell.place as usize] += 1;
    }
    presence
}

#[test]
fn same_recipe_same_map_and_seeds_differ() {
    assert_eq!(large(1), large(1));
    let (first, second) = (large(1), large(2));
    assert_ne!(first.places, second.places);
    assert_ne!(first.organizations, second.organizations);
}

#[test]
fn people_are_those_of_the_recipe_exactly() {
    for seed in 1..=5 {
        assert_eq!(large(seed).population(), 110_000_000);
    }
    let odd = Recipe {
        population: 110_000_007,
        ..recipe("grid_50x50", 1)
    };
    assert_eq!(generate(&odd).population(), 110_000_007);
}

#[test]
fn the_shipped_maps_can_be_run() {
    for name in ["grid_50x50", "grid_12x12"] {
        let map = generate(&recipe(name, 1));
        assert_eq!(map.problems(), []);
        assert_eq!(map.places[0].code, "r000c000");
        assert!(map.places.iter().all(|place| place.population > 0));
    }
    assert_eq!(generate(&recipe("grid_12x12", 1)).population(), 3_000_000);
}

/// Mexico: the ten largest of 2,456 hold 13.5 %, median 12,061, smallest 100.
#[test]
fn towns_are_as_unequal_as_in_mexico() {
    for seed in 1..=5 {
        let map = large(seed);
        let mut sizes: Vec<u32> = map.places.iter().map(|place| place.population).collect();
        sizes.sort_unstable();
        let top: u64 = sizes.iter().rev().take(10).map(|n| u64::from(*n)).sum();
        let share = top as f64 / map.population() as f64;
        assert!((0.10..=0.16).contains(&share), "ten largest hold {share}");
        let median = sizes[sizes.len() / 2];
        assert!((11_000..=14_000).contains(&median), "median {median}");
    }
}

/// Mexico: the logarithms of residents of neighbours correlate at 0.56; white noise would give 0.
#[test]
fn cities_have_surroundings() {
    for seed in 1..=5 {
        let map = large(seed);
        let size = |place: u32| libm::log(f64::from(map.places[place as usize].population));
        let pairs: Vec<(f64, f64)> = map.graph.pairs().map(|(a, b)| (size(a), size(b))).collect();
        let likeness = correlation(&pairs);
        assert!((0.35..=0.7).contains(&likeness), "neighbours {likeness}");
    }
}

/// Mexico: with 1 - marginalization_norm_2010, -0.36 with the logarithm of residents, 0.41 with the
/// distance to crossings, mean 0.235.
#[test]
fn the_rural_south_is_poorer() {
    for seed in 1..=5 {
        let map = large(seed);
        let places = || map.places.iter();
        let mean = places().map(|p| p.poverty).sum::<f64>() / map.places.len() as f64;
        assert!((mean - 0.235).abs() < 0.03, "mean {mean}");
        let size = places().map(|p| (libm::log(f64::from(p.population)), p.poverty));
        let by_size = correlation(&size.collect::<Vec<_>>());
        assert!((-0.55..=-0.2).contains(&by_size), "by size {by_size}");
        let south = places().map(|p| (p.crossing_km, p.poverty));
        let by_distance = correlation(&south.collect::<Vec<_>>());
        assert!(
            (0.15..=0.65).contains(&by_distance),
            "by distance {by_distance}"
        );
    }
}

/// Mexico in 2006: an organization in 5.6 % of the municipalities, in two of five of them several.
#[test]
fn organizations_are_in_as_many_places_as_in_2006() {
    let mut several_of = 0.0;
    for seed in 1..=5 {
        let map = large(seed);
        let presence = presence(&map);
        let some = presence.iter().filter(|n| **n > 0).count() as f64;
        let several = presence.iter().filter(|n| **n > 1).count() as f64;
        let share = some / map.places.len() as f64;
        assert!((0.045..=0.075).contains(&share), "presence {share}");
        several_of += several / some / 5.0;
        let cells: Vec<usize> = map.organizations.iter().map(|o| o.cells.len()).collect();
        assert!(
            cells[0] > cells[3] && cells[0] > cells[5],
            "cells {cells:?}"
        );
        assert!(cells.iter().all(|n| *n >= 2), "cells {cells:?}");
    }
    assert!((0.25..=0.50).contains(&several_of), "several {several_of}");
}

#[test]
fn borders_and_coasts_are_where_they_belong() {
    let map = large(3);
    for (index, place) in map.places.iter().enumerate() {
        let (row, column) = (index / 50, index % 50);
        assert!(!place.crossing || row == 0, "crossing {}", place.code);
        assert!(!place.south_border || row == 49, "border {}", place.code);
        let edge = column == 0 || column == 49 || row == 49;
        assert!(!place.coast || edge, "coast {}", place.code);
        assert!(!place.port || place.coast, "port {}", place.code);
        assert_eq!(place.crossing, place.crossing_km == 0.0, "{}", place.code);
    }
    let count = |mark: fn(&plaza::state::map::Place) -> bool| {
        map.places.iter().filter(|place| mark(place)).count()
    };
    assert_eq!(count(|p| p.crossing), 13);
    assert_eq!(count(|p| p.port), 22);
    assert_eq!(count(|p| p.south_border), 23);
    assert_eq!(count(|p| p.crop == 1.0), 1);
    assert_eq!(count(|p| p.crop > 0.0), 165);
}

#[test]
fn ground_is_mexicos_area() {
    let map = large(1);
    let area: f64 = map
        .outlines
        .iter()
        .map(|rings| {
            let (south_west, north_east) = (rings[0][0], rings[0][2]);
            (north_east.0 - south_west.0) * (north_east.1 - south_west.1)
        })
        .sum();
    assert!((area / 1_964_375.0 - 1.0).abs() < 0.01, "area {area}");
}

#[test]
fn states_are_in_one_piece() {
    let map = large(4);
    for state in 0..map.states.len() as u16 {
        let members: Vec<u32> = (0..)
            .zip(&map.places)
            .filter(|(_, place)| place.state == state)
            .map(|(index, _)| index)
            .collect();
        assert_eq!(map.graph.components(&members).len(), 1, "state {state}");
    }
    let first_seen: Vec<u16> = map.places.iter().map(|place| place.state).collect();
    let numbers: BTreeSet<u16> = first_seen.iter().copied().collect();
    assert_eq!(numbers.len(), 32);
    assert_eq!(first_seen[0], 0);
}

#[test]
fn recipes_that_make_no_country_say_so() {
    let wrong = Recipe {
        width: 2,
        height: 50,
        states: 3_000,
        seats: Vec::new(),
        ..recipe("grid_50x50", 1)
    };
    let text: Vec<String> = wrong.problems().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(text.join("\n"), @r"
    `width` is 2, expected 4 to 999
    `seats` is empty, expected one or more
    ");
    let crowded = Recipe {
        states: 700,
        population: 1_000,
        ..recipe("grid_50x50", 1)
    };
    let text: Vec<String> = crowded.problems().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(text.join("\n"), @r"
    `population` is 1000, expected 2500000 (1,000 for each municipality) to 2000000000
    `states` is 700, expected 1 to 625, and four municipalities in each
    ");
}

fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let mean = |get: fn(&(f64, f64)) -> f64| pairs.iter().map(get).sum::<f64>() / n;
    let (a, b) = (mean(|p| p.0), mean(|p| p.1));
    let product = |f: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(f).sum::<f64>();
    let both = product(&|p| (p.0 - a) * (p.1 - b));
    let first = product(&|p| (p.0 - a) * (p.0 - a));
    let second = product(&|p| (p.1 - b) * (p.1 - b));
    both / (first * second).sqrt()
}
