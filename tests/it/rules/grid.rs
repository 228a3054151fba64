//! The grid is like Mexico where the model looks, and is made of its recipe alone.

use std::collections::BTreeSet;
use std::path::Path;

use plaza_engine::statistics::{Weighting, kolmogorov_smirnov, moran};
use plaza_model::state::grid::{Recipe, generate};
use plaza_model::state::likeness::clusterings;
use plaza_model::state::map::{ConflictKind, Map, Place};

use plaza::maps::map_folder;

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
        let presence = map.presence();
        let some = presence.iter().filter(|n| **n > 0).count() as f64;
        let several = presence.iter().filter(|n| **n > 1).count() as f64;
        let share = some / map.places.len() as f64;
        assert!((0.045..=0.075).contains(&share), "presence {share}");
        several_of += several / some / 5.0;
        let cells: Vec<usize> = map
            .organizations
            .iter()
            .map(|o| o.seen_in(2006).count())
            .collect();
        assert!(
            cells[0] > cells[3] && cells[0] > cells[4],
            "cells {cells:?}"
        );
        assert!(cells.iter().all(|n| *n >= 2), "cells {cells:?}");
    }
    assert!((0.25..=0.50).contains(&several_of), "several {several_of}");
}

/// What every twentieth part of Mexico's 2,456 municipalities is at or below: residents of 2006 (INEGI).
const RESIDENTS: [f64; 19] = [
    939.0, 1510.0, 2371.0, 3149.0, 4039.0, 5135.0, 6380.0, 8055.0, 9758.0, 12004.0, 14101.0,
    16464.0, 19760.0, 24360.0, 29857.0, 38188.0, 52101.0, 74329.0, 149_772.0,
];
/// The same of kilometres to the nearest crossing to the United States.
const CROSSING_KM: [f64; 19] = [
    163.1, 349.4, 514.1, 592.9, 653.0, 693.2, 726.3, 751.6, 775.7, 800.0, 828.2, 868.4, 905.0,
    940.6, 968.3, 993.2, 1023.3, 1063.3, 1101.0,
];
/// The same of 1 - marginalization_norm_2010 (CONAPO).
const POVERTY: [f64; 19] = [
    0.0946, 0.1182, 0.1348, 0.1491, 0.1623, 0.1745, 0.1868, 0.202, 0.2146, 0.2267, 0.241, 0.2537,
    0.2673, 0.2802, 0.295, 0.3137, 0.331, 0.36, 0.409,
];
/// Mexico's municipalities with 0, 1, 2 ... neighbours (INEGI's polygons of 2010).
const NEIGHBOURS: [u32; 23] = [
    0, 8, 68, 218, 416, 510, 460, 324, 225, 119, 52, 23, 12, 6, 5, 3, 1, 1, 0, 1, 2, 1, 1,
];
/// Mexico's municipalities with 0, 1, 2 ... organizations in 2006 (OCVED 2.0, UCDP GED).
const PRESENCE: [u32; 6] = [2319, 82, 34, 18, 2, 1];

/// The largest difference between the share of a sample at or below each of the quantiles, and theirs.
fn from_quantiles(sample: &[f64], quantiles: &[f64; 19]) -> f64 {
    let below = |value: f64| sample.iter().filter(|x| **x <= value).count() as f64;
    (1..)
        .zip(quantiles)
        .map(|(part, value)| (below(*value) / sample.len() as f64 - f64::from(part) / 20.0).abs())
        .fold(0.0, f64::max)
}

/// As many values as there are of each.
fn expanded(counts: &[u32]) -> Vec<f64> {
    let of = |(value, count): (u32, &u32)| std::iter::repeat_n(f64::from(value), *count as usize);
    (0..).zip(counts).flat_map(of).collect()
}

#[test]
fn distributions_are_near_to_mexicos() {
    for seed in 1..=5 {
        let map = large(seed);
        let each =
            |number: fn(&Place) -> f64| -> Vec<f64> { map.places.iter().map(number).collect() };
        let nodes = 0..map.places.len() as u32;
        let neighbours: Vec<f64> = nodes
            .map(|node| map.graph.neighbours(node).len() as f64)
            .collect();
        let presence: Vec<f64> = map.presence().into_iter().map(f64::from).collect();
        let apart = |sample: &[f64], counts: &[u32]| {
            kolmogorov_smirnov(sample, &expanded(counts)).expect("both have values")
        };
        let residents = each(|place| f64::from(place.population));
        for (what, distance, most) in [
            ("residents", from_quantiles(&residents, &RESIDENTS), 0.05),
            ("neighbours", apart(&neighbours, &NEIGHBOURS), 0.05),
            (
                "crossings",
                from_quantiles(&each(|p| p.crossing_km), &CROSSING_KM),
                0.10,
            ),
            (
                "poverty",
                from_quantiles(&each(|p| p.poverty), &POVERTY),
                0.10,
            ),
            ("presence", apart(&presence, &PRESENCE), 0.03),
        ] {
            assert!(distance <= most, "{what}, seed {seed}: {distance}");
        }
    }
}

/// Mexico, Moran's I: 0.56, 0.66, 0.17; of neighbours and the logarithm of residents a correlation of 0.27.
#[test]
fn neighbours_are_as_alike_as_in_mexico() {
    let mut presence_alike = 0.0;
    for seed in 1..=5 {
        let map = large(seed);
        let alike = clusterings([&map, &map])
            .into_iter()
            .map(|of| of.moran[0].expect("it varies"));
        let alike: Vec<f64> = alike.collect();
        assert!((0.45..=0.65).contains(&alike[0]), "residents {alike:?}");
        assert!((0.55..=0.75).contains(&alike[1]), "poverty {alike:?}");
        presence_alike += alike[2] / 5.0;
        let of = |node: u32| {
            let size = libm::log(f64::from(map.places[node as usize].population));
            (size, map.graph.neighbours(node).len() as f64)
        };
        let by_size = correlation(&(0..map.places.len() as u32).map(of).collect::<Vec<_>>());
        assert!((0.12..=0.35).contains(&by_size), "by size {by_size}");
    }
    assert!(
        (0.12..=0.22).contains(&presence_alike),
        "presence {presence_alike}"
    );
}

/// Mexico 2000-06: 9.7 homicides a year per 100,000 residents, where drugs are grown twice as many as elsewhere; Moran's I
/// of the logarithm of rates 0.52.
#[test]
fn homicides_before_the_start_are_those_of_mexico() {
    let (mut grown, mut elsewhere, mut alike) = (0.0, 0.0, 0.0);
    for seed in 1..=5 {
        let map = large(seed);
        let rate = |of: &dyn Fn(&Place) -> bool| {
            let places = || map.places.iter().filter(|place| of(place));
            let dead: f64 = places().map(|place| place.homicides).sum();
            let people: f64 = places().map(|place| f64::from(place.population)).sum();
            1e5 * dead / people
        };
        let all = rate(&|_| true);
        assert!((all - 9.7).abs() < 0.2, "{all} per 100,000");
        grown += rate(&|place| place.crop > 0.0) / 5.0;
        elsewhere += rate(&|place| place.crop == 0.0) / 5.0;
        let expected = |place: &Place| 9.7e-5 * f64::from(place.population);
        let rates = map.places.iter();
        let rates =
            rates.map(|place| libm::log((place.homicides + 0.07) / (expected(place) + 0.07)));
        let rates: Vec<f64> = rates.collect();
        let index = moran(&rates, &map.graph, Weighting::Binary)
            .expect("it varies")
            .index;
        alike += index / 5.0;
    }
    assert!(
        (1.5..5.0).contains(&(grown / elsewhere)),
        "{grown} and {elsewhere}"
    );
    assert!((0.2..=0.6).contains(&alike), "Moran's I {alike}");
}

/// Each organization sits at its core, in the state around it and the next one, and in enclaves; it was seen in fewer
/// places the longer ago, and fights at the crossing nearest to it.
#[test]
fn organizations_have_homes_and_a_past() {
    let map = large(1);
    for of in &map.organizations {
        let core = of.homes[0].place.expect("the seat is a municipality");
        assert_eq!(of.homes[1].state, map.places[core as usize].state);
        assert_eq!(
            of.homes.iter().filter(|home| home.place.is_none()).count(),
            2
        );
        assert_eq!(of.homes.len(), 3 + 7);
        assert!(of.seen_in(2006).any(|seen| seen.place == core));
    }
    let places = |year: i32| {
        let seen = map.organizations.iter().flat_map(|of| of.seen_in(year));
        seen.map(|seen| seen.place).collect::<BTreeSet<u32>>()
    };
    let (first, last) = (places(2000), places(2006));
    assert!(places(1999).is_empty() && places(2007).is_empty());
    let expected = last.len() as f64 / libm::pow(1.2, 6.0);
    assert!(
        (first.len() as f64 - expected).abs() < 8.0,
        "{} and {}",
        first.len(),
        last.len()
    );
    let again = first.intersection(&places(2001)).count() as f64 / first.len() as f64;
    assert!((0.1..0.7).contains(&again), "{again} are seen again");
    let wars = map
        .conflicts
        .iter()
        .filter(|of| of.kind == ConflictKind::War);
    let gates: Vec<u32> = wars.filter_map(|of| of.place).collect();
    assert!(!gates.is_empty());
    assert!(gates.iter().all(|gate| map.places[*gate as usize].crossing));
}

/// Borders are short, and as many as a triangulation of the centres has.
#[test]
fn borders_are_a_triangulation() {
    for (name, side) in [("grid_50x50", 50_i64), ("grid_12x12", 12)] {
        let map = generate(&recipe(name, 1));
        let at = |cell: u32| (i64::from(cell) % side, i64::from(cell) / side);
        let pairs: Vec<(u32, u32)> = map.graph.pairs().collect();
        assert_eq!(
            pairs.len() as i64,
            2 * side * (side - 1) + (side - 1) * (side - 1)
        );
        let turn = |a: u32, b: u32, c: u32| {
            let (a, b, c) = (at(a), at(b), at(c));
            ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)).signum()
        };
        for &(a, b) in &pairs {
            let (x, y) = (at(a).0 - at(b).0, at(a).1 - at(b).1);
            assert!(x * x + y * y <= 5, "{a} borders {b}");
            // No other border crosses this one.
            let near = pairs
                .iter()
                .filter(|(c, _)| (at(*c).1 - at(a).1).abs() <= 4);
            for &(c, d) in near {
                let apart =
                    turn(a, b, c) * turn(a, b, d) >= 0 || turn(c, d, a) * turn(c, d, b) >= 0;
                assert!(apart, "{a}-{b} crosses {c}-{d}");
            }
        }
    }
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
    let count = |mark: fn(&Place) -> bool| map.places.iter().filter(|place| mark(place)).count();
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
