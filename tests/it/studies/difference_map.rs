//! Differences of deaths by municipality: those of hand, of the right years and replicates.

use std::path::Path;
use std::sync::Arc;

use plaza_batch::rows::{Rows, Value};
use plaza_engine::statistics::PairedMeans;
use plaza_model::state::map::Map;

use plaza::maps::map_folder;
use plaza::runs::design::Sharing;
use plaza::runs::dictionary::{BUDGET, MUNICIPALITIES, NATIONAL};
use plaza::studies::comparison::difference_map_figure as difference_map;
use plaza::studies::comparison::outcomes::{Gathering, Outcomes, Setting};
use plaza::studies::comparison::places::{Counts, PlaceDifference, years};

use crate::runs::fake::push;
use crate::studies::figures::assert_sound;

/// Deaths under the policy less those under the baseline, in replicates 0 to 8, at three places.
const DIFFERENCES: [[i64; 9]; 3] = [
    [-20, -25, -18, 900, -22, -19, -24, -21, -20],
    [5, -6, 3, 900, -4, 6, -5, 2, -3],
    [1, 1, 1, 900, 1, 1, 1, 1, 1],
];
/// The replicate that one policy lacks.
const LACKING: i64 = 3;

fn map() -> Map {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/maps/grid_12x12.toml");
    map_folder::load(&file).expect("the map is there").map
}

/// Two policies of two years that part after the first.
fn outcomes() -> Outcomes {
    let setting = Setting {
        first_year: 2007,
        weeks: 104,
        policies_from: 52,
        seed: 1,
        sharing: Sharing::in_a_row(1),
        test: false,
    };
    let mut gathering = Gathering::new(setting);
    for policy in ["police_lead", "status_quo"] {
        let mut national = Rows::new(&NATIONAL);
        for replicate in (0..9).filter(|n| policy == "status_quo" || *n != LACKING) {
            for week in 0..104 {
                let keys = [
                    ("policy", Value::Text(policy.into())),
                    ("replicate", Value::Integer(replicate)),
                    ("week", Value::Integer(week)),
                ];
                push(&mut national, &keys);
            }
        }
        gathering.add(policy, &national, &Rows::new(&BUDGET));
    }
    gathering.finish()
}

/// Rows of a policy that has so many deaths more than 30 at the three places; what came before
/// policies part is not to be counted.
fn deaths(map: &Map, outcomes: &Outcomes, more: impl Fn(usize, i64) -> i64) -> Counts {
    let mut rows = Rows::new(&MUNICIPALITIES);
    for replicate in 0..9 {
        for (place, of) in map.places.iter().enumerate().take(3) {
            for (year, dead) in [
                (2007, 7_000 * replicate),
                (2008, 30 + more(place, replicate)),
            ] {
                let named = [
                    ("replicate", Value::Integer(replicate)),
                    ("municipality", Value::Text(Arc::from(of.code.as_str()))),
                    ("year", Value::Integer(year)),
                    ("oc_deaths", Value::Integer(dead)),
                ];
                push(&mut rows, &named);
            }
        }
    }
    let mut deaths = Counts::new(map, outcomes);
    deaths.add(map, outcomes, &rows);
    deaths
}

fn differences(map: &Map, outcomes: &Outcomes) -> Vec<PlaceDifference> {
    let policy = deaths(map, outcomes, |place, replicate| {
        DIFFERENCES[place][replicate as usize]
    });
    policy.against(
        &deaths(map, outcomes, |_, _| 0),
        "police_lead",
        map,
        outcomes,
    )
}

#[test]
fn differences_are_those_of_hand() {
    let (map, outcomes) = (map(), outcomes());
    assert_eq!(outcomes.dropped, [LACKING as u32]);
    let found = differences(&map, &outcomes);
    assert_eq!(found.len(), map.places.len());
    for (place, of) in DIFFERENCES.iter().enumerate() {
        let scale = 1e5 / f64::from(map.places[place].population);
        let sample = (0..9).filter(|n| *n != LACKING as usize);
        let sample: Vec<f64> = sample.map(|n| of[n] as f64 * scale).collect();
        let mean = sample.iter().sum::<f64>() / 8.0;
        let pairs = PairedMeans::of(&sample, &[30.0 * scale; 8]).expect("there are several");
        let [low, high] = pairs.interval(0.95);
        let row = &found[place];
        let ends = [row.low, row.high].map(|end| end.expect("there are several replicates"));
        for (found, expected) in [(row.mean, mean), (ends[0], low), (ends[1], high)] {
            assert!(
                (found - expected).abs() < 1e-9 * scale * 900.0,
                "{found}, not {expected}"
            );
        }
    }
    let clear: Vec<usize> = (0..found.len())
        .filter(|place| found[*place].clear)
        .collect();
    assert_eq!(
        clear,
        [0],
        "neither noise nor the same in every replicate is a discovery"
    );
    assert!(found[3..].iter().all(|row| row.mean == 0.0 && !row.clear));
}

#[test]
fn only_full_years_after_policies_part_count() {
    let of = |policies_from, weeks| {
        let setting = outcomes().setting;
        years(&Setting {
            first_year: 2007,
            weeks,
            policies_from,
            ..setting
        })
    };
    assert_eq!(of(0, 312), (2007, 6));
    assert_eq!(of(52, 104), (2008, 1));
    assert_eq!(of(53, 160), (2009, 1));
    assert_eq!(of(60, 104), (2009, 0));
    assert_eq!(of(0, 51), (2007, 0));
}

#[test]
fn the_map_says_how_many_are_clear() {
    let (map, outcomes) = (map(), outcomes());
    let svg = difference_map::draw(&map, &differences(&map, &outcomes), "status_quo", &outcomes);
    assert_sound("map_difference", &svg);
    assert!(svg.contains("1 fewer, 0 more, of 144"), "the panel counts");
}
